//! The words of an item that mean something, whatever their spelling.
//!
//! In: made by words.rs. Out: [`Words`]: all tokens of an item, and its [`Lexeme`]s.

use crate::ast::{CompareOp, Unit};
use crate::fold::slice;
use crate::keywords::Keyword;
use crate::lexer::{Lexed, Token};
use std::ops::Range;

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lex {
    Keyword(Keyword),
    Unit(Unit),
    Name,
    Text,
    Number,
    Compare(CompareOp),
    /// Any other sign.
    Sign(Token),
}

/// A word or sign that means something: a range of the item's tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) kind: Lex,
    pub(crate) tokens: Range<usize>,
}

/// The words of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// The item's tokens, with places relative to the item.
    pub(crate) tokens: Vec<Lexed>,
    pub(crate) lexemes: Vec<Lexeme>,
    /// The lexemes of the header and of each clause.
    pub(crate) units: Vec<Range<usize>>,
}

impl Words {
    /// The bytes of lexemes `range`, relative to the item.
    pub(crate) fn bytes(&self, range: Range<usize>) -> (u32, u32) {
        let first = self.lexemes.get(range.start);
        let last = self.lexemes.get(range.end.saturating_sub(1)).or(first);
        let first = first.and_then(|lexeme| self.tokens.get(lexeme.tokens.start));
        let last = last.and_then(|lexeme| self.tokens.get(lexeme.tokens.end.saturating_sub(1)));
        let end = last.map_or(0, |token| token.end);
        (first.map_or(end, |token| token.start), end)
    }

    /// Takes one lexeme for something else.
    pub(crate) fn set(&mut self, index: usize, kind: Lex) {
        if let Some(lexeme) = self.lexemes.get_mut(index) {
            lexeme.kind = kind;
        }
    }

    /// The text of one lexeme.
    pub(crate) fn text<'a>(&self, item: &'a str, index: usize) -> &'a str {
        let (start, end) = self.bytes(index..index + 1);
        slice(item, start, end)
    }
}
