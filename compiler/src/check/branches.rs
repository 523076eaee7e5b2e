//! Branches: what is owed depends on the answer. And permissions.
//!
//! In: `on …` lines with what stands below them, and `may …` lines. Out: arms of the rule.
//! Each branch starts with the trigger and then its answer, before any other answer.

use zhunze_grammar::ast::{self, Answer, Branch, Permission, Who};

use super::Checker;
use super::atoms::{one, utterance};
use super::clauses::Clauses;
use super::obligations::Start;
use super::seen::That;
use super::sequences::joined;
use crate::book::{Arm, Atom, Chain, Derived, Expr, Moment, Obligation, Step};
use crate::diagnostics::Code;

/// The answer of a branch.
struct Answered {
    /// What it is, without looking at the others.
    said: Moment,
    /// It and none of those written before it.
    alone: Moment,
    within: Option<u64>,
    /// Nobody answers.
    none: bool,
}

impl<'a> Checker<'a> {
    /// The arms of all branches. `trigger` and `condition` may be broken.
    pub(super) fn branches(
        &mut self,
        clauses: &Clauses<'a>,
        trigger: &Option<Option<Moment>>,
        condition: &Option<Option<Expr>>,
        half_read: bool,
        above: Option<u32>,
    ) -> Option<Vec<Arm>> {
        if clauses.branches.is_empty() {
            return Some(Vec::new());
        }
        let first = match (trigger, condition) {
            (Some(Some(trigger)), Some(condition)) => self.asked(trigger, condition, clauses),
            _ => None,
        };
        let answers = self.answers(clauses, first.as_ref());
        let mut arms = Vec::new();
        for (number, (branch, owed)) in clauses.branches.iter().enumerate() {
            let trigger = match (&first, &answers) {
                (Some(first), Some(answers)) => self.answered(first, answers, number, branch),
                _ => None,
            };
            let start = self.start_of(&Some(trigger.clone()), half_read);
            let owed_here = self.arm_duties(owed, &start, above);
            if owed.is_empty() && !half_read {
                self.nothing_under(branch);
            }
            arms.push(self.branch_arm(branch, trigger, owed_here));
        }
        arms.into_iter().collect()
    }

    fn branch_arm(
        &self,
        branch: &Branch,
        trigger: Option<Moment>,
        owed: Option<Vec<Obligation>>,
    ) -> Option<Arm> {
        let words: Vec<&str> = self.written(branch.span).split_whitespace().collect();
        Some(Arm {
            branch: Some(words.join(" ")),
            trigger: Some(trigger?),
            condition: None,
            excuse: None,
            obligations: owed?,
        })
    }

    /// The trigger, on the rule's condition.
    fn asked(
        &mut self,
        trigger: &Moment,
        condition: &Option<Expr>,
        clauses: &Clauses<'a>,
    ) -> Option<Moment> {
        let Some(condition) = condition else {
            return Some(trigger.clone());
        };
        let span = clauses.when.map_or(ast::Span::default(), |when| when.span);
        self.when_also(trigger.clone(), condition.clone(), span)
    }

    fn answers(&mut self, clauses: &Clauses<'a>, asked: Option<&Moment>) -> Option<Vec<Answered>> {
        let mut said = Vec::new();
        for (branch, _) in &clauses.branches {
            said.push(match &branch.answer {
                Answer::Moment(moment) => {
                    self.moments.that = That::Elsewhere;
                    let moment = self.moment(moment);
                    self.moments.that = That::Nothing;
                    Some(moment?)
                }
                Answer::AnyOther | Answer::None => None,
            });
        }
        let mut all = Vec::new();
        let mut before: Vec<Moment> = Vec::new();
        for ((branch, _), moment) in clauses.branches.iter().zip(&said) {
            let answered = match moment {
                Some(moment) => {
                    let alone = self.none_of(moment.clone(), before.clone(), branch.span);
                    before.push(moment.clone());
                    self.answer(branch, moment.clone(), alone?)
                }
                None => {
                    let others = said.iter().flatten().cloned().collect();
                    self.other_answer(branch, others, asked)
                }
            };
            all.push(answered);
        }
        all.into_iter().collect()
    }

    fn answer(&mut self, branch: &'a Branch, said: Moment, alone: Moment) -> Option<Answered> {
        let within = match &branch.within {
            None => None,
            Some(within) => Some(self.duration(within)?),
        };
        Some(Answered {
            said,
            alone,
            within,
            none: false,
        })
    }

    /// `on any other answer`, `on no answer within D`
    fn other_answer(
        &mut self,
        branch: &'a Branch,
        others: Vec<Moment>,
        asked: Option<&Moment>,
    ) -> Option<Answered> {
        if branch.answer == Answer::AnyOther {
            let speaks = one(utterance(Who::Customer, None));
            let other = self.none_of(speaks, others, branch.span)?;
            return self.answer(branch, other.clone(), other);
        }
        let Some(within) = &branch.within else {
            self.how_long(branch);
            return None;
        };
        let silence = one(Atom::Silence {
            who: Who::Customer,
            length: self.duration(within)?,
            even_on_hold: false,
            after: Some(asked?.clone()),
        });
        Some(Answered {
            said: silence.clone(),
            alone: silence,
            within: None,
            none: true,
        })
    }

    /// The trigger of a branch: what was asked, then this answer, and no other in between.
    fn answered(
        &mut self,
        asked: &Moment,
        answers: &[Answered],
        number: usize,
        branch: &Branch,
    ) -> Option<Moment> {
        let answer = answers.get(number)?;
        let others = answers.iter().enumerate().filter(|(at, _)| *at != number);
        let others = others.map(|(_, other)| other.said.clone());
        let without = others.fold(None, |all, other| joined(all, Some(other)));
        let without = match answer.none {
            true => joined(without, Some(one(utterance(Who::Customer, None)))),
            false => without,
        };
        let steps = vec![
            Step {
                within: None,
                moment: asked.clone(),
                without: None,
            },
            Step {
                within: answer.within,
                moment: answer.alone.clone(),
                without,
            },
        ];
        let derived = Derived::Chain {
            chain: Chain { steps },
            within: None,
            own: true,
        };
        self.derive(derived, branch.span).map(one)
    }

    /// `may … only if`, `may … only after`
    pub(super) fn permission(
        &mut self,
        may: &'a ast::May,
        or_else: bool,
        start: &Start,
    ) -> Option<Vec<Obligation>> {
        let duties = match &may.only {
            Permission::If(condition) => self.require(condition, start).map(|duty| vec![duty]),
            Permission::After(before) => self.before_that(before, start),
        };
        let obligation = |(number, duty)| Obligation {
            or_else: or_else || number > 0,
            duty,
        };
        Some(duties?.into_iter().enumerate().map(obligation).collect())
    }

    fn how_long(&mut self, branch: &Branch) {
        let diagnostic = self
            .at(
                Code::OnWhat,
                branch.span,
                "it must be said how long nobody answers",
                "要写明多长时间无答复",
            )
            .help("write `on no answer within 10s`", "写成“遇 无答复 10秒 内”");
        self.report.push(diagnostic);
    }

    fn nothing_under(&mut self, branch: &Branch) {
        let diagnostic = self
            .at(
                Code::NothingOwed,
                branch.span,
                "nothing is asked for on this answer",
                "这种答复之后没有提出任何要求",
            )
            .help(
                "write below it what must be then, or leave it away",
                "在它下面写上要求，或者去掉它",
            );
        self.report.push(diagnostic);
    }
}
