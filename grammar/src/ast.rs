//! The typed syntax tree of a rulebook: what the text says, before any name is looked up.
//!
//! In: made by [`crate::parse`] item by item. Out: read by the compiler and printed by the
//! formatter. Every node keeps the [`Span`] it came from; two trees that say the same thing
//! are equal whatever their spans ([`Span`] compares equal to every other span), which is
//! how the formatter proves that it changed nothing.

use std::ops::Range;

/// A half-open range of bytes in one source text.
///
/// All spans compare equal, so that `==` on syntax compares meaning and not place.
#[derive(Debug, Clone, Copy, Default, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Span {
    /// The span of bytes `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
    /// As a range that indexes text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Something with the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The thing itself.
    pub node: T,
    /// Where it was written.
    pub span: Span,
}

/// An identifier as written (`opening`, `开场白`).
pub type Name = Spanned<String>;
/// The content of a quoted string, quotes removed and `\"` undone.
pub type Text = Spanned<String>;
/// A decimal number in thousandths: `5` is 5000, `0.6` is 600.
pub type Milli = Spanned<i64>;
/// A duration in milliseconds. `written` keeps the units for the formatter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// The length.
    pub millis: u64,
    /// Each number (in thousandths) with its unit, as written: `1min 30s`.
    pub parts: Vec<(i64, Unit)>,
    /// Where it was written.
    pub span: Span,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `ms`, 毫秒
    Millisecond,
    /// `s`, 秒
    Second,
    /// `min`, 分钟
    Minute,
    /// `h`, 小时
    Hour,
    /// `d`, 天
    Day,
}

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// The top-level items in the order they were written. Items that could not be read
    /// at all are left out (their errors are in [`crate::Parse::errors`]).
    pub items: Vec<Item>,
}

/// A top-level item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `rulebook "…"` with its settings.
    Rulebook(Rulebook),
    /// `use "wording.rulebook"`: the phrases, moments and events of another file.
    Use(Use),
    /// `phrase NAME = …`
    Phrase(PhraseItem),
    /// `moment NAME = …`
    Moment(MomentItem),
    /// `event NAME (attribute: type, …)`
    Event(EventItem),
    /// `section NAME "title" weight 30`
    Section(Section),
    /// `rule NAME "title"` with its clauses.
    Rule(Rule),
    /// `test "title"` with its lines.
    Test(Test),
}

/// `rulebook "name" version "v"` and the settings under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rulebook {
    /// The rulebook's name.
    pub name: Text,
    /// `version "…"`
    pub version: Option<Text>,
    /// The settings, in order.
    pub settings: Vec<Setting>,
    /// The whole item.
    pub span: Span,
}

/// A line under `rulebook`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// `language zh`
    Language(Name),
    /// `channel voice`
    Channel(Name),
    /// `score quality from 100, pass 80, unit "元", may go below zero`
    Score(Score),
    /// `grade excellent from 90, good from 80, poor below 80`
    Grades(Grades),
    /// `waiting at most 64`: how many occurrences a rule may keep waiting.
    Waiting(Milli),
}

/// `score NAME from N, …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The score's name.
    pub name: Name,
    /// `from N`: what a call starts with.
    pub from: Milli,
    /// `pass N`: the pass mark.
    pub pass: Option<Milli>,
    /// `unit "元"`
    pub unit: Option<Text>,
    /// `may go below zero`
    pub below_zero: bool,
    /// The whole line.
    pub span: Span,
}

/// `grade [of SCORE] …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grades {
    /// `of SCORE`; the first score when left out.
    pub score: Option<Name>,
    /// The bands in order.
    pub bands: Vec<Band>,
    /// The whole line.
    pub span: Span,
}

/// One band of a grade line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The grade's name.
    pub name: Name,
    /// `from N`, or `None` for the last `below N`.
    pub from: Option<Milli>,
    /// `below N`
    pub below: Option<Milli>,
}

/// `use "path"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The file, relative to this one.
    pub path: Text,
    /// The whole item.
    pub span: Span,
}

/// `phrase NAME = …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseItem {
    /// The phrase's name.
    pub name: Name,
    /// What it matches.
    pub body: PhraseBody,
    /// The whole item.
    pub span: Span,
}

/// The right-hand side of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseBody {
    /// One expression, or several joined by `or`, or a list under `any of`
    /// (`list` remembers which, for the formatter).
    AnyOf {
        /// The alternatives, at least one.
        choices: Vec<PhraseSeq>,
        /// Written as `any of` with one a line.
        list: bool,
    },
    /// `from "taboo.txt"`: one phrase a line, `#` comments.
    FromFile(Text),
}

/// Parts in a row, with gaps: `"谢谢" .. "等待"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseSeq {
    /// The parts.
    pub parts: Vec<PhrasePart>,
    /// The whole sequence.
    pub span: Span,
}

/// One part of a phrase sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhrasePart {
    /// A quoted pattern: `text` as written between the quotes, and what it says.
    Pattern {
        /// The pattern's text.
        text: Text,
        /// What it says; empty when it could not be read (an error was reported).
        pattern: Pattern,
    },
    /// Another phrase by name.
    Phrase(Name),
    /// `..`, `..5`, `..2-8` between parts.
    Gap(Gap),
}

/// How many characters (words in Latin script) may stand between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Fewest.
    pub min: u32,
    /// Most. `None`: not said, so the default of 10.
    pub max: Option<u32>,
    /// Where it was written.
    pub span: Span,
}

impl Gap {
    /// The gap that these numbers say: none, the most, or the fewest and the most.
    pub fn of(numbers: &[u32], span: Span) -> Gap {
        let (min, max) = match numbers {
            [] => (0, None),
            [max] => (0, Some(*max)),
            [min, max, ..] => (*min, Some(*max)),
        };
        Gap { min, max, span }
    }
}

/// The inside of a quoted pattern: pieces in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    /// The pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words to be found as they are (after normalisation).
    Words(Text),
    /// `(a|b)`
    Alternatives(Vec<Pattern>),
    /// `[a]`, `[a|b]`
    Optional(Vec<Pattern>),
    /// `..` inside the quotes.
    Gap(Gap),
    /// `{name}`: another phrase.
    Phrase(Name),
}

/// `moment NAME = …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentItem {
    /// The moment's name.
    pub name: Name,
    /// What it is.
    pub moment: Moment,
    /// The whole item.
    pub span: Span,
}

/// `event NAME (attribute: type, …)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventItem {
    /// The event's kind, or the `name` of an `action`.
    pub name: Name,
    /// Its attributes.
    pub attributes: Vec<(Name, Spanned<AttributeType>)>,
    /// The whole item.
    pub span: Span,
}

/// The type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// `text` 文本
    Text,
    /// `number` 数字
    Number,
    /// `boolean` 是非
    Boolean,
}

/// `section NAME "title" weight N [of SCORE] [, may go below zero]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The section's name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `weight N`
    pub weight: Option<Milli>,
    /// `of SCORE`
    pub score: Option<Name>,
    /// `may go below zero`
    pub below_zero: bool,
    /// The whole item.
    pub span: Span,
}

/// `rule NAME "title"` and its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule's name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its clauses, in order.
    pub clauses: Vec<Spanned<Clause>>,
    /// The whole item.
    pub span: Span,
}

/// One clause of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// `when M`
    When(Moment),
    /// `if E`
    If(Expr),
    /// `unless E`
    Unless(Expr),
    /// `unless M first`: a waiting occurrence is excused when M comes before it is decided.
    UnlessFirst(Moment),
    /// `agent must say P within 5s`
    Must(Must),
    /// `[within 60s] before that, A, then B`
    BeforeThat(BeforeThat),
    /// `require E`
    Require(Expr),
    /// `otherwise deduct 5 each time, at most 10`
    Otherwise(Amount),
    /// `award 5 each time, at most 10`
    Award(Amount),
    /// `fatal`, `fatal from 3 times`
    Fatal(Option<Milli>),
    /// `cite "A", "B"`
    Cite(Vec<Text>),
    /// `severity minor`
    Severity(Name),
    /// `message "…"`
    Message(Text),
}

/// `SUBJECT must [not] DO WINDOW*`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Must {
    /// What must (not) happen: always a single atom with its guard, or a named moment.
    pub moment: Moment,
    /// `must not`
    pub negated: bool,
    /// When it counts.
    pub windows: Vec<Window>,
    /// The whole clause.
    pub span: Span,
}

/// A window of an obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// `within 5s`, 5秒内
    Within(Duration),
    /// `no sooner than 3s`, 不早于3秒
    NoSoonerThan(Duration),
    /// `before M`, 在 M 之前
    Before(Moment),
    /// `after M`, 在 M 之后
    After(Moment),
    /// `until M`, 直到 M
    Until(Moment),
    /// `by the end of the call`, 截至通话结束
    ByTheEnd(Span),
    /// `in agent's next turn`, 在客服下一轮内
    NextTurn(Spanned<Who>),
}

/// `[within D] before that, STEP, then STEP`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeThat {
    /// `within D`: how long before the trigger the first step may end.
    pub within: Option<Duration>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The whole clause.
    pub span: Span,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `then within 10s …`: how long after the step before it. Never on the first.
    pub within: Option<Duration>,
    /// What happens.
    pub moment: Moment,
}

/// `deduct N [from SCORE] [each time] [, at most M]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// How many points.
    pub points: Milli,
    /// `from SCORE` / `to SCORE`
    pub score: Option<Name>,
    /// `each time`
    pub each_time: bool,
    /// `at most M`
    pub at_most: Option<Milli>,
    /// The whole clause.
    pub span: Span,
}

/// A moment: one atom, or several joined by `or`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The alternatives, at least one.
    pub any: Vec<Spanned<Atom>>,
    /// The whole moment.
    pub span: Span,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// `agent`, 客服
    Agent,
    /// `customer`, 客户
    Customer,
    /// `system`, 系统
    System,
    /// `anyone`, 任何人
    Anyone,
}

/// Something that lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// `hold`, 等候
    Hold,
    /// `mute`, 静音
    Mute,
}

/// What happens at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// A moment by name.
    Named(Name),
    /// `agent says P [where E]`
    Says {
        /// Who speaks.
        who: Who,
        /// What words.
        phrase: Box<PhraseUse>,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `customer speaks [where E]`
    Speaks {
        /// Who speaks.
        who: Who,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `the call is answered`
    Answered,
    /// `the call ends`
    CallEnds,
    /// `the call is transferred [where E]`
    Transferred(Option<Expr>),
    /// `agent hangs up`
    HangsUp(Who),
    /// `hold starts`, `mute ends`
    Edge {
        /// Which span.
        span: SpanKind,
        /// It starts (else: ends).
        starts: bool,
    },
    /// `hold lasts 2min`
    Lasts {
        /// Which span.
        span: SpanKind,
        /// How long.
        length: Duration,
    },
    /// `nobody speaks for 5s` (`who` is `Anyone`), `customer does not speak for 5s`
    Silence {
        /// Whose silence.
        who: Who,
        /// How long.
        length: Duration,
        /// `even on hold`
        even_on_hold: bool,
    },
    /// `callback happens [where E]`: a declared event or a built-in kind by name.
    Happens {
        /// The event's name.
        event: Name,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `action "record" happens [where E]`
    Action {
        /// The action's name.
        name: Text,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `customer is labelled "angry" [where E]`
    Labelled {
        /// Who is labelled.
        who: Who,
        /// The label's value.
        value: Text,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `label "customer.intent" [is "complaint"] [where E]`
    Label {
        /// The label's name.
        name: Text,
        /// The label's value; any when left out.
        value: Option<Text>,
        /// `where E`
        guard: Option<Expr>,
    },
}

/// A phrase where a moment needs one: by name, or written on the spot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseUse {
    /// By name.
    Name(Name),
    /// `agent says "你好"`
    Inline(PhraseSeq),
    /// `agent says any of taboo, rude`
    AnyOf(Vec<PhraseUse>),
}

/// A condition or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: Box<ExprKind>,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// A number in thousandths.
    Number(i64),
    /// A quoted text.
    Text(String),
    /// `yes`, `no`
    Boolean(bool),
    /// An attribute of the event under judgement: `speech_rate`, `case`
    Attribute(String),
    /// `call.festival`: the call's metadata.
    Meta(String),
    /// `rings`: how often it rang before it was answered.
    Rings,
    /// `count of M`: how often M has happened so far.
    Count(Moment),
    /// `customer has [not] spoken`, `agent has said P`, `M has happened`; the moment in
    /// question, and whether it must not have happened.
    Has {
        /// What has happened.
        moment: Moment,
        /// `has not`
        negated: bool,
    },
    /// A comparison.
    Compare {
        /// Left side.
        left: Expr,
        /// How they compare.
        op: CompareOp,
        /// Right side.
        right: Expr,
    },
    /// `call.queue in ("投诉", "理赔")`
    In {
        /// What is looked for.
        value: Expr,
        /// Where: numbers or texts.
        list: Vec<Expr>,
    },
    /// `not E`
    Not(Expr),
    /// `E and E`
    And(Vec<Expr>),
    /// `E or E`
    Or(Vec<Expr>),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `=`, `is`
    Equal,
    /// `!=`, `is not`
    NotEqual,
    /// `<`, `is less than`
    Less,
    /// `<=`, `is at most`
    LessEqual,
    /// `>`, `is more than`
    Greater,
    /// `>=`, `is at least`
    GreaterEqual,
}

/// `test "title"` and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The test's title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<Spanned<TestLine>>,
    /// The whole item.
    pub span: Span,
}

/// One line of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestLine {
    /// `call queue = "投诉"`
    Meta {
        /// The metadata's name.
        name: Name,
        /// Its value.
        value: Literal,
    },
    /// `5s [to 8s] agent "您好"` and so on.
    Event {
        /// When it starts.
        at: Duration,
        /// When it ends.
        end: Option<Duration>,
        /// What happens.
        event: TestEvent,
    },
    /// `call ends at 90s`
    Ends(Duration),
    /// `expect …`
    Expect(Expectation),
}

/// A value written in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A number in thousandths.
    Number(i64),
    /// A text.
    Text(String),
    /// `yes`, `no`
    Boolean(bool),
}

/// What a test line says happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestEvent {
    /// `ring 2`
    Ring(Milli),
    /// `answer`
    Answer,
    /// `agent "…" [(volume: 3)]`
    Utterance {
        /// Who speaks.
        who: Who,
        /// What is said.
        text: Text,
        /// Further attributes.
        attributes: Vec<(Name, Literal)>,
    },
    /// `hold starts`
    Edge {
        /// Which span.
        span: SpanKind,
        /// It starts (else: ends).
        starts: bool,
    },
    /// `customer hangs up`
    HangsUp(Who),
    /// `transfer [(to: "…")]`
    Transfer(Vec<(Name, Literal)>),
    /// `callback (case: "x")`: a declared event or a built-in kind.
    Event {
        /// The event's name.
        name: Name,
        /// Its attributes.
        attributes: Vec<(Name, Literal)>,
    },
    /// `action "record" (field: "phone")`
    Action {
        /// The action's name.
        name: Text,
        /// Its attributes.
        attributes: Vec<(Name, Literal)>,
    },
    /// `label "customer.intent" ["complaint"] [(score: 0.9)]`
    Label {
        /// The label's name.
        name: Text,
        /// Its value.
        value: Option<Text>,
        /// Further attributes.
        attributes: Vec<(Name, Literal)>,
    },
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// `expect score quality = 100`
    Score {
        /// Which score.
        name: Name,
        /// Its value.
        value: Milli,
    },
    /// `expect section etiquette = 30`
    Section {
        /// Which section.
        name: Name,
        /// Its value.
        value: Milli,
    },
    /// `expect pass`, `expect fail`
    Verdict(bool),
    /// `expect grade good`
    Grade(Name),
    /// `expect RULE satisfied`, `expect RULE violated 2 times`
    Rule {
        /// Which rule.
        name: Name,
        /// Which outcome.
        outcome: ExpectedOutcome,
        /// `N times`
        times: Option<Milli>,
    },
}

/// The outcome that a test expects of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpectedOutcome {
    /// `satisfied`, 满足
    Satisfied,
    /// `violated`, 违反
    Violated,
    /// `not applicable`, 不适用
    NotApplicable,
}
