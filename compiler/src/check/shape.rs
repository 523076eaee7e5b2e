//! What a pattern needs, looked at from outside.
//!
//! In: a [`Pattern`]. Out: whether it needs words at all, whether gaps stand at its ends,
//! and how large it is.

use crate::book::{Pattern, SlotKind};
use crate::text::Unit;

/// Whether a pattern matches without any units.
pub(super) fn can_be_empty(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Units(_) => false,
        Pattern::Slot { kind, .. } => matches!(kind, SlotKind::Any { min: 0, .. }),
        Pattern::Tolerant(_, inner) | Pattern::Word(inner) => can_be_empty(inner),
        Pattern::Seq(parts) => parts.iter().all(can_be_empty),
        Pattern::Any(choices) => choices.iter().any(can_be_empty),
        Pattern::Optional(_) => true,
        Pattern::Gap { min, .. } => *min == 0,
    }
}

/// Whether the first (or, `last`, the last) thing a pattern matches may be a gap.
pub(super) fn gap_at_edge(pattern: &Pattern, last: bool) -> bool {
    match pattern {
        Pattern::Units(_) | Pattern::Slot { .. } => false,
        Pattern::Gap { .. } => true,
        Pattern::Optional(inner) | Pattern::Tolerant(_, inner) | Pattern::Word(inner) => {
            gap_at_edge(inner, last)
        }
        Pattern::Any(choices) => choices.iter().any(|choice| gap_at_edge(choice, last)),
        Pattern::Seq(parts) if last => gap_in_row(parts.iter().rev(), last),
        Pattern::Seq(parts) => gap_in_row(parts.iter(), last),
    }
}

fn gap_in_row<'a>(parts: impl Iterator<Item = &'a Pattern>, last: bool) -> bool {
    for part in parts {
        if gap_at_edge(part, last) {
            return true;
        }
        if !can_be_empty(part) {
            return false;
        }
    }
    false
}

/// Whether the start of the utterance stands anywhere but first, or its end anywhere but
/// last: such a pattern is never found.
pub(super) fn anchor_inside(pattern: &Pattern) -> bool {
    inside(pattern, true, true)
}

/// `first`, `last`: nothing stands before it, nothing after.
fn inside(pattern: &Pattern, first: bool, last: bool) -> bool {
    match pattern {
        Pattern::Units(units) => units.iter().enumerate().any(|(at, unit)| match unit {
            Unit::Start => at > 0 || !first,
            Unit::End => at + 1 < units.len() || !last,
            _ => false,
        }),
        Pattern::Seq(parts) => parts.iter().enumerate().any(|(at, part)| {
            let ends = at + 1 == parts.len();
            inside(part, first && at == 0, last && ends)
        }),
        Pattern::Any(parts) => parts.iter().any(|part| inside(part, first, last)),
        Pattern::Optional(inner) | Pattern::Tolerant(_, inner) | Pattern::Word(inner) => {
            inside(inner, first, last)
        }
        Pattern::Gap { .. } | Pattern::Slot { .. } => false,
    }
}

/// How many units and gaps a pattern is made of.
pub(super) fn size(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Units(units) => units.len(),
        Pattern::Gap { .. } | Pattern::Slot { .. } => 1,
        Pattern::Optional(inner) | Pattern::Tolerant(_, inner) | Pattern::Word(inner) => {
            size(inner)
        }
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().map(size).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_seen_through_what_may_be_absent() {
        let word = |c: char| Pattern::Units(vec![Unit::Char(c)]);
        let gap = || Pattern::Gap { min: 0, max: 3 };
        let maybe = |c: char| Pattern::Optional(Box::new(word(c)));
        let edges = |parts: Vec<Pattern>| {
            let row = Pattern::Seq(parts);
            (gap_at_edge(&row, false), gap_at_edge(&row, true))
        };
        assert_eq!(edges(vec![word('a'), gap(), word('b')]), (false, false));
        assert_eq!(edges(vec![maybe('a'), gap(), word('b')]), (true, false));
        assert_eq!(edges(vec![word('a'), gap(), maybe('b')]), (false, true));
        assert!(can_be_empty(&Pattern::Seq(vec![maybe('a'), gap()])));
        assert!(!can_be_empty(&Pattern::Any(vec![word('a'), word('b')])));
        assert_eq!(size(&Pattern::Seq(vec![word('a'), gap(), maybe('b')])), 3);
    }
}
