//! What a rule asks for, and in which window.
//!
//! In: `must`, `must not` and `before that`. Out: [`Obligation`]s whose windows make sense.

use zhunze_grammar::ast::{self, Span, Who};

use super::Checker;
use crate::book::{Obligation, Step, Window};
use crate::diagnostics::Code;

/// The most steps of a sequence.
const MOST_STEPS: usize = 8;

/// A window while it is put together.
#[derive(Default)]
struct Building {
    window: Window,
    before: Option<Span>,
    until: Option<Span>,
    sound: bool,
}

impl<'a> Checker<'a> {
    /// `must` and `must not`; `ended`: the rule starts at the end of the call.
    pub(super) fn must(&mut self, must: &'a ast::Must, ended: bool) -> Option<Obligation> {
        if ended {
            self.after_the_end(must.span);
        }
        let moment = self.moment(&must.moment);
        let window = self.window(must);
        Some(Obligation::Happen {
            moment: moment?,
            negated: must.negated,
            window: window?,
        })
    }

    fn after_the_end(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::AfterTheEnd,
                span,
                "nothing comes after the end of the call",
                "通话结束之后不会再有事情发生",
            )
            .help(
                "to look back from the end use `before that`; or leave `when` away, and the \
                 whole call counts",
                "要从通话结束往回看，请用“此前”；或者去掉“当”，那样算的是整个通话",
            );
        self.report.push(diagnostic);
    }

    fn window(&mut self, must: &'a ast::Must) -> Option<Window> {
        let mut building = Building {
            sound: true,
            ..Building::default()
        };
        for window in &must.windows {
            self.limit(window, must, &mut building);
        }
        if let (Some(_), Some(until)) = (building.before, building.until) {
            self.before_and_until(until);
        }
        if let (Some(min), Some(max)) = (building.window.min, building.window.max)
            && min > max
        {
            self.no_time_left(must.span);
        }
        building.sound.then_some(building.window)
    }

    fn limit(&mut self, limit: &'a ast::Window, must: &'a ast::Must, to: &mut Building) {
        let window = &mut to.window;
        match limit {
            ast::Window::Within(duration) => {
                let length = self.duration(duration);
                to.sound &= length.is_some();
                self.once(window.max.is_some(), duration.span);
                window.max = length.or(window.max);
            }
            ast::Window::NoSoonerThan(duration) => {
                let length = self.duration(duration);
                to.sound &= length.is_some();
                self.once(window.min.is_some(), duration.span);
                window.min = length.or(window.min);
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
            ast::Window::After(moment) => {
                self.once(window.after.is_some(), moment.span);
                let after = self.moment(moment);
                to.sound &= after.is_some();
                to.window.after = after;
            }
            ast::Window::ByTheEnd(_) => {}
            ast::Window::NextTurn(who) => {
                self.once(window.next_turn.is_some(), who.span);
                if who.node == Who::Anyone {
                    self.who_is_meant(who.span);
                }
                to.window.next_turn = Some(who.node);
            }
        }
    }

    fn closes(&mut self, moment: &'a ast::Moment, to: &mut Building) {
        let before = self.moment(moment);
        to.sound &= before.is_some();
        to.window.before = before;
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

    fn must_until(&mut self, clause: Span, moment: Span) {
        let diagnostic = self.at(
            Code::MustUntil,
            moment,
            "`until` says how long something must not be; for what must be, say `before`",
            "“直到”用来说在此之前不得怎样；要说必须怎样，请用“在……之前”",
        );
        let text = self.sources.text(self.here);
        let words = text.get(moment.range()).unwrap_or("");
        let lead = text
            .get(clause.start as usize..moment.start as usize)
            .unwrap_or("");
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

    /// Reports that `anyone` can not stand here.
    pub(super) fn who_is_meant(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::WhoIsMeant,
                span,
                "`anyone` can not stand here",
                "这里不能写“任何人”",
            )
            .help(
                "say `agent`, `customer` or `system`",
                "请写“客服”“客户”或“系统”",
            );
        self.report.push(diagnostic);
    }

    /// `before that, …`.
    pub(super) fn before_that(&mut self, before: &'a ast::BeforeThat) -> Option<Obligation> {
        let within = before.within.as_ref().map(|within| self.duration(within));
        let mut steps = Vec::new();
        for step in &before.steps {
            let within = step.within.as_ref().map(|within| self.duration(within));
            let moment = self.moment(&step.moment);
            steps.push(match (within, moment) {
                (Some(None), _) | (_, None) => None,
                (within, Some(moment)) => Some(Step {
                    within: within.flatten(),
                    moment,
                }),
            });
        }
        if let Some(ninth) = before.steps.get(MOST_STEPS) {
            self.too_many(ninth.moment.span, MOST_STEPS);
        }
        let steps: Vec<Step> = steps.into_iter().collect::<Option<_>>()?;
        match within {
            Some(None) => None,
            within if !steps.is_empty() => Some(Obligation::Before {
                steps,
                within: within.flatten(),
            }),
            _ => None,
        }
    }
}
