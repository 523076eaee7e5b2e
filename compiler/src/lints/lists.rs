//! Alternatives of a phrase that are never found without another of them.
//!
//! In: the alternatives of an `any of` list, as they were written one beside the other. Out:
//! which are superfluous, and because of which. Choices within one pattern are left alone:
//! there `(good|good morning)` is the way to say how much of a greeting belongs to a match.

use std::collections::HashSet;

use super::sentences;
use crate::book::Pattern;
use crate::text::Unit;

/// More pairs of patterns than this are not compared one by one.
const MOST: usize = 4_000;

/// Pairs of places: the first is never found without the second.
pub(crate) fn swallowed(patterns: &[&Pattern]) -> Vec<(usize, usize)> {
    match plain(patterns) {
        Some(plain) => plain_pairs(&plain),
        None if patterns.len() * patterns.len() <= MOST => pairs(patterns),
        None => vec![],
    }
}

/// The patterns as plain words, if they all are.
fn plain<'p>(patterns: &[&'p Pattern]) -> Option<Vec<&'p [Unit]>> {
    let words = |pattern: &&'p Pattern| match pattern {
        Pattern::Units(units) if units.iter().all(is_plain) => Some(units.as_slice()),
        _ => None,
    };
    patterns.iter().map(words).collect()
}

fn is_plain(unit: &Unit) -> bool {
    matches!(
        unit,
        Unit::Char(_) | Unit::Word(_) | Unit::Start | Unit::End
    )
}

/// Which contains which, for long lists of plain words.
fn plain_pairs(words: &[&[Unit]]) -> Vec<(usize, usize)> {
    let known: HashSet<&[Unit]> = words.iter().copied().collect();
    let mut found = vec![];
    for (at, word) in words.iter().enumerate() {
        let parts =
            (0..word.len()).flat_map(|from| (from + 1..=word.len()).map(move |to| from..to));
        let part = parts
            .filter_map(|range| word.get(range))
            .find(|part| part.len() < word.len() && known.contains(part));
        let twice = words.iter().take(at).any(|earlier| earlier == word);
        let part = part.or(twice.then_some(*word));
        let outer = part.and_then(|part| words.iter().position(|word| *word == part));
        found.extend(outer.map(|outer| (at, outer)));
    }
    found
}

/// Which contains which.
fn pairs(patterns: &[&Pattern]) -> Vec<(usize, usize)> {
    let said: Vec<_> = patterns
        .iter()
        .map(|it| sentences::pattern_said(it))
        .collect();
    // A match without a tolerance says more than one with it.
    let looked: Vec<_> = patterns
        .iter()
        .map(|it| sentences::pattern_looked_for(it).filter(|_| !has_tolerance(it)))
        .collect();
    let contains = |inner: usize, outer: usize| {
        let (said, looked) = (said.get(inner), looked.get(outer));
        match (said, looked) {
            (Some(Some(said)), Some(Some(looked))) => sentences::always_contains(said, looked),
            _ => false,
        }
    };
    let mut found = vec![];
    for inner in 0..patterns.len() {
        let others = (0..patterns.len()).filter(|outer| *outer != inner);
        // Of two that contain each other the later one is told.
        let outer = others
            .into_iter()
            .find(|outer| contains(inner, *outer) && (*outer < inner || !contains(*outer, inner)));
        found.extend(outer.map(|outer| (inner, outer)));
    }
    found
}

fn has_tolerance(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Tolerant(..) => true,
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().any(has_tolerance),
        Pattern::Optional(part) | Pattern::Word(part) => has_tolerance(part),
        Pattern::Units(_) | Pattern::Gap { .. } | Pattern::Slot { .. } => false,
    }
}
