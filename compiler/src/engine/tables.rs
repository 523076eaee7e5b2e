//! The tables in the data segment: what the code in the other files reads. The records of
//! rules are written by [`super::records`].

use super::asked::Asked;
use super::data::{Data, Record};
use super::layout::State;
use super::needs::Guards;
use super::records;
use crate::book::{Atom, Book, Field, Kind, Who};
use crate::monitors::{Program, asks};

pub(super) use super::offsets::*;

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
    pub monitors: u32,
    pub monitor_count: u32,
    pub derived: u32,
    /// u32 a signal: address of its listeners (u16 listener, u16 bit; 0xffff ends).
    pub listeners: u32,
    /// u32 a signal: its phrase + 1, or [`OF_DERIVED`] and the derived moment.
    pub signal_words: u32,
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

/// See [`Tables::signal_words`].
pub(super) const OF_DERIVED: u32 = 1 << 31;

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
        Kind::Contact => 13,
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
    (guards, asked): (&Guards, &Asked),
    data: &mut Data,
) -> Tables {
    let mut tables = Tables {
        moments: program
            .moments
            .iter()
            .map(|moment| add_list(data, moment))
            .collect(),
        rule_count: book.rules.len() as u32,
        monitor_count: program.monitors.len() as u32,
        kinds: DECLARED + book.events.len() as u32,
        ..Default::default()
    };
    tables.listeners = listeners(program, data);
    tables.signal_words = data.add32(&program.signals.iter().map(words).collect::<Vec<_>>());
    by_kind(program, &guards.of_signals, data, &mut tables);
    by_phrase(program, &guards.of_signals, data, &mut tables);
    records::write(book, program, state, (guards, asked), &mut tables, data);
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

/// Where the words of a signal are.
fn words(signal: &crate::monitors::Signal) -> u32 {
    match signal.atom {
        Atom::Derived(id) => OF_DERIVED | id.0,
        _ => signal.phrase.map_or(0, |phrase| phrase + 1),
    }
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

/// Some condition or limit asks what a phrase captured: then it is looked for in whatever
/// anybody says, also where no moment listens for it.
fn asks_for_captures(program: &Program) -> bool {
    let mut asked = false;
    let mut look = |field| {
        asked |= matches!(field, Field::Capture(..) | Field::CaptureOfTrigger(..));
    };
    for guard in &program.guards {
        asks::each_field(&guard.expr, &mut look);
    }
    for term in &program.terms {
        asks::each_field_of_term(term, &mut look);
    }
    asked
}

fn by_phrase(program: &Program, guards: &[u16], data: &mut Data, tables: &mut Tables) {
    let mut lists: Vec<Vec<Entry>> = program.phrases.bodies.iter().map(|_| vec![]).collect();
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
    if asks_for_captures(program) {
        tables.listened_speakers |= u32::from(speaker_bits(Who::Anyone));
    }
    let lists: Vec<u32> = lists.iter().map(|list| add_entries(data, list)).collect();
    tables.by_phrase = data.add32(&lists);
}
