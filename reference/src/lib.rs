//! The plain evaluator: the whole call in, verdicts out, by the definitions.
//!
//! In: a checked rulebook ([`Book`]) and one call ([`Call`]). Out: [`Verdicts`], the same
//! that a compiled module gives. It follows docs/meaning.md and nothing else, so that the
//! two can check each other: the call is laid out as a list of steps, and whatever the
//! page says of "the first step after" or "the latest step before" is looked up in that
//! list. Clarity goes before speed everywhere.

mod breaches;
mod chain;
mod conditions;
mod moments;
mod occurrence;
mod phrase;
mod points;
mod steps;
mod timers;
mod waiting;
mod walk;
mod window;
mod world;

use zhunze_calls::call::Call;
use zhunze_calls::verdict::{Finding, Note, Verdicts};
use zhunze_compiler::book::{Book, Rule};

use occurrence::Occurrence;
use world::World;

/// Judges `call` by `book`. The call ends at `ends`; with `None`, when its last event does.
pub fn evaluate(book: &Book, call: &Call, ends: Option<i64>) -> Verdicts {
    let world = World::new(book, call, ends);
    let mut occurrences = Vec::new();
    for (number, rule) in (0u32..).zip(&book.rules) {
        occurrences.extend(occurrences_of(&world, number, rule));
    }
    let (kept, full) = waiting::admit(occurrences, book);
    let mut findings = in_order(kept);
    let rules = points::share_out(book, &mut findings);
    Verdicts {
        sections: points::sections(book, &rules),
        scores: points::scores(book, &rules),
        notes: notes(&world, full),
        rules,
        findings,
    }
}

/// Every occurrence of one rule, as if there were room for all of them.
fn occurrences_of(world: &World, number: u32, rule: &Rule) -> Vec<Occurrence> {
    match (&rule.trigger, breaches::forbidden_alone(rule)) {
        (Some(trigger), _) => occurrence::for_each_trigger(world, number, rule, trigger),
        (None, Some(forbidden)) => breaches::find(world, number, rule, forbidden),
        (None, None) => occurrence::for_the_call(world, number, rule),
    }
}

/// The findings in the order they became certain: by instant, then rule, then age.
fn in_order(mut kept: Vec<Occurrence>) -> Vec<Finding> {
    kept.sort_by_key(|occurrence| (occurrence.until, occurrence.rule, occurrence.start));
    kept.into_iter().filter_map(|kept| kept.finding).collect()
}

/// What was counted on the way: full waiting lists, then missing attributes and metadata.
fn notes(world: &World, full: Vec<Note>) -> Vec<Note> {
    let attributes = world.missing_attributes();
    let metadata = (0u32..).zip(&world.book.metadata);
    let missing = metadata.filter(|(_, name)| world.call.metadata_value(name).is_none());
    let missing = missing.map(|(metadata, _)| Note::MissingMetadata { metadata });
    full.into_iter().chain(attributes).chain(missing).collect()
}
