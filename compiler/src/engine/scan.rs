//! All that the module knows of text: tables, addresses, and what others ask for.
//!
//! `units` writes the units of a text (`text`, `chars`); `scan` reads the event's text in all
//! its readings (`passes`, `lattice`) and leaves the phrases found: their list (`FOUND` of
//! them), and for each phrase a **record**, see [`record`].

use wasm_encoder::{Function, ValType};

use super::composed::Composed;
use super::data::{Data, Record};
use super::regex::Machines;
use super::slots::Slots;
use super::text::Normaliser;
use super::work::walks::{self, Walks};
use super::{Definition, MAX_TEXT};
use crate::phrases::alphabet::Alphabet;
use crate::phrases::automaton::{self, Automaton};
use crate::phrases::listed::Listed;
use crate::phrases::{FILLERS, Features, Group, Groups};
use crate::text::Unit;
use crate::text::regex::Machine;
use crate::wasm::{Body, I32, I64, c32};

/// A phrase's record, and a match on its way to it: u32 stamp (of the step it was found
/// in), u16 start, u16 end (characters; of a match on its way, end is a unit), u32
/// tolerance (0 none, 1 sounds, 2 about), u32 0, then the captures.
pub(super) mod record {
    pub(crate) const STAMP: u32 = 0;
    pub(crate) const START: u32 = 4;
    pub(crate) const END: u32 = 6;
    pub(crate) const TOLERANCE: u32 = 8;
    pub(crate) const CAPTURES: u32 = 16;
    /// A capture: u16 start, u16 end (0: not there), u32 0, i64 value.
    pub(crate) const CAPTURE: u32 = 16;
    pub(crate) const CAPTURE_END: u32 = 2;
    pub(crate) const CAPTURE_VALUE: u32 = 8;
}

/// A group's record: u16 phrase (0xffff fillers), u8 min, u8 max, u32 ring of the group
/// before, u32 own ring (offset + 1; 0 none), u8 a word of its own, u8 captures, u16 0.
pub(super) mod group {
    pub(crate) const PHRASE: u32 = 0;
    pub(crate) const MIN: u32 = 2;
    pub(crate) const MAX: u32 = 3;
    pub(crate) const BEFORE: u32 = 4;
    pub(crate) const OWN: u32 = 8;
    pub(crate) const WORD: u32 = 12;
    pub(crate) const CAPTURES: u32 = 13;
    pub(crate) const SIZE: u32 = 16;
    pub(crate) const FILLER: i32 = 0xffff;
}

/// Rings: u32 stamp of the reading it was last used in, u32 0, then the entries.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rings {
    /// Entries of one, a power of two: more than the widest window and the longest string.
    pub entries: u32,
    /// Bytes of an entry without captures.
    pub plain: u32,
    /// Bytes of all.
    pub size: u32,
}

/// What the phrases are, as the engine is given it.
pub(super) struct Parts<'a> {
    pub listed: &'a Listed,
    pub groups: &'a Groups,
    pub machines: &'a [(u32, Machine)],
    pub features: Features,
    pub alphabet: &'a Alphabet,
}

/// Addresses of the scanner's tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    pub root: u32,
    /// (u32 base, u32 check, u32 outputs) a node.
    pub nodes: u32,
    pub outputs: u32,
    pub filter: u32,
    pub alone_below: u32,
    pub groups: u32,
    /// u8 a symbol: walk from it whatever the filter says.
    pub starts: u32,
    /// u8 a node: bits of `automaton::special`.
    pub special: u32,
    /// u32 a symbol: address of the symbols of its sounds, ended by 0; 0 none.
    pub sounds: u32,
}

/// Addresses in scratch memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// u16 symbol a unit, then u16 start and u16 end a unit.
    pub symbols: u32,
    pub places: u32,
    /// u16 a letter of the present word.
    pub letters: u32,
    /// u32 a character of the text.
    pub chars: u32,
    /// (u16 word, u16 before) a unit; u8 a unit: inside a number.
    pub tokens: u32,
    pub inside: u32,
    /// (u16 start, u16 end) a filler.
    pub fillers: u32,
    /// i64 a part of a row of parts.
    pub values: u32,
    /// The captures of the present walk, and a match under way.
    pub captures: u32,
    pub matched: u32,
    /// Records of the phrases; u16 list of phrases found.
    pub phrases: u32,
    pub found: u32,
    pub rings: u32,
}

/// All that the module knows of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Scanner {
    pub features: Features,
    pub memory: Memory,
    pub tables: Tables,
    pub rings: Rings,
    pub normaliser: Normaliser,
    pub slots: Slots,
    pub machines: Machines,
    pub composed: Composed,
    /// The symbols of the start, the end, and any unit.
    pub marks: [u16; 3],
    /// Values or sounds lead from the root.
    pub root_slots: bool,
    /// What a text can ask of the automaton.
    pub walks: Walks,
    phrases: u32,
}

impl Scanner {
    /// Writes all tables.
    pub(super) fn new(parts: &Parts, data: &mut Data) -> Scanner {
        let automaton = automaton::build(parts.groups, parts.alphabet);
        let features = parts.features;
        let mark = |unit| parts.alphabet.unit(unit);
        let mut rings = Rings {
            entries: if features.slots { 512 } else { 256 },
            plain: if features.lattice { 16 } else { 8 },
            size: 0,
        };
        Scanner {
            features,
            normaliser: Normaliser::write(parts.alphabet, features, data),
            tables: Tables::write(parts, &automaton, &mut rings, data),
            slots: Slots::write(parts.alphabet, features, data),
            machines: Machines::write(parts.machines, data),
            composed: Composed::write(parts.listed, data),
            marks: [mark(Unit::Start), mark(Unit::End), mark(Unit::One)],
            root_slots: automaton
                .special
                .first()
                .is_some_and(|bits| bits & automaton::SLOT != 0),
            walks: walks::measure(&automaton, parts.groups, parts.alphabet, features.lattice),
            phrases: parts.listed.len() as u32,
            memory: Memory::default(),
            rings,
        }
    }

    /// Takes the buffers that any text may fill with something else.
    pub(super) fn take_buffers(&mut self, take: &mut dyn FnMut(u32) -> u32) {
        let units = MAX_TEXT + 16;
        let if_ = |wanted: bool, bytes: u32| if wanted { bytes } else { 0 };
        let record = self.record_size();
        let (memory, features) = (&mut self.memory, self.features);
        memory.symbols = take(2 * units);
        memory.places = take(4 * units);
        memory.letters = take(2 * units);
        memory.chars = take(if_(self.normaliser.keeps_characters, 4 * units));
        // The unit before the first one is looked at too.
        memory.tokens = take(if_(features.slots, 4 * units)) + 16;
        memory.inside = take(if_(features.slots, units));
        memory.fillers = take(if_(features.fillers, 4 * units));
        memory.values = take(if_(features.slots, 128));
        memory.captures = take(record::CAPTURE * features.captures);
        memory.matched = take(record);
    }

    /// Takes what is told from old by stamps; it must be clear when stamps start anew.
    pub(super) fn take_stamped(&mut self, take: &mut dyn FnMut(u32) -> u32) {
        self.memory.phrases = take(self.record_size() * self.phrases);
        self.memory.found = take(2 * self.phrases);
        self.memory.rings = take(self.rings.size);
    }

    fn record_size(&self) -> u32 {
        record::CAPTURES + record::CAPTURE * self.features.captures
    }

    /// The address of a phrase's record.
    pub(super) fn record(&self, phrase: impl Into<I32>) -> I32 {
        phrase.into() * self.record_size().cast_signed() + c32(self.memory.phrases)
    }

    /// Bytes of a phrase's record.
    pub(super) fn size_of_record(&self) -> I32 {
        c32(self.record_size())
    }

    /// Whether a phrase's record (of this step) has the value of a capture.
    pub(super) fn capture_there(record: &I32, capture: u32) -> I32 {
        let at = record::CAPTURES + record::CAPTURE * capture;
        record.u16(at + record::CAPTURE_END).ne(0)
    }

    /// The value of a capture: a number in thousandths, or the hash of a text.
    pub(super) fn capture_value(record: &I32, capture: u32) -> I64 {
        let at = record::CAPTURES + record::CAPTURE * capture;
        record.i64(at + record::CAPTURE_VALUE)
    }

    /// The place of the first unit: behind the start of the utterance, when it has a unit.
    pub(super) fn lead(&self) -> i32 {
        i32::from(self.features.ends)
    }

    /// All functions.
    pub(super) fn functions(&self) -> Vec<Definition> {
        let parts = [
            self.text_fns(),
            self.scan_fns(),
            self.lattice_fns(),
            self.slot_fns(),
            self.token_fns(),
            self.number_fns(),
            self.value_fns(),
            self.regex_fns(),
        ];
        parts.into_iter().flatten().collect()
    }
}

impl Tables {
    fn write(parts: &Parts, automaton: &Automaton, rings: &mut Rings, data: &mut Data) -> Tables {
        let nodes = automaton
            .base
            .iter()
            .zip(&automaton.check)
            .zip(&automaton.outputs_at);
        let nodes: Vec<u32> = nodes
            .flat_map(|((base, check), out)| [*base, *check, *out])
            .collect();
        let outputs: Vec<u16> = automaton
            .outputs
            .iter()
            .flat_map(|(group, tolerance)| [*group, *tolerance as u16])
            .collect();
        let mut tables = Tables {
            root: data.add32(&automaton.root),
            nodes: data.add32(&nodes),
            outputs: data.add16(&outputs),
            filter: data.add16(&automaton.filter),
            alone_below: automaton.alone_below,
            groups: write_groups(parts.groups, rings, data),
            ..Tables::default()
        };
        if parts.features.lattice {
            tables.special = data.add(&automaton.special, 8);
            tables.starts = data.add(&starts(parts.alphabet, automaton), 8);
            tables.sounds = write_sounds(parts.alphabet, data);
        }
        tables
    }
}

/// By symbol: 1 when strings may start at it that the filter does not know.
fn starts(alphabet: &Alphabet, automaton: &Automaton) -> Vec<u8> {
    let leads = |symbol: &u16| {
        automaton
            .root
            .get(usize::from(*symbol))
            .is_some_and(|n| *n > 0)
    };
    let heard = |symbol: u16| {
        let sounds = alphabet.sounds().get(&symbol);
        sounds.is_some_and(|sounds| sounds.iter().any(leads))
    };
    let wild = automaton.wild.iter().zip(0u16..);
    wild.map(|(wild, symbol)| u8::from(*wild || heard(symbol)))
        .collect()
}

fn write_sounds(alphabet: &Alphabet, data: &mut Data) -> u32 {
    let mut lists = vec![0; alphabet.size() as usize];
    for (symbol, sounds) in alphabet.sounds() {
        let mut list = sounds.clone();
        list.push(0);
        let address = data.add16(&list);
        if let Some(entry) = lists.get_mut(usize::from(*symbol)) {
            *entry = address;
        }
    }
    data.add32(&lists)
}

/// Writes the groups' records and hands out the rings.
fn write_groups(groups: &Groups, rings: &mut Rings, data: &mut Data) -> u32 {
    let mut record = Record::default();
    let mut own = 0;
    for group in &groups.0 {
        let before = if group.after.is_some() { own } else { 0 };
        own = if group.last { 0 } else { rings.take(group) };
        let (min, max) = group.after.unwrap_or((0, 0));
        let phrase = if group.phrase == FILLERS {
            0xffff
        } else {
            group.phrase as u16
        };
        record = record.u16(phrase).u8(min as u8).u8(max as u8);
        record = record.u32(before).u32(own);
        record = record
            .u8(u8::from(group.word))
            .u8(group.captures as u8)
            .u16(0);
    }
    data.add(record.bytes(), 8)
}

impl Rings {
    /// Room for a group's ring; its offset plus one.
    fn take(&mut self, group: &Group) -> u32 {
        let offset = self.size;
        self.size += 8 + self.entries * self.entry(group.captures);
        offset + 1
    }

    fn entry(&self, captures: u32) -> u32 {
        self.plain + record::CAPTURE * captures
    }
}

/// A function of `i32`s without a result.
pub(super) fn define(name: &str, params: usize, body: Function) -> Definition {
    Definition {
        name: name.into(),
        params: vec![ValType::I32; params],
        results: vec![],
        body,
    }
}

/// A function of `i32`s without a result, empty when nothing calls it.
pub(super) fn define_if(
    wanted: bool,
    name: &str,
    params: usize,
    body: impl FnOnce() -> Function,
) -> Definition {
    let empty = || Body::new(params as u32).finish();
    define(name, params, if wanted { body() } else { empty() })
}

/// A function of `i32`s with a result, which is 0 when nothing calls it.
pub(super) fn answer_if(
    wanted: bool,
    name: &str,
    params: usize,
    body: impl FnOnce() -> Function,
) -> Definition {
    let empty = || {
        let mut f = Body::new(params as u32);
        f.result32(0);
        f.finish()
    };
    let mut definition = define(name, params, if wanted { body() } else { empty() });
    definition.results = vec![ValType::I32];
    definition
}
