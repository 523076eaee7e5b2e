//! What one round of judging tells the next.
//!
//! Whether an occurrence finds room, and what has become of a rule, depends on all rules at
//! earlier steps. So the call is judged again with what the round before has found, until
//! that does not change: then everything fits together, and as each thing rests on earlier
//! ones only, in one way alone.

use std::collections::BTreeSet;

use zhunze_compiler::book::{Outcome, RuleId};

/// An occurrence: its rule, its arm and the step that started it.
pub(crate) type Name = (u32, u8, Option<usize>);

/// What the round before has found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The occurrences for which there was no room.
    pub(crate) refused: BTreeSet<Name>,
    /// By rule, what has become of it; empty when nobody asks.
    pub(crate) outcomes: Vec<Became>,
}

/// What has become of a rule, and at which place it first did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Became {
    /// The first satisfied occurrence.
    pub(crate) satisfied: Option<usize>,
    /// The first violated one.
    pub(crate) violated: Option<usize>,
}

impl Became {
    /// One more occurrence is decided at the place.
    pub(crate) fn decide(&mut self, satisfied: bool, place: usize) {
        let first = match satisfied {
            true => &mut self.satisfied,
            false => &mut self.violated,
        };
        *first = Some(first.map_or(place, |known| known.min(place)));
    }
}

impl Known {
    /// Whether the rule has had an occurrence of this outcome, decided before the place.
    pub(crate) fn has(&self, rule: RuleId, outcome: Outcome, before: usize) -> bool {
        let became = self.outcomes.get(rule.index()).copied().unwrap_or_default();
        let was = |first: Option<usize>| first.is_some_and(|place| place < before);
        let (satisfied, violated) = (was(became.satisfied), was(became.violated));
        match outcome {
            Outcome::Violated => violated,
            Outcome::Satisfied => satisfied && !violated,
            Outcome::Applied => satisfied || violated,
        }
    }
}
