//! Spells the words of a header or clause the one way that the pest grammar knows.
//!
//! In: lexemes in whatever language and width. Out: ASCII words with a space after each
//! (`when customer says id within num unit `), and the place of every lexeme in them. What
//! needs a look at the rest of the clause is settled here (see modes.rs and ahead.rs), so
//! that the grammar never has to try twice.

use crate::ahead::Ahead;
use crate::ast::CompareOp;
use crate::keywords::Keyword;
use crate::lexeme::{Lex, Words};
use crate::lexer::Token;
use crate::modes::{Mode, Modes};
use crate::names::Names;
use std::ops::Range;

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
            ahead: Ahead::new(item, words, names, unit.clone()),
            modes: Modes::new(),
        };
        for index in unit {
            let Some(lexeme) = words.lexemes.get(index) else {
                break;
            };
            self.starts.push((self.text.len(), index));
            self.text.push_str(speller.spell(index, lexeme.kind));
            self.text.push(' ');
            if speller.modes.too_much() {
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

struct Speller<'a> {
    ahead: Ahead<'a>,
    modes: Modes,
}

impl Speller<'_> {
    fn spell(&mut self, index: usize, kind: Lex) -> &'static str {
        match kind {
            Lex::Keyword(keyword) => self.keyword(index, keyword),
            Lex::Name if self.ahead.unit_of_value(index) => "unit",
            Lex::Name => "id",
            Lex::Text => "str",
            Lex::Number => "num",
            Lex::Unit(_) => "unit",
            Lex::Compare(op) => {
                self.modes.compare();
                compare(op)
            }
            Lex::Sign(sign) => self.sign(index, sign),
        }
    }

    fn sign(&mut self, index: usize, sign: Token) -> &'static str {
        match sign {
            Token::Open => return self.open(index),
            Token::Close => self.modes.close(self.ahead.is_has(index + 1)),
            Token::Comma => self.modes.comma(),
            Token::Plus | Token::Dash | Token::Star | Token::Slash => self.modes.sign(),
            _ => {}
        }
        match sign {
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

    /// A bracket around moments, around a condition, or around moments in a condition.
    fn open(&mut self, index: usize) -> &'static str {
        let before = index.checked_sub(1);
        let guard = self.ahead.kind(before) == Some(Lex::Keyword(Keyword::Where));
        if self.modes.mode() == Mode::Moment || self.ahead.wants_moment(index) {
            self.modes.open(Mode::Moment, false);
            return "(";
        }
        let ends_guard = self.modes.in_guard_of_condition();
        if !ends_guard && self.ahead.holds_moments(index) {
            self.modes.open(Mode::Moment, false);
            return "(m";
        }
        self.modes.open(Mode::Condition, guard);
        "("
    }

    fn keyword(&mut self, index: usize, keyword: Keyword) -> &'static str {
        use Keyword::{And, At, ButNot, Has, HasNot, Later, Or, Unless};
        match keyword {
            Or => return self.or(index),
            And => return self.modes.and(),
            Has | HasNot if self.ends_value(index) => self.modes.end_guard_of_condition(),
            _ if keyword.is_comparison() => self.modes.compare(),
            _ => {}
        }
        self.modes.keyword(keyword);
        match keyword {
            Unless if self.ahead.ends_with_first() => {
                self.modes.set(Mode::Moment);
                "unless_first"
            }
            At => self.ahead.at(index),
            Later if self.ahead.before_silence(index) => "later_silence",
            ButNot if self.ahead.moment_follows(index) => "but_moment",
            _ => keyword.canon(),
        }
    }

    /// A value that is over, so that the `has` after it is of the moment around its guard.
    fn ends_value(&self, has: usize) -> bool {
        use Keyword::{No, Yes};
        matches!(
            self.ahead.kind(has.checked_sub(1)),
            Some(Lex::Number | Lex::Text | Lex::Unit(_) | Lex::Keyword(Yes | No))
        )
    }

    fn or(&mut self, index: usize) -> &'static str {
        let conditions = match self.modes.mode() {
            Mode::Condition => true,
            Mode::Guard => self.ahead.condition_follows(index + 1),
            Mode::Moment => false,
        };
        if conditions {
            self.modes.or();
            return "or";
        }
        self.modes.or_else();
        "or_else"
    }
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
