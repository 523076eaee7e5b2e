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

/// All sequences of a pattern. Parts without gaps stay sets of strings; only parts with
/// gaps inside, and parts that may be left out between gaps, make sequences of their own.
fn expand(pattern: &Pattern) -> Result<Vec<Sequence>, TooLarge> {
    let mut sequences = vec![];
    for runs in spread(vec![pattern.clone()])? {
        sequences.extend(with_and_without(&runs)?);
    }
    let sequences: Vec<Sequence> = sequences
        .into_iter()
        .flat_map(Sequence::split_long)
        .collect();
    let wide = |s: &Sequence| s.rest.iter().any(|(_, max, _)| *max > MAX_WINDOW);
    let strings =
        |s: &Sequence| s.first.len() + s.rest.iter().map(|(_, _, set)| set.len()).sum::<usize>();
    let total: usize = sequences.iter().map(strings).sum();
    let large = total > MAX_STRINGS || sequences.iter().any(wide);
    if large { Err(TooLarge) } else { Ok(sequences) }
}

/// Parts in a row such that only whole parts are gaps.
fn spread(parts: Vec<Pattern>) -> Result<Vec<Vec<Pattern>>, TooLarge> {
    let nested = |part: &Pattern| has_gap(part) && !is_gap(part);
    let Some(at) = parts.iter().position(nested) else {
        return Ok(vec![parts]);
    };
    let variants: Vec<Vec<Pattern>> = match parts.get(at) {
        Some(Pattern::Any(choices)) => choices.iter().map(|choice| vec![choice.clone()]).collect(),
        Some(Pattern::Optional(inside)) => vec![vec![(**inside).clone()], vec![]],
        Some(Pattern::Seq(inside)) => vec![inside.clone()],
        _ => vec![],
    };
    let mut all = vec![];
    for variant in variants {
        let mut spliced = parts.clone();
        spliced.splice(at..=at, variant);
        all.extend(spread(spliced)?);
        if all.len() > MAX_STRINGS {
            return Err(TooLarge);
        }
    }
    Ok(all)
}

fn has_gap(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Gap { .. } => true,
        Pattern::Units(_) => false,
        Pattern::Optional(inside) => has_gap(inside),
        Pattern::Seq(all) | Pattern::Any(all) => all.iter().any(has_gap),
    }
}

/// The sequences of parts of which only whole parts are gaps: a run between gaps that may
/// be empty is there in one and not in another.
fn with_and_without(parts: &[Pattern]) -> Result<Vec<Sequence>, TooLarge> {
    let mut all: Vec<Partial> = vec![Partial::default()];
    for run in parts.chunk_by(|a, b| !is_gap(a) && !is_gap(b)) {
        if let [Pattern::Gap { min, max }] = run {
            all.iter_mut()
                .for_each(|partial| partial.add_gap(*min, *max));
            continue;
        }
        let mut strings = strings(&Pattern::Seq(run.to_vec()))?;
        strings.sort();
        strings.dedup();
        let without = if strings.iter().any(Vec::is_empty) {
            all.clone()
        } else {
            vec![]
        };
        strings.retain(|string| !string.is_empty());
        if strings.is_empty() {
            continue;
        }
        all.iter_mut()
            .for_each(|partial| partial.add_strings(&strings));
        all.extend(without);
        if all.len() > MAX_STRINGS {
            return Err(TooLarge);
        }
    }
    Ok(all
        .into_iter()
        .filter_map(|partial| partial.sequence)
        .collect())
}

/// A sequence under construction, and the gap behind it. Gaps at either end are dropped.
#[derive(Debug, Clone, Default)]
struct Partial {
    sequence: Option<Sequence>,
    gap: (u32, u32),
}

impl Partial {
    fn add_gap(&mut self, min: u32, max: u32) {
        self.gap = (self.gap.0 + min, self.gap.1 + max);
    }

    fn add_strings(&mut self, strings: &[Vec<Unit>]) {
        let (min, max) = std::mem::take(&mut self.gap);
        match &mut self.sequence {
            Some(sequence) => sequence.rest.push((min, max, strings.to_vec())),
            None => {
                self.sequence = Some(Sequence {
                    first: strings.to_vec(),
                    rest: vec![],
                })
            }
        }
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

fn is_gap(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Gap { .. })
}

/// All strings of a pattern without gaps.
fn strings(pattern: &Pattern) -> Result<Vec<Vec<Unit>>, TooLarge> {
    let strings = match pattern {
        Pattern::Units(units) => vec![units.clone()],
        Pattern::Gap { .. } => vec![],
        Pattern::Any(choices) => {
            let choices = choices.iter().map(strings).collect::<Result<Vec<_>, _>>()?;
            choices.into_iter().flatten().collect()
        }
        Pattern::Optional(inside) => {
            let mut all = strings(inside)?;
            all.push(vec![]);
            all
        }
        Pattern::Seq(parts) => product(parts)?,
    };
    if strings.len() > MAX_STRINGS {
        Err(TooLarge)
    } else {
        Ok(strings)
    }
}

fn product(parts: &[Pattern]) -> Result<Vec<Vec<Unit>>, TooLarge> {
    let mut all: Vec<Vec<Unit>> = vec![vec![]];
    for part in parts {
        let variants = strings(part)?;
        if all.len() * variants.len() > MAX_STRINGS {
            return Err(TooLarge);
        }
        let joined = all.iter().flat_map(|left| {
            variants
                .iter()
                .map(|right| [left.as_slice(), right].concat())
        });
        all = joined.collect();
    }
    Ok(all)
}
