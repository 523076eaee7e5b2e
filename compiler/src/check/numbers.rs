//! Numbers and durations within their ranges.
//!
//! In: numbers as written (thousandths) and durations. Out: the same, known to be in
//! range; sums of them can not overflow.

use zhunze_grammar::ast::{Duration, Milli, Span};

use super::Checker;
use crate::diagnostics::Code;

/// The largest number, in thousandths.
pub(super) const MOST: i64 = 1_000_000_000_000;
/// Durations are shorter than this (about 17 years), in milliseconds.
pub(super) const LONGEST: u64 = 1 << 39;

/// The limit of what is only counted.
pub(super) const MANY: i64 = 1_000_000;

/// What a whole number counts, in both languages, and the least and the most it may be.
pub(super) struct Limits {
    pub(super) what: (&'static str, &'static str),
    pub(super) least: i64,
    pub(super) most: i64,
}

impl Checker<'_> {
    /// A number that is not too large.
    pub(super) fn number(&mut self, number: i64, span: Span) -> Option<i64> {
        if (-MOST..=MOST).contains(&number) {
            return Some(number);
        }
        let diagnostic = self.at(
            Code::NumberRange,
            span,
            "this number is too large; at most 1,000,000,000",
            "数字太大，最多 1,000,000,000",
        );
        self.report.push(diagnostic);
        None
    }

    /// A number above zero.
    pub(super) fn positive(&mut self, number: &Milli, what: (&str, &str)) -> Option<i64> {
        let value = self.number(number.node, number.span)?;
        if value > 0 {
            return Some(value);
        }
        let (en, zh) = what;
        let diagnostic = self.at(
            Code::NumberRange,
            number.span,
            format!("{en} must be more than 0"),
            format!("{zh}必须大于 0"),
        );
        self.report.push(diagnostic);
        None
    }

    /// A whole number within limits.
    pub(super) fn whole(&mut self, number: &Milli, limits: &Limits) -> Option<u32> {
        let Limits {
            what: (en, zh),
            least,
            most,
        } = limits;
        let value = number.node / 1000;
        if number.node % 1000 == 0 && (*least..=*most).contains(&value) {
            return u32::try_from(value).ok();
        }
        // Most have no limit that anybody would run into.
        let diagnostic = match *most >= MANY && value < MANY {
            true => self.at(
                Code::NumberRange,
                number.span,
                format!("{en} must be a whole number of at least {least}"),
                format!("{zh}必须是不小于 {least} 的整数"),
            ),
            false => self.at(
                Code::NumberRange,
                number.span,
                format!("{en} must be a whole number from {least} to {most}"),
                format!("{zh}必须是 {least} 到 {most} 之间的整数"),
            ),
        };
        self.report.push(diagnostic);
        None
    }

    /// A duration of at least a millisecond.
    pub(super) fn duration(&mut self, duration: &Duration) -> Option<u64> {
        let length = self.instant(duration)?;
        if length > 0 {
            return Some(length);
        }
        let diagnostic = self.at(
            Code::DurationRange,
            duration.span,
            "a duration must be longer than 0",
            "时长必须大于 0",
        );
        self.report.push(diagnostic);
        None
    }

    /// A time of a call, 0 included.
    pub(super) fn instant(&mut self, duration: &Duration) -> Option<u64> {
        if duration.millis < LONGEST {
            return Some(duration.millis);
        }
        let diagnostic = self.at(
            Code::DurationRange,
            duration.span,
            "this duration is too long; it must be under 6,000 days",
            "时长太长，须在 6,000 天以内",
        );
        self.report.push(diagnostic);
        None
    }
}
