//! The tables of the rules in the data segment: what the code in the other files reads.
//!
//! Offsets of each record's fields are the constants here; `records` writes them.

use super::data::{Data, Record};
use super::layout::State;
use super::records::rule_record;
use crate::book::{Atom, Book, Kind, Who};
use crate::monitors::Program;

/// A rule's record.
pub(super) mod rule {
    pub(crate) const COUNTS: u32 = 0;
    pub(crate) const QUEUE: u32 = 4;
    pub(crate) const TRIGGER: u32 = 8;
    pub(crate) const FLAGS: u32 = 12;
    pub(crate) const HAPPENS: u32 = 13;
    pub(crate) const OBLIGATIONS: u32 = 14;
    pub(crate) const CELLS: u32 = 15;
    pub(crate) const CONDITION: u32 = 16;
    pub(crate) const DUTIES: u32 = 20;
    pub(crate) const EXCUSE: u32 = 24;
    pub(crate) const DEDUCT: u32 = 32;
    pub(crate) const AWARD: u32 = 56;
    pub(crate) const FATAL_FROM: u32 = 80;
    pub(crate) const SECTION: u32 = 84;
    pub(crate) const SCORE: u32 = 88;
    pub(crate) const NEVER: u32 = 92;
    pub(crate) const OWN_CELL: u32 = 96;
    pub(crate) const CHAIN_MASK: u32 = 104;
    pub(crate) const WAIT_MASK: u32 = 112;
    pub(crate) const SIZE: u32 = 120;
    /// Flag bits.
    pub(crate) const IS_NEVER: i32 = 1;
    pub(crate) const IS_CALL: i32 = 2;
    pub(crate) const BY_METADATA: i32 = 4;
}

/// An amount inside a rule's record: points, cap, each time.
pub(super) mod amount {
    pub(crate) const POINTS: u32 = 0;
    pub(crate) const CAP: u32 = 8;
    pub(crate) const EACH: u32 = 16;
}

/// An obligation's record.
pub(super) mod duty {
    pub(crate) const TYPE: u32 = 0;
    pub(crate) const NEGATED: u32 = 1;
    pub(crate) const FLAGS: u32 = 2;
    pub(crate) const TURN_OF: u32 = 3;
    pub(crate) const GUARD: u32 = 4;
    pub(crate) const TARGET: u32 = 8;
    pub(crate) const AFTER: u32 = 16;
    pub(crate) const BEFORE: u32 = 24;
    pub(crate) const MIN: u32 = 32;
    pub(crate) const MAX: u32 = 40;
    pub(crate) const MOMENT: u32 = 48;
    pub(crate) const VALID: u32 = 52;
    pub(crate) const STEPS: u32 = 56;
    pub(crate) const STEP_COUNT: u32 = 60;
    pub(crate) const WITHIN: u32 = 64;
    pub(crate) const UTTERANCE: u32 = 72;
    pub(crate) const SIZE: u32 = 80;
    /// Types.
    pub(crate) const HAPPEN: i32 = 0;
    pub(crate) const CHAIN: i32 = 1;
    pub(crate) const REQUIRE: i32 = 2;
    /// Flag bits.
    pub(crate) const HAS_AFTER: i32 = 1;
    pub(crate) const HAS_TURN: i32 = 2;
    pub(crate) const HAS_MAX: i32 = 4;
}

/// A step of a chain.
pub(super) mod step {
    pub(crate) const ROLE: u32 = 0;
    pub(crate) const WITHIN: u32 = 8;
    pub(crate) const MOMENT: u32 = 16;
    pub(crate) const FIRST: u32 = 20;
    pub(crate) const LAST: u32 = 24;
    pub(crate) const EVIDENCE: u32 = 28;
    pub(crate) const SIZE: u32 = 32;
}

/// An entry of the lists by kind and by phrase: signal, speakers, guard + 1.
pub(super) mod entry {
    pub(crate) const SIGNAL: u32 = 0;
    pub(crate) const SPEAKERS: u32 = 2;
    pub(crate) const GUARD: u32 = 4;
    pub(crate) const SIZE: u32 = 8;
    pub(crate) const END: i32 = 0xffff;
}

/// Addresses of the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    pub rules: u32,
    pub rule_count: u32,
    /// u32 a signal: address of its listeners (u16 monitor, u16 bit; 0xffff ends).
    pub listeners: u32,
    /// u32 a signal: its phrase + 1.
    pub signal_phrase: u32,
    /// u32 a kind code.
    pub by_kind: u32,
    pub kinds: u32,
    /// u32 a phrase.
    pub by_phrase: u32,
    /// Bits of speakers with any entry in `by_phrase`.
    pub listened_speakers: u32,
    /// Addresses of the moments' lists of signals (u16; 0xffff ends).
    pub moments: Vec<u32>,
    /// Section rows: i64 weight (MIN none), u32 score, u32 may go below zero.
    pub sections: u32,
    /// Score rows: i64 from, u32 may go below zero, u32 0.
    pub scores: u32,
}

/// The code of a kind (docs/abi.md).
pub(super) fn kind_code(kind: Kind) -> u32 {
    match kind {
        Kind::Ring => 1,
        Kind::Answer => 2,
        Kind::Utterance => 3,
        Kind::HoldStart => 4,
        Kind::HoldEnd => 5,
        Kind::MuteStart => 6,
        Kind::MuteEnd => 7,
        Kind::Transfer => 8,
        Kind::Hangup => 9,
        Kind::Dtmf => 10,
        Kind::Action => 11,
        Kind::Label => LABEL,
        Kind::Declared(event) => DECLARED + event.0,
    }
}
/// The code of `label`.
pub(super) const LABEL: u32 = 12;
/// The code of the first declared event.
pub(super) const DECLARED: u32 = 64;

/// The code of a speaker; `None` for anyone.
pub(super) fn speaker_code(who: Who) -> Option<u32> {
    match who {
        Who::Agent => Some(1),
        Who::Customer => Some(2),
        Who::System => Some(3),
        Who::Anyone => None,
    }
}

/// Bits of the speaker codes.
fn speaker_bits(who: Who) -> u8 {
    speaker_code(who).map_or(0xf, |code| 1 << code)
}

/// Writes all tables.
pub(super) fn write(
    book: &Book,
    program: &Program,
    state: &State,
    guards: &[u16],
    data: &mut Data,
) -> Tables {
    let mut tables = Tables {
        moments: program
            .moments
            .iter()
            .map(|moment| add_list(data, moment))
            .collect(),
        rule_count: program.monitors.len() as u32,
        kinds: DECLARED + book.events.len() as u32,
        ..Default::default()
    };
    tables.listeners = listeners(program, data);
    let phrase = |signal: &crate::monitors::Signal| signal.phrase.map_or(0, |phrase| phrase + 1);
    tables.signal_phrase = data.add32(&program.signals.iter().map(phrase).collect::<Vec<_>>());
    by_kind(program, guards, data, &mut tables);
    by_phrase(program, guards, data, &mut tables);
    let rules = book.rules.iter().zip(&program.monitors).enumerate();
    let records: Vec<u8> = rules
        .flat_map(|(i, (rule, monitor))| rule_record(i, rule, monitor, book, state, &tables, data))
        .collect();
    tables.rules = data.add(&records, 8);
    let section = |s: &crate::book::Section| {
        let record = Record::default()
            .i64(s.weight.unwrap_or(i64::MIN))
            .u32(s.score.0);
        record.u32(u32::from(s.below_zero)).bytes().to_vec()
    };
    tables.sections = data.add(
        &book.sections.iter().flat_map(section).collect::<Vec<_>>(),
        8,
    );
    let score = |s: &crate::book::Score| {
        Record::default()
            .i64(s.from)
            .u32(u32::from(s.below_zero))
            .u32(0)
            .bytes()
            .to_vec()
    };
    tables.scores = data.add(&book.scores.iter().flat_map(score).collect::<Vec<_>>(), 8);
    tables
}

/// Adds a list that ends with 0xffff.
fn add_list(data: &mut Data, list: &[u16]) -> u32 {
    let mut list = list.to_vec();
    list.push(0xffff);
    data.add16(&list)
}

fn listeners(program: &Program, data: &mut Data) -> u32 {
    let list = |listeners: &Vec<(u16, u8)>| {
        listeners
            .iter()
            .flat_map(|(monitor, bit)| [*monitor, u16::from(*bit)])
            .collect::<Vec<u16>>()
    };
    let lists: Vec<u32> = program
        .listeners
        .iter()
        .map(|l| add_list(data, &list(l)))
        .collect();
    data.add32(&lists)
}

struct Entry {
    signal: u16,
    speakers: u8,
    guard: u16,
}

fn add_entries(data: &mut Data, entries: &[Entry]) -> u32 {
    let mut record = Record::default();
    for e in entries {
        record = record
            .u16(e.signal)
            .u16(u16::from(e.speakers))
            .u16(e.guard)
            .u16(0);
    }
    record = record.u16(0xffff).u16(0).u32(0);
    data.add(record.bytes(), 8)
}

/// `guards` gives each signal's guard function + 1 (0 none).
fn by_kind(program: &Program, guards: &[u16], data: &mut Data, tables: &mut Tables) {
    let lists: Vec<u32> = (0..tables.kinds)
        .map(|code| {
            let signals = program.signals.iter().zip(guards).zip(0u16..);
            let entries = signals.filter_map(|((signal, guard), number)| {
                let speakers = match &signal.atom {
                    Atom::Event {
                        kind,
                        who,
                        phrase: None,
                        ..
                    } if kind_code(*kind) == code => speaker_bits(*who),
                    Atom::Labelled { .. } if code == LABEL => 0xf,
                    _ => return None,
                };
                Some(Entry {
                    signal: number,
                    speakers,
                    guard: *guard,
                })
            });
            let entries: Vec<Entry> = entries.collect();
            if entries.is_empty() {
                0
            } else {
                add_entries(data, &entries)
            }
        })
        .collect();
    tables.by_kind = data.add32(&lists);
}

fn by_phrase(program: &Program, guards: &[u16], data: &mut Data, tables: &mut Tables) {
    let mut lists: Vec<Vec<Entry>> = program.patterns.iter().map(|_| vec![]).collect();
    for ((signal, guard), number) in program.signals.iter().zip(guards).zip(0u16..) {
        let (Atom::Event { who, .. }, Some(phrase)) = (&signal.atom, signal.phrase) else {
            continue;
        };
        let speakers = speaker_bits(*who);
        tables.listened_speakers |= u32::from(speakers);
        if let Some(list) = lists.get_mut(phrase as usize) {
            list.push(Entry {
                signal: number,
                speakers,
                guard: *guard,
            });
        }
    }
    let lists: Vec<u32> = lists.iter().map(|list| add_entries(data, list)).collect();
    tables.by_phrase = data.add32(&lists);
}
