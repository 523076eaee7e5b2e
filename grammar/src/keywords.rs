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
pub(crate) type Scope = u16;
const RB: Scope = 1;
const US: Scope = 2;
const PH: Scope = 4;
const MO: Scope = 8;
const EV: Scope = 16;
const SE: Scope = 32;
const RU: Scope = 64;
const TE: Scope = 128;
const ALL: Scope = RB | US | PH | MO | EV | SE | RU | TE;

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
        }
    }

    /// Whether the lines under it are clauses of their own (else they go on with the header).
    pub(crate) fn has_clauses(self) -> bool {
        matches!(self, ItemKind::Rulebook | ItemKind::Rule | ItemKind::Test)
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

    Version "version" RB, Place::Any, ["version"] ["版本"];
    Language "language" RB, Place::First, ["language"] ["语言"];
    Channel "channel" RB, Place::First, ["channel"] ["渠道"];
    Score "score" RB | TE, Place::First, ["score"] ["分数"];
    Grade "grade" RB | TE, Place::First, ["grade"] ["等级"];
    Waiting "waiting" RB, Place::First, ["waiting"] ["同时等待"];
    AtMost "at_most" RB | RU, Place::Any, ["at most"] ["最多"];
    From "from" RB | RU, Place::Any, ["from"] ["从"];
    To "to" RU | TE, Place::Any, ["to"] ["至", "到", "给"];
    Pass "pass" RB, Place::Any, ["pass"] ["及格"];
    UnitWord "unit_word" RB, Place::Any, ["unit"] ["单位"];
    BelowZero "below_zero" RB | SE, Place::Any, ["may go below zero"] ["可低于零"];
    Below "below" RB, Place::Any, ["below"] ["低于"];
    Of "of" RB | SE, Place::Any, ["of"] ["属于"];
    Weight "weight" SE, Place::Any, ["weight"] ["权重"];

    FromFile "from_file" PH, Place::Any, ["from"] ["取自"];
    AnyOf "any_of" PH | MO | RU, Place::Any, ["any of"] ["任一", "任意一个"];
    Or "or" PH | MO | RU, Place::Any, ["or"] ["或", "或者"];

    TextType "text" EV, Place::Colon, ["text"] ["文本"];
    NumberType "number" EV, Place::Colon, ["number"] ["数字"];
    BooleanType "boolean" EV, Place::Colon, ["boolean"] ["是非"];

    Agent "agent" MO | RU | TE, Place::Any, ["agent"] ["客服", "坐席"];
    Customer "customer" MO | RU | TE, Place::Any, ["customer"] ["客户", "顾客"];
    System "system" MO | RU | TE, Place::Any, ["system"] ["系统"];
    Anyone "anyone" MO | RU | TE, Place::Any, ["anyone"] ["任何人"];
    Nobody "nobody" MO | RU, Place::Any, ["nobody"] ["无人"];
    Says "says" MO | RU, Place::Any, ["says", "say", "said"] ["说"];
    Speaks "speaks" MO | RU, Place::Any, ["speaks", "speak", "spoken"] ["说话", "发言"];
    DoesNotSpeak "does_not_speak" MO | RU, Place::Any, ["does not speak"] ["不说话"];
    For "for" MO | RU, Place::Any, ["for"] ["达"];
    EvenOnHold "even_on_hold" MO | RU, Place::Any, ["even on hold"] ["等候也算"];
    TheCall "the_call" MO | RU | TE, Place::Any, ["the call", "call"] ["电话", "通话"];
    Answered "answered" MO | RU, Place::Any, ["is answered", "be answered"] ["接通"];
    Transferred "transferred" MO | RU, Place::Any, ["is transferred", "be transferred"] ["转接"];
    HangsUp "hangs_up" MO | RU | TE, Place::Any, ["hangs up", "hang up", "hung up"] ["挂机", "挂断"];
    Hold "hold" MO | RU | TE, Place::Any, ["hold"] ["等候"];
    Mute "mute" MO | RU | TE, Place::Any, ["mute"] ["静音"];
    Starts "starts" MO | RU | TE, Place::Any, ["starts", "start"] ["开始"];
    Ends "ends" MO | RU | TE, Place::Any, ["ends", "end"] ["结束"];
    Lasts "lasts" MO | RU, Place::Any, ["lasts", "last"] ["持续"];
    Happens "happens" MO | RU, Place::Any, ["happens", "happen", "happened"] ["发生"];
    Action "action" MO | RU | TE, Place::Any, ["action"] ["操作"];
    Labelled "labelled" MO | RU, Place::Any,
        ["is labelled", "be labelled", "is labeled", "be labeled"] ["被标为"];
    Label "label" MO | RU | TE, Place::Any, ["label"] ["标签"];
    Where "where" MO | RU, Place::Any, ["where"] ["其中"];

    And "and" MO | RU, Place::Any, ["and"] ["且", "并且"];
    Not "not" MO | RU, Place::Any, ["not"] ["非"];
    Is "=" MO | RU, Place::Any, ["is"] ["为", "等于"];
    IsNot "!=" MO | RU, Place::Any, ["is not"] ["不为", "不等于"];
    IsLess "<" MO | RU, Place::Any, ["is less than"] ["小于"];
    IsAtMost "<=" MO | RU, Place::Any, ["is at most"] ["不超过"];
    IsMore ">" MO | RU, Place::Any, ["is more than"] ["大于"];
    IsAtLeast ">=" MO | RU, Place::Any, ["is at least"] ["不少于"];
    In "in" MO | RU, Place::Any, ["in"] ["属于"];
    Rings "rings" MO | RU, Place::Any, ["rings"] ["振铃次数"];
    CountOf "count_of" MO | RU, Place::Any, ["count of"] ["次数"];
    Has "has" MO | RU, Place::Any, ["has"] ["已"];
    HasNot "has_not" MO | RU, Place::Any, ["has not"] ["未"];
    Yes "yes" MO | RU | TE, Place::Any, ["yes"] ["是"];
    No "no" MO | RU | TE, Place::Any, ["no"] ["否"];

    When "when" RU, Place::First, ["when"] ["当"];
    If "if" RU, Place::First, ["if"] ["如果"];
    Unless "unless" RU, Place::First, ["unless"] ["除非"];
    First "first" RU, Place::Any, ["first"] ["在先"];
    Require "require" RU, Place::First, ["require"] ["要求"];
    Otherwise "otherwise" RU, Place::First, ["otherwise"] ["否则"];
    Deduct "deduct" RU, Place::Any, ["deduct"] ["扣"];
    Award "award" RU, Place::Any, ["award"] ["奖"];
    EachTime "each_time" RU, Place::Any, ["each time"] ["每次"];
    Points "points" RU, Place::Number, ["points", "point"] ["分"];
    Times "times" RU | TE, Place::Number, ["times", "time"] ["次"];
    Fatal "fatal" RU, Place::First, ["fatal"] ["致命", "一票否决"];
    Full "full" RU, Place::Any, [] ["满"];
    Cite "cite" RU, Place::First, ["cite"] ["依据"];
    Severity "severity" RU, Place::First, ["severity"] ["严重程度"];
    Minor "minor" RU, Place::After(&[Keyword::Severity]), ["minor"] ["轻微"];
    Major "major" RU, Place::After(&[Keyword::Severity]), ["major"] ["严重"];
    Critical "critical" RU, Place::After(&[Keyword::Severity]), ["critical"] ["致命"];
    Message "message" RU, Place::First, ["message"] ["提示"];

    MustNot "must_not" RU, Place::Any, ["must not"] ["不得"];
    Must "must" RU, Place::Any, ["must"] ["必须"];
    Within "within" RU, Place::Any, ["within"] [];
    Inside "inside" RU, Place::Any, [] ["内", "以内", "之内"];
    At "at" RU, Place::Any, [] ["在"];
    NoSoonerThan "no_sooner" RU, Place::Any, ["no sooner than"] ["不早于"];
    Before "before" RU, Place::Any, ["before"] [];
    Earlier "earlier" RU, Place::Any, [] ["之前", "以前"];
    After "after" RU, Place::Any, ["after"] [];
    Later "later" RU, Place::Any, [] ["之后", "以后"];
    Until "until" RU, Place::Any, ["until"] ["直到"];
    ByTheEnd "by_the_end" RU, Place::Any, ["by the end of the call"] ["截至通话结束"];
    NextTurn "next_turn" RU, Place::Any, ["next turn"] ["下一轮"];
    BeforeThat "before_that" RU, Place::Any, ["before that"] ["此前"];
    Then "then" RU, Place::Any, ["then"] ["然后"];

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
