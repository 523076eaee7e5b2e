//! Which outcomes the tests have seen of each rule.
//!
//! In: tests that were run. Out: three answers a rule.

use super::case::Case;
use zhunze_compiler::book::Book;

/// One row a rule, in rulebook order.
pub(super) struct Coverage(pub(super) Vec<Seen>);

/// What was seen of one rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// A call kept it.
    pub(super) satisfied: bool,
    /// A call broke it.
    pub(super) violated: bool,
    /// A call did not need it.
    pub(super) not_applicable: bool,
}

impl Seen {
    /// Whether it was seen kept and broken. Not every rule can fail to apply.
    pub(super) fn is_full(self) -> bool {
        self.satisfied && self.violated
    }
}

impl Coverage {
    /// What these tests have seen.
    pub(super) fn of(book: &Book, cases: &[Case]) -> Self {
        let mut seen = vec![Seen::default(); book.rules.len()];
        for case in cases {
            for (seen, row) in seen.iter_mut().zip(&case.verdicts.rules) {
                seen.violated |= row.violated > 0;
                seen.satisfied |= row.violated == 0 && row.satisfied > 0;
                seen.not_applicable |= row.applied == 0;
            }
        }
        Self(seen)
    }

    /// How many rules were seen both kept and broken.
    pub(super) fn full(&self) -> usize {
        self.0.iter().filter(|seen| seen.is_full()).count()
    }
}
