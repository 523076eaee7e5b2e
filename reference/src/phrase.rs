//! Phrases in texts, by docs/meaning-phrases.md.
//!
//! In: an utterance's text and a phrase. Out: the match that is evidence. A pattern leads
//! from places in a reading to places behind it; to each it keeps the best of the ways that
//! lead there, which is enough because what follows is the same for all.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use zhunze_compiler::book::{Book, Pattern, PhraseBody, PhraseId, SlotKind, Tolerance};
use zhunze_compiler::text::slots::{Tokens, Value};
use zhunze_compiler::text::{Placed, Unit, sounds, words};

use crate::readings::{self, Reading};

/// Where and how a phrase is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// `[start, end)` in characters of the text.
    pub(crate) span: (u32, u32),
    /// What the match captured, by number.
    pub(crate) captures: Vec<Option<Captured>>,
    /// How its words differ from the phrase's.
    pub(crate) tolerance: Tolerance,
}

/// A captured value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Captured {
    /// `[start, end)` in characters of the text.
    pub(crate) span: (u32, u32),
    /// The value.
    pub(crate) value: Value,
}

/// An utterance, ready to be searched.
#[derive(Debug, Clone)]
pub(crate) struct Heard<'a> {
    book: &'a Book,
    text: &'a str,
    readings: Vec<Reading>,
}

impl<'a> Heard<'a> {
    /// Reads a text.
    pub(crate) fn new(book: &'a Book, text: &'a str) -> Heard<'a> {
        let readings = readings::of(book, text);
        Heard {
            book,
            text,
            readings,
        }
    }

    /// The best match of a phrase.
    pub(crate) fn find(&self, phrase: PhraseId) -> Option<Found> {
        let phrase = self.book.phrases.get(phrase.index())?;
        match &phrase.body {
            PhraseBody::Pattern(pattern) => {
                let captures = phrase.captures.len();
                let each = self.readings.iter();
                let found = each.filter_map(|reading| self.read(reading, pattern, captures));
                found.reduce(|best, next| {
                    if order(&next) < order(&best) {
                        next
                    } else {
                        best
                    }
                })
            }
            PhraseBody::Regex(pattern) => self.regex(pattern),
            PhraseBody::AtLeast { n, of } => {
                let found: Vec<Found> = of.iter().filter_map(|part| self.find(*part)).collect();
                let enough = found.len() >= *n as usize;
                let best = found.into_iter().min_by_key(|it| {
                    let (start, end) = it.span;
                    (start, Reverse(end), it.tolerance)
                });
                let captures = vec![];
                best.filter(|_| enough)
                    .map(|best| Found { captures, ..best })
            }
            PhraseBody::ButNot { phrase, not } => {
                let refused = not.iter().any(|other| self.find(*other).is_some());
                self.find(*phrase).filter(|_| !refused)
            }
        }
    }

    fn regex(&self, pattern: &str) -> Option<Found> {
        let found = regex::Regex::new(pattern).ok()?.find(self.text)?;
        let characters = |end: usize| {
            self.text
                .get(..end)
                .map_or(0, |it| it.chars().count() as u32)
        };
        Some(Found {
            span: (characters(found.start()), characters(found.end())),
            captures: vec![],
            tolerance: Tolerance::None,
        })
    }

    /// The best match in one reading.
    fn read(&self, reading: &Reading, pattern: &Pattern, captures: usize) -> Option<Found> {
        let search = Search {
            book: self.book,
            reading,
            tokens: Tokens::new(reading.inner(), &reading.written),
        };
        let way = Way {
            captures: vec![None; captures],
            tolerance: Tolerance::None,
        };
        // Most texts have no match at all, which one look from everywhere tells.
        let places = 0..reading.units.len();
        let everywhere = places.clone().map(|place| (place, way.clone())).collect();
        if search.ways(pattern, &everywhere).is_empty() {
            return None;
        }
        let from = |start: usize| {
            let here = Ways::from([(start, way.clone())]);
            let ways = search.ways(pattern, &here);
            ways.into_iter().filter_map(move |(end, way)| {
                let matched = reading.units.get(start..end)?;
                Some(Found {
                    span: (matched.first()?.start, matched.last()?.end),
                    captures: way.captures,
                    tolerance: way.tolerance,
                })
            })
        };
        places
            .flat_map(from)
            .min_by(|one, other| order(one).cmp(&order(other)))
    }
}

/// What comes first is better: start, then the longest, then captures, then tolerance.
fn order(found: &Found) -> (u32, Reverse<u32>, Vec<CaptureOrder>, Tolerance) {
    let (start, end) = found.span;
    let captures = capture_order(&found.captures);
    (start, Reverse(end), captures, found.tolerance)
}

/// A capture that is there, starts first, and is longest comes first.
type CaptureOrder = (bool, u32, Reverse<u32>);

fn capture_order(captures: &[Option<Captured>]) -> Vec<CaptureOrder> {
    let each = captures.iter().map(|capture| match capture {
        Some(Captured { span, .. }) => (false, span.0, Reverse(span.1)),
        None => (true, 0, Reverse(0)),
    });
    each.collect()
}

/// How a place was reached.
#[derive(Debug, Clone)]
struct Way {
    captures: Vec<Option<Captured>>,
    tolerance: Tolerance,
}

/// By place, the best way to it.
type Ways = BTreeMap<usize, Way>;

fn add(ways: &mut Ways, place: usize, way: Way) {
    let order = |way: &Way| (capture_order(&way.captures), way.tolerance);
    let known = ways.get(&place);
    if known.is_none_or(|known| order(&way) < order(known)) {
        ways.insert(place, way);
    }
}

fn all(each: impl IntoIterator<Item = Ways>) -> Ways {
    let mut ways = Ways::new();
    for (place, way) in each.into_iter().flatten() {
        add(&mut ways, place, way);
    }
    ways
}

/// A search in one reading.
struct Search<'a> {
    book: &'a Book,
    reading: &'a Reading,
    tokens: Tokens<'a>,
}

impl Search<'_> {
    /// Where the pattern leads to from these places.
    fn ways(&self, pattern: &Pattern, starts: &Ways) -> Ways {
        match pattern {
            Pattern::Units(wanted) => {
                let fits = starts
                    .iter()
                    .filter(|(start, _)| self.stand(wanted, **start));
                fits.map(|(start, way)| (start + wanted.len(), way.clone()))
                    .collect()
            }
            Pattern::Seq(parts) => {
                let next = |ways, part| self.ways(part, &ways);
                parts.iter().fold(starts.clone(), next)
            }
            Pattern::Any(parts) => all(parts.iter().map(|part| self.ways(part, starts))),
            Pattern::Optional(part) => all([self.ways(part, starts), starts.clone()]),
            Pattern::Gap { min, max } => self.gap(*min as usize, *max as usize, starts),
            Pattern::Slot { kind, capture } => self.values(*kind, *capture, starts),
            Pattern::Tolerant(tolerance, part) => {
                let mut ways = self.ways(part, starts);
                let each = ways.values_mut();
                each.for_each(|way| way.tolerance = way.tolerance.max(*tolerance));
                ways
            }
            Pattern::Word(part) => all(starts.iter().map(|(start, way)| {
                let mut ways = self.ways(part, &Ways::from([(*start, way.clone())]));
                ways.retain(|end, _| self.is_word(*start, *end));
                ways
            })),
        }
    }

    /// Whether the `wanted` units stand in a row at `start`.
    fn stand(&self, wanted: &[Unit], start: usize) -> bool {
        let there = self.reading.units.iter().skip(start);
        let mut pairs = there.clone().zip(wanted);
        there.take(wanted.len()).count() == wanted.len()
            && pairs.all(|(placed, wanted)| self.is(placed, wanted))
    }

    fn is(&self, placed: &Placed, wanted: &Unit) -> bool {
        match (wanted, &placed.unit) {
            (Unit::One, Unit::Start | Unit::End) => false,
            (Unit::One, _) => true,
            (Unit::Sound(syllable), Unit::Char(c)) => {
                sounds::syllables(*c, &self.book.confusions).contains(syllable)
            }
            (wanted, unit) => unit == wanted,
        }
    }

    fn gap(&self, min: usize, max: usize, starts: &Ways) -> Ways {
        let mut ways = Ways::new();
        for (start, way) in starts {
            let ends = start + min..=start + max;
            for end in ends.filter(|end| *end <= self.reading.units.len()) {
                add(&mut ways, end, way.clone());
            }
        }
        ways
    }

    fn values(&self, kind: SlotKind, capture: Option<u32>, starts: &Ways) -> Ways {
        let mut ways = Ways::new();
        if self.reading.raw {
            return ways;
        }
        for (start, way) in starts {
            // The first unit is the start of the utterance.
            let Some(at) = start.checked_sub(1) else {
                continue;
            };
            for (end, value) in self.tokens.find(kind, at) {
                let mut way = way.clone();
                let place = capture.and_then(|it| way.captures.get_mut(it as usize));
                if let Some(place) = place {
                    *place = self.capture(at, end, value);
                }
                add(&mut ways, end + 1, way);
            }
        }
        ways
    }

    fn capture(&self, at: usize, end: usize, value: Value) -> Option<Captured> {
        let matched = self.reading.inner().get(at..end)?;
        let span = (matched.first()?.start, matched.last()?.end);
        Some(Captured { span, value })
    }

    fn is_word(&self, start: usize, end: usize) -> bool {
        let inner = self.reading.inner();
        let plain = !self.reading.raw && start > 0;
        // A part that may be left out is no word.
        start == end || plain && words::is_word(inner, start - 1, end - 1)
    }
}
