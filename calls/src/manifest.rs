//! The manifest inside a module: what hosts and reports need to know of the rulebook.
//!
//! The compiler writes it (it does not know this crate), the runtime and the reference
//! evaluator read it. Numbers are thousandths.

use serde::{Deserialize, Serialize};

/// The custom section `zhunze.manifest`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Manifest {
    /// Version of the module's interface.
    pub abi: u32,
    /// Version of the language.
    pub language_version: u32,
    /// The rulebook's name.
    pub name: String,
    /// The rulebook's version.
    pub version: String,
    /// `zh` or `en`: the language of messages.
    pub language: String,
    /// `voice`, `chat` …, when given.
    pub channel: Option<String>,
    /// `sha256:…` of the sources.
    pub hash: String,
    /// Rules in rulebook order.
    pub rules: Vec<Rule>,
    /// Sections in rulebook order.
    pub sections: Vec<Section>,
    /// Scores in rulebook order.
    pub scores: Vec<Score>,
    /// Declared events.
    pub events: Vec<EventDecl>,
    /// Attributes that conditions look at.
    pub attributes: Vec<String>,
    /// Metadata that conditions look at.
    pub metadata: Vec<String>,
    /// Labels that rules rely on; `customer.*` means any label about the customer.
    pub labels: Vec<String>,
    /// How many phrases the rulebook has.
    pub phrases: u32,
    /// Bytes of one call's state.
    pub state_size: u32,
    /// How many occurrences one rule, and one call, keeps waiting.
    pub waiting: (u32, u32),
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Position of its section.
    pub section: Option<u32>,
    /// Position of its score.
    pub score: u32,
    /// Clauses of the written standard.
    pub cite: Vec<String>,
    /// `minor`, `major` or `critical`.
    pub severity: String,
    /// What a violation says, when the rulebook says so.
    pub message: Option<String>,
    /// From which violation on it is fatal.
    pub fatal_from: Option<u32>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its weight.
    pub weight: Option<i64>,
    /// Position of its score.
    pub score: u32,
}

/// A score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// What a call starts with.
    pub from: i64,
    /// The pass mark.
    pub pass: Option<i64>,
    /// The unit, when it is not points.
    pub unit: Option<String>,
    /// May go below zero.
    pub below_zero: bool,
    /// Grades, best first.
    pub grades: Vec<Grade>,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// The least value that earns it; `None`: the rest.
    pub from: Option<i64>,
}

/// A declared event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EventDecl {
    /// Its kind, or the `name` of an action.
    pub name: String,
    /// Its attributes and their types (`text`, `number`, `boolean`).
    pub attributes: Vec<(String, String)>,
}
