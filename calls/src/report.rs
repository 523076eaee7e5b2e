//! The report of one call (the data contract): its fields. It is made of what an evaluator
//! says by [`report`].

use crate::points::Points;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

pub use crate::making::{finding_of, report, report_seen};

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
    /// Points in each score, when it counts for more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<ScoreCost<'a>>,
    /// A person looks at it before it counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_review: bool,
    /// It is advice: reported, and costs nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub advice: bool,
}

/// What a rule took from and brought to one score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreCost<'a> {
    /// The score's name.
    pub score: Cow<'a, str>,
    /// Points deducted.
    pub deducted: Points,
    /// Points awarded.
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
    pub evidence: Vec<ReportedEvidence<'a>>,
    /// Points it cost (negative) or brought.
    pub points: Points,
    /// The score that it counts for.
    pub score: Cow<'a, str>,
    /// `minor`, `major` or `critical`.
    pub severity: Cow<'a, str>,
    /// What happened, in a supervisor's words.
    pub message: Cow<'a, str>,
    /// The branch that it belongs to, as the rulebook says it, when the rule has branches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Cow<'a, str>>,
}

/// An event that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedEvidence<'a> {
    /// Position in the call document's `events`.
    pub event: u32,
    /// `[start, end)` in characters of its text.
    pub span: Option<(u32, u32)>,
    /// `sounds like` or `about`, when the words were found with that tolerance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Cow<'a, str>>,
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
