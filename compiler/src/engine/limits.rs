//! Limits that are known only when an occurrence starts: values, times of day, working days,
//! and the first part of a call.

use wasm_encoder::Function;

use super::arithmetic::MISSING;
use super::globals::{STATE, T, VALUE};
use super::layout::{CONNECTED, CONNECTED_T};
use super::rules::args;
use super::tables::duty;
use super::{Engine, fns};
use crate::book::{MOST_WORKING_DAYS, ValueUnit};
use crate::monitors::Limit;
use crate::wasm::{Body, I32, I64, Local32, Local64, c64, select64};

/// Milliseconds of a day and a week.
const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;
/// Whole weeks that make every local time positive, so that division rounds down.
const SHIFT: i64 = 1_000_000 * WEEK;
/// 1970-01-01 was a Thursday: days since the Monday before it.
const THURSDAY: i64 = 3;

fn greater(a: Local64, b: Local64) -> I64 {
    select64(a.gt(b), a, b)
}

impl Engine<'_> {
    /// `limit(duty, end) → t`; `i64::MAX` none.
    pub(super) fn limit(&self) -> Function {
        let mut f = Body::new(2);
        let (duty, end) = (Local32(0), Local64(1));
        let limited = (duty.u8(duty::FLAGS) & duty::HAS_MAX).ne(0);
        let limit = f.let64(select64(limited, end + duty.i64(duty::MAX), c64(i64::MAX)));
        let kind = f.let32(duty.u8(duty::LIMIT_KIND));
        let counts = |unit: fn(&ValueUnit) -> bool| {
            self.has_limit(|limit| matches!(limit, Limit::Value(_, it) if unit(it)))
        };
        if counts(|unit| matches!(unit, ValueUnit::Millis(_))) {
            f.if_(kind.eq(duty::BY_VALUE), |f| {
                self.by_value(f, duty, end, limit)
            });
        }
        if let Some(at) = self.asked.clock {
            let zero = f.let64(STATE.i64(at));
            f.if_(zero.ne(MISSING), |f| {
                let since = Since { end, zero, limit };
                if self.has_limit(|limit| matches!(limit, Limit::Clock(_))) {
                    f.if_(kind.eq(duty::BY_CLOCK), |f| {
                        by_clock(f, duty.i64(duty::LIMIT), since);
                    });
                }
                if self.has_limit(|limit| matches!(limit, Limit::WorkingDays(_))) {
                    f.if_(kind.eq(duty::BY_DAYS), |f| {
                        by_days(f, duty.i64(duty::LIMIT), since);
                    });
                }
                if counts(|unit| *unit == ValueUnit::WorkingDays) {
                    f.if_(kind.eq(duty::BY_VALUE_DAYS), |f| {
                        f.if_(self.value_of(duty), |f| by_some_days(f, since));
                    });
                }
                if counts(|unit| *unit == ValueUnit::TimeOfDay) {
                    f.if_(kind.eq(duty::BY_VALUE_CLOCK), |f| {
                        f.if_(self.value_of(duty), |f| by_some_clock(f, since));
                    });
                }
            });
        }
        let first = duty.u8(duty::PART).eq(duty::PART_TIME) & STATE.u8(CONNECTED);
        f.if_(first, |f| {
            let part_ends = f.let64(STATE.i64(CONNECTED_T) + duty.i64(duty::PART_SIZE));
            let part_ends = f.let64(greater(part_ends, end));
            f.set64(limit, select64(limit.lt(part_ends), limit, part_ends));
        });
        f.result64(limit);
        f.finish()
    }

    fn has_limit(&self, is: impl Fn(&Limit) -> bool) -> bool {
        let all = self.program.monitors.iter().flat_map(super::cells::happens);
        all.filter_map(|happen| happen.window.max.as_ref()).any(is)
    }

    /// Asks for the value of a limit, which is then in `VALUE`: whether it is known.
    fn value_of(&self, duty: Local32) -> I32 {
        I32::call_indirect(self.guards.type_index(), STATE, duty.i32(duty::VALUE))
    }

    fn by_value(&self, f: &mut Body, duty: Local32, end: Local64, limit: Local64) {
        f.if_(self.value_of(duty), |f| {
            let scale = args([VALUE.into(), duty.i64(duty::LIMIT).into(), 1000i64.into()]);
            let span = f.let64(I64::call(fns::SCALE, scale));
            f.if_(span.ne(MISSING), |f| {
                let at = f.let64(end + span);
                f.set64(limit, greater(at, end));
            });
        });
    }

    /// Fixes the limits of an occurrence whose first cell this is, and notes the earliest.
    pub(super) fn fix_limits(&self, f: &mut Body, record: Local32, first: Local32, end: Local64) {
        use super::cells::LINK;
        use super::layout::NEXT_WAIT;
        use super::tables::monitor;
        let cell = f.let32(first);
        super::rules::each_duty(f, record, |f, duty, _| {
            f.if_(duty.u8(duty::TYPE).not(), |f| {
                let several = record.u8(monitor::HAPPENS).gt(1);
                f.if_(several, |f| f.set(cell, self.cell(cell.u16(LINK))));
                if let Some(at) = self.state.cell.deadline {
                    let fixed = I64::call(fns::LIMIT, args([duty.into(), end.into()]));
                    f.store64(cell, at, fixed);
                }
                let limit = f.let64(self.limit_of(cell, duty, end));
                let timed = limit.lt(STATE.i64(NEXT_WAIT));
                f.if_(timed & (duty.u8(duty::FLAGS) & duty::LATE).not(), |f| {
                    f.store64(STATE, NEXT_WAIT, limit);
                });
            });
        });
    }
}

/// What limits are counted from: the trigger's end, and the call's start in local time. And
/// where they are put.
#[derive(Clone, Copy)]
struct Since {
    end: Local64,
    zero: Local64,
    limit: Local64,
}

/// A time of the day on which the step is.
fn by_clock(f: &mut Body, time: I64, since: Since) {
    let Since { end, zero, limit } = since;
    let local = f.let64(T + zero + SHIFT);
    let at = f.let64(T - local.rem(c64(DAY)) + time);
    f.set64(limit, greater(at, end));
}

/// The time of day in `VALUE`, on that day or the next; none when no day has it.
fn by_some_clock(f: &mut Body, since: Since) {
    let Since { end, zero, limit } = since;
    let minutes = f.let64(VALUE);
    f.if_(minutes.ge(0) & minutes.le(24 * 60 * 1000), |f| {
        let local = f.let64(T + zero + SHIFT);
        let at = f.let64(T - local.rem(c64(DAY)) + minutes * 60);
        f.set64(at, at + c64(DAY) * at.lt(end).wide());
        f.set64(limit, greater(at, end));
    });
}

/// As many working days as `VALUE` says; parts count whole.
fn by_some_days(f: &mut Body, since: Since) {
    let most = i64::from(MOST_WORKING_DAYS);
    let days = f.let64(VALUE);
    f.set64(days, select64(days.gt(most * 1000), c64(most * 1000), days));
    f.set64(
        days,
        select64(days.gt(0), (days + 999).div(c64(1000)), c64(0)),
    );
    by_days(f, days.into(), since);
}

/// So many days later, Saturdays and Sundays left out.
fn by_days(f: &mut Body, days: I64, since: Since) {
    let Since { end, zero, limit } = since;
    let days = f.let64(days);
    let today = f.let64((end + zero + SHIFT).div(c64(DAY)) + THURSDAY);
    f.set64(limit, end);
    f.if_(days.ne(0), |f| {
        // Five of them are a week; the rest (one to five) are counted out.
        let weeks = f.let64((days - 1).div(c64(5)));
        f.set64(days, days - weeks * 5);
        let ahead = f.let64(weeks * 7);
        f.while_(days.ne(0), |f, _| {
            f.set64(ahead, ahead + 1);
            let works = f.let32((today + ahead).rem(c64(7)).lt(5));
            f.set64(days, days - works.wide());
        });
        f.set64(limit, end + ahead * DAY);
    });
}
