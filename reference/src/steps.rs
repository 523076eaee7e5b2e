//! The steps of a call.
//!
//! In: a call, and the timers that the rulebook has. Out: the list of steps in which the
//! call is judged: its events in order, one step for each instant at which timers come
//! due, and the end of the call last.

use std::collections::BTreeSet;

use zhunze_calls::call::{self, Call, Event, Kind, Speaker};
use zhunze_compiler::book::{Atom, Book};
use zhunze_compiler::text::{self, Placed};

use crate::{timers, walk};

/// One step.
pub(crate) struct Step<'a> {
    /// When it starts: an event's `t`, a timer's D, the end of the call.
    pub(crate) at: i64,
    /// When it ends; `at` for everything but events.
    pub(crate) end: i64,
    /// What it is.
    pub(crate) what: What<'a>,
}

/// What a step is.
pub(crate) enum What<'a> {
    /// An event.
    Event(Seen<'a>),
    /// Timers come due.
    Timers,
    /// The call ends.
    CallEnds,
}

/// An event and its place in the call document.
pub(crate) struct Seen<'a> {
    /// Its position in the call document.
    pub(crate) position: u32,
    /// The event itself.
    pub(crate) event: &'a Event,
    /// The units of its text.
    pub(crate) units: Vec<Placed>,
}

impl<'a> Step<'a> {
    /// The event, when the step is one.
    pub(crate) fn event(&self) -> Option<&Seen<'a>> {
        match &self.what {
            What::Event(seen) => Some(seen),
            What::Timers | What::CallEnds => None,
        }
    }

    /// Who speaks, when the step is an utterance.
    pub(crate) fn utterance_by(&self) -> Option<Speaker> {
        let event = self.event()?.event;
        (event.kind == Kind::Utterance).then_some(event.speaker)
    }
}

/// When the call ends: at `ends`, though never before an event or before 0; without it,
/// when everything in the call document has ended.
pub(crate) fn end_of_call(call: &Call, ends: Option<i64>) -> i64 {
    let last = call.events.iter().map(|event| event.t).max();
    ends.map_or(call::call_end(call), |ends| {
        ends.max(last.unwrap_or(0)).max(0)
    })
}

/// All steps of a call that ends at `end`.
pub(crate) fn list<'a>(book: &Book, call: &'a Call, end: i64) -> Vec<Step<'a>> {
    let events = in_order(call);
    let plain: Vec<&Event> = events.iter().map(|(_, event)| *event).collect();
    let dues = dues(book, &plain, end);
    let mut steps: Vec<Step> = Vec::new();
    for (position, event) in events {
        steps.push(event_step(book, position, event));
    }
    for at in dues {
        let what = What::Timers;
        steps.push(Step { at, end: at, what });
    }
    // Events were pushed before timers, so at one instant they stay before them.
    steps.sort_by_key(|step| step.at);
    let what = What::CallEnds;
    steps.push(Step { at: end, end, what });
    steps
}

/// The events with their positions, by `t`, ties by position.
fn in_order(call: &Call) -> Vec<(u32, &Event)> {
    let order = call::order(call).into_iter();
    let event = |position| Some((u32::try_from(position).ok()?, call.events.get(position)?));
    order.filter_map(event).collect()
}

fn event_step<'a>(book: &Book, position: u32, event: &'a Event) -> Step<'a> {
    let seen = Seen {
        position,
        event,
        units: text::units(call::cut(&event.text), book.language),
    };
    Step {
        at: event.t,
        end: event.end,
        what: What::Event(seen),
    }
}

/// The instants up to the end of the call at which some timer of the rulebook comes due.
fn dues(book: &Book, events: &[&Event], end: i64) -> BTreeSet<i64> {
    let atoms = walk::moments(book).into_iter().flat_map(|m| &m.any);
    let due = |atom: &Atom| timers::all_due(atom, events);
    atoms.flat_map(due).filter(|at| *at <= end).collect()
}
