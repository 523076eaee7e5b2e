//! A phrase that was checked, before it has a number in the book.

use std::rc::Rc;

use crate::book::{Capture, Pattern, PhraseId, Span};
use crate::check::shape;

/// A checked phrase.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::check) struct Lowered {
    pub(super) body: Body,
    pub(super) captures: Vec<Capture>,
    pub(super) span: Span,
    /// How it may be spread over several utterances.
    pub(super) spread: Option<Spread>,
}

/// When it is found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Pattern(Pattern),
    Regex(String),
    AtLeast(u32, Vec<Child>),
    ButNot(Box<Child>, Vec<Child>),
}

/// A phrase within another; `declared` is its place in the list of declared ones.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::check) struct Child {
    pub(super) declared: Option<usize>,
    pub(super) phrase: Rc<Lowered>,
}

/// Parts of a phrase that may stand in different utterances.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spread {
    /// Every way to cut it; each has at least two parts.
    pub(super) ways: Vec<Vec<Child>>,
    pub(super) utterances: u32,
}

/// A phrase that may be spread over several utterances of one speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Across {
    /// The phrase in one utterance.
    pub(in crate::check) whole: PhraseId,
    /// Every way to cut it at its gaps: the parts in order, at least two.
    pub(in crate::check) parts: Vec<Vec<PhraseId>>,
    /// Over how many utterances it may be spread.
    pub(in crate::check) utterances: u32,
}

impl Lowered {
    pub(super) fn of(body: Body, captures: Vec<Capture>, span: Span) -> Self {
        Self {
            body,
            captures,
            span,
            spread: None,
        }
    }

    /// How many units, gaps and slots it is made of.
    pub(super) fn size(&self) -> usize {
        let all = |children: &[Child]| -> usize {
            let sizes = children.iter().map(|child| child.phrase.size());
            sizes.fold(0, usize::saturating_add)
        };
        match &self.body {
            Body::Pattern(pattern) => shape::size(pattern),
            Body::Regex(regex) => regex.len(),
            Body::AtLeast(_, of) => all(of),
            Body::ButNot(phrase, not) => phrase.phrase.size().saturating_add(all(not)),
        }
    }

    /// Its pattern, if it is no more than one.
    pub(super) fn plain(&self) -> Option<&Pattern> {
        match &self.body {
            Body::Pattern(pattern) if self.spread.is_none() => Some(pattern),
            _ => None,
        }
    }
}

impl Child {
    /// A phrase without a name.
    pub(super) fn new(phrase: Lowered) -> Self {
        Self {
            declared: None,
            phrase: Rc::new(phrase),
        }
    }
}
