//! What `about` and `sounds like` stand for, written out as patterns.

use std::collections::BTreeSet;

use crate::book::{Pattern, Tolerance};
use crate::text::{Unit, sounds};

/// More than any phrase may have, so that too many are noticed.
const MAX_VARIANTS: usize = super::MAX_STRINGS + 1;

/// `about`: the units, or the units with up to `wrong` of them another, missing or extra.
/// A variant keeps at least two units, and more than half of them; it never starts or ends
/// with one of any kind.
pub(crate) fn about(units: &[Unit], wrong: u32) -> Pattern {
    let mut all = BTreeSet::from([(units.to_vec(), units.len())]);
    for _ in 0..wrong {
        let mut more = BTreeSet::new();
        for (variant, kept) in &all {
            edits(variant, *kept, &mut more);
            if more.len() > MAX_VARIANTS {
                break;
            }
        }
        all.extend(more);
    }
    let enough = |kept: usize| kept >= 2 && 2 * kept > units.len();
    let inner = |unit: Option<&Unit>| unit.is_some_and(|unit| *unit != Unit::One);
    let fit = |(variant, kept): &(Vec<Unit>, usize)| {
        variant != units && enough(*kept) && inner(variant.first()) && inner(variant.last())
    };
    let variants: BTreeSet<Vec<Unit>> = all.into_iter().filter(fit).map(|(v, _)| v).collect();
    let exact = Pattern::Units(units.to_vec());
    if variants.is_empty() {
        return exact;
    }
    let variants = variants.into_iter().map(Pattern::Units).collect();
    let near = Pattern::Tolerant(Tolerance::About, Box::new(Pattern::Any(variants)));
    Pattern::Any(vec![exact, near])
}

/// All that are one edit away, with how many of the units themselves remain.
fn edits(variant: &[Unit], kept: usize, all: &mut BTreeSet<(Vec<Unit>, usize)>) {
    for at in 0..=variant.len() {
        let mut extra = variant.to_vec();
        extra.insert(at, Unit::One);
        all.insert((extra, kept));
        let Some(unit) = variant.get(at) else {
            continue;
        };
        if *unit == Unit::One {
            continue;
        }
        let mut missing = variant.to_vec();
        missing.remove(at);
        all.insert((missing, kept - 1));
        let other = variant.iter().enumerate();
        let other = other.map(|(i, unit)| if i == at { Unit::One } else { unit.clone() });
        all.insert((other.collect(), kept - 1));
    }
}

/// `sounds like`: the units, or any others whose characters sound the same.
pub(crate) fn sounds_like(units: &[Unit], confusions: &[(String, String)]) -> Pattern {
    let exact = Pattern::Units(units.to_vec());
    let mut any = false;
    let heard = units.iter().map(|unit| {
        let syllables = match unit {
            Unit::Char(c) => sounds::syllables(*c, confusions),
            _ => vec![],
        };
        any |= !syllables.is_empty();
        let sound = |syllable| Pattern::Units(vec![Unit::Sound(syllable)]);
        let mut choices: Vec<Pattern> = syllables.into_iter().map(sound).collect();
        match choices.len() {
            0 => Pattern::Units(vec![unit.clone()]),
            1 => choices.remove(0),
            _ => Pattern::Any(choices),
        }
    });
    let heard = Pattern::Seq(heard.collect());
    if !any {
        return exact;
    }
    let near = Pattern::Tolerant(Tolerance::Sounds, Box::new(heard));
    Pattern::Any(vec![exact, near])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants(text: &str, wrong: u32) -> Vec<String> {
        let units: Vec<Unit> = text.chars().map(Unit::Char).collect();
        let Pattern::Any(both) = about(&units, wrong) else {
            return vec![];
        };
        let Pattern::Tolerant(Tolerance::About, near) = &both[1] else {
            panic!()
        };
        let Pattern::Any(all) = &**near else { panic!() };
        let spell = |pattern: &Pattern| match pattern {
            Pattern::Units(units) => units
                .iter()
                .map(|unit| if let Unit::Char(c) = unit { *c } else { '.' })
                .collect::<String>(),
            _ => panic!(),
        };
        all.iter().map(spell).collect()
    }

    #[test]
    fn about_writes_out_what_may_be_wrong() {
        assert_eq!(variants("您好", 1), ["您.好"]);
        assert_eq!(
            variants("中通速", 1),
            ["中通", "中通.速", "中速", "中.通速", "中.速", "通速"]
        );
        assert!(variants("感谢您的来电", 2).contains(&"感谢.的.电".to_owned()));
        assert!(variants("好", 1).is_empty());
    }
}
