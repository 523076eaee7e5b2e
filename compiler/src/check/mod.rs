//! Checking: syntax trees become a checked rulebook, or reasons why they do not.
//!
//! In: the rulebook's path and a [`Loader`]. Out: [`Checked`]: the [`Book`], if nothing is
//! wrong, and everything there is to say. Nothing stops at the first mistake: whatever can
//! still be understood is checked too, and what depends on something broken is passed over.

mod across;
mod amounts;
mod atoms;
mod branches;
mod calendar;
mod calls;
mod captures;
mod clauses;
mod comparisons;
mod conditions;
mod derived;
mod events;
mod expand;
mod expectations;
mod grades;
mod load;
mod moments;
mod names;
mod numbers;
mod obligations;
mod phrases;
mod places;
mod report;
mod rules;
mod scopes;
mod seen;
mod sequences;
mod settings;
mod shape;
mod soundness;
mod spelling;
mod suggest;
mod syntax;
mod tables;
mod twice;
mod values;
mod walk;
mod warnings;
mod weights;
mod windows;

use std::collections::BTreeMap;

use zhunze_grammar::ast::{Item, Span};

use crate::book::{Book, Expr, Language, Rule, Score, Section, SectionId};
use crate::diagnostics::{Code, Diagnostic, Message, Place};
use crate::sources::{Loader, Sources};

/// What came of checking a rulebook.
#[derive(Debug)]
pub struct Checked {
    /// The rulebook; `None` if there is an error.
    pub book: Option<Book>,
    /// Everything there is to say, in the order of its places.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read.
    pub sources: Sources,
}

/// What a rulebook is checked with, besides its files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Values of its parameters, as they would be written in it: `30s`, `yes`, a phrase's
    /// words or its name.
    pub params: BTreeMap<String, String>,
}

/// Checks the rulebook at `main` and all it uses. The same files give the same answer.
pub fn check(main: &str, loader: &dyn Loader) -> Checked {
    check_with(main, loader, &Settings::default())
}

/// Checks the rulebook at `main` and all it uses, with values for its parameters.
pub fn check_with(main: &str, loader: &dyn Loader, settings: &Settings) -> Checked {
    let mut report = report::Report::default();
    let given = expand::text(&settings.params).map(|text| (expand::PATH, text));
    let (sources, files) = load::load(main, loader, given, &mut report);
    let expanded = expand::expand(&files, &sources, &settings.params, &mut report);
    let scope = names::Scope::collect(&files, &expanded, &sources, &mut report);
    let language = settings::language(&expanded, &sources);
    let mut checker = Checker {
        sources: &sources,
        files: &files,
        expanded: &expanded,
        scope,
        language,
        confusions: settings::default_confusions(),
        applies: Vec::new(),
        tables: tables::Tables::default(),
        phrases: Vec::new(),
        moments: moments::Moments::default(),
        scores: Vec::new(),
        sections: Vec::new(),
        report,
    };
    let book = checker.book();
    if let Some(book) = book.as_ref().filter(|_| !checker.report.failed()) {
        let looks_wrong = crate::lints::lint(book);
        looks_wrong
            .into_iter()
            .for_each(|it| checker.report.push(it));
    }
    let failed = checker.report.failed();
    let diagnostics = checker.report.finish();
    Checked {
        book: book.filter(|_| !failed),
        diagnostics,
        sources,
    }
}

/// The rulebook while it is checked.
struct Checker<'a> {
    sources: &'a Sources,
    files: &'a load::Files,
    expanded: &'a expand::Expanded,
    scope: names::Scope<'a>,
    language: Language,
    /// Syllables that `sounds like` takes for the same.
    confusions: Vec<(String, String)>,
    /// To which calls any rule applies.
    applies: Vec<Expr>,
    tables: tables::Tables,
    phrases: Vec<phrases::State>,
    moments: moments::Moments,
    scores: Vec<Score>,
    sections: Vec<Section>,
    report: report::Report,
}

impl<'a> Checker<'a> {
    fn book(&mut self) -> Option<Book> {
        let settings = self.settings();
        self.sections();
        self.declared_events();
        self.declared_phrases();
        self.declared_moments();
        let rules = self.rules();
        self.templates();
        let channel = settings.as_ref().and_then(|it| it.channel.as_deref());
        let tests = self.tests(channel, settings.as_ref().is_some_and(|it| it.case));
        self.warn(&rules);
        let settings = settings?;
        let named = self.named_moments();
        let tables = std::mem::take(&mut self.tables);
        Some(Book {
            name: settings.name,
            version: settings.version,
            language: self.language,
            channel: settings.channel,
            hash: self.sources.hash(),
            sources: self.sources.names(),
            case: settings.case,
            fillers: settings.fillers,
            confusions: self.confusions.clone(),
            params: self.expanded.params.clone(),
            dropped: self.expanded.dropped.clone(),
            scores: std::mem::take(&mut self.scores),
            sections: std::mem::take(&mut self.sections),
            phrases: tables.phrases,
            derived: tables.derived,
            named,
            events: self.events(),
            attributes: tables.attributes,
            metadata: tables.metadata,
            labels: tables.labels,
            rules,
            tests,
            waiting: settings.waiting,
        })
    }

    fn rules(&mut self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for entry in &self.expanded.entries {
            let Item::Rule(rule) = &entry.item else {
                continue;
            };
            let section = entry.section.as_ref();
            let section = section.and_then(|name| self.scope.sections.position(name));
            let section = section.and_then(|at| u32::try_from(at).ok());
            let Some(mut rule) = self.rule(rule, section.map(SectionId)) else {
                continue;
            };
            let own = rule.applies.take();
            let mut all: Vec<Expr> = self.applies.iter().cloned().chain(own).collect();
            rule.applies = match all.len() {
                0 | 1 => all.pop(),
                _ => Some(Expr::And(all)),
            };
            rules.push(rule);
        }
        rules
    }

    /// The text at a place.
    fn written(&self, span: Span) -> &'a str {
        let Place { source, span } = self.place(span);
        self.sources.text(source).get(span.range()).unwrap_or("")
    }

    /// Where something in a syntax tree is, as a place in its file.
    fn place(&self, span: Span) -> Place {
        self.files.places.place(span)
    }

    /// A diagnostic about something in a syntax tree.
    fn at(
        &self,
        code: Code,
        span: Span,
        en: impl Into<String>,
        zh: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.place(span), Message::new(en, zh))
    }

    /// Whether something within `span` could not be read.
    fn broken(&self, span: Span) -> bool {
        let touches = |at: &Span| at.start <= span.end && span.start <= at.end;
        self.files.broken(span) || self.expanded.broken.iter().any(touches)
    }
}
