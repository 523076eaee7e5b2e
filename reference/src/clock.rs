//! The calendar and the clock, by `started_at`.
//!
//! In: `YYYY-MM-DDThh:mm[:ss[.f…]]` with `Z`, `±hh:mm` or nothing. Out: local time as
//! written, in milliseconds since 1970-01-01, and what calendar and clock show then.

use zhunze_calls::call::Call;
use zhunze_compiler::book::ClockPart;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// The local time at which the call starts.
pub(crate) fn local_time(call: &Call) -> Option<i64> {
    let text = call.started_at.as_deref()?;
    let (date, rest) = text.split_at_checked(10)?;
    let (time, zone) = rest.strip_prefix('T')?.split_at_checked(5)?;
    let (seconds, zone) = match zone.strip_prefix(':') {
        Some(seconds) => read_seconds(seconds)?,
        None => (0, zone),
    };
    let minutes = read_minutes(time)?;
    is_zone(zone).then_some(read_date(date)? * DAY + minutes * MINUTE + seconds)
}

fn read_date(text: &str) -> Option<i64> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_at_checked(2)?;
    let (year, month) = (digits(year, 4)?, digits(month, 2)?);
    let day = digits(day.strip_prefix('-')?, 2)?;
    let first = days_before(year, month)?;
    let next = match month {
        12 => days_before(year + 1, 1)?,
        _ => days_before(year, month + 1)?,
    };
    (1..=next - first).contains(&day).then_some(first + day - 1)
}

/// Days from 1970-01-01 to the first of the month.
fn days_before(year: i64, month: i64) -> Option<i64> {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let index = usize::try_from(month - 1).ok()?;
    lengths.get(index)?;
    let leap = i64::from(is_leap(year) && month > 2);
    // How many of the years up to this one are leap years; differences count.
    let leaps = |years: i64| years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    Some(years + lengths.iter().take(index).sum::<i64>() + leap)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Minutes of `hh:mm`.
fn read_minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// Milliseconds of `ss[.f…]`, and what follows.
fn read_seconds(text: &str) -> Option<(i64, &str)> {
    let (seconds, rest) = text.split_at_checked(2)?;
    let seconds = digits(seconds, 2).filter(|seconds| *seconds < 60)?;
    let Some(fraction) = rest.strip_prefix('.') else {
        return Some((seconds * 1000, rest));
    };
    let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, rest) = fraction.split_at_checked(length)?;
    // Digits after the third do not count.
    let thousandths: String = fraction.chars().chain("00".chars()).take(3).collect();
    Some((seconds * 1000 + digits(&thousandths, 3)?, rest))
}

fn is_zone(text: &str) -> bool {
    let offset = text.strip_prefix(['+', '-']);
    text.is_empty() || text == "Z" || offset.is_some_and(|at| read_minutes(at).is_some())
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<i64> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok())?
}

/// What the calendar or the clock shows: `Now` at `at`, all else when the call starts.
pub(crate) fn part(local: i64, part: ClockPart, at: i64) -> Option<i64> {
    let days = local.div_euclid(DAY);
    Some(match part {
        // 1970-01-01 was a Thursday.
        ClockPart::Weekday => ((days + 3).rem_euclid(7) + 1) * 1000,
        ClockPart::Date => days * 1000,
        ClockPart::Month => month_and_day(days)?.0 * 1000,
        ClockPart::Day => month_and_day(days)?.1 * 1000,
        ClockPart::CallTime => minutes(local),
        ClockPart::Now => minutes(local + at),
    })
}

/// Minutes of the day, in thousandths.
fn minutes(local: i64) -> i64 {
    local.rem_euclid(DAY) * 1000 / MINUTE
}

fn month_and_day(days: i64) -> Option<(i64, i64)> {
    // Years have 365 days or 366, so this is never too late a year.
    let mut year = 1970 + days.div_euclid(if days < 0 { 365 } else { 366 });
    while days_before(year + 1, 1)? <= days {
        year += 1;
    }
    let mut months = (1..=12)
        .rev()
        .filter_map(|month| Some((month, days_before(year, month)?)));
    let (month, first) = months.find(|(_, first)| *first <= days)?;
    Some((month, days - first + 1))
}

/// The instant, in the call's own time, at which the local time is `time` on the local day
/// of `at`.
pub(crate) fn time_of_day(local: i64, at: i64, time: u64) -> i64 {
    let midnight = (local + at).div_euclid(DAY) * DAY - local;
    midnight.saturating_add_unsigned(time)
}

/// The same local time as `at`, so many days later, Saturdays and Sundays not counted.
pub(crate) fn working_days(local: i64, at: i64, count: u32) -> i64 {
    let today = (local + at).div_euclid(DAY);
    let works = |day: &i64| (day + 3).rem_euclid(7) < 5;
    let day = match usize::try_from(count).unwrap_or(usize::MAX).checked_sub(1) {
        Some(before) => (today + 1..).filter(works).nth(before).unwrap_or(today),
        None => today,
    };
    at + (day - today) * DAY
}
