//! What an evaluator says of one call, before it is dressed up as a report.
//!
//! The runtime reads it from the module's output records, the reference evaluator works it
//! out by itself; [`crate::report`] makes the same report of both. The fields are those of
//! the output records in docs/abi.md.

use serde::{Deserialize, Serialize};

/// Everything an evaluator says of one call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Verdicts {
    /// All findings, satisfied ones too, in the order they became certain.
    pub findings: Vec<Finding>,
    /// One row a rule, in rulebook order; empty while the call is open.
    pub rules: Vec<RuleRow>,
    /// One value a section.
    pub sections: Vec<i64>,
    /// One row a score.
    pub scores: Vec<ScoreRow>,
    /// What was counted on the way.
    pub notes: Vec<Note>,
}

/// One occurrence of one rule, decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Position of the rule in the rulebook.
    pub rule: u32,
    /// Satisfied (else violated).
    pub satisfied: bool,
    /// When it became certain, in milliseconds.
    pub at: i64,
    /// The deadline that ran out.
    pub due: Option<i64>,
    /// Points it cost (negative) or brought, in thousandths.
    pub points: i64,
    /// Position of the event that started the occurrence.
    pub trigger: Option<u32>,
    /// Why.
    pub reason: Reason,
    /// Which obligation of the arm decided (0 when it is satisfied).
    pub obligation: u8,
    /// Which arm of the rule it belongs to.
    pub arm: u8,
    /// What was seen.
    pub evidence: Vec<Evidence>,
}

/// An event that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Position in the call document's `events`.
    pub event: u32,
    /// The words, `[start, end)` in characters of the event's text.
    pub span: Option<(u32, u32)>,
    /// How far the words had to differ from those of the phrase.
    pub tolerance: Tolerance,
}

/// How the words of a match differ from those of the phrase.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Tolerance {
    /// Not at all.
    #[default]
    None = 0,
    /// `sounds like`
    Sounds = 1,
    /// `about`
    About = 2,
}

impl Tolerance {
    /// As reports spell it; none for [`Tolerance::None`].
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Sounds => Some("sounds like"),
            Self::About => Some("about"),
        }
    }
}

/// Why an occurrence was decided as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// Satisfied.
    Satisfied = 0,
    /// The deadline ran out.
    DeadlineRanOut = 1,
    /// The forbidden happened.
    Forbidden = 2,
    /// What must come before did not.
    NotBefore = 3,
    /// The requirement is not met.
    NotMet = 4,
    /// The call ended first.
    CallEnded = 5,
    /// The window closed.
    WindowClosed = 6,
}

/// Counts and points of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RuleRow {
    /// Occurrences that were decided.
    pub applied: u32,
    /// Of these, satisfied.
    pub satisfied: u32,
    /// Of these, violated.
    pub violated: u32,
    /// Points deducted in the rule's main score, its weight and caps counted, in thousandths.
    pub deducted: i64,
    /// Points awarded in its main score after the cap, in thousandths.
    pub awarded: i64,
    /// The same in the further scores that it has a cost in, in the order of its costs.
    pub others: Vec<ScoreAmount>,
}

/// What a rule took from and brought to one score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScoreAmount {
    /// Position of the score.
    pub score: u32,
    /// Points deducted, in thousandths.
    pub deducted: i64,
    /// Points awarded, in thousandths.
    pub awarded: i64,
}

/// One score of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScoreRow {
    /// Its value in thousandths.
    pub value: i64,
    /// A fatal rule was violated.
    pub fatal: bool,
}

/// Something that was counted on the way, never dropped in silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// Occurrences of a rule for which no place was left to wait.
    WaitingListFull {
        /// Position of the rule.
        rule: u32,
        /// How many.
        count: u32,
    },
    /// Events without an attribute that a condition asked for.
    MissingAttribute {
        /// Position in the manifest's `attributes`.
        attribute: u32,
        /// How many events.
        count: u32,
    },
    /// A condition asked for metadata that the call does not have.
    MissingMetadata {
        /// Position in the manifest's `metadata`.
        metadata: u32,
    },
}
