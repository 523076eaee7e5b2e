//! What lies ahead in a clause, where one word cannot tell what it is.
//!
//! In: the lexemes of a clause and a place in it. Out: what an `or`, a bracket, a `在` or a
//! `but not` there is. The grammar itself never has to try twice.

use crate::fold::fold;
use crate::keywords::Keyword;
use crate::lexeme::{Lex, Words};
use crate::lexer::Token;
use crate::modes::ends_guard;
use crate::names::{Declared, Names};
use std::collections::HashMap;
use std::ops::Range;

/// One header or clause.
pub(crate) struct Ahead<'a> {
    item: &'a str,
    words: &'a Words,
    names: &'a Names,
    unit: Range<usize>,
    /// What each `在` is, by what closes it.
    at: HashMap<usize, &'static str>,
}

impl<'a> Ahead<'a> {
    pub(crate) fn new(
        item: &'a str,
        words: &'a Words,
        names: &'a Names,
        unit: Range<usize>,
    ) -> Self {
        let mut ahead = Self {
            item,
            words,
            names,
            unit,
            at: HashMap::new(),
        };
        ahead.at = ahead.closers();
        ahead
    }

    /// The lexeme at a place; none outside the clause.
    pub(crate) fn kind(&self, index: Option<usize>) -> Option<Lex> {
        let index = index.filter(|index| self.unit.contains(index))?;
        self.words.lexemes.get(index).map(|lexeme| lexeme.kind)
    }

    fn keyword(&self, index: usize) -> Option<Keyword> {
        match self.kind(Some(index)) {
            Some(Lex::Keyword(keyword)) => Some(keyword),
            _ => None,
        }
    }

    /// Each `在` finds its `内`, `之前`, `之后` or `之间`.
    fn closers(&self) -> HashMap<usize, &'static str> {
        let mut found = HashMap::new();
        let mut open = Vec::new();
        for index in self.unit.clone() {
            let closer = match self.keyword(index) {
                Some(Keyword::At) if self.is_length(index + 1) => {
                    found.insert(index, "at_in");
                    continue;
                }
                Some(Keyword::At) => {
                    open.push(index);
                    continue;
                }
                Some(Keyword::Earlier) => "at_before",
                Some(Keyword::Later) if !self.before_silence(index) => "at_after",
                Some(Keyword::Among) => "at_between",
                _ => continue,
            };
            if let Some(at) = open.pop() {
                found.insert(at, closer);
            }
        }
        found
    }

    /// Only what a length is made of, up to `内`.
    fn is_length(&self, from: usize) -> bool {
        use Keyword::{
            Agent, Anyone, Customer, InTheFirst, InTheLast, Inside, Next, NextTurn, NextUtterance,
            System, That, TheCall, Turns, Utterances,
        };
        for index in from..self.unit.end {
            match self.kind(Some(index)) {
                Some(Lex::Keyword(Inside)) => return true,
                Some(
                    Lex::Number
                    | Lex::Unit(_)
                    | Lex::Name
                    | Lex::Sign(Token::Dot | Token::Possessive)
                    | Lex::Keyword(
                        Agent | Anyone | Customer | InTheFirst | InTheLast | Next | NextTurn
                        | NextUtterance | System | That | TheCall | Turns | Utterances,
                    ),
                ) => {}
                _ => return false,
            }
        }
        false
    }

    /// What the `在` at a place is.
    pub(crate) fn at(&self, index: usize) -> &'static str {
        self.at.get(&index).copied().unwrap_or("at_before")
    }

    /// `M 之后` ‖ `无人 说话 达 5秒`
    pub(crate) fn before_silence(&self, later: usize) -> bool {
        let first = self.keyword(later + 1);
        first == Some(Keyword::Nobody)
            || first.is_some_and(is_who) && self.keyword(later + 2) == Some(Keyword::DoesNotSpeak)
    }

    /// Whether a bracket inside a condition holds moments: `(M or M) has happened`.
    pub(crate) fn holds_moments(&self, open: usize) -> bool {
        let mut depth = 0usize;
        for at in open..self.unit.end {
            match self.kind(Some(at)) {
                Some(Lex::Sign(Token::Open)) => depth += 1,
                Some(Lex::Sign(Token::Close)) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return self.is_has(at + 1);
            }
        }
        false
    }

    /// Whether `has` stands at a place.
    pub(crate) fn is_has(&self, index: usize) -> bool {
        matches!(self.keyword(index), Some(Keyword::Has | Keyword::HasNot))
    }

    /// Whether a keyword right before a bracket shows that moments follow.
    pub(crate) fn wants_moment(&self, open: usize) -> bool {
        use Keyword::{
            After, AndTo, At, Before, Between, CountOf, Happens, Since, TimeOfFirst, TimeOfLast,
            TimeSince,
        };
        matches!(
            open.checked_sub(1).and_then(|before| self.keyword(before)),
            Some(
                After
                    | AndTo
                    | At
                    | Before
                    | Between
                    | CountOf
                    | Happens
                    | Since
                    | TimeOfFirst
                    | TimeOfLast
                    | TimeSince
            )
        )
    }

    /// The clause ends with `first`.
    pub(crate) fn ends_with_first(&self) -> bool {
        let last = self.unit.end.checked_sub(1);
        last.and_then(|last| self.keyword(last)) == Some(Keyword::First)
    }

    /// Whether what follows `but not` is a moment declared in this file.
    pub(crate) fn moment_follows(&self, index: usize) -> bool {
        let name = self.kind(Some(index + 1)) == Some(Lex::Name);
        name && self.declared(index + 1).moment
    }

    fn declared(&self, index: usize) -> Declared {
        let name = fold(self.words.text(self.item, index));
        self.names.get(&name).copied().unwrap_or_default()
    }

    /// `within promise.hours hours`: the last word is a unit, although no number is before it.
    pub(crate) fn unit_of_value(&self, index: usize) -> bool {
        use Keyword::{AllWithin, At, For, Lasts, NoSoonerThan, Within};
        let word = crate::fold::fold_word(self.words.text(self.item, index));
        let value = self.kind(index.checked_sub(1)) == Some(Lex::Name);
        let before = self.kind(index.checked_sub(2));
        value
            && crate::keywords::unit(&word).is_some()
            && (self.keyword(index + 1) == Some(Keyword::Inside)
                || matches!(
                    before,
                    Some(
                        Lex::Sign(Token::Dot)
                            | Lex::Keyword(Within | At | For | Lasts | NoSoonerThan | AllWithin)
                    )
                ))
    }

    /// After `where E or`: is what comes next a condition (else it is another moment)?
    pub(crate) fn condition_follows(&self, from: usize) -> bool {
        if self.opens_value(from) {
            return true;
        }
        let label = self.keyword(from) == Some(Keyword::Label);
        for index in from..self.unit.end {
            match self.kind(Some(index)) {
                Some(Lex::Compare(_)) if !label => return true,
                Some(Lex::Keyword(keyword)) => match self.shows(index, keyword, label) {
                    Shows::Condition => return true,
                    Shows::Moment => return false,
                    Shows::End => break,
                    Shows::Nothing => {}
                },
                Some(Lex::Sign(Token::Plus | Token::Star | Token::Slash)) => return true,
                Some(Lex::Sign(Token::Comma | Token::Close)) | None => break,
                _ => {}
            }
        }
        self.kind(Some(from)) == Some(Lex::Name) && self.is_bare_attribute(from)
    }

    fn shows(&self, index: usize, keyword: Keyword, label: bool) -> Shows {
        use Keyword::{
            And, Has, HasNot, In, IsApplicable, IsNotApplicable, IsNotNow, IsNotNowLabelled,
            IsNotSatisfied, IsNotViolated, IsNow, IsNowLabelled, IsSatisfied, IsViolated, Or,
            Where,
        };
        match keyword {
            Has | HasNot | IsApplicable | IsNotApplicable | IsNotNow | IsNotNowLabelled
            | IsNotSatisfied | IsNotViolated | IsNow | IsNowLabelled | IsSatisfied | IsViolated => {
                Shows::Condition
            }
            In if self.kind(Some(index + 1)) != Some(Lex::Sign(Token::Open)) => Shows::End,
            _ if keyword.is_comparison() && !label => Shows::Condition,
            Where => Shows::Moment,
            Or | And => Shows::End,
            _ if ends_guard(keyword) => Shows::End,
            _ => Shows::Nothing,
        }
    }

    /// A word that only a value starts with.
    fn opens_value(&self, from: usize) -> bool {
        use Keyword::{
            Average, CountOf, Highest, Longest, Lowest, No, Not, Rings, ShareOf, SumOf, That,
            TheCall, TimeOfDay, TimeOfFirst, TimeOfLast, TimeSince, TotalTimeOf, Yes,
        };
        match (self.kind(Some(from)), self.kind(Some(from + 1))) {
            (Some(Lex::Number | Lex::Text), _) => true,
            (Some(Lex::Sign(Token::Open)), _) => !self.bracket_of_moments(from),
            (
                Some(Lex::Keyword(
                    Average | CountOf | Highest | Longest | Lowest | No | Not | Rings | ShareOf
                    | SumOf | That | TimeOfDay | TimeOfFirst | TimeOfLast | TimeSince | TotalTimeOf
                    | Yes,
                )),
                _,
            ) => true,
            (Some(Lex::Keyword(TheCall) | Lex::Name), Some(Lex::Sign(Token::Dot))) => true,
            _ => false,
        }
    }

    /// `where a or (hold starts and b)`: whether the bracket can only hold moments.
    fn bracket_of_moments(&self, open: usize) -> bool {
        let opens = |index: &usize| self.kind(Some(*index)) == Some(Lex::Sign(Token::Open));
        let inner = (open..self.unit.end).find(|index| !opens(index));
        !self.holds_moments(open) && inner.is_some_and(|inner| !self.condition_follows(inner))
    }

    /// A name alone, and not that of a moment declared here; an event's attribute may share
    /// its name with one.
    fn is_bare_attribute(&self, index: usize) -> bool {
        let happens = self.keyword(index + 1) == Some(Keyword::Happens);
        let declared = self.declared(index);
        !happens && (declared.attribute || !declared.moment)
    }
}

/// What a word says about what stands before it.
enum Shows {
    Condition,
    Moment,
    End,
    Nothing,
}

fn is_who(keyword: Keyword) -> bool {
    use Keyword::{Agent, Anyone, Customer, System};
    matches!(keyword, Agent | Anyone | Customer | System)
}
