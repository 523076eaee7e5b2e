//! Conditions: what they come to, and what may be looked at where.
//!
//! In: conditions as written and what they are judged on. Out: [`Expr`]s. Values and
//! comparisons are next door.

use zhunze_grammar::ast::{self, ExpectedOutcome, Name, Span, Spanned};

use super::Checker;
use super::events::Type;
use super::names::Sort;
use super::seen::{Judged, That};
use super::values::Side;
use crate::book::{Expr, Moment, Outcome, RuleId};
use crate::diagnostics::Code;

impl<'a> Checker<'a> {
    /// A condition; everything wrong in it is reported.
    pub(super) fn condition(&mut self, expr: &'a ast::Expr, on: &Judged) -> Option<Expr> {
        if !self.part_more(expr.span) {
            return None;
        }
        match expr.kind.as_ref() {
            ast::ExprKind::Boolean(value) => Some(Expr::Const(*value)),
            ast::ExprKind::Not(inner) => {
                self.condition(inner, on).map(|it| Expr::Not(Box::new(it)))
            }
            ast::ExprKind::And(parts) => self.conditions(parts, on).map(Expr::And),
            ast::ExprKind::Or(parts) => self.conditions(parts, on).map(Expr::Or),
            ast::ExprKind::Has {
                moment,
                scope,
                negated,
            } => {
                let happened = self.has_happened(moment, scope.as_ref(), expr.span, on)?;
                Some(negate(happened, *negated))
            }
            ast::ExprKind::LabelNow {
                name,
                value,
                negated,
            } => {
                let now = self.label_now(name, value, expr.span, on)?;
                Some(negate(now, *negated))
            }
            ast::ExprKind::Outcome {
                rule,
                outcome,
                negated,
            } => self.outcome(rule, *outcome, *negated, on),
            ast::ExprKind::Compare { left, op, right } => self.compare(expr, left, *op, right, on),
            ast::ExprKind::In { value, list } => self.among(value, list, on),
            ast::ExprKind::Attribute(_)
            | ast::ExprKind::Meta(_)
            | ast::ExprKind::Capture { .. }
            | ast::ExprKind::That(_) => self.flag(expr, on),
            ast::ExprKind::Number(_)
            | ast::ExprKind::Percent(_)
            | ast::ExprKind::Text(_)
            | ast::ExprKind::Clock(_)
            | ast::ExprKind::Duration(_)
            | ast::ExprKind::ClockTime(_)
            | ast::ExprKind::Rings
            | ast::ExprKind::Count { .. }
            | ast::ExprKind::Measure { .. }
            | ast::ExprKind::Statistic { .. }
            | ast::ExprKind::TimeOf { .. }
            | ast::ExprKind::Arithmetic { .. } => {
                self.no_condition(expr.span);
                None
            }
        }
    }

    fn conditions(&mut self, parts: &'a [ast::Expr], on: &Judged) -> Option<Vec<Expr>> {
        let mut all = Vec::new();
        for part in parts {
            all.push(self.condition(part, on));
        }
        all.into_iter().collect()
    }

    fn flag(&mut self, expr: &'a ast::Expr, on: &Judged) -> Option<Expr> {
        if let ast::ExprKind::Attribute(name) = expr.kind.as_ref()
            && self.scope.moment(name, expr.span).is_some()
            && !self.is_attribute(name, on)
        {
            self.moment_as_condition(name, expr.span);
            return None;
        }
        match self.side(expr, on)? {
            Side::Field(value, Type::Boolean | Type::Open) => Some(Expr::Flag {
                value,
                negated: false,
            }),
            Side::Truth(condition) => Some(condition),
            _ => {
                self.no_condition(expr.span);
                None
            }
        }
    }

    /// A moment's name in a condition: nobody means an attribute that no event has.
    fn moment_as_condition(&mut self, name: &str, span: Span) {
        let diagnostic = self
            .at(
                Code::NotACondition,
                span,
                format!("`{name}` is a moment, but a condition is needed here"),
                format!("“{name}”是时刻，而这里需要的是条件"),
            )
            .help(
                format!(
                    "after `or`, put what comes before into brackets: `(… where …) or {name}`; \
                     in a condition write `{name} has happened`"
                ),
                format!("“或”前面的请加括号：“(… 其中 …) 或 {name}”；作条件请写“已发生 {name}”"),
            );
        self.report.push(diagnostic);
    }

    fn no_condition(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotACondition,
                span,
                "this is a value, but a condition is needed here",
                "这里是一个值，而这里需要的是条件",
            )
            .help(
                "compare it with something: `rings <= 3`, `call.queue = \"sales\"`",
                "把它和别的东西比较，例如：振铃次数 不超过 3，通话.queue = \"投诉\"",
            );
        self.report.push(diagnostic);
    }

    /// A moment that may have happened already.
    pub(super) fn looked_back(
        &mut self,
        moment: &'a ast::Moment,
        span: Span,
        on: &Judged,
    ) -> Option<Moment> {
        let may = self.may_look_back(span, on);
        let that = self.elsewhere();
        let mut any = Vec::new();
        for atom in &moment.any {
            any.push(self.past(atom));
        }
        self.moments.that = that;
        let any: Vec<_> = any.into_iter().collect::<Option<Vec<_>>>()?.concat();
        may?;
        Some(Moment { any: distinct(any) })
    }

    /// `callback has happened` means the event when no moment is called so.
    fn past(&mut self, atom: &'a Spanned<ast::Atom>) -> Option<Vec<crate::book::Atom>> {
        if let ast::Atom::Named(name) = &atom.node
            && self.scope.moment(&name.node, name.span).is_none()
            && let Some(kind) = self.kind_named(name)
        {
            let who = ast::Who::Anyone;
            return Some(vec![crate::book::Atom::Event {
                kind,
                who,
                phrase: None,
                guard: None,
            }]);
        }
        self.atom(atom)
    }

    /// From a moment within a condition the trigger can not be looked at. What `that` was
    /// before is told, to be put back.
    pub(super) fn elsewhere(&mut self) -> That {
        let within = match self.moments.that {
            That::Nothing => That::Nothing,
            That::Itself | That::Trigger(_) | That::Elsewhere => That::Elsewhere,
        };
        std::mem::replace(&mut self.moments.that, within)
    }

    /// Reports what looks back where nothing has happened yet.
    pub(super) fn may_look_back(&mut self, span: Span, on: &Judged) -> Option<()> {
        match on {
            Judged::Beginning => self.nothing_yet(span),
            Judged::Applies => self.before_the_call(span),
            _ => return Some(()),
        }
        None
    }

    fn before_the_call(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::LooksBack,
                span,
                "whether a rule applies is settled before the call, when nothing has happened yet",
                "规则是否适用，在通话开始之前就要定下来，那时什么都还没有发生",
            )
            .help(
                "look at `call.…` alone here; what happens in the call stands under `if`",
                "这里只能看“通话.…”；通话中发生的事请写在“如果”里",
            );
        self.report.push(diagnostic);
    }

    fn nothing_yet(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::LooksBack,
                span,
                "a rule without `when` begins with the call, when nothing has happened yet",
                "没有“当”的规则从通话一开始算起，那时什么都还没有发生",
            )
            .help(
                "say with `when` at what moment to look back, or use `require`, which looks \
                 back from the end of the call",
                "用“当”写明在什么时刻回看；或改用“要求”，它在通话结束时回看",
            );
        self.report.push(diagnostic);
    }

    /// `RULE is satisfied`, of a rule above.
    fn outcome(
        &mut self,
        rule: &'a Name,
        outcome: ExpectedOutcome,
        negated: bool,
        on: &Judged,
    ) -> Option<Expr> {
        self.may_look_back(rule.span, on)?;
        let Some(at) = self.scope.rules.position(&rule.node) else {
            self.scope.unknown(rule, Sort::Rule, &[], &mut self.report);
            return None;
        };
        let at = u32::try_from(at).ok()?;
        match self.moments.above {
            Some(above) if at < above => {}
            above => {
                self.not_above(rule, above.is_some());
                return None;
            }
        }
        let (outcome, negated) = match outcome {
            ExpectedOutcome::Satisfied => (Outcome::Satisfied, negated),
            ExpectedOutcome::Violated => (Outcome::Violated, negated),
            ExpectedOutcome::NotApplicable => (Outcome::Applied, !negated),
        };
        Some(Expr::Outcome {
            rule: RuleId(at),
            outcome,
            negated,
        })
    }

    fn not_above(&mut self, rule: &Name, in_rule: bool) {
        let diagnostic = self.at(
            Code::NotAbove,
            rule.span,
            format!("what became of `{}` is not known here", rule.node),
            format!("这里还不知道“{}”的结果", rule.node),
        );
        let diagnostic = match in_rule {
            true => diagnostic.help(
                "only rules that stand above this one can be looked at: move it up",
                "只能看写在这条规则前面的规则：请把它移到前面",
            ),
            false => diagnostic.help(
                "outcomes of rules can be looked at under `if` and `unless` of a rule without `on`, \
                 and under `require`, not in moments",
                "规则的结果只能在“要求”里，以及没有“遇”的规则的“如果”“除非”里看，不能写在时刻里",
            ),
        };
        self.report.push(diagnostic);
    }
}

fn negate(condition: Expr, negated: bool) -> Expr {
    match negated {
        true => Expr::Not(Box::new(condition)),
        false => condition,
    }
}

fn distinct(atoms: Vec<crate::book::Atom>) -> Vec<crate::book::Atom> {
    let mut any = Vec::new();
    for atom in atoms {
        if !any.contains(&atom) {
            any.push(atom);
        }
    }
    any
}
