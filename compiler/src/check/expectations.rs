//! What tests expect.
//!
//! In: `expect` lines. Out: [`Expectation`]s on scores, sections, grades and rules that
//! exist.

use zhunze_grammar::ast::{self, ExpectedOutcome, Milli, Name};

use super::Checker;
use super::names::Sort;
use super::numbers::{Limits, MANY};
use crate::book::{Expectation, RuleId, ScoreId, SectionId};

impl<'a> Checker<'a> {
    /// One expectation.
    pub(super) fn expectation(&mut self, expected: &'a ast::Expectation) -> Option<Expectation> {
        match expected {
            ast::Expectation::Score { name, value } => {
                let (score, value) = (self.score_or_first(Some(name)), self.value(value));
                Some(Expectation::Score(score?, value?))
            }
            ast::Expectation::Section { name, value } => {
                let (section, value) = (self.section_named(name), self.value(value));
                Some(Expectation::Section(section?, value?))
            }
            ast::Expectation::Verdict(pass) => Some(Expectation::Pass(*pass)),
            ast::Expectation::Grade(name) => self.grade(name),
            ast::Expectation::Rule {
                name,
                outcome,
                times,
            } => {
                let least = i64::from(*outcome == ExpectedOutcome::NotApplicable);
                let times = times.as_ref().map(|times| self.times(times, 1 - least));
                let rule = self.rule_named(name)?;
                Some(match outcome {
                    ExpectedOutcome::Satisfied => Expectation::Satisfied(rule, flat(times)?),
                    ExpectedOutcome::Violated => Expectation::Violated(rule, flat(times)?),
                    ExpectedOutcome::NotApplicable => Expectation::NotApplicable(rule),
                })
            }
        }
    }

    fn value(&mut self, value: &Milli) -> Option<i64> {
        self.number(value.node, value.span)
    }

    fn times(&mut self, times: &Milli, least: i64) -> Option<u32> {
        let limits = Limits {
            what: ("this", "次数"),
            least,
            most: MANY,
        };
        self.whole(times, &limits)
    }

    fn section_named(&mut self, name: &Name) -> Option<SectionId> {
        let Some(at) = self.scope.sections.position(&name.node) else {
            self.scope
                .unknown(name, Sort::Section, &[], &mut self.report);
            return None;
        };
        u32::try_from(at).ok().map(SectionId)
    }

    fn rule_named(&mut self, name: &Name) -> Option<RuleId> {
        let Some(at) = self.scope.rules.position(&name.node) else {
            self.scope.unknown(name, Sort::Rule, &[], &mut self.report);
            return None;
        };
        u32::try_from(at).ok().map(RuleId)
    }

    /// A grade of the first score that has one of this name.
    fn grade(&mut self, name: &Name) -> Option<Expectation> {
        let has = |score: &crate::book::Score| score.grades.iter().any(|(it, _)| *it == name.node);
        let Some(at) = self.scores.iter().position(has) else {
            let grades = self.scores.iter().flat_map(|score| &score.grades);
            let known: Vec<&str> = grades.map(|(name, _)| name.as_str()).collect();
            self.scope
                .unknown(name, Sort::Grade, &known, &mut self.report);
            return None;
        };
        let score = ScoreId(u32::try_from(at).ok()?);
        Some(Expectation::Grade(score, name.node.clone()))
    }
}

/// Outer `None`: broken.
fn flat(times: Option<Option<u32>>) -> Option<Option<u32>> {
    match times {
        None => Some(None),
        Some(None) => None,
        Some(times) => Some(times),
    }
}
