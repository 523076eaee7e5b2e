//! Rules: one arm or several, and what goes with them.

use zhunze_compiler::book::*;

use super::Maker;
use super::costs::Costs;
use super::duties::Start;
use super::look::{Looks, seen};
use super::windows::is_decided_early;

impl Maker<'_> {
    /// Adds the rules.
    pub(super) fn rules(&mut self) {
        let count = 1 + self.r.below(6);
        for number in 0..count {
            let rule = self.rule(number as u32);
            self.book.rules.push(rule);
        }
    }

    fn rule(&mut self, number: u32) -> Rule {
        let sections = self.book.sections.len();
        let section = match sections {
            0 => None,
            _ => self.some(2, |maker| SectionId(maker.r.id(sections))),
        };
        let advice = self.r.one_in(10);
        let Costs {
            costs,
            fatal_from,
            fatal_section,
            leave_out,
            score,
        } = self.costs(section, advice);
        let arms = self.arms(number, advice);
        let single = arms.len() == 1 && arms[0].trigger.is_some();
        let picks = [(6, Pick::Each), (1, Pick::Any), (1, Pick::Last)];
        Rule {
            name: format!("rule{number}"),
            title: format!("规则 {number}"),
            section,
            cite: vec![],
            severity: self
                .r
                .of(&[Severity::Minor, Severity::Major, Severity::Critical]),
            message: self.some(4, |_| "message".into()),
            needs_review: self.r.one_in(6),
            advice,
            applies: self.some(6, |maker| maker.condition(Looks::nothing(), 2)),
            pick: if single {
                self.r.weighted(&picks)
            } else {
                Pick::Each
            },
            own: self.r.one_in(4),
            arms,
            costs,
            fatal_from,
            fatal_section,
            leave_out,
            score: ScoreId(score),
            source: SourceId(0),
            span: Span::default(),
        }
    }

    fn arms(&mut self, above: u32, advice: bool) -> Vec<Arm> {
        match self.r.below(12) {
            0..2 => vec![self.whole_call(above, advice)],
            2..4 => {
                let excuse = self.some(5, |maker| maker.moment(2));
                let first = self.some(3, |maker| maker.triggered(above, advice));
                let branches = self.list(2, |maker| maker.triggered(above, advice));
                let named = (1..).zip(branches).map(|(number, arm)| Arm {
                    branch: Some(format!("on answer {number}")),
                    condition: None,
                    ..arm
                });
                let arms = first.into_iter().chain(named);
                arms.map(|arm| Arm {
                    excuse: excuse.clone(),
                    ..arm
                })
                .collect()
            }
            _ => vec![self.triggered(above, advice)],
        }
    }

    /// An arm that starts with a moment.
    fn triggered(&mut self, above: u32, advice: bool) -> Arm {
        let trigger = self.moment(2);
        let start = Start {
            trigger: Some(seen(&self.book, &trigger)),
            ends: trigger.any == [Atom::CallEnds],
            above,
        };
        let looks = start.looks().above(above);
        Arm {
            branch: None,
            condition: self.some(3, |maker| maker.condition(looks, 2)),
            excuse: self.some(5, |maker| maker.moment(2)),
            obligations: self.obligations(start, advice),
            trigger: Some(trigger),
        }
    }

    /// The arm of a rule without `when`.
    fn whole_call(&mut self, above: u32, advice: bool) -> Arm {
        let start = Start {
            trigger: None,
            ends: false,
            above,
        };
        let obligations = self.obligations(start, advice);
        let looks = match watched(&obligations) {
            Some(breach) => Looks::at(seen(&self.book, breach)).above(above),
            None => Looks::nothing(),
        };
        Arm {
            branch: None,
            trigger: None,
            condition: self.some(3, |maker| maker.condition(looks, 2)),
            excuse: self.some(5, |maker| maker.moment(2)),
            obligations,
        }
    }
}

/// What is forbidden, when that is all, so that conditions are judged at each breach.
fn watched(obligations: &[Obligation]) -> Option<&Moment> {
    let [only] = obligations else { return None };
    match &only.duty {
        Duty::Happen {
            moment,
            at_most: Some(0),
            window,
            ..
        } if window.part.as_ref().is_none_or(is_decided_early) => Some(moment),
        _ => None,
    }
}
