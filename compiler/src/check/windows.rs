//! When an obligation's target counts.
//!
//! In: windows as written. Out: one [`Window`] whose parts make sense together.

use std::collections::BTreeSet;

use zhunze_grammar::ast::{self, LengthSource, Span, Spanned, Unit, Who};

use super::Checker;
use super::atoms::{one, utterance};
use super::numbers::Limits;
use super::obligations::Start;
use super::values::{Measure, Side};
use crate::book::{
    Atom, Expr, Extent, Kind, Limit, MOST_WORKING_DAYS, Moment, Next, Part, ValueUnit, Window,
};
use crate::diagnostics::Code;

/// The most utterances or turns that are counted.
const MOST_NEXT: i64 = 250;

/// A window while it is put together, and where its parts were written.
#[derive(Default)]
struct Building {
    window: Window,
    before: Option<Span>,
    until: Option<Span>,
    part: Option<Span>,
    broken: bool,
}

impl Building {
    /// What was found, noting what is broken.
    fn keep<T>(&mut self, found: Option<T>) -> Option<T> {
        self.broken |= found.is_none();
        found
    }
}

impl<'a> Checker<'a> {
    /// The window of a `must` whose target is known.
    pub(super) fn window(
        &mut self,
        must: &'a ast::Must,
        target: Option<&Moment>,
        start: &Start,
    ) -> Option<Window> {
        let mut building = Building::default();
        for window in &must.windows {
            self.limit(window, must, target, start, &mut building);
        }
        if let (Some(_), Some(until)) = (building.before, building.until) {
            self.before_and_until(until);
        }
        if let (Some(min), Some(Limit::After(max))) = (building.window.min, &building.window.max)
            && min > *max
        {
            self.no_time_left(must.span);
        }
        if let (Some(span), Some(part), Some(_)) =
            (building.part, &building.window.part, &must.times)
            && settled_late(part)
        {
            self.not_counted(span);
        }
        (!building.broken).then_some(building.window)
    }

    fn limit(
        &mut self,
        limit: &'a ast::Window,
        must: &'a ast::Must,
        target: Option<&Moment>,
        start: &Start,
        to: &mut Building,
    ) {
        match limit {
            ast::Window::Within(duration) => {
                let limit = self.deadline(duration, start);
                self.one_deadline(limit, duration.span, to);
            }
            ast::Window::ByClock(at) => {
                let limit = self.by_clock(at, start);
                self.one_deadline(limit, at.span, to);
            }
            ast::Window::NoSoonerThan(duration) => {
                self.once(to.window.min.is_some(), duration.span);
                let length = self.duration(duration);
                to.window.min = to.keep(length);
            }
            ast::Window::Before(moment) => {
                self.once(to.before.is_some(), moment.span);
                to.before = Some(moment.span);
                self.closes(moment, to);
            }
            ast::Window::Until(moment) => {
                self.once(to.until.is_some(), moment.span);
                to.until = Some(moment.span);
                if !must.negated {
                    self.must_until(must.span, moment.span);
                }
                self.closes(moment, to);
            }
            ast::Window::After(moment) => self.opens(moment, to),
            ast::Window::Between(from, until) => {
                self.opens(from, to);
                self.once(to.before.is_some(), until.span);
                to.before = Some(until.span);
                self.closes(until, to);
            }
            ast::Window::ByTheEnd(_) => {}
            ast::Window::NextTurn(who) => {
                self.one_next(who.span, to);
                if who.node == Who::Anyone {
                    self.who_is_meant(who.span);
                }
                to.window.next_turn = Some(who.node);
            }
            ast::Window::Utterances { who, count, span } => {
                let inclusive =
                    target.is_some_and(|target| self.always_by(target, *who, &mut BTreeSet::new()));
                let next = one(utterance(*who, None));
                self.next((next, *count, inclusive), *span, to);
            }
            ast::Window::Turns { count, span } => {
                let begins = utterance(Who::Anyone, Some(Expr::TurnStart));
                self.next((one(begins), *count, false), *span, to);
            }
            ast::Window::Immediately(span) => {
                let Some(target) = target else { return };
                match self.kin(target, *span) {
                    Some(kin) => self.next((kin, 1, true), *span, to),
                    None => to.broken = true,
                }
            }
            ast::Window::Part(part) => {
                self.once(to.part.is_some(), part.span);
                to.part = Some(part.span);
                let part = self.part_of_call(part);
                to.window.part = to.keep(part);
            }
        }
    }

    /// A moment of a window. The trigger's values can not be looked at from it.
    fn bound(&mut self, moment: &'a ast::Moment) -> Option<Moment> {
        let that = self.elsewhere();
        let found = self.moment(moment);
        self.moments.that = that;
        found
    }

    fn opens(&mut self, moment: &'a ast::Moment, to: &mut Building) {
        self.once(to.window.after.is_some(), moment.span);
        let after = self.bound(moment);
        to.window.after = to.keep(after);
    }

    fn closes(&mut self, moment: &'a ast::Moment, to: &mut Building) {
        let before = self.bound(moment);
        to.window.before = to.keep(before);
    }

    fn next(
        &mut self,
        (moment, count, inclusive): (Moment, u32, bool),
        span: Span,
        to: &mut Building,
    ) {
        self.one_next(span, to);
        let limits = Limits {
            what: ("this number", "这个数目"),
            least: 1,
            most: MOST_NEXT,
        };
        let count = self.counted(count, span, &limits);
        to.window.next = to.keep(count).map(|count| Next {
            moment,
            count,
            inclusive,
        });
    }

    fn one_next(&mut self, span: Span, to: &Building) {
        let given = to.window.next_turn.is_some() || to.window.next.is_some();
        self.once(given, span);
    }

    fn one_deadline(&mut self, limit: Option<Limit>, span: Span, to: &mut Building) {
        self.once(to.window.max.is_some(), span);
        to.window.max = to.keep(limit);
    }

    /// Whether every target is an utterance of theirs.
    fn always_by(&self, target: &Moment, by: Who, seen: &mut BTreeSet<u32>) -> bool {
        target.any.iter().all(|atom| match atom {
            Atom::Event {
                kind: Kind::Utterance,
                who,
                ..
            } => by == Who::Anyone || *who == by,
            // One that is not lets everything fail, so what was seen need not be asked again.
            Atom::Derived(id) => {
                !seen.insert(id.0)
                    || self
                        .core(*id)
                        .is_some_and(|core| self.always_by(core, by, seen))
            }
            _ => false,
        })
    }

    /// `by 18:00`, `by promise.time`.
    fn by_clock(&mut self, at: &'a ast::Expr, start: &Start) -> Option<Limit> {
        if let ast::ExprKind::ClockTime(time) = *at.kind {
            return Some(Limit::Clock(u64::from(time)));
        }
        if let ast::ExprKind::Attribute(name) = at.kind.as_ref() {
            let (node, span) = (name.clone(), at.span);
            let name = Spanned { node, span };
            self.no_param(&name, ("a time of day such as `18:00`", "钟点，如“18:00”"));
            return None;
        }
        let side = self.limit_side(at, start)?;
        let read = matches!(side, Side::Field(..));
        let (value, measure) = self.as_number(at, side)?;
        if !read && measure != Measure::Minutes {
            let diagnostic = self
                .at(
                    Code::TypeMismatch,
                    at.span,
                    "a time of day is needed here, and this is none",
                    "这里需要钟点，而这不是钟点",
                )
                .help(
                    "write one, such as `18:00`, or the name of a value of the kind `time`",
                    "请写一个钟点，如“18:00”，或写一个“钟点”类捕获的名字",
                );
            self.report.push(diagnostic);
            return None;
        }
        let unit = ValueUnit::TimeOfDay;
        Some(Limit::Value { value, unit })
    }

    /// `within D`: a length, working days, or a value of the trigger or the call.
    fn deadline(&mut self, duration: &'a ast::Duration, start: &Start) -> Option<Limit> {
        if let Some(LengthSource::Value { value, unit }) = duration.source.as_deref() {
            let unit = match unit {
                Unit::Millisecond => ValueUnit::Millis(1),
                Unit::Second => ValueUnit::Millis(1_000),
                Unit::Minute => ValueUnit::Millis(60_000),
                Unit::Hour => ValueUnit::Millis(3_600_000),
                Unit::Day => ValueUnit::Millis(86_400_000),
                Unit::WorkingDay => ValueUnit::WorkingDays,
            };
            let side = self.limit_side(value, start)?;
            let (value, _) = self.as_number(value, side)?;
            return Some(Limit::Value { value, unit });
        }
        match duration.parts.as_slice() {
            [(number, Unit::WorkingDay)] if duration.source.is_none() => {
                let limits = Limits {
                    what: ("the number of working days", "工作日数"),
                    least: 1,
                    most: i64::from(MOST_WORKING_DAYS),
                };
                let days = Spanned {
                    node: *number,
                    span: duration.span,
                };
                self.whole(&days, &limits).map(Limit::WorkingDays)
            }
            _ => self.duration(duration).map(Limit::After),
        }
    }

    /// A value of what starts the window, or of the call.
    fn limit_side(&mut self, value: &'a ast::Expr, start: &Start) -> Option<Side> {
        let that = std::mem::replace(&mut self.moments.that, start.that());
        let side = self.side(value, &start.on);
        self.moments.that = that;
        side
    }

    fn part_of_call(&mut self, part: &'a ast::Part) -> Option<Part> {
        let limits = Limits {
            what: ("this number", "这个数目"),
            least: 1,
            most: MOST_NEXT,
        };
        let extent = match &part.extent {
            ast::Extent::Time(length) => Extent::Time(self.duration(length)?),
            ast::Extent::Percent(percent) => Extent::Percent(self.percent(percent)?),
            ast::Extent::Utterances(who, count) => {
                Extent::Utterances(*who, self.counted(*count, part.span, &limits)?)
            }
            ast::Extent::Turns(count) => Extent::Turns(self.counted(*count, part.span, &limits)?),
        };
        Some(Part {
            last: part.last,
            extent,
        })
    }

    fn once(&mut self, given: bool, span: Span) {
        if given {
            let diagnostic = self
                .at(
                    Code::TwoWindows,
                    span,
                    "this limit is given already",
                    "同一种限制前面已经写过",
                )
                .help("keep one of them", "只保留一个");
            self.report.push(diagnostic);
        }
    }

    fn not_counted(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotTogether,
                span,
                "what happens in the last part, or in a percentage, of a call can not be counted",
                "通话最后一段（或百分之几）里发生的次数无法计数",
            )
            .help(
                "leave the number of times away, or give a window from the start",
                "去掉次数，或者改用从通话开头算起的范围",
            );
        self.report.push(diagnostic);
    }

    fn must_until(&mut self, clause: Span, moment: Span) {
        let diagnostic = self.at(
            Code::MustUntil,
            moment,
            "`until` says how long something must not be; for what must be, say `before`",
            "“直到”用来说在此之前不得怎样；要说必须怎样，请用“在……之前”",
        );
        let words = self.written(moment);
        let lead = self.written(Span::new(clause.start, moment.start));
        let found = [("until", false), ("直到", true)]
            .into_iter()
            .filter_map(|(word, chinese)| {
                lead.to_ascii_lowercase()
                    .rfind(word)
                    .map(|at| (at, chinese))
            });
        let diagnostic = match found.max() {
            Some((at, chinese)) => {
                let start = clause.start + u32::try_from(at).unwrap_or(0);
                let place = self.place(Span::new(start, moment.end));
                let mended = match chinese {
                    false => format!("before {words}"),
                    true => format!("在 {words} 之前"),
                };
                diagnostic
                    .help(format!("write `{mended}`"), format!("写成“{mended}”"))
                    .fix(place, mended)
            }
            None => diagnostic,
        };
        self.report.push(diagnostic);
    }

    fn before_and_until(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::BeforeAndUntil,
                span,
                "`before` and `until` both say when it stops to count",
                "“之前”与“直到”都是在说到何时为止",
            )
            .help(
                "keep one; join moments by `or`: `before A or B`",
                "只保留一个；两个时刻可以用“或”连接：“在 甲 或 乙 之前”",
            );
        self.report.push(diagnostic);
    }

    fn no_time_left(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::EmptyWindow,
                span,
                "`no sooner than` is later than `within`: no time is left",
                "“不早于”比“内”还晚，没有剩下任何时间",
            )
            .help("make `within` the longer one", "“内”的时长应当更长");
        self.report.push(diagnostic);
    }
}

/// Whether only the end of the call shows what is in it.
pub(super) fn settled_late(part: &Part) -> bool {
    part.last || matches!(part.extent, Extent::Percent(_))
}
