//! What no phrase can be, for the checker to say where it is written.
//!
//! In: a pattern. Out: why no module can look for it, if it cannot. (That it is too large
//! only shows when it is built.)

use super::{Item, MAX_CAPTURES};
use crate::book::Pattern;
use crate::text::Unit;

/// Why a pattern cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Some of its words are `exact` and some are not: no reading has them all.
    MixedReadings,
    /// A gap, a value or a tolerance is inside `word`.
    WordIsNotPlain,
    /// It captures too many values.
    TooManyCaptures,
}

/// Why a pattern with so many captures cannot be.
pub(crate) fn misfit(pattern: &Pattern, captures: usize) -> Option<Misfit> {
    let mixtures = mixtures(pattern);
    if mixtures & 0b1000 != 0 && mixtures & 0b0110 == 0 {
        Some(Misfit::MixedReadings)
    } else if captures > MAX_CAPTURES as usize {
        Some(Misfit::TooManyCaptures)
    } else {
        (!words_are_plain(pattern)).then_some(Misfit::WordIsNotPlain)
    }
}

fn words_are_plain(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Word(inside) => is_plain(inside),
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().all(words_are_plain),
        Pattern::Optional(inside) | Pattern::Tolerant(_, inside) => words_are_plain(inside),
        Pattern::Units(_) | Pattern::Gap { .. } | Pattern::Slot { .. } => true,
    }
}

fn is_plain(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Units(units) => {
            let special = |unit: &Unit| Item::Unit(unit.clone()).is_special();
            !units.iter().any(special)
        }
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().all(is_plain),
        Pattern::Optional(inside) | Pattern::Tolerant(_, inside) => is_plain(inside),
        Pattern::Gap { .. } | Pattern::Slot { .. } | Pattern::Word(_) => false,
    }
}

/// What its variants are made of, a bit each: nothing, exact characters, others, both.
fn mixtures(pattern: &Pattern) -> u8 {
    let both = |a: u8, b: u8| {
        let pairs = (0..4).flat_map(|i| (0..4).map(move |j| (i, j)));
        let there = pairs.filter(|(i, j)| a >> i & 1 == 1 && b >> j & 1 == 1);
        there.fold(0, |all, (i, j)| all | 1 << (i | j))
    };
    match pattern {
        Pattern::Units(units) => {
            let kind = |unit: &Unit| match unit {
                Unit::Raw(_) => 1,
                Unit::Start | Unit::End => 0,
                _ => 2,
            };
            1 << units.iter().fold(0, |kinds, unit| kinds | kind(unit))
        }
        Pattern::Gap { .. } => 1,
        Pattern::Slot { .. } => 0b0100,
        Pattern::Seq(parts) => parts.iter().fold(1, |all, part| both(all, mixtures(part))),
        Pattern::Any(parts) => parts.iter().fold(0, |all, part| all | mixtures(part)),
        Pattern::Optional(inside) => 1 | mixtures(inside),
        Pattern::Tolerant(_, inside) | Pattern::Word(inside) => mixtures(inside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Pattern {
        Pattern::Units(text.chars().map(Unit::Char).collect())
    }

    fn exact(text: &str) -> Pattern {
        Pattern::Units(text.chars().map(Unit::Raw).collect())
    }

    #[test]
    fn exact_words_stand_among_their_like() {
        let gap = Pattern::Gap { min: 0, max: 10 };
        let mixed = Pattern::Seq(vec![exact("！"), gap.clone(), chars("好")]);
        assert_eq!(misfit(&mixed, 0), Some(Misfit::MixedReadings));
        let either = Pattern::Any(vec![exact("！"), chars("好")]);
        assert_eq!(misfit(&either, 0), None);
        let start = Pattern::Units(vec![Unit::Start]);
        assert_eq!(misfit(&Pattern::Seq(vec![start, either]), 0), None);
        assert_eq!(
            misfit(&Pattern::Seq(vec![exact("a"), gap, exact("b")]), 9),
            Some(Misfit::TooManyCaptures)
        );
    }

    #[test]
    fn words_of_their_own_are_plain() {
        assert_eq!(misfit(&Pattern::Word(Box::new(chars("喂"))), 0), None);
        let one = Pattern::Units(vec![Unit::Char('a'), Unit::One, Unit::Char('b')]);
        let word = Pattern::Word(Box::new(one));
        assert_eq!(misfit(&word, 0), Some(Misfit::WordIsNotPlain));
    }
}
