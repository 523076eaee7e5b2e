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
    /// The length; 0 when `source` says where it comes from.
    pub millis: u64,
    /// Where the length comes from when it is not written as numbers.
    pub source: Option<Box<LengthSource>>,
    /// Each number (in thousandths) with its unit, as written: `1min 30s`.
    pub parts: Vec<(i64, Unit)>,
    /// Where it was written.
    pub span: Span,
}

/// A length that is not a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LengthSource {
    /// A parameter: `within limit`.
    Param(Name),
    /// A captured or attribute value and its unit: `within promise.hours hours`.
    Value {
        /// The value: a capture, an attribute or metadata.
        value: Expr,
        /// Its unit.
        unit: Unit,
    },
}

/// A number that is written down, or a parameter's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// Written down.
    Number(Milli),
    /// A parameter (in templates and files that are used with arguments).
    Param(Name),
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
    /// `working days`, 个工作日: only in `within`.
    WorkingDay,
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
    /// `param NAME: TYPE [= DEFAULT]`
    Param(Param),
    /// `template NAME (params)` with the clauses of a rule.
    Template(Template),
    /// `apply NAME (arguments) as RULE "TITLE"` with further clauses.
    Apply(Apply),
    /// `extends "group.rulebook"`
    Extends(Extends),
    /// `override rule …`, `override phrase …` and so on.
    Override(Override),
    /// `drop rule NAME because "…"`
    Drop(Drop),
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamType {
    /// `phrase` 短语
    Phrase,
    /// `moment` 时刻
    Moment,
    /// `duration` 时长
    Duration,
    /// `number` 数字
    Number,
    /// `text` 文本
    Text,
    /// `boolean` 是非
    Boolean,
    /// `clock` 钟点: a time of day
    Clock,
}

/// A value given to a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A quoted pattern, gaps and names in a row (a text, when the type is text); a single
    /// name is [`Argument::Name`].
    Phrase(PhraseBody),
    /// A phrase, a moment or a parameter by name.
    Name(Name),
    /// `60s`
    Duration(Duration),
    /// `3`
    Number(Milli),
    /// `yes`, `no`
    Boolean(Spanned<bool>),
    /// `9:00`: milliseconds of the day
    Clock(Spanned<u32>),
    /// A moment written on the spot
    Moment(Moment),
}

/// `param NAME: TYPE [= DEFAULT]`, also in the brackets of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// The parameter's name.
    pub name: Name,
    /// Its type.
    pub kind: Spanned<ParamType>,
    /// What it is when nothing is given; without one it must be given.
    pub default: Option<Argument>,
    /// The whole item.
    pub span: Span,
}

/// `template NAME (p: type = default, …)` and the clauses of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The template's name.
    pub name: Name,
    /// A title for the rules made of it.
    pub title: Option<Text>,
    /// Its parameters.
    pub params: Vec<Param>,
    /// The clauses.
    pub clauses: Vec<Spanned<Clause>>,
    /// The whole item.
    pub span: Span,
}

/// `apply TEMPLATE (name: argument, …) [as RULE ["TITLE"]]` and further clauses, which
/// replace those of the same kind in the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apply {
    /// The template's name.
    pub template: Name,
    /// The arguments.
    pub arguments: Vec<(Name, Argument)>,
    /// The rule's name; the template's when left out.
    pub name: Option<Name>,
    /// The rule's title.
    pub title: Option<Text>,
    /// Further clauses.
    pub clauses: Vec<Spanned<Clause>>,
    /// The whole item.
    pub span: Span,
}

/// `extends "FILE" [version "V"]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extends {
    /// The file, relative to this one.
    pub path: Text,
    /// The version it must have.
    pub version: Option<Text>,
    /// The whole item.
    pub span: Span,
}

/// `override ITEM`: a rule, phrase, moment, section, parameter of the extended rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The item that takes the place of the one with its name. The clauses of a rule
    /// replace those of the same kind; the others stay.
    pub item: Box<Item>,
    /// The whole item.
    pub span: Span,
}

/// `drop rule NAME because "WHY"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    /// The rule.
    pub rule: Name,
    /// Why.
    pub because: Option<Text>,
    /// The whole item.
    pub span: Span,
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
    /// `unit call` or `unit case`: what is judged.
    Unit(Name),
    /// `applies if E`: to which calls, by their metadata.
    Applies(Expr),
    /// `effective from "2026-01-01" until "2026-12-31"`
    Effective(Effective),
    /// `fillers "嗯", "呃"`; empty: `fillers none`.
    Fillers(Vec<Text>),
    /// `confusions "n/l", "z/zh"`: syllables that `sounds like` takes for the same.
    Confusions(Vec<Text>),
    /// `weights total 100`: what the weights of a score's sections must add up to.
    WeightsTotal {
        /// Which score; the first when left out.
        score: Option<Name>,
        /// The total.
        total: Milli,
    },
}

/// `effective [from "DATE"] [until "DATE"]`, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// First day, `YYYY-MM-DD`.
    pub from: Option<Text>,
    /// Last day.
    pub until: Option<Text>,
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

/// `use "path" [version "V"] [(name: argument, …)]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The file, relative to this one; of the standard library: `std.hold`.
    pub path: Text,
    /// Written without quotes, as `std.hold`.
    pub dotted: bool,
    /// The version it must have.
    pub version: Option<Text>,
    /// Values for its parameters.
    pub arguments: Vec<(Name, Argument)>,
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
    /// `all of …`: every one of them in the same utterance.
    AllOf(Vec<PhraseSeq>),
    /// `2 of …`: so many different ones in the same utterance.
    SomeOf {
        /// How many.
        count: Milli,
        /// Of which.
        choices: Vec<PhraseSeq>,
    },
    /// `from "taboo.txt"`: one phrase a line, `#` comments.
    FromFile(Text),
}

/// Parts in a row, with gaps: `"谢谢" .. "等待"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseSeq {
    /// `starts with`, `ends with`, `is exactly`
    pub anchor: Anchor,
    /// The parts.
    pub parts: Vec<PhrasePart>,
    /// `across N utterances`: the parts may be spread over so many of one speaker.
    pub across: Option<Milli>,
    /// `but not SEQ`: not when one of these is in the same utterance.
    pub but_not: Vec<PhraseSeq>,
    /// The whole sequence.
    pub span: Span,
}

/// Where in the utterance a sequence must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Anchor {
    /// Anywhere.
    #[default]
    Anywhere,
    /// `starts with`
    Starts,
    /// `ends with`
    Ends,
    /// `is exactly`
    Exactly,
}

/// How a quoted pattern is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Manner {
    /// Punctuation, spaces, case and width ignored.
    #[default]
    Plain,
    /// `exact "…"`: every character counts.
    Exact,
    /// `regex "…"`
    Regex,
    /// `sounds like "…"`: the same or similar syllables.
    SoundsLike,
    /// `about "…" [with N wrong]`: so many wrong, missing or extra units (1 if not said).
    About(Option<u32>),
    /// `word "…"`: not as part of a longer word.
    Word,
}

/// One part of a phrase sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhrasePart {
    /// A quoted pattern: `text` as written between the quotes, and what it says.
    Pattern {
        /// How it is to be found.
        manner: Manner,
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
    /// `{number}`, `{hours: number}`, `{digits 4-11}`: a value.
    Slot(Slot),
}

/// A place in a pattern where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The name of its capture.
    pub name: Option<Name>,
    /// What kind of value.
    pub kind: SlotKind,
    /// The whole slot.
    pub span: Span,
}

/// The kinds of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// `number` 数字: 24, ２４, 二十四, 半, 两, 几十
    Number,
    /// `digits 4-11` 数码 4-11: that many digits
    Digits {
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
    /// `date` 日期
    Date,
    /// `time` 钟点
    Time,
    /// `money` 金额
    Money,
    /// `phone` 电话号码
    Phone,
    /// `idcard` 身份证号
    IdCard,
    /// `card` 银行卡号
    Card,
    /// `name` 姓名
    PersonName,
    /// `any 1-6` 任意 1-6: that many units of any kind
    Any {
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
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
    /// `or agent must …`, `or before that, …`: enough when this holds instead of the
    /// obligation on the line above.
    OrElse(Box<Spanned<Clause>>),
    /// `agent may hang up only if E`, `… only after SEQUENCE`
    May(May),
    /// `on customer says yes within 10s`: the obligations below are owed when this is the
    /// answer to the trigger.
    Branch(Branch),
    /// `each its own`: no target settles two occurrences.
    EachItsOwn,
    /// `applies if E`: to which calls, by their metadata.
    Applies(Expr),
    /// `effective from "…" until "…"`
    Effective(Effective),
    /// `needs review`
    NeedsReview,
    /// `weight 5[, by share satisfied]`: what the rule is worth in its section.
    Weight {
        /// The points.
        points: Quantity,
        /// Loses in proportion to what was violated.
        by_share: bool,
    },
    /// `if not applicable leave out`, `… full marks`
    IfNotApplicable {
        /// Its weight is taken out of the section and the rest scaled (else: full marks).
        leave_out: bool,
    },
    /// `otherwise deduct 5 each time, at most 10`
    Otherwise(Amount),
    /// `award 5 each time, at most 10`
    Award(Amount),
    /// `fatal [for section] [from 3 times]`
    Fatal {
        /// The section becomes 0, not the score.
        section: bool,
        /// From which violation on; the first when left out.
        from: Option<Quantity>,
    },
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
    /// `should`: reported, costs nothing.
    pub advice: bool,
    /// `at least N times` and so on; once when left out.
    pub times: Option<Times>,
    /// When it counts.
    pub windows: Vec<Window>,
    /// The whole clause.
    pub span: Span,
}

/// How often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// At least, at most, exactly.
    pub bound: TimesBound,
    /// How many times.
    pub count: Quantity,
}

/// How a number of times is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimesBound {
    /// `at least N times`
    AtLeast,
    /// `at most N times`
    AtMost,
    /// `exactly N times`
    Exactly,
}

/// `SUBJECT may DO only if E` / `only after SEQUENCE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct May {
    /// What is permitted.
    pub moment: Moment,
    /// On what condition.
    pub only: Permission,
    /// The whole clause.
    pub span: Span,
}

/// The condition of a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// `only if E`
    If(Expr),
    /// `only after A, then B`, with `within D` as in `before that`.
    After(BeforeThat),
}

/// `on M [within D]`, `on any other answer [within D]`, `on no answer within D`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Which answer.
    pub answer: Answer,
    /// How soon after the trigger.
    pub within: Option<Duration>,
    /// The whole clause.
    pub span: Span,
}

/// What answers a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This moment.
    Moment(Moment),
    /// The customer's next utterance, when it is no other branch's.
    AnyOther,
    /// The customer does not speak for as long as `within` says.
    None,
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
    /// `in agent's next utterance`, 在客服下一句内; `within 3 utterances`, 3句内;
    /// `within customer's next 2 utterances`
    Utterances {
        /// Whose are counted; `Anyone`: all.
        who: Who,
        /// How many.
        count: u32,
        /// Where it was written.
        span: Span,
    },
    /// `within 2 turns`, 2轮内
    Turns {
        /// How many.
        count: u32,
        /// Where it was written.
        span: Span,
    },
    /// `immediately`, 立即: the very next event of its kind.
    Immediately(Span),
    /// `by 18:00`, 18:00前: on the day of the trigger.
    ByClock(Expr),
    /// `between M and M`, 在 M 与 M 之间
    Between(Moment, Moment),
    /// `in the first 30s`, `in the last 3 turns`, 前30秒内, 最后3轮内
    Part(Part),
}

/// A part of the call, from its start or its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The last (else: the first).
    pub last: bool,
    /// How much of it.
    pub extent: Extent,
    /// Where it was written.
    pub span: Span,
}

/// How much of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// `30s`
    Time(Duration),
    /// `10 percent`, `10%` (in thousandths)
    Percent(Milli),
    /// `3 utterances`, `3 agent utterances`
    Utterances(Who, u32),
    /// `3 turns`
    Turns(u32),
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
    /// `then immediately …`: nothing of its kind in between.
    pub immediately: bool,
    /// `then optionally …`: may be left out.
    pub optional: bool,
    /// What happens.
    pub moment: Moment,
    /// `without X in between`: not since the step before.
    pub without: Option<Moment>,
}

/// `deduct N [for the first, M for each after] [from SCORE] [each time] [, at most M]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// How many points.
    pub points: Quantity,
    /// `N for the first, M for each after`: what every further one costs.
    pub after_first: Option<Quantity>,
    /// `from SCORE` / `to SCORE`
    pub score: Option<Name>,
    /// `each time`
    pub each_time: bool,
    /// `at most M`
    pub at_most: Option<Quantity>,
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

/// Something that lasts and can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasuredSpan {
    /// `hold`
    Hold,
    /// `mute`
    Mute,
    /// `silence` (`Anyone`), `agent silence`
    Silence(Who),
    /// `overlap`: agent and customer both speak.
    Overlap,
    /// `agent talk`
    Talk(Who),
}

/// Which of the occurrences of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// `for the first time`, `for the 3rd time`, 第3次 (from 1)
    Nth(u32),
    /// `for the last time`, 最后一次
    Last,
    /// `at any time`, 任一次: enough when it holds for one of them
    Any,
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
    /// `the call begins`: it is answered or, in a call without `answer`, somebody speaks.
    CallBegins,
    /// `a contact starts [where E]`: in a case, the next of its contacts.
    ContactStarts(Option<Expr>),
    /// `agent interrupts [for 500ms] [where E]`
    Interrupts {
        /// Who.
        who: Who,
        /// The least overlap; 300 ms when left out.
        overlap: Option<Duration>,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `agent repeats themselves [within 5 turns] [by 80 percent] [where E]`
    Repeats {
        /// Who.
        who: Who,
        /// Within so many turns of theirs.
        turns: Option<u32>,
        /// How similar, in thousandths of a percent.
        percent: Option<Milli>,
        /// `where E`
        guard: Option<Expr>,
    },
    /// `overlap starts`, `overlap ends`
    OverlapEdge {
        /// It starts (else: ends).
        starts: bool,
    },
    /// `overlap lasts 2s`
    OverlapLasts(Duration),
    /// `silence starts`, `agent silence ends`
    SilenceEdge {
        /// Whose silence.
        who: Who,
        /// It starts (else: ends).
        starts: bool,
    },
    /// `(M or M)`
    Group(Moment),
    /// `M and M`: at the same event.
    Both(Vec<Moment>),
    /// `M but not M`: at the same event.
    ButNot {
        /// What happens.
        moment: Moment,
        /// What must not be the same event.
        not: Moment,
    },
    /// `A then B then C [in any order] [all within D] [each its own]`
    Sequence {
        /// The steps, at least two.
        steps: Vec<Step>,
        /// From the end of the first to the start of the last.
        within: Option<Duration>,
        /// `in any order`
        any_order: bool,
        /// `each its own`: no event counts in two of them.
        own: bool,
    },
    /// `M 3 times [all within D]`
    Times {
        /// What happens.
        moment: Moment,
        /// How often.
        count: u32,
        /// From the end of the first to the start of the last.
        within: Option<Duration>,
    },
    /// `M for the 3rd time`, `M for the last time`, `M at any time`
    Which {
        /// What happens.
        moment: Moment,
        /// Which one.
        which: Which,
    },
    /// `M again`: not for the first time.
    Again(Moment),
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
        /// `after M`: counted from M at the earliest, until somebody of them speaks.
        after: Option<Moment>,
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
    /// `60 percent`, `60%`: thousandths of a percent.
    Percent(i64),
    /// A quoted text.
    Text(String),
    /// `yes`, `no`
    Boolean(bool),
    /// An attribute of the event under judgement: `speech_rate`, `case`
    Attribute(String),
    /// `call.festival`: the call's metadata.
    Meta(String),
    /// `promise.hours`: what a phrase captured.
    Capture {
        /// The phrase.
        phrase: String,
        /// Its slot.
        slot: String,
    },
    /// `that.case`: an attribute of the trigger, or what its phrase captured.
    That(String),
    /// `call.weekday`, `call.time` …, and `time of day` for the event under judgement.
    Clock(ClockPart),
    /// `60s` as a value: seconds.
    Duration(Duration),
    /// `18:00` as a value: milliseconds of the day.
    ClockTime(u32),
    /// `rings`: how often it rang before it was answered.
    Rings,
    /// `count of M [SCOPE]`: how often M has happened so far.
    Count {
        /// What.
        moment: Moment,
        /// Over what.
        scope: Option<Scope>,
    },
    /// `total time of hold [SCOPE]`, `longest silence`, `share of agent talk`
    Measure {
        /// How it is measured.
        how: MeasureHow,
        /// What.
        span: MeasuredSpan,
        /// Over what.
        scope: Option<Scope>,
    },
    /// `average speech_rate of agent`, `highest volume of agent`
    Statistic {
        /// Which.
        how: StatisticHow,
        /// The attribute.
        attribute: Name,
        /// Of whose utterances.
        who: Who,
        /// Over what.
        scope: Option<Scope>,
    },
    /// `time of first M`, `time of last M`, `time since M`: seconds.
    TimeOf {
        /// Which.
        which: TimeOf,
        /// What.
        moment: Moment,
    },
    /// `label "customer.emotion" is now "calm"`: the last label of that name.
    LabelNow {
        /// The label's name.
        name: Text,
        /// Its value.
        value: Text,
        /// `is not now`
        negated: bool,
    },
    /// `RULE is [not] satisfied`, `violated`, `applicable`
    Outcome {
        /// The rule.
        rule: Name,
        /// Which outcome.
        outcome: ExpectedOutcome,
        /// Is not.
        negated: bool,
    },
    /// `A + B` and so on.
    Arithmetic {
        /// Left side.
        left: Expr,
        /// Which.
        op: ArithmeticOp,
        /// Right side.
        right: Expr,
    },
    /// `customer has [not] spoken`, `agent has said P`, `M has happened`; the moment in
    /// question, and whether it must not have happened.
    Has {
        /// What has happened.
        moment: Moment,
        /// Over what.
        scope: Option<Scope>,
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

/// Over what part of the call a condition or measure looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// `since M`: since it last happened (since the start, when it has not).
    Since(Moment),
    /// `after M`: after it first happened.
    After(Moment),
    /// `before M`: before it first happened.
    Before(Moment),
    /// `between M and N`: since the last M, while no N has followed it.
    Between(Moment, Moment),
    /// `in the first 30s`, `in the last 60s`: looking back from the event under judgement.
    Part(Part),
}

/// How a span is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasureHow {
    /// `total time of`: seconds
    Total,
    /// `longest`: seconds
    Longest,
    /// `share of`: percent (of talk: of all talk; else: of the call)
    Share,
}

/// What is made of many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatisticHow {
    /// `average`
    Average,
    /// `highest`
    Highest,
    /// `lowest`
    Lowest,
    /// `total`
    Sum,
}

/// Which time of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeOf {
    /// `time of first M`: seconds from the start of the call
    First,
    /// `time of last M`
    Last,
    /// `time since M`: seconds from the end of its last occurrence
    Since,
}

/// A part of the calendar or the clock, by `started_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockPart {
    /// `call.weekday`: 1 Monday to 7 Sunday
    Weekday,
    /// `call.date`: compares with `"YYYY-MM-DD"`
    Date,
    /// `call.month`
    Month,
    /// `call.day`
    Day,
    /// `call.time`: time of day at which the call started
    CallTime,
    /// `time of day`: of the event under judgement
    Now,
}

/// Arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`, `×`
    Multiply,
    /// `/`, `÷`
    Divide,
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
    /// `contact "c-002" [(channel: "voice")]`
    Contact {
        /// Which contact.
        id: Option<Text>,
        /// Further attributes.
        attributes: Vec<(Name, Literal)>,
    },
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
