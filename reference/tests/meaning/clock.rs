//! "`Clock`" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{ClockPart, Term};

#[track_caller]
fn shows(part: ClockPart, started: &str, at: i64, expected: Option<i64>) {
    let call = format!("started {started}; {at} x");
    has_value(Term::Clock(part), &call, expected.map(|value| value * 1000));
}

const MINUTES: i64 = 60_000;

/// "from `started_at`, local time as written"; "Weekday 1 is Monday"
#[test]
fn the_calendar() {
    for (started, weekday, date, month, day) in [
        ("2026-11-24T09:30", 2, 20_781, 11, 24),
        ("2026-11-23T00:00:00Z", 1, 20_780, 11, 23),
        ("2026-11-29T23:59:59.999-08:00", 7, 20_786, 11, 29),
        ("2026-11-24T23:59:59.5Z", 2, 20_781, 11, 24),
        ("2026-11-24T23:59:59.999999+08:00", 2, 20_781, 11, 24),
        ("2024-02-29T12:00", 4, 19_782, 2, 29),
        ("2000-03-01T12:00", 3, 11_017, 3, 1),
        ("1970-01-01T00:00", 4, 0, 1, 1),
        ("1969-12-31T23:00", 3, -1, 12, 31),
        ("0000-01-01T00:00", 6, -719_528, 1, 1),
        ("0000-12-31T00:00", 7, -719_163, 12, 31),
        ("9999-12-31T00:00", 5, 2_932_896, 12, 31),
    ] {
        shows(ClockPart::Weekday, started, 0, Some(weekday));
        shows(ClockPart::Date, started, 0, Some(date));
        shows(ClockPart::Month, started, 0, Some(month));
        shows(ClockPart::Day, started, 0, Some(day));
    }
}

/// "plus the call's own time: `Now` at the step under judgement, all others at t = 0";
/// "minutes have thousandths"
#[test]
fn the_time_of_day() {
    shows(
        ClockPart::CallTime,
        "2026-11-24T09:30+08:00",
        5 * MINUTES,
        Some(570),
    );
    shows(
        ClockPart::Now,
        "2026-11-24T09:30+08:00",
        5 * MINUTES,
        Some(575),
    );
    shows(ClockPart::Now, "2026-11-24T23:59", 3 * MINUTES, Some(2));
    shows(ClockPart::Now, "2026-11-24T00:01", -3 * MINUTES, Some(1438));
    shows(
        ClockPart::Date,
        "2026-11-24T23:59",
        3 * MINUTES,
        Some(20_781),
    );
    has_value(
        Term::Clock(ClockPart::Now),
        "started 2026-11-24T09:30:30.120; 0 x",
        Some(570_502),
    );
}

/// "(`YYYY-MM-DDThh:mm[:ss[.f…]]`, three digits of the fraction count, with `Z`, `±hh:mm` or nothing)"
#[test]
fn what_is_no_time() {
    for started in [
        "2026-11-24",
        "2026-11-24 09:30",
        "2026-11-24T9:30",
        "2026-11-24T24:00",
        "2026-11-24T09:60",
        "2026-13-24T09:30",
        "2026-00-24T09:30",
        "2026-11-31T09:30",
        "2026-11-00T09:30",
        "2025-02-29T09:30",
        "1900-02-29T09:30",
        "2026-11-24T09:30:60",
        "2026-11-24T09:30:00.",
        "2026-11-24T09:30z",
        "2026-11-24T09:30+0800",
        "2026-11-24T09:30+24:00",
        "2026-11-24T09:30+08:00Z",
        "+026-11-24T09:30",
        "二〇二六",
    ] {
        shows(ClockPart::Date, started, 0, None);
    }
    has_value(Term::Clock(ClockPart::Now), "0 x", None);
}
