//! The words of every mistake, in English and Chinese.
//!
//! In: an [`ErrorKind`]. Out: title, label and help, each in both languages.

use crate::errors::{ErrorKind, Expected, Hint, NumberProblem, PatternProblem};

type Both = (String, String);

fn both(english: &str, chinese: &str) -> Both {
    (english.to_owned(), chinese.to_owned())
}

/// The title.
pub(crate) fn message(kind: &ErrorKind) -> Both {
    match kind {
        ErrorKind::Unexpected {
            found: Some(found), ..
        } => (
            format!("`{found}` does not fit here"),
            format!("这里不能写「{found}」"),
        ),
        ErrorKind::Unexpected { found: None, .. } => {
            both("the line ends too early", "这一行没有写完")
        }
        ErrorKind::UnterminatedString => both("this quote is not closed", "引号没有关上"),
        ErrorKind::UnknownItem { found, .. } => (
            format!("no item starts with `{found}`"),
            format!("没有以「{found}」开头的条目"),
        ),
        ErrorKind::BadPattern(_) => both("this pattern cannot be read", "这段话术读不懂"),
        ErrorKind::TooDeep => both(
            "too many brackets or conditions inside one another",
            "括号或条件套得太深",
        ),
        ErrorKind::Number(_) => both("this number cannot be used", "这个数字不能用"),
        ErrorKind::UnknownClause { found, .. } => (
            format!("no line here starts with `{found}`"),
            format!("这里没有以「{found}」开头的写法"),
        ),
        ErrorKind::NotIndented => both("this line should be indented", "这一行应当缩进"),
        ErrorKind::SaidTwice => both("this is said twice", "重复写了一次"),
        ErrorKind::UnknownCharacter(found) => (
            format!("`{found}` means nothing here"),
            format!("符号「{found}」在这里没有意义"),
        ),
    }
}

/// What is written under the place.
pub(crate) fn label(kind: &ErrorKind) -> Both {
    match kind {
        ErrorKind::Unexpected { expected, .. } if !expected.is_empty() => (
            format!("expected {}", join(expected, |e| e.english, ", ", " or ")),
            format!("应为{}", join(expected, |e| e.chinese, "、", "或")),
        ),
        ErrorKind::Unexpected { found: None, .. } => {
            both("something is missing here", "这里少了内容")
        }
        ErrorKind::Unexpected { .. } => both("not expected", "多出来的内容"),
        ErrorKind::UnterminatedString => both("opened here", "从这里开始"),
        ErrorKind::UnknownItem { .. } | ErrorKind::UnknownClause { .. } => {
            both("not a keyword", "不是关键字")
        }
        ErrorKind::BadPattern(problem) => pattern_label(*problem),
        ErrorKind::TooDeep => both("too deep from here on", "从这里起太深"),
        ErrorKind::Number(problem) => number_label(*problem),
        ErrorKind::NotIndented => both("a clause at the start of the line", "子句顶格了"),
        ErrorKind::SaidTwice => both("said before in this line", "本行前面已经写过"),
        ErrorKind::UnknownCharacter(_) => both("unknown character", "未知符号"),
    }
}

fn join(
    list: &[Expected],
    word: impl Fn(&Expected) -> &'static str,
    comma: &str,
    last: &str,
) -> String {
    let words: Vec<_> = list.iter().map(word).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [start @ .., end] => format!("{}{last}{end}", start.join(comma)),
    }
}

/// What to do about it.
pub(crate) fn help(kind: &ErrorKind) -> Both {
    match kind {
        ErrorKind::Unexpected {
            suggestion: Some(word),
            ..
        }
        | ErrorKind::UnknownItem {
            suggestion: Some(word),
            ..
        }
        | ErrorKind::UnknownClause {
            suggestion: Some(word),
            ..
        } => (
            format!("did you mean `{word}`?"),
            format!("是不是想写「{word}」？"),
        ),
        ErrorKind::Unexpected {
            hint: Some(hint), ..
        } => hint_help(*hint),
        ErrorKind::Unexpected { found: None, .. } => both(
            "finish the line, or indent the next one deeper to go on there",
            "请把这一行写完；要接到下一行，下一行须再缩进",
        ),
        ErrorKind::Unexpected { .. } => both("write one clause on a line", "一行只写一个子句"),
        ErrorKind::UnterminatedString => both(
            "write the closing quote on the same line",
            "请在同一行写上右引号",
        ),
        ErrorKind::UnknownItem { .. } => both(
            "an item starts with rulebook, use, param, phrase, moment, event, section, rule, template, apply, extends, override, drop or test; its clauses are indented",
            "条目以 规则书、引用、参数、短语、时刻、事件、部分、规则、模板、套用、继承、改写、取消、测试 开头，子句要缩进",
        ),
        ErrorKind::BadPattern(problem) => pattern_help(*problem),
        ErrorKind::TooDeep => both(
            "give the inner part a name with `moment`",
            "请用「时刻」给里层起个名字",
        ),
        ErrorKind::Number(problem) => number_help(*problem),
        ErrorKind::UnknownClause { .. } => both(
            "start it with a keyword such as when, if, agent must, otherwise",
            "请用关键字开头，如 当、如果、客服 必须、否则",
        ),
        ErrorKind::NotIndented => both("put two spaces before it", "请在前面加两个空格"),
        ErrorKind::SaidTwice => both("leave one of them out", "请删去其中一个"),
        ErrorKind::UnknownCharacter(_) => {
            both("leave it out, or put it in quotes", "请删去，或写进引号里")
        }
    }
}

fn hint_help(hint: Hint) -> Both {
    match hint {
        Hint::AllWithin => both(
            "for so many times in a length of time write `3 times all within 60s`",
            "多长时间里几次，请写“3次 全程 60秒 内”",
        ),
        Hint::Where => both(
            "what must be so of the event stands after `where`: `agent speaks where duration > 60s`",
            "对这件事本身的条件写在“其中”后面：“客服 说话 其中 时长 > 60秒”",
        ),
        Hint::AnyOf => both(
            "for one of several phrases write `any of \"a\", \"b\"`",
            "几种说法说一种即可时，请写“任一 \"甲\"、\"乙\"”",
        ),
        Hint::ExpectFail => both("write `expect fail`", "请写“期望 不合格”"),
        Hint::NameFirst => both(
            "give the moment a name first, `moment NAME = …`, and write that name here",
            "请先给它起名，“时刻 名字 = …”，再在这里写这个名字",
        ),
    }
}

fn pattern_label(problem: PatternProblem) -> Both {
    match problem {
        PatternProblem::Empty => both("nothing between the quotes", "引号里没有内容"),
        PatternProblem::Unclosed(c) => (format!("`{c}` is not closed"), format!("「{c}」没有关上")),
        PatternProblem::Unopened(c) => (
            format!("`{c}` was never opened"),
            format!("「{c}」没有与之相配的左括号"),
        ),
        PatternProblem::StrayBar => both("`|` outside brackets", "「|」不在括号里"),
        PatternProblem::BadName => both("not a phrase's name", "不是短语的名字"),
        PatternProblem::BadSlot => both("no such kind of value", "没有这种值"),
        PatternProblem::BadGap => both("not a gap", "间隔写得不对"),
        PatternProblem::GapTooLong => both("too many", "数字太大"),
        PatternProblem::LoneBackslash => both("nothing after `\\`", "「\\」后面没有字"),
        PatternProblem::TooDeep => both("too deep from here on", "从这里起太深"),
    }
}

fn pattern_help(problem: PatternProblem) -> Both {
    match problem {
        PatternProblem::Empty => both("write the words to listen for", "请写上要听的话"),
        PatternProblem::Unclosed(_) | PatternProblem::Unopened(_) => both(
            "brackets come in pairs; to find a bracket itself write `\\` before it",
            "括号要成对；要找括号本身，请在前面写「\\」",
        ),
        PatternProblem::StrayBar => both("write `(a|b)` for a choice", "二选一请写成「(甲|乙)」"),
        PatternProblem::BadName => both(
            "write the name of a phrase, as in `{opening}`",
            "请写短语的名字，如「{开场白}」",
        ),
        PatternProblem::BadSlot => both(
            "kinds are number, digits 4-11, date, time, money, phone, idcard, card, name, any 1-6",
            "种类有：数字、数码 4-11、日期、钟点、金额、电话号码、身份证号、银行卡号、姓名、任意 1-6",
        ),
        PatternProblem::BadGap | PatternProblem::GapTooLong => both(
            "a gap is `..`, `..5` or `..2-8`, at most 60",
            "间隔写作「..」「..5」或「..2-8」，最多 60",
        ),
        PatternProblem::LoneBackslash => both(
            "leave `\\` out, or write `\\\\`",
            "请删去「\\」，或写成「\\\\」",
        ),
        PatternProblem::TooDeep => both(
            "give the inner part a name with `phrase`",
            "请用「短语」给里层起个名字",
        ),
    }
}

fn number_label(problem: NumberProblem) -> Both {
    match problem {
        NumberProblem::TooFine => both("more than three decimals", "小数超过三位"),
        NumberProblem::TooLarge => both("too large", "数字太大"),
        NumberProblem::NotWholeMilliseconds => both("finer than a millisecond", "比毫秒还细"),
        NumberProblem::Zero => both("none at all", "一个也没有"),
    }
}

fn number_help(problem: NumberProblem) -> Both {
    match problem {
        NumberProblem::TooFine => both("numbers are exact to 0.001", "数字精确到 0.001"),
        NumberProblem::TooLarge => both("write a smaller number", "请写小一些的数字"),
        NumberProblem::Zero => both("write 1 or more", "请写 1 或更大的数字"),
        NumberProblem::NotWholeMilliseconds => {
            both("durations are whole milliseconds", "时长须为整数毫秒")
        }
    }
}
