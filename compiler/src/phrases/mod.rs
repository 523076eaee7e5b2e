//! Phrases become groups: what the module's scanner looks for.
//!
//! A **group** is a set of strings of units without gaps; a phrase is one or more
//! **sequences** of groups with gaps between them. In: the patterns of the phrases that
//! rules use. Out: [`Groups`], from which [`automaton`] and [`alphabet`] build the tables.

pub(crate) mod alphabet;
pub(crate) mod automaton;

use crate::book::Pattern;
use crate::text::Unit;

/// The most units in one string of a group; longer ones go on in a next group without a
/// gap. It bounds the depth of the automaton and so the work for a position.
pub(crate) const MAX_STRING: usize = 60;
/// The widest window between two groups (gaps in a row add up).
pub(crate) const MAX_WINDOW: u32 = 180;
/// The most strings one phrase may expand to.
const MAX_STRINGS: usize = 20_000;

/// A phrase is too large to compile: its alternatives multiply to too many strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// One group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The phrase it belongs to.
    pub phrase: u32,
    /// Its strings; none is empty or longer than [`MAX_STRING`].
    pub strings: Vec<Vec<Unit>>,
    /// The group before it (always the preceding one) and the fewest and most units
    /// between; `None` for the first of a sequence.
    pub after: Option<(u32, u32)>,
    /// It is the last of its sequence: the phrase is found.
    pub last: bool,
}

/// All groups, those of one sequence in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Groups(pub Vec<Group>);

/// Lays out the groups of all patterns.
pub(crate) fn groups(patterns: &[&Pattern]) -> Result<Groups, TooLarge> {
    let mut all = Groups::default();
    for (phrase, pattern) in (0..).zip(patterns) {
        let mut sequences = expand(pattern)?;
        sequences.sort();
        sequences.dedup();
        sequences
            .into_iter()
            .for_each(|sequence| all.add(phrase, sequence));
    }
    Ok(all)
}

/// A sequence: first the strings of its first group, then gaps and strings in turn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sequence {
    first: Vec<Vec<Unit>>,
    rest: Vec<(u32, u32, Vec<Vec<Unit>>)>,
}

impl Groups {
    fn add(&mut self, phrase: u32, sequence: Sequence) {
        self.add_strings(phrase, sequence.first, None);
        for (min, max, strings) in sequence.rest {
            self.add_strings(phrase, strings, Some((min, max)));
        }
        if let Some(group) = self.0.last_mut() {
            group.last = true;
        }
    }

    /// Adds one group, or several in a row when a string is too long.
    fn add_strings(&mut self, phrase: u32, strings: Vec<Vec<Unit>>, after: Option<(u32, u32)>) {
        let long = strings.iter().any(|string| string.len() > MAX_STRING);
        let mut after = after;
        let chunks: Vec<Vec<Vec<Unit>>> = match (long, strings.first()) {
            (true, Some(only)) => only.chunks(MAX_STRING).map(|c| vec![c.to_vec()]).collect(),
            _ => vec![strings],
        };
        for strings in chunks {
            self.0.push(Group {
                phrase,
                strings,
                after,
                last: false,
            });
            after = Some((0, 0));
        }
    }
}

/// One element of an expanded pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Element {
    String(Vec<Unit>),
    Gap(u32, u32),
}

/// All sequences of a pattern. A pattern that is gap-free parts with gaps between keeps
/// its parts as sets; only alternatives with gaps inside are multiplied out.
fn expand(pattern: &Pattern) -> Result<Vec<Sequence>, TooLarge> {
    if let Some(sequence) = as_sets(pattern)? {
        return Ok(sequence.split_long());
    }
    let flat = flatten(pattern)?;
    let sequences = flat.into_iter().filter_map(to_sequence);
    let sequences: Vec<Sequence> = sequences.flat_map(Sequence::split_long).collect();
    let wide = |s: &Sequence| s.rest.iter().any(|(_, max, _)| *max > MAX_WINDOW);
    if sequences.iter().any(wide) {
        Err(TooLarge)
    } else {
        Ok(sequences)
    }
}

impl Sequence {
    /// Sets with an over-long string are multiplied out: such strings get chunks of their own.
    fn split_long(self) -> Vec<Sequence> {
        let long = |set: &[Vec<Unit>]| set.iter().any(|string| string.len() > MAX_STRING);
        let alone = |set: Vec<Vec<Unit>>| -> Vec<Vec<Vec<Unit>>> {
            if long(&set) {
                set.into_iter().map(|string| vec![string]).collect()
            } else {
                vec![set]
            }
        };
        let mut all: Vec<Sequence> = alone(self.first)
            .into_iter()
            .map(|first| Sequence {
                first,
                rest: vec![],
            })
            .collect();
        for (min, max, set) in self.rest {
            let sets = alone(set);
            let extend = |s: &Sequence, set: &Vec<Vec<Unit>>| {
                let mut s = s.clone();
                s.rest.push((min, max, set.clone()));
                s
            };
            all = all
                .iter()
                .flat_map(|s| sets.iter().map(|set| extend(s, set)).collect::<Vec<_>>())
                .collect();
        }
        all
    }
}

/// The pattern as sets of strings with gaps between, if it has that shape and no part
/// that may be empty.
fn as_sets(pattern: &Pattern) -> Result<Option<Sequence>, TooLarge> {
    let one = [pattern.clone()];
    let parts: &[Pattern] = match pattern {
        Pattern::Seq(parts) => parts,
        _ => &one,
    };
    let mut sets: Vec<(u32, u32, Vec<Vec<Unit>>)> = vec![];
    let mut gap = (0, 0);
    for run in parts.chunk_by(|a, b| !is_gap(a) && !is_gap(b)) {
        match run {
            [Pattern::Gap { min, max }] => gap = (gap.0 + min, gap.1 + max),
            run => {
                let flat = flatten(&Pattern::Seq(run.to_vec()))?;
                let Some(strings) = plain(flat) else {
                    return Ok(None);
                };
                sets.push((gap.0, gap.1, strings));
                gap = (0, 0);
            }
        }
    }
    let wide = sets.iter().skip(1).any(|(_, max, _)| *max > MAX_WINDOW);
    if wide {
        return Err(TooLarge);
    }
    let mut sets = sets.into_iter();
    let first = sets.next().map(|(_, _, strings)| strings);
    Ok(first.map(|first| Sequence {
        first,
        rest: sets.collect(),
    }))
}

fn is_gap(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Gap { .. })
}

/// The strings, if there is no gap and none is empty.
fn plain(flat: Vec<Vec<Element>>) -> Option<Vec<Vec<Unit>>> {
    let string = |elements: Vec<Element>| match <[Element; 1]>::try_from(elements) {
        Ok([Element::String(units)]) if !units.is_empty() => Some(units),
        _ => None,
    };
    let mut strings = flat.into_iter().map(string).collect::<Option<Vec<_>>>()?;
    strings.sort();
    strings.dedup();
    Some(strings)
}

/// All variants of a pattern, strings joined and gaps added up.
fn flatten(pattern: &Pattern) -> Result<Vec<Vec<Element>>, TooLarge> {
    let variants = match pattern {
        Pattern::Units(units) => vec![vec![Element::String(units.clone())]],
        Pattern::Gap { min, max } => vec![vec![Element::Gap(*min, *max)]],
        Pattern::Any(choices) => {
            let choices = choices.iter().map(flatten).collect::<Result<Vec<_>, _>>()?;
            choices.into_iter().flatten().collect()
        }
        Pattern::Optional(inside) => {
            let mut variants = flatten(inside)?;
            variants.push(vec![]);
            variants
        }
        Pattern::Seq(parts) => product(parts)?,
    };
    if variants.len() > MAX_STRINGS {
        Err(TooLarge)
    } else {
        Ok(variants)
    }
}

fn product(parts: &[Pattern]) -> Result<Vec<Vec<Element>>, TooLarge> {
    let mut all: Vec<Vec<Element>> = vec![vec![]];
    for part in parts {
        let variants = flatten(part)?;
        if all.len() * variants.len() > MAX_STRINGS {
            return Err(TooLarge);
        }
        let joined = all
            .iter()
            .flat_map(|left| variants.iter().map(|right| join(left, right)));
        all = joined.collect();
    }
    Ok(all)
}

fn join(left: &[Element], right: &[Element]) -> Vec<Element> {
    let mut joined = left.to_vec();
    for element in right {
        match (joined.last_mut(), element) {
            (Some(Element::String(a)), Element::String(b)) => a.extend(b.iter().cloned()),
            (Some(Element::Gap(a, b)), Element::Gap(c, d)) => (*a, *b) = (*a + c, *b + d),
            _ => joined.push(element.clone()),
        }
    }
    joined
}

/// A variant as a sequence; a gap at either end is dropped, an empty variant is none.
fn to_sequence(elements: Vec<Element>) -> Option<Sequence> {
    let mut sequence: Option<Sequence> = None;
    let mut gap = (0, 0);
    for element in elements {
        match (element, &mut sequence) {
            (Element::Gap(min, max), _) => gap = (min, max),
            (Element::String(units), None) => {
                sequence = Some(Sequence {
                    first: vec![units],
                    rest: vec![],
                });
            }
            (Element::String(units), Some(s)) => s.rest.push((gap.0, gap.1, vec![units])),
        }
    }
    sequence
}
