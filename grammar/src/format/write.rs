//! The small words: keywords, numbers, durations, texts as written.

use crate::ast::{Duration, LengthSource, Literal, Name, Quantity, Span, SpanKind, Unit, Who};
use crate::fold::slice;
use crate::keywords::{Keyword, KeywordLanguage, unit_spelling};
use crate::names::Names;
use crate::spoken::attribute_spelling;

/// What printing needs to know.
pub(super) struct Printer<'a> {
    /// The file that was read; quoted texts are taken from it as they are.
    pub(super) text: &'a str,
    pub(super) language: KeywordLanguage,
    /// The names that are known in the item.
    pub(super) names: &'a Names,
}

/// The form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `says`
    Finite,
    /// `say`
    Bare,
    /// `said`
    Past,
}

impl Printer<'_> {
    pub(super) fn chinese(&self) -> bool {
        self.language == KeywordLanguage::Chinese
    }

    pub(super) fn word(&self, keyword: Keyword) -> &'static str {
        keyword.spelling(self.language)
    }

    /// A verb; one without such a form has its first.
    pub(super) fn verb(&self, keyword: Keyword, form: Form) -> &'static str {
        let index = match form {
            Form::Finite => 0,
            Form::Bare => 1,
            Form::Past => 2,
        };
        keyword.form(self.language, index)
    }

    pub(super) fn comma(&self) -> &'static str {
        if self.chinese() { "，" } else { ", " }
    }

    /// The comma between things of one list: `、`.
    pub(super) fn list_comma(&self) -> &'static str {
        if self.chinese() { "、" } else { ", " }
    }

    /// `1 time`, `2 times`, `2 次`.
    pub(super) fn times(&self, number: i64) -> String {
        let form = if number == 1000 {
            Form::Bare
        } else {
            Form::Finite
        };
        format!("{} {}", milli(number), self.verb(Keyword::Times, form))
    }

    pub(super) fn who(&self, who: Who) -> &'static str {
        self.word(match who {
            Who::Agent => Keyword::Agent,
            Who::Customer => Keyword::Customer,
            Who::System => Keyword::System,
            Who::Anyone => Keyword::Anyone,
        })
    }

    pub(super) fn span_kind(&self, span: SpanKind) -> &'static str {
        self.word(match span {
            SpanKind::Hold => Keyword::Hold,
            SpanKind::Mute => Keyword::Mute,
        })
    }

    /// A quoted text, quotes included, as it was written.
    pub(super) fn quoted(&self, span: Span) -> &str {
        slice(self.text, span.start, span.end)
    }

    /// `3 turns`, `1 utterance`, `3 句`.
    pub(super) fn counted(&self, keyword: Keyword, thousandths: i64) -> String {
        let form = if thousandths == 1000 {
            Form::Bare
        } else {
            Form::Finite
        };
        join(&[&milli(thousandths), self.verb(keyword, form)])
    }

    /// A number or a parameter.
    pub(super) fn quantity(&self, quantity: &Quantity) -> String {
        match quantity {
            Quantity::Number(number) => milli(number.node),
            Quantity::Param(name) => name.node.clone(),
        }
    }

    fn sourced(&self, source: &LengthSource) -> String {
        match source {
            LengthSource::Param(name) => name.node.clone(),
            LengthSource::Value { value, unit } => {
                let unit = match (self.chinese(), unit) {
                    (false, Unit::Hour) => "hours",
                    (false, Unit::Day) => "days",
                    (false, Unit::Minute) => "minutes",
                    (false, Unit::Second) => "seconds",
                    _ => unit_spelling(*unit, self.language),
                };
                join(&[&self.expr(value), unit])
            }
        }
    }

    pub(super) fn duration(&self, duration: &Duration) -> String {
        if let Some(source) = &duration.source {
            return self.sourced(source);
        }
        let parts = duration.parts.iter();
        let parts: Vec<_> = parts
            .map(|(number, unit)| {
                let gap = if *unit == Unit::WorkingDay { " " } else { "" };
                let unit = unit_spelling(*unit, self.language);
                format!("{}{gap}{unit}", milli(*number))
            })
            .collect();
        parts.join(if self.chinese() { "" } else { " " })
    }

    pub(super) fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Number(number) => milli(*number),
            Literal::Text(text) => quote(text),
            Literal::Boolean(value) => self
                .word(if *value { Keyword::Yes } else { Keyword::No })
                .to_owned(),
        }
    }

    /// ` (name: value, …)`, or nothing.
    pub(super) fn attributes(&self, attributes: &[(Name, Literal)]) -> String {
        if attributes.is_empty() {
            return String::new();
        }
        let list: Vec<_> = attributes
            .iter()
            .map(|(name, value)| {
                let name = attribute_spelling(&name.node, self.chinese(), self.names);
                format!("{name}: {}", self.literal(value))
            })
            .collect();
        format!(" ({})", list.join(self.comma()))
    }
}

/// Words with spaces between them; empty ones are left out.
pub(super) fn join(words: &[&str]) -> String {
    let words: Vec<_> = words
        .iter()
        .copied()
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// A number of thousandths in decimals.
pub(super) fn milli(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let number = number.unsigned_abs();
    let fraction = format!("{:03}", number % 1000);
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{fraction}", number / 1000)
}

/// A text in quotes, with `\` where it needs one.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}
