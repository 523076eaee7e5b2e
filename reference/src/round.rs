//! One round of judging.
//!
//! In: all that is known of the call, and what the round before has found. Out: the
//! occurrences that are reported, and what the next round should know.

use std::collections::BTreeMap;

use zhunze_calls::verdict::{Finding, Note, Verdicts};
use zhunze_compiler::book::{Book, Rule};

use crate::conditions::holds;
use crate::known::{Became, Known};
use crate::now::Now;
use crate::occurrence::{Occurrence, Watch};
use crate::world::World;
use crate::{breaches, picks, points, waiting};

/// What a round has found.
pub(crate) struct Round {
    /// What is reported.
    reported: Vec<Occurrence>,
    /// What the next round should know.
    pub(crate) known: Known,
}

impl Round {
    /// Judges all rules.
    pub(crate) fn judge(world: &World, asks_outcomes: bool) -> Round {
        let book = world.book;
        let rules = || (0u32..).zip(&book.rules);
        let all: Vec<Occurrence> = rules().flat_map(|rule| occurrences(world, rule)).collect();
        let refused = waiting::refused(&all, book);
        let mut by_rule: BTreeMap<u32, Vec<Occurrence>> = BTreeMap::new();
        for one in all {
            if !refused.contains(&(one.rule, one.arm, one.start)) {
                by_rule.entry(one.rule).or_default().push(one);
            }
        }
        let reported = rules().flat_map(|(number, rule)| {
            let all = by_rule.remove(&number).unwrap_or_default();
            picks::pick(world, rule.pick, all)
        });
        let reported: Vec<Occurrence> = reported.collect();
        let outcomes = match asks_outcomes {
            true => outcomes(book, &reported),
            false => vec![],
        };
        let known = Known { refused, outcomes };
        Round { reported, known }
    }

    /// What is said of the call.
    pub(crate) fn verdicts(self, world: &World) -> Verdicts {
        let book = world.book;
        let mut findings = in_order(self.reported);
        let rules = points::share_out(book, &mut findings);
        Verdicts {
            sections: points::sections(book, &rules),
            scores: points::scores(book, &rules),
            notes: notes(world, &self.known),
            rules,
            findings,
        }
    }
}

/// Every occurrence of one rule, as if there were room for all of them.
fn occurrences<'a>(world: &World<'a>, (number, rule): (u32, &'a Rule)) -> Vec<Occurrence> {
    let applies = rule.applies.as_ref();
    if !applies.is_none_or(|applies| holds(world, applies, Now::at_the_start())) {
        return vec![];
    }
    let arms = (0u8..).zip(&rule.arms);
    let each = arms.flat_map(|arm| {
        let watch = Watch::new(world, (number, rule), arm);
        match breaches::forbidden_alone(watch.arm) {
            Some(forbidden) => breaches::find(world, &watch, forbidden),
            None => watch.occurrences(world),
        }
    });
    each.collect()
}

fn outcomes(book: &Book, reported: &[Occurrence]) -> Vec<Became> {
    let mut became = vec![Became::default(); book.rules.len()];
    for one in reported {
        let of_rule = became.get_mut(one.rule as usize);
        if let (Some(became), Some(finding)) = (of_rule, &one.finding) {
            became.decide(finding.satisfied, one.until.place);
        }
    }
    became
}

/// The findings in the order they became certain: by instant, then rule, arm and age.
fn in_order(mut reported: Vec<Occurrence>) -> Vec<Finding> {
    reported.sort_by_key(|one| (one.until, one.rule, one.arm, one.start));
    reported.into_iter().filter_map(|one| one.finding).collect()
}

/// What was counted on the way: full waiting lists, then missing attributes and metadata.
fn notes(world: &World, known: &Known) -> Vec<Note> {
    let mut full: BTreeMap<u32, u32> = BTreeMap::new();
    for (rule, ..) in &known.refused {
        *full.entry(*rule).or_default() += 1;
    }
    let full = full.into_iter();
    let full = full.map(|(rule, count)| Note::WaitingListFull { rule, count });
    let metadata = (0u32..).zip(&world.book.metadata);
    let missing = metadata.filter(|(_, name)| world.call.metadata_value(name).is_none());
    let missing = missing.map(|(metadata, _)| Note::MissingMetadata { metadata });
    full.chain(world.missing_attributes())
        .chain(missing)
        .collect()
}
