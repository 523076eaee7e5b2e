//! The front end, from text to checked rulebook or diagnostics.
//!
//! In: rulebooks as text. Out: what they come to, and what is said about them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "check/hostile.rs"]
mod hostile;
#[path = "check/imports.rs"]
mod imports;
#[path = "check/lints.rs"]
mod lints;
#[path = "check/lowering.rs"]
mod lowering;
#[path = "check/mistakes.rs"]
mod mistakes;
#[path = "check/pages.rs"]
mod pages;
#[path = "check/params.rs"]
mod params;
#[path = "check/phrases.rs"]
mod phrase_forms;
#[path = "check/range.rs"]
mod range;
#[path = "check/reuse.rs"]
mod reuse;
#[path = "check/reuse_mistakes.rs"]
mod reuse_mistakes;
#[path = "check/rules.rs"]
mod rules;
#[path = "check/settings.rs"]
mod settings;
#[path = "check/show.rs"]
mod show;
#[path = "check/show_rules.rs"]
mod show_rules;

use std::collections::BTreeMap;

use zhunze_compiler::book::{Book, Pattern, PhraseBody};
use zhunze_compiler::text::Unit;
use zhunze_compiler::{Checked, check};

/// Checks `main.rulebook` among these files.
fn files(files: &[(&str, &str)]) -> Checked {
    let own = |(name, text): &(&str, &str)| (name.to_string(), text.to_string());
    let files: BTreeMap<String, String> = files.iter().map(own).collect();
    check("main.rulebook", &files)
}

/// Checks one text.
fn one(text: &str) -> Checked {
    files(&[("main.rulebook", text)])
}

/// The codes of all diagnostics, in order, with their lines.
fn codes(checked: &Checked) -> Vec<String> {
    let code = |d: &zhunze_compiler::diagnostics::Diagnostic| {
        let Some(place) = d.place() else {
            return d.code.to_string();
        };
        let lines =
            zhunze_compiler::diagnostics::LineIndex::new(checked.sources.text(place.source));
        format!("{}@{}", d.code, lines.position(place.span.start).line)
    };
    checked.diagnostics.iter().map(code).collect()
}

/// What is said, for failing tests.
fn said(checked: &Checked) -> String {
    let english = zhunze_compiler::book::Language::English;
    zhunze_compiler::diagnostics::render(&checked.diagnostics, &checked.sources, english, false)
}

/// The book of a sound rulebook; the `rulebook` line is put before it.
fn book(items: &str) -> Book {
    let checked = one(&format!("rulebook \"测试\"\n  language zh\n\n{items}"));
    let said = said(&checked);
    checked
        .book
        .unwrap_or_else(|| panic!("it should pass:\n{said}"))
}

/// A unit as it could be written: words in `<>`.
fn unit(unit: &Unit) -> String {
    match unit {
        Unit::Char(c) => c.to_string(),
        Unit::Word(word) => format!("<{word}>"),
        Unit::Raw(c) => format!("{c:?}"),
        Unit::Start => "^".to_owned(),
        Unit::End => "$".to_owned(),
        Unit::One => ".".to_owned(),
        Unit::Sound(syllable) => format!("~{syllable}"),
    }
}

/// A pattern as it could be written: gaps as `..0-10`.
fn shown(pattern: &Pattern) -> String {
    let all = |parts: &[Pattern], by: &str| parts.iter().map(shown).collect::<Vec<_>>().join(by);
    match pattern {
        Pattern::Units(units) => units.iter().map(unit).collect(),
        Pattern::Seq(parts) => all(parts, " "),
        Pattern::Any(parts) => format!("({})", all(parts, "|")),
        Pattern::Optional(inner) => format!("[{}]", shown(inner)),
        Pattern::Gap { min, max } => format!("..{min}-{max}"),
        Pattern::Slot { kind, capture } => match capture {
            Some(number) => format!("{{{number}: {kind:?}}}"),
            None => format!("{{{kind:?}}}"),
        },
        Pattern::Tolerant(how, inner) => format!("{how:?}:{}", shown(inner)),
        Pattern::Word(inner) => format!("word:{}", shown(inner)),
    }
}

/// What a phrase matches, if that is a pattern.
fn body(body: &PhraseBody) -> String {
    match body {
        PhraseBody::Pattern(pattern) => shown(pattern),
        other => format!("{other:?}"),
    }
}

/// All phrases of a book, one a line.
fn phrases(book: &Book) -> String {
    let phrase = |phrase: &zhunze_compiler::book::Phrase| {
        format!(
            "{} = {}",
            phrase.name.as_deref().unwrap_or("_"),
            body(&phrase.body)
        )
    };
    book.phrases
        .iter()
        .map(phrase)
        .collect::<Vec<_>>()
        .join("\n")
}
