//! Checking: syntax trees become a checked rulebook, or reasons why they do not.
//!
//! In: the rulebook's path and a [`Loader`]. Out: [`Checked`]: the [`Book`], if nothing is
//! wrong, and everything there is to say. Nothing stops at the first mistake: whatever can
//! still be understood is checked too, and what depends on something broken is passed over.

mod amounts;
mod calls;
mod comparisons;
mod conditions;
mod events;
mod expectations;
mod load;
mod moments;
mod names;
mod numbers;
mod obligations;
mod phrases;
mod report;
mod rules;
mod settings;
mod shape;
mod soundness;
mod spelling;
mod suggest;
mod syntax;
mod tables;
mod warnings;

use zhunze_grammar::ast::Span;

use crate::book::{Book, Language, Rule, Score, Section, SourceId};
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

/// Checks the rulebook at `main` and all it uses. The same files give the same answer.
pub fn check(main: &str, loader: &dyn Loader) -> Checked {
    let mut report = report::Report::default();
    let (sources, files) = load::load(main, loader, &mut report);
    let texts: Vec<String> = sources.iter().map(|source| source.text.clone()).collect();
    let scope = names::Scope::collect(&files, &texts, &mut report);
    let language = settings::language(&files, sources.text(SourceId(0)));
    let mut checker = Checker {
        sources: &sources,
        files: &files,
        scope,
        language,
        here: SourceId(0),
        tables: tables::Tables::default(),
        phrases: Vec::new(),
        moments: moments::Moments::default(),
        scores: Vec::new(),
        sections: Vec::new(),
        report,
    };
    let book = checker.book();
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
    scope: names::Scope<'a>,
    language: Language,
    /// The file whose text is looked at.
    here: SourceId,
    tables: tables::Tables,
    phrases: Vec<phrases::State>,
    moments: moments::Moments,
    scores: Vec<Score>,
    sections: Vec<Section>,
    report: report::Report,
}

impl<'a> Checker<'a> {
    fn book(&mut self) -> Option<Book> {
        let main = self.files.files.first()?;
        let settings = self.settings(&main.file);
        self.sections();
        self.declared_events();
        self.declared_phrases();
        self.declared_moments();
        let rules = self.rules(&main.file);
        let tests = self.tests(
            &main.file,
            settings.as_ref().and_then(|it| it.channel.as_deref()),
        );
        self.warn(&rules);
        let settings = settings?;
        let tables = std::mem::take(&mut self.tables);
        Some(Book {
            name: settings.name,
            version: settings.version,
            language: self.language,
            channel: settings.channel,
            hash: self.sources.hash(),
            sources: self.sources.names(),
            scores: std::mem::take(&mut self.scores),
            sections: std::mem::take(&mut self.sections),
            phrases: tables.phrases,
            events: self.events(),
            attributes: tables.attributes,
            metadata: tables.metadata,
            labels: tables.labels,
            rules,
            tests,
            waiting: settings.waiting,
        })
    }

    fn rules(&mut self, file: &'a zhunze_grammar::ast::File) -> Vec<Rule> {
        use zhunze_grammar::ast::Item;
        let (mut rules, mut section, mut seen) = (Vec::new(), None, 0);
        for item in &file.items {
            match item {
                Item::Section(_) => {
                    section = Some(crate::book::SectionId(seen));
                    seen += 1;
                }
                Item::Rule(rule) => rules.extend(self.rule(rule, section)),
                Item::Rulebook(_)
                | Item::Use(_)
                | Item::Phrase(_)
                | Item::Moment(_)
                | Item::Event(_)
                | Item::Test(_) => {}
            }
        }
        rules
    }

    /// A place in the file that is looked at.
    fn place(&self, span: Span) -> Place {
        Place {
            source: self.here,
            span,
        }
    }

    /// A diagnostic in the file that is looked at.
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
        let broken = self
            .files
            .get(self.here)
            .map_or(&[][..], |file| &file.broken);
        broken
            .iter()
            .any(|at| at.start <= span.end && span.start <= at.end)
    }
}
