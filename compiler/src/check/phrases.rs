//! Phrases: what words they need.
//!
//! In: `phrase` items and phrases written on the spot. Out: phrases of the book, other
//! phrases put in, known to need at least one word, not to start or end with a gap, and
//! not to be too large. Rows of patterns are in [`rows`], patterns in [`words`].

mod across;
mod fit;
mod lowered;
mod merge;
mod rows;
mod words;

use std::rc::Rc;

use zhunze_grammar::ast::{self, Name, PhraseBody, PhraseUse, Span};

pub(super) use self::lowered::Across;
use self::lowered::{Body, Child, Lowered};
use super::Checker;
use super::names::Sort;
use crate::book::{Capture, Pattern, Phrase, PhraseBody as Found, PhraseId};
use crate::diagnostics::Code;
use crate::lints;

/// Units and gaps of one phrase.
const MOST_UNITS: usize = 200_000;
/// How deep phrases may stand in phrases.
const MOST_LEVELS: u32 = 16;

/// A declared phrase while phrases are checked.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// Not looked at.
    Unseen,
    /// Being looked at.
    Open,
    /// It can not be used (and that was reported).
    Broken,
    /// What it is, its size, and how deep phrases stand in it.
    Ready(Rc<Lowered>, usize, u32),
}

/// The phrase at hand: how large it is, other phrases included, and what it captures.
#[derive(Default)]
struct Growth {
    units: usize,
    levels: u32,
    captures: Vec<Capture>,
}

impl<'a> Checker<'a> {
    /// Checks all declared phrases.
    pub(super) fn declared_phrases(&mut self) {
        self.phrases = vec![State::Unseen; self.scope.phrases.list.len()];
        for at in 0..self.phrases.len() {
            self.declared_phrase(at, 0);
        }
    }

    /// The state of a declared phrase, looking at it if nobody has.
    fn declared_phrase(&mut self, at: usize, depth: u32) -> State {
        let state = self.phrases.get(at).cloned().unwrap_or(State::Broken);
        let State::Unseen = state else { return state };
        let Some(item) = self.scope.phrases.get(at).map(|it| it.item) else {
            return State::Broken;
        };
        self.set(at, State::Open);
        let state = self.phrase_item(item, depth).unwrap_or(State::Broken);
        self.set(at, state.clone());
        state
    }

    fn set(&mut self, at: usize, state: State) {
        if let Some(slot) = self.phrases.get_mut(at) {
            *slot = state;
        }
    }

    fn phrase_item(&mut self, item: &'a ast::PhraseItem, depth: u32) -> Option<State> {
        let mut growth = Growth::default();
        let name = item.name.span;
        let lowered = self.body(&item.body, name, depth, &mut growth)?;
        let units = lowered.size();
        if units > MOST_UNITS || growth.levels > MOST_LEVELS {
            self.too_large(name);
            return None;
        }
        Some(State::Ready(Rc::new(lowered), units, growth.levels))
    }

    fn body(
        &mut self,
        body: &'a PhraseBody,
        name: Span,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Lowered> {
        match body {
            PhraseBody::AnyOf { choices, .. } => {
                let rows = self.rows(choices, depth, growth)?;
                self.swallowed(choices, &rows);
                self.any_of(rows, name)
            }
            PhraseBody::AllOf(choices) => {
                let rows = self.rows(choices, depth, growth)?;
                self.some_of(None, rows, name)
            }
            PhraseBody::SomeOf { count, choices } => {
                let rows = self.rows(choices, depth, growth)?;
                self.some_of(Some(count), rows, name)
            }
            PhraseBody::FromFile(text) => {
                let pattern = self.list(text, depth, growth)?;
                let pattern = self.sound(pattern, name)?;
                let captures = std::mem::take(&mut growth.captures);
                self.fits(&pattern, &captures, name)?;
                Some(Lowered::of(Body::Pattern(pattern), captures, name))
            }
        }
    }

    /// Reports alternatives that make no difference.
    fn swallowed(&mut self, choices: &[ast::PhraseSeq], rows: &[Child]) {
        let patterns: Option<Vec<&Pattern>> = rows
            .iter()
            .map(|row| match &row.phrase.body {
                Body::Pattern(pattern) if row.phrase.captures.is_empty() => Some(pattern),
                _ => None,
            })
            .collect();
        let Some(patterns) = patterns.filter(|all| all.len() == choices.len() && all.len() > 1)
        else {
            return;
        };
        for (long, short) in lints::swallowed(&patterns) {
            let (Some(long), Some(short)) = (choices.get(long), choices.get(short)) else {
                continue;
            };
            let words = self.written(short.span);
            let diagnostic = self
                .at(
                    Code::Swallowed,
                    long.span,
                    format!("this makes no difference: wherever it is found, {words} is found too"),
                    format!("这一种是多余的：凡是它出现的地方，{words} 也出现"),
                )
                .here("makes no difference", "多余")
                .also(self.place(short.span), "this one", "这一种")
                .help(
                    "leave it out, or make the shorter one say more",
                    "删去它，或者把短的写得更具体",
                );
            self.report.push(diagnostic);
        }
    }

    fn phrase_named(&mut self, name: &Name) -> Option<usize> {
        let found = self.scope.phrase(&name.node, name.span);
        match found.and_then(|at| self.scope.phrases.list.get_mut(at)) {
            Some(decl) => decl.used = true,
            None => self
                .scope
                .unknown(name, Sort::Phrase, &[], &mut self.report),
        }
        found
    }

    /// A declared phrase as part of another: its place in the list and what it is.
    fn phrase_within(&mut self, name: &Name, depth: u32, growth: &mut Growth) -> Option<Child> {
        let at = self.phrase_named(name)?;
        if depth >= MOST_LEVELS {
            self.too_large(name.span);
            return None;
        }
        match self.declared_phrase(at, depth + 1) {
            State::Unseen | State::Broken => None,
            State::Open => {
                self.phrase_loop(name);
                None
            }
            State::Ready(phrase, units, levels) => {
                growth.units = growth.units.saturating_add(units);
                growth.levels = growth.levels.max(levels + 1);
                if growth.units > MOST_UNITS {
                    self.too_large(name.span);
                    return None;
                }
                let declared = Some(at);
                Some(Child { declared, phrase })
            }
        }
    }

    fn phrase_loop(&mut self, name: &Name) {
        let diagnostic = self
            .at(
                Code::PhraseLoop,
                name.span,
                format!("the phrase `{}` is made of itself", name.node),
                format!("短语“{}”引用了自己", name.node),
            )
            .help(
                "write the words out in one of them",
                "在其中一处把字词直接写出来",
            );
        self.report.push(diagnostic);
    }

    /// The phrase that a moment asks for.
    pub(super) fn phrase_use(&mut self, asked: &'a PhraseUse) -> Option<PhraseId> {
        let child = self.used(asked)?;
        Some(self.enter(&child))
    }

    /// A declared phrase, by its place in the list.
    pub(super) fn named_phrase(&mut self, at: usize) -> Option<PhraseId> {
        let State::Ready(phrase, ..) = self.phrases.get(at)? else {
            return None;
        };
        let child = Child {
            declared: Some(at),
            phrase: Rc::clone(phrase),
        };
        Some(self.enter(&child))
    }

    fn used(&mut self, asked: &'a PhraseUse) -> Option<Child> {
        let mut growth = Growth::default();
        match asked {
            PhraseUse::Name(name) => self.phrase_within(name, 0, &mut growth),
            PhraseUse::Inline(row) => {
                let row = self.row(row, 0, &mut growth)?;
                Some(Child::new(row))
            }
            PhraseUse::AnyOf(all) => {
                let mut each = Vec::new();
                for one in all {
                    each.push(self.used(one));
                }
                let each = each.into_iter().collect::<Option<Vec<Child>>>()?;
                let span = use_span(asked);
                self.any_of(each, span).map(Child::new)
            }
        }
    }

    /// Enters a phrase, and those it is made of, into the book.
    fn enter(&mut self, child: &Child) -> PhraseId {
        let lowered = &*child.phrase;
        let body = match &lowered.body {
            Body::Pattern(pattern) => Found::Pattern(pattern.clone()),
            Body::Regex(regex) => Found::Regex(regex.clone()),
            Body::AtLeast(n, of) => {
                let n = *n;
                let of = self.enter_all(of);
                Found::AtLeast { n, of }
            }
            Body::ButNot(phrase, not) => {
                let phrase = self.enter(phrase);
                let not = self.enter_all(not);
                Found::ButNot { phrase, not }
            }
        };
        let decl = child.declared.and_then(|at| self.scope.phrases.get(at));
        let span = decl.map_or(lowered.span, |decl| decl.name.span);
        let place = self.place(span);
        let phrase = Phrase {
            name: decl.map(|decl| decl.name.node.clone()),
            body,
            captures: lowered.captures.clone(),
            source: place.source,
            span: place.span,
        };
        self.tables.phrase(child.declared, phrase)
    }

    /// Several, each once.
    fn enter_all(&mut self, children: &[Child]) -> Vec<PhraseId> {
        let mut all = Vec::new();
        for child in children {
            let id = self.enter(child);
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }
}

fn use_span(asked: &PhraseUse) -> Span {
    match asked {
        PhraseUse::Name(name) => name.span,
        PhraseUse::Inline(row) => row.span,
        PhraseUse::AnyOf(all) => {
            let spans = all.iter().map(use_span);
            spans.reduce(Span::to).unwrap_or_default()
        }
    }
}
