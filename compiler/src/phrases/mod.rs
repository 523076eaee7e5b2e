//! Phrases become groups: what the module's scanner looks for.
//!
//! A **group** is a set of strings without gaps; a pattern is one or more **sequences** of
//! groups with gaps between them. In: the phrases that rules use ([`listed`]). Out:
//! [`Groups`], from which [`automaton`] and [`alphabet`] build the tables.

pub(crate) mod alphabet;
pub(crate) mod automaton;
pub(crate) mod listed;
mod misfit;
mod pages;
mod strings;
mod tolerance;

pub(crate) use misfit::{Misfit, misfit};
pub(crate) use strings::Text;
pub(crate) use tolerance::{about, sounds_like};

use crate::book::{Book, Pattern, SlotKind, Tolerance};
use crate::text::{Unit, regex, slots};
use alphabet::Alphabet;
use listed::{Body, Listed};

/// The most items in one string of a group; longer ones go on in a next group without a
/// gap. It bounds the depth of the automaton and so the work for a position.
pub(crate) const MAX_STRING: usize = 60;
/// The widest window between two groups (gaps in a row add up).
pub(crate) const MAX_WINDOW: u32 = 180;
/// The most strings one phrase may expand to.
pub(crate) const MAX_STRINGS: usize = 20_000;
/// The most values one phrase may capture.
pub(crate) const MAX_CAPTURES: u32 = 8;

/// A phrase is too large to compile: its alternatives multiply to too many strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// A kind of value, as the module knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Spec {
    Number,
    Date,
    Time,
    Money,
    Digits(u32, u32),
    IdCard,
    Name,
    Any(u32, u32),
}

impl Spec {
    pub(crate) fn new(kind: SlotKind) -> Spec {
        match kind {
            SlotKind::Number => Spec::Number,
            SlotKind::Date => Spec::Date,
            SlotKind::Time => Spec::Time,
            SlotKind::Money => Spec::Money,
            SlotKind::Digits { min, max } => Spec::Digits(min, max),
            SlotKind::Phone => Spec::Digits(slots::PHONE.0, slots::PHONE.1),
            SlotKind::Card => Spec::Digits(slots::CARD.0, slots::CARD.1),
            SlotKind::IdCard => Spec::IdCard,
            SlotKind::PersonName => Spec::Name,
            SlotKind::Any { min, max } => Spec::Any(min.max(1), max.min(slots::MAX_UNITS)),
        }
    }

    fn most_units(self) -> u32 {
        match self {
            Spec::Any(_, most) => most,
            _ => slots::MAX_UNITS,
        }
    }
}

/// What stands at a place of a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Item {
    /// A unit.
    Unit(Unit),
    /// A value, and the capture that keeps it.
    Slot(Spec, Option<u32>),
}

impl Item {
    /// It is not simply the unit that stands there.
    pub(crate) fn is_special(&self) -> bool {
        !matches!(
            self,
            Item::Unit(Unit::Char(_) | Unit::Word(_) | Unit::Raw(_) | Unit::Start | Unit::End)
        )
    }
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The phrase it belongs to; [`FILLERS`] for the rulebook's fillers.
    pub phrase: u32,
    /// Its strings; none is empty or longer than [`MAX_STRING`].
    pub strings: Vec<Text>,
    /// The group before it (always the preceding one) and the fewest and most units
    /// between; `None` for the first of a sequence.
    pub after: Option<(u32, u32)>,
    /// It is the last of its sequence: the phrase is found.
    pub last: bool,
    /// It counts only as a word of its own.
    pub word: bool,
    /// How many values its phrase captures.
    pub captures: u32,
}

/// [`Group::phrase`] of the fillers.
pub(crate) const FILLERS: u32 = u32::MAX;

/// All groups, those of one sequence in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Groups(pub Vec<Group>);

/// What the phrases need of the scanner beyond strings of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Features {
    /// The start or the end of the utterance.
    pub ends: bool,
    /// A reading character by character.
    pub raw: bool,
    /// Fillers to read without.
    pub fillers: bool,
    /// Values.
    pub slots: bool,
    /// Names among them.
    pub names: bool,
    /// Words of their own.
    pub words: bool,
    /// Values, sounds, any units, words of their own, or a tolerance: several ways lead
    /// through a text, and matches differ in more than their span.
    pub lattice: bool,
    /// The most values that a phrase captures.
    pub captures: u32,
    /// Texts among them.
    pub texts: bool,
    /// Units are compared by hashes of their text (by others than phrases).
    pub hashes: bool,
}

/// All that the phrases become.
#[derive(Debug, Clone)]
pub(crate) struct Built {
    /// The groups.
    pub groups: Groups,
    /// Regular expressions: the phrase and its tables.
    pub machines: Vec<(u32, regex::Machine)>,
    /// The symbols.
    pub alphabet: Alphabet,
    /// What they need.
    pub features: Features,
}

/// Builds groups, tables and alphabet of all listed phrases.
pub(crate) fn build(listed: &Listed, book: &Book) -> Result<Built, TooLarge> {
    let mut groups = Groups::default();
    let mut machines = vec![];
    for ((phrase, body), captures) in (0..).zip(&listed.bodies).zip(&listed.captures) {
        match body {
            Body::Pattern(pattern) => groups.add_phrase(phrase, pattern, *captures)?,
            Body::Regex(pattern) => {
                machines.push((phrase, regex::machine(pattern).map_err(|_| TooLarge)?));
            }
            Body::AtLeast { .. } | Body::ButNot { .. } => {}
        }
    }
    groups.add_fillers(book);
    if groups.0.len() >= usize::from(u16::MAX) {
        return Err(TooLarge);
    }
    let features = groups.features();
    let alphabet = Alphabet::new(&groups, features, book).ok_or(TooLarge)?;
    Ok(Built {
        groups,
        machines,
        alphabet,
        features,
    })
}

impl Groups {
    /// Adds the sequences of a pattern.
    fn add_phrase(
        &mut self,
        phrase: u32,
        pattern: &Pattern,
        captures: u32,
    ) -> Result<(), TooLarge> {
        if captures > MAX_CAPTURES {
            return Err(TooLarge);
        }
        for sequence in strings::expand(pattern)? {
            let from = self.0.len();
            self.add_set(phrase, sequence.first, None);
            for (min, max, set) in sequence.rest {
                self.add_set(phrase, set, Some((min, max)));
            }
            for group in self.0.iter_mut().skip(from) {
                group.captures = captures;
            }
            if let Some(group) = self.0.last_mut() {
                group.last = true;
            }
        }
        Ok(())
    }

    /// Adds one group, or several in a row when a string is too long.
    fn add_set(&mut self, phrase: u32, set: strings::Set, after: Option<(u32, u32)>) {
        let mut after = after;
        let chunks: Vec<Vec<Text>> = match set.texts.as_slice() {
            [only] if only.is_long() => {
                only.chunks().into_iter().map(|chunk| vec![chunk]).collect()
            }
            _ => vec![set.texts],
        };
        for strings in chunks {
            self.0.push(Group {
                phrase,
                strings,
                after,
                last: false,
                word: set.word,
                captures: 0,
            });
            after = Some((0, 0));
        }
    }

    fn add_fillers(&mut self, book: &Book) {
        let text = |units: &Vec<Unit>| Text {
            items: units.iter().cloned().map(Item::Unit).collect(),
            tolerance: Tolerance::None,
        };
        let strings: Vec<Text> = book.fillers.iter().map(text).collect();
        let fit = |text: &Text| !text.items.is_empty() && text.items.len() <= MAX_STRING;
        let strings: Vec<Text> = strings.into_iter().filter(fit).collect();
        if !strings.is_empty() && !self.0.is_empty() {
            self.0.push(Group {
                phrase: FILLERS,
                strings,
                after: None,
                last: true,
                word: false,
                captures: 0,
            });
        }
    }

    fn features(&self) -> Features {
        let mut features = Features::default();
        for group in &self.0 {
            features.fillers |= group.phrase == FILLERS;
            features.words |= group.word;
            features.captures = features.captures.max(group.captures);
            for text in &group.strings {
                features.lattice |= text.tolerance != Tolerance::None;
                text.items.iter().for_each(|item| features.add(item));
            }
        }
        features.lattice |= features.words || features.captures > 0;
        features
    }
}

impl Features {
    /// Folded texts are asked for.
    pub(crate) fn folds(self) -> bool {
        self.texts || self.hashes
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Unit(Unit::Start | Unit::End) => self.ends = true,
            Item::Unit(Unit::Raw(_)) => self.raw = true,
            Item::Slot(spec, capture) => {
                self.texts |= capture.is_some() && matches!(spec, Spec::Name | Spec::Any(..));
                self.slots = true;
                self.names |= *spec == Spec::Name;
            }
            Item::Unit(_) => {}
        }
        self.lattice |= item.is_special();
    }
}
