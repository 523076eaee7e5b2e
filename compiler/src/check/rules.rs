//! Rules: their clauses put together.
//!
//! In: a rule's sorted clauses. Out: a [`Rule`], if all of them make sense together. Sorting
//! is in [`super::clauses`], branches in [`super::branches`], points in [`super::amounts`].

use zhunze_grammar::ast::{self, Clause, Span, Spanned, Which};

use super::Checker;
use super::clauses::Clauses;
use super::obligations::{Owed, Start};
use super::seen::{Judged, That};
use super::windows::settled_late;
use crate::book::{Arm, Atom, Duty, Expr, Moment, Obligation, Pick, Rule, SectionId, Severity};
use crate::diagnostics::Code;

/// The most obligations of an arm of a rule.
const MOST_OBLIGATIONS: usize = 8;
/// The most arms of a rule.
const MOST_ARMS: usize = 16;

impl<'a> Checker<'a> {
    /// One rule of the file that is looked at.
    pub(super) fn rule(&mut self, rule: &'a ast::Rule, section: Option<SectionId>) -> Option<Rule> {
        self.start_parts();
        let above = self.scope.rules.position(&rule.name.node);
        let above = above.and_then(|above| u32::try_from(above).ok());
        let clauses = self.sort(&rule.clauses);
        let half_read = self.broken(rule.span);
        self.together(&clauses);
        let (trigger, pick) = self.trigger(&clauses);
        let arms = self.arms(&clauses, &trigger, half_read, above);
        let excuse = clauses.excuse.map(|moment| self.moment(moment));
        let applies = self.rule_applies(&clauses);
        let usual = self.usual_score(section);
        let score = self.main_score(&clauses, usual);
        let costs = score.and_then(|score| self.costs(&clauses, usual, score));
        let fatal_from = clauses.fatal.map(|fatal| self.fatal_from(fatal.from));
        self.needs_section(&clauses, section);
        let severity = self.severity(&clauses);
        self.something_owed(rule, &clauses, half_read);
        let place = self.place(rule.span);
        let mut arms = arms?;
        if let Some(excuse) = all_or_none(excuse)? {
            for arm in &mut arms {
                arm.excuse = Some(excuse.clone());
            }
        }
        Some(Rule {
            name: rule.name.node.clone(),
            title: rule.title.as_ref().unwrap_or(&rule.name).node.clone(),
            section,
            cite: clauses.cite.iter().map(|text| text.node.clone()).collect(),
            severity,
            message: clauses.message.map(|text| text.node.clone()),
            needs_review: clauses.needs_review,
            advice: clauses.advice(),
            applies: applies?,
            pick,
            own: clauses.own,
            arms,
            costs: costs?,
            fatal_from: all_or_none(fatal_from)?,
            fatal_section: clauses.fatal.is_some_and(|fatal| fatal.section),
            leave_out: clauses
                .if_not_applicable
                .is_some_and(|(leave_out, _)| leave_out),
            score: score?,
            source: place.source,
            span: place.span,
        })
    }

    /// What the rule starts with (outer `None`: with the call), and which time counts.
    fn trigger(&mut self, clauses: &Clauses<'a>) -> (Option<Option<Moment>>, Pick) {
        self.moments.that = That::Nothing;
        let when = match (clauses.when, clauses.may.first()) {
            (Some(when), _) => when,
            (None, Some((may, _))) => return (Some(self.moment(&may.moment)), Pick::Each),
            (None, None) => return (None, Pick::Each),
        };
        if let [Spanned { node, .. }] = when.any.as_slice()
            && let ast::Atom::Which { moment, which } = node
        {
            let pick = match which {
                Which::Last => Pick::Last,
                Which::Any => Pick::Any,
                Which::Nth(_) => return (Some(self.moment(when)), Pick::Each),
            };
            return (Some(self.moment(moment)), pick);
        }
        (Some(self.moment(when)), Pick::Each)
    }

    /// All arms: first the one that starts with the trigger itself, then the branches.
    fn arms(
        &mut self,
        clauses: &Clauses<'a>,
        trigger: &Option<Option<Moment>>,
        half_read: bool,
        above: Option<u32>,
    ) -> Option<Vec<Arm>> {
        let mut start = self.start_of(trigger, half_read);
        let owed = self.duties(clauses, &start, above);
        if trigger.is_none() && clauses.branches.is_empty() {
            start.on = self.alone(clauses, owed.as_deref(), half_read);
        }
        self.moments.above = above.filter(|_| clauses.branches.is_empty());
        let condition = self.rule_condition(clauses, &start);
        self.moments.above = None;
        if let Some((branch, _)) = clauses.branches.get(MOST_ARMS) {
            self.too_many(branch.span, MOST_ARMS);
        }
        let moment = trigger.clone();
        let branches = self.branches(clauses, &moment, &condition, half_read, above);
        let mut arms = Vec::new();
        let (owed, condition) = (owed?, condition?);
        if !owed.is_empty() {
            arms.push(Arm {
                branch: None,
                trigger: all_or_none(moment)?,
                condition,
                excuse: None,
                obligations: owed,
            });
        }
        arms.extend(branches?);
        Some(arms)
    }

    /// How the arm of a trigger starts.
    pub(super) fn start_of(&self, trigger: &Option<Option<Moment>>, half_read: bool) -> Start {
        let on = match trigger {
            Some(Some(moment)) => self.judged(moment),
            Some(None) => Judged::Unknown,
            None if half_read => Judged::Unknown,
            None => Judged::Beginning,
        };
        let ended = matches!(trigger, Some(Some(when)) if when.any == [Atom::CallEnds]);
        Start {
            when: trigger.is_some(),
            on,
            ended,
            half_read,
        }
    }

    /// What is owed above the first `on`, or what a permission asks.
    fn duties(
        &mut self,
        clauses: &Clauses<'a>,
        start: &Start,
        above: Option<u32>,
    ) -> Option<Vec<Obligation>> {
        if clauses.may.is_empty() {
            return self.arm_duties(&clauses.owed, start, above);
        }
        let mut all = Vec::new();
        self.moments.above = above;
        for (may, or_else) in &clauses.may {
            all.push(self.permission(may, *or_else, start));
        }
        self.moments.above = None;
        let all: Vec<Vec<Obligation>> = all.into_iter().collect::<Option<_>>()?;
        Some(all.concat())
    }

    /// The obligations of an arm.
    pub(super) fn arm_duties(
        &mut self,
        owed: &[Owed<'a>],
        start: &Start,
        above: Option<u32>,
    ) -> Option<Vec<Obligation>> {
        let mut all = Vec::new();
        let mut count = 0;
        for one in owed {
            self.moments.above = above;
            let duties = self.owed(*one, start);
            self.moments.above = None;
            let before = count;
            count += duties.as_ref().map_or(1, Vec::len);
            if count > MOST_OBLIGATIONS && before <= MOST_OBLIGATIONS {
                self.too_many(one.clause.span, MOST_OBLIGATIONS);
            }
            all.push(duties);
        }
        let all: Vec<Vec<Obligation>> = all.into_iter().collect::<Option<_>>()?;
        Some(all.concat())
    }

    /// Reports that a rule has too much of something.
    pub(super) fn too_many(&mut self, span: Span, most: usize) {
        let diagnostic = self
            .at(
                Code::TooMany,
                span,
                format!("there can be at most {most} of these in a rule"),
                format!("一条规则里最多写 {most} 个"),
            )
            .help("make two rules of it", "请拆成两条规则");
        self.report.push(diagnostic);
    }

    /// Conditions of a rule without `when`: of a `must not` alone each breach is judged.
    fn alone(&self, clauses: &Clauses<'a>, owed: Option<&[Obligation]>, half_read: bool) -> Judged {
        if half_read {
            return Judged::Unknown;
        }
        let ban = match clauses.owed.as_slice() {
            [only] => matches!(&only.clause.node, Clause::Must(must) if must.negated),
            _ => false,
        };
        match owed {
            Some([only]) if ban => match &only.duty {
                Duty::Happen { moment, window, .. }
                    if !window.part.as_ref().is_some_and(settled_late) =>
                {
                    self.judged(moment)
                }
                _ => Judged::Beginning,
            },
            None if ban => Judged::Unknown,
            _ => Judged::Beginning,
        }
    }

    /// `if` and `unless` together. Outer `None`: broken.
    fn rule_condition(&mut self, clauses: &Clauses<'a>, start: &Start) -> Option<Option<Expr>> {
        let mut all = Vec::new();
        for (unless, written) in &clauses.conditions {
            self.moments.that = start.that();
            let condition = self.condition(written, &start.on);
            self.moments.that = That::Nothing;
            all.push(condition.map(|it| if *unless { Expr::Not(Box::new(it)) } else { it }));
        }
        let mut all: Vec<Expr> = all.into_iter().collect::<Option<_>>()?;
        Some(match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Expr::And(all)),
        })
    }

    /// To which calls the rule applies.
    fn rule_applies(&mut self, clauses: &Clauses<'a>) -> Option<Option<Expr>> {
        self.applies(&clauses.applies, &clauses.effective)
    }

    /// `applies if` and `effective` together. Outer `None`: broken.
    pub(super) fn applies(
        &mut self,
        conditions: &[&'a ast::Expr],
        effective: &[&'a ast::Effective],
    ) -> Option<Option<Expr>> {
        let mut all = Vec::new();
        for condition in conditions {
            let condition = self.condition(condition, &Judged::Applies);
            all.push(condition.map(|condition| vec![condition]));
        }
        for days in effective {
            all.push(self.effective(days));
        }
        let all: Vec<Vec<Expr>> = all.into_iter().collect::<Option<_>>()?;
        let mut all = all.concat();
        Some(match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Expr::And(all)),
        })
    }

    fn severity(&mut self, clauses: &Clauses<'a>) -> Severity {
        let usual = match clauses.fatal {
            Some(_) => Severity::Critical,
            None => Severity::Minor,
        };
        let Some(name) = clauses.severity else {
            return usual;
        };
        match name.node.as_str() {
            "minor" | "轻微" => Severity::Minor,
            "major" | "严重" => Severity::Major,
            "critical" | "致命" => Severity::Critical,
            _ => {
                let known = ["minor", "major", "critical", "轻微", "严重", "致命"];
                self.one_of(name, &known, ("severity", "严重程度"));
                usual
            }
        }
    }

    fn something_owed(&mut self, rule: &ast::Rule, clauses: &Clauses<'a>, half_read: bool) {
        let asks = clauses.owed.len() + clauses.may.len() + clauses.branches.len();
        if asks > 0 || half_read {
            return;
        }
        let diagnostic = self
            .at(
                Code::NothingOwed,
                rule.name.span,
                format!("the rule `{}` asks for nothing", rule.name.node),
                format!("规则“{}”没有提出任何要求", rule.name.node),
            )
            .help(
                "add what must be, for instance `agent must say \"…\"` or `require …`",
                "写上要求，例如“客服 必须 说 \"…\"”或“要求 …”",
            );
        self.report.push(diagnostic);
    }
}

/// `Some(None)` for what is not there, `None` for what is broken.
pub(super) fn all_or_none<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(None) => None,
        Some(Some(sound)) => Some(Some(sound)),
    }
}
