//! Whether a moment is now.
//!
//! In: a moment and a step. Out: whether one of the moment's atoms matches the step, and
//! the words of the first that does.

use zhunze_calls::call::{Event, Kind as Happened, Speaker, Value};
use zhunze_compiler::book::{Atom, EventId, Expr, Kind, Moment, PhraseId, Who};

use crate::steps::{Seen, Step, What};
use crate::timers::{self, includes};
use crate::world::World;
use crate::{conditions, phrase};

/// A moment matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The words of the phrase of the first atom that matched.
    pub(crate) span: Option<(u32, u32)>,
}

const NO_WORDS: Hit = Hit { span: None };

/// Whether `moment` matches the step at `index`. All its atoms are judged, in order; the
/// first that matches gives the words.
pub(crate) fn judge(world: &World, moment: &Moment, index: usize) -> Option<Hit> {
    let step = world.steps.get(index)?;
    let judged = moment
        .any
        .iter()
        .map(|atom| atom_at(world, atom, index, step));
    let judged: Vec<Option<Hit>> = judged.collect();
    judged.into_iter().flatten().next()
}

fn atom_at(world: &World, atom: &Atom, index: usize, step: &Step) -> Option<Hit> {
    let (hit, guard) = match (&step.what, atom) {
        (What::Event(seen), atom) => event_is(world, atom, seen)?,
        (What::Timers, Atom::Silence { .. } | Atom::Lasts { .. }) => {
            let due = timers::comes_due(atom, &world.events(), step.at);
            (due.then_some(NO_WORDS)?, None)
        }
        (What::CallEnds, Atom::CallEnds) => (NO_WORDS, None),
        (What::Timers | What::CallEnds, _) => return None,
    };
    let holds = |guard: &Expr| conditions::holds(world, guard, world.at_step(index));
    guard.is_none_or(holds).then_some(hit)
}

/// Whether an event is what the atom says, and the guard that is left to judge.
fn event_is<'a>(world: &World, atom: &'a Atom, seen: &Seen) -> Option<(Hit, Option<&'a Expr>)> {
    match atom {
        Atom::Event {
            kind,
            who,
            phrase,
            guard,
        } => {
            let right = kind_is(world, *kind, seen.event) && includes(*who, seen.event.speaker);
            let hit = right.then(|| words(world, *phrase, seen))??;
            Some((hit, guard.as_ref()))
        }
        Atom::Labelled { who, value, guard } => {
            let right = labelled(seen.event, *who, value);
            right.then_some((NO_WORDS, guard.as_ref()))
        }
        Atom::Silence { .. } | Atom::Lasts { .. } | Atom::CallEnds => None,
    }
}

fn words(world: &World, phrase: Option<PhraseId>, seen: &Seen) -> Option<Hit> {
    let Some(id) = phrase else {
        return Some(NO_WORDS);
    };
    let phrase = world.book.phrases.get(id.index())?;
    let span = Some(phrase::find(&phrase.pattern, &seen.units)?);
    Some(Hit { span })
}

fn kind_is(world: &World, kind: Kind, event: &Event) -> bool {
    match kind {
        Kind::Ring => event.kind == Happened::Ring,
        Kind::Answer => event.kind == Happened::Answer,
        Kind::Utterance => event.kind == Happened::Utterance,
        Kind::HoldStart => event.kind == Happened::HoldStart,
        Kind::HoldEnd => event.kind == Happened::HoldEnd,
        Kind::MuteStart => event.kind == Happened::MuteStart,
        Kind::MuteEnd => event.kind == Happened::MuteEnd,
        Kind::Transfer => event.kind == Happened::Transfer,
        Kind::Hangup => event.kind == Happened::Hangup,
        Kind::Dtmf => event.kind == Happened::Dtmf,
        Kind::Action => event.kind == Happened::Action,
        Kind::Label => event.kind == Happened::Label,
        Kind::Declared(id) => declared(world, id, event),
    }
}

/// An event of the declared kind, or an action of that name.
fn declared(world: &World, id: EventId, event: &Event) -> bool {
    let Some(declared) = world.book.events.get(id.index()) else {
        return false;
    };
    match &event.kind {
        Happened::Other(kind) => *kind == declared.name,
        Happened::Action => text(event, "name") == Some(&declared.name),
        _ => false,
    }
}

/// "is labelled": by the label's speaker or its name, and by its value or, without one,
/// what stands after the dot of its name (without a dot, the name).
fn labelled(event: &Event, who: Who, value: &str) -> bool {
    let name = text(event, "name").unwrap_or_default();
    let (owner, rest) = match name.split_once('.') {
        Some((owner, rest)) => (owner, Some(rest)),
        None => (name, None),
    };
    let about = owner == named(who);
    let by = event.speaker != Speaker::None && includes(who, event.speaker);
    let says = match event.attributes.get("value") {
        Some(Value::Text(text)) => Some(text.as_str()),
        Some(Value::Number(_) | Value::Boolean(_)) => None,
        None => Some(rest.unwrap_or(name)),
    };
    event.kind == Happened::Label && (about || by) && says == Some(value)
}

fn named(who: Who) -> &'static str {
    match who {
        Who::Agent => "agent",
        Who::Customer => "customer",
        Who::System => "system",
        Who::Anyone => "anyone",
    }
}

fn text<'a>(event: &'a Event, attribute: &str) -> Option<&'a str> {
    match event.attributes.get(attribute)? {
        Value::Text(text) => Some(text),
        Value::Number(_) | Value::Boolean(_) => None,
    }
}
