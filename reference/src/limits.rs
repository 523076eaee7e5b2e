//! When a window's time is up.
//!
//! In: a window and where its occurrence starts. Out: the limit, if there is one.

use zhunze_compiler::book::{ArithmeticOp, Extent, Limit, Part, Window};

use crate::clock;
use crate::now::Now;
use crate::occurrence::Start;
use crate::terms::{arithmetic, number};
use crate::timers::later;
use crate::world::World;

/// The earlier of the window's own limit and the end of the first part of the call.
pub(crate) fn of(world: &World, start: Start, window: &Window) -> Option<i64> {
    let max = window.max.as_ref();
    let max = max.and_then(|limit| at(world, start, limit, start.now(world).quietly()));
    let part = window.part.as_ref();
    let part = part.and_then(|part| end_of_first(world, start, part));
    [max, part].into_iter().flatten().min()
}

/// Counts what is missing of the values that a limit asks for.
pub(crate) fn ask(world: &World, start: Start, window: &Window) {
    if let Some(limit) = &window.max {
        at(world, start, limit, start.now(world));
    }
}

fn at(world: &World, start: Start, limit: &Limit, now: Now) -> Option<i64> {
    let at = match limit {
        Limit::After(length) => later(start.end, *length),
        Limit::Value { value, unit } => {
            let value = number(world, value, now)?;
            let length = arithmetic(value, ArithmeticOp::Multiply, i64::try_from(*unit).ok()?);
            start.end.saturating_add(length?)
        }
        Limit::Clock(time) => clock::time_of_day(world.local?, now.at, *time),
        Limit::WorkingDays(count) => clock::working_days(world.local?, start.end, *count),
    };
    Some(at.max(start.end))
}

/// Where the first part of a call that is connected ends.
fn end_of_first(world: &World, start: Start, part: &Part) -> Option<i64> {
    match part.extent {
        Extent::Time(length) if !part.last => {
            let connection = world.connection(start.step?)?;
            Some(later(connection, length).max(start.end))
        }
        _ => None,
    }
}
