//! The calendar and the clock of a call.
//!
//! In: `call.weekday` and the like, dates in quotes. Out: conditions in which metadata of
//! the same name comes first, as the language promises.

use zhunze_grammar::ast::{self, Span};

use super::Checker;
use super::events::Type;
use super::values::{Measure, Side};
use crate::book::{ClockPart, CompareOp, Expr, Field, Term};
use crate::diagnostics::Code;

/// What a part of the calendar is measured in.
pub(super) fn measure(part: ClockPart) -> Measure {
    match part {
        ClockPart::Weekday | ClockPart::Month | ClockPart::Day => Measure::Count,
        ClockPart::Date => Measure::Day,
        ClockPart::CallTime | ClockPart::Now => Measure::Minutes,
    }
}

/// Metadata of the same name.
fn name(part: ClockPart) -> &'static str {
    match part {
        ClockPart::Weekday => "weekday",
        ClockPart::Date => "date",
        ClockPart::Month => "month",
        ClockPart::Day => "day",
        ClockPart::CallTime | ClockPart::Now => "time",
    }
}

/// Days since 1970-01-01 of a date written `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let mut next = |length: usize| {
        let part = parts.next().filter(|part| part.len() == length)?;
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if parts.next().is_some() || !(1..=longest).contains(&day) {
        return None;
    }
    // Years begin in March, so that the leap day is their last.
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

impl<'a> Checker<'a> {
    /// A date in quotes as a number of days.
    pub(super) fn date(&mut self, text: &str, span: Span) -> Option<Side> {
        if let Some(day) = day(text) {
            return Some(Side::Number(Term::Number(day * 1000), Measure::Day));
        }
        let diagnostic = self
            .at(
                Code::BadDate,
                span,
                format!("`{text}` is no date"),
                format!("“{text}”不是日期"),
            )
            .help(
                "write year, month and day: \"2026-11-24\"",
                "按年月日写：\"2026-11-24\"",
            );
        self.report.push(diagnostic);
        None
    }

    /// A part of the calendar compared: with metadata of its name, if there is any.
    pub(super) fn compare_calendar(
        &mut self,
        part: ClockPart,
        (left, l): (&'a ast::Expr, &Side),
        op: CompareOp,
        (right, r): (&'a ast::Expr, &Side),
        span: Span,
    ) -> Option<Expr> {
        let clock = Side::Number(Term::Clock(part), measure(part));
        let first = matches!(l, Side::Calendar(_));
        let other = if first { r } else { l };
        let other_expr = if first { right } else { left };
        let number = match (part, other) {
            (ClockPart::Date, Side::Text(text)) => self.date(text, other_expr.span)?,
            (_, Side::Calendar(part)) => Side::Number(Term::Clock(*part), measure(*part)),
            (_, other) => other.clone(),
        };
        let by_clock = match first {
            true => self.compare_sides((left, &clock), op, (right, &number), span)?,
            false => self.compare_sides((left, &number), op, (right, &clock), span)?,
        };
        let equality = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        if matches!(other, Side::Calendar(_)) || (part == ClockPart::Date && !equality) {
            return Some(by_clock);
        }
        let field = Field::Meta(self.tables.meta(name(part)));
        let meta = Side::Field(field, Type::Open);
        let by_meta = match first {
            true => self.compare_sides((left, &meta), op, (right, other), span)?,
            false => self.compare_sides((left, other), op, (right, &meta), span)?,
        };
        let known = match part {
            ClockPart::Date => Expr::SameText {
                left: field,
                right: field,
                negated: false,
            },
            _ => Expr::Compare {
                left: Term::Field(field),
                op: CompareOp::Equal,
                right: Term::Field(field),
            },
        };
        Some(first_of(by_meta, known, by_clock))
    }

    /// `call.weekend`: the metadata, and where it is missing Saturday and Sunday.
    pub(super) fn weekend(&mut self) -> Expr {
        let value = Field::Meta(self.tables.meta("weekend"));
        let flag = |negated| Expr::Flag { value, negated };
        let by_clock = Expr::Compare {
            left: Term::Clock(ClockPart::Weekday),
            op: CompareOp::GreaterEqual,
            right: Term::Number(6_000),
        };
        first_of(flag(false), flag(true), by_clock)
    }

    /// The days from which and until which something is in force.
    pub(super) fn effective(&mut self, effective: &ast::Effective) -> Option<Vec<Expr>> {
        let mut all = Vec::new();
        let mut days = Vec::new();
        for (text, op) in [
            (&effective.from, CompareOp::GreaterEqual),
            (&effective.until, CompareOp::LessEqual),
        ] {
            let Some(text) = text else { continue };
            let Some(Side::Number(Term::Number(day), _)) = self.date(&text.node, text.span) else {
                all.push(None);
                continue;
            };
            days.push((day, text.span));
            all.push(Some(Expr::Compare {
                left: Term::Clock(ClockPart::Date),
                op,
                right: Term::Number(day),
            }));
        }
        if let [(from, _), (until, span)] = days.as_slice()
            && until < from
        {
            let diagnostic = self.at(
                Code::EmptyWindow,
                *span,
                "it ends before it begins",
                "结束的日期早于开始的日期",
            );
            self.report.push(diagnostic);
        }
        all.into_iter().collect()
    }
}

/// What the metadata says; where it says nothing (`known` does not hold), the clock.
fn first_of(by_meta: Expr, known: Expr, by_clock: Expr) -> Expr {
    let unknown = Expr::Not(Box::new(known));
    Expr::Or(vec![by_meta, Expr::And(vec![unknown, by_clock])])
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-03-01"), Some(11_017));
        assert_eq!(day("2026-11-24"), Some(20_781));
        assert_eq!(day("2024-02-29"), Some(19_782));
        for wrong in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "24.11.2026",
            "2026-11-24-1",
        ] {
            assert_eq!(day(wrong), None);
        }
    }
}
