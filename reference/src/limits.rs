//! When a window's time is up.
//!
//! In: a window and where its occurrence starts. Out: the limit, if there is one.

use zhunze_compiler::book::{
    ArithmeticOp, Extent, Limit, MOST_WORKING_DAYS, Part, ValueUnit, Window,
};

use crate::clock;
use crate::now::Now;
use crate::occurrence::Start;
use crate::terms::{arithmetic, number};
use crate::timers::later;
use crate::world::World;

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;
/// The most working days, in thousandths.
const MOST_DAYS: i64 = MOST_WORKING_DAYS as i64 * 1000;

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
        Limit::Value { value, unit } => match unit {
            ValueUnit::Millis(unit) => {
                let value = number(world, value, now)?;
                let length = arithmetic(value, ArithmeticOp::Multiply, i64::from(*unit));
                start.end.saturating_add(length?)
            }
            ValueUnit::WorkingDays => {
                let local = world.local?;
                let days = number(world, value, now)?.clamp(0, MOST_DAYS);
                clock::working_days(local, start.end, u32::try_from((days + 999) / 1000).ok()?)
            }
            ValueUnit::TimeOfDay => {
                let local = world.local?;
                let minutes = u64::try_from(number(world, value, now)?).ok()?;
                let time = minutes.checked_mul(60).filter(|time| *time <= DAY)?;
                let today = clock::time_of_day(local, now.at, time);
                let past = today < start.end;
                if past { later(today, DAY) } else { today }
            }
        },
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
