//! Parses one item: once as a whole and, where that fails, its header and clauses one by
//! one, so that each broken clause gives its own error and the good ones are kept.
//!
//! In: the item's words. Out: an [`ItemParse`], in places relative to the item, so that it
//! can be used again for the same text anywhere in a file that declares the same names.

use crate::ast::Span;
use crate::canon::Canon;
use crate::cut::Cut;
use crate::errors::{ErrorKind, Hint, SyntaxError};
use crate::expected;
use crate::fold::fold_word;
use crate::keywords::{self, ItemKind};
use crate::lexeme::{Lex, Words};
use crate::lexer::{Lexed, Token};
use crate::names::Names;
use crate::shapes::{unit_rule, whole_rule};
use crate::suggest;
use crate::syntax;
use crate::tree::{self, Node, Rule, Stop};
use crate::words;
use std::ops::Range;

/// What is known of an item before its place in the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemParse {
    pub(crate) kind: Option<ItemKind>,
    pub(crate) words: Words,
    /// A node for the header and each clause; `None` where it could not be read.
    pub(crate) units: Vec<Option<Node>>,
    /// The errors, relative to the item.
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) green: rowan::GreenNode,
}

/// Parses an item.
pub(crate) fn parse(text: &str, tokens: &[Lexed], cut: &Cut, names: &Names) -> ItemParse {
    let words = words::read(text, tokens, cut, names);
    let start = tokens.get(cut.tokens.start).map_or(0, |token| token.start);
    let end = cut
        .tokens
        .end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .map_or(start, |token| token.end);
    let mut parser = ItemParser {
        item: crate::fold::slice(text, start, end),
        cut,
        names,
        words,
        errors: Vec::new(),
    };
    let units = parser.units();
    let ItemParser {
        item,
        words,
        mut errors,
        ..
    } = parser;
    errors.sort_by_key(|error| error.span.start);
    let green = syntax::item(item, &words, &units);
    ItemParse {
        kind: cut.kind,
        green,
        errors,
        units,
        words,
    }
}

struct ItemParser<'a> {
    item: &'a str,
    cut: &'a Cut,
    names: &'a Names,
    words: Words,
    errors: Vec<SyntaxError>,
}

impl ItemParser<'_> {
    fn units(&mut self) -> Vec<Option<Node>> {
        let Some(kind) = self.cut.kind else {
            self.unknown_item();
            return vec![None; self.cut.units.len()];
        };
        self.check_indentation();
        let broken = self.check_tokens();
        if broken.iter().all(|broken| !broken)
            && let Some(nodes) = self.whole(kind)
        {
            return nodes.into_iter().map(Some).collect();
        }
        let units = self.words.units.clone();
        let numbered = units.into_iter().enumerate();
        numbered
            .map(|(index, unit)| self.alone(kind, index, unit, broken.get(index) == Some(&true)))
            .collect()
    }

    fn span(&self, range: Range<usize>) -> Span {
        let (start, end) = self.words.bytes(range);
        Span::new(start, end)
    }

    fn error(&mut self, span: Span, kind: ErrorKind) {
        self.errors.push(SyntaxError::new(span, kind));
    }

    fn unknown_item(&mut self) {
        let Some(header) = self.words.units.first().cloned() else {
            return;
        };
        let span = self.span(header.start..header.start + 1);
        let found = self.words.text(self.item, header.start).to_owned();
        let suggestion = suggest::keyword(&found, u32::MAX, Some(crate::keywords::Place::Header));
        self.error(span, ErrorKind::UnknownItem { found, suggestion });
    }

    fn check_indentation(&mut self) {
        let bad = self.cut.units.iter().position(|unit| unit.not_indented);
        if let Some(unit) = bad.and_then(|index| self.words.units.get(index)).cloned() {
            let span = self.span(unit.start..unit.start + 1);
            self.error(span, ErrorKind::NotIndented);
        }
    }

    /// Reports quotes without end and characters that mean nothing; says which units have any.
    fn check_tokens(&mut self) -> Vec<bool> {
        let units = self.words.units.clone();
        units
            .into_iter()
            .map(|unit| self.check_unit(unit))
            .collect()
    }

    fn check_unit(&mut self, unit: Range<usize>) -> bool {
        let before = self.errors.len();
        for index in unit {
            let token = self
                .words
                .lexemes
                .get(index)
                .and_then(|lexeme| self.words.tokens.get(lexeme.tokens.start));
            match token.map(|token| token.kind) {
                Some(Token::OpenString) => {
                    self.error(self.span(index..index + 1), ErrorKind::UnterminatedString)
                }
                Some(Token::Error) => {
                    let found = self.words.text(self.item, index).to_owned();
                    self.error(
                        self.span(index..index + 1),
                        ErrorKind::UnknownCharacter(found),
                    );
                }
                _ => {}
            }
        }
        self.errors.len() > before
    }

    /// The whole item in one go.
    fn whole(&self, kind: ItemKind) -> Option<Vec<Node>> {
        let mut canon = Canon::default();
        for unit in &self.words.units {
            canon
                .push_unit(self.item, &self.words, self.names, unit.clone())
                .ok()?;
            canon.end_unit(unit.end);
        }
        tree::parse(whole_rule(kind), &canon, self.words.lexemes.len()).ok()
    }

    /// One header or clause. `broken`: it has an error already, so a second one says nothing.
    fn alone(
        &mut self,
        kind: ItemKind,
        index: usize,
        unit: Range<usize>,
        broken: bool,
    ) -> Option<Node> {
        let Some(rule) = unit_rule(kind, index) else {
            if !broken {
                self.stopped(kind, index, unit.clone(), &Stop::at(unit.start));
            }
            return None;
        };
        let result = match self.attempt(rule, &unit) {
            Ok(result) => result,
            Err(deep) => {
                self.error(self.span(deep..deep + 1), ErrorKind::TooDeep);
                return None;
            }
        };
        let result = self.retry(rule, &unit, result);
        match self.as_name(rule, &unit, result) {
            Ok(nodes) => nodes.into_iter().next().filter(|_| !broken),
            Err(stop) => {
                if !broken {
                    self.stopped(kind, index, unit, &stop);
                }
                None
            }
        }
    }

    /// Reads a unit. The outer error is the lexeme at which it nests too deep.
    fn attempt(&self, rule: Rule, unit: &Range<usize>) -> Result<Result<Vec<Node>, Stop>, usize> {
        let mut canon = Canon::default();
        canon.push_unit(self.item, &self.words, self.names, unit.clone())?;
        Ok(tree::parse(rule, &canon, unit.end))
    }

    /// What its neighbours made a name may be a keyword after all, when only a keyword can
    /// stand there: never refuse a word and ask for that very word.
    fn retry(
        &mut self,
        rule: Rule,
        unit: &Range<usize>,
        first: Result<Vec<Node>, Stop>,
    ) -> Result<Vec<Node>, Stop> {
        let mut result = first;
        for _ in 0..MOST_RETRIES {
            let better = match &result {
                Err(stop) if !stop.gave_up && stop.lexeme < unit.end => {
                    self.as_keyword(rule, unit, stop.lexeme)
                }
                _ => None,
            };
            match better {
                Some(better) => result = better,
                None => break,
            }
        }
        result
    }

    /// Reads on with the name at `at` as the keyword that it spells, if that gets further.
    fn as_keyword(
        &mut self,
        rule: Rule,
        unit: &Range<usize>,
        at: usize,
    ) -> Option<Result<Vec<Node>, Stop>> {
        if self.lex(at) != Some(Lex::Name) {
            return None;
        }
        let word = fold_word(self.words.text(self.item, at));
        let scope = self.cut.kind.map_or(0, ItemKind::scope);
        for keyword in keywords::single(&word).filter(|keyword| keyword.in_scope(scope)) {
            self.words.set(at, Lex::Keyword(keyword));
            let result = self.attempt(rule, unit);
            if let Ok(result) = result
                && result.as_ref().err().is_none_or(|stop| stop.lexeme > at)
            {
                return Some(result);
            }
        }
        self.words.set(at, Lex::Name);
        None
    }

    /// A keyword may be the name of something after all, when only a name can stand there
    /// and the rest of the clause can be read then: `agent says again`.
    fn as_name(
        &mut self,
        rule: Rule,
        unit: &Range<usize>,
        result: Result<Vec<Node>, Stop>,
    ) -> Result<Vec<Node>, Stop> {
        let stop = match result {
            Err(stop) if stop.expected.contains(&Rule::name) => stop,
            other => return other,
        };
        let lexeme = self.words.lexemes.get(stop.lexeme);
        let word = lexeme.filter(|lexeme| lexeme.tokens.len() == 1);
        let Some(kind @ Lex::Keyword(_)) = word.map(|lexeme| lexeme.kind) else {
            return Err(stop);
        };
        // `say "a" or "b"` is no row of three phrases.
        let declared = self
            .names
            .contains_key(&crate::fold::fold(self.words.text(self.item, stop.lexeme)));
        if !declared && self.hint(unit, &stop).is_some() {
            return Err(stop);
        }
        self.words.set(stop.lexeme, Lex::Name);
        if let Ok(Ok(nodes)) = self.attempt(rule, unit) {
            return Ok(nodes);
        }
        self.words.set(stop.lexeme, kind);
        Err(stop)
    }

    fn stopped(&mut self, kind: ItemKind, index: usize, unit: Range<usize>, stop: &Stop) {
        if stop.gave_up {
            return self.error(self.span(unit), ErrorKind::TooDeep);
        }
        let unexpected = self.unexpected(kind, &unit, stop);
        if index > 0 && self.opens_nothing(kind, unit.start, stop) {
            return self.unknown_clause(kind, unit, stop, unexpected);
        }
        self.error(self.place(&unit, stop.lexeme), unexpected);
    }

    fn place(&self, unit: &Range<usize>, lexeme: usize) -> Span {
        if lexeme < unit.end {
            return self.span(lexeme..lexeme + 1);
        }
        let end = self.span(unit.clone()).end;
        Span::new(end, end)
    }

    fn unexpected(&self, kind: ItemKind, unit: &Range<usize>, stop: &Stop) -> ErrorKind {
        let found =
            (stop.lexeme < unit.end).then(|| self.words.text(self.item, stop.lexeme).to_owned());
        let is_name = self.lex(stop.lexeme) == Some(Lex::Name);
        let word = found.as_deref().filter(|_| is_name);
        let suggestion = word.and_then(|word| suggest::keyword(word, kind.scope(), None));
        ErrorKind::Unexpected {
            hint: self.hint(unit, stop),
            suggestion,
            expected: expected::words(&stop.expected),
            found,
        }
    }

    fn hint(&self, unit: &Range<usize>, stop: &Stop) -> Option<Hint> {
        crate::hints::hint(self.cut.kind?, self.item, &self.words, unit, stop.lexeme)
    }

    fn lex(&self, index: usize) -> Option<Lex> {
        self.words.lexemes.get(index).map(|lexeme| lexeme.kind)
    }

    /// A clause that starts with no keyword and is not `NAME must happen` either.
    fn opens_nothing(&self, kind: ItemKind, start: usize, stop: &Stop) -> bool {
        let clauses = kind.has_clauses();
        let early = stop.lexeme <= start + 1;
        let word = self.words.text(self.item, start);
        let named = self.lex(start) == Some(Lex::Name)
            && !self.names.contains_key(&crate::fold::fold(word));
        clauses && ((named && early) || stop.lexeme == start)
    }

    /// Its first word is wrong, unless it is the second that is a mistyped keyword.
    fn unknown_clause(
        &mut self,
        kind: ItemKind,
        unit: Range<usize>,
        stop: &Stop,
        unexpected: ErrorKind,
    ) {
        let start = unit.start;
        let found = self.words.text(self.item, start).to_owned();
        let suggestion = suggest::clause(&found, kind.scope());
        let second = matches!(
            unexpected,
            ErrorKind::Unexpected {
                suggestion: Some(_),
                ..
            }
        );
        if suggestion.is_none() && second && stop.lexeme > start {
            return self.error(self.place(&unit, stop.lexeme), unexpected);
        }
        self.error(
            self.span(start..start + 1),
            ErrorKind::UnknownClause { found, suggestion },
        );
    }
}

/// How many words of one unit are tried again as keywords.
const MOST_RETRIES: usize = 8;
