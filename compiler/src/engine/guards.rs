//! Conditions become functions `(state) -> i32`, called through the table; and what they
//! read: attributes of the event, metadata kept in the state, counters.

use std::collections::HashMap;

use wasm_encoder::{Function, ValType};

use super::data::Data;
use super::globals::{EVENT, INDEX, SPEAKER, STATE};
use super::layout::{Counts, RINGS};
use super::tables::speaker_code;
use super::{Definition, Engine, fns};
use crate::book::{Atom, Book, CompareOp, Expr, Field, Term, Who};
use crate::monitors::Program;
use crate::wasm::{Body, I32, Local32, Local64, c32, c64};

/// Types of attribute values (docs/abi.md).
const NUMBER: i32 = 1;
const BOOLEAN: i32 = 2;
const TEXT: i32 = 3;
/// "missing" for a number of the metadata.
const MISSING: i64 = i64::MIN;

/// What conditions need.
#[derive(Debug, Clone, Default)]
pub(super) struct Guards {
    /// The function + 1 of each signal's guard; 0 none.
    pub of_signals: Vec<u16>,
    /// The manifest's attributes: those of the rulebook, then those of label conditions.
    pub attributes: Vec<String>,
    /// Label conditions: signal, who, address and length of the value.
    labels: Vec<Label>,
    /// Conditions on metadata that are judged once, when the call starts.
    judged: Vec<Expr>,
    /// Texts in the data segment.
    texts: HashMap<String, u32>,
    expressions: u32,
    metadata: u32,
    own_attributes: u32,
    silences: u32,
    lasts: u32,
}

#[derive(Debug, Clone)]
struct Label {
    signal: usize,
    who: Who,
    value: String,
}

impl Guards {
    pub(super) fn new(book: &Book, program: &Program, data: &mut Data) -> Guards {
        let count = |is: fn(&Atom) -> bool| program.signals.iter().filter(|s| is(&s.atom)).count() as u32;
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
        program.guards.iter().for_each(|expr| guards.collect(expr, data));
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
        self.labels.push(Label { signal, who, value: value.to_string() });
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

    fn attribute(&self, name: &str) -> i32 {
        self.attributes.iter().position(|attribute| attribute == name).unwrap_or(0) as i32
    }

    fn text(&self, text: &str) -> (I32, I32) {
        (c32(self.texts.get(text).copied().unwrap_or(0)), I32::from(text.len() as i32))
    }
}

/// What the names of labels about somebody start with.
fn label_prefix(who: Who) -> &'static str {
    match who {
        Who::Agent => "agent",
        Who::Customer => "customer",
        Who::System => "system",
        Who::Anyone => "",
    }
}

impl Engine<'_> {
    pub(super) fn guard_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| {
            Definition { name: name.into(), params, results, body }
        };
        let mut all = vec![
            define("attribute", vec![w], vec![w], self.attribute()),
            define("missing", vec![w], vec![], self.missing()),
            define("text_is", vec![w, w, w], vec![w], self.text_is()),
            define("metadata", vec![], vec![], self.metadata()),
            define("event_state", vec![w], vec![], self.event_state()),
            define("label_of", vec![w, w, w, w, w], vec![w], self.label_of()),
            define("start", vec![w, d, d], vec![], self.start()),
        ];
        let guards = self.program.guards.iter().zip(0..);
        all.extend(guards.map(|(expr, number)| {
            define(&format!("guard_{number}"), vec![w], vec![w], self.guard_body(expr))
        }));
        let labels = self.guards.labels.iter().zip(0..);
        all.extend(labels.map(|(label, number)| {
            define(&format!("label_{number}"), vec![w], vec![w], self.label_body(label))
        }));
        all
    }

    /// `attribute(id) → address` of the event's attribute; 0 none.
    fn attribute(&self) -> Function {
        let mut f = Body::new(1);
        let id = Local32(0);
        let result = f.let32(0);
        f.if_(EVENT, |f| {
            let at = f.let32(EVENT + 32 + ((EVENT.i32(28) + 7) & -8));
            let end = f.let32(at + EVENT.u8(7) * 16);
            f.while_(at.lt(end), |f, done| {
                f.if_(at.u16(0).eq(id), |f| {
                    f.set(result, at);
                    f.branch(done);
                });
                f.set(at, at + 16);
            });
        });
        f.result32(result);
        f.finish()
    }

    /// `missing(attribute)`: counts it once an event.
    fn missing(&self) -> Function {
        let mut f = Body::new(1);
        let entry = f.let32(STATE + Local32(0) * 8);
        let at = self.state.missing;
        f.if_(I32::from(EVENT).ne(0).and_then(entry.i32(at + 4).ne(INDEX + 1)), |f| {
            f.store32(entry, at + 4, INDEX + 1);
            f.store32(entry, at, entry.i32(at) + 1);
        });
        f.finish()
    }

    /// `text_is(attribute, text, len) → bool`: the attribute's text is exactly this.
    fn text_is(&self) -> Function {
        let mut f = Body::new(3);
        let (attribute, text, len) = (Local32(0), Local32(1), Local32(2));
        let from = f.let32(attribute.i64(8).low());
        let inside = from.le(EVENT.i32(0)) & len.le(EVENT.i32(0) - from);
        let i = f.let32(0);
        f.if_(attribute.i32(4).eq(len).and_then(inside), |f| {
            let at = f.let32(EVENT + from);
            let same = i.lt(len).and_then((at + i).u8(0).eq((text + i).u8(0)));
            f.while_(same, |f, _| f.set(i, i + 1));
            f.if_(i.eq(len), |f| f.return32(1));
        });
        f.result32(0);
        f.finish()
    }

    /// `metadata()`: keeps what conditions need of the call record, and starts the
    /// occurrences of rules that look at the call as a whole.
    fn metadata(&self) -> Function {
        let mut f = Body::new(0);
        for id in 0..self.guards.metadata {
            let at = f.let32(I32::call(fns::ATTRIBUTE, vec![c32(id).into()]));
            f.store8(STATE, self.state.metadata + id, at.not());
            let number = f.let64(MISSING);
            f.if_(at, |f| f.if_(at.u8(2).eq(NUMBER), |f| f.set64(number, at.i64(8))));
            f.store64(STATE, self.state.meta_values + 8 * id, number);
        }
        for (expr, place) in self.guards.judged.iter().zip(self.state.meta_judged..) {
            let holds = match expr {
                Expr::TextIn { value, list, negated } => self.text_in(&mut f, *value, list, *negated),
                Expr::Flag { value, negated } => self.flag(&mut f, *value, *negated),
                _ => f.let32(0),
            };
            f.store8(STATE, place, holds);
        }
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            let record = f.let32(self.record(number));
            let waits = (record.u8(super::tables::rule::FLAGS) & super::tables::rule::IS_CALL)
                .and_then(record.i32(super::tables::rule::QUEUE));
            f.if_(waits, |f| {
                let holds = self.condition(f, record);
                f.if_(holds, |f| {
                    f.call(fns::START, vec![record.into(), c64(0).into(), c64(-1).into()]);
                });
            });
        });
        f.finish()
    }

    fn guard_body(&self, expr: &Expr) -> Function {
        let mut f = Body::new(1);
        let holds = self.expr(&mut f, expr);
        f.result32(holds);
        f.finish()
    }

    /// The value of a condition: 0 or 1. Everything in it is judged.
    fn expr(&self, f: &mut Body, expr: &Expr) -> Local32 {
        match expr {
            Expr::Const(value) => f.let32(i32::from(*value)),
            Expr::Not(inside) => {
                let inside = self.expr(f, inside);
                f.let32(inside.not())
            }
            Expr::And(all) => self.fold(f, all, 1, |a, b| a & b),
            Expr::Or(all) => self.fold(f, all, 0, |a, b| a | b),
            Expr::Compare { left, op, right } => self.compare(f, left, *op, right),
            Expr::TextIn { value: Field::Meta(_), .. } | Expr::Flag { value: Field::Meta(_), .. } => {
                let place = self.guards.judged.iter().position(|judged| judged == expr).unwrap_or(0);
                f.let32(STATE.u8(self.state.meta_judged + place as u32))
            }
            Expr::TextIn { value, list, negated } => self.text_in(f, *value, list, *negated),
            Expr::Flag { value, negated } => self.flag(f, *value, *negated),
            Expr::Happened(moment) => {
                let counter = self.program.counter_of(moment).unwrap_or(0) as u32;
                f.let32(STATE.i32(self.state.counters + 4 * counter).ne(0))
            }
        }
    }

    fn fold(&self, f: &mut Body, all: &[Expr], start: i32, join: fn(I32, I32) -> I32) -> Local32 {
        let result = f.let32(start);
        for expr in all {
            let value = self.expr(f, expr);
            f.set(result, join(result.into(), value.into()));
        }
        result
    }

    fn compare(&self, f: &mut Body, left: &Term, op: CompareOp, right: &Term) -> Local32 {
        let (left, left_there) = self.term(f, left);
        let (right, right_there) = self.term(f, right);
        let holds = match op {
            CompareOp::Equal => left.eq(right),
            CompareOp::NotEqual => left.ne(right),
            CompareOp::Less => left.lt(right),
            CompareOp::LessEqual => left.le(right),
            CompareOp::Greater => left.gt(right),
            CompareOp::GreaterEqual => left.ge(right),
        };
        f.let32(holds & left_there & right_there)
    }

    /// A number, and whether it is there.
    fn term(&self, f: &mut Body, term: &Term) -> (Local64, Local32) {
        match term {
            Term::Number(value) => (f.let64(*value), f.let32(1)),
            Term::Rings => (f.let64(STATE.i64(RINGS)), f.let32(1)),
            Term::Count(moment) => {
                let counter = self.program.counter_of(moment).unwrap_or(0) as u32;
                let count = STATE.i32(self.state.counters + 4 * counter).wide();
                (f.let64(count * 1000), f.let32(1))
            }
            Term::Field(Field::Meta(id)) => {
                let value = f.let64(STATE.i64(self.state.meta_values + 8 * id.0));
                let there = f.let32(value.ne(MISSING));
                (value, there)
            }
            Term::Field(Field::Attribute(id)) => {
                let (at, there) = self.attribute_of(f, id.0, NUMBER);
                let value = f.let64(0);
                f.if_(there, |f| f.set64(value, at.i64(8)));
                (value, there)
            }
        }
    }

    /// The address of an attribute of this type, and whether it is there; else it is
    /// counted as missing.
    fn attribute_of(&self, f: &mut Body, id: u32, kind: i32) -> (Local32, Local32) {
        let at = f.let32(I32::call(fns::ATTRIBUTE, vec![c32(id).into()]));
        let there = f.let32(I32::from(at).ne(0).and_then(at.u8(2).eq(kind)));
        f.if_(there.not(), |f| f.call(fns::MISSING, vec![c32(id).into()]));
        (at, there)
    }

    /// A field of the record in `EVENT`: metadata are attributes of the call record.
    fn field(&self, f: &mut Body, field: Field, kind: i32) -> (Local32, Local32) {
        match field {
            Field::Attribute(id) => self.attribute_of(f, id.0, kind),
            Field::Meta(id) => {
                let at = f.let32(I32::call(fns::ATTRIBUTE, vec![c32(id.0).into()]));
                let there = f.let32(I32::from(at).ne(0).and_then(at.u8(2).eq(kind)));
                (at, there)
            }
        }
    }

    fn text_in(&self, f: &mut Body, field: Field, list: &[String], negated: bool) -> Local32 {
        let (at, there) = self.field(f, field, TEXT);
        let found = f.let32(0);
        f.if_(there, |f| {
            for text in list {
                let (address, len) = self.guards.text(text);
                let is = I32::call(fns::TEXT_IS, vec![at.into(), address.into(), len.into()]);
                f.set(found, found | is);
            }
            if negated {
                f.set(found, found.not());
            }
        });
        found
    }

    fn flag(&self, f: &mut Body, field: Field, negated: bool) -> Local32 {
        let (at, there) = self.field(f, field, BOOLEAN);
        let holds = f.let32(0);
        f.if_(there, |f| f.set(holds, at.i64(8).ne(i64::from(negated))));
        holds
    }

    /// `label_of(speaker, prefix, prefix_len, value, value_len) → bool`: see "is labelled"
    /// in docs/language.md.
    fn label_of(&self) -> Function {
        let mut f = Body::new(5);
        let (speaker, prefix, prefix_len, value, len) = (Local32(0), Local32(1), Local32(2), Local32(3), Local32(4));
        let ids = [self.guards.attribute("name"), self.guards.attribute("value")];
        let [name, said] = ids.map(|id| f.let32(I32::call(fns::ATTRIBUTE, vec![id.into()])));
        f.if_(name, |f| f.if_(name.u8(2).ne(TEXT), |f| f.set(name, 0)));
        let (from, size) = (f.let32(0), f.let32(0));
        let about = f.let32(SPEAKER.eq(speaker));
        f.if_(name, |f| {
            f.set(from, EVENT + name.i64(8).low());
            f.set(size, name.i32(4));
            let i = f.let32(0);
            let same = (i.lt(prefix_len) & i.lt(size)).and_then((from + i).u8(0).eq((prefix + i).u8(0)));
            f.while_(same, |f, _| f.set(i, i + 1));
            let whole = size.eq(prefix_len);
            let dotted = size.gt(prefix_len).and_then((from + i).u8(0).eq(i32::from(b'.')));
            f.if_(i.eq(prefix_len).and_then(whole | dotted), |f| f.set(about, 1));
        });
        f.if_(about.not(), |f| f.return32(0));
        f.if_(said, |f| {
            f.if_(said.u8(2).ne(TEXT), |f| f.return32(0));
            f.return32(I32::call(fns::TEXT_IS, vec![said.into(), value.into(), len.into()]));
        });
        f.if_(name.not(), |f| f.return32(0));
        // No value: the name after its first dot, or the whole name.
        let (dot, start) = (f.let32(0), f.let32(0));
        f.while_(dot.lt(size), |f, done| {
            f.if_((from + dot).u8(0).eq(i32::from(b'.')), |f| {
                f.set(start, dot + 1);
                f.branch(done);
            });
            f.set(dot, dot + 1);
        });
        f.if_((size - start).ne(len), |f| f.return32(0));
        let i = f.let32(0);
        let same = i.lt(len).and_then((from + start + i).u8(0).eq((value + i).u8(0)));
        f.while_(same, |f, _| f.set(i, i + 1));
        f.result32(i.eq(len));
        f.finish()
    }

    /// The function of an `X is labelled` signal: the label, then the guard after `where`.
    fn label_body(&self, label: &Label) -> Function {
        let mut f = Body::new(1);
        let (prefix, prefix_len) = self.guards.text(label_prefix(label.who));
        let (value, len) = self.guards.text(&label.value);
        let speaker = c32(speaker_code(label.who).unwrap_or(255));
        let args = [speaker, prefix, prefix_len, value, len].map(Into::into).to_vec();
        let holds = f.let32(I32::call(fns::LABEL_OF, args));
        let guard = self.program.signals.get(label.signal).and_then(|signal| signal.guard);
        if let Some(guard) = guard {
            f.if_(holds, |f| f.set(holds, self.guard(I32::from(i32::from(guard) + 1))));
        }
        f.result32(holds);
        f.finish()
    }
}
