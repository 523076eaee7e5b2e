//! Dates, times and money: rows of parts, the longest row that fits is the value.
//!
//! In: a unit. Out: where the value ends and what it is. The rows are data; the module has
//! them too and reads them in the same way.

use std::sync::LazyLock;

use super::Value;
use super::lexicon::Role;
use super::numbers::MAX;
use super::tokens::{ARABIC, CLOCK_AM, CLOCK_PM, Tokens, before};

/// A part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A whole number in these bounds.
    Whole(i64, i64),
    /// Two Arabic digits, a number up to this.
    Two(i64),
    /// Any number.
    Number,
    /// A word of this role.
    Word(Role),
    /// One word of digits up to this, and `am` or `pm`.
    Clock(i64),
}

/// A row of parts, each with what may stand before it (of the first, only a sign counts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The parts; at most [`MAX_PARTS`].
    pub parts: Vec<(u16, Part)>,
    /// What they make.
    pub make: Make,
}

/// The most parts in a row.
pub const MAX_PARTS: usize = 8;

/// What the parts make, by their positions; [`NONE`] is no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Make {
    /// A date of year, month, day.
    Date(u8, u8, u8),
    /// Days from today.
    Relative,
    /// Minutes of the day: hour, minute, period; `add` more minutes.
    Time {
        /// Position of the hour.
        hour: u8,
        /// Position of the minutes.
        minute: u8,
        /// Position of the period.
        period: u8,
        /// More minutes.
        add: i64,
        /// Minutes are a quarter of an hour each.
        quarters: bool,
        /// Minutes count back from the hour.
        back: bool,
    },
    /// Minutes of the day: the first part's value.
    Minutes,
    /// Money: parts and what one is worth, in thousandths of the whole.
    Money([(u8, i64); 3]),
}

/// No part.
pub const NONE: u8 = 255;

const JOINED: u16 = before::JOINED;

fn words(role: Role) -> (u16, Part) {
    (JOINED, Part::Word(role))
}

fn whole(least: i64, most: i64) -> (u16, Part) {
    (before::NOTHING | before::SPACE, Part::Whole(least, most))
}

fn row(parts: &[(u16, Part)], make: Make) -> Row {
    Row {
        parts: parts.to_vec(),
        make,
    }
}

/// Rows of dates.
pub static DATES: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let (year, month, day) = (whole(1000, 9999), whole(1, 12), whole(1, 31));
    let [y, m, d] = [Role::Year, Role::Month, Role::Day].map(words);
    let name = words(Role::MonthName);
    let by = |mark: u16, part: (u16, Part)| (mark, part.1);
    let mut rows = vec![
        row(&[year, y, month, m, day, d], Make::Date(0, 2, 4)),
        row(&[month, m, day, d], Make::Date(NONE, 0, 2)),
        row(&[day, d], Make::Date(NONE, NONE, 0)),
        row(&[words(Role::Relative)], Make::Relative),
        row(&[name, day], Make::Date(NONE, 0, 1)),
        row(&[day, name], Make::Date(NONE, 1, 0)),
        row(&[day, words(Role::Of), name], Make::Date(NONE, 2, 0)),
    ];
    for mark in [before::DASH, before::SLASH, before::DOT] {
        let parts = [year, by(mark, month), by(mark, day)];
        rows.push(row(&parts, Make::Date(0, 1, 2)));
    }
    rows
});

/// Rows of times.
pub static TIMES: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows = vec![];
    for period in [None, Some(words(Role::Period))] {
        chinese_times(period, &mut rows);
    }
    english_times(&mut rows);
    rows
});

fn time(hour: u8, minute: u8, period: u8) -> Make {
    Make::Time {
        hour,
        minute,
        period,
        add: 0,
        quarters: false,
        back: false,
    }
}

fn chinese_times(period: Option<(u16, Part)>, rows: &mut Vec<Row>) {
    let (first, at) = period.map_or((0, NONE), |_| (1, 0));
    let mut add = |rest: &[(u16, Part)], make: Make| {
        let parts: Vec<_> = period.into_iter().chain(rest.iter().copied()).collect();
        rows.push(row(&parts, make));
    };
    let hour = whole(0, 24);
    let [o, minute, quarter] = [Role::Hour, Role::Minute, Role::Quarter].map(words);
    let timed = |minute: u8| time(first, minute, at);
    let fixed = |add: i64| Make::Time {
        hour: first,
        minute: NONE,
        period: at,
        add,
        quarters: false,
        back: false,
    };
    add(&[hour, (before::COLON, Part::Two(59))], timed(first + 1));
    add(&[hour, o], fixed(0));
    add(&[hour, o, words(Role::Sharp)], fixed(0));
    add(&[hour, o, words(Role::HalfHour)], fixed(30));
    let quarters = Make::Time {
        hour: first,
        minute: first + 2,
        period: at,
        add: 0,
        quarters: true,
        back: false,
    };
    add(&[hour, o, whole(1, 3), quarter], quarters);
    add(&[hour, o, whole(0, 59), minute], timed(first + 2));
    add(&[hour, o, whole(10, 59)], timed(first + 2));
    add(&[hour, o, words(Role::Nil), whole(1, 9)], timed(first + 3));
    add(
        &[hour, o, words(Role::Nil), whole(1, 9), minute],
        timed(first + 3),
    );
}

fn english_times(rows: &mut Vec<Row>) {
    let hour = whole(1, 12);
    let [part, past, to, ampm] = [Role::Part, Role::Past, Role::To, Role::AmPm].map(words);
    let back = |hour: u8, minute: u8| Make::Time {
        hour,
        minute,
        period: NONE,
        add: 0,
        quarters: false,
        back: true,
    };
    let colon = |part: Part| (before::COLON, part);
    let parts = [
        row(&[part, past, hour], time(2, 0, NONE)),
        row(&[part, to, hour], back(2, 0)),
        row(&[whole(1, 59), past, hour], time(2, 0, NONE)),
        row(&[whole(1, 59), to, hour], back(2, 0)),
        row(&[hour, ampm], time(0, NONE, 1)),
        row(&[hour, colon(Part::Two(59)), ampm], time(0, 1, 2)),
        row(&[hour, whole(10, 59), ampm], time(0, 1, 2)),
        row(&[(JOINED, Part::Clock(12))], time(0, NONE, 1)),
        row(&[hour, colon(Part::Clock(59))], time(0, 1, 2)),
        row(&[hour, words(Role::OClock)], time(0, NONE, NONE)),
        row(&[words(Role::Moment)], Make::Minutes),
    ];
    rows.extend(parts);
}

/// Rows of money.
pub static MONEY: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let number = (JOINED, Part::Number);
    let [yuan, kuai, coin, jiao, cent] =
        [Role::Yuan, Role::Kuai, Role::Coin, Role::Jiao, Role::Cent].map(words);
    let [fen, dollar] = [Role::Minute, Role::Dollar].map(words);
    let (one, two) = (whole(1, 9), whole(0, 99));
    let none = (NONE, 0);
    let of = |parts: &[(u16, Part)], worth: [(u8, i64); 3]| row(parts, Make::Money(worth));
    vec![
        of(&[number, yuan], [(0, 1000), none, none]),
        of(&[number, kuai, coin], [(0, 1000), none, none]),
        of(&[number, kuai, one], [(0, 1000), (2, 100), none]),
        of(&[number, yuan, one, jiao], [(0, 1000), (2, 100), none]),
        of(
            &[number, yuan, one, jiao, one],
            [(0, 1000), (2, 100), (4, 10)],
        ),
        of(
            &[number, yuan, one, jiao, one, fen],
            [(0, 1000), (2, 100), (4, 10)],
        ),
        of(&[number, yuan, two, fen], [(0, 1000), (2, 10), none]),
        of(&[whole(1, 99), jiao], [(0, 100), none, none]),
        of(&[whole(1, 99), jiao, one, fen], [(0, 100), (2, 10), none]),
        of(
            &[(before::YUAN | before::DOLLAR, Part::Number)],
            [(0, 1000), none, none],
        ),
        of(&[number, dollar], [(0, 1000), none, none]),
        of(
            &[number, dollar, whole(1, 99), cent],
            [(0, 1000), (2, 10), none],
        ),
        of(&[whole(1, 99), cent], [(0, 10), none, none]),
    ]
});

impl Tokens<'_> {
    /// The longest of these rows that fits at a unit: where it ends, and its value.
    pub(super) fn composite(&self, at: usize, rows: &[Row]) -> Option<(usize, Value)> {
        if self.is_inside(at) {
            return None;
        }
        let mut best: Option<(usize, Value)> = None;
        for row in rows {
            let Some((end, values)) = self.row(at, row) else {
                continue;
            };
            let longer = best.as_ref().is_none_or(|(known, _)| end > *known);
            if let Some(value) = make(row.make, &values).filter(|_| longer) {
                best = Some((end, value));
            }
        }
        best
    }

    /// The end of a row at a unit, and the values of its parts: of numbers for money
    /// thousandths, else whole.
    fn row(&self, at: usize, row: &Row) -> Option<(usize, Vec<i64>)> {
        let (mut end, mut values) = (at, vec![]);
        for (joined, part) in &row.parts {
            let sign = before::YUAN | before::DOLLAR;
            let asked = if end == at { joined & sign } else { *joined };
            if asked != 0 && !self.follows(end, asked) || end >= self.units.len() {
                return None;
            }
            let (behind, value) = self.part(end, *part)?;
            values.push(value);
            // `6pm` is an hour and a period.
            if let Part::Clock(_) = part {
                let am = self.token(end).word == CLOCK_AM;
                values.push(if am { 1 } else { 4 });
            }
            end = behind;
        }
        Some((end, values))
    }

    fn part(&self, at: usize, part: Part) -> Option<(usize, i64)> {
        match part {
            Part::Word(role) => self.role(at, role),
            Part::Number => {
                let number = self.number(at)?;
                Some((number.end, number.value?))
            }
            Part::Whole(least, most) => {
                let number = self.number(at)?;
                let value = number.whole?;
                (least..=most)
                    .contains(&value)
                    .then_some((number.whole_end, value))
            }
            Part::Two(most) => {
                let (value, count) = self.arabic(at)?;
                let fits = self.token(at).word == ARABIC && count == 2 && value <= most;
                fits.then_some((at + 1, value))
            }
            Part::Clock(most) => {
                let (value, _) = self.arabic(at)?;
                let clock = matches!(self.token(at).word, CLOCK_AM | CLOCK_PM);
                (clock && value <= most).then_some((at + 1, value))
            }
        }
    }
}

fn make(make: Make, values: &[i64]) -> Option<Value> {
    let value = |at: u8| values.get(usize::from(at)).copied();
    match make {
        Make::Date(year, month, day) => {
            let day = format!("{:02}", value(day)?);
            let month = value(month).map_or(String::new(), |month| format!("{month:02}-"));
            let year = value(year).map_or(String::new(), |year| format!("{year:04}-"));
            Some(Value::Text(year + &month + &day))
        }
        Make::Relative => Some(Value::Text(format!("{:+}", value(0)?))),
        Make::Minutes => Some(Value::Number(value(0)? * 1000)),
        Make::Time {
            hour,
            minute,
            period,
            add,
            quarters,
            back,
        } => {
            let minute = value(minute).unwrap_or(0) * if quarters { 15 } else { 1 };
            let hour = in_period(value(hour)?, value(period).unwrap_or(0));
            let minutes = hour * 60 + add + if back { -minute } else { minute };
            (minutes <= 24 * 60).then_some(Value::Number(minutes * 1000))
        }
        Make::Money(parts) => {
            let [first, ..] = parts;
            let whole = value(first.0)?;
            // The first is in thousandths already when it counts whole units.
            let mut sum = if first.1 == 1000 {
                whole
            } else {
                whole * first.1
            };
            for (at, worth) in parts.into_iter().skip(1) {
                sum += value(at).unwrap_or(0) * worth;
            }
            (sum <= MAX).then_some(Value::Number(sum))
        }
    }
}

/// The hour of the day: 1 of the small hours (`am`), 2 of the morning, 3 of noon, 4 of the
/// afternoon (`pm`), 5 of the night.
fn in_period(hour: i64, period: i64) -> i64 {
    match (period, hour) {
        (1, 12) | (5, 12) => 0,
        (3, 1..=3) | (4, 1..=11) | (5, 5..=11) => hour + 12,
        _ => hour,
    }
}
