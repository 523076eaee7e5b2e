//! Moments made of others at the same event: both, but not, the third time, again.
//!
//! In: their parts as written. Out: [`Derived`] moments in the table, each once.

use zhunze_grammar::ast::{self, Span, Which};

use super::Checker;
use super::atoms::one;
use super::numbers::Limits;
use crate::book::{Atom, Chain, CompareOp, Derived, Expr, Moment, Step, Term};
use crate::diagnostics::Code;

/// The most steps of a sequence.
pub(super) const MOST_STEPS: usize = 8;
/// How many moments a call remembers with their times.
const REMEMBERED: u32 = 64;
/// The largest number that `M N times` and the like can have.
const MOST_TIMES: i64 = 250;
/// Moments made of others in one rulebook.
const MOST_DERIVED: usize = 4_000;

impl<'a> Checker<'a> {
    /// A moment of the table.
    pub(super) fn derive(&mut self, derived: Derived, span: Span) -> Option<Atom> {
        if self.tables.derived.len() >= MOST_DERIVED {
            let diagnostic = self
                .at(
                    Code::TooMany,
                    span,
                    "the rulebook has too many moments that are made of others",
                    "规则书里组合而成的时刻太多",
                )
                .help("split the rulebook", "请拆成几个规则书");
            self.report.insist(diagnostic);
            return None;
        }
        Some(Atom::Derived(self.tables.derive(derived)))
    }

    /// A moment on a condition.
    pub(super) fn when_also(&mut self, moment: Moment, guard: Expr, span: Span) -> Option<Moment> {
        let derived = Derived::Where {
            all: vec![moment],
            none: Vec::new(),
            guard: Some(guard),
        };
        self.derive(derived, span).map(one)
    }

    /// A moment at which none of the others is.
    pub(super) fn none_of(
        &mut self,
        moment: Moment,
        none: Vec<Moment>,
        span: Span,
    ) -> Option<Moment> {
        if none.is_empty() {
            return Some(moment);
        }
        let derived = Derived::Where {
            all: vec![moment],
            none,
            guard: None,
        };
        self.derive(derived, span).map(one)
    }

    /// `M and M`.
    pub(super) fn both(&mut self, parts: &'a [ast::Moment]) -> Option<Vec<Atom>> {
        let span = parts.first().map_or(Span::default(), |part| part.span);
        let mut all = Vec::new();
        for part in parts {
            all.push(self.moment(part));
        }
        let all: Vec<Moment> = all.into_iter().collect::<Option<_>>()?;
        let derived = Derived::Where {
            all,
            none: Vec::new(),
            guard: None,
        };
        Some(vec![self.derive(derived, span)?])
    }

    /// `M but not M`.
    pub(super) fn but_not(
        &mut self,
        moment: &'a ast::Moment,
        not: &'a ast::Moment,
    ) -> Option<Vec<Atom>> {
        let (is, isnt) = (self.moment(moment), self.moment(not));
        self.none_of(is?, vec![isnt?], moment.span)
            .map(|moment| moment.any)
    }

    /// `M again`.
    pub(super) fn again(&mut self, moment: &'a ast::Moment) -> Option<Vec<Atom>> {
        let again = self.moment(moment)?;
        let before = Expr::Happened {
            moment: again.clone(),
            since: None,
        };
        self.when_also(again, before, moment.span)
            .map(|moment| moment.any)
    }

    /// `M for the 3rd time`.
    pub(super) fn nth(
        &mut self,
        moment: &'a ast::Moment,
        number: u32,
        span: Span,
    ) -> Option<Vec<Atom>> {
        let number = self.counted(number, span, &times_limits());
        let it = self.moment(moment)?;
        let so_far = counted(&it, None, CompareOp::Equal, number? - 1);
        self.when_also(it, so_far, span).map(|moment| moment.any)
    }

    /// `M 3 times [all within D]`: at the third and at every later one.
    pub(super) fn repeated(
        &mut self,
        moment: &'a ast::Moment,
        count: u32,
        within: Option<&'a ast::Duration>,
        span: Span,
    ) -> Option<Vec<Atom>> {
        let count = self.counted(count, span, &times_limits());
        let within = within.map(|within| self.duration(within));
        let it = self.moment(moment)?;
        let count = count?;
        match within {
            Some(within) => self.times_within(it, count, within?, span),
            None if count == 1 => Some(it.any),
            None => {
                let so_far = counted(&it, None, CompareOp::GreaterEqual, count - 1);
                self.when_also(it, so_far, span).map(|moment| moment.any)
            }
        }
    }

    fn times_within(
        &mut self,
        it: Moment,
        count: u32,
        within: u64,
        span: Span,
    ) -> Option<Vec<Atom>> {
        let few = usize::try_from(count).is_ok_and(|count| count <= MOST_STEPS);
        match count {
            1 => Some(it.any),
            _ if few => {
                let step = Step {
                    within: None,
                    moment: it,
                    without: None,
                };
                let steps = (0..count).map(|_| step.clone()).collect();
                let derived = Derived::Chain {
                    chain: Chain { steps },
                    within: Some(within),
                    own: false,
                };
                Some(vec![self.derive(derived, span)?])
            }
            _ => {
                let limits = Limits {
                    what: (
                        "the number of times within a length of time",
                        "一段时间内的次数",
                    ),
                    least: 1,
                    most: i64::from(REMEMBERED) + 1,
                };
                let count = self.counted(count, span, &limits)?;
                let so_far = counted(&it, Some(within), CompareOp::GreaterEqual, count - 1);
                self.when_also(it, so_far, span).map(|moment| moment.any)
            }
        }
    }

    /// `for the last time`, `at any time` choose among what a rule starts with.
    pub(super) fn misplaced_which(&mut self, which: Which, span: Span) {
        let diagnostic = match which {
            Which::Last => self
                .at(
                    Code::WhichHere,
                    span,
                    "only `when` can say which time: no one knows before the call has ended \
                     that it was the last",
                    "只有“当”能说“最后一次”：通话结束之前，谁也不知道那是不是最后一次",
                )
                .help(
                    "put it under `when` of a rule of its own; to look back at the latest one \
                     say `since M` or `time since M`",
                    "把它写进另一条规则的“当”；要看最近的一次，可用“自 … 以来”或“距上次 …”",
                ),
            Which::Any | Which::Nth(_) => self
                .at(
                    Code::WhichHere,
                    span,
                    "`at any time` can only stand in `when`",
                    "“任一次”只能写在“当”里",
                )
                .help("leave it away here", "这里去掉它即可"),
        };
        self.report.push(diagnostic);
    }
}

fn times_limits() -> Limits {
    Limits {
        what: ("the number of times", "次数"),
        least: 1,
        most: MOST_TIMES,
    }
}

fn counted(moment: &Moment, last: Option<u64>, op: CompareOp, number: u32) -> Expr {
    Expr::Compare {
        left: Term::Count {
            moment: moment.clone(),
            since: None,
            last,
        },
        op,
        right: Term::Number(i64::from(number) * 1000),
    }
}
