//! What a pattern needs, looked at from outside.
//!
//! In: a [`Pattern`]. Out: whether it needs words at all, whether gaps stand at its ends,
//! and how large it is.

use crate::book::Pattern;

/// Whether a pattern matches without any units.
pub(super) fn can_be_empty(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Units(_) => false,
        Pattern::Seq(parts) => parts.iter().all(can_be_empty),
        Pattern::Any(choices) => choices.iter().any(can_be_empty),
        Pattern::Optional(_) => true,
        Pattern::Gap { min, .. } => *min == 0,
    }
}

/// Whether the first (or, `last`, the last) thing a pattern matches may be a gap.
pub(super) fn gap_at_edge(pattern: &Pattern, last: bool) -> bool {
    match pattern {
        Pattern::Units(_) => false,
        Pattern::Gap { .. } => true,
        Pattern::Optional(inner) => gap_at_edge(inner, last),
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

/// How many units and gaps a pattern is made of.
pub(super) fn size(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Units(units) => units.len(),
        Pattern::Gap { .. } => 1,
        Pattern::Optional(inner) => size(inner),
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().map(size).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Unit;

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
