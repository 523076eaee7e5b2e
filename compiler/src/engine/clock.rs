//! The calendar and the clock: `started_at` is read once, when the call record comes.
//!
//! In: `YYYY-MM-DDThh:mm[:ss[.f…]]` with `Z`, `±hh:mm` or nothing. Out: local time as
//! written, in milliseconds since 1970-01-01, and the parts of the calendar. Anything else
//! is no time: all parts are missing.

use wasm_encoder::{Function, ValType};

use super::arithmetic::MISSING;
use super::globals::{STATE, T};
use super::{Definition, Engine, fns};
use crate::book::ClockPart;
use crate::wasm::{Body, I32, I64, Label, Local32, Local64, c32, select32};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;
/// Days of 400 years.
const ERA: i64 = 146_097;
/// After `Asked::clock`.
const MONTH: u32 = 8;
const DAY_OF_MONTH: u32 = 9;
/// "no number" of `digits`: greater than all numbers.
const NONE: i32 = -1;

/// The registers of the reader: what is left of the text.
struct Rest {
    at: Local32,
    end: Local32,
}

impl Rest {
    fn is(&self, byte: u8) -> I32 {
        let more = self.at.lt(self.end);
        more.and_then(self.at.u8(0).eq(i32::from(byte)))
    }

    fn is_digit(&self) -> I32 {
        let more = self.at.lt(self.end);
        more.and_then((self.at.u8(0) - i32::from(b'0')).le(9))
    }

    /// Takes a byte, or leaves.
    fn take(&self, f: &mut Body, byte: u8, bad: Label) {
        f.branch_if(self.is(byte).not(), bad);
        f.set(self.at, self.at + 1);
    }

    /// Takes a number of so many digits and at most `most`, or leaves.
    fn number(&self, f: &mut Body, digits: i32, most: i32, bad: Label) -> Local32 {
        let args = vec![self.at.into(), self.end.into(), digits.into()];
        let number = f.let32(I32::call(fns::CLOCK_DIGITS, args));
        f.branch_if(number.gt(most), bad);
        f.set(self.at, self.at + digits);
        number
    }
}

impl Engine<'_> {
    pub(super) fn clock_fns(&self) -> Vec<Definition> {
        let w = ValType::I32;
        let define = |name: &str, params: usize, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params: vec![w; params],
            results,
            body,
        };
        vec![
            define("clock_digits", 3, vec![w], digits()),
            define("read_clock", 2, vec![], self.read_clock()),
        ]
    }

    /// `read_clock(text, len)`: keeps the time that a text says, if it does.
    fn read_clock(&self) -> Function {
        let mut f = Body::new(2);
        let at = self.asked.clock.unwrap_or(0);
        let rest = Rest {
            at: Local32(0),
            end: Local32(1),
        };
        f.set(rest.end, rest.at + rest.end);
        f.block(|f, bad| {
            let year = rest.number(f, 4, 9999, bad);
            rest.take(f, b'-', bad);
            let month = rest.number(f, 2, 12, bad);
            rest.take(f, b'-', bad);
            let day = rest.number(f, 2, 31, bad);
            f.branch_if(month.not() | day.not(), bad);
            let longest = longest(f, year, month);
            f.branch_if(day.gt(longest), bad);
            rest.take(f, b'T', bad);
            let time = time_of_day(f, &rest, bad);
            zone(f, &rest, bad);
            let days = days(f, year, month, day);
            f.store64(STATE, at, days * DAY + time);
            f.store8(STATE, at + MONTH, month);
            f.store8(STATE, at + DAY_OF_MONTH, day);
        });
        f.finish()
    }

    /// A call starts: nothing is known of the clock yet.
    pub(super) fn open_clock(&self, f: &mut Body, state: Local32) {
        if let Some(at) = self.asked.clock {
            f.store64(state, at, MISSING);
        }
    }

    /// A part of the calendar or the clock, and whether it is known.
    pub(super) fn clock_part(&self, f: &mut Body, part: ClockPart) -> (Local64, Local32) {
        let at = self.asked.clock.unwrap_or(0);
        let (local, there) = super::tallies::unless_missing(f, STATE.i64(at));
        let value = match part {
            ClockPart::Month => f.let64(STATE.u8(at + MONTH).wide() * 1000),
            ClockPart::Day => f.let64(STATE.u8(at + DAY_OF_MONTH).wide() * 1000),
            ClockPart::Date => {
                let days = f.let64(day_of(local) - EPOCH - ERA);
                f.let64(days * 1000)
            }
            // 1970-01-01 was a Thursday; the days before it are whole eras, 20,871 weeks.
            ClockPart::Weekday => {
                f.let64(((day_of(local) + (3 - EPOCH % 7 + 7)).rem(7) + 1) * 1000)
            }
            ClockPart::CallTime => f.let64(minutes(local.into())),
            ClockPart::Now => f.let64(minutes(local + T)),
        };
        (value, there)
    }
}

/// Days since the start of an era long ago: never negative.
fn day_of(local: Local64) -> I64 {
    (local + (EPOCH + ERA) * DAY).div(DAY)
}

/// Thousandths of minutes of the day.
fn minutes(local: I64) -> I64 {
    (local + (EPOCH + ERA) * DAY).rem(DAY).div(60)
}

/// `clock_digits(at, end, n) → number` of exactly so many digits; [`NONE`] when they are
/// not there.
fn digits() -> Function {
    let mut f = Body::new(3);
    let (at, end, n) = (Local32(0), Local32(1), Local32(2));
    let (number, digit) = (f.let32(0), f.let32(0));
    f.if_((at + n).gt(end), |f| f.return32(NONE));
    f.set(end, at + n);
    f.while_(at.lt(end), |f, _| {
        f.set(digit, at.u8(0) - i32::from(b'0'));
        f.if_(digit.gt(9), |f| f.return32(NONE));
        f.set(number, number * 10 + digit);
        f.set(at, at + 1);
    });
    f.result32(number);
    f.finish()
}

/// `hh:mm[:ss[.f…]]` in milliseconds.
fn time_of_day(f: &mut Body, rest: &Rest, bad: Label) -> Local64 {
    let hour = rest.number(f, 2, 23, bad);
    rest.take(f, b':', bad);
    let minute = rest.number(f, 2, 59, bad);
    let time = f.let32(hour * 60 + minute);
    f.set(time, time * 60_000);
    f.if_(rest.is(b':'), |f| {
        f.set(rest.at, rest.at + 1);
        let second = rest.number(f, 2, 59, bad);
        f.set(time, time + second * 1000);
        f.if_(rest.is(b'.'), |f| {
            f.set(rest.at, rest.at + 1);
            // At least one digit; those after the third do not count.
            let (digit, worth) = (f.let32(0), f.let32(100));
            f.branch_if(rest.is_digit().not(), bad);
            f.while_(rest.is_digit(), |f, _| {
                f.set(digit, rest.at.u8(0) - i32::from(b'0'));
                f.set(time, time + digit * worth);
                f.set(worth, worth.div(10));
                f.set(rest.at, rest.at + 1);
            });
        });
    });
    f.let64(time.wide())
}

/// `Z`, `±hh:mm` or nothing, and the end of the text.
fn zone(f: &mut Body, rest: &Rest, bad: Label) {
    f.if_else(
        rest.is(b'Z'),
        |f| f.set(rest.at, rest.at + 1),
        |f| {
            f.if_(rest.is(b'+') | rest.is(b'-'), |f| {
                f.set(rest.at, rest.at + 1);
                rest.number(f, 2, 23, bad);
                rest.take(f, b':', bad);
                rest.number(f, 2, 59, bad);
            });
        },
    );
    f.branch_if(rest.at.ne(rest.end), bad);
}

/// How many days a month has.
fn longest(f: &mut Body, year: Local32, month: Local32) -> Local32 {
    let leap = (year & 3).not() & (year.rem(100).ne(0) | year.rem(400).not());
    // Bits of the months with 31 days.
    let long = (c32(0b1_0101_1010_1010) >> month) & 1;
    let usual = long + 30;
    f.let32(select32(month.eq(2), leap + 28, usual))
}

/// Days since 1970-01-01. Years begin in March, so that the leap day is their last.
fn days(f: &mut Body, year: Local32, month: Local32, day: Local32) -> I64 {
    let early = f.let32(month.le(2));
    let year = f.let32(year + 400 - early);
    let month = f.let32(month + 9 - (c32(12) * early.not()));
    let leaps = (year >> 2) - year.div(100) + year.div(400);
    let days = f.let32(year * 365 + leaps + (month * 153 + 2).div(5) + day - 1);
    days.wide() - (EPOCH + ERA)
}

#[cfg(test)]
mod tests {
    use super::{EPOCH, ERA};

    #[test]
    fn an_era_is_whole_weeks() {
        assert_eq!(ERA % 7, 0);
        assert_eq!(EPOCH % 7, 1);
    }
}
