//! The symbols of all phrases, and the tables by which the module turns text into them.
//!
//! A symbol is a unit that some phrase has; all other units are [`UNKNOWN`]. In: the
//! groups. Out: [`Alphabet`], and the tables `pages` (character → class) and `words`
//! (folded word → symbol).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Groups;
use crate::book::Language;
use crate::text::{Class, Unit, classify};

/// Class of a character that separates.
pub(crate) const SEPARATOR: u16 = 0;
/// Class of a character that is dropped.
pub(crate) const JOINER: u16 = 1;
/// The symbol of a unit that no phrase has.
pub(crate) const UNKNOWN: u16 = 2;
/// Classes from here on are letters; the low bits are the letter, 0 one that no phrase has.
pub(crate) const LETTER: u16 = 0x8000;
/// The first symbol of a phrase.
const FIRST: u16 = 3;
/// Characters to a page.
pub(crate) const PAGE: u32 = 64;

/// The symbols of all phrases.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    language: Language,
    symbols: HashMap<Unit, u16>,
    letters: BTreeMap<char, u16>,
}

impl Alphabet {
    /// The alphabet of these groups; `None` when it has too many symbols (over 32,000).
    pub(crate) fn new(groups: &Groups, language: Language) -> Option<Self> {
        let strings = || groups.0.iter().flat_map(|group| &group.strings);
        let units: BTreeSet<&Unit> = strings().flatten().collect();
        let letters = units.iter().filter_map(|unit| match unit {
            Unit::Word(word) => Some(word.chars()),
            Unit::Char(_) => None,
        });
        let letters: BTreeSet<char> = letters.flatten().collect();
        if units.len() > 32_000 || letters.len() > 32_000 {
            return None;
        }
        // Symbols that are a whole string come first: the scanner tells them by comparing.
        let alone: BTreeSet<&Unit> = strings().filter(|s| s.len() == 1).flatten().collect();
        let ordered = alone
            .iter()
            .chain(units.iter().filter(|unit| !alone.contains(*unit)));
        let symbols = ordered
            .zip(FIRST..)
            .map(|(unit, symbol)| ((*unit).clone(), symbol));
        Some(Alphabet {
            language,
            symbols: symbols.collect(),
            letters: letters.into_iter().zip(1..).collect(),
        })
    }

    /// The symbol of a unit of a phrase.
    pub(crate) fn symbol(&self, unit: &Unit) -> u16 {
        self.symbols.get(unit).copied().unwrap_or(UNKNOWN)
    }

    /// One more than the greatest symbol.
    pub(crate) fn size(&self) -> u32 {
        u32::from(FIRST) + self.symbols.len() as u32
    }

    /// The class of a character.
    fn class(&self, c: char) -> u16 {
        match classify(c, self.language) {
            Class::Separator => SEPARATOR,
            Class::Joiner => JOINER,
            Class::Char(c) => self.symbol(&Unit::Char(c)),
            Class::Letter(c) => LETTER | self.letters.get(&c).copied().unwrap_or(0),
        }
    }

    /// `(index, pages)`: `pages[index[c / PAGE] * PAGE + c % PAGE]` is the class of `c`.
    /// The two pages of ASCII come first, so that `pages[c]` is the class of an ASCII `c`.
    pub(crate) fn pages(&self) -> (Vec<u16>, Vec<u16>) {
        let mut known: HashMap<Vec<u16>, u16> = HashMap::new();
        let (mut index, mut pages) = (vec![], vec![]);
        for page in 0..0x11_0000 / PAGE {
            let class = |c| char::from_u32(c).map_or(SEPARATOR, |c| self.class(c));
            let classes: Vec<u16> = (page * PAGE..(page + 1) * PAGE).map(class).collect();
            let next = known.len() as u16;
            index.push(*known.entry(classes).or_insert_with_key(|classes| {
                pages.extend_from_slice(classes);
                next
            }));
        }
        (index, pages)
    }

    /// Bits that a letter takes, at least 1.
    pub(crate) fn letter_bits(&self) -> i64 {
        i64::from((self.letters.len() as u32 + 1).ilog2() + 1)
    }

    /// The words as letters, with their symbols, in a fixed order.
    pub(crate) fn words(&self) -> Vec<(Vec<u16>, u16)> {
        let letters = |word: &str| {
            word.chars()
                .map(|c| self.letters.get(&c).copied().unwrap_or(0))
                .collect::<Vec<u16>>()
        };
        let words = self.symbols.iter().filter_map(|(unit, symbol)| match unit {
            Unit::Word(word) => Some((letters(word), *symbol)),
            Unit::Char(_) => None,
        });
        let mut words: Vec<_> = words.collect();
        words.sort();
        words
    }
}
