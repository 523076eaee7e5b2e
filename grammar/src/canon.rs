//! Spells the words of a header or clause the one way that the pest grammar knows.
//!
//! In: lexemes in whatever language and width. Out: ASCII words with a space after each
//! (`when customer says id within num unit `), and the place of every lexeme in them. Two
//! things that need a look at the whole clause are settled here, so that the grammar never
//! has to try twice: whether an `or` joins moments or conditions, and whether an `unless`
//! is one that ends with `first`.

use crate::ast::CompareOp;
use crate::cut::Declared;
use crate::cut::Names;
use crate::fold::fold;
use crate::keywords::Keyword;
use crate::lexer::Token;
use crate::words::{Lex, Words};
use std::ops::Range;

/// How deep brackets and conditions inside conditions may go.
pub(crate) const MAX_DEPTH: usize = 24;

/// The canonical spelling of some lexemes.
#[derive(Debug, Default)]
pub(crate) struct Canon {
    pub(crate) text: String,
    /// Where each lexeme starts in `text`.
    starts: Vec<(usize, usize)>,
}

impl Canon {
    /// The lexeme at a place of the canonical text; `end` when the place is past the last.
    pub(crate) fn lexeme(&self, at: usize, end: usize) -> usize {
        let index = self.starts.partition_point(|(start, _)| *start < at);
        self.starts.get(index).map_or(end, |(_, lexeme)| *lexeme)
    }

    /// Adds a unit. Fails with the lexeme at which the nesting becomes too deep.
    pub(crate) fn push_unit(
        &mut self,
        item: &str,
        words: &Words,
        names: &Names,
        unit: Range<usize>,
    ) -> Result<(), usize> {
        let mut speller = Speller {
            item,
            words,
            names,
            unit: unit.clone(),
            modes: vec![Mode::Moment],
            between: false,
            group: false,
            chain: 0,
            depth: 0,
            nots: 0,
        };
        for index in unit {
            let Some(lexeme) = words.lexemes.get(index) else {
                break;
            };
            self.starts.push((self.text.len(), index));
            self.text.push_str(speller.spell(index, lexeme.kind));
            self.text.push(' ');
            let row = speller.nots + speller.chain;
            if speller.depth + row + speller.modes.len() > MAX_DEPTH {
                return Err(index);
            }
        }
        Ok(())
    }

    /// Ends a unit inside a whole item.
    pub(crate) fn end_unit(&mut self, lexeme: usize) {
        self.starts.push((self.text.len(), lexeme));
        self.text.push_str("; ");
    }
}

/// What an `or` joins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Moment,
    Guard,
    Condition,
}

struct Speller<'a> {
    item: &'a str,
    words: &'a Words,
    names: &'a Names,
    unit: Range<usize>,
    /// One for each open bracket, and one for the clause.
    modes: Vec<Mode>,
    /// After `between`: the next `and` is its own.
    between: bool,
    /// The bracket that opens now holds moments inside a condition.
    group: bool,
    /// Moments that look back on moments, with nothing in between that ends them.
    chain: usize,
    /// Conditions inside conditions that no bracket shows.
    depth: usize,
    /// `not` in a row.
    nots: usize,
}

impl Speller<'_> {
    fn spell(&mut self, index: usize, kind: Lex) -> &'static str {
        match kind {
            Lex::Keyword(keyword) => self.keyword(index, keyword),
            Lex::Name if self.unit_of_value(index) => "unit",
            Lex::Name => "id",
            Lex::Text => "str",
            Lex::Number => "num",
            Lex::Unit(_) => "unit",
            Lex::Compare(op) => compare(op),
            Lex::Sign(sign) => self.sign(index, sign),
        }
    }

    fn sign(&mut self, index: usize, sign: Token) -> &'static str {
        match sign {
            Token::Open => {
                self.group = self.is_group(index);
                self.modes.push(self.bracket_mode(index));
            }
            Token::Close if self.modes.len() > 1 => drop(self.modes.pop()),
            Token::Comma => self.leave_guard(),
            _ => {}
        }
        self.nots *= usize::from(sign == Token::Open);
        if matches!(sign, Token::Comma | Token::Open | Token::Close) {
            self.chain = 0;
        }
        match sign {
            Token::Open if self.group => "(m",
            Token::Open => "(",
            Token::Close => ")",
            Token::Comma => "comma",
            Token::Colon => "colon",
            Token::Dot => "dot",
            Token::Gap => "..",
            Token::Dash => "-",
            Token::Possessive => "poss",
            Token::Plus => "+",
            Token::Star => "*",
            Token::Slash => "/",
            Token::Percent => "percent",
            _ => "bad",
        }
    }

    /// `(M or M) has happened` in a condition.
    fn is_group(&self, index: usize) -> bool {
        if self.mode() == Mode::Moment {
            return false;
        }
        let mut open = 0usize;
        for at in index..self.unit.end {
            match self.kind(Some(at)) {
                Some(Lex::Sign(Token::Open)) => open += 1,
                Some(Lex::Sign(Token::Close)) => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                let next = self.kind(Some(at + 1));
                return matches!(next, Some(Lex::Keyword(Keyword::Has | Keyword::HasNot)));
            }
        }
        false
    }

    /// `(M or M)`, also `count of (M or M)`: these brackets hold moments.
    fn bracket_mode(&self, index: usize) -> Mode {
        use Keyword::{
            After, At, Before, Between, CountOf, Happens, Since, TimeOfFirst, TimeOfLast, TimeSince,
        };
        let before = self.kind(index.checked_sub(1));
        match before {
            Some(Lex::Keyword(
                CountOf | Since | After | Before | Between | TimeOfFirst | TimeOfLast | TimeSince
                | At | Happens,
            )) => Mode::Moment,
            _ if self.group || self.mode() == Mode::Moment => Mode::Moment,
            _ => Mode::Condition,
        }
    }

    fn kind(&self, index: Option<usize>) -> Option<Lex> {
        let index = index.filter(|index| self.unit.contains(index))?;
        self.words.lexemes.get(index).map(|lexeme| lexeme.kind)
    }

    /// `within promise.hours hours`: the last word is a unit, although no number is before it.
    fn unit_of_value(&self, index: usize) -> bool {
        use Keyword::{AllWithin, At, For, Lasts, NoSoonerThan, Within};
        let word = fold(self.words.text(self.item, index));
        let value = self.kind(index.checked_sub(1)) == Some(Lex::Name);
        let before = self.kind(index.checked_sub(2));
        value
            && crate::keywords::unit(&word).is_some()
            && matches!(
                before,
                Some(
                    Lex::Sign(Token::Dot)
                        | Lex::Keyword(Within | At | For | Lasts | NoSoonerThan | AllWithin)
                )
            )
    }

    fn mode(&self) -> Mode {
        self.modes.last().copied().unwrap_or(Mode::Moment)
    }

    fn set(&mut self, mode: Mode) {
        if let Some(last) = self.modes.last_mut() {
            *last = mode;
        }
    }

    fn leave_guard(&mut self) {
        if self.mode() == Mode::Guard {
            self.set(Mode::Moment);
            self.depth = 0;
        }
    }

    fn keyword(&mut self, index: usize, keyword: Keyword) -> &'static str {
        use Keyword::{
            And, AppliesIf, Between, If, Not, OnlyIf, Or, Require, Unless, Where,
        };
        self.nots *= usize::from(keyword == Not);
        self.count_chain(keyword);
        match keyword {
            Or => return self.or(index),
            Unless if self.ends_with_first() => return "unless_first",
            And => return self.and(),
            Between => self.between = true,
            If | Unless | Require | AppliesIf | OnlyIf => self.set(Mode::Condition),
            Where => self.enter_guard(),
            Not => self.nots += 1,
            _ if ends_guard(keyword) => self.leave_guard(),
            _ => {}
        }
        if keyword == Between {
            self.leave_guard();
        }
        keyword.canon()
    }

    fn count_chain(&mut self, keyword: Keyword) {
        use Keyword::{
            After, Again, And, At, Before, CountOf, For, ForFirstTime, ForLastTime, Or, Ordinal,
            Since, Then, TimeOfFirst, TimeOfLast, TimeSince, Until,
        };
        match keyword {
            And | Or | Then => self.chain = 0,
            After | Again | At | Before | CountOf | For | ForFirstTime | ForLastTime | Ordinal
            | Since | TimeOfFirst | TimeOfLast | TimeSince | Until => self.chain += 1,
            _ => {}
        }
    }

    /// `and` joins conditions, moments at the same event, or the two ends of a `between`.
    fn and(&mut self) -> &'static str {
        if std::mem::take(&mut self.between) {
            return "and_to";
        }
        match self.mode() {
            Mode::Moment => "and_also",
            Mode::Guard | Mode::Condition => "and",
        }
    }

    fn enter_guard(&mut self) {
        self.depth += 1;
        if self.mode() == Mode::Moment {
            self.set(Mode::Guard);
        }
    }

    fn ends_with_first(&self) -> bool {
        self.kind(self.unit.end.checked_sub(1)) == Some(Lex::Keyword(Keyword::First))
    }

    fn or(&mut self, index: usize) -> &'static str {
        match self.mode() {
            Mode::Condition => "or",
            Mode::Guard if self.condition_follows(index + 1) => "or",
            Mode::Guard | Mode::Moment => {
                self.leave_guard();
                "or_else"
            }
        }
    }

    /// After `where E or`: is what comes next a condition (else it is another moment)?
    fn condition_follows(&self, from: usize) -> bool {
        use Keyword::{
            Average, CountOf, Has, HasNot, Highest, In, Label, Longest, Lowest, No, Not, Rings,
            ShareOf, SumOf, That, TheCall, TimeOfDay, TimeOfFirst, TimeOfLast, TimeSince,
            TotalTimeOf, Where, Yes,
        };
        let first = self.kind(Some(from));
        let second = self.kind(Some(from + 1));
        match (first, second) {
            (
                Some(
                    Lex::Keyword(
                        Not | CountOf | Rings | Yes | No | That | TotalTimeOf | Longest | ShareOf
                        | Average | Highest | Lowest | SumOf | TimeOfFirst | TimeOfLast | TimeSince
                        | TimeOfDay,
                    )
                    | Lex::Number
                    | Lex::Text
                    | Lex::Sign(Token::Open),
                ),
                _,
            ) => return true,
            (Some(Lex::Keyword(TheCall) | Lex::Name), Some(Lex::Sign(Token::Dot))) => return true,
            _ => {}
        }
        let label = first == Some(Lex::Keyword(Label));
        for index in from..self.unit.end {
            match self.kind(Some(index)) {
                Some(Lex::Keyword(Has | HasNot)) => return true,
                Some(Lex::Compare(_)) if !label => return true,
                Some(Lex::Keyword(In)) if self.next_turn(index) => break,
                Some(Lex::Keyword(keyword)) if keyword.is_comparison() && !label => return true,
                Some(Lex::Keyword(Where)) => return false,
                Some(Lex::Keyword(keyword)) if ends_condition(keyword) => break,
                Some(Lex::Sign(Token::Comma | Token::Close)) | None => break,
                _ => {}
            }
        }
        first == Some(Lex::Name) && self.is_bare_attribute(from)
    }

    fn next_turn(&self, index: usize) -> bool {
        self.kind(Some(index + 1)) != Some(Lex::Sign(Token::Open))
    }

    /// A name alone, and not that of a moment declared here.
    fn is_bare_attribute(&self, index: usize) -> bool {
        let name = fold(self.words.text(self.item, index));
        let happens = self.kind(Some(index + 1)) == Some(Lex::Keyword(Keyword::Happens));
        !happens && self.names.get(&name) != Some(&Declared::Moment)
    }
}

fn ends_condition(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Or | Keyword::And) || ends_guard(keyword)
}

/// A window or the next step of a sequence: the guard before it is over.
fn ends_guard(keyword: Keyword) -> bool {
    use Keyword::{
        After, AllWithin, AnyOrder, At, AtLeast, AtMost, Before, By, ByTheEnd, EachItsOwn, Earlier,
        Exactly, Immediately, InTheFirst, InTheLast, Later, NoSoonerThan, OnlyAfter, OnlyIf, Then,
        Until, Within, Without,
    };
    matches!(
        keyword,
        Then | Within
            | NoSoonerThan
            | Before
            | After
            | Earlier
            | Later
            | Until
            | At
            | ByTheEnd
            | Without
            | Immediately
            | By
            | InTheFirst
            | InTheLast
            | AtLeast
            | AtMost
            | Exactly
            | AllWithin
            | AnyOrder
            | EachItsOwn
            | OnlyIf
            | OnlyAfter
    )
}

fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => ">=",
    }
}
