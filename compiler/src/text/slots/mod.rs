//! Values in texts: numbers, dates, times, money, digits, names.
//!
//! In: the units of a reading of an utterance. Out: at each unit, where a value of a kind
//! that starts there can end, and what it is. docs/meaning-phrases.md says what each kind
//! is; the module reads the same tables ([`lexicon`], the rows of [`composites`]).

pub mod composites;
mod digits;
pub mod lexicon;
mod names;
pub mod numbers;
pub mod tokens;

pub use tokens::Tokens;

use crate::book::SlotKind;
use crate::text::Unit;

/// The most units of a value.
pub const MAX_UNITS: u32 = 60;
/// The fewest and most digits of a telephone number.
pub const PHONE: (u32, u32) = (7, 12);
/// The fewest and most digits of a bank card.
pub const CARD: (u32, u32) = (12, 19);

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// In thousandths.
    Number(i64),
    /// As written in the page on meaning.
    Text(String),
}

impl Value {
    /// As the module keeps it.
    pub fn packed(&self) -> i64 {
        match self {
            Value::Number(number) => *number,
            Value::Text(text) => hash(text).cast_signed(),
        }
    }
}

/// What stands for a text in the module (FNV-1a, 64 bits, over UTF-8).
pub fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(HASH_PRIME);
    text.bytes().fold(HASH_START, step)
}
/// The start of [`hash`].
pub const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;
/// The factor of [`hash`].
pub const HASH_PRIME: u64 = 0x0100_0000_01b3;

impl Tokens<'_> {
    /// Where values of a kind that start at a unit end, and what they are; shortest first.
    pub fn find(&self, kind: SlotKind, at: usize) -> Vec<(usize, Value)> {
        let mut found = match kind {
            SlotKind::Number => self.plain_number(at).into_iter().collect(),
            SlotKind::Date => self.one(self.composite(at, &composites::DATES)),
            SlotKind::Time => self.one(self.composite(at, &composites::TIMES)),
            SlotKind::Money => self.one(self.composite(at, &composites::MONEY)),
            SlotKind::Digits { min, max } => self.text(self.digits(at, min as usize, max as usize)),
            SlotKind::Phone => self.text(self.digits(at, PHONE.0 as usize, PHONE.1 as usize)),
            SlotKind::Card => self.text(self.digits(at, CARD.0 as usize, CARD.1 as usize)),
            SlotKind::IdCard => self.text(self.id_card(at)),
            SlotKind::PersonName => self.joined(at, self.names(at)),
            SlotKind::Any { min, max } => {
                let ends = at + min.max(1) as usize..=at + max as usize;
                self.joined(at, ends.filter(|end| *end <= self.units.len()).collect())
            }
        };
        found.retain(|(end, _)| end - at <= MAX_UNITS as usize);
        found
    }

    fn plain_number(&self, at: usize) -> Option<(usize, Value)> {
        let number = self.number(at).filter(|_| !self.is_inside(at))?;
        Some((number.end, Value::Number(number.value?)))
    }

    fn is_inside(&self, at: usize) -> bool {
        self.inside.get(at).copied().unwrap_or(false)
    }

    fn one(&self, found: Option<(usize, Value)>) -> Vec<(usize, Value)> {
        found.into_iter().collect()
    }

    fn text(&self, found: Option<(usize, String)>) -> Vec<(usize, Value)> {
        let value = |(end, text)| (end, Value::Text(text));
        found.map(value).into_iter().collect()
    }

    fn joined(&self, at: usize, ends: Vec<usize>) -> Vec<(usize, Value)> {
        let value = |end| (end, Value::Text(self.words(at, end)));
        ends.into_iter().map(value).collect()
    }

    /// The folded units joined, with a space between words.
    fn words(&self, at: usize, end: usize) -> String {
        let mut text = String::new();
        let units = self.units.get(at..end).unwrap_or(&[]);
        let mut word_before = false;
        for placed in units {
            word_before = match &placed.unit {
                Unit::Word(word) => {
                    text.push_str(if word_before { " " } else { "" });
                    text.push_str(word);
                    true
                }
                Unit::Char(c) => {
                    text.push(*c);
                    false
                }
                _ => false,
            };
        }
        text
    }
}

#[cfg(test)]
mod tests;
