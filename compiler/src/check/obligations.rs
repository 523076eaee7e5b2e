//! What a rule asks for.
//!
//! In: `must`, `must not`, `before that` and `require`. Out: [`Obligation`]s. Windows are
//! next door.

use zhunze_grammar::ast::{self, Clause, Span, Spanned, TimesBound};

use super::Checker;
use super::numbers::Limits;
use super::seen::{Judged, That};
use crate::book::{Atom, Chain, Duty, Expr, Field, Moment, Obligation, Term};
use crate::diagnostics::Code;

/// The most times that are counted.
const MOST_TIMES: i64 = 254;

/// How an arm of a rule starts.
pub(super) struct Start {
    /// There is a `when`.
    pub(super) when: bool,
    /// What its conditions are judged on.
    pub(super) on: Judged,
    /// It starts at the end of the call and at nothing else.
    pub(super) ended: bool,
    /// A part of the rule could not be read.
    pub(super) half_read: bool,
}

impl Start {
    /// What `that` is in a condition judged at the start.
    pub(super) fn that(&self) -> That {
        match self.when {
            true => That::Itself,
            false => That::Nothing,
        }
    }

    /// What `that` is in a condition judged later or earlier.
    fn that_elsewhere(&self) -> That {
        match self.when {
            true => That::Trigger(self.on.clone()),
            false => That::Nothing,
        }
    }
}

/// An obligation as written.
#[derive(Clone, Copy)]
pub(super) struct Owed<'a> {
    pub(super) clause: &'a Spanned<Clause>,
    /// It stands after `or`.
    pub(super) or_else: bool,
}

impl<'a> Checker<'a> {
    /// What one line asks for: several when steps may be left out.
    pub(super) fn owed(&mut self, owed: Owed<'a>, start: &Start) -> Option<Vec<Obligation>> {
        let duties = match &owed.clause.node {
            Clause::Must(must) => self.must(must, start).map(|duty| vec![duty]),
            Clause::BeforeThat(before) => {
                if !start.when && !start.half_read {
                    self.before_what(owed.clause.span);
                }
                self.before_that(before, start)
            }
            Clause::Require(expr) => self.require(expr, start).map(|duty| vec![duty]),
            _ => None,
        };
        let obligation = |(number, duty)| Obligation {
            or_else: owed.or_else || number > 0,
            duty,
        };
        Some(duties?.into_iter().enumerate().map(obligation).collect())
    }

    /// `require E`
    pub(super) fn require(&mut self, expr: &'a ast::Expr, start: &Start) -> Option<Duty> {
        let end = Judged::End;
        let on = match start.on {
            Judged::Beginning => &end,
            _ => &start.on,
        };
        self.moments.that = start.that();
        let condition = self.condition(expr, on);
        self.moments.that = That::Nothing;
        condition.map(Duty::Require)
    }

    fn must(&mut self, must: &'a ast::Must, start: &Start) -> Option<Duty> {
        if start.ended {
            self.after_the_end(must.span);
        }
        let target = self.matched(&must.moment, start.that_elsewhere());
        self.moments.that = start.that_elsewhere();
        let window = self.window(must, target.as_ref().map(|(moment, _)| moment), start);
        self.moments.that = That::Nothing;
        let times = self.how_often(must);
        let (moment, matching) = target?;
        let (at_least, at_most) = times?;
        Some(Duty::Happen {
            moment,
            at_least,
            at_most,
            window: window?,
            matching,
        })
    }

    fn how_often(&mut self, must: &ast::Must) -> Option<(u32, Option<u32>)> {
        let Some(times) = &must.times else {
            return Some(match must.negated {
                true => (0, Some(0)),
                false => (1, None),
            });
        };
        if must.negated {
            self.not_so_often(must.span);
            return None;
        }
        let limits = Limits {
            what: ("the number of times", "次数"),
            least: 1,
            most: MOST_TIMES,
        };
        let count = self.quantity(&times.count)?;
        let count = self.whole(&count, &limits)?;
        Some(match times.bound {
            TimesBound::AtLeast => (count, None),
            TimesBound::AtMost => (0, Some(count)),
            TimesBound::Exactly => (count, Some(count)),
        })
    }

    fn not_so_often(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotTogether,
                span,
                "`must not` and a number of times do not go together",
                "“不得”不能与次数一起写",
            )
            .help("write `must … at most N times`", "请写“必须 至多 N 次 …”");
        self.report.push(diagnostic);
    }

    /// A moment, and what of its condition looks at the trigger.
    fn matched(&mut self, moment: &'a ast::Moment, that: That) -> Option<(Moment, Option<Expr>)> {
        self.moments.that = that;
        self.moments.of_trigger = false;
        let found = self.moment(moment);
        self.moments.that = That::Nothing;
        let used = std::mem::take(&mut self.moments.of_trigger);
        let mut found = found?;
        if !used {
            return Some((found, None));
        }
        let guard = match found.any.as_mut_slice() {
            [Atom::Event { guard, .. } | Atom::Labelled { guard, .. }] => guard,
            _ => {
                self.not_from_here(moment.span);
                return None;
            }
        };
        let parts = match guard.take() {
            Some(Expr::And(parts)) => parts,
            other => other.into_iter().collect(),
        };
        let (matching, own) = parts.into_iter().partition(looks_at_trigger);
        *guard = together(own);
        Some((found, together(matching)))
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

    /// `before that, …`: one of the chains that its steps come to.
    pub(super) fn before_that(
        &mut self,
        before: &'a ast::BeforeThat,
        start: &Start,
    ) -> Option<Vec<Duty>> {
        let within = before.within.as_ref().map(|within| self.duration(within));
        let chains = match before.steps.as_slice() {
            [only] if !only.immediately && !only.optional && only.without.is_none() => {
                let found = self.matched(&only.moment, start.that_elsewhere());
                return self.one_before(only, found, within);
            }
            steps => {
                self.moments.that = match start.when {
                    true => That::Elsewhere,
                    false => That::Nothing,
                };
                let chains = self.chains(steps, false, before.span);
                self.moments.that = That::Nothing;
                chains
            }
        };
        let within = match within {
            None => None,
            Some(within) => Some(within?),
        };
        let duty = |chain| Duty::Before {
            chain,
            within,
            matching: None,
        };
        Some(chains?.into_iter().map(duty).collect())
    }

    fn one_before(
        &mut self,
        step: &'a ast::Step,
        found: Option<(Moment, Option<Expr>)>,
        within: Option<Option<u64>>,
    ) -> Option<Vec<Duty>> {
        let (moment, matching) = found?;
        if matching
            .as_ref()
            .is_some_and(|matching| !is_plain(matching))
        {
            self.too_involved(step.moment.span);
            return None;
        }
        let within = match within {
            None => None,
            Some(within) => Some(within?),
        };
        let step = crate::book::Step {
            within: None,
            moment,
            without: None,
        };
        Some(vec![Duty::Before {
            chain: Chain { steps: vec![step] },
            within,
            matching,
        }])
    }

    fn too_involved(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::ThatHere,
                span,
                "an earlier event can only be compared with what started the rule value by value",
                "此前的事件与规则起点之间，只能逐项比较取值",
            )
            .help(
                "compare attributes and captures alone, without counting or calculating",
                "只比较属性和短语里取到的内容，不要计数或计算",
            );
        self.report.push(diagnostic);
    }

    fn before_what(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::BeforeWhat,
                span,
                "before what? A rule with `before that` needs a `when`",
                "在什么之前？有“此前”的规则需要写“当”",
            )
            .help(
                "add for instance `when the call ends`",
                "加上例如“当 通话结束”这一行",
            );
        self.report.push(diagnostic);
    }
}

/// All of these, if any.
fn together(mut all: Vec<Expr>) -> Option<Expr> {
    match all.len() {
        0 | 1 => all.pop(),
        _ => Some(Expr::And(all)),
    }
}

fn of_trigger(field: &Field) -> bool {
    matches!(field, Field::OfTrigger(_) | Field::CaptureOfTrigger(..))
}

fn term_at_trigger(term: &Term) -> bool {
    match term {
        Term::Field(field) => of_trigger(field),
        Term::Arithmetic(left, _, right) => term_at_trigger(left) || term_at_trigger(right),
        _ => false,
    }
}

fn looks_at_trigger(expr: &Expr) -> bool {
    match expr {
        Expr::Not(inner) => looks_at_trigger(inner),
        Expr::And(all) | Expr::Or(all) => all.iter().any(looks_at_trigger),
        Expr::Compare { left, right, .. } => term_at_trigger(left) || term_at_trigger(right),
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => of_trigger(value),
        Expr::SameText { left, right, .. } => of_trigger(left) || of_trigger(right),
        Expr::Const(_) | Expr::Happened { .. } | Expr::Outcome { .. } | Expr::TurnStart => false,
    }
}

/// Made of constants and of values that are there for the taking.
fn is_plain(expr: &Expr) -> bool {
    let plain = |term: &Term| matches!(term, Term::Number(_) | Term::Field(_));
    match expr {
        Expr::Not(inner) => is_plain(inner),
        Expr::And(all) | Expr::Or(all) => all.iter().all(is_plain),
        Expr::Compare { left, right, .. } => plain(left) && plain(right),
        Expr::TextIn { .. } | Expr::Flag { .. } | Expr::SameText { .. } | Expr::Const(_) => true,
        Expr::Happened { .. } | Expr::Outcome { .. } | Expr::TurnStart => false,
    }
}
