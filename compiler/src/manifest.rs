//! The custom sections `zhunze.manifest` and `zhunze.source`: JSON for hosts, written here
//! and read by the crates on the other side of the module.

use serde_json::{Value, json};

use crate::book::{AttributeType, Book, Rule, Score};
use crate::engine::MAX_PLACES;

/// Version of the language that this compiler reads.
pub const LANGUAGE_VERSION: u32 = 1;
/// Version of the module's interface that this compiler writes.
pub const ABI_VERSION: u32 = 1;

/// Figures of the compiled module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Bytes of one call's state.
    pub state: u32,
    /// Distinct phrases.
    pub phrases: u32,
}

/// The manifest of a rulebook whose module knows `attributes`.
pub(crate) fn manifest(book: &Book, attributes: &[String], sizes: Sizes) -> String {
    let sections = book.sections.iter().map(|section| {
        json!({"name": section.name, "title": section.title, "weight": section.weight, "score": section.score.0})
    });
    let value = json!({
        "abi": ABI_VERSION,
        "language_version": LANGUAGE_VERSION,
        "name": book.name,
        "version": book.version,
        "language": book.language.code(),
        "channel": book.channel,
        "hash": book.hash,
        "rules": book.rules.iter().map(rule).collect::<Vec<_>>(),
        "sections": sections.collect::<Vec<_>>(),
        "scores": book.scores.iter().map(score).collect::<Vec<_>>(),
        "events": book.events.iter().map(event).collect::<Vec<_>>(),
        "attributes": attributes,
        "metadata": book.metadata,
        "labels": book.labels,
        "phrases": sizes.phrases,
        "state_size": sizes.state,
        "waiting": [book.waiting, MAX_PLACES],
    });
    value.to_string()
}

/// The manifest that the reference evaluator's reports need: that of the module, whatever
/// its sizes are.
pub fn outline(book: &Book) -> String {
    manifest(
        book,
        &book.attributes,
        Sizes {
            state: 0,
            phrases: 0,
        },
    )
}

/// Where each rule was declared.
pub(crate) fn source(book: &Book) -> String {
    let place = |rule: &Rule| {
        let file = book.sources.get(rule.source.index());
        json!({"rule": rule.name, "file": file, "start": rule.span.start, "end": rule.span.end})
    };
    Value::from(book.rules.iter().map(place).collect::<Vec<_>>()).to_string()
}

fn rule(rule: &Rule) -> Value {
    json!({
        "name": rule.name,
        "title": rule.title,
        "section": rule.section.map(|section| section.0),
        "score": rule.score.0,
        "cite": rule.cite,
        "severity": rule.severity.code(),
        "message": rule.message,
        "fatal_from": rule.fatal_from,
    })
}

fn score(score: &Score) -> Value {
    let grades = score
        .grades
        .iter()
        .map(|(name, from)| json!({"name": name, "from": from}));
    json!({
        "name": score.name,
        "from": score.from,
        "pass": score.pass,
        "unit": score.unit,
        "below_zero": score.below_zero,
        "grades": grades.collect::<Vec<_>>(),
    })
}

fn event(event: &crate::book::EventDecl) -> Value {
    let kind = |kind: &AttributeType| match kind {
        AttributeType::Text => "text",
        AttributeType::Number => "number",
        AttributeType::Boolean => "boolean",
    };
    let attributes = event
        .attributes
        .iter()
        .map(|(name, ty)| json!([name, kind(ty)]));
    json!({"name": event.name, "attributes": attributes.collect::<Vec<_>>()})
}
