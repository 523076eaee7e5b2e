//! Whether a moment is now.
//!
//! In: a moment and a step. Out: whether one of the moment's atoms matches the step, and
//! the words of the first that does.

use zhunze_calls::call::{Event, Kind as Happened, Speaker, Value};
use zhunze_calls::verdict::Tolerance;
use zhunze_compiler::book::{self, Atom, Derived, EventId, Expr, Kind, Moment, PhraseId, Who};

use crate::conditions;
use crate::line::includes;
use crate::now::Now;
use crate::steps::{Seen, Step, What};
use crate::timers;
use crate::world::World;

/// A moment matched; the words of the phrase of the first atom that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Where the words stand.
    pub(crate) span: Option<(u32, u32)>,
    /// How they differ from the phrase's.
    pub(crate) tolerance: Tolerance,
}

const NO_WORDS: Hit = Hit {
    span: None,
    tolerance: Tolerance::None,
};

/// Whether `moment` matches the step at `index`. All its atoms are judged, in order; the
/// first that matches gives the words.
pub(crate) fn judge(world: &World, moment: &Moment, index: usize) -> Option<Hit> {
    let step = world.steps.get(index)?;
    let judged = moment.any.iter();
    let judged = judged.map(|atom| atom_at(world, atom, index, step));
    judged.fold(None, |first, next| first.or(next))
}

/// Whether the derived moment matches the step at `index`.
pub(crate) fn judge_derived(
    world: &mut World,
    number: usize,
    derived: &Derived,
    index: usize,
) -> Option<Hit> {
    match derived {
        Derived::Where { all, none, guard } => {
            let hits: Option<Vec<Hit>> = all.iter().map(|one| world.hit(one, index)).collect();
            let words = *hits?.first()?;
            let refused = none.iter().any(|one| world.hit(one, index).is_some());
            (!refused && holds(world, guard, index)).then_some(words)
        }
        Derived::Chain { chain, within, own } => {
            let mut chains = world.chains.get(number)?.after(world, chain, index);
            let complete = chains.made_by(chain, index);
            let matches = complete.is_some_and(|whole| {
                let first = whole.first().and_then(|first| world.steps.get(*first));
                let step = world.steps.get(index);
                let took = step.zip(first).map(|(step, first)| step.at - first.end);
                took.is_some_and(|took| within.is_none_or(|most| took <= most.cast_signed()))
            });
            if matches && *own {
                chains = Default::default();
            }
            *world.chains.get_mut(number)? = chains;
            let words = world.hit(&chain.steps.last()?.moment, index);
            words.filter(|_| matches)
        }
    }
}

fn holds(world: &World, guard: &Option<Expr>, index: usize) -> bool {
    let guard = guard.as_ref();
    guard.is_none_or(|guard| conditions::holds(world, guard, Now::of_moment(world, index)))
}

fn atom_at(world: &World, atom: &Atom, index: usize, step: &Step) -> Option<Hit> {
    match (atom, step.what) {
        (
            Atom::Event {
                kind,
                who,
                phrase,
                guard,
            },
            What::Event(seen),
        ) => {
            let right = kind_is(world, *kind, seen.event) && includes(*who, seen.event.speaker);
            let words = right.then(|| words(*phrase, seen))??;
            holds(world, guard, index).then_some(words)
        }
        (Atom::Labelled { who, value, guard }, What::Event(seen)) => {
            let right = labelled(seen.event, *who, value);
            (right && holds(world, guard, index)).then_some(NO_WORDS)
        }
        (atom, What::Timers) if timers::is_timer(atom) => {
            let due = timers::due(world, atom, index);
            (due == Some(step.at)).then_some(NO_WORDS)
        }
        (Atom::CallBegins, What::Connection) | (Atom::CallEnds, What::CallEnds) => Some(NO_WORDS),
        (Atom::Derived(id), _) => world.derived_hit(*id, index),
        _ => None,
    }
}

fn words(phrase: Option<PhraseId>, seen: &Seen) -> Option<Hit> {
    let Some(id) = phrase else {
        return Some(NO_WORDS);
    };
    let found = seen.phrases.get(&id)?;
    let tolerance = match found.tolerance {
        book::Tolerance::None => Tolerance::None,
        book::Tolerance::Sounds => Tolerance::Sounds,
        book::Tolerance::About => Tolerance::About,
    };
    let span = Some(found.span);
    Some(Hit { span, tolerance })
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
        Kind::Contact => event.kind == Happened::Contact,
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
