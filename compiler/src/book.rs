//! The checked rulebook: every name found, every type right, every unit converted.
//!
//! In: made by [`crate::check()`] from syntax trees. Out: read by the monitors and, on its
//! own, by the reference evaluator. It says what the rulebook means and nothing about how
//! that is run. All times are milliseconds, all points and numbers thousandths.

pub use zhunze_grammar::ast::{
    ArithmeticOp, AttributeType, ClockPart, CompareOp, MeasuredSpan, ParamType, Span, SpanKind,
    StatisticHow, TimeOf, Who,
};

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
    SourceId,
    /// Position in [`Book::derived`].
    DerivedId
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
    /// What is judged: a call, or a case of several contacts.
    pub case: bool,
    /// Words that an utterance is read without a second time. None is empty.
    pub fillers: Vec<Vec<crate::text::Unit>>,
    /// Syllables taken for the same by `sounds like`, as pairs of their differing parts.
    pub confusions: Vec<(String, String)>,
    /// Parameters and what they were set to, for the manifest and explanations.
    pub params: Vec<Param>,
    /// Rules of an extended rulebook that were dropped, and why.
    pub dropped: Vec<(String, String)>,
    /// Scores; never empty (a rulebook without any gets `score` from 100).
    pub scores: Vec<Score>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Phrases, named ones and those written on the spot.
    pub phrases: Vec<Phrase>,
    /// Moments made of others. One refers only to those before it.
    pub derived: Vec<Derived>,
    /// Declared moments that rules use, as they were put in: for explanations alone.
    pub named: Vec<NamedMoment>,
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

/// A declared moment.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedMoment {
    /// Its name.
    pub name: String,
    /// What it is.
    pub moment: Moment,
}

/// A parameter and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ParamType,
    /// Its value, as written.
    pub value: String,
}

/// A phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// Its name; `None` when it was written on the spot.
    pub name: Option<String>,
    /// When it is found.
    pub body: PhraseBody,
    /// What it captures, by the numbers that [`Pattern::Slot`] uses.
    pub captures: Vec<Capture>,
    /// Where it was declared.
    pub source: SourceId,
    /// Where in the source.
    pub span: Span,
}

/// When a phrase is found in an utterance.
#[derive(Debug, Clone, PartialEq)]
pub enum PhraseBody {
    /// The pattern matches somewhere.
    Pattern(Pattern),
    /// The regular expression (syntax of the `regex` crate) matches the text as written.
    Regex(String),
    /// At least `n` of these phrases are found. The evidence is the best among all found.
    AtLeast {
        /// How many, at least 1.
        n: u32,
        /// Of which; none twice.
        of: Vec<PhraseId>,
    },
    /// The phrase is found, and none of `not` is.
    ButNot {
        /// What is found.
        phrase: PhraseId,
        /// What is not.
        not: Vec<PhraseId>,
    },
}

/// A value that a phrase captures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// Its name.
    pub name: String,
    /// What kind of value.
    pub kind: SlotKind,
}

pub use zhunze_grammar::ast::SlotKind;

impl Capture {
    /// It is a number (else: a text).
    pub fn is_number(&self) -> bool {
        matches!(
            self.kind,
            SlotKind::Number | SlotKind::Time | SlotKind::Money
        )
    }
}

/// How the words of a match may differ from those of the phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tolerance {
    /// Not at all.
    None,
    /// `sounds like`
    Sounds,
    /// `about`
    About,
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
    /// A value ([`crate::text::slots`]), captured when it has a number.
    Slot {
        /// What kind of value.
        kind: SlotKind,
        /// Position in [`Phrase::captures`].
        capture: Option<u32>,
    },
    /// A match of the pattern inside was made with this tolerance.
    Tolerant(Tolerance, Box<Pattern>),
    /// The pattern inside, where it is not part of a longer word (docs/meaning.md).
    Word(Box<Pattern>),
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
    /// Shown to a person before it counts.
    pub needs_review: bool,
    /// Every obligation is a `should`: reported, costs nothing.
    pub advice: bool,
    /// To which calls it applies: a condition on metadata alone, judged at the start.
    pub applies: Option<Expr>,
    /// Which of its occurrences count.
    pub pick: Pick,
    /// `each its own`: a target settles only the oldest occurrence that waits for it.
    pub own: bool,
    /// What starts it and what is owed then; several when the rule has branches, and then
    /// each has a trigger. Never empty.
    pub arms: Vec<Arm>,
    /// What it costs and brings; at most one for a score.
    pub costs: Vec<Cost>,
    /// `fatal from N times`: from the N-th violation.
    pub fatal_from: Option<u32>,
    /// What a fatal violation brings to 0.
    pub fatal_section: bool,
    /// When it did not apply, its weight is taken out of its section.
    pub leave_out: bool,
    /// The score it counts for.
    pub score: ScoreId,
    /// Where it was declared.
    pub source: SourceId,
    /// Where in the source.
    pub span: Span,
}

/// Which occurrences of a rule count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pick {
    /// Each.
    Each,
    /// Any: satisfied once one is, violated at the end of the call when none was.
    Any,
    /// The last, decided at the end of the call.
    Last,
}

/// One way in which a rule starts, and what it asks then.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The branch it comes from, as written; `None` when the rule has no branches.
    pub branch: Option<String>,
    /// What starts an occurrence; `None`: the call.
    pub trigger: Option<Moment>,
    /// `if` and `unless` together.
    pub condition: Option<Expr>,
    /// `unless M first`.
    pub excuse: Option<Moment>,
    /// What is owed; at least one, at most 8.
    pub obligations: Vec<Obligation>,
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

/// What a rule costs or brings in one score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Of which score.
    pub score: ScoreId,
    /// What the violations cost.
    pub deduct: Option<Amount>,
    /// What the satisfied occurrences bring.
    pub award: Option<Amount>,
    /// `weight N`: lost when it is violated.
    pub weight: Option<Weight>,
}

/// Points a rule deducts or awards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Points for the first, positive.
    pub points: i64,
    /// Points for each after it: the same for `each time`, 0 for once a call.
    pub after_first: i64,
    /// At most so many a call.
    pub at_most: Option<i64>,
}

/// What a rule is worth in its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// Points, positive.
    pub points: i64,
    /// Lost in proportion: violated of applied (else: all with the first violation).
    pub by_share: bool,
}

/// An obligation.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation {
    /// Enough when it or the obligation before it holds.
    pub or_else: bool,
    /// What is owed.
    pub duty: Duty,
}

/// What is owed.
#[derive(Debug, Clone, PartialEq)]
pub enum Duty {
    /// `must M` or `must not M` within a window.
    Happen {
        /// What.
        moment: Moment,
        /// How often at least: 0 for `must not`, 1 for `must`.
        at_least: u32,
        /// How often at most: 0 for `must not`, `None` for `must`. At most 254.
        at_most: Option<u32>,
        /// When it counts.
        window: Window,
        /// What the target's event and the trigger's must have to do with each other: judged
        /// at the target's step, where [`Field::OfTrigger`] reads the trigger.
        matching: Option<Expr>,
    },
    /// `before that, …`. Only in arms with a trigger.
    Before {
        /// The sequence; at least one step, at most 8.
        chain: Chain,
        /// From the end of its first step to the start of the trigger.
        within: Option<u64>,
        /// As for a target: here attributes and captures are those of the earlier event (of
        /// which the last 64 are remembered). Only with one step, and then made of `Number`,
        /// `Field` and constants alone.
        matching: Option<Expr>,
    },
    /// `require E`, judged at the trigger (without one: at the end of the call).
    Require(Expr),
}

/// When an obligation's target counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    /// Not before this long after the trigger's end.
    pub min: Option<u64>,
    /// Not after this.
    pub max: Option<Limit>,
    /// Only after this.
    pub after: Option<Moment>,
    /// Only before this.
    pub before: Option<Moment>,
    /// Only in the next turn of this speaker (never `Anyone`).
    pub next_turn: Option<Who>,
    /// Only among the next events of a kind.
    pub next: Option<Next>,
    /// Only in this part of the call.
    pub part: Option<Part>,
}

/// The end of a window.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// So many milliseconds after the trigger's end.
    After(u64),
    /// A value of the trigger's event or of the call. When it is missing there is no limit.
    Value {
        /// The value, in thousandths.
        value: Term,
        /// What it counts.
        unit: ValueUnit,
    },
    /// This time of the trigger's day (milliseconds, by `started_at`). When that is not
    /// known there is no limit.
    Clock(u64),
    /// So many working days (Monday to Friday) after the trigger's end.
    WorkingDays(u32),
}

impl Limit {
    /// It asks for the time of day or the day of the week, which `started_at` says.
    #[must_use]
    pub fn is_by_the_clock(&self) -> bool {
        match self {
            Limit::Clock(_) | Limit::WorkingDays(_) => true,
            Limit::Value { unit, .. } => !matches!(unit, ValueUnit::Millis(_)),
            Limit::After(_) => false,
        }
    }
}

/// What a value that is a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueUnit {
    /// So many milliseconds for each, after the trigger's end.
    Millis(u32),
    /// Working days after the trigger's end, as [`Limit::WorkingDays`]: a part of one counts
    /// as one, and more than [`MOST_WORKING_DAYS`] as that.
    WorkingDays,
    /// Minutes of a day: the trigger's, or the day after when that time is past at the
    /// trigger's end. There is no limit when a day has no such minute.
    TimeOfDay,
}

/// The most working days of a limit.
pub const MOST_WORKING_DAYS: u32 = 250;

/// The next events of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// What is counted.
    pub moment: Moment,
    /// How many, 1 to 250.
    pub count: u32,
    /// Every target is one of them, so that the last of them closes the window (else: the
    /// one after the last).
    pub inclusive: bool,
}

/// A part of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The last (else: the first).
    pub last: bool,
    /// How much of it.
    pub extent: Extent,
}

/// How much of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Milliseconds from the connection, or to the end.
    Time(u64),
    /// Of the time from the connection to the end, in thousandths of a percent.
    Percent(i64),
    /// Utterances of somebody.
    Utterances(Who, u32),
    /// Turns.
    Turns(u32),
}

/// A sequence of moments.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// The steps in order.
    pub steps: Vec<Step>,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// From the end of the step before to the start of this one.
    pub within: Option<u64>,
    /// What happens.
    pub moment: Moment,
    /// Not since the step before. A step that is both counts as the step.
    pub without: Option<Moment>,
}

/// A moment made of others.
#[derive(Debug, Clone, PartialEq)]
pub enum Derived {
    /// All of `all` and none of `none` match this step, and the guard holds (attributes are
    /// those of the step's event). `all` is never empty.
    Where {
        /// What matches; the first gives the evidence.
        all: Vec<Moment>,
        /// What does not.
        none: Vec<Moment>,
        /// A condition.
        guard: Option<Expr>,
    },
    /// The sequence is complete with this step.
    Chain {
        /// The sequence; at least two steps, at most 8.
        chain: Chain,
        /// From the end of the first step to the start of the last.
        within: Option<u64>,
        /// Once complete it starts anew (else: what it was made of may complete another).
        own: bool,
    },
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
        /// Only after the last of these, when none of `who` has spoken since; counted from
        /// its end at the earliest.
        after: Option<Moment>,
    },
    /// A hold or mute has gone on for so long.
    Lasts {
        /// Which.
        span: SpanKind,
        /// How long, at least 1 ms.
        length: u64,
    },
    /// Agent and customer have both been speaking for so long (0: they begin to).
    OverlapLasts(u64),
    /// They no longer both speak.
    OverlapEnds,
    /// The call is connected: a step of its own just before the event that connects it.
    CallBegins,
    /// The end of the call.
    CallEnds,
    /// A moment made of others.
    Derived(DerivedId),
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
    /// `contact`: another contact of a case starts
    Contact,
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
    Happened {
        /// What.
        moment: Moment,
        /// After the last of these (at a later step); since the start when there was none.
        since: Option<Moment>,
    },
    /// Two texts are (not) equal. False when either is missing, also when `negated`.
    SameText {
        /// One.
        left: Field,
        /// The other.
        right: Field,
        /// Not equal.
        negated: bool,
    },
    /// A rule above this one has (not) had an occurrence of this outcome, decided before or
    /// at the step under judgement.
    Outcome {
        /// Which rule.
        rule: RuleId,
        /// Which outcome.
        outcome: Outcome,
        /// It has not.
        negated: bool,
    },
    /// The utterance begins a turn. False for all other events.
    TurnStart,
}

/// What has become of a rule so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It has been violated.
    Violated,
    /// It has been satisfied, and not violated.
    Satisfied,
    /// It has been either.
    Applied,
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
    Count {
        /// What.
        moment: Moment,
        /// After the last of these.
        since: Option<Moment>,
        /// No longer ago than so many milliseconds. Then at most 64 are counted.
        last: Option<u64>,
    },
    /// A span measured so far, in seconds (milliseconds as thousandths).
    Measure {
        /// What.
        span: MeasuredSpan,
        /// The longest (else: the total).
        longest: bool,
        /// What has been added after the last of these. Only for totals.
        since: Option<Moment>,
    },
    /// Statistics of a value over the utterances of somebody, those before the event under
    /// judgement. Missing when no utterance has the value.
    Statistic {
        /// Which.
        how: StatisticHow,
        /// Of what: an attribute or a value of the utterance.
        value: Box<Term>,
        /// Whose.
        who: Who,
    },
    /// A time of a moment, in seconds; missing when it has not happened.
    TimeOf {
        /// Which.
        which: TimeOf,
        /// What.
        moment: Moment,
    },
    /// Seconds since the call was connected; missing before.
    CallTime,
    /// Calendar and clock; missing when `started_at` is not known. Minutes of the day for
    /// times, days since 1970-01-01 for dates.
    Clock(ClockPart),
    /// A value of the utterance under judgement; missing for all other events.
    Speech(SpeechValue),
    /// Arithmetic on thousandths; missing when a side is, when the result does not fit
    /// (±9·10¹⁵), or on a division by 0. Division rounds toward zero.
    Arithmetic(Box<Term>, ArithmeticOp, Box<Term>),
}

/// What every utterance has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpeechValue {
    /// Units, not counting punctuation.
    Length,
    /// Seconds from `t` to `end`.
    Duration,
    /// The attribute `speech_rate` or, without it, units a minute; missing for an utterance
    /// that takes no time.
    SpeechRate,
    /// Seconds from the greatest end of the other side's utterances (agent and customer) to
    /// its `t`, 0 when they overlap; missing when the other side has not spoken.
    ResponseTime,
    /// Seconds during which the other side is known to be speaking too.
    Overlap,
    /// Percent of likeness to the most similar utterance of the same speaker in their
    /// last `turns` turns before the present one and earlier in it (docs/meaning.md).
    Similarity {
        /// 1 to 16 utterances are remembered; how many turns back.
        turns: u32,
    },
}

/// A named value of the event under judgement or of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// An attribute of the event.
    Attribute(AttributeId),
    /// The call's metadata.
    Meta(MetaId),
    /// What a phrase captured in the event's text.
    Capture(PhraseId, u32),
    /// An attribute of the event that triggered the occurrence. Only in `matching`.
    OfTrigger(AttributeId),
    /// What a phrase captured in the trigger's text. Only where `OfTrigger` may stand.
    CaptureOfTrigger(PhraseId, u32),
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

impl Arm {
    /// The obligations of which one is enough, together.
    pub fn groups(&self) -> Vec<&[Obligation]> {
        let owed = self.obligations.as_slice();
        owed.chunk_by(|_, next| next.or_else).collect()
    }
}

impl Rule {
    /// The cost in the score that its findings show: the first.
    pub fn main_cost(&self) -> Option<&Cost> {
        self.costs.first()
    }
}
