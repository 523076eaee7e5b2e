//! Room to wait.
//!
//! In: all occurrences of all rules, each with how long it would wait. Out: those for
//! which there was room, and notes of how many there was none for.

use std::collections::BTreeMap;

use zhunze_calls::verdict::Note;
use zhunze_compiler::book::Book;

use crate::occurrence::Occurrence;

/// How many places a call has.
const PLACES: usize = 192;

/// An occurrence that was let in.
#[derive(Clone, Copy)]
struct Waiting {
    rule: u32,
    places: usize,
    /// The place of its end, and its rule: at one step rules look one by one.
    until: (usize, u32),
}

/// Lets occurrences in one by one, in the order they start: step by step, rule by rule.
/// Whether one is let in depends only on those before it.
pub(crate) fn admit(mut all: Vec<Occurrence>, book: &Book) -> (Vec<Occurrence>, Vec<Note>) {
    all.sort_by_key(|occurrence| (occurrence.start, occurrence.rule));
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut full: BTreeMap<u32, u32> = BTreeMap::new();
    all.retain(|occurrence| {
        let Some(one) = to_wait(occurrence) else {
            return true;
        };
        let now = (occurrence.start.map_or(0, |step| 2 * step + 1), one.rule);
        waiting.retain(|other| other.until > now);
        let room = has_room(&waiting, one, book);
        match room {
            true => waiting.push(one),
            false => *full.entry(one.rule).or_default() += 1,
        }
        room
    });
    let note = |(rule, count)| Note::WaitingListFull { rule, count };
    (all, full.into_iter().map(note).collect())
}

fn to_wait(occurrence: &Occurrence) -> Option<Waiting> {
    let waiting = Waiting {
        rule: occurrence.rule,
        places: occurrence.places,
        until: (occurrence.until.place, occurrence.rule),
    };
    (waiting.places > 0).then_some(waiting)
}

fn has_room(waiting: &[Waiting], one: Waiting, book: &Book) -> bool {
    let of_rule = waiting.iter().filter(|other| other.rule == one.rule);
    let taken: usize = waiting.iter().map(|other| other.places).sum();
    of_rule.count() < book.waiting as usize && taken + one.places <= PLACES
}
