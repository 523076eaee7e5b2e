//! The phrases that rules use, each distinct one once.
//!
//! In: phrases of the rulebook as rules mention them. Out: [`Listed`], a list in which a
//! phrase made of others comes after them; the module numbers phrases by it.

use std::collections::HashMap;

use crate::book::{Book, Pattern, PhraseBody, PhraseId};

/// When a listed phrase is found; others by their position in the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// The pattern matches.
    Pattern(Pattern),
    /// The regular expression does.
    Regex(String),
    /// At least `n` of these are found.
    AtLeast {
        /// How many.
        n: u32,
        /// Of which.
        of: Vec<u32>,
    },
    /// The phrase is found and none of `not` is.
    ButNot {
        /// What is found.
        phrase: u32,
        /// What is not.
        not: Vec<u32>,
    },
}

/// The list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    /// What they are.
    pub bodies: Vec<Body>,
    /// How many values each captures.
    pub captures: Vec<u32>,
    places: HashMap<PhraseId, u32>,
    known: HashMap<String, u32>,
}

impl Listed {
    /// The place of a phrase in the list, which it joins when it is new. The book's phrases
    /// are no loops: a phrase made of others comes after them.
    pub(crate) fn add(&mut self, book: &Book, id: PhraseId) -> Option<u32> {
        if let Some(place) = self.places.get(&id) {
            return Some(*place);
        }
        let phrase = book.phrases.get(id.index())?;
        let body = match &phrase.body {
            PhraseBody::Pattern(pattern) => Body::Pattern(pattern.clone()),
            PhraseBody::Regex(pattern) => Body::Regex(pattern.clone()),
            PhraseBody::AtLeast { n, of } => Body::AtLeast {
                n: *n,
                of: self.add_all(book, id, of)?,
            },
            PhraseBody::ButNot { phrase, not } => Body::ButNot {
                phrase: self.add_all(book, id, &[*phrase])?.first().copied()?,
                not: self.add_all(book, id, not)?,
            },
        };
        let captures = phrase.captures.len() as u32;
        let key = format!("{captures} {body:?}");
        let next = self.bodies.len() as u32;
        let place = *self.known.entry(key).or_insert(next);
        if place == next {
            self.bodies.push(body);
            self.captures.push(captures);
        }
        self.places.insert(id, place);
        Some(place)
    }

    fn add_all(&mut self, book: &Book, id: PhraseId, parts: &[PhraseId]) -> Option<Vec<u32>> {
        let parts = parts.iter().filter(|part| **part != id);
        parts.map(|part| self.add(book, *part)).collect()
    }

    /// The place of a phrase that has joined the list.
    pub(crate) fn place(&self, id: PhraseId) -> Option<u32> {
        self.places.get(&id).copied()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.bodies.len()
    }
}
