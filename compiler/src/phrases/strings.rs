//! Patterns become strings: what stands in a row without a gap.
//!
//! In: a pattern. Out: its [`Sequence`]s, in each of which sets of strings and gaps take
//! turns. Parts without gaps stay sets; only parts with gaps (or words of their own) inside,
//! and parts that may be left out between gaps, make sequences of their own.

use super::{Item, MAX_STRING, MAX_STRINGS, MAX_WINDOW, Spec, TooLarge};
use crate::book::{Pattern, Tolerance};

/// The most units of text that one string may stand for.
const MAX_WEIGHT: u32 = 240;

/// Items in a row, and how they may differ from what the rulebook says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Text {
    /// The items; never empty in a group.
    pub items: Vec<Item>,
    /// The tolerance with which they are found.
    pub tolerance: Tolerance,
}

/// Strings of which any may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Set {
    /// The strings.
    pub texts: Vec<Text>,
    /// They count only where they are words of their own.
    pub word: bool,
}

/// A sequence: first a set, then gaps and sets in turn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sequence {
    pub first: Set,
    pub rest: Vec<(u32, u32, Set)>,
}

/// All sequences of a pattern.
pub(crate) fn expand(pattern: &Pattern) -> Result<Vec<Sequence>, TooLarge> {
    let mut sequences = vec![];
    for runs in spread(vec![pattern.clone()])? {
        sequences.extend(with_and_without(&runs)?);
    }
    let mut sequences: Vec<Sequence> = sequences
        .into_iter()
        .flat_map(Sequence::split_long)
        .collect();
    sequences.sort();
    sequences.dedup();
    let wide = |s: &Sequence| s.rest.iter().any(|(_, max, _)| *max > MAX_WINDOW);
    let texts = |s: &Sequence| {
        let rest = s.rest.iter().map(|(_, _, set)| set.texts.len());
        s.first.texts.len() + rest.sum::<usize>()
    };
    let total: usize = sequences.iter().map(texts).sum();
    let large = total > MAX_STRINGS || sequences.iter().any(wide);
    if large { Err(TooLarge) } else { Ok(sequences) }
}

/// Parts in a row such that gaps and words of their own are whole parts.
fn spread(parts: Vec<Pattern>) -> Result<Vec<Vec<Pattern>>, TooLarge> {
    let nested = |part: &Pattern| splits(part) && !is_gap(part) && !is_word(part);
    let Some(at) = parts.iter().position(nested) else {
        return Ok(vec![parts]);
    };
    let variants = parts.get(at).map_or(vec![], variants);
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

/// What a part with a gap inside may stand for, as parts in a row.
fn variants(part: &Pattern) -> Vec<Vec<Pattern>> {
    match part {
        Pattern::Any(choices) => choices.iter().map(|choice| vec![choice.clone()]).collect(),
        Pattern::Optional(inside) => vec![vec![(**inside).clone()], vec![]],
        Pattern::Seq(inside) => vec![inside.clone()],
        Pattern::Tolerant(tolerance, inside) => {
            let wrap = |part: Pattern| match part {
                Pattern::Gap { .. } => part,
                part => Pattern::Tolerant(*tolerance, Box::new(part)),
            };
            let inside = match &**inside {
                // A word of its own stays a whole part.
                Pattern::Word(inside) => {
                    let inside = Pattern::Tolerant(*tolerance, inside.clone());
                    return vec![vec![Pattern::Word(Box::new(inside))]];
                }
                inside => variants(inside),
            };
            let wrapped = |parts: Vec<Pattern>| parts.into_iter().map(wrap).collect();
            inside.into_iter().map(wrapped).collect()
        }
        _ => vec![],
    }
}

/// It can not be a set of strings.
fn splits(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Gap { .. } | Pattern::Word(_) => true,
        Pattern::Units(_) | Pattern::Slot { .. } => false,
        Pattern::Optional(inside) | Pattern::Tolerant(_, inside) => splits(inside),
        Pattern::Seq(all) | Pattern::Any(all) => all.iter().any(splits),
    }
}

fn is_gap(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Gap { .. })
}

fn is_word(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Word(_))
}

/// The sequences of parts of which only whole parts are gaps or words of their own: a run
/// between them that may be empty is there in one and not in another.
fn with_and_without(parts: &[Pattern]) -> Result<Vec<Sequence>, TooLarge> {
    let mut all: Vec<Partial> = vec![Partial::default()];
    for run in parts.chunk_by(|a, b| !splits(a) && !splits(b)) {
        if let [Pattern::Gap { min, max }] = run {
            all.iter_mut()
                .for_each(|partial| partial.add_gap(*min, *max));
            continue;
        }
        let (mut texts, word) = match run {
            [Pattern::Word(inside)] if splits(inside) => return Err(TooLarge),
            [Pattern::Word(inside)] => (strings(inside)?, true),
            run => (strings(&Pattern::Seq(run.to_vec()))?, false),
        };
        texts.sort();
        texts.dedup_by(|next, first| next.items == first.items);
        let without = if texts.iter().any(|text| text.items.is_empty()) {
            all.clone()
        } else {
            vec![]
        };
        let special = |text: &Text| text.items.iter().any(Item::is_special);
        if word && texts.iter().any(special) {
            return Err(TooLarge);
        }
        texts.retain(|text| !text.items.is_empty());
        if texts.is_empty() {
            continue;
        }
        let set = Set { texts, word };
        all.iter_mut().for_each(|partial| partial.add(&set));
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

    fn add(&mut self, set: &Set) {
        let (min, max) = std::mem::take(&mut self.gap);
        match &mut self.sequence {
            Some(sequence) => sequence.rest.push((min, max, set.clone())),
            None => {
                self.sequence = Some(Sequence {
                    first: set.clone(),
                    rest: vec![],
                })
            }
        }
    }
}

impl Text {
    /// The most units of text it may stand for.
    fn weight(items: &[Item]) -> u32 {
        let weight = |item: &Item| match item {
            Item::Unit(_) => 1,
            Item::Slot(spec, _) => spec.most_units(),
        };
        items.iter().map(weight).sum()
    }

    /// It has to be cut.
    pub(super) fn is_long(&self) -> bool {
        self.items.len() > MAX_STRING || Text::weight(&self.items) > MAX_WEIGHT
    }

    /// Parts that are not long, in a row.
    pub(super) fn chunks(&self) -> Vec<Text> {
        let mut chunks: Vec<Vec<Item>> = vec![];
        for item in &self.items {
            match chunks.last_mut() {
                Some(chunk)
                    if chunk.len() < MAX_STRING
                        && Text::weight(chunk) + Text::weight(std::slice::from_ref(item))
                            <= MAX_WEIGHT =>
                {
                    chunk.push(item.clone());
                }
                _ => chunks.push(vec![item.clone()]),
            }
        }
        let tolerance = self.tolerance;
        let text = |items| Text { items, tolerance };
        chunks.into_iter().map(text).collect()
    }
}

impl Sequence {
    /// Sets with a long string are multiplied out: such strings get parts of their own.
    fn split_long(self) -> Vec<Sequence> {
        let alone = |set: Set| -> Vec<Set> {
            if set.texts.iter().any(Text::is_long) {
                let word = set.word;
                let only = |text| Set {
                    texts: vec![text],
                    word,
                };
                set.texts.into_iter().map(only).collect()
            } else {
                vec![set]
            }
        };
        let start = |first| Sequence {
            first,
            rest: vec![],
        };
        let mut all: Vec<Sequence> = alone(self.first).into_iter().map(start).collect();
        for (min, max, set) in self.rest {
            let sets = alone(set);
            let extend = |s: &Sequence, set: &Set| {
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

/// All strings of a pattern without gaps.
fn strings(pattern: &Pattern) -> Result<Vec<Text>, TooLarge> {
    let exact = |items: Vec<Item>| Text {
        items,
        tolerance: Tolerance::None,
    };
    let strings = match pattern {
        Pattern::Units(units) => vec![exact(units.iter().cloned().map(Item::Unit).collect())],
        Pattern::Slot { kind, capture } => {
            vec![exact(vec![Item::Slot(Spec::new(*kind), *capture)])]
        }
        Pattern::Gap { .. } | Pattern::Word(_) => vec![],
        Pattern::Any(choices) => {
            let choices = choices.iter().map(strings).collect::<Result<Vec<_>, _>>()?;
            choices.into_iter().flatten().collect()
        }
        Pattern::Optional(inside) => {
            let mut all = strings(inside)?;
            all.push(exact(vec![]));
            all
        }
        Pattern::Seq(parts) => product(parts)?,
        Pattern::Tolerant(tolerance, inside) => {
            let mut all = strings(inside)?;
            all.iter_mut()
                .for_each(|text| text.tolerance = text.tolerance.max(*tolerance));
            all
        }
    };
    if strings.len() > MAX_STRINGS {
        Err(TooLarge)
    } else {
        Ok(strings)
    }
}

fn product(parts: &[Pattern]) -> Result<Vec<Text>, TooLarge> {
    let mut all = vec![Text {
        items: vec![],
        tolerance: Tolerance::None,
    }];
    for part in parts {
        let variants = strings(part)?;
        if all.len() * variants.len() > MAX_STRINGS {
            return Err(TooLarge);
        }
        let join = |left: &Text, right: &Text| Text {
            items: [left.items.as_slice(), &right.items].concat(),
            tolerance: left.tolerance.max(right.tolerance),
        };
        let joined = all
            .iter()
            .flat_map(|left| variants.iter().map(move |right| join(left, right)));
        all = joined.collect();
    }
    Ok(all)
}
