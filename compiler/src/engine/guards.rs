//! Conditions become functions `(state) -> i32`, called through the table; and what they
//! read: attributes of the event, metadata kept in the state, counters.

use wasm_encoder::{Function, ValType};

use super::globals::{EVENT, INDEX, STATE};
use super::layout::RINGS;
use super::{Definition, Engine, fns};
use crate::book::{CompareOp, Expr, Field, Term};
use crate::wasm::{Body, I32, Local32, Local64, c32, c64};

/// Types of attribute values (docs/abi.md).
const NUMBER: i32 = 1;
const BOOLEAN: i32 = 2;
pub(super) const TEXT: i32 = 3;
/// "missing" for a number of the metadata.
const MISSING: i64 = i64::MIN;

impl Engine<'_> {
    pub(super) fn guard_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
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
            define(
                &format!("guard_{number}"),
                vec![w],
                vec![w],
                self.guard_body(expr),
            )
        }));
        let labels = self.guards.labels.iter().zip(0..);
        all.extend(labels.map(|(label, number)| {
            define(
                &format!("label_{number}"),
                vec![w],
                vec![w],
                self.label_body(label),
            )
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
        f.if_(
            I32::from(EVENT)
                .ne(0)
                .and_then(entry.i32(at + 4).ne(INDEX + 1)),
            |f| {
                f.store32(entry, at + 4, INDEX + 1);
                f.store32(entry, at, entry.i32(at) + 1);
            },
        );
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
            f.if_(at, |f| {
                f.if_(at.u8(2).eq(NUMBER), |f| f.set64(number, at.i64(8)))
            });
            f.store64(STATE, self.state.meta_values + 8 * id, number);
        }
        for (expr, place) in self.guards.judged.iter().zip(self.state.meta_judged..) {
            let holds = match expr {
                Expr::TextIn {
                    value,
                    list,
                    negated,
                } => self.text_in(&mut f, *value, list, *negated),
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
                    f.call(
                        fns::START,
                        vec![record.into(), c64(0).into(), c64(-1).into()],
                    );
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
            Expr::TextIn {
                value: Field::Meta(_),
                ..
            }
            | Expr::Flag {
                value: Field::Meta(_),
                ..
            } => {
                let place = self
                    .guards
                    .judged
                    .iter()
                    .position(|judged| judged == expr)
                    .unwrap_or(0);
                f.let32(STATE.u8(self.state.meta_judged + place as u32))
            }
            Expr::TextIn {
                value,
                list,
                negated,
            } => self.text_in(f, *value, list, *negated),
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
}
