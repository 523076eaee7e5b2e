//! The symbols of all phrases, and the tables by which the module turns text into them.
//!
//! A symbol is an item that some phrase has, a word that values are made of, or characters
//! of the same sounds; all other units are [`UNKNOWN`]. In: the groups. Out: [`Alphabet`],
//! and the tables `pages` (character → class) and `words` (folded word → symbol).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::pages::{self, Paged};
use super::{Features, Groups, Item, Spec};
use crate::book::{Book, Language};
use crate::text::slots::lexicon::LEXICON;
use crate::text::{Class, Unit, classify, sounds, words};

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
/// Characters that may have a sound.
const HAN: [std::ops::RangeInclusive<char>; 3] = [
    '\u{3400}'..='\u{9fff}',
    '\u{f900}'..='\u{faff}',
    '\u{20000}'..='\u{323af}',
];

/// The longer words that have a word of its own in them.
fn longer_words(groups: &Groups) -> Vec<Vec<char>> {
    let own = groups.0.iter().filter(|group| group.word);
    let own = own.flat_map(|group| &group.strings).map(|text| &text.items);
    let own: Vec<&Vec<Item>> = own.collect();
    let inside = |word: &Vec<char>| {
        let units: Vec<Item> = word.iter().map(|c| Item::Unit(Unit::Char(*c))).collect();
        let has = |own: &&Vec<Item>| units.windows(own.len()).any(|part| part == own.as_slice());
        own.iter().any(has)
    };
    words::longer().filter(inside).collect()
}

/// The symbols of all phrases.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    language: Language,
    symbols: HashMap<Item, u16>,
    letters: BTreeMap<char, u16>,
    /// Characters that no phrase has but whose sounds some phrase has.
    heard: HashMap<char, u16>,
    /// By symbol: the symbols of its sounds.
    sounds: BTreeMap<u16, Vec<u16>>,
    /// Longer words that a word of its own may be a part of.
    longer: Vec<Vec<char>>,
    size: u32,
}

impl Alphabet {
    /// The alphabet of these groups; `None` when it has too many symbols (over 32,000).
    pub(crate) fn new(groups: &Groups, features: Features, book: &Book) -> Option<Self> {
        let strings = || groups.0.iter().flat_map(|group| &group.strings);
        let mut items: BTreeSet<Item> = strings().flat_map(|text| &text.items).cloned().collect();
        if features.slots {
            items.extend(lexicon_units(features));
        }
        let longer = longer_words(groups);
        let chars = longer.iter().flatten();
        items.extend(chars.map(|c| Item::Unit(Unit::Char(*c))));
        let letters = items.iter().filter_map(|item| match item {
            Item::Unit(Unit::Word(word)) => Some(word.chars()),
            _ => None,
        });
        let letters: BTreeSet<char> = letters.flatten().collect();
        if items.len() > 32_000 || letters.len() > 32_000 {
            return None;
        }
        // Symbols that are a whole string come first: the scanner tells them by comparing.
        let alone = strings().filter(|text| text.items.len() == 1);
        let alone: BTreeSet<&Item> = alone.flat_map(|text| &text.items).collect();
        let ordered = alone
            .iter()
            .copied()
            .chain(items.iter().filter(|item| !alone.contains(item)));
        let symbols = ordered.cloned().zip(FIRST..).collect();
        let mut alphabet = Alphabet {
            language: book.language,
            symbols,
            letters: letters.into_iter().zip(1..).collect(),
            heard: HashMap::new(),
            sounds: BTreeMap::new(),
            longer,
            size: u32::from(FIRST) + items.len() as u32,
        };
        alphabet.listen(&items, &book.confusions);
        (alphabet.size < 32_000).then_some(alphabet)
    }

    /// Gives every character that sounds like some phrase its sounds.
    fn listen(&mut self, items: &BTreeSet<Item>, confusions: &[(String, String)]) {
        let heard = |item: &Item| match item {
            Item::Unit(Unit::Sound(syllable)) => Some((syllable.clone(), self.symbol(item))),
            _ => None,
        };
        let wanted: BTreeMap<String, u16> = items.iter().filter_map(heard).collect();
        if wanted.is_empty() {
            return;
        }
        let mut same: BTreeMap<Vec<u16>, u16> = BTreeMap::new();
        let mut ear = sounds::Ear::new(confusions);
        for c in HAN.into_iter().flatten() {
            let syllables = ear.syllables(c);
            let sounds = syllables.iter().filter_map(|it| wanted.get(it).copied());
            let sounds: Vec<u16> = sounds.collect();
            if sounds.is_empty() {
                continue;
            }
            let known = self.symbols.get(&Item::Unit(Unit::Char(c))).copied();
            let symbol = known.unwrap_or_else(|| {
                let next = self.size.min(32_000) as u16;
                let symbol = *same.entry(sounds.clone()).or_insert(next);
                self.size += u32::from(symbol == next);
                self.heard.insert(c, symbol);
                symbol
            });
            self.sounds.insert(symbol, sounds);
        }
    }

    /// The symbol of an item of a phrase.
    pub(crate) fn symbol(&self, item: &Item) -> u16 {
        self.symbols.get(item).copied().unwrap_or(UNKNOWN)
    }

    /// The symbol of a unit.
    pub(crate) fn unit(&self, unit: Unit) -> u16 {
        self.symbol(&Item::Unit(unit))
    }

    /// One more than the greatest symbol.
    pub(crate) fn size(&self) -> u32 {
        self.size
    }

    /// Symbols with sounds, and the symbols of these.
    pub(crate) fn sounds(&self) -> &BTreeMap<u16, Vec<u16>> {
        &self.sounds
    }

    /// Longer words that a word of its own may be a part of.
    pub(crate) fn longer(&self) -> &[Vec<char>] {
        &self.longer
    }

    /// The values that phrases ask for: symbol, kind, capture; in order of symbols.
    pub(crate) fn slots(&self) -> Vec<(u16, Spec, Option<u32>)> {
        let slots = self.symbols.iter().filter_map(|(item, symbol)| match item {
            Item::Slot(spec, capture) => Some((*symbol, *spec, *capture)),
            Item::Unit(_) => None,
        });
        let mut slots: Vec<_> = slots.collect();
        slots.sort();
        slots
    }

    /// Characters of `exact` phrases, with their symbols, in order.
    pub(crate) fn raw(&self) -> Vec<(char, u16)> {
        let raw = self.symbols.iter().filter_map(|(item, symbol)| match item {
            Item::Unit(Unit::Raw(c)) => Some((*c, *symbol)),
            _ => None,
        });
        let mut raw: Vec<_> = raw.collect();
        raw.sort_unstable();
        raw
    }

    /// The class of a character.
    fn class(&self, c: char) -> u16 {
        match classify(c, self.language) {
            Class::Separator => SEPARATOR,
            Class::Joiner => JOINER,
            Class::Char(c) => match self.unit(Unit::Char(c)) {
                UNKNOWN => self.heard.get(&c).copied().unwrap_or(UNKNOWN),
                symbol => symbol,
            },
            Class::Letter(c) => LETTER | self.letters.get(&c).copied().unwrap_or(0),
        }
    }

    /// `(index, pages)`: `pages[index[c / PAGE] * PAGE + c % PAGE]` is the class of `c`.
    /// The two pages of ASCII come first, so that `pages[c]` is the class of an ASCII `c`.
    pub(crate) fn pages(&self) -> Paged<u16> {
        let chars = self.symbols.keys().filter_map(|item| match item {
            Item::Unit(Unit::Char(c)) => Some(*c),
            _ => None,
        });
        let special = chars.chain(self.letters.keys().copied());
        let special = special.chain(self.heard.keys().copied());
        pages::classes(self.language, special, |c| self.class(c))
    }

    /// Like [`Alphabet::pages`]: what folding changes of a character's bits.
    pub(crate) fn folds(&self) -> Paged<u32> {
        pages::folds(self.language)
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
        let words = self.symbols.iter().filter_map(|(item, symbol)| match item {
            Item::Unit(Unit::Word(word)) => Some((letters(word), *symbol)),
            _ => None,
        });
        let mut words: Vec<_> = words.collect();
        words.sort();
        words
    }
}

/// The words that values are made of.
fn lexicon_units(features: Features) -> impl Iterator<Item = Item> {
    let most = if features.names {
        usize::MAX
    } else {
        LEXICON.without_names.0
    };
    let used = LEXICON
        .numbers
        .iter()
        .filter(move |(_, number)| usize::from(**number) < most);
    used.map(|(unit, _)| Item::Unit(unit.clone()))
}
