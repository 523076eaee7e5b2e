//! `before that`: the newest chain of each length, kept step by step.

use wasm_encoder::Function;

use super::globals::{END, STATE, T};
use super::rules::{args, has};
use super::tables::{duty, step};
use super::{Engine, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64};

impl Engine<'_> {
    /// `chain(duty, mask)`: the step extends the chains of a `before that`, longest first.
    pub(super) fn chain(&self) -> Function {
        let mut f = Body::new(2);
        let (duty, mask) = (Local32(0), Local64(1));
        let j = f.let32(duty.i32(duty::STEP_COUNT));
        let (this, before) = (f.let32(0), f.let32(0));
        f.while_(j.into(), |f, _| {
            f.set(j, j - 1);
            f.set(this, j * (step::SIZE as i32) + duty.i32(duty::STEPS));
            f.set(before, this - step::SIZE as i32);
            f.if_(has(mask, this.i64(step::ROLE)), |f| {
                let extends = f.let32(self.extends(duty, j, this, before));
                f.if_(extends, |f| self.extend(f, duty, j, this, before));
            });
        });
        f.finish()
    }

    /// There is a chain to extend, recent enough.
    fn extends(&self, duty: Local32, j: Local32, this: Local32, before: Local32) -> I32 {
        let exists = ((STATE + duty.i32(duty::VALID)).i32(0) >> (j - 1)) & 1;
        let last = (STATE + before.i32(step::LAST)).i64(0);
        let recent = this.i64(step::WITHIN).lt(0) | (T - last).le(this.i64(step::WITHIN));
        j.not() | exists.and_then(recent)
    }

    fn extend(&self, f: &mut Body, duty: Local32, j: Local32, this: Local32, before: Local32) {
        f.if_(this.i32(step::FIRST), |f| {
            let first = f.let64(END);
            f.if_(j, |f| {
                f.set64(first, (STATE + before.i32(step::FIRST)).i64(0))
            });
            f.store64(STATE + this.i32(step::FIRST), 0, first);
        });
        f.if_(this.i32(step::LAST), |f| {
            f.store64(STATE + this.i32(step::LAST), 0, END)
        });
        let to = f.let32(STATE + this.i32(step::EVIDENCE));
        f.if_(j, |f| {
            let from = f.let32(STATE + before.i32(step::EVIDENCE));
            f.for_(0, j, |f, i, _| {
                f.store64(to + i * 8, 0, (from + i * 8).i64(0))
            });
        });
        f.store64(
            to + j * 8,
            0,
            I64::call(fns::EVIDENCE, args([this.i32(step::MOMENT).into()])),
        );
        let valid = f.let32(STATE + duty.i32(duty::VALID));
        f.store32(valid, 0, valid.i32(0) | (I32::from(1) << j));
    }

    /// `chain_holds(duty) → bool`: the whole chain is there, recent enough.
    pub(super) fn chain_holds(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        let last = f.let32(duty.i32(duty::STEP_COUNT) - 1);
        let exists = ((STATE + duty.i32(duty::VALID)).i32(0) >> last) & 1;
        let entry = last * (step::SIZE as i32) + duty.i32(duty::STEPS);
        let first = (STATE + entry.i32(step::FIRST)).i64(0);
        let recent = duty.i64(duty::WITHIN).lt(0) | (T - first).le(duty.i64(duty::WITHIN));
        f.result32(exists.and_then(recent));
        f.finish()
    }

    /// `chain_evidence(duty)`: adds the events of the whole chain.
    pub(super) fn chain_evidence(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        let last = (duty.i32(duty::STEP_COUNT) - 1) * (step::SIZE as i32) + duty.i32(duty::STEPS);
        let at = f.let32(STATE + last.i32(step::EVIDENCE));
        f.for_(0, duty.i32(duty::STEP_COUNT), |f, i, _| {
            f.call(fns::ADD, args([(at + i * 8).i64(0).into()]));
        });
        f.finish()
    }
}
