//! `started_at`.
use crate::making::*;

#[track_caller]
fn part(part: ClockPart, started: &str, at: i64, want: Option<i64>) {
    let call = if started.is_empty() {
        format!("{at} x")
    } else {
        format!("started {started}; {at} x")
    };
    check(&happens("x"), &Term::Clock(part), &call, &[want]);
}

#[test]
fn parts_of_the_calendar() {
    let at = "2026-11-24T18:30:15.250+08:00";
    part(ClockPart::Weekday, at, 0, Some(2_000));
    part(ClockPart::Month, at, 0, Some(11_000));
    part(ClockPart::Day, at, 0, Some(24_000));
    part(ClockPart::Date, at, 0, Some(20_781_000));
    part(
        ClockPart::CallTime,
        at,
        90_000_000,
        Some((18 * 60 + 30) * 1000 + 254),
    );
    part(
        ClockPart::Now,
        at,
        90_000_000,
        Some((19 * 60 + 30) * 1000 + 254),
    );
    part(ClockPart::Date, at, 90_000_000, Some(20_781_000));
    part(ClockPart::Now, "2026-12-31T23:59", 60_000, Some(0));
    part(ClockPart::Now, "2026-12-31T23:59", 59_999, Some(1_439_999));
    part(ClockPart::Now, "2026-12-31T00:00", -60_000, Some(1_439_000));
}

#[test]
fn days_before_and_after_1970() {
    for (date, days, weekday) in [
        ("1970-01-01", 0, 4),
        ("1969-12-31", -1, 3),
        ("2000-02-29", 11_016, 2),
        ("2000-03-01", 11_017, 3),
        ("0000-01-01", -719_528, 6),
        ("0000-02-29", -719_469, 2),
        ("9999-12-31", 2_932_896, 5),
        ("1900-03-01", -25_508, 4),
        ("2024-12-31", 20_088, 2),
        ("2025-01-01", 20_089, 3),
    ] {
        let at = format!("{date}T00:00Z");
        part(ClockPart::Date, &at, 0, Some(days * 1000));
        part(ClockPart::Weekday, &at, 0, Some(weekday * 1000));
    }
}

#[test]
fn forms() {
    for good in [
        "2026-11-24T18:30",
        "2026-11-24T18:30Z",
        "2026-11-24T18:30:00",
        "2026-11-24T18:30:00Z",
        "2026-11-24T18:30:59.999",
        "2026-11-24T18:30:00.5",
        "2026-11-24T18:30:00.000000001+08:00",
        "2026-11-24T18:30:00.000-23:59",
        "2026-11-24T18:30+00:00",
        "2024-02-29T00:00",
        "2000-02-29T00:00",
        "2026-01-31T23:59",
        "2026-04-30T00:00",
    ] {
        assert!(
            judge(
                &happens("x"),
                &[is_there(&Term::Clock(ClockPart::Day))],
                &format!("started {good}; 0 x")
            )[0][0],
            "{good}"
        );
    }
    for bad in [
        "",
        "2026-11-24",
        "2026-11-24T18",
        "2026-11-24T18:3",
        "2026-11-24 18:30",
        "2026-11-24t18:30",
        "2026-11-24T18:30z",
        "2026-11-24T24:00",
        "2026-11-24T18:60",
        "2026-11-24T18:30:60",
        "2026-11-24T18:30:",
        "2026-11-24T18:30:00.",
        "2026-11-24T18:30+24:00",
        "2026-11-24T18:30+08",
        "2026-11-24T18:30+0800",
        "2026-11-24T18:30+08:60",
        "2026-11-24T18:30ZZ",
        "2026-13-01T00:00",
        "2026-00-01T00:00",
        "2026-01-00T00:00",
        "2026-02-29T00:00",
        "1900-02-29T00:00",
        "2026-04-31T00:00",
        "2026-06-31T00:00",
        "2026-09-31T00:00",
        "2026-11-31T00:00",
        "26-11-24T18:30",
        "+2026-11-24T18:30",
        "2026-11-2aT18:30",
        "2026-1１-24T18:30",
        "-026-11-24T18:30",
    ] {
        part(ClockPart::CallTime, bad, 0, None);
    }
    part(ClockPart::CallTime, "5", 0, None);
}
