//! `apply`: a template becomes a rule.
//!
//! In: templates, `apply` items. Out: rules in their places.

use zhunze_grammar::ast::{Apply, Item, Rule, Template};

use super::arguments::Source;
use super::change::with_clauses;
use super::put::Put;
use super::{Entry, Expander, MOST_APPLIED, Said, Whole};
use crate::book::SourceId;
use crate::check::walk;

/// A template and the file it stands in.
pub(super) struct Known {
    template: Template,
    owner: SourceId,
}

impl Expander<'_> {
    /// Notes a template.
    pub(super) fn template(&mut self, template: Template, owner: SourceId) {
        let name = template.name.clone();
        if let Some(known) = self.templates.get(&name.node) {
            let first = known.template.name.span;
            self.say(Said::TemplateTwice(name, first));
            return;
        }
        self.templates.insert(name.node, Known { template, owner });
    }

    /// Makes rules of all `apply` items of a file.
    pub(super) fn apply_all(&mut self, source: SourceId, entries: &mut Vec<Entry>) {
        let mut made = Vec::new();
        let all = std::mem::take(entries);
        for mut entry in all {
            if let Item::Apply(apply) = &entry.item {
                let Some(rule) = self.apply(apply, source, &mut made) else {
                    continue;
                };
                entry.item = Item::Rule(rule);
            }
            entries.push(entry);
        }
        entries.extend(made);
    }

    fn apply(&mut self, apply: &Apply, source: SourceId, made: &mut Vec<Entry>) -> Option<Rule> {
        let sees = |known: &&Known| self.files.sees(source, known.owner);
        let known = self.templates.get(&apply.template.node).filter(sees);
        let Some(template) = known.map(|known| known.template.clone()) else {
            let names = self.templates.iter().filter(|(_, it)| sees(it));
            let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
            let said = Said::unknown_template(apply.template.clone(), &names);
            // What could not be read may have been the template.
            if !self.lost(source, &apply.template.node) {
                self.say(said);
            }
            self.out.lost.push(apply.span);
            return None;
        };
        let bytes = template.span.end.saturating_sub(template.span.start);
        self.applied = self.applied.saturating_add(u64::from(bytes));
        if self.applied > MOST_APPLIED {
            if self.out.lost.is_empty() {
                self.say(Said::TooMuch(apply.template.span));
            }
            self.out.lost.push(apply.span);
            return None;
        }
        if self.files.broken(template.span) {
            self.out.broken.push(apply.span);
        }
        Some(self.filled(apply, template, made))
    }

    /// Whether something that could not be read holds this name.
    fn lost(&self, source: SourceId, name: &str) -> bool {
        self.files.broken.iter().any(|span| {
            let place = self.files.places.place(*span);
            let text = self.sources.text(place.source);
            self.files.sees(source, place.source) && text.contains(name)
        })
    }

    fn filled(&mut self, apply: &Apply, template: Template, made: &mut Vec<Entry>) -> Rule {
        let name = apply.name.clone().unwrap_or_else(|| {
            let node = template.name.node.clone();
            let span = apply.template.span;
            zhunze_grammar::ast::Spanned { node, span }
        });
        let mut given = Source::arguments(&apply.arguments, apply.template.span);
        let mut whole = Whole::default();
        for param in &template.params {
            self.param(param, &name.node, &mut given, &mut whole);
        }
        self.unknown_given(&given);
        made.append(&mut whole.entries);
        let mut clauses = template.clauses;
        walk::clauses(&mut Put(&whole.values), &mut clauses);
        Rule {
            name,
            title: apply.title.clone().or(template.title),
            clauses: with_clauses(clauses, &apply.clauses),
            span: apply.span,
        }
    }
}
