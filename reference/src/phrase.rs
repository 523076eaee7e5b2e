//! Phrases in texts.
//!
//! In: a pattern and the units of a text. Out: the match that is evidence: of all matches
//! the one that starts first, and among those the longest.

use std::collections::BTreeSet;

use zhunze_compiler::book::Pattern;
use zhunze_compiler::text::{Placed, Unit};

/// Where the pattern is found, as `[start, end)` in characters of the text.
pub(crate) fn find(pattern: &Pattern, units: &[Placed]) -> Option<(u32, u32)> {
    // Most texts have no match at all, which one look from everywhere tells.
    let everywhere = (0..units.len()).collect();
    if ends(pattern, units, &everywhere).is_empty() {
        return None;
    }
    (0..units.len()).find_map(|start| {
        let here = BTreeSet::from([start]);
        let end = ends(pattern, units, &here).pop_last()?;
        let matched = units.get(start..end)?;
        Some((matched.first()?.start, matched.last()?.end))
    })
}

/// Where a match can end that starts at one of `starts`. Sets of positions, so that a
/// pattern with many ways to the same end takes none of them twice.
fn ends(pattern: &Pattern, units: &[Placed], starts: &BTreeSet<usize>) -> BTreeSet<usize> {
    match pattern {
        Pattern::Units(wanted) => {
            let fits = |start: &usize| stand_at(wanted, units, *start);
            let found = starts.iter().copied().filter(fits);
            found.map(|start| start + wanted.len()).collect()
        }
        Pattern::Seq(parts) => parts
            .iter()
            .fold(starts.clone(), |reached, part| ends(part, units, &reached)),
        Pattern::Any(parts) => {
            let each = parts.iter().map(|part| ends(part, units, starts));
            each.flatten().collect()
        }
        Pattern::Optional(part) => &ends(part, units, starts) | starts,
        Pattern::Gap { min, max } => {
            let over = |start: &usize| start + *min as usize..=start + *max as usize;
            let reached = starts.iter().flat_map(over);
            reached.filter(|end| *end <= units.len()).collect()
        }
    }
}

/// Whether the `wanted` units stand in a row at `start`.
fn stand_at(wanted: &[Unit], units: &[Placed], start: usize) -> bool {
    let there = units.iter().skip(start).map(|placed| &placed.unit);
    there.take(wanted.len()).eq(wanted)
}
