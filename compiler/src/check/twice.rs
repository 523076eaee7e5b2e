//! One name for two things.
//!
//! In: the name and both places. Out: a diagnostic that says whether the other is in this
//! file or in one that it uses.

use crate::book::SourceId;
use crate::diagnostics::{Code, Diagnostic, Message, Place};

/// `words`: of what sort it is, in English and in Chinese.
pub(super) fn twice(name: &str, (en, zh): (&str, &str), place: Place, first: Place) -> Diagnostic {
    if place.source == first.source {
        let message = Message::new(
            format!("the {en} `{name}` is given twice"),
            format!("{zh}“{name}”重复了"),
        );
        return Diagnostic::new(Code::Duplicate, place, message)
            .here("it is given again here", "这里又写了一次")
            .also(first, "it was given here before", "前面已在这里写过")
            .help("give one of them another name", "给其中一个换个名称");
    }
    // The rulebook itself is what can be changed.
    let (place, other) = match first.source {
        SourceId(0) => (first, place),
        _ => (place, first),
    };
    let message = Message::new(
        format!("another file has a {en} `{name}` too"),
        format!("另一个文件里也有叫“{name}”的{zh}"),
    );
    Diagnostic::new(Code::OtherFileHasIt, place, message)
        .here("one is here", "一个在这里")
        .also(other, "the other is here", "另一个在这里")
        .help(
            "give one of them another name; to put this one in the other's place, write \
             `override` before it",
            "给其中一个换个名称；如果要用这一个代替那一个，请在前面写“改写”",
        )
}
