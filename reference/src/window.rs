//! `must` and `must not` within a window.
//!
//! In: an obligation and where its occurrence starts. Out: when it is settled, and how.

use std::ops::Range;

use zhunze_calls::call::Speaker;
use zhunze_calls::verdict::Reason;
use zhunze_compiler::book::{Moment, Who, Window};

use crate::moments::Hit;
use crate::occurrence::{Outcome, Settled, Start};
use crate::steps::{Step, What};
use crate::timers::{includes, later};
use crate::world::{Instant, World};

/// How a window closes.
struct Closing {
    when: Instant,
    reason: Reason,
    due: i64,
}

/// `must`: met by the first target in the window, broken when the window closes.
pub(crate) fn must(world: &World, start: Start, moment: &Moment, window: &Window) -> Settled {
    match targets(world, start, moment, window).first() {
        Some((step, hit)) => Settled {
            when: world.step(*step),
            outcome: Outcome::Met(world.evidence(*step, *hit).into_iter().collect()),
        },
        None => {
            let closing = closing(world, start, window);
            let outcome = Outcome::Broken {
                reason: closing.reason,
                due: Some(closing.due),
                evidence: None,
            };
            let when = closing.when;
            Settled { when, outcome }
        }
    }
}

/// `must not`: broken by the first target in the window, met when the window closes.
pub(crate) fn must_not(world: &World, start: Start, moment: &Moment, window: &Window) -> Settled {
    match targets(world, start, moment, window).first() {
        Some((step, hit)) => forbidden(world, *step, *hit),
        None => Settled {
            when: closing(world, start, window).when,
            outcome: Outcome::Met(Vec::new()),
        },
    }
}

/// A `must not` that the step broke.
pub(crate) fn forbidden(world: &World, step: usize, hit: Hit) -> Settled {
    let outcome = Outcome::Broken {
        reason: Reason::Forbidden,
        due: None,
        evidence: world.evidence(step, hit),
    };
    let when = world.step(step);
    Settled { when, outcome }
}

/// All steps in the window at which `moment` matches.
pub(crate) fn targets(
    world: &World,
    start: Start,
    moment: &Moment,
    window: &Window,
) -> Vec<(usize, Hit)> {
    let closes = closing(world, start, window).when;
    let open = opening(world, start, window);
    let inside = open.filter(|step| world.step(*step) < closes);
    let found = inside.filter_map(|step| Some((step, world.hit(moment, step)?)));
    found.collect()
}

/// The steps from which on the window is open, if nothing has closed it.
fn opening(world: &World, start: Start, window: &Window) -> impl Iterator<Item = usize> {
    let steps = later_steps(world, start);
    let end = steps.end;
    let after = match &window.after {
        Some(after) => first(world, steps.clone(), after).map_or(end, |step| step + 1),
        None => steps.start,
    };
    let turn = match window.next_turn {
        Some(who) => turn_begins(world, start, who).unwrap_or(end),
        None => steps.start,
    };
    let not_before = window
        .min
        .filter(|min| *min > 0)
        .map(|min| later(start.end, min));
    let from = after.max(turn).min(end);
    (from..end).filter(move |step| not_before.is_none_or(|from| world.step(*step).at >= from))
}

/// The first thing that closes the window.
fn closing(world: &World, start: Start, window: &Window) -> Closing {
    let moment = closed_by_moment(world, start, window);
    let turn = closed_by_turn(world, start, window);
    let deadline = closed_by_deadline(world, start, window);
    let early = [moment, turn, deadline].into_iter().flatten();
    let call = closed_by_call(world, start, window);
    early.min_by_key(|closing| closing.when).unwrap_or(call)
}

fn closed_by_moment(world: &World, start: Start, window: &Window) -> Option<Closing> {
    let before = window.before.as_ref()?;
    let step = first(world, later_steps(world, start), before)?;
    Some(closed_at(world, step))
}

/// The first utterance of somebody else after the turn began.
fn closed_by_turn(world: &World, start: Start, window: &Window) -> Option<Closing> {
    let who = window.next_turn?;
    let begins = turn_begins(world, start, who)?;
    let mut rest = begins + 1..world.steps.len();
    let other = |step: &usize| speaker(world, *step).is_some_and(|by| !includes(who, by));
    let step = rest.find(other)?;
    Some(closed_at(world, step))
}

fn closed_at(world: &World, step: usize) -> Closing {
    let when = world.step(step);
    Closing {
        when,
        reason: Reason::WindowClosed,
        due: when.at,
    }
}

/// The deadline, unless the occurrence starts with the end of the call: by then all
/// deadlines have run out that will.
fn closed_by_deadline(world: &World, start: Start, window: &Window) -> Option<Closing> {
    let due = later(start.end, window.max?);
    let first = start.step.and_then(|step| world.steps.get(step));
    let too_late = first.is_some_and(|step| matches!(step.what, What::CallEnds));
    let when = world.deadline(due).filter(|_| !too_late)?;
    let reason = Reason::DeadlineRanOut;
    Some(Closing { when, reason, due })
}

fn closed_by_call(world: &World, start: Start, window: &Window) -> Closing {
    let deadline = window.max.map(|max| later(start.end, max));
    Closing {
        when: world.close(),
        reason: Reason::CallEnded,
        due: deadline.unwrap_or(world.end),
    }
}

/// The first utterance of `who` after the start such that the utterance before it, of
/// anybody, was not by `who`.
fn turn_begins(world: &World, start: Start, who: Who) -> Option<usize> {
    let by_who = |step: usize| speaker(world, step).is_some_and(|by| includes(who, by));
    let goes_on = |step: usize| {
        let mut before = (0..step).rev();
        let last = before.find(|step| speaker(world, *step).is_some());
        last.is_some_and(by_who)
    };
    later_steps(world, start).find(|step| by_who(*step) && !goes_on(*step))
}

fn speaker(world: &World, step: usize) -> Option<Speaker> {
    world.steps.get(step).and_then(Step::utterance_by)
}

/// The first of `steps` at which `moment` matches.
pub(crate) fn first(world: &World, mut steps: Range<usize>, moment: &Moment) -> Option<usize> {
    steps.find(|step| world.hit(moment, *step).is_some())
}

/// The steps after the start.
pub(crate) fn later_steps(world: &World, start: Start) -> Range<usize> {
    let from = start.step.map_or(0, |step| step + 1);
    from..world.steps.len()
}
