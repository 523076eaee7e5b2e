//! The table of all codes: what each is called, in both languages.
//!
//! Each has a page in `docs/errors/`, whose example a test runs, so that page and code can
//! not drift apart. Codes are never used again for something else.

use std::fmt;

use super::{Message, Severity};

/// A code and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// A short title.
    pub title: Message,
}

macro_rules! codes {
    ($($name:ident $text:literal $en:literal $zh:literal)*) => {
        /// The code of a diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {$(
            #[doc = $en]
            $name,
        )*}

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// As it is written: `E0202`.
            pub fn as_str(self) -> &'static str {
                match self {$(Code::$name => $text,)*}
            }

            /// What it is called.
            pub fn info(self) -> CodeInfo {
                let (en, zh) = match self {$(Code::$name => ($en, $zh),)*};
                CodeInfo { code: self, title: Message::new(en, zh) }
            }
        }
    };
}

codes! {
    Syntax "E0101" "Something does not fit here" "这里的写法不对"
    OpenQuote "E0102" "A quote is not closed" "引号没有关上"
    UnknownItem "E0103" "Nothing starts with this word" "没有以这个词开头的条目"
    BadPattern "E0104" "The words in quotes can not be read" "引号里的话术读不懂"
    TooDeep "E0105" "Too much inside one another" "套得太深"
    BadNumber "E0106" "A number can not be used" "数字不能用"
    UnknownClause "E0107" "No line of a rule starts with this word" "规则里没有以这个词开头的写法"
    NotIndented "E0108" "A line should be indented" "这一行应当缩进"
    SaidTwice "E0109" "Said twice in one line" "一行里重复了"
    UnknownCharacter "E0110" "A character means nothing here" "符号在这里没有意义"
    Duplicate "E0201" "A name is given twice" "名称重复"
    UnknownPhrase "E0202" "There is no phrase of this name" "没有这个短语"
    UnknownMoment "E0203" "There is no moment of this name" "没有这个时刻"
    UnknownEvent "E0204" "There is no event of this name" "没有这个事件"
    UnknownSection "E0205" "There is no section of this name" "没有这个部分"
    UnknownRule "E0206" "There is no rule of this name" "没有这条规则"
    UnknownScore "E0207" "There is no score of this name" "没有这个分数"
    UnknownGrade "E0208" "There is no grade of this name" "没有这个等级"
    UnknownAttribute "E0209" "The event has nothing of this name" "事件没有这一项"
    WrongSort "E0210" "A name stands for something else" "名称所指不是这里需要的"
    PhraseLoop "E0211" "A phrase is made of itself" "短语引用了自己"
    MomentLoop "E0212" "A moment is made of itself" "时刻引用了自己"
    FileLoop "E0213" "Files use each other in a circle" "文件互相引用成了圈"
    MissingFile "E0214" "A file can not be found" "找不到文件"
    TakenName "E0215" "The language itself uses this name" "这个名称已有固定含义"
    NoRulebook "E0216" "The `rulebook` line is missing" "缺少“规则书”这一行"
    TwoRulebooks "E0217" "There are two `rulebook` lines" "“规则书”出现了两次"
    LateRulebook "E0218" "The `rulebook` line is not the first" "“规则书”没有写在最前面"
    UnknownWord "E0219" "A setting does not have this value" "没有这种取值"
    OtherFileHasIt "E0220" "Another file has this name too" "另一个文件里也有这个名称"
    WrongVersion "E0221" "A file has another version" "文件的版本不对"
    UnknownTemplate "E0222" "There is no template of this name" "没有这个模板"
    UnknownParam "E0223" "There is no parameter of this name" "没有这个参数"
    MissingArgument "E0224" "A parameter has no value" "参数没有值"
    WrongArgument "E0225" "A parameter takes another type of value" "参数的值类型不对"
    NothingToChange "E0226" "There is nothing to override or drop" "没有可改写或取消的内容"
    ExtendsTwice "E0227" "Two rulebooks are extended" "继承了两本规则书"
    LibraryMisuse "E0228" "A file without a `rulebook` line can not do this" "没有“规则书”一行的文件不能这样用"
    UsedTwice "E0229" "A file is used twice with different values" "同一个文件用不同的值引用了两次"
    TypeMismatch "E0301" "Text and numbers can not be compared" "文本与数字不能比较"
    TextOrder "E0302" "Texts have no order" "文本不能比大小"
    NotACondition "E0303" "Not a condition" "这不是一个条件"
    NumberRange "E0304" "A number is out of range" "数字超出范围"
    DurationRange "E0305" "A duration is out of range" "时长超出范围"
    PhraseTooLarge "E0306" "A phrase is too large" "短语太大"
    GapRange "E0307" "A gap is out of range" "间隔超出范围"
    EmptyPhrase "E0308" "A phrase that needs no words" "短语里没有必须说的字词"
    GapAtEdge "E0309" "A phrase starts or ends with a gap" "短语以间隔开头或结尾"
    TooMany "E0310" "Too many in one rule" "一条规则里写得太多"
    EmptyWindow "E0311" "No time is left" "没有剩下任何时间"
    GradeGap "E0312" "Grades do not fit together" "等级接不上"
    UnitMismatch "E0313" "Different measures can not be compared" "计量不同，不能比较"
    BadDate "E0314" "This is no date" "这不是日期"
    CaptureKinds "E0315" "One name for two kinds of value" "同一个名称取了两种值"
    NotAPart "E0316" "A phrase can not be part of another" "短语不能放进另一个短语"
    BadRegex "E0317" "A regular expression can not be used" "正则表达式不能用"
    WeightTotal "E0318" "Weights do not come to their total" "权重合计不对"
    NoEvent "E0401" "Nothing here has this property" "这里没有可查看的事件"
    LooksBack "E0402" "There is nothing to look back on" "这里还没有可回看的内容"
    BeforeWhat "E0403" "`before that` needs a `when`" "“此前”需要“当”"
    MustUntil "E0404" "`until` goes with `must not`" "“直到”只与“不得”连用"
    TwoWindows "E0405" "The same limit is given twice" "同一种限制写了两次"
    BeforeAndUntil "E0406" "`before` and `until` together" "“之前”与“直到”同时出现"
    NothingOwed "E0407" "The rule asks for nothing" "规则没有提出要求"
    TwiceInRule "E0408" "The same line twice in a rule" "规则里同样的内容写了两次"
    AfterTheEnd "E0409" "Nothing comes after the end of the call" "通话结束后不会再有事情发生"
    WhoIsMeant "E0410" "It must be said who" "要写明是谁"
    TestOrder "E0412" "A test's times do not fit" "测试里的时间对不上"
    NotTogether "E0413" "These do not go together" "这几样不能一起写"
    ThatHere "E0414" "`that` can not be looked at here" "这里不能用“该”"
    WhichHere "E0415" "The last time can not stand here" "这里不能说“最后一次”"
    OrWhat "E0416" "Nothing stands before `or`" "“或”前面没有内容"
    OnWhat "E0417" "An answer to what?" "答复的是什么？"
    NotAbove "E0418" "Only rules above can be looked at" "只能看写在前面的规则"
    NoKind "E0419" "`immediately` needs an event" "“立即”需要一个事件"
    ValueHere "E0420" "This length can not stand here" "这里不能用这样的时长"
    ScopeHere "E0421" "This can not be told so" "这里不能这样限定范围"
    NoSection "E0422" "The rule belongs to no section" "规则不属于任何部分"
    UnusedPhrase "W0501" "A phrase is never used" "短语没有用到"
    UnusedMoment "W0502" "A moment is never used" "时刻没有用到"
    UnusedEvent "W0503" "An event is never used" "事件没有用到"
    EmptySection "W0504" "A section without rules" "部分里没有规则"
    WeightSum "W0505" "Weights do not add up" "权重加起来不等于总分"
    OddAttribute "W0506" "Perhaps a spelling mistake" "可能是笔误"
    UnusedParam "W0507" "A parameter is never used" "参数没有用到"
    UnusedTemplate "W0508" "A template is never applied" "模板没有套用"
    NeverFires "W0509" "A rule never applies" "规则永远不适用"
    NeverFails "W0510" "A rule can not be broken" "规则不可能被违反"
    AlwaysFails "W0511" "A rule can not be kept" "规则不可能做到"
    RequiredForbidden "W0512" "What must be said must not be said" "必须说的话里含有禁止的话"
    Swallowed "W0513" "A wording makes no difference" "多余的说法"
    ImpossibleOrder "W0514" "An order that can not be" "顺序不可能成立"
    Contradiction "W0515" "Two rules can not both be kept" "两条规则互相矛盾"
    NeverPasses "W0516" "No call can pass" "没有通话能够及格"
    DuplicateRule "W0517" "Two rules ask for the same" "两条规则重复"
}

impl Code {
    /// The code that is written so.
    pub fn find(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// How bad it is: codes with `W` are warnings.
    pub fn severity(self) -> Severity {
        match self.as_str().starts_with('W') {
            true => Severity::Warning,
            false => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
