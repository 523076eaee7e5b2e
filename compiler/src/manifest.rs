//! The custom sections `zhunze.manifest` and `zhunze.source`: JSON for hosts, written here
//! and read by the crates on the other side of the module.

use serde_json::{Value, json};

use crate::book::{Amount, AttributeType, Book, Cost, Param, ParamType, Rule, Score, Section};
use crate::engine::MAX_PLACES;
use crate::range::{self, Range};

/// Version of the language that this compiler reads.
pub const LANGUAGE_VERSION: u32 = 1;
/// Version of the module's interface that this compiler writes.
pub const ABI_VERSION: u32 = 1;

/// Figures of the compiled module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Bytes of one call's state.
    pub state: u32,
    /// Bytes of an instance's memory with one such state.
    pub memory: u32,
    /// The most instructions of an event without text, of one with the longest, and of the
    /// end of a call.
    pub work: [u64; 3],
    /// Distinct phrases.
    pub phrases: u32,
}

/// The manifest of a rulebook whose module knows these attributes and metadata.
pub(crate) fn manifest(
    book: &Book,
    attributes: &[String],
    metadata: &[String],
    sizes: Sizes,
) -> String {
    let reach = range::reach(book);
    let [short, longest, close] = sizes.work;
    let sections = book.sections.iter().zip(&reach.sections);
    let scores = book.scores.iter().zip(&reach.scores);
    let dropped = book.dropped.iter();
    let dropped = dropped.map(|(rule, reason)| json!({"rule": rule, "reason": reason}));
    let value = json!({
        "abi": ABI_VERSION,
        "language_version": LANGUAGE_VERSION,
        "name": book.name,
        "version": book.version,
        "language": book.language.code(),
        "channel": book.channel,
        "hash": book.hash,
        "unit": if book.case { "case" } else { "call" },
        "params": book.params.iter().map(param).collect::<Vec<_>>(),
        "dropped": dropped.collect::<Vec<_>>(),
        "rules": book.rules.iter().map(rule).collect::<Vec<_>>(),
        "sections": sections.map(section).collect::<Vec<_>>(),
        "scores": scores.map(score).collect::<Vec<_>>(),
        "events": book.events.iter().map(event).collect::<Vec<_>>(),
        "attributes": attributes,
        "metadata": metadata,
        "labels": book.labels,
        "phrases": sizes.phrases,
        "state_size": sizes.state,
        "memory_size": sizes.memory,
        "work": {"event": short, "longest_event": longest, "close": close},
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
        &book.metadata,
        Sizes {
            state: 0,
            memory: 0,
            work: [0; 3],
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

fn param(param: &Param) -> Value {
    let kind = match param.kind {
        ParamType::Phrase => "phrase",
        ParamType::Moment => "moment",
        ParamType::Duration => "duration",
        ParamType::Number => "number",
        ParamType::Text => "text",
        ParamType::Boolean => "boolean",
        ParamType::Clock => "clock",
    };
    json!({"name": param.name, "type": kind, "value": param.value})
}

fn rule(rule: &Rule) -> Value {
    let branches = rule.arms.iter().map(|arm| arm.branch.as_ref());
    let branches: Vec<_> = match rule.arms.iter().any(|arm| arm.branch.is_some()) {
        true => branches.collect(),
        false => Vec::new(),
    };
    json!({
        "name": rule.name,
        "title": rule.title,
        "section": rule.section.map(|section| section.0),
        "score": rule.score.0,
        "cite": rule.cite,
        "severity": rule.severity.code(),
        "message": rule.message,
        "needs_review": rule.needs_review,
        "advice": rule.advice,
        "branches": branches,
        "costs": rule.costs.iter().map(cost).collect::<Vec<_>>(),
        "fatal_from": rule.fatal_from,
        "fatal_section": rule.fatal_section,
        "leave_out": rule.leave_out,
    })
}

fn cost(cost: &Cost) -> Value {
    let weight = cost.weight;
    let weight = weight.map(|weight| json!({"points": weight.points, "by_share": weight.by_share}));
    json!({
        "score": cost.score.0,
        "deduct": cost.deduct.map(amount),
        "award": cost.award.map(amount),
        "weight": weight,
    })
}

fn amount(amount: Amount) -> Value {
    json!({"points": amount.points, "after_first": amount.after_first, "at_most": amount.at_most})
}

fn section((section, reach): (&Section, &Range)) -> Value {
    json!({
        "name": section.name,
        "title": section.title,
        "weight": section.weight,
        "score": section.score.0,
        "below_zero": section.below_zero,
        "bounds": bounds(reach),
    })
}

fn score((score, reach): (&Score, &Range)) -> Value {
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
        "bounds": bounds(reach),
    })
}

fn bounds(reach: &Range) -> Value {
    json!({"least": reach.least, "most": reach.most})
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
