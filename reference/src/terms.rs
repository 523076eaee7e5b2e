//! Numbers in comparisons, in thousandths.
//!
//! In: a term, and the place in the call from which it looks back. Out: its value, none when
//! that is missing.

use zhunze_calls::call::{Kind, Value};
use zhunze_compiler::book::{ArithmeticOp, Moment, StatisticHow, Term, TimeOf, Who};

use crate::fields::{as_number, read};
use crate::line::includes;
use crate::now::Now;
use crate::steps::Step;
use crate::world::World;
use crate::{clock, measures, speech};

/// The greatest result of arithmetic.
const MOST: i128 = 9_000_000_000_000_000;
/// How many of the last steps a count that looks back so long sees at most.
const REMEMBERED: usize = 64;

/// The value of a term.
pub(crate) fn number(world: &World, term: &Term, now: Now) -> Option<i64> {
    match term {
        Term::Number(number) => Some(*number),
        Term::Field(name) => read(world, *name, now, as_number),
        Term::Rings => Some(rings(world, now)),
        Term::Count {
            moment,
            since,
            last,
        } => {
            let mut steps = times(world, moment, since.as_ref(), now);
            if let Some(last) = last {
                let from = now.at.saturating_sub_unsigned(*last);
                steps = steps.split_off(steps.len().saturating_sub(REMEMBERED));
                steps.retain(|step| world.instant(*step).at >= from);
            }
            thousandths(steps.len())
        }
        Term::Measure {
            span,
            longest,
            since,
        } => Some(match longest {
            true => measures::longest(world, *span, now),
            false => measures::total_since(world, *span, since.as_ref(), now),
        }),
        Term::Statistic { how, value, who } => statistic(world, *how, value, *who, now),
        Term::TimeOf { which, moment } => time_of(world, *which, moment, now),
        Term::CallTime => {
            let connection = match now.step {
                Some(step) => world.connection(step),
                None => world.line(now.before)?.connection,
            };
            Some(now.at - connection?)
        }
        Term::Clock(part) => clock::part(world.local?, *part, now.at),
        Term::Speech(value) => speech::value(world, *value, now.step?),
        Term::Arithmetic(left, op, right) => {
            let (left, right) = (number(world, left, now), number(world, right, now));
            arithmetic(left?, *op, right?)
        }
    }
}

fn thousandths(count: usize) -> Option<i64> {
    Some(i64::try_from(count).ok()?.saturating_mul(1000))
}

/// The steps so far at which `moment` matched, after the last of `since`.
pub(crate) fn times(
    world: &World,
    moment: &Moment,
    since: Option<&Moment>,
    now: Now,
) -> Vec<usize> {
    let last = since.and_then(|since| world.last(since, now.before));
    let from = last.map_or(0, |last| last + 1);
    let hits = world.hits(moment).iter().enumerate();
    let past = hits.take(now.before).skip(from);
    past.filter_map(|(step, hit)| hit.map(|_| step)).collect()
}

/// `count` of the last ring, this one included; a ring that does not say counts as one.
fn rings(world: &World, now: Now) -> i64 {
    let here = now.step.and_then(|step| world.steps.get(step));
    let past = world.steps.iter().take(now.before).rev();
    let mut events = here.into_iter().chain(past).filter_map(Step::event);
    let Some(ring) = events.find(|seen| seen.event.kind == Kind::Ring) else {
        return 0;
    };
    let count = ring.event.attributes.get("count");
    count.map(Value::as_ref).and_then(as_number).unwrap_or(1000)
}

/// Over the utterances so far of `who` that have the value.
fn statistic(world: &World, how: StatisticHow, value: &Term, who: Who, now: Now) -> Option<i64> {
    let by_who = |step: &usize| {
        let step = world.steps.get(*step).and_then(Step::utterance_by);
        step.is_some_and(|by| includes(who, by))
    };
    let utterances = (0..now.before).filter(by_who);
    let value_at = |step| number(world, value, Now::of_rule(world, step).quietly());
    let values: Vec<i64> = utterances.filter_map(value_at).collect();
    let sum: i128 = values.iter().copied().map(i128::from).sum();
    match how {
        StatisticHow::Highest => values.into_iter().max(),
        StatisticHow::Lowest => values.into_iter().min(),
        StatisticHow::Sum => values.first().and_then(|_| fitting(sum)),
        StatisticHow::Average => {
            let count = i128::try_from(values.len()).ok()?;
            i64::try_from(sum.checked_div(count)?).ok()
        }
    }
}

fn time_of(world: &World, which: TimeOf, moment: &Moment, now: Now) -> Option<i64> {
    let steps = times(world, moment, None, now);
    let first = world.steps.get(*steps.first()?)?;
    let last = world.steps.get(*steps.last()?)?;
    Some(match which {
        TimeOf::First => first.at,
        TimeOf::Last => last.at,
        TimeOf::Since => (now.at - last.end).max(0),
    })
}

/// Arithmetic on thousandths, toward zero.
pub(crate) fn arithmetic(left: i64, op: ArithmeticOp, right: i64) -> Option<i64> {
    let (left, right) = (i128::from(left), i128::from(right));
    fitting(match op {
        ArithmeticOp::Add => left + right,
        ArithmeticOp::Subtract => left - right,
        ArithmeticOp::Multiply => left * right / 1000,
        ArithmeticOp::Divide => (left * 1000).checked_div(right)?,
    })
}

/// A result that is not too great.
pub(crate) fn fitting(result: i128) -> Option<i64> {
    let fits = (-MOST..=MOST).contains(&result);
    i64::try_from(result).ok().filter(|_| fits)
}
