//! Parameters and templates that nothing asks for.
//!
//! In: the rulebook itself (not the files that it uses). Out: warnings. A name counts as
//! asked for wherever it stands as a name, so that a doubtful case is passed over.

use std::collections::BTreeSet;

use zhunze_grammar::ast::{
    Argument, Duration, Expr, ExprKind, Item, LengthSource, Name, Quantity, Template,
};

use super::{Expander, Said};
use crate::check::walk::{self, Rewrite};

impl Expander<'_> {
    /// Reports them, unless something could not be read: it might ask for anything.
    pub(super) fn unused(&mut self) {
        let Some(main) = self.files.files.first() else {
            return;
        };
        if self.report.failed() || !self.files.broken.is_empty() {
            return;
        }
        let items = &main.file.items;
        let mut asked = Asked::default();
        for item in items.iter().filter(|item| !matches!(item, Item::Param(_))) {
            walk::item(&mut asked, &mut item.clone());
        }
        let mut found = vec![];
        for item in items {
            match item {
                Item::Param(it) if !asked.names.contains(&it.name.node) => {
                    found.push(Said::UnusedParam(it.name.clone()));
                }
                Item::Template(it) => found.extend(unused_of(it)),
                _ => {}
            }
        }
        // A file of templates without rules is for others to use.
        let has_rules = |item: &Item| matches!(item, Item::Rule(_) | Item::Apply(_));
        if main.header().is_some() && items.iter().any(has_rules) {
            found.extend(self.never_applied(items));
        }
        found.into_iter().for_each(|it| self.say(it));
    }

    fn never_applied(&self, items: &[Item]) -> Vec<Said> {
        let all = self.files.files.iter().flat_map(|file| &file.file.items);
        let applied: BTreeSet<&str> = all
            .filter_map(|item| match item {
                Item::Apply(it) => Some(it.template.node.as_str()),
                _ => None,
            })
            .collect();
        let templates = items.iter().filter_map(|item| match item {
            Item::Template(it) => Some(&it.name),
            _ => None,
        });
        templates
            .filter(|name| !applied.contains(name.node.as_str()))
            .map(|name| Said::UnusedTemplate(name.clone()))
            .collect()
    }
}

/// The parameters of a template that its lines do not ask for.
fn unused_of(template: &Template) -> Vec<Said> {
    let mut asked = Asked::default();
    walk::clauses(&mut asked, &mut template.clauses.clone());
    let names = template.params.iter().map(|param| &param.name);
    names
        .filter(|name| !asked.names.contains(&name.node))
        .map(|name| Said::UnusedParam(name.clone()))
        .collect()
}

/// All names that stand somewhere.
#[derive(Default)]
struct Asked {
    names: BTreeSet<String>,
}

impl Rewrite for Asked {
    fn phrase(&mut self, name: &mut Name) {
        self.names.insert(name.node.clone());
    }

    fn moment(&mut self, name: &mut Name) {
        self.names.insert(name.node.clone());
    }

    fn quantity(&mut self, quantity: &mut Quantity) {
        if let Quantity::Param(name) = quantity {
            self.names.insert(name.node.clone());
        }
    }

    fn duration(&mut self, duration: &mut Duration) {
        match duration.source.as_deref() {
            Some(LengthSource::Param(name)) => {
                self.names.insert(name.node.clone());
            }
            Some(LengthSource::Value { value, .. }) => {
                if let ExprKind::Attribute(name) = &*value.kind {
                    self.names.insert(name.clone());
                }
            }
            None => {}
        }
    }

    fn expr(&mut self, expr: &mut Expr) {
        match &*expr.kind {
            ExprKind::Attribute(name) | ExprKind::Capture { phrase: name, .. } => {
                self.names.insert(name.clone());
            }
            _ => {}
        }
    }

    fn argument(&mut self, argument: &mut Argument) {
        if let Argument::Name(name) = argument {
            self.names.insert(name.node.clone());
        }
    }
}
