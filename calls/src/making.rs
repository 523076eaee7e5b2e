//! Makes reports.
//!
//! In: the manifest, what was [`Seen`] of the call, the [`Verdicts`]. Out: a [`Report`];
//! the same input gives the same bytes.

use crate::call::Call;
use crate::manifest::{Manifest, Rule};
use crate::message;
use crate::notes;
use crate::points::Points;
use crate::report::{
    Delivery, Outcome, Report, ReportOptions, ReportedEvidence, ReportedFinding, RuleOutcome,
    Rulebook, Score, ScoreCost, Section, Verdict,
};
use crate::seen::Seen;
use crate::tables;
use crate::verdict::{Finding, RuleRow, ScoreAmount, ScoreRow, Verdicts};
use std::borrow::Cow;

/// The report of a whole call.
#[must_use]
pub fn report<'a>(
    manifest: &'a Manifest,
    call: &'a Call,
    verdicts: &Verdicts,
    extra: &Delivery,
    options: ReportOptions,
) -> Report<'a> {
    report_seen(
        manifest,
        &call.call_id,
        &Seen::of(manifest, call),
        verdicts,
        extra,
        options,
    )
}

/// The report of a call of which only a summary is at hand.
#[must_use]
pub fn report_seen<'a>(
    manifest: &'a Manifest,
    call_id: &'a str,
    seen: &Seen,
    verdicts: &Verdicts,
    extra: &Delivery,
    options: ReportOptions,
) -> Report<'a> {
    let counted;
    let tables = if extra.open {
        counted = tables::so_far(manifest, &verdicts.findings);
        &counted
    } else {
        verdicts
    };
    let scores: Vec<_> = manifest
        .scores
        .iter()
        .zip(&tables.scores)
        .map(|(score, row)| score_of(score, row))
        .collect();
    let failed = scores.iter().any(|score| !score.pass || score.fatal);
    Report {
        call_id: call_id.into(),
        rulebook: rulebook_of(manifest),
        verdict: if failed { Verdict::Fail } else { Verdict::Pass },
        scores,
        sections: manifest
            .sections
            .iter()
            .zip(&tables.sections)
            .map(section_of)
            .collect(),
        rules: manifest
            .rules
            .iter()
            .zip(&tables.rules)
            .map(|(rule, row)| rule_of(manifest, rule, row, extra.open))
            .collect(),
        findings: findings_of(manifest, &verdicts.findings, options),
        ignored: seen.ignored(),
        notes: notes::notes(manifest, seen, verdicts, extra),
    }
}

fn rulebook_of(manifest: &Manifest) -> Rulebook<'_> {
    Rulebook {
        name: (&manifest.name).into(),
        version: (&manifest.version).into(),
        hash: (&manifest.hash).into(),
    }
}

fn score_of<'a>(score: &'a crate::manifest::Score, row: &ScoreRow) -> Score<'a> {
    let earned = |grade: &&crate::manifest::Grade| grade.from.is_none_or(|from| row.value >= from);
    Score {
        name: (&score.name).into(),
        value: Points(row.value),
        from: Points(score.from),
        min: (!score.below_zero).then_some(Points(0)),
        grade: score
            .grades
            .iter()
            .find(earned)
            .map(|grade| (&grade.name).into()),
        pass: score.pass.is_none_or(|mark| row.value >= mark),
        unit: score.unit.as_ref().map(Into::into),
        fatal: row.fatal,
    }
}

fn section_of<'a>((section, value): (&'a crate::manifest::Section, &i64)) -> Section<'a> {
    Section {
        name: (&section.name).into(),
        title: (&section.title).into(),
        value: Points(*value),
        from: Points(section.weight.unwrap_or(0)),
    }
}

fn rule_of<'a>(
    manifest: &'a Manifest,
    rule: &'a Rule,
    row: &RuleRow,
    open: bool,
) -> RuleOutcome<'a> {
    let section = rule
        .section
        .and_then(|at| manifest.sections.get(at as usize));
    RuleOutcome {
        rule: (&rule.name).into(),
        title: (&rule.title).into(),
        section: section.map(|section| (&section.name).into()),
        cite: (&rule.cite).into(),
        outcome: outcome_of(row, open),
        applied: row.applied,
        satisfied: row.satisfied,
        violated: row.violated,
        deducted: Points(row.deducted),
        awarded: Points(row.awarded),
        costs: costs_of(manifest, rule, row),
        needs_review: rule.needs_review,
        advice: rule.advice,
    }
}

/// The points in each score, the main one first; none when there is only that.
fn costs_of<'a>(manifest: &'a Manifest, rule: &Rule, row: &RuleRow) -> Vec<ScoreCost<'a>> {
    if row.others.is_empty() {
        return Vec::new();
    }
    let main = ScoreAmount {
        score: main_score(rule),
        deducted: row.deducted,
        awarded: row.awarded,
    };
    let all = std::iter::once(&main).chain(&row.others);
    all.map(|amount| ScoreCost {
        score: score_name(manifest, amount.score).into(),
        deducted: Points(amount.deducted),
        awarded: Points(amount.awarded),
    })
    .collect()
}

/// The score whose points a rule's findings show.
fn main_score(rule: &Rule) -> u32 {
    rule.costs.first().map_or(rule.score, |cost| cost.score)
}

fn branch_of<'a>(rule: &'a Rule, finding: &Finding) -> Option<&'a str> {
    let branch = rule.branches.get(usize::from(finding.arm))?;
    branch.as_deref()
}

fn score_name(manifest: &Manifest, score: u32) -> &str {
    let score = manifest.scores.get(score as usize);
    score.map_or("", |score| score.name.as_str())
}

fn outcome_of(row: &RuleRow, open: bool) -> Outcome {
    match (row.violated, open, row.satisfied) {
        (1.., _, _) => Outcome::Violated,
        (0, true, _) => Outcome::Unresolved,
        (0, false, 1..) => Outcome::Satisfied,
        (0, false, 0) => Outcome::NotApplicable,
    }
}

fn findings_of<'a>(
    manifest: &'a Manifest,
    findings: &[Finding],
    options: ReportOptions,
) -> Vec<ReportedFinding<'a>> {
    let mut listed: Vec<&Finding> = findings
        .iter()
        .filter(|one| options.all_findings || !one.satisfied)
        .collect();
    listed.sort_by_key(|finding| (finding.at, finding.rule));
    listed
        .into_iter()
        .filter_map(|finding| finding_of(manifest, finding))
        .collect()
}

/// One finding as reports list it; `None` when the manifest has no such rule.
#[must_use]
pub fn finding_of<'a>(manifest: &'a Manifest, finding: &Finding) -> Option<ReportedFinding<'a>> {
    let rule = manifest.rules.get(finding.rule as usize)?;
    let evidence = finding.evidence.iter().map(|one| ReportedEvidence {
        event: one.event,
        span: one.span,
        tolerance: one.tolerance.name().map(Cow::Borrowed),
    });
    Some(ReportedFinding {
        rule: (&rule.name).into(),
        outcome: if finding.satisfied {
            Outcome::Satisfied
        } else {
            Outcome::Violated
        },
        at: finding.at,
        due: finding.due,
        trigger: finding.trigger,
        evidence: evidence.collect(),
        points: Points(finding.points),
        score: score_name(manifest, main_score(rule)).into(),
        severity: (&rule.severity).into(),
        message: message::finding(manifest, rule, finding),
        branch: branch_of(rule, finding).map(Into::into),
    })
}
