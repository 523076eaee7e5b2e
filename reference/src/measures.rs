//! Measures: how long holds, mutes, silences, talk and overlap have lasted so far.
//!
//! In: a span and the steps before a time. Out: milliseconds. Holds, mutes and gaps that are
//! over count from their start to the step that ended them, the one that is on up to now;
//! talk and overlap are what each utterance adds.

use zhunze_calls::call::{Kind, Speaker};
use zhunze_compiler::book::{MeasuredSpan, Moment, SpanKind};

use crate::line::{Line, includes, other_side};
use crate::now::Now;
use crate::steps::Step;
use crate::world::World;

/// What has been added up since the last `since`.
pub(crate) fn total_since(
    world: &World,
    span: MeasuredSpan,
    since: Option<&Moment>,
    now: Now,
) -> i64 {
    let total = total(world, span, now.before, now.at);
    let last = since.and_then(|since| world.last(since, now.before));
    match last {
        Some(last) => total - self::total(world, span, last + 1, world.instant(last).at),
        None => total,
    }
}

/// All that the first `before` steps come to, up to `at`.
fn total(world: &World, span: MeasuredSpan, before: usize, at: i64) -> i64 {
    let added = |step| ended(world, span, step).map_or(0, |part| part.total);
    (0..before).map(added).sum::<i64>() + going_on(world.line(before), span, at)
}

/// The longest of them.
pub(crate) fn longest(world: &World, span: MeasuredSpan, now: Now) -> i64 {
    let single = |step| ended(world, span, step).map(|part| part.single);
    let past = (0..now.before).filter_map(single).max();
    past.unwrap_or(0)
        .max(going_on(world.line(now.before), span, now.at))
}

/// What one step adds.
struct Part {
    total: i64,
    single: i64,
}

impl Part {
    fn of(length: i64) -> Part {
        Part {
            total: length,
            single: length,
        }
    }
}

/// What the step adds to the span: what it ends, or what it is.
fn ended(world: &World, span: MeasuredSpan, number: usize) -> Option<Part> {
    let (step, line) = (world.steps.get(number)?, world.line(number)?);
    match span {
        MeasuredSpan::Hold | MeasuredSpan::Mute | MeasuredSpan::Silence(_) => {
            let ends = ends(span, step);
            ends.then(|| Part::of(going_on(Some(line), span, step.at)))
        }
        MeasuredSpan::Talk(who) => {
            let by = step.utterance_by().filter(|by| includes(who, *by))?;
            let from = step.at.max(line.spoken_until(by).unwrap_or(i64::MIN));
            Some(Part {
                total: (step.end - from).max(0),
                single: step.end - step.at,
            })
        }
        MeasuredSpan::Overlap => overlap(step, line).map(Part::of),
    }
}

/// What the utterance adds to the time during which both speak.
fn overlap(step: &Step, line: &Line) -> Option<i64> {
    let by = step.utterance_by()?;
    let other = line.spoken_until(other_side(by)?)?;
    let from = step.at.max(line.spoken_until(by).unwrap_or(i64::MIN));
    Some((step.end.min(other) - from).max(0))
}

/// Whether the step ends a hold, a mute or a gap, if there is one.
fn ends(span: MeasuredSpan, step: &Step) -> bool {
    let speaks = |who, by: Option<Speaker>| by.is_some_and(|by| includes(who, by));
    let Some(kind) = step.kind() else {
        return false;
    };
    match (span, kind) {
        (_, Kind::Contact) => true,
        (MeasuredSpan::Hold, kind) => *kind == Kind::HoldEnd,
        (MeasuredSpan::Mute, kind) => *kind == Kind::MuteEnd,
        (MeasuredSpan::Silence(who), Kind::Utterance) => speaks(who, step.utterance_by()),
        (MeasuredSpan::Silence(_), Kind::HoldStart | Kind::MuteStart | Kind::Hangup) => true,
        _ => false,
    }
}

/// How long the hold, mute or gap that is on has lasted.
fn going_on(line: Option<&Line>, span: MeasuredSpan, at: i64) -> i64 {
    let start = line.and_then(|line| match span {
        MeasuredSpan::Hold => line.on(SpanKind::Hold),
        MeasuredSpan::Mute => line.on(SpanKind::Mute),
        MeasuredSpan::Silence(who) => line.gap(who, false),
        MeasuredSpan::Talk(_) | MeasuredSpan::Overlap => None,
    });
    start.map_or(0, |start| (at - start).max(0))
}
