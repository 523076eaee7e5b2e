//! The sentences of a phrase as a finite automaton, and what they contain.
//!
//! In: phrases of a rulebook. Out: answers about all their sentences at once. What fills a
//! gap or stands for a value is a unit that is like no other: it fits only into a gap of
//! another phrase, so that nothing is found by filling it cleverly. Where a phrase has
//! something that is not sure to be found in every sentence (a word that must stand alone, a regular
//! expression …), there is no answer.

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::book::{Book, Pattern, PhraseBody, PhraseId};
use crate::text::Unit;

/// Automata and searches larger than this are given up.
const MOST: usize = 20_000;

/// What leads from one state to the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Letter {
    /// A unit, or the start or end of the utterance.
    Unit(Unit),
    /// Some unit: in what is said, one that is like no other; in what is looked for, any.
    Some,
}

impl Letter {
    /// Whether what is said is what is looked for.
    fn is(&self, looked_for: &Letter) -> bool {
        match (self, looked_for) {
            (Letter::Unit(Unit::Start | Unit::End), Letter::Some) => false,
            (_, Letter::Some) => true,
            (one, other) => *one != Letter::Some && one == other,
        }
    }
}

/// An automaton: from state 0 to state 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Sentences {
    letters: Vec<Vec<(Letter, usize)>>,
    skips: Vec<Vec<usize>>,
}

const FIRST: usize = 0;
const LAST: usize = 1;

/// How a phrase is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// As words that are said: whatever would do for a tolerance is not among them.
    Said,
    /// As words that are looked for: only such as are surely found.
    LookedFor,
}

/// The sentences with which the phrase can be said, if they can be told.
pub(super) fn said(book: &Book, id: PhraseId) -> Option<Sentences> {
    of_phrase(book, id, Side::Said)
}

/// The sentences in which the phrase is surely found, `but not` left aside.
pub(super) fn looked_for(book: &Book, id: PhraseId) -> Option<Sentences> {
    of_phrase(book, id, Side::LookedFor)
}

/// As [`said`], of one pattern.
pub(super) fn pattern_said(pattern: &Pattern) -> Option<Sentences> {
    Sentences::of(&[pattern], Side::Said)
}

/// As [`looked_for`], of one pattern.
pub(super) fn pattern_looked_for(pattern: &Pattern) -> Option<Sentences> {
    Sentences::of(&[pattern], Side::LookedFor)
}

fn of_phrase(book: &Book, id: PhraseId, side: Side) -> Option<Sentences> {
    let mut patterns = vec![];
    gather(book, id, &mut patterns)?;
    Sentences::of(&patterns, side)
}

/// The patterns of which one is enough.
fn gather<'b>(book: &'b Book, id: PhraseId, into: &mut Vec<&'b Pattern>) -> Option<()> {
    match &book.phrases.get(id.index())?.body {
        PhraseBody::Pattern(pattern) => into.push(pattern),
        PhraseBody::AtLeast { n: 1, of } => {
            for id in of {
                gather(book, *id, into)?;
            }
        }
        PhraseBody::ButNot { phrase, .. } => gather(book, *phrase, into)?,
        PhraseBody::AtLeast { .. } | PhraseBody::Regex(_) => return None,
    }
    (into.len() <= MOST).then_some(())
}

impl Sentences {
    fn of(patterns: &[&Pattern], side: Side) -> Option<Sentences> {
        let mut new = Sentences::default();
        new.state();
        new.state();
        for pattern in patterns {
            new.add(pattern, side, FIRST, LAST)?;
        }
        Some(new)
    }

    fn state(&mut self) -> usize {
        self.letters.push(vec![]);
        self.skips.push(vec![]);
        self.letters.len() - 1
    }

    fn step(&mut self, from: usize, letter: Letter, to: usize) {
        if let Some(letters) = self.letters.get_mut(from) {
            letters.push((letter, to));
        }
    }

    fn skip(&mut self, from: usize, to: usize) {
        if let Some(skips) = self.skips.get_mut(from) {
            skips.push(to);
        }
    }

    /// Ways of the pattern from one state to another.
    fn add(&mut self, pattern: &Pattern, side: Side, from: usize, to: usize) -> Option<()> {
        if self.letters.len() > MOST {
            return None;
        }
        match pattern {
            Pattern::Units(units) => {
                let mut at = from;
                for unit in units {
                    let letter = letter(unit, side)?;
                    let next = self.state();
                    self.step(at, letter, next);
                    at = next;
                }
                self.skip(at, to);
            }
            Pattern::Seq(parts) => {
                let mut at = from;
                for part in parts {
                    let next = self.state();
                    self.add(part, side, at, next)?;
                    at = next;
                }
                self.skip(at, to);
            }
            Pattern::Any(parts) => {
                for part in parts {
                    self.add(part, side, from, to)?;
                }
            }
            Pattern::Optional(part) => {
                self.add(part, side, from, to)?;
                self.skip(from, to);
            }
            Pattern::Gap { min, max } => {
                let mut at = from;
                for number in 0..*max {
                    if number >= *min {
                        self.skip(at, to);
                    }
                    let next = self.state();
                    self.step(at, Letter::Some, next);
                    at = next;
                }
                self.skip(at, to);
            }
            Pattern::Slot { .. } if side == Side::Said => self.step(from, Letter::Some, to),
            Pattern::Word(part) if side == Side::Said => self.add(part, side, from, to)?,
            Pattern::Tolerant(_, part) if side == Side::LookedFor => {
                self.add(part, side, from, to)?;
            }
            Pattern::Slot { .. } | Pattern::Word(_) | Pattern::Tolerant(..) => return None,
        }
        Some(())
    }

    /// The state and all that it skips to.
    fn reach(&self, from: usize, into: &mut BTreeSet<usize>) {
        if into.insert(from) {
            for to in self.skips.get(from).into_iter().flatten() {
                self.reach(*to, into);
            }
        }
    }

    fn all_letters(&self, from: usize) -> impl Iterator<Item = &(Letter, usize)> {
        self.letters.get(from).into_iter().flatten()
    }

    /// The states of a look for this phrase after one more letter; a look may begin at any.
    fn look(&self, states: &BTreeSet<usize>, letter: &Letter) -> BTreeSet<usize> {
        let mut next = BTreeSet::new();
        self.reach(FIRST, &mut next);
        for state in states {
            for (looked_for, to) in self.all_letters(*state) {
                if letter.is(looked_for) {
                    self.reach(*to, &mut next);
                }
            }
        }
        next
    }

    fn begin(&self) -> BTreeSet<usize> {
        let mut states = BTreeSet::new();
        self.reach(FIRST, &mut states);
        states
    }

    /// Whether the utterance contains the phrase.
    pub(super) fn is_in(&self, utterance: &[Letter]) -> bool {
        let mut states = self.begin();
        let mut found = states.contains(&LAST);
        for letter in utterance {
            states = self.look(&states, letter);
            found |= states.contains(&LAST);
        }
        found
    }
}

/// `None` when nothing sure can be said of it.
fn letter(unit: &Unit, side: Side) -> Option<Letter> {
    match unit {
        Unit::Char(_) | Unit::Word(_) | Unit::Start | Unit::End => Some(Letter::Unit(unit.clone())),
        Unit::One if side == Side::LookedFor => Some(Letter::Some),
        // The plain words are among the other ways of a tolerance.
        Unit::One | Unit::Sound(_) | Unit::Raw(_) => None,
    }
}

/// Whether every sentence of the one contains the other.
pub(super) fn always_contains(said: &Sentences, looked_for: &Sentences) -> bool {
    let mut seen = HashMap::new();
    let mut queue = VecDeque::from([(FIRST, looked_for.begin())]);
    while let Some((state, looks)) = queue.pop_front() {
        // Nothing can undo what has been found.
        if looks.contains(&LAST) || seen.insert((state, looks.clone()), ()).is_some() {
            continue;
        }
        if state == LAST || seen.len() > MOST {
            return false;
        }
        for to in said.skips.get(state).into_iter().flatten() {
            queue.push_back((*to, looks.clone()));
        }
        for (letter, to) in said.all_letters(state) {
            queue.push_back((*to, looked_for.look(&looks, letter)));
        }
    }
    true
}

/// The shortest utterance that is a sentence of the one and contains the other, if there
/// is one (breadth first over both automata at once).
pub(super) fn shortest_common(said: &Sentences, looked_for: &Sentences) -> Option<Vec<Letter>> {
    let start = Letter::Unit(Unit::Start);
    let end = Letter::Unit(Unit::End);
    let looks = looked_for.look(&looked_for.begin(), &start);
    let mut queue = VecDeque::from([(FIRST, looks, false, vec![start])]);
    let mut seen = BTreeSet::new();
    while let Some((state, looks, found, way)) = queue.pop_front() {
        let found = found || looks.contains(&LAST);
        let looks = if found { BTreeSet::new() } else { looks };
        if !seen.insert((state, looks.clone(), found)) {
            continue;
        }
        if seen.len() > MOST {
            return None;
        }
        if state == LAST {
            let whole = [way.as_slice(), std::slice::from_ref(&end)].concat();
            if found || looked_for.look(&looks, &end).contains(&LAST) {
                return Some(whole);
            }
            continue;
        }
        for to in said.skips.get(state).into_iter().flatten() {
            // Of equal length: looked at first.
            queue.push_front((*to, looks.clone(), found, way.clone()));
        }
        for (letter, to) in said.all_letters(state) {
            if let Letter::Unit(Unit::Start | Unit::End) = letter {
                queue.push_front((*to, looks.clone(), found, way.clone()));
                continue;
            }
            let next = looked_for.look(&looks, letter);
            let longer = [way.as_slice(), std::slice::from_ref(letter)].concat();
            queue.push_back((*to, next, found, longer));
        }
    }
    None
}

/// The utterance as people write it; `…` where anything may stand.
pub(super) fn written(utterance: &[Letter]) -> String {
    let mut text = String::new();
    let mut word_before = false;
    for letter in utterance {
        let (part, is_word) = match letter {
            Letter::Unit(Unit::Char(c)) => (c.to_string(), false),
            Letter::Unit(Unit::Word(word)) => (word.clone(), true),
            Letter::Some => ("…".to_owned(), false),
            Letter::Unit(_) => continue,
        };
        if word_before && is_word {
            text.push(' ');
        }
        if letter == &Letter::Some && text.ends_with('…') {
            continue;
        }
        text.push_str(&part);
        word_before = is_word;
    }
    text
}
