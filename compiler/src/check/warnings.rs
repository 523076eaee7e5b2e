//! What is allowed but looks wrong.
//!
//! In: the checked parts of the rulebook. Out: warnings. Only about the rulebook itself,
//! never about a file that it uses.

use super::Checker;
use super::names::{Decl, Sort, Table};
use crate::book::{Rule, SourceId, Span};
use crate::diagnostics::Code;

impl Checker<'_> {
    /// All warnings.
    pub(super) fn warn(&mut self, rules: &[Rule]) {
        // What is broken might use anything.
        if self.report.failed() {
            return;
        }
        let unused = [
            (
                Code::UnusedPhrase,
                Sort::Phrase,
                unused(&self.scope.phrases),
            ),
            (
                Code::UnusedMoment,
                Sort::Moment,
                unused(&self.scope.moments),
            ),
            (Code::UnusedEvent, Sort::Event, unused(&self.scope.events)),
        ];
        // A file without rules of its own is there for others to use.
        let rules_here = &self.scope.rules.list;
        let is_shared = !rules_here.iter().any(|decl| decl.source == SourceId(0));
        for (code, sort, names) in unused.into_iter().filter(|_| !is_shared) {
            names
                .into_iter()
                .for_each(|(name, span)| self.never_used(code, sort, &name, span));
        }
        self.empty_sections(rules);
        self.weights();
    }

    fn never_used(&mut self, code: Code, sort: Sort, name: &str, span: Span) {
        let (en, zh) = sort.words();
        let diagnostic = self
            .at(
                code,
                span,
                format!("the {en} `{name}` is never used"),
                format!("{zh}“{name}”没有用到"),
            )
            .help("use it or leave it out", "用上它，或者删去");
        self.report.push(diagnostic);
    }

    fn empty_sections(&mut self, rules: &[Rule]) {
        let spans: Vec<(String, Span)> = self.scope.sections.list.iter().map(named).collect();
        for (number, (name, span)) in spans.into_iter().enumerate() {
            let has = rules
                .iter()
                .any(|it| it.section.is_some_and(|id| id.index() == number));
            if !has {
                let diagnostic = self.at(
                    Code::EmptySection,
                    span,
                    format!("no rule belongs to the section `{name}`"),
                    format!("部分“{name}”里没有规则"),
                );
                self.report.push(diagnostic);
            }
        }
    }
}

fn named<T>(decl: &Decl<'_, T>) -> (String, Span) {
    (decl.name.node.clone(), decl.name.span)
}

fn unused<T>(table: &Table<'_, T>) -> Vec<(String, Span)> {
    let own = table
        .list
        .iter()
        .filter(|decl| decl.source == SourceId(0) && !decl.used && !decl.quiet);
    own.map(named).collect()
}
