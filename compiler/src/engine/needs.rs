//! What the conditions of a rulebook need from the module: texts in the data segment,
//! attributes and metadata by number, and their places in the table of functions.

use std::collections::HashMap;

use super::asked::Asked;
use super::data::Data;
use super::layout::Counts;
use crate::book::{Atom, Book, Expr, Field, Who};
use crate::monitors::{Program, View, asks};
use crate::wasm::{I32, c32};

/// The metadata from which the calendar and the clock come.
const STARTED_AT: &str = "started_at";

/// What conditions need.
#[derive(Debug, Clone, Default)]
pub(super) struct Guards {
    /// The function + 1 of each signal's guard; 0 none.
    pub of_signals: Vec<u16>,
    /// The manifest's attributes: those of the rulebook, then what the module asks for.
    pub attributes: Vec<String>,
    /// The manifest's metadata, likewise.
    pub meta_names: Vec<String>,
    /// Label conditions: signal, who, address and length of the value.
    pub labels: Vec<Label>,
    /// Conditions on metadata that are judged once, when the call starts.
    pub judged: Vec<Expr>,
    /// Texts in the data segment.
    texts: HashMap<String, u32>,
    /// By guard: what its fields read.
    views: Vec<View>,
    /// Values of limits.
    values: u32,
    /// Metadata of the rulebook.
    pub metadata: u32,
    own_attributes: u32,
    silences: u32,
    fired: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Label {
    pub signal: usize,
    pub who: Who,
    pub value: String,
}

impl Guards {
    pub(super) fn new(book: &Book, program: &Program, asked: &Asked, data: &mut Data) -> Guards {
        let count =
            |is: fn(&Atom) -> bool| program.signals.iter().filter(|s| is(&s.atom)).count() as u32;
        let mut guards = Guards {
            attributes: book.attributes.clone(),
            meta_names: book.metadata.clone(),
            own_attributes: book.attributes.len() as u32,
            views: program.guards.iter().map(|guard| guard.view).collect(),
            values: program.terms.len() as u32,
            metadata: book.metadata.len() as u32,
            silences: count(|atom| matches!(atom, Atom::Silence { .. })),
            fired: count(super::spans::has_flag),
            ..Default::default()
        };
        if asked.speech_rate {
            add_name(&mut guards.attributes, "speech_rate");
        }
        if asked.clock.is_some() {
            add_name(&mut guards.meta_names, STARTED_AT);
        }
        for (signal, number) in program.signals.iter().zip(0..) {
            let guard = match &signal.atom {
                Atom::Labelled { who, value, .. } => guards.add_label(number, *who, value, data),
                _ => signal.guard.map_or(0, |guard| guard + 1),
            };
            guards.of_signals.push(guard);
        }
        for guard in &program.guards {
            asks::each_expr(&guard.expr, &mut |expr| guards.collect(expr, data));
        }
        guards
    }

    fn add_label(&mut self, signal: usize, who: Who, value: &str, data: &mut Data) -> u16 {
        for name in ["name", "value"] {
            add_name(&mut self.attributes, name);
        }
        self.add_text(value, data);
        self.add_text(label_prefix(who), data);
        self.labels.push(Label {
            signal,
            who,
            value: value.to_string(),
        });
        (self.views.len() + self.labels.len()) as u16
    }

    fn add_text(&mut self, text: &str, data: &mut Data) {
        if !self.texts.contains_key(text) {
            let at = data.add(text.as_bytes(), 4);
            self.texts.insert(text.to_string(), at);
        }
    }

    /// Notes the texts of a condition, and whether it can be judged when the call starts.
    fn collect(&mut self, expr: &Expr, data: &mut Data) {
        let value = match expr {
            Expr::TextIn { value, list, .. } => {
                list.iter().for_each(|text| self.add_text(text, data));
                value
            }
            Expr::Flag { value, .. } => value,
            _ => return,
        };
        if matches!(value, Field::Meta(_)) && !self.judged.contains(expr) {
            self.judged.push(expr.clone());
        }
    }

    /// How many functions the table has.
    pub(super) fn len(&self) -> u32 {
        let saving = self
            .views
            .iter()
            .filter(|view| **view != View::Step)
            .count();
        self.first_save() + saving as u32
    }

    /// The place of the first value of a limit in the table.
    pub(super) fn first_value(&self) -> u32 {
        (self.views.len() + self.labels.len()) as u32
    }

    fn first_save(&self) -> u32 {
        self.first_value() + self.values
    }

    /// The place of the value of a limit in the table.
    pub(super) fn value_of(&self, term: u16) -> u32 {
        self.first_value() + u32::from(term)
    }

    /// The place in the table of what saves values for a guard; `None` when it asks for
    /// nothing but the step's event.
    pub(super) fn save_of(&self, guard: u16) -> Option<u32> {
        let guard = usize::from(guard);
        let saves = |view: &&View| **view != View::Step;
        self.views.get(guard).filter(|view| saves(view))?;
        let before = self.views.iter().take(guard).filter(saves).count();
        Some(self.first_save() + before as u32)
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
            lasts: self.fired,
        }
    }

    pub(super) fn attribute(&self, name: &str) -> i32 {
        place(&self.attributes, name).cast_signed()
    }

    /// The number of the metadata that says when the call started.
    pub(super) fn started_at(&self) -> u32 {
        place(&self.meta_names, STARTED_AT)
    }

    /// Bytes of the longest text that a condition compares with.
    pub(super) fn longest_text(&self) -> u64 {
        self.texts.keys().map(String::len).max().unwrap_or(0) as u64
    }

    pub(super) fn text(&self, text: &str) -> (I32, I32) {
        (
            c32(self.texts.get(text).copied().unwrap_or(0)),
            I32::from(text.len() as i32),
        )
    }
}

fn add_name(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_string());
    }
}

fn place(names: &[String], name: &str) -> u32 {
    names.iter().position(|known| known == name).unwrap_or(0) as u32
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
