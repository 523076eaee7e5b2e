//! The names of the language's own values, in both languages.
//!
//! In: a name as written where an attribute or metadata may stand. Out: the English name
//! that the tree knows it by; for the calendar parts of the call, what they are.

use crate::ast::{ClockPart, ExprKind};
use crate::names::{Names, is_word};

/// Attributes that every utterance has.
const ATTRIBUTES: [(&str, &str); 7] = [
    ("length", "字数"),
    ("duration", "时长"),
    ("speech_rate", "语速"),
    ("response_time", "响应时间"),
    ("overlap", "重叠时间"),
    ("similarity", "相似度"),
    ("turn_start", "轮首"),
];

/// Parts of the calendar that every call has.
const CALENDAR: [(ClockPart, &str, &str); 5] = [
    (ClockPart::Weekday, "weekday", "星期"),
    (ClockPart::Date, "date", "日期"),
    (ClockPart::Month, "month", "月"),
    (ClockPart::Day, "day", "日"),
    (ClockPart::CallTime, "time", "时间"),
];

/// Whether a word is the Chinese name of an attribute that every utterance has.
pub(crate) fn is_attribute(word: &str) -> bool {
    ATTRIBUTES.iter().any(|(_, chinese)| *chinese == word)
}

/// The English name of an attribute, unless the file declares the Chinese one itself.
pub(crate) fn attribute(name: String, names: &Names) -> String {
    let mut known = ATTRIBUTES.iter();
    let known = known.find(|(_, chinese)| *chinese == name && !is_word(names, chinese));
    known.map_or(name, |(english, _)| (*english).to_owned())
}

/// The spelling of an attribute in one language.
pub(crate) fn attribute_spelling<'n>(name: &'n str, chinese: bool, names: &Names) -> &'n str {
    let known = ATTRIBUTES.iter().find(|(english, _)| *english == name);
    let known = known.filter(|(_, zh)| chinese && !is_word(names, zh));
    known.map_or(name, |(_, zh)| zh)
}

/// `call.NAME`
pub(crate) fn meta(name: String) -> ExprKind {
    let known =
        |(_, english, chinese): &&(ClockPart, &str, &str)| *english == name || *chinese == name;
    if let Some((part, _, _)) = CALENDAR.iter().find(known) {
        return ExprKind::Clock(*part);
    }
    ExprKind::Meta(if name == "周末" {
        "weekend".to_owned()
    } else {
        name
    })
}

/// The spelling of a calendar part in one language; `None` for the time of day now.
pub(crate) fn calendar_spelling(part: ClockPart, chinese: bool) -> Option<&'static str> {
    let known = CALENDAR.iter().find(|(known, _, _)| *known == part);
    known.map(|(_, english, zh)| if chinese { *zh } else { *english })
}
