//! Silences, holds and mutes that last, overlaps.
//!
//! In: all steps so far. Out: when a timer comes due if nothing more happens.

use zhunze_compiler::book::{Atom, Moment, Who};

use crate::line::includes;
use crate::world::World;

/// Whether an atom is a timer.
pub(crate) fn is_timer(atom: &Atom) -> bool {
    match atom {
        Atom::Silence { .. } | Atom::Lasts { .. } | Atom::OverlapLasts(_) | Atom::OverlapEnds => {
            true
        }
        Atom::Event { .. }
        | Atom::Labelled { .. }
        | Atom::CallBegins
        | Atom::CallEnds
        | Atom::Derived(_) => false,
    }
}

/// When the timer comes due, as things stand after the first `before` steps. It may have
/// done so already.
pub(crate) fn due(world: &World, atom: &Atom, before: usize) -> Option<i64> {
    let line = world.line(before)?;
    match atom {
        Atom::Silence {
            who,
            length,
            even_on_hold,
            after,
        } => {
            let gap = line.gap(*who, *even_on_hold)?;
            let start = match after {
                Some(after) => gap.max(quiet_since(world, after, *who, before)?),
                None => gap,
            };
            Some(later(start, *length))
        }
        Atom::Lasts { span, length } => Some(later(line.on(*span)?, *length)),
        Atom::OverlapLasts(length) => {
            let due = later(line.overlap?, *length);
            (due <= line.both_until()?).then_some(due)
        }
        Atom::OverlapEnds => line.overlap.and(line.both_until()),
        Atom::Event { .. }
        | Atom::Labelled { .. }
        | Atom::CallBegins
        | Atom::CallEnds
        | Atom::Derived(_) => None,
    }
}

/// The end of the last `after`, when none of `who` has spoken at a step after it.
fn quiet_since(world: &World, after: &Moment, who: Who, before: usize) -> Option<i64> {
    let last = world.last(after, before)?;
    let mut since = world.steps.iter().take(before).skip(last + 1);
    let spoken = since.any(|step| step.utterance_by().is_some_and(|by| includes(who, by)));
    let end = world.steps.get(last)?.end;
    (!spoken).then_some(end)
}

/// `length` after `t`.
pub(crate) fn later(t: i64, length: u64) -> i64 {
    t.saturating_add_unsigned(length)
}
