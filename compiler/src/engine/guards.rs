//! Conditions become functions `(i32) -> i32`, called through the table; behind them stand
//! the labels, the values of limits and what saves values for `matching`.

use wasm_encoder::{Function, ValType};

use super::asked::is_saved;
use super::fields::TEXT;
use super::globals::STATE;
use super::terms::Reading;
use super::{Definition, Engine, fns};
use crate::book::{CompareOp, Expr, Field, Outcome, RuleId, Term};
use crate::monitors::{Guard, View};
use crate::text::slots;
use crate::wasm::{Body, I32, Local32};

/// In the counts of a rule.
const VIOLATED: u32 = 4;

impl Engine<'_> {
    /// The functions of the table, in its order.
    pub(super) fn guard_fns(&self) -> Vec<Definition> {
        let define = |name: String, body| Definition {
            name,
            params: vec![ValType::I32],
            results: vec![ValType::I32],
            body,
        };
        let guards = || self.program.guards.iter().enumerate();
        let mut all: Vec<Definition> = guards()
            .map(|(n, guard)| define(format!("guard_{n}"), self.guard_body(guard, n)))
            .collect();
        let labels = self.guards.labels.iter().enumerate();
        all.extend(labels.map(|(n, label)| define(format!("label_{n}"), self.label_body(label))));
        let values = self.program.terms.iter().enumerate();
        all.extend(values.map(|(n, term)| define(format!("value_{n}"), self.value_body(term))));
        let saving = guards().filter(|(_, guard)| guard.view != View::Step);
        all.extend(saving.map(|(n, guard)| define(format!("save_{n}"), self.save_body(guard, n))));
        all
    }

    fn guard_body(&self, guard: &Guard, number: usize) -> Function {
        let mut f = Body::new(1);
        let reading = Reading {
            view: guard.view,
            guard: number,
            quiet: false,
        };
        let holds = self.expr(&mut f, &guard.expr, reading);
        f.result32(holds);
        f.finish()
    }

    /// The value of a condition: 0 or 1. Everything in it is judged.
    fn expr(&self, f: &mut Body, expr: &Expr, reading: Reading) -> Local32 {
        match expr {
            Expr::Const(value) => f.let32(i32::from(*value)),
            Expr::Not(inside) => {
                let inside = self.expr(f, inside, reading);
                f.let32(inside.not())
            }
            Expr::And(all) => self.fold(f, all, 1, |a, b| a & b, reading),
            Expr::Or(all) => self.fold(f, all, 0, |a, b| a | b, reading),
            Expr::Compare { left, op, right } => self.compare(f, (left, *op, right), reading),
            Expr::TextIn {
                value: Field::Meta(_),
                ..
            }
            | Expr::Flag {
                value: Field::Meta(_),
                ..
            } => {
                let place = self.guards.judged.iter().position(|judged| judged == expr);
                f.let32(STATE.u8(self.state.meta_judged + place.unwrap_or(0) as u32))
            }
            Expr::TextIn {
                value,
                list,
                negated,
            } => self.text_in(f, *value, (list, *negated), reading),
            Expr::Flag { value, negated } => self.flag(f, *value, *negated, reading),
            Expr::SameText {
                left,
                right,
                negated,
            } => {
                let (left, left_there) = self.text(f, *left, reading);
                let (right, right_there) = self.text(f, *right, reading);
                let same = if *negated {
                    left.ne(right)
                } else {
                    left.eq(right)
                };
                f.let32(same & left_there & right_there)
            }
            Expr::Happened { moment, since } => f.let32(self.count(moment, since.as_ref()).ne(0)),
            Expr::Outcome {
                rule,
                outcome,
                negated,
            } => {
                let has = f.let32(self.has_outcome(*rule, *outcome));
                f.let32(has ^ i32::from(*negated))
            }
            Expr::TurnStart => self.turn_start(f),
        }
    }

    fn fold(
        &self,
        f: &mut Body,
        all: &[Expr],
        start: i32,
        join: fn(I32, I32) -> I32,
        reading: Reading,
    ) -> Local32 {
        let result = f.let32(start);
        for expr in all {
            let value = self.expr(f, expr, reading);
            f.set(result, join(result.into(), value.into()));
        }
        result
    }

    fn compare(
        &self,
        f: &mut Body,
        (left, op, right): (&Term, CompareOp, &Term),
        reading: Reading,
    ) -> Local32 {
        let (left, left_there) = self.term(f, left, reading);
        let (right, right_there) = self.term(f, right, reading);
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

    /// A text is one of these: byte by byte when the event has it, else by its hash.
    fn text_in(
        &self,
        f: &mut Body,
        field: Field,
        (list, negated): (&[String], bool),
        reading: Reading,
    ) -> Local32 {
        let found = f.let32(0);
        let there = match field {
            Field::Attribute(id) | Field::OfTrigger(id) if !is_saved(field, reading.view) => {
                let (at, there) = self.attribute_of(f, id.0, TEXT, reading);
                f.if_(there, |f| self.is_one_of(f, at, list, found));
                there
            }
            _ => {
                let (hash, there) = self.text(f, field, reading);
                for text in list {
                    let is = hash.eq(slots::hash(text).cast_signed());
                    f.set(found, found | is);
                }
                there
            }
        };
        let found = if negated { found.not() } else { found.into() };
        f.let32(found & there)
    }

    fn is_one_of(&self, f: &mut Body, attribute: Local32, list: &[String], found: Local32) {
        for text in list {
            let (address, len) = self.guards.text(text);
            let args = vec![attribute.into(), address.into(), len.into()];
            f.set(found, found | I32::call(fns::TEXT_IS, args));
        }
    }

    fn flag(&self, f: &mut Body, field: Field, negated: bool, reading: Reading) -> Local32 {
        let (value, there) = self.boolean(f, field, reading);
        f.let32((value ^ i32::from(negated)) & there)
    }

    /// A rule above has had an occurrence of this outcome.
    fn has_outcome(&self, rule: RuleId, outcome: Outcome) -> I32 {
        let counts = self.state.rules + 8 * rule.0;
        let applied = STATE.i32(counts).ne(0);
        let violated = STATE.i32(counts + VIOLATED);
        match outcome {
            Outcome::Applied => applied,
            Outcome::Violated => violated.ne(0),
            Outcome::Satisfied => applied & violated.not(),
        }
    }

    /// The value of a text or flag of the call record, which is in `EVENT`.
    pub(super) fn judge_metadata(&self, f: &mut Body, expr: &Expr) -> Local32 {
        // Metadata are the attributes of the call record.
        let attribute = |id: u32| Field::Attribute(crate::book::AttributeId(id));
        match expr {
            Expr::TextIn {
                value: Field::Meta(id),
                list,
                negated,
            } => self.text_in(f, attribute(id.0), (list, *negated), Reading::QUIET),
            Expr::Flag {
                value: Field::Meta(id),
                negated,
            } => self.flag(f, attribute(id.0), *negated, Reading::QUIET),
            _ => f.let32(0),
        }
    }
}
