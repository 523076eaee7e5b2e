//! One finding as the table shows it.
//!
//! In: a report. Out: its findings in words: when, the points in the unit of their score,
//! and beside the message the branch, what is advice and what a person has to look at.

use crate::clock::Clock;
use crate::language::pick;
use crate::terminal::tame;
use zhunze_calls::report::{Outcome, Report, ReportedFinding, RuleOutcome};
use zhunze_compiler::book::Language;

/// One finding.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) at: String,
    pub(super) points: String,
    pub(super) rule: String,
    pub(super) violated: bool,
    pub(super) message: String,
}

impl Found {
    /// All findings of a report.
    pub(super) fn all(report: &Report<'_>, language: Language) -> Vec<Self> {
        let rule = |name: &str| report.rules.iter().find(|rule| rule.rule == name);
        let findings = report.findings.iter();
        findings
            .map(|finding| Self {
                at: Clock(finding.at).to_string(),
                points: points(report, finding),
                rule: finding.rule.clone().into_owned(),
                violated: finding.outcome == Outcome::Violated,
                message: message(finding, rule(&finding.rule), language),
            })
            .collect()
    }
}

/// The points with the unit of their score; nothing when there are none.
fn points(report: &Report<'_>, finding: &ReportedFinding<'_>) -> String {
    if finding.points.0 == 0 {
        return String::new();
    }
    let mut scores = report.scores.iter();
    let score = scores.find(|score| score.name == finding.score);
    match score.and_then(|score| score.unit.as_ref()) {
        Some(unit) => format!("{} {}", finding.points, tame(unit)),
        None => finding.points.to_string(),
    }
}

fn message(
    finding: &ReportedFinding<'_>,
    rule: Option<&RuleOutcome<'_>>,
    language: Language,
) -> String {
    let mut text = tame(&finding.message);
    if let Some(branch) = &finding.branch {
        text = format!("{text} [{}]", tame(branch));
    }
    if rule.is_some_and(|rule| rule.advice) {
        text.push_str(pick(language, " (advice)", "（建议）"));
    }
    if rule.is_some_and(|rule| rule.needs_review) {
        text.push_str(pick(language, " (needs review)", "（需复核）"));
    }
    text
}
