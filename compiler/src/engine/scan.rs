//! Units → phrases found. At each unit the filter asks whether any string can start here;
//! only then the automaton is walked. Groups that stand alone are phrases; where groups
//! follow each other, a ring a group remembers, for each recent end, the earliest start.
//!
//! [`Scanner`] is all that the module knows of text. `units` writes the units of a text;
//! `scan` reads the event's text in all its readings and leaves the phrases found: their
//! list (`FOUND` of them), and for each phrase a **record**, see [`record`]. Where matches
//! differ in more than their span, `lattice` takes the place of the walk here.

use wasm_encoder::{Function, ValType};

use super::composed::Composed;
use super::data::{Data, Record};
use super::globals::{EVENT, FILLED, FILLING, FOUND, LAST, READING, STAMP, UNITS, VALUED};
use super::regex::Machines;
use super::slots::Slots;
use super::text::Normaliser;
use super::{Definition, MAX_TEXT, fns};
use crate::phrases::alphabet::{Alphabet, UNKNOWN};
use crate::phrases::automaton::{
    self, Automaton, FILTER, FILTER_FACTORS, FILTER_SHIFT, FILTER_WHOLE,
};
use crate::phrases::listed::Listed;
use crate::phrases::{FILLERS, Features, Group, Groups};
use crate::text::Unit;
use crate::text::regex::Machine;
use crate::wasm::{Body, I32, I64, Label, Local32, c32, select32};

/// The first symbol of a phrase.
const FIRST: u32 = UNKNOWN as u32 + 1;
const NODE: i32 = 12;

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

/// A run of outputs: (u16 group + 1, u16 tolerance), ended by 0.
const OUTPUT: i32 = 4;

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

    fn scan_fns(&self) -> Vec<Definition> {
        let features = self.features;
        vec![
            define("scan", 0, self.scan()),
            define("pass", 0, self.pass()),
            define("outputs", 3, self.outputs()),
            define("found", 3, self.found()),
            define_if(features.fillers, "remove", 0, || self.remove()),
            define_if(features.raw, "raw_units", 0, || self.raw_units()),
        ]
    }

    /// `scan()`: finds all phrases in the event's text, whose units have been written.
    fn scan(&self) -> Function {
        let mut f = Body::new(0);
        f.set_global(FOUND, 0);
        f.set_global(VALUED, 1);
        f.set_global(FILLED, 0);
        f.set_global(FILLING, 1);
        self.read(&mut f);
        if self.features.fillers {
            f.set_global(FILLING, 0);
            f.if_(FILLED, |f| {
                f.call(fns::REMOVE, vec![]);
                self.read(f);
            });
        }
        if self.features.raw {
            f.set_global(FILLING, 0);
            f.set_global(VALUED, 0);
            f.call(fns::RAW_UNITS, vec![]);
            self.read(&mut f);
        }
        if !self.machines.is_empty() {
            f.call(fns::REGEX, vec![]);
        }
        if !self.composed.is_empty() {
            f.call(fns::COMPOSED, vec![]);
        }
        f.finish()
    }

    /// One reading, whose units are there.
    fn read(&self, f: &mut Body) {
        if self.features.ends {
            self.add_ends(f);
        }
        if self.features.slots {
            f.if_(VALUED, |f| f.call(fns::TOKENS, vec![]));
        }
        f.set_global(READING, READING + 1);
        // After 2^32 readings old stamps would look new.
        f.if_(READING.not(), |f| {
            f.clear(c32(self.memory.rings), c32(self.rings.size));
            f.set_global(READING, 1);
        });
        f.call(fns::PASS, vec![]);
    }

    /// The start stands where the first unit starts, the end where the last one ends.
    fn add_ends(&self, f: &mut Body) {
        let [start, end, _] = self.marks;
        let (symbols, places) = (self.memory.symbols, self.memory.places);
        let any = I32::from(LAST).gt(1);
        let first = f.let32(select32(any.clone(), c32(places).u16(4), 0));
        let last = f.let32(select32(any, self.end_of(LAST - 1), 0));
        f.store16(c32(symbols), 0, i32::from(start));
        f.store32(c32(places), 0, first | (first << 16));
        f.store64(LAST * 2 + c32(symbols), 0, i64::from(end));
        f.store32(LAST * 4 + c32(places), 0, last | (last << 16));
    }

    /// `pass()`: all strings in the units of the reading.
    fn pass(&self) -> Function {
        if self.features.lattice {
            return self.explore_all();
        }
        let mut f = Body::new(0);
        let at = f.let32(c32(self.memory.symbols));
        let end = f.let32(at + (LAST + self.lead()) * 2);
        let (first, child) = (f.let32(0), f.let32(0));
        f.while_(at.lt(end), |f, _| {
            f.set(first, at.u16(0));
            f.block(|f, skip| {
                self.filter(f, at, first, skip);
                f.set(child, (first * 4).i32(self.tables.root));
                self.walk(f, at, child);
            });
            f.set(at, at + 2);
        });
        f.finish()
    }

    /// Skips when no string starts with these symbols.
    pub(super) fn filter(&self, f: &mut Body, at: Local32, first: Local32, skip: Label) {
        // Symbols that may be a whole string are the first ones of the phrases'.
        let whole = c32(self.tables.alone_below.saturating_sub(FIRST));
        f.if_((first - FIRST.cast_signed()).ge(whole), |f| {
            let hash = (first * FILTER_FACTORS.0.cast_signed())
                ^ (at.u16(2) * FILTER_FACTORS.1.cast_signed());
            let slot = (hash >> FILTER_SHIFT as i32) & (FILTER as i32 - 1);
            let bits = f.let32((slot * 2).u16(self.tables.filter));
            let third = (bits >> (at.u16(4) & 7)) & 1;
            f.branch_if((third | (bits & i32::from(FILTER_WHOLE))).not(), skip);
        });
    }

    /// Follows the strings that start at `at`, and reports those that end.
    fn walk(&self, f: &mut Body, at: Local32, node: Local32) {
        let next = f.let32(at + 2);
        let (child, record) = (f.let32(0), f.let32(0));
        let (symbols, nodes) = (c32(self.memory.symbols), self.tables.nodes);
        f.while_(node.into(), |f, _| {
            f.set(record, node * NODE);
            f.if_(record.i32(nodes + 8), |f| {
                let unit = |place: Local32| (I32::from(place) - symbols.clone()) >> 1;
                f.call(
                    fns::OUTPUTS,
                    vec![
                        record.i32(nodes + 8).into(),
                        unit(at).into(),
                        unit(next).into(),
                    ],
                );
            });
            f.set(child, record.i32(nodes) + next.u16(0));
            let parent = (child * NODE).i32(nodes + 4);
            f.set(node, select32(parent.eq(node), child, 0));
            f.set(next, next + 2);
        });
    }

    /// `outputs(run, start, end)`: the strings of a run of groups span units `[start, end)`.
    fn outputs(&self) -> Function {
        let mut f = Body::new(3);
        let (run, start, end) = (Local32(0), Local32(1), Local32(2));
        let at = f.let32(run * OUTPUT + c32(self.tables.outputs));
        let (entry, first) = (f.let32(0), f.let32(0));
        f.while_(at.u16(0), |f, _| {
            f.set(
                entry,
                (at.u16(0) - 1) * group::SIZE.cast_signed() + c32(self.tables.groups),
            );
            f.block(|f, done| {
                if self.features.fillers {
                    f.if_(entry.u16(group::PHRASE).eq(group::FILLER), |f| {
                        self.note_filler(f, start, end);
                        f.branch(done);
                    });
                }
                if self.features.lattice {
                    let args = [entry.into(), at.u16(2).into(), start.into(), end.into()];
                    f.call(fns::JOIN, args.to_vec());
                    return;
                }
                f.set(first, start);
                f.if_(entry.i32(group::BEFORE), |f| {
                    self.join(f, entry, start, first, done)
                });
                f.if_else(
                    entry.i32(group::OWN),
                    |f| self.remember(f, entry, first, end),
                    |f| {
                        let from = self.start_of(first.into());
                        let to = self.end_of(end - 1);
                        let args = [entry.u16(group::PHRASE).into(), from.into(), to.into()];
                        f.call(fns::FOUND, args.to_vec());
                    },
                );
            });
            f.set(at, at + OUTPUT);
        });
        f.finish()
    }

    /// Where a unit starts, in characters.
    pub(super) fn start_of(&self, unit: I32) -> I32 {
        (unit * 4).u16(self.memory.places)
    }

    /// Where a unit ends, in characters.
    pub(super) fn end_of(&self, unit: I32) -> I32 {
        (unit * 4).u16(self.memory.places + 2)
    }

    /// Keeps a filler: of those that overlap the first, and of these the longest.
    fn note_filler(&self, f: &mut Body, start: Local32, end: Local32) {
        f.if_(FILLING, |f| {
            let last = f.let32(FILLED * 4 + c32(self.memory.fillers.wrapping_sub(4)));
            let free = f.let32(FILLED.not());
            f.if_(free.not(), |f| {
                f.if_(last.u16(0).eq(start).and_then(last.u16(2).lt(end)), |f| {
                    f.store16(last, 2, end)
                });
                f.set(free, start.ge(last.u16(2)));
            });
            f.if_(free, |f| {
                f.store16(last, 4, start);
                f.store16(last, 6, end);
                f.set_global(FILLED, FILLED + 1);
            });
        });
    }

    /// The ring of an offset + 1.
    pub(super) fn ring(&self, offset: I32) -> I32 {
        offset - 1 + c32(self.memory.rings)
    }

    /// Looks for the group before in its window and takes the earliest start.
    fn join(&self, f: &mut Body, entry: Local32, start: Local32, first: Local32, skip: Label) {
        let ring = f.let32(self.ring(entry.i32(group::BEFORE)));
        f.branch_if(ring.i32(0).ne(READING), skip);
        let best = f.let32(0xffff);
        let kept = f.let32(0);
        let mask = self.rings.entries.cast_signed() - 1;
        self.each_end(f, entry, start, |f, end| {
            let slot = f.let32(ring + (end & mask) * 8);
            f.set(kept, slot.i32(12));
            let ours = slot.i32(8).eq(READING);
            f.if_(ours & (kept & 0xffff).eq(end), |f| {
                f.set(best, select32((kept >> 16).lt(best), kept >> 16, best));
            });
        });
        f.branch_if(best.eq(0xffff), skip);
        f.set(first, best);
    }

    /// For each place where the group before may have ended, the nearest first.
    pub(super) fn each_end(
        &self,
        f: &mut Body,
        entry: Local32,
        start: Local32,
        inside: impl FnOnce(&mut Body, Local32),
    ) {
        let end = f.let32(start - entry.u8(group::MIN));
        let least = f.let32(start - entry.u8(group::MAX));
        // A window may reach before the text.
        let floor = f.let32(select32((least >> 31).eq(1), 1, least));
        f.while_(
            (end >> 31).not().and_then(end.ge(floor)).and_then(end),
            |f, _| {
                inside(f, end);
                f.set(end, end - 1);
            },
        );
    }

    /// Notes that a sequence has come this far, ending at `end`.
    fn remember(&self, f: &mut Body, entry: Local32, first: Local32, end: Local32) {
        let ring = f.let32(self.ring(entry.i32(group::OWN)));
        let mask = self.rings.entries.cast_signed() - 1;
        f.store32(ring, 0, READING);
        let slot = f.let32(ring + (end & mask) * 8);
        let old = f.let32(slot.i32(12));
        let same = slot.i32(8).eq(READING) & (old & 0xffff).eq(end);
        let earlier = same & (old >> 16).lt(first);
        f.set(first, select32(earlier, old >> 16, first));
        f.store32(slot, 8, READING);
        f.store32(slot, 12, end | (first << 16));
    }

    /// `found(phrase, from, to)`: keeps the match that starts first, then the longest.
    fn found(&self) -> Function {
        let mut f = Body::new(3);
        let (phrase, from, to) = (Local32(0), Local32(1), Local32(2));
        let entry = f.let32(self.record(phrase));
        f.if_else(
            entry.i32(record::STAMP).ne(STAMP),
            |f| {
                f.clear(entry, self.size_of_record());
                f.store32(entry, record::STAMP, STAMP);
                f.store32(entry, record::START, from | (to << 16));
                self.list(f, phrase);
            },
            |f| {
                let longer = entry
                    .u16(record::START)
                    .eq(from)
                    .and_then(entry.u16(record::END).lt(to));
                f.if_(from.lt(entry.u16(record::START)) | longer, |f| {
                    f.store32(entry, record::START, from | (to << 16));
                });
            },
        );
        f.finish()
    }

    /// Adds a phrase to the list of those found.
    pub(super) fn list(&self, f: &mut Body, phrase: Local32) {
        f.store16(FOUND * 2 + c32(self.memory.found), 0, phrase);
        f.set_global(FOUND, FOUND + 1);
    }

    /// `remove()`: the units without the fillers; in the text these become spaces.
    fn remove(&self) -> Function {
        let mut f = Body::new(0);
        let (from, to) = (f.let32(self.lead()), f.let32(self.lead()));
        let filler = f.let32(c32(self.memory.fillers));
        let end = f.let32(filler + FILLED * 4);
        let (symbols, places) = (self.memory.symbols, self.memory.places);
        f.while_(from.lt(LAST), |f, _| {
            let here = filler.lt(end).and_then(filler.u16(0).eq(from));
            f.if_else(
                here,
                |f| {
                    self.blank(f, filler);
                    f.set(from, filler.u16(2));
                    f.set(filler, filler + 4);
                },
                |f| {
                    f.store16(to * 2, symbols, (from * 2).u16(symbols));
                    f.store32(to * 4, places, (from * 4).i32(places));
                    f.set(from, from + 1);
                    f.set(to, to + 1);
                },
            );
        });
        f.set_global(LAST, to);
        f.store64(to * 2 + c32(symbols), 0, 0);
        f.finish()
    }

    fn blank(&self, f: &mut Body, filler: Local32) {
        if !self.normaliser.keeps_characters {
            return;
        }
        let to = f.let32(self.end_of(filler.u16(2) - 1));
        let from = self.start_of(filler.u16(0));
        f.for_(from, to, |f, i, _| {
            f.store32(i * 4, self.memory.chars, 0x20);
        });
    }

    /// The text of the event: address and bytes.
    pub(super) fn event_text() -> (I32, I32) {
        (EVENT + 32, EVENT.i32(28))
    }

    /// How many units the text has.
    pub(super) fn set_units(&self, f: &mut Body, behind: Local32) {
        f.set_global(UNITS, behind - self.lead());
        f.set_global(LAST, behind);
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
