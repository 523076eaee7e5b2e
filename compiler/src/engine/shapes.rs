//! What follows from the shape of a monitor: its groups, its flags, and the roles to which its
//! parts listen.

use super::asked::Asked;
use super::cells;
use super::records::{flag, mask, masks};
use super::tables::monitor;
use crate::book::Pick;
use crate::monitors::{Duty, Monitor, Shape};

/// Bits of a monitor's groups.
pub(super) struct Groups {
    /// Of all, of those that never wait, of that of the only `Happen`.
    pub all: u8,
    pub done: u8,
    pub only: u8,
}

impl Groups {
    pub(super) fn of(monitor: &Monitor) -> Groups {
        let call = !matches!(monitor.shape, Shape::Triggered(_));
        let bits = |waits: &dyn Fn(&Duty) -> bool| {
            let owed = monitor.obligations.iter().filter(|owed| waits(&owed.duty));
            owed.fold(0, |bits, owed| bits | 1 << owed.group)
        };
        let all = bits(&|_| true);
        let only = bits(&|duty| matches!(duty, Duty::Happen(_)));
        let waiting = bits(&|duty| match duty {
            Duty::Happen(_) => true,
            Duty::Require(_) => call,
            Duty::Before { .. } => false,
        });
        Groups {
            all,
            done: all & !waiting,
            only,
        }
    }
}

/// The flags of a monitor's record.
pub(super) fn flags(of: &Monitor, asked: &Asked) -> u8 {
    let (never, by_metadata) = match of.shape {
        Shape::Never { by_metadata } => (true, by_metadata),
        Shape::Triggered(_) | Shape::Call => (false, false),
    };
    let single = matches!(of.shape, Shape::Triggered(_)) && cells::count_happens(of) == 1;
    flag(never, monitor::IS_NEVER)
        | flag(of.shape == Shape::Call, monitor::IS_CALL)
        | flag(by_metadata, monitor::BY_METADATA)
        | flag(single, monitor::SINGLE)
        | flag(of.own, monitor::OWN)
        | flag(of.pick == Pick::Last, monitor::LAST)
        | flag(cells::saves(of, asked), monitor::SAVES)
        | flag(never && cells::never_has_window(of), monitor::WINDOW)
}

/// The roles that a chain listens to.
pub(super) fn chain_mask(monitor: &Monitor) -> i64 {
    let roles = monitor
        .obligations
        .iter()
        .filter_map(|owed| match &owed.duty {
            Duty::Before { chain, .. } => Some(chain.steps.iter()),
            Duty::Happen(_) | Duty::Require(_) => None,
        });
    masks(roles.flatten().flat_map(|step| {
        [Some(&step.role), step.without.as_ref()]
            .into_iter()
            .flatten()
    }))
}

/// The roles that waiting occurrences (or a rule of shape never) listen to.
pub(super) fn wait_mask(monitor: &Monitor) -> i64 {
    if !cells::waits(monitor) && !matches!(monitor.shape, Shape::Never { .. }) {
        return 0;
    }
    let roles = cells::happens(monitor).flat_map(|happen| {
        let w = &happen.window;
        let next = w.next.as_ref().map(|(role, ..)| role);
        [
            Some(&happen.target),
            w.after.as_ref(),
            w.before.as_ref(),
            w.utterance.as_ref(),
            next,
        ]
    });
    masks(roles.flatten()) | mask(monitor.excuse.as_ref())
}
