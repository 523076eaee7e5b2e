//! Limits that are known only when an occurrence starts: values, times of day, working days,
//! and the first part of a call.

use wasm_encoder::Function;

use super::arithmetic::MISSING;
use super::globals::{STATE, T, VALUE};
use super::layout::{CONNECTED, CONNECTED_T};
use super::rules::args;
use super::tables::duty;
use super::{Engine, fns};
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
        if self.has_limit(|limit| matches!(limit, Limit::Value(..))) {
            f.if_(kind.eq(duty::BY_VALUE), |f| {
                self.by_value(f, duty, end, limit)
            });
        }
        let clock = |limit: &Limit| matches!(limit, Limit::Clock(_) | Limit::WorkingDays(_));
        if let (true, Some(at)) = (self.has_limit(clock), self.asked.clock) {
            let zero = f.let64(STATE.i64(at));
            f.if_(zero.ne(MISSING), |f| {
                f.if_(kind.eq(duty::BY_CLOCK), |f| {
                    by_clock(f, duty, end, zero, limit)
                });
                f.if_(kind.eq(duty::BY_DAYS), |f| {
                    by_days(f, duty, end, zero, limit)
                });
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

    fn by_value(&self, f: &mut Body, duty: Local32, end: Local64, limit: Local64) {
        let value = I32::call_indirect(self.guards.type_index(), STATE, duty.i32(duty::VALUE));
        f.if_(value, |f| {
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

/// A time of the day on which the step is.
fn by_clock(f: &mut Body, duty: Local32, end: Local64, zero: Local64, limit: Local64) {
    let local = f.let64(T + zero + SHIFT);
    let at = f.let64(T - local.rem(c64(DAY)) + duty.i64(duty::LIMIT));
    f.set64(limit, greater(at, end));
}

/// So many days later, Saturdays and Sundays left out.
fn by_days(f: &mut Body, duty: Local32, end: Local64, zero: Local64, limit: Local64) {
    let days = f.let64(duty.i64(duty::LIMIT));
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
