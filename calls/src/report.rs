//! The report of one call (the data contract), made of what an evaluator says.
//!
//! In: the manifest, what was [`Seen`] of the call, the [`Verdicts`]. Out: a [`Report`];
//! the same input gives the same bytes.

use crate::call::Call;
use crate::manifest::{Manifest, Rule};
use crate::message;
use crate::notes;
use crate::points::Points;
use crate::seen::Seen;
use crate::tables;
use crate::verdict::{Finding, RuleRow, ScoreRow, Verdicts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a report says of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report<'a> {
    /// The call's id.
    pub call_id: Cow<'a, str>,
    /// The rulebook that judged it.
    pub rulebook: Rulebook<'a>,
    /// `fail` when any score is under its pass mark or a fatal rule is violated.
    pub verdict: Verdict,
    /// One for each score.
    pub scores: Vec<Score<'a>>,
    /// One for each section.
    pub sections: Vec<Section<'a>>,
    /// One for each rule, in rulebook order.
    pub rules: Vec<RuleOutcome<'a>>,
    /// By `at`, then rule order.
    pub findings: Vec<ReportedFinding<'a>>,
    /// What the rulebook does not know.
    pub ignored: Ignored,
    /// What was counted on the way.
    pub notes: Vec<ReportedNote<'a>>,
}

/// Which rulebook judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rulebook<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its version.
    pub version: Cow<'a, str>,
    /// `sha256:…` of its sources.
    pub hash: Cow<'a, str>,
}

/// Pass or fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every score reaches its mark and no fatal rule is violated.
    Pass,
    /// The rest.
    Fail,
}

/// How a rule or an occurrence came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept.
    Satisfied,
    /// Broken at least once.
    Violated,
    /// Its trigger never happened.
    NotApplicable,
    /// The call has not ended.
    Unresolved,
}

/// One score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Score<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its value.
    pub value: Points,
    /// What a call starts with.
    pub from: Points,
    /// The least it can be; null when it may go below zero.
    pub min: Option<Points>,
    /// The grade that it earns; null when the score has no grades.
    pub grade: Option<Cow<'a, str>>,
    /// Whether it reaches its pass mark; true without one.
    pub pass: bool,
    /// The unit, when it is not points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// A fatal rule set it to 0.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fatal: bool,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its title.
    pub title: Cow<'a, str>,
    /// Its value.
    pub value: Points,
    /// Its weight, 0 without one.
    pub from: Points,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleOutcome<'a> {
    /// Its name.
    pub rule: Cow<'a, str>,
    /// Its title.
    pub title: Cow<'a, str>,
    /// Its section.
    pub section: Option<Cow<'a, str>>,
    /// Clauses of the written standard.
    pub cite: Cow<'a, [String]>,
    /// How it came out.
    pub outcome: Outcome,
    /// Occurrences that were decided.
    pub applied: u32,
    /// Of these, satisfied.
    pub satisfied: u32,
    /// Of these, violated.
    pub violated: u32,
    /// Points deducted.
    pub deducted: Points,
    /// Points awarded.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub awarded: Points,
}

fn is_zero(points: &Points) -> bool {
    points.0 == 0
}

/// One occurrence of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedFinding<'a> {
    /// The rule's name.
    pub rule: Cow<'a, str>,
    /// `satisfied` or `violated`.
    pub outcome: Outcome,
    /// When it became certain, in milliseconds.
    pub at: i64,
    /// The deadline that ran out, in milliseconds.
    pub due: Option<i64>,
    /// Position in `events` of what started it.
    pub trigger: Option<u32>,
    /// What it rests on.
    pub evidence: Vec<ReportedEvidence>,
    /// Points it cost (negative) or brought.
    pub points: Points,
    /// The score that it counts for.
    pub score: Cow<'a, str>,
    /// `minor`, `major` or `critical`.
    pub severity: Cow<'a, str>,
    /// What happened, in a supervisor's words.
    pub message: Cow<'a, str>,
}

/// An event that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedEvidence {
    /// Position in the call document's `events`.
    pub event: u32,
    /// `[start, end)` in characters of its text.
    pub span: Option<(u32, u32)>,
}

/// What the rulebook does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Ignored {
    /// How many events.
    pub events: u64,
    /// Of which kinds.
    pub kinds: Vec<String>,
    /// Attributes left out because they are no flat scalars.
    #[serde(default)]
    pub attributes: Vec<String>,
}

/// Something that was counted on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedNote<'a> {
    /// What kind of note.
    pub code: Cow<'a, str>,
    /// The attribute, metadata or label it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    /// The rule it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Cow<'a, str>>,
    /// How often.
    pub count: u64,
    /// The same for people.
    pub message: String,
}

/// How the events got to the evaluator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// Events that came too late to be judged.
    pub late_events: u64,
    /// The call has not ended.
    pub open: bool,
}

/// What a report lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReportOptions {
    /// List satisfied findings too.
    pub all_findings: bool,
}

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
    }
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
    let score = manifest
        .scores
        .get(rule.score as usize)
        .map_or("", |score| score.name.as_str());
    let evidence = finding.evidence.iter().map(|one| ReportedEvidence {
        event: one.event,
        span: one.span,
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
        score: score.into(),
        severity: (&rule.severity).into(),
        message: message::finding(manifest, rule, finding),
    })
}
