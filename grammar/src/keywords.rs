//! The one table of keywords: every spelling of every keyword, and where it counts as one.
//!
//! In: words. Out: [`Keyword`]s, and the preferred spelling of each for the formatter.
//! A word that is a keyword elsewhere stays free to be a name: `scope` says in which items
//! a keyword counts, `place` where in a line.

use crate::ast::Unit;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The language that keywords are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeywordLanguage {
    /// `rule`, `when`, …
    English,
    /// `规则`, `当`, …
    Chinese,
}

/// The kinds of item, as bits: where a keyword counts.
pub(crate) type Scope = u32;
const RB: Scope = 1;
const US: Scope = 2;
const PH: Scope = 4;
const MO: Scope = 8;
const EV: Scope = 16;
const SE: Scope = 32;
const RU: Scope = 64;
const TE: Scope = 128;
const PA: Scope = 256;
const TM: Scope = 512;
const AP: Scope = 1024;
const EX: Scope = 2048;
const DR: Scope = 4096;
const ALL: Scope = RB | US | PH | MO | EV | SE | RU | TE | PA | TM | AP | EX | DR;
/// Where phrases are written.
const WORDS: Scope = PH | MO | RU | US | PA | TM | AP;
/// Where moments and conditions are written.
const COND: Scope = MO | RU | RB;

/// The kind of a top-level item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// `rulebook`
    Rulebook,
    /// `use`
    Use,
    /// `phrase`
    Phrase,
    /// `moment`
    Moment,
    /// `event`
    Event,
    /// `section`
    Section,
    /// `rule`
    Rule,
    /// `test`
    Test,
    /// `param`
    Param,
    /// `template`
    Template,
    /// `apply`
    Apply,
    /// `extends`
    Extends,
    /// `drop`
    Drop,
}

impl ItemKind {
    pub(crate) fn scope(self) -> Scope {
        match self {
            ItemKind::Rulebook => RB,
            ItemKind::Use => US,
            ItemKind::Phrase => PH,
            ItemKind::Moment => MO,
            ItemKind::Event => EV,
            ItemKind::Section => SE,
            ItemKind::Rule => RU,
            ItemKind::Test => TE,
            ItemKind::Param => PA,
            ItemKind::Template => TM | RU,
            ItemKind::Apply => AP | RU,
            ItemKind::Extends => EX,
            ItemKind::Drop => DR,
        }
    }

    /// Whether the lines under it are clauses of their own (else they go on with the header).
    pub(crate) fn has_clauses(self) -> bool {
        use ItemKind::{Apply, Rule, Rulebook, Template, Test};
        matches!(self, Rulebook | Rule | Test | Template | Apply)
    }
}

/// Where in a line a keyword counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Anywhere.
    Any,
    /// The first word of an item.
    Header,
    /// The first word of a clause, or the word after `expect`.
    First,
    /// After one of these.
    After(&'static [Keyword]),
    /// After a colon.
    Colon,
    /// After a number.
    Number,
    /// After a number or a name that stands for one.
    Amount,
}

/// One row of the table.
pub(crate) struct Entry {
    pub(crate) keyword: Keyword,
    /// The word that the pest grammar knows it by.
    pub(crate) canon: &'static str,
    pub(crate) english: &'static [&'static str],
    pub(crate) chinese: &'static [&'static str],
    pub(crate) scope: Scope,
    pub(crate) place: Place,
}

macro_rules! keywords {
    ($($id:ident $canon:literal $scope:expr, $place:expr, [$($en:literal),*] [$($zh:literal),*];)*) => {
        /// A keyword, whatever its spelling.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names are the keywords")]
        pub enum Keyword { $($id),* }

        pub(crate) static TABLE: &[Entry] = &[$(Entry {
            keyword: Keyword::$id,
            canon: $canon,
            english: &[$($en),*],
            chinese: &[$($zh),*],
            scope: $scope,
            place: $place,
        }),*];
    };
}

// The forms of a verb stand in this order: `says`, `say` (after must), `said` (after has).
keywords! {
    Rulebook "rulebook" ALL, Place::Header, ["rulebook"] ["规则书"];
    Use "use" ALL, Place::Header, ["use"] ["引用"];
    Phrase "phrase" ALL, Place::Header, ["phrase"] ["短语"];
    Moment "moment" ALL, Place::Header, ["moment"] ["时刻"];
    Event "event" ALL, Place::Header, ["event"] ["事件"];
    Section "section" ALL, Place::Header, ["section"] ["部分"];
    Rule "rule" ALL, Place::Header, ["rule"] ["规则"];
    Test "test" ALL, Place::Header, ["test"] ["测试"];

    Param "param" ALL, Place::Header, ["param"] ["参数"];
    Template "template" ALL, Place::Header, ["template"] ["模板"];
    Apply "apply" ALL, Place::Header, ["apply"] ["套用"];
    Extends "extends" ALL, Place::Header, ["extends"] ["继承"];
    Override "override" ALL, Place::Header, ["override"] ["改写"];
    Drop "drop" ALL, Place::Header, ["drop"] ["取消"];
    As "as" AP, Place::Any, ["as"] ["作为"];
    Because "because" DR, Place::Any, ["because"] ["因为"];
    PhraseType "phrase_type" PA | TM, Place::Colon, ["phrase"] ["短语"];
    MomentType "moment_type" PA | TM, Place::Colon, ["moment"] ["时刻"];
    ClockType "clock_type" PA | TM, Place::Colon, ["clock"] ["钟点"];
    DurationType "duration_type" PA | TM, Place::Colon, ["duration"] ["时长"];

    UnitOf "unit_word" RB, Place::First, [] ["统计单位"];
    AppliesIf "applies_if" RB | RU, Place::First, ["applies if"] ["适用条件"];
    Effective "effective" RB | RU, Place::First, ["effective"] ["生效"];
    Fillers "fillers" RB, Place::First, ["fillers"] ["语气词"];
    Confusions "confusions" RB, Place::First, ["confusions"] ["易混音"];
    NoneOf "none" RB, Place::After(&[Keyword::Fillers, Keyword::Confusions]), ["none"] ["无"];
    Weights "weights" RB, Place::First, ["weights"] ["权重"];
    Total "total" RB, Place::Any, ["total"] ["合计"];

    AllOf "all_of" PH, Place::Any, ["all of"] ["全部"];
    Some "some" PH, Place::Any, [] ["任"];
    OfThem "of" PH | MO | RU, Place::Any, ["of"] [];
    Pieces "of" PH, Place::Number, [] ["个"];
    StartsWith "starts_with" WORDS, Place::Any, ["starts with", "start with"] ["开头是"];
    EndsWith "ends_with" WORDS, Place::Any, ["ends with", "end with"] ["结尾是"];
    IsExactly "is_exactly" WORDS, Place::Any, ["is exactly"] ["整句是"];
    Exact "exact" WORDS, Place::Any, ["exact"] ["原样"];
    Regex "regex" WORDS, Place::Any, ["regex"] ["正则"];
    SoundsLike "sounds_like" WORDS, Place::Any, ["sounds like"] ["音近"];
    About "about" WORDS, Place::Any, ["about"] ["近似"];
    Alone "word" WORDS, Place::Any, ["word"] ["单独"];
    With "with" WORDS, Place::Any, ["with"] ["差"];
    Wrong "wrong" WORDS, Place::Number, ["wrong"] ["字"];
    Across "across" WORDS, Place::Any, ["across"] ["跨"];
    Utterances "utterances" WORDS | RB, Place::Number, ["utterances", "utterance"] ["句"];
    ButNot "but_not" WORDS, Place::Any, ["but not"] ["但不含"];
    ButNotMoment "but_moment" COND, Place::Any, [] ["但不是"];

    Version "version" RB | US | EX, Place::Any, ["version"] ["版本"];
    Language "language" RB, Place::First, ["language"] ["语言"];
    Channel "channel" RB, Place::First, ["channel"] ["渠道"];
    Score "score" RB | TE, Place::First, ["score"] ["分数"];
    Grade "grade" RB | TE, Place::First, ["grade"] ["等级"];
    Waiting "waiting" RB, Place::First, ["waiting"] ["同时等待"];
    AtMost "at_most" RB | RU, Place::Any, ["at most"] ["最多", "至多"];
    From "from" RB | RU, Place::Any, ["from"] ["从"];
    To "to" RU | RB | TE, Place::Any, ["to"] ["至", "到", "给"];
    Pass "pass" RB, Place::Any, ["pass"] ["及格"];
    UnitWord "unit_word" RB, Place::Any, ["unit"] ["单位"];
    BelowZero "below_zero" RB | SE, Place::Any, ["may go below zero"] ["可低于零"];
    Below "below" RB, Place::Any, ["below"] ["低于"];
    Of "of" RB | SE, Place::Any, ["of"] ["属于"];
    Weight "weight" SE | RU, Place::Any, ["weight"] ["权重"];

    FromFile "from_file" PH, Place::Any, ["from"] ["取自"];
    AnyOf "any_of" WORDS, Place::Any, ["any of"] ["任一", "任意一个"];
    Or "or" WORDS | RB, Place::Any, ["or"] ["或", "或者"];

    TextType "text" EV | PA | TM, Place::Colon, ["text"] ["文本"];
    NumberType "number" EV | PA | TM, Place::Colon, ["number"] ["数字"];
    BooleanType "boolean" EV | PA | TM, Place::Colon, ["boolean"] ["是非"];

    Agent "agent" MO | RU | RB | TE, Place::Any, ["agent"] ["客服", "坐席"];
    Customer "customer" MO | RU | RB | TE, Place::Any, ["customer"] ["客户", "顾客"];
    System "system" MO | RU | RB | TE, Place::Any, ["system"] ["系统"];
    Anyone "anyone" MO | RU | RB | TE, Place::Any, ["anyone"] ["任何人"];
    Nobody "nobody" COND, Place::Any, ["nobody"] ["无人"];
    Says "says" COND, Place::Any, ["says", "say", "said"] ["说"];
    Speaks "speaks" COND, Place::Any, ["speaks", "speak", "spoken"] ["说话", "发言"];
    DoesNotSpeak "does_not_speak" COND, Place::Any, ["does not speak"] ["不说话"];
    For "for" COND, Place::Any, ["for"] ["达"];
    EvenOnHold "even_on_hold" COND, Place::Any, ["even on hold"] ["等候也算"];
    TheCall "the_call" MO | RU | RB | TE, Place::Any, ["the call", "call"] ["电话", "通话"];
    Answered "answered" COND, Place::Any, ["is answered", "be answered"] ["接通"];
    Transferred "transferred" COND, Place::Any, ["is transferred", "be transferred"] ["转接"];
    HangsUp "hangs_up" MO | RU | RB | TE, Place::Any, ["hangs up", "hang up", "hung up"] ["挂机", "挂断"];
    Hold "hold" MO | RU | RB | TE, Place::Any, ["hold"] ["等候"];
    Mute "mute" MO | RU | RB | TE, Place::Any, ["mute"] ["静音"];
    Starts "starts" MO | RU | RB | TE, Place::Any, ["starts", "start"] ["开始"];
    Ends "ends" MO | RU | RB | TE, Place::Any, ["ends", "end"] ["结束"];
    Lasts "lasts" COND, Place::Any, ["lasts", "last"] ["持续"];
    Happens "happens" COND, Place::Any, ["happens", "happen", "happened"] ["发生"];
    Action "action" MO | RU | RB | TE, Place::Any, ["action"] ["操作"];
    Labelled "labelled" COND, Place::Any,
        ["is labelled", "be labelled", "is labeled", "be labeled"] ["被标为"];
    Label "label" MO | RU | RB | TE, Place::Any, ["label"] ["标签"];
    Where "where" COND, Place::Any, ["where"] ["其中"];

    And "and" COND, Place::Any, ["and"] ["且", "并且"];
    Not "not" COND, Place::Any, ["not"] ["非"];
    Is "=" COND, Place::Any, ["is"] ["为", "等于"];
    IsNot "!=" COND, Place::Any, ["is not"] ["不为", "不等于"];
    IsLess "<" COND, Place::Any, ["is less than"] ["小于", "少于", "低于"];
    IsAtMost "<=" COND, Place::Any, ["is at most"] ["不超过", "不大于", "不多于", "不高于"];
    IsMore ">" COND, Place::Any, ["is more than"] ["大于", "超过", "多于", "高于"];
    IsAtLeast ">=" COND, Place::Any, ["is at least"] ["不少于", "不小于", "不低于"];
    In "in" COND, Place::Any, ["in"] ["属于"];
    Rings "rings" COND, Place::Any, ["rings"] ["振铃次数"];
    CountOf "count_of" COND, Place::Any, ["count of"] ["次数"];
    Has "has" COND, Place::Any, ["has"] ["已"];
    HasNot "has_not" COND, Place::Any, ["has not"] ["未"];
    Yes "yes" COND | TE | US | PA | TM | AP, Place::Any, ["yes"] ["是"];
    No "no" COND | TE | US | PA | TM | AP, Place::Any, ["no"] ["否"];

    Begins "begins" COND, Place::Any, ["begins", "begin"] [];
    ContactStarts "contact_starts" COND, Place::Any, ["a contact starts", "contact starts"] ["联系开始"];
    Interrupts "interrupts" COND, Place::Any, ["interrupts", "interrupt", "interrupted"] ["插话", "打断"];
    Repeats "repeats" COND, Place::Any,
        ["repeats themselves", "repeat themselves", "repeated themselves"] ["重复自己"];
    By "by" COND, Place::Any, ["by"] [];
    Percent "percent" COND, Place::Number, ["percent"] [];
    PercentOf "percent_of" COND, Place::Any, [] ["百分之"];
    Silence "silence" COND, Place::Any, ["silence"] ["静默"];
    Overlap "overlap" COND, Place::Any, ["overlap"] ["重叠"];
    Talk "talk" COND, Place::Any, ["talk"] ["讲话"];
    FirstUtterance "first_utterance" COND, Place::Any, ["first utterance"] ["第一句"];
    LastUtterance "last_utterance" COND, Place::Any, ["last utterance"] ["最后一句"];
    NextUtterance "next_utterance" RU, Place::Any, ["next utterance"] ["下一句"];
    ForFirstTime "nth_first" MO | RU, Place::Any, ["for the first time"] ["首次", "第一次"];
    ForSecondTime "nth_second" MO | RU, Place::Any, ["for the second time"] [];
    ForThirdTime "nth_third" MO | RU, Place::Any, ["for the third time"] [];
    ForLastTime "nth_last" MO | RU, Place::Any, ["for the last time"] ["最后一次"];
    AtAnyTime "nth_any" MO | RU, Place::Any, ["at any time"] ["任一次"];
    ForThe "for_the" MO | RU, Place::Any, ["for the"] [];
    NthTime "nth_time" MO | RU, Place::Number, ["rd time", "th time", "st time", "nd time"] [];
    Ordinal "ordinal" MO | RU, Place::Any, [] ["第"];
    Again "again" MO | RU, Place::Any, ["again"] ["再次"];
    Immediately "immediately" MO | RU, Place::Any, ["immediately"] ["立即", "立刻", "马上"];
    Optionally "optionally" MO | RU, Place::Any, ["optionally"] ["可选"];
    Without "without" MO | RU, Place::Any, ["without"] ["其间没有"];
    InBetween "in_between" MO | RU, Place::Any, ["in between"] [];
    AnyOrder "any_order" MO | RU, Place::Any, ["in any order"] ["不分先后"];
    AllWithin "all_within" MO | RU, Place::Any, ["all within"] ["全程"];

    That "that" COND, Place::Any, ["that"] ["该"];
    TotalTimeOf "total_time_of" COND, Place::Any, ["total time of"] ["累计"];
    Longest "longest" COND, Place::Any, ["longest"] ["最长"];
    ShareOf "share_of" COND, Place::Any, ["share of"] ["占比"];
    Average "average" COND, Place::Any, ["average"] ["平均"];
    Highest "highest" COND, Place::Any, ["highest"] ["最高"];
    Lowest "lowest" COND, Place::Any, ["lowest"] ["最低"];
    SumOf "sum_of" COND, Place::Any, ["sum of"] ["合计"];
    TimeOfFirst "time_of_first" COND, Place::Any, ["time of first"] ["首次时间"];
    TimeOfLast "time_of_last" COND, Place::Any, ["time of last"] ["末次时间"];
    TimeSince "time_since" COND, Place::Any, ["time since"] ["距上次"];
    TimeOfDay "time_of_day" COND, Place::Any, ["time of day"] ["当前时刻"];
    IsNow "is_now" COND, Place::Any, ["is now"] ["现为"];
    IsNotNow "is_not_now" COND, Place::Any, ["is not now"] ["现不为"];
    IsNowLabelled "is_now_labelled" COND, Place::Any,
        ["is now labelled", "is now labeled"] ["现被标为"];
    IsNotNowLabelled "is_not_now_labelled" COND, Place::Any,
        ["is not now labelled", "is not now labeled"] ["现未被标为"];
    IsSatisfied "is_satisfied" COND, Place::Any, ["is satisfied"] ["已满足"];
    IsNotSatisfied "is_not_satisfied" COND, Place::Any, ["is not satisfied"] ["未满足"];
    IsViolated "is_violated" COND, Place::Any, ["is violated"] ["已违反"];
    IsNotViolated "is_not_violated" COND, Place::Any, ["is not violated"] ["未违反"];
    IsApplicable "is_applicable" COND, Place::Any, ["is applicable"] ["已适用"];
    IsNotApplicable "is_not_applicable" COND, Place::Any, ["is not applicable"] ["未适用"];
    Since "since" COND, Place::Any, ["since"] ["自"];
    SinceThen "since_then" COND, Place::Any, [] ["以来"];
    Between "between" COND, Place::Any, ["between"] [];
    AndTo "and_to" COND, Place::Any, [] ["与"];
    Among "among" COND, Place::Any, [] ["之间"];
    InTheFirst "front" COND, Place::Any, ["in the first"] ["前"];
    InTheLast "rear" COND, Place::Any, ["in the last"] ["最后", "最近"];
    Turns "turns" COND, Place::Number, ["turns", "turn"] ["轮"];
    Next "next" RU, Place::Any, ["next"] ["后"];

    When "when" RU, Place::First, ["when"] ["当"];
    If "if" RU, Place::First, ["if"] ["如果"];
    Unless "unless" RU, Place::First, ["unless"] ["除非"];
    First "first" COND, Place::Any, ["first"] ["在先"];
    Require "require" RU, Place::First, ["require"] ["要求"];
    Otherwise "otherwise" RU, Place::First, ["otherwise"] ["否则"];
    Deduct "deduct" RU, Place::Any, ["deduct"] ["扣"];
    Award "award" RU, Place::Any, ["award"] ["奖"];
    EachTime "each_time" RU, Place::Any, ["each time"] ["每次"];
    Points "points" RU, Place::Amount, ["points", "point"] ["分"];
    Times "times" MO | RU | TE, Place::Amount, ["times", "time"] ["次"];
    Fatal "fatal" RU, Place::First, ["fatal"] ["致命", "一票否决"];
    Full "full" RU, Place::Any, [] ["满"];
    Cite "cite" RU, Place::First, ["cite"] ["依据"];
    Severity "severity" RU, Place::First, ["severity"] ["严重程度"];
    Minor "minor" RU, Place::After(&[Keyword::Severity]), ["minor"] ["轻微"];
    Major "major" RU, Place::After(&[Keyword::Severity]), ["major"] ["严重"];
    Critical "critical" RU, Place::After(&[Keyword::Severity]), ["critical"] ["致命"];
    Message "message" RU, Place::First, ["message"] ["提示"];

    NeedsReview "needs_review" RU, Place::First, ["needs review"] ["需复核"];
    ByShare "by_share" RU, Place::Any, ["by share satisfied"] ["按满足比例"];
    IfNotApplicable "if_na" RU, Place::First, ["if not applicable"] ["不适用时"];
    LeaveOut "leave_out" RU, Place::Any, ["leave out"] ["不计"];
    FullMarks "full_marks" RU, Place::Any, ["full marks"] ["满分"];
    ForTheFirst "for_first" RU, Place::Any, ["for the first"] [];
    ForEachAfter "for_each_after" RU, Place::Any, ["for each after"] [];
    EachAfter "each_after" RU, Place::Any, [] ["此后每次"];
    ForSection "for_section" RU, Place::After(&[Keyword::Fatal]), ["for section"] ["本部分"];
    On "on" RU, Place::First, ["on"] ["遇"];
    AnyOther "any_other" RU, Place::After(&[Keyword::On]), ["any other answer"] ["其他答复"];
    NoAnswer "no_answer" RU, Place::After(&[Keyword::On]), ["no answer"] ["无答复"];
    AtLeast "at_least" RU, Place::Any, ["at least"] ["至少"];
    Exactly "exactly" RU, Place::Any, ["exactly"] ["恰好"];
    ShouldNot "should_not" RU, Place::Any, ["should not"] ["不应", "不应当", "不应该"];
    Should "should" RU, Place::Any, ["should"] ["应当", "应该"];
    May "may" RU, Place::Any, ["may"] ["可以"];
    OnlyIf "only_if" RU, Place::Any, ["only if"] ["仅当"];
    OnlyAfter "only_after" RU, Place::Any, ["only after"] ["仅在"];
    MustNot "must_not" RU, Place::Any, ["must not"] ["不得", "不能", "不可", "禁止", "严禁"];
    Must "must" RU, Place::Any, ["must"] ["必须"];
    Within "within" COND, Place::Any, ["within"] [];
    Inside "inside" COND, Place::Any, [] ["内", "以内", "之内"];
    At "at" COND, Place::Any, [] ["在"];
    NoSoonerThan "no_sooner" RU, Place::Any, ["no sooner than"] ["不早于"];
    Before "before" COND, Place::Any, ["before"] [];
    Earlier "earlier" COND, Place::Any, [] ["之前", "以前"];
    After "after" COND, Place::Any, ["after"] [];
    Later "later" COND, Place::Any, [] ["之后", "以后"];
    Until "until" RU | RB, Place::Any, ["until"] ["直到"];
    ByTheEnd "by_the_end" RU, Place::Any, ["by the end of the call"] ["截至通话结束"];
    NextTurn "next_turn" RU, Place::Any, ["next turn"] ["下一轮"];
    BeforeThat "before_that" RU, Place::Any, ["before that"] ["此前"];
    Then "then" RU | MO, Place::Any, ["then"] ["然后"];

    EachItsOwn "own" MO | RU, Place::Any, ["each its own"] ["各算各的"];
    Contact "contact" TE, Place::Any, ["contact"] ["联系"];
    Ring "ring" TE, Place::Any, ["ring"] ["振铃"];
    Answer "answer" TE, Place::Any, ["answer"] ["接通"];
    Transfer "transfer" TE, Place::Any, ["transfer"] ["转接"];
    AtTime "at_time" TE, Place::Any, ["at"] ["于"];
    Expect "expect" TE, Place::First, ["expect"] ["期望"];
    ExpectSection "section" TE, Place::After(&[Keyword::Expect]), ["section"] ["部分"];
    ExpectPass "pass" TE, Place::After(&[Keyword::Expect]), ["pass"] ["合格"];
    ExpectFail "fail" TE, Place::After(&[Keyword::Expect]), ["fail"] ["不合格"];
    Satisfied "satisfied" TE, Place::Any, ["satisfied"] ["满足"];
    Violated "violated" TE, Place::Any, ["violated"] ["违反"];
    NotApplicable "not_applicable" TE, Place::Any, ["not applicable"] ["不适用"];
}

impl Keyword {
    /// Its row. The table is written in the order of the enum, by the same macro.
    pub(crate) fn entry(self) -> Option<&'static Entry> {
        TABLE.get(self as usize)
    }

    /// The word that the pest grammar knows it by.
    pub(crate) fn canon(self) -> &'static str {
        self.entry().map_or("", |row| row.canon)
    }

    /// Whether it counts in such an item.
    pub(crate) fn in_scope(self, scope: Scope) -> bool {
        self.entry().is_some_and(|row| row.scope & scope != 0)
    }

    /// The comparison it stands for.
    pub(crate) fn is_comparison(self) -> bool {
        use Keyword::{In, Is, IsAtLeast, IsAtMost, IsLess, IsMore, IsNot};
        matches!(
            self,
            Is | IsNot | IsLess | IsAtMost | IsMore | IsAtLeast | In
        )
    }

    /// The preferred spelling in a language; the other language's where it has none.
    pub fn spelling(self, language: KeywordLanguage) -> &'static str {
        self.form(language, 0)
    }

    /// The spelling of form `index` (`says`, `say`, `said`); Chinese verbs have one form.
    pub fn form(self, language: KeywordLanguage, index: usize) -> &'static str {
        let Some(row) = self.entry() else { return "" };
        let english = row.english.get(index).or(row.english.first());
        let spelling = match language {
            KeywordLanguage::English => english.or(row.chinese.first()),
            KeywordLanguage::Chinese => row.chinese.first().or(english),
        };
        spelling.copied().unwrap_or("")
    }

    /// Every spelling, English and Chinese, the preferred ones first in each.
    pub fn spellings(self) -> impl Iterator<Item = &'static str> {
        let row = self.entry();
        let english = row.map_or(&[] as &[_], |row| row.english);
        let chinese = row.map_or(&[] as &[_], |row| row.chinese);
        english.iter().chain(chinese).copied()
    }

    /// Every keyword.
    pub fn all() -> impl Iterator<Item = Keyword> {
        TABLE.iter().map(|row| row.keyword)
    }
}

/// The keyword that starts an item of some kind.
pub(crate) fn item_kind(keyword: Keyword) -> Option<ItemKind> {
    Some(match keyword {
        Keyword::Rulebook => ItemKind::Rulebook,
        Keyword::Use => ItemKind::Use,
        Keyword::Phrase => ItemKind::Phrase,
        Keyword::Moment => ItemKind::Moment,
        Keyword::Event => ItemKind::Event,
        Keyword::Section => ItemKind::Section,
        Keyword::Rule => ItemKind::Rule,
        Keyword::Test => ItemKind::Test,
        Keyword::Param => ItemKind::Param,
        Keyword::Template => ItemKind::Template,
        Keyword::Apply => ItemKind::Apply,
        Keyword::Extends => ItemKind::Extends,
        Keyword::Drop => ItemKind::Drop,
        _ => return None,
    })
}

/// A unit of time by its spelling (folded).
pub(crate) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "ms" | "msec" | "millisecond" | "milliseconds" | "毫秒" => Unit::Millisecond,
        "s" | "sec" | "secs" | "second" | "seconds" | "秒" | "秒钟" => Unit::Second,
        "min" | "mins" | "minute" | "minutes" | "分钟" => Unit::Minute,
        "h" | "hour" | "hours" | "小时" => Unit::Hour,
        "d" | "day" | "days" | "天" => Unit::Day,
        "个工作日" | "工作日" => Unit::WorkingDay,
        _ => return None,
    })
}

/// The spelling of a unit as the formatter prints it.
pub(crate) fn unit_spelling(unit: Unit, language: KeywordLanguage) -> &'static str {
    let (english, chinese) = match unit {
        Unit::Millisecond => ("ms", "毫秒"),
        Unit::Second => ("s", "秒"),
        Unit::Minute => ("min", "分钟"),
        Unit::Hour => ("h", "小时"),
        Unit::Day => ("d", "天"),
        Unit::WorkingDay => ("working days", "个工作日"),
    };
    match language {
        KeywordLanguage::English => english,
        KeywordLanguage::Chinese => chinese,
    }
}

/// Spellings by their first word, longest first: `no` → [`no sooner than`, `no`].
type ByFirst = HashMap<&'static str, Vec<(Vec<&'static str>, Keyword)>>;

fn english_index() -> &'static ByFirst {
    static INDEX: OnceLock<ByFirst> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = ByFirst::new();
        for row in TABLE {
            for spelling in row.english {
                let words: Vec<_> = spelling.split(' ').collect();
                if let Some(first) = words.first() {
                    index.entry(first).or_default().push((words, row.keyword));
                }
            }
        }
        for list in index.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        index
    })
}

/// The English spellings that start with a (folded) word, longest first.
pub(crate) fn english(first: &str) -> &'static [(Vec<&'static str>, Keyword)] {
    english_index().get(first).map_or(&[], Vec::as_slice)
}

/// The keywords with exactly this Chinese spelling.
pub(crate) fn chinese(word: &str) -> &'static [Keyword] {
    static INDEX: OnceLock<HashMap<&'static str, Vec<Keyword>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index = HashMap::<_, Vec<_>>::new();
        for row in TABLE {
            for spelling in row.chinese {
                index.entry(*spelling).or_default().push(row.keyword);
            }
        }
        index
    });
    index.get(word).map_or(&[], Vec::as_slice)
}

/// The keywords that one (folded) word spells, in either language.
pub(crate) fn single(word: &str) -> impl Iterator<Item = Keyword> + '_ {
    let english = english(word)
        .iter()
        .filter(|(words, _)| words.len() == 1)
        .map(|(_, keyword)| *keyword);
    english.chain(chinese(word).iter().copied())
}

/// The most characters a Chinese spelling has.
pub(crate) const LONGEST_CHINESE: usize = 8;
