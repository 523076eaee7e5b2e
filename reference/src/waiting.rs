//! Room to wait.
//!
//! In: all occurrences of all rules, each with how long it would wait. Out: those for
//! which there was no room.

use std::collections::BTreeSet;

use zhunze_compiler::book::{Book, Pick};

use crate::known::Name;
use crate::occurrence::Occurrence;

/// How many places a call has.
const PLACES: usize = 192;

/// An occurrence that was let in.
#[derive(Clone, Copy)]
struct Waiting {
    of: (u32, u8),
    places: usize,
    /// The place of its end, and who looks then: at one step arms look one by one.
    until: (usize, u32, u8),
}

/// Lets occurrences in one by one, in the order they start: step by step, arm by arm.
/// Whether one is let in depends only on those before it.
pub(crate) fn refused(all: &[Occurrence], book: &Book) -> BTreeSet<Name> {
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut refused = BTreeSet::new();
    let mut in_order: Vec<&Occurrence> = all.iter().filter(|one| one.start.is_some()).collect();
    in_order.sort_by_key(|one| (one.start, one.rule, one.arm));
    for one in in_order {
        let of = (one.rule, one.arm);
        let now = (one.start.map_or(0, |step| 2 * step + 1), one.rule, one.arm);
        let replaces = |other: &Waiting| counts_last(book, one) && other.of == of;
        waiting.retain(|other| other.until > now && !replaces(other));
        let this = Waiting {
            of,
            places: one.places,
            until: (one.until.place, one.rule, one.arm),
        };
        match one.places == 0 || has_room(&waiting, this, book) {
            true => waiting.extend((one.places > 0).then_some(this)),
            false => {
                refused.insert((one.rule, one.arm, one.start));
            }
        }
    }
    refused
}

fn counts_last(book: &Book, one: &Occurrence) -> bool {
    let rule = book.rules.get(one.rule as usize);
    rule.is_some_and(|rule| rule.pick == Pick::Last)
}

fn has_room(waiting: &[Waiting], one: Waiting, book: &Book) -> bool {
    let of_arm = waiting.iter().filter(|other| other.of == one.of);
    let taken: usize = waiting.iter().map(|other| other.places).sum();
    of_arm.count() < book.waiting as usize && taken + one.places <= PLACES
}
