//! The steps of a call.
//!
//! In: a call and the phrases that the rulebook asks about. Out: what the events say, and
//! the kinds of steps in which the call is judged ([`crate::world`] lays them out).

use std::collections::BTreeMap;

use zhunze_calls::call::{self, Call, Event, Kind, Speaker};
use zhunze_compiler::book::{Book, PhraseId};
use zhunze_compiler::text::{self, Placed};

use crate::phrase::{Found, Heard};
use crate::walk::Mentioned;

/// One step.
#[derive(Debug, Clone)]
pub(crate) struct Step<'a> {
    /// When it starts: an event's `t`, a timer's D, the end of the call.
    pub(crate) at: i64,
    /// When it ends; `at` for everything but events.
    pub(crate) end: i64,
    /// What it is.
    pub(crate) what: What<'a>,
}

/// What a step is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What<'a> {
    /// An event.
    Event(&'a Seen<'a>),
    /// The call is connected by the event that comes next.
    Connection,
    /// Timers come due.
    Timers,
    /// The call ends.
    CallEnds,
}

/// An event, its place in the call document, and what it says.
#[derive(Debug)]
pub(crate) struct Seen<'a> {
    /// Its position in the call document.
    pub(crate) position: u32,
    /// The event itself.
    pub(crate) event: &'a Event,
    /// The units of an utterance.
    pub(crate) units: Vec<Placed>,
    /// The phrases that are found in an utterance.
    pub(crate) phrases: BTreeMap<PhraseId, Found>,
}

impl<'a> Step<'a> {
    /// A step without an event.
    pub(crate) fn without_event(at: i64, what: What<'a>) -> Step<'a> {
        Step { at, end: at, what }
    }

    /// The step of an event.
    pub(crate) fn of(seen: &'a Seen<'a>) -> Step<'a> {
        Step {
            at: seen.event.t,
            end: seen.event.end,
            what: What::Event(seen),
        }
    }

    /// The event, when the step is one.
    pub(crate) fn event(&self) -> Option<&'a Seen<'a>> {
        match self.what {
            What::Event(seen) => Some(seen),
            What::Connection | What::Timers | What::CallEnds => None,
        }
    }

    /// The kind of the event, when the step is one.
    pub(crate) fn kind(&self) -> Option<&'a Kind> {
        self.event().map(|seen| &seen.event.kind)
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

/// The events by `t`, ties by position, and what they say.
pub(crate) fn read<'a>(book: &'a Book, call: &'a Call, mentioned: &Mentioned) -> Vec<Seen<'a>> {
    let order = call::order(call).into_iter();
    let event = |position| Some((u32::try_from(position).ok()?, call.events.get(position)?));
    let events = order.filter_map(event);
    events
        .filter(|(_, event)| known(book, event))
        .map(|(at, event)| seen(book, mentioned, at, event))
        .collect()
}

/// Events of kinds that nobody declared are no steps.
fn known(book: &Book, event: &Event) -> bool {
    match &event.kind {
        Kind::Other(kind) => book.events.iter().any(|declared| declared.name == *kind),
        _ => true,
    }
}

fn seen<'a>(book: &'a Book, mentioned: &Mentioned, position: u32, event: &'a Event) -> Seen<'a> {
    let mut seen = Seen {
        position,
        event,
        units: vec![],
        phrases: BTreeMap::new(),
    };
    if event.kind == Kind::Utterance {
        let text = call::cut(&event.text);
        let heard = Heard::new(book, text);
        let found = |phrase: &PhraseId| Some((*phrase, heard.find(*phrase)?));
        seen.units = text::units(text, book.language);
        seen.phrases = mentioned.phrases.iter().filter_map(found).collect();
    }
    seen
}
