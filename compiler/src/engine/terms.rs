//! Values in comparisons as code: each gives a number and whether it is there.

use wasm_encoder::Function;

use super::arithmetic::MISSING;
use super::globals::{STATE, T, VALUE};
use super::layout::{CONNECTED, CONNECTED_T, RINGS};
use super::tallies::unless_missing;
use super::{Engine, fns};
use crate::book::{ArithmeticOp, Term};
use crate::monitors::View;
use crate::wasm::{Body, I64, Local32, Local64, c64};

/// From where a condition or value is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// What its fields read.
    pub view: View,
    /// The guard whose saved values it reads.
    pub guard: usize,
    /// Attributes that are missing are not counted.
    pub quiet: bool,
}

impl Reading {
    /// Of the step's event.
    pub(super) const STEP: Reading = Reading {
        view: View::Step,
        guard: 0,
        quiet: false,
    };
    /// The same, without counting what is missing.
    pub(super) const QUIET: Reading = Reading {
        quiet: true,
        ..Reading::STEP
    };
}

impl Engine<'_> {
    /// A number, and whether it is there.
    pub(super) fn term(&self, f: &mut Body, term: &Term, reading: Reading) -> (Local64, Local32) {
        match term {
            Term::Number(value) => always(f, c64(*value)),
            Term::Field(field) => self.number(f, *field, reading),
            Term::Rings => always(f, STATE.i64(RINGS)),
            Term::Count {
                moment,
                since,
                last,
            } => {
                let count = match last {
                    None => self.count(moment, since.as_ref()),
                    Some(last) => self.count_lately(f, moment, since.as_ref(), *last).into(),
                };
                always(f, count.wide() * 1000)
            }
            Term::Measure {
                span,
                longest,
                since,
            } => {
                let measured = self.measure(f, *span, *longest, since.as_ref());
                always(f, measured.into())
            }
            Term::Statistic { how, value, who } => self.statistic(f, *how, value, *who),
            Term::TimeOf { which, moment } => self.time_of(f, *which, moment),
            Term::CallTime => {
                let there = f.let32(STATE.u8(CONNECTED));
                (f.let64(T - STATE.i64(CONNECTED_T)), there)
            }
            Term::Clock(part) => self.clock_part(f, *part),
            Term::Speech(value) => self.speech(f, *value),
            Term::Arithmetic(left, op, right) => self.arithmetic(f, left, *op, right, reading),
        }
    }

    fn arithmetic(
        &self,
        f: &mut Body,
        left: &Term,
        op: ArithmeticOp,
        right: &Term,
        reading: Reading,
    ) -> (Local64, Local32) {
        let (a, a_there) = self.term(f, left, reading);
        let (b, b_there) = self.term(f, right, reading);
        let result = f.let64(MISSING);
        let (function, args) = match op {
            ArithmeticOp::Add => (fns::SUM, vec![a.into(), b.into()]),
            ArithmeticOp::Subtract => (fns::DIFFERENCE, vec![a.into(), b.into()]),
            ArithmeticOp::Multiply => (fns::SCALE, vec![a.into(), b.into(), 1000_i64.into()]),
            ArithmeticOp::Divide => (fns::SCALE, vec![a.into(), 1000_i64.into(), b.into()]),
        };
        f.if_(a_there & b_there, |f| {
            f.set64(result, I64::call(function, args))
        });
        unless_missing(f, result.into())
    }

    /// `value_N(state) → whether it is there`: the value of a limit, left in `VALUE`.
    pub(super) fn value_body(&self, term: &Term) -> Function {
        let mut f = Body::new(1);
        let (value, there) = self.term(&mut f, term, Reading::STEP);
        f.set_global64(VALUE, value);
        f.result32(there);
        f.finish()
    }
}

fn always(f: &mut Body, value: I64) -> (Local64, Local32) {
    (f.let64(value), f.let32(1))
}
