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
    /// What is judged: `call`, or `case` for documents of several contacts.
    #[serde(default = "call")]
    pub unit: String,
    /// Parameters and what they were set to.
    #[serde(default)]
    pub params: Vec<Param>,
    /// Rules of an extended rulebook that were dropped.
    #[serde(default)]
    pub dropped: Vec<Dropped>,
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
    /// Bytes of an instance's memory with the state of one call; it never grows.
    #[serde(default)]
    pub memory_size: u32,
    /// The most instructions (units of a host's fuel) that the module takes.
    #[serde(default)]
    pub work: Work,
    /// How many occurrences one rule, and one call, keeps waiting.
    pub waiting: (u32, u32),
}

/// The most instructions that a module takes, each counted as one.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Work {
    /// For an event without text and attributes, with all that comes due before it.
    pub event: u64,
    /// For an event with the longest text.
    pub longest_event: u64,
    /// For the end of a call, with all that comes due before it.
    pub close: u64,
}

fn call() -> String {
    "call".to_owned()
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type: `phrase`, `moment`, `duration`, `number`, `text`, `boolean` or `clock`.
    pub r#type: String,
    /// Its value, as written.
    pub value: String,
}

/// A rule that was dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Dropped {
    /// Its name.
    pub rule: String,
    /// Why.
    pub reason: String,
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
    /// Shown to a person before it counts.
    #[serde(default)]
    pub needs_review: bool,
    /// Its obligations are advice: reported, and cost nothing.
    #[serde(default)]
    pub advice: bool,
    /// The branch of each of its arms, as written (`None`: of the one that stands above the
    /// branches); empty when it has no branches.
    #[serde(default)]
    pub branches: Vec<Option<String>>,
    /// What it costs and brings, the main score first.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// From which violation on it is fatal.
    pub fatal_from: Option<u32>,
    /// A fatal violation brings its section to 0 (else: its score).
    #[serde(default)]
    pub fatal_section: bool,
    /// When it did not apply, its weight is taken out of its section.
    #[serde(default)]
    pub leave_out: bool,
}

/// What a rule costs or brings in one score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Cost {
    /// Position of the score.
    pub score: u32,
    /// What violations cost.
    pub deduct: Option<Amount>,
    /// What satisfied occurrences bring.
    pub award: Option<Amount>,
    /// What is lost when it is violated.
    pub weight: Option<Weight>,
}

/// Points a rule deducts or awards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Amount {
    /// For the first time.
    pub points: i64,
    /// For each time after it.
    pub after_first: i64,
    /// At most so many a call.
    pub at_most: Option<i64>,
}

/// What a rule is worth in its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Weight {
    /// Points.
    pub points: i64,
    /// Lost in proportion (else: all with the first violation).
    pub by_share: bool,
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
    /// May lose more than its weight.
    #[serde(default)]
    pub below_zero: bool,
    /// The least and the most that it can come to.
    #[serde(default)]
    pub bounds: Bounds,
}

/// What any call can come to, in thousandths; `None`: no bound on that side. It follows from
/// the points alone.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Bounds {
    /// The least.
    pub least: Option<i64>,
    /// The most.
    pub most: Option<i64>,
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
    /// The least and the most that it can come to.
    #[serde(default)]
    pub bounds: Bounds,
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
