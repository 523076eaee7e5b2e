//! The readings of an utterance.
//!
//! In: the rulebook and a text. Out: the text as it is, without fillers when it has any, and
//! character by character when some phrase asks for that (docs/meaning-phrases.md).

use zhunze_compiler::book::{Book, Pattern, PhraseBody};
use zhunze_compiler::text::{Placed, Unit, units};

/// One way to read an utterance.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// Start, the units, end.
    pub(crate) units: Vec<Placed>,
    /// The characters of the text, those of removed fillers blanked.
    pub(crate) written: Vec<char>,
    /// The units are the characters as they are.
    pub(crate) raw: bool,
}

impl Reading {
    fn new(inner: Vec<Placed>, written: Vec<char>, raw: bool) -> Reading {
        let first = inner.first().map_or(0, |unit| unit.start);
        let last = inner.last().map_or(0, |unit| unit.end);
        let mark = |unit: Unit, at: u32| Placed {
            unit,
            start: at,
            end: at,
        };
        let mut units = vec![mark(Unit::Start, first)];
        units.extend(inner);
        units.push(mark(Unit::End, last));
        Reading {
            units,
            written,
            raw,
        }
    }

    /// The units without start and end.
    pub(crate) fn inner(&self) -> &[Placed] {
        self.units.get(1..self.units.len() - 1).unwrap_or(&[])
    }
}

/// All readings of a text.
pub(crate) fn of(book: &Book, text: &str) -> Vec<Reading> {
    let units = units(text, book.language);
    let written: Vec<char> = text.chars().collect();
    let mut readings = vec![Reading::new(units.clone(), written.clone(), false)];
    let fillers = fillers(book, &units);
    if !fillers.is_empty() {
        readings.push(without(&fillers, &units, written.clone()));
    }
    if book.phrases.iter().any(|phrase| is_exact(&phrase.body)) {
        let raw = (0..).zip(&written).map(|(at, c)| Placed {
            unit: Unit::Raw(*c),
            start: at,
            end: at + 1,
        });
        readings.push(Reading::new(raw.collect(), written, true));
    }
    readings
}

/// Where fillers stand, from left to right, the longest first.
fn fillers(book: &Book, units: &[Placed]) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (vec![], 0);
    while at < units.len() {
        let stands = |filler: &&Vec<Unit>| {
            let there = units.iter().skip(at).map(|placed| &placed.unit);
            !filler.is_empty() && there.take(filler.len()).eq(filler.iter())
        };
        let longest = book.fillers.iter().filter(stands).map(Vec::len).max();
        if let Some(length) = longest {
            found.push((at, at + length));
        }
        at += longest.unwrap_or(1);
    }
    found
}

/// The text without these fillers: their characters become spaces.
fn without(fillers: &[(usize, usize)], units: &[Placed], mut written: Vec<char>) -> Reading {
    let removed = |at: usize| fillers.iter().any(|(from, to)| (*from..*to).contains(&at));
    let kept = units.iter().enumerate().filter(|(at, _)| !removed(*at));
    let kept: Vec<Placed> = kept.map(|(_, unit)| unit.clone()).collect();
    for (from, to) in fillers {
        let start = units.get(*from).map_or(0, |unit| unit.start as usize);
        let end = units.get(*to - 1).map_or(0, |unit| unit.end as usize);
        let places = written.iter_mut().take(end).skip(start);
        places.for_each(|c| *c = ' ');
    }
    Reading::new(kept, written, false)
}

fn is_exact(body: &PhraseBody) -> bool {
    matches!(body, PhraseBody::Pattern(pattern) if has_exact(pattern))
}

fn has_exact(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Units(units) => units.iter().any(|unit| matches!(unit, Unit::Raw(_))),
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().any(has_exact),
        Pattern::Optional(part) | Pattern::Tolerant(_, part) | Pattern::Word(part) => {
            has_exact(part)
        }
        Pattern::Gap { .. } | Pattern::Slot { .. } => false,
    }
}
