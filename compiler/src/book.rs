//! The checked rulebook: every name found, every type right, every unit converted.
//!
//! In: made by [`crate::check()`] from syntax trees. Out: read by the monitors and, on its
//! own, by the reference evaluator. It says what the rulebook means and nothing about how
//! that is run. All times are milliseconds, all points and numbers thousandths.

pub use zhunze_grammar::ast::{AttributeType, CompareOp, Span, SpanKind, Who};

/// The language of a rulebook: decides text normalisation and the language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese: traditional characters are read as simplified.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }
}

macro_rules! id {
    ($(#[$doc:meta] $name:ident),*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into its table.
            pub fn index(self) -> usize { self.0 as usize }
        }
    )*};
}
id! {
    /// Position in [`Book::phrases`].
    PhraseId,
    /// Position in [`Book::rules`].
    RuleId,
    /// Position in [`Book::scores`].
    ScoreId,
    /// Position in [`Book::sections`].
    SectionId,
    /// Position in [`Book::events`].
    EventId,
    /// Position in [`Book::attributes`].
    AttributeId,
    /// Position in [`Book::metadata`].
    MetaId,
    /// Position in [`Book::sources`].
    SourceId
}

/// A checked rulebook.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Its name.
    pub name: String,
    /// Its version; empty when none is given.
    pub version: String,
    /// Its language.
    pub language: Language,
    /// `voice` or `chat`, when given.
    pub channel: Option<String>,
    /// SHA-256 of the sources, as `sha256:…`.
    pub hash: String,
    /// File names of the sources; the first is the rulebook itself.
    pub sources: Vec<String>,
    /// Scores; never empty (a rulebook without any gets `score` from 100).
    pub scores: Vec<Score>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Phrases, named ones and those written on the spot.
    pub phrases: Vec<Phrase>,
    /// Declared events.
    pub events: Vec<EventDecl>,
    /// Names of all attributes that a condition looks at, each once.
    pub attributes: Vec<String>,
    /// Names of all metadata that a condition looks at, each once.
    pub metadata: Vec<String>,
    /// Names of the labels that a rule relies on (for `X is labelled`: `customer.*`).
    pub labels: Vec<String>,
    /// Rules in order.
    pub rules: Vec<Rule>,
    /// Tests in order.
    pub tests: Vec<Test>,
    /// How many occurrences one rule may keep waiting: 1 to 64.
    pub waiting: u32,
}

/// A score.
#[derive(Debug, Clone, PartialEq)]
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
    /// Grades, best first: name, and the least value that earns it (`None`: the rest).
    pub grades: Vec<(String, Option<i64>)>,
}

/// A section.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Its title; the name when none is given.
    pub title: String,
    /// Its weight; `None`: no bound on what it may lose.
    pub weight: Option<i64>,
    /// Its score.
    pub score: ScoreId,
    /// May lose more than its weight.
    pub below_zero: bool,
}

/// A declared event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDecl {
    /// Its kind, or the `name` of an action.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<(String, AttributeType)>,
}

/// A phrase: found in an utterance when any of its alternatives is.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// Its name; `None` when it was written on the spot.
    pub name: Option<String>,
    /// What it matches.
    pub pattern: Pattern,
    /// Where it was declared.
    pub source: SourceId,
    /// Where in the source.
    pub span: Span,
}

/// What a phrase matches, references to other phrases put in. Matching is on the units of
/// the normalised text ([`crate::text`]).
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// These units in a row. Never empty.
    Units(Vec<crate::text::Unit>),
    /// All in a row.
    Seq(Vec<Pattern>),
    /// One of them.
    Any(Vec<Pattern>),
    /// It or nothing.
    Optional(Box<Pattern>),
    /// From `min` to `max` units of any kind (`max` ≤ 60).
    Gap {
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Its title; the name when none is given.
    pub title: String,
    /// Its section.
    pub section: Option<SectionId>,
    /// Clauses of the written standard.
    pub cite: Vec<String>,
    /// How bad a violation is.
    pub severity: Severity,
    /// What a violation says; made from the title when none is given.
    pub message: Option<String>,
    /// What starts an occurrence; `None`: the call.
    pub trigger: Option<Moment>,
    /// `if` and `unless` together.
    pub condition: Option<Expr>,
    /// `unless M first`.
    pub excuse: Option<Moment>,
    /// What is owed; at least one, at most 8.
    pub obligations: Vec<Obligation>,
    /// `otherwise deduct`.
    pub deduct: Option<Amount>,
    /// `award`.
    pub award: Option<Amount>,
    /// `fatal from N times`: from the N-th violation.
    pub fatal_from: Option<u32>,
    /// The score it counts for.
    pub score: ScoreId,
    /// Where it was declared.
    pub source: SourceId,
    /// Where in the source.
    pub span: Span,
}

/// How bad a violation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Minor (the default).
    Minor,
    /// Major.
    Major,
    /// Critical (the default for a `fatal` rule).
    Critical,
}

impl Severity {
    /// As reports spell it.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }
}

/// Points a rule deducts or awards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Points, positive.
    pub points: i64,
    /// Each time (else once a call).
    pub each_time: bool,
    /// At most so many a call.
    pub at_most: Option<i64>,
}

/// An obligation.
#[derive(Debug, Clone, PartialEq)]
pub enum Obligation {
    /// `must M` or `must not M` within a window.
    Happen {
        /// What.
        moment: Moment,
        /// `must not`.
        negated: bool,
        /// When it counts.
        window: Window,
    },
    /// `before that, …`. Only in rules with a trigger.
    Before {
        /// The steps in order: at least one, at most 8.
        steps: Vec<Step>,
        /// From the first step's end to the trigger's start.
        within: Option<u64>,
    },
    /// `require E`, judged at the trigger (without one: at the end of the call).
    Require(Expr),
}

/// When an obligation's target counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    /// Not before this long after the trigger's end.
    pub min: Option<u64>,
    /// Not after this long after the trigger's end.
    pub max: Option<u64>,
    /// Only after this.
    pub after: Option<Moment>,
    /// Only before this.
    pub before: Option<Moment>,
    /// Only in the next turn of this speaker (never `Anyone`).
    pub next_turn: Option<Who>,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// From the end of the step before to the start of this one.
    pub within: Option<u64>,
    /// What happens.
    pub moment: Moment,
}

/// A moment: any of these, names of moments put in. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The alternatives, without duplicates.
    pub any: Vec<Atom>,
}

/// What happens at one instant.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// An event of the call.
    Event {
        /// Its kind.
        kind: Kind,
        /// Its `speaker` (for a hang-up, `by`). `Anyone`: no matter who.
        who: Who,
        /// A phrase that its text contains. Only for utterances.
        phrase: Option<PhraseId>,
        /// A condition on its attributes.
        guard: Option<Expr>,
    },
    /// A label event about `who`: see "is labelled" in docs/language.md.
    Labelled {
        /// Who is labelled (never `Anyone`).
        who: Who,
        /// The value.
        value: String,
        /// A condition on its attributes.
        guard: Option<Expr>,
    },
    /// None of `who` has spoken for so long.
    Silence {
        /// `Anyone`: nobody speaks.
        who: Who,
        /// How long, at least 1 ms.
        length: u64,
        /// Hold and mute count too.
        even_on_hold: bool,
    },
    /// A hold or mute has gone on for so long.
    Lasts {
        /// Which.
        span: SpanKind,
        /// How long, at least 1 ms.
        length: u64,
    },
    /// The end of the call.
    CallEnds,
}

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `ring`
    Ring,
    /// `answer`
    Answer,
    /// `utterance`
    Utterance,
    /// `hold_start`
    HoldStart,
    /// `hold_end`
    HoldEnd,
    /// `mute_start`
    MuteStart,
    /// `mute_end`
    MuteEnd,
    /// `transfer`
    Transfer,
    /// `hangup`
    Hangup,
    /// `dtmf`
    Dtmf,
    /// `action`
    Action,
    /// `label`
    Label,
    /// A declared event: a kind of that name, or an action of that name.
    Declared(EventId),
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Always or never.
    Const(bool),
    /// `not`
    Not(Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// One of them.
    Or(Vec<Expr>),
    /// Two numbers compare. False when either is missing.
    Compare {
        /// Left side.
        left: Term,
        /// How.
        op: CompareOp,
        /// Right side.
        right: Term,
    },
    /// A text is (not) one of these, exactly. False when it is missing, also when `negated`.
    TextIn {
        /// Which text.
        value: Field,
        /// The texts.
        list: Vec<String>,
        /// None of them.
        negated: bool,
    },
    /// A boolean attribute or metadata is `yes` (or, `negated`, `no`). False when missing.
    Flag {
        /// Which.
        value: Field,
        /// Is `no`.
        negated: bool,
    },
    /// It has happened, strictly before the event under judgement.
    Happened(Moment),
}

/// A number in a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A constant in thousandths.
    Number(i64),
    /// An attribute or metadata.
    Field(Field),
    /// `rings`: `count` of the last `ring` event before or at the event under judgement,
    /// in thousandths; 0 when there was none (missing `count` counts as 1).
    Rings,
    /// `count of M`, in thousandths, strictly before the event under judgement.
    Count(Moment),
}

/// A named value of the event under judgement or of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// An attribute of the event.
    Attribute(AttributeId),
    /// The call's metadata.
    Meta(MetaId),
}

/// A test, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// Its title.
    pub title: String,
    /// The call as a document of the formats page (`call_id` is the title).
    pub call: serde_json::Value,
    /// When the call ends; `None`: at its last event's end.
    pub ends: Option<u64>,
    /// What is expected.
    pub expect: Vec<(Expectation, Span)>,
    /// Where it was declared.
    pub source: SourceId,
    /// Where in the source.
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// A score's value.
    Score(ScoreId, i64),
    /// A section's value.
    Section(SectionId, i64),
    /// The verdict is pass.
    Pass(bool),
    /// The grade of the first score that has one of this name.
    Grade(ScoreId, String),
    /// A rule is satisfied (at least once, never violated), so often.
    Satisfied(RuleId, Option<u32>),
    /// A rule is violated, so often.
    Violated(RuleId, Option<u32>),
    /// A rule never applied.
    NotApplicable(RuleId),
}
