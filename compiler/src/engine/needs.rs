//! What the conditions of a rulebook need from the module: texts, attributes, metadata.

use std::collections::HashMap;

use super::data::Data;
use super::layout::Counts;
use crate::book::{Atom, Book, Expr, Field, Who};
use crate::monitors::Program;
use crate::wasm::{I32, c32};

/// What conditions need.
#[derive(Debug, Clone, Default)]
pub(super) struct Guards {
    /// The function + 1 of each signal's guard; 0 none.
    pub of_signals: Vec<u16>,
    /// The manifest's attributes: those of the rulebook, then those of label conditions.
    pub attributes: Vec<String>,
    /// Label conditions: signal, who, address and length of the value.
    pub labels: Vec<Label>,
    /// Conditions on metadata that are judged once, when the call starts.
    pub judged: Vec<Expr>,
    /// Texts in the data segment.
    texts: HashMap<String, u32>,
    expressions: u32,
    pub metadata: u32,
    own_attributes: u32,
    silences: u32,
    lasts: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Label {
    pub signal: usize,
    pub who: Who,
    pub value: String,
}

impl Guards {
    pub(super) fn new(book: &Book, program: &Program, data: &mut Data) -> Guards {
        let count =
            |is: fn(&Atom) -> bool| program.signals.iter().filter(|s| is(&s.atom)).count() as u32;
        let mut guards = Guards {
            attributes: book.attributes.clone(),
            own_attributes: book.attributes.len() as u32,
            expressions: program.guards.len() as u32,
            metadata: book.metadata.len() as u32,
            silences: count(|atom| matches!(atom, Atom::Silence { .. })),
            lasts: count(|atom| matches!(atom, Atom::Lasts { .. })),
            ..Default::default()
        };
        for (signal, number) in program.signals.iter().zip(0..) {
            let guard = match &signal.atom {
                Atom::Labelled { who, value, .. } => guards.add_label(number, *who, value, data),
                _ => signal.guard.map_or(0, |guard| guard + 1),
            };
            guards.of_signals.push(guard);
        }
        program
            .guards
            .iter()
            .for_each(|expr| guards.collect(expr, data));
        guards
    }

    fn add_label(&mut self, signal: usize, who: Who, value: &str, data: &mut Data) -> u16 {
        for name in ["name", "value"] {
            if !self.attributes.iter().any(|attribute| attribute == name) {
                self.attributes.push(name.to_string());
            }
        }
        self.add_text(value, data);
        self.add_text(label_prefix(who), data);
        self.labels.push(Label {
            signal,
            who,
            value: value.to_string(),
        });
        (self.expressions as usize + self.labels.len()) as u16
    }

    fn add_text(&mut self, text: &str, data: &mut Data) {
        if !self.texts.contains_key(text) {
            let at = data.add(text.as_bytes(), 4);
            self.texts.insert(text.to_string(), at);
        }
    }

    /// Notes the texts of a condition and what of it can be judged when the call starts.
    fn collect(&mut self, expr: &Expr, data: &mut Data) {
        match expr {
            Expr::Not(inside) => self.collect(inside, data),
            Expr::And(all) | Expr::Or(all) => all.iter().for_each(|expr| self.collect(expr, data)),
            Expr::TextIn { value, list, .. } => {
                list.iter().for_each(|text| self.add_text(text, data));
                self.judge_early(*value, expr);
            }
            Expr::Flag { value, .. } => self.judge_early(*value, expr),
            Expr::Const(_) | Expr::Compare { .. } | Expr::Happened(_) => {}
        }
    }

    fn judge_early(&mut self, value: Field, expr: &Expr) {
        if matches!(value, Field::Meta(_)) && !self.judged.contains(expr) {
            self.judged.push(expr.clone());
        }
    }

    /// How many guard functions there are.
    pub(super) fn len(&self) -> u32 {
        self.expressions + self.labels.len() as u32
    }

    /// The type of guard functions, by the order of types in the module.
    pub(super) fn type_index(&self) -> u32 {
        crate::module::GUARD_TYPE
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            metadata: self.metadata,
            meta_values: self.metadata,
            meta_judged: self.judged.len() as u32,
            attributes: self.own_attributes,
            silences: self.silences,
            lasts: self.lasts,
        }
    }

    pub(super) fn attribute(&self, name: &str) -> i32 {
        self.attributes
            .iter()
            .position(|attribute| attribute == name)
            .unwrap_or(0) as i32
    }

    pub(super) fn text(&self, text: &str) -> (I32, I32) {
        (
            c32(self.texts.get(text).copied().unwrap_or(0)),
            I32::from(text.len() as i32),
        )
    }
}

/// What the names of labels about somebody start with.
pub(super) fn label_prefix(who: Who) -> &'static str {
    match who {
        Who::Agent => "agent",
        Who::Customer => "customer",
        Who::System => "system",
        Who::Anyone => "",
    }
}
