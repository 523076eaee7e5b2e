//! Parts of the call.
//!
//! In: a part and a step. Out: whether the step lies in it, as far as that can be told at the
//! step, or when the call is over.

use zhunze_compiler::book::{Extent, Part, Who, Window};

use crate::line::includes;
use crate::steps::Step;
use crate::world::World;

/// A whole in thousandths of a percent.
const WHOLE: i128 = 100_000;

/// The window's part, when only the end of the call tells what lies in it.
pub(crate) fn known_at_the_end(window: &Window) -> Option<&Part> {
    let part = window.part.as_ref();
    part.filter(|part| part.last || matches!(part.extent, Extent::Percent(_)))
}

/// Whether the step, in a part that is a time, is not too late for it.
pub(crate) fn early_enough(world: &World, part: Option<&Part>, step: usize) -> bool {
    let first = part.filter(|part| !part.last).map(|part| part.extent);
    match (first, world.connection(step)) {
        (Some(Extent::Time(length)), Some(connection)) => {
            world.instant(step).at <= crate::timers::later(connection, length)
        }
        _ => true,
    }
}

/// The first of the steps from `from` on at which more have begun than the first
/// utterances or turns that are the part.
pub(crate) fn over(world: &World, part: Option<&Part>, from: usize) -> Option<usize> {
    let part = part.filter(|part| !part.last)?;
    let most = match part.extent {
        Extent::Utterances(_, most) | Extent::Turns(most) => most as usize,
        Extent::Time(_) | Extent::Percent(_) => return None,
    };
    let counts = |step: &usize| begins(world, part.extent, *step);
    let mut begun = (0..from).filter(counts).count();
    (from..world.steps.len()).find(|step| {
        begun += usize::from(counts(step));
        begun > most
    })
}

/// Whether a remembered target lies in the part, now that the call is over.
pub(crate) fn holds(world: &World, part: &Part, step: usize) -> bool {
    let at = i128::from(world.instant(step).at);
    let end = i128::from(world.end);
    let line = world.line(world.steps.len());
    let connection = line.and_then(|line| line.connection).map_or(0, i128::from);
    match part.extent {
        Extent::Time(length) => end - at <= i128::from(length),
        Extent::Percent(percent) => {
            let away = if part.last { end - at } else { at - connection };
            away * WHOLE <= i128::from(percent) * (end - connection)
        }
        Extent::Utterances(_, most) => begun_from(world, part.extent, step) <= most as usize,
        Extent::Turns(most) => begun_from(world, part.extent, step + 1) < most as usize,
    }
}

fn begun_from(world: &World, extent: Extent, step: usize) -> usize {
    let later = step..world.steps.len();
    later.filter(|step| begins(world, extent, *step)).count()
}

/// Whether the step is one of the utterances, or begins one of the turns, that are counted.
fn begins(world: &World, extent: Extent, step: usize) -> bool {
    let by = |who: Who| {
        let by = world.steps.get(step).and_then(Step::utterance_by);
        by.is_some_and(|by| includes(who, by))
    };
    match extent {
        Extent::Utterances(who, _) => by(who),
        Extent::Turns(_) => world.begins_turn(step),
        Extent::Time(_) | Extent::Percent(_) => false,
    }
}
