//! Phrases: what words they need.
//!
//! In: `phrase` items and phrases written on the spot. Out: [`Pattern`]s with other
//! phrases put in, known to need at least one word, not to start or end with a gap, and
//! not to be too large.

use std::rc::Rc;

use zhunze_grammar::ast::{self, Name, PhraseBody, PhrasePart, PhraseSeq, PhraseUse, Span};

use super::Checker;
use super::names::Sort;
use super::shape;
use super::spelling::{self, Piece};
use crate::book::{Pattern, Phrase, PhraseId};
use crate::diagnostics::Code;

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
    /// Its pattern, its size, and how deep phrases stand in it.
    Ready(Rc<Pattern>, usize, u32),
}

/// How large the phrase at hand is, other phrases included.
#[derive(Default)]
struct Growth {
    units: usize,
    levels: u32,
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
        let Some((source, item)) = self.scope.phrases.get(at).map(|it| (it.source, it.item)) else {
            return State::Broken;
        };
        self.set(at, State::Open);
        let back = std::mem::replace(&mut self.here, source);
        let state = self.phrase_item(item, depth).unwrap_or(State::Broken);
        self.here = back;
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
        let pattern = match &item.body {
            PhraseBody::AnyOf { choices, .. } => {
                let each = choices
                    .iter()
                    .map(|it| self.sequence(it, depth, &mut growth));
                whole(each.collect())?
            }
            PhraseBody::FromFile(text) => self.list(text, depth, &mut growth)?,
        };
        let pattern = self.sound(pattern, name)?;
        let units = shape::size(&pattern);
        if units > MOST_UNITS || growth.levels > MOST_LEVELS {
            self.too_large(name);
            return None;
        }
        Some(State::Ready(Rc::new(pattern), units, growth.levels))
    }

    /// A list file: one pattern a line.
    fn list(
        &mut self,
        text: &ast::Text,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        let list = self.files.list(self.here, text)?;
        let content = self.sources.text(list).to_owned();
        let back = std::mem::replace(&mut self.here, list);
        let mut all = Vec::new();
        for line in super::syntax::list_lines(&content) {
            all.push(self.list_line(&content, line, depth, growth));
        }
        self.here = back;
        whole(all)
    }

    fn list_line(
        &mut self,
        content: &str,
        line: Span,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        let pattern = match super::syntax::pattern(content, line, self.here) {
            Ok(pattern) => pattern,
            Err(problem) => {
                self.report.push(*problem);
                return None;
            }
        };
        let pieces = self.pattern(&pattern, depth, growth)?;
        let pattern = self.spell(&pieces, line, growth)?;
        self.sound(pattern, line).map(Some)
    }

    /// Parts in a row.
    fn sequence(
        &mut self,
        row: &'a PhraseSeq,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        let mut parts = Vec::new();
        for part in &row.parts {
            parts.push(self.part(part, depth, growth));
        }
        let parts: Option<Vec<_>> = parts.into_iter().collect();
        let pattern = spelling::sequence(parts?);
        self.sound(pattern, row.span).map(Some)
    }

    fn part(
        &mut self,
        part: &'a PhrasePart,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        match part {
            PhrasePart::Pattern { text, pattern } => {
                if pattern.pieces.is_empty() && self.broken(text.span) {
                    return None;
                }
                let pieces = self.pattern(pattern, depth, growth)?;
                self.spell(&pieces, text.span, growth)
            }
            PhrasePart::Phrase(name) => {
                let pattern = self.phrase_within(name, depth, growth)?;
                Some(Some(pattern))
            }
            PhrasePart::Gap(gap) => {
                let (min, max) = self.gap(gap)?;
                Some(Some(Pattern::Gap { min, max }))
            }
        }
    }

    fn spell(
        &mut self,
        pieces: &[Piece],
        span: Span,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        let spelled = spelling::spell(pieces, self.language).ok();
        let size = spelled
            .as_ref()
            .and_then(Option::as_ref)
            .map_or(0, shape::size);
        growth.units = growth.units.saturating_add(size);
        if spelled.is_none() || growth.units > MOST_UNITS {
            self.too_large(span);
            return None;
        }
        spelled
    }

    /// The pieces of a quoted pattern. (They may come from a list, so they are not kept.)
    fn pattern(
        &mut self,
        pattern: &ast::Pattern,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        for piece in &pattern.pieces {
            pieces.push(match piece {
                ast::Piece::Words(text) => Some(Piece::Text(text.node.clone())),
                ast::Piece::Alternatives(all) => self.choice(all, false, depth, growth),
                ast::Piece::Optional(all) => self.choice(all, true, depth, growth),
                ast::Piece::Gap(gap) => self.gap(gap).map(|(min, max)| Piece::Gap(min, max)),
                ast::Piece::Phrase(name) => {
                    self.phrase_within(name, depth, growth).map(Piece::Whole)
                }
            });
        }
        pieces.into_iter().collect()
    }

    fn choice(
        &mut self,
        all: &[ast::Pattern],
        optional: bool,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Piece> {
        let mut choices: Vec<Option<Vec<Piece>>> = Vec::new();
        for one in all {
            choices.push(self.pattern(one, depth, growth));
        }
        if optional {
            choices.push(Some(Vec::new()));
        }
        choices
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .map(Piece::Choice)
    }

    /// Another phrase, as part of one.
    fn phrase_within(&mut self, name: &Name, depth: u32, growth: &mut Growth) -> Option<Pattern> {
        let at = self.phrase_named(name)?;
        if depth >= MOST_LEVELS {
            self.too_large(name.span);
            return None;
        }
        match self.declared_phrase(at, depth + 1) {
            State::Unseen | State::Broken => None,
            State::Open => {
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
                None
            }
            State::Ready(pattern, units, levels) => {
                growth.units = growth.units.saturating_add(units);
                growth.levels = growth.levels.max(levels + 1);
                if growth.units > MOST_UNITS {
                    self.too_large(name.span);
                    return None;
                }
                Some(Pattern::clone(&pattern))
            }
        }
    }

    fn phrase_named(&mut self, name: &Name) -> Option<usize> {
        let found = self.scope.phrase(&name.node, self.here);
        match found.and_then(|at| self.scope.phrases.list.get_mut(at)) {
            Some(decl) => decl.used = true,
            None => self
                .scope
                .unknown(name, Sort::Phrase, self.here, &[], &mut self.report),
        }
        found
    }

    /// The phrase that a moment asks for.
    pub(super) fn phrase_use(&mut self, asked: &'a PhraseUse) -> Option<PhraseId> {
        if let PhraseUse::Name(name) = asked {
            let at = self.phrase_named(name)?;
            return self.named_phrase(at);
        }
        let pattern = self.use_pattern(asked)?;
        let span = use_span(asked);
        let phrase = Phrase {
            name: None,
            pattern,
            source: self.here,
            span,
        };
        Some(self.tables.phrase(None, phrase))
    }

    fn named_phrase(&mut self, at: usize) -> Option<PhraseId> {
        let State::Ready(pattern, ..) = self.phrases.get(at)? else {
            return None;
        };
        let decl = self.scope.phrases.get(at)?;
        let phrase = Phrase {
            name: Some(decl.name.node.clone()),
            pattern: Pattern::clone(pattern),
            source: decl.source,
            span: decl.name.span,
        };
        Some(self.tables.phrase(Some(at), phrase))
    }

    fn use_pattern(&mut self, asked: &'a PhraseUse) -> Option<Pattern> {
        let mut growth = Growth::default();
        match asked {
            PhraseUse::Name(name) => self.phrase_within(name, 0, &mut growth),
            PhraseUse::Inline(row) => self.sequence(row, 0, &mut growth).flatten(),
            PhraseUse::AnyOf(all) => {
                let mut each = Vec::new();
                for one in all {
                    each.push(self.use_pattern(one).map(Some));
                }
                whole(each).flatten()
            }
        }
    }
}

/// Any of these, if none is broken.
fn whole(choices: Vec<Option<Option<Pattern>>>) -> Option<Option<Pattern>> {
    choices
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .map(spelling::any)
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
