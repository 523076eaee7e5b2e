//! `before that`: what must have come before the trigger.
//!
//! In: the moments of a sequence and the trigger. Out: whether steps before the trigger
//! match the moments in order, and which: of several such chains the latest.

use zhunze_calls::verdict::{Evidence, Reason};
use zhunze_compiler::book::Step as Wanted;

use crate::occurrence::{Outcome, Settled, Start};
use crate::timers::later;
use crate::world::World;

/// Judges the sequence `wanted` at the start of an occurrence.
pub(crate) fn judge(
    world: &World,
    start: Start,
    wanted: &[Wanted],
    within: Option<u64>,
) -> Settled {
    let when = start.when(world);
    let chain = newest(world, start, wanted).filter(|chain| {
        let begins = chain.first();
        begins.is_some_and(|begins| soon_enough(world, *begins, when.at, within))
    });
    let outcome = match chain {
        Some(chain) => Outcome::Met(evidence(world, wanted, &chain)),
        None => Outcome::Broken {
            reason: Reason::NotBefore,
            due: Some(when.at),
            evidence: None,
        },
    };
    Settled { when, outcome }
}

fn evidence(world: &World, wanted: &[Wanted], chain: &[usize]) -> Vec<Evidence> {
    let steps = chain.iter().zip(wanted);
    let seen = steps.filter_map(|(step, wanted)| {
        let hit = world.hit(&wanted.moment, *step)?;
        world.evidence(*step, hit)
    });
    seen.collect()
}

/// The newest chain of all the moments before the start, as steps in order.
fn newest(world: &World, start: Start, wanted: &[Wanted]) -> Option<Vec<usize>> {
    let (first, rest) = wanted.split_first()?;
    let alone = matching(world, first).map(|step| vec![step]);
    let mut chains: Vec<Vec<usize>> = alone.collect();
    for next in rest {
        let longer = |step| extend(world, &chains, step, next.within);
        chains = matching(world, next).filter_map(longer).collect();
    }
    newest_before(&chains, start.step.unwrap_or(world.steps.len())).cloned()
}

fn matching<'w>(world: &'w World, wanted: &'w Wanted) -> impl Iterator<Item = usize> + 'w {
    let all = 0..world.steps.len();
    all.filter(|step| world.hit(&wanted.moment, *step).is_some())
}

/// The newest of `chains` that ends before the step, made longer by it, if it comes soon
/// enough after that.
fn extend(
    world: &World,
    chains: &[Vec<usize>],
    step: usize,
    within: Option<u64>,
) -> Option<Vec<usize>> {
    let chain = newest_before(chains, step)?;
    let in_time = soon_enough(world, *chain.last()?, world.step(step).at, within);
    in_time.then(|| [chain.as_slice(), &[step]].concat())
}

/// The last of `chains`, which are in order, whose last step lies before `step`.
fn newest_before(chains: &[Vec<usize>], step: usize) -> Option<&Vec<usize>> {
    let earlier = chains.partition_point(|chain| chain.last() < Some(&step));
    chains.get(earlier.checked_sub(1)?)
}

/// Whether `at` is within `within` of the end of the earlier step; an overlap counts as 0.
fn soon_enough(world: &World, earlier: usize, at: i64, within: Option<u64>) -> bool {
    let end = world.steps.get(earlier).map_or(at, |step| step.end);
    within.is_none_or(|within| at <= later(end, within))
}
