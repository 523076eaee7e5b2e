//! Numbers and durations within their ranges.
//!
//! In: numbers as written (thousandths) and durations. Out: the same, known to be in
//! range; sums of them can not overflow.

use zhunze_grammar::ast::{Duration, LengthSource, Milli, Name, Quantity, Span, Spanned, Unit};

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

    /// A count within limits.
    pub(super) fn counted(&mut self, count: u32, span: Span, limits: &Limits) -> Option<u32> {
        let node = i64::from(count) * 1000;
        self.whole(&Spanned { node, span }, limits)
    }

    /// A part of a hundred, in thousandths.
    pub(super) fn percent(&mut self, percent: &Milli) -> Option<i64> {
        if (1..=100_000).contains(&percent.node) {
            return Some(percent.node);
        }
        let diagnostic = self.at(
            Code::NumberRange,
            percent.span,
            "a percentage is more than 0 and at most 100",
            "百分之几须大于 0，最多 100",
        );
        self.report.push(diagnostic);
        None
    }

    /// A number that is written down. (A parameter that is left over has no value.)
    pub(super) fn quantity(&mut self, quantity: &Quantity) -> Option<Milli> {
        match quantity {
            Quantity::Number(number) => Some(number.clone()),
            Quantity::Param(name) => {
                self.no_param(name, ("a number", "数字"));
                None
            }
        }
    }

    /// A name that is no parameter, where a value of some sort can stand.
    pub(super) fn no_param(&mut self, name: &Name, (en, zh): (&str, &str)) {
        let diagnostic = self
            .at(
                Code::UnknownParam,
                name.span,
                format!("there is no parameter `{}`", name.node),
                format!("没有叫“{}”的参数", name.node),
            )
            .help(
                format!("write {en}, or declare the parameter with `param`"),
                format!("请写{zh}，或者用“参数”声明它"),
            );
        self.report.push(diagnostic);
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
        self.written_down(duration)?;
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
    /// Whether a duration is made of numbers and units alone.
    fn written_down(&mut self, duration: &Duration) -> Option<()> {
        let working = |(_, unit): &(i64, Unit)| *unit == Unit::WorkingDay;
        match duration.source.as_deref() {
            Some(LengthSource::Param(name)) => self.no_param(name, ("a number", "数字")),
            Some(LengthSource::Value { .. }) => self.value_here(duration.span),
            None if duration.parts.iter().any(working) => self.value_here(duration.span),
            None => return Some(()),
        }
        None
    }

    fn value_here(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::ValueHere,
                span,
                "working days, and lengths that are only known in the call, can stand only in \
                 the `within` of what must be",
                "工作日以及通话中才知道的时长，只能用在要求的“… 内”里",
            )
            .help(
                "write a length such as `24h` here",
                "这里请写明时长，例如“24小时”",
            );
        self.report.push(diagnostic);
    }
}
