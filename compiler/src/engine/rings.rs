//! `before that … matching`: the last steps that matched, with the values they had.

use wasm_encoder::Function;

use super::globals::{END, SAVED, STATE, T};
use super::rules::{args, evidence};
use super::tables::{chain, duty, step};
use super::{Engine, fns};
use crate::monitors::Duty;
use crate::wasm::{Body, I32, Local32};

/// How many are remembered.
pub(super) const LENGTH: u32 = 64;
/// An entry: i64 end of the step, packed evidence, then the values.
const EVIDENCE: u32 = 8;
const VALUES: u32 = 16;

/// Bytes of an entry with so many of values.
pub(super) fn entry(saved: u32) -> u32 {
    VALUES + saved
}

impl Engine<'_> {
    /// Some `before that` has `matching`.
    pub(super) fn has_rings(&self) -> bool {
        let owed = self.program.monitors.iter().flat_map(|m| &m.obligations);
        owed.into_iter().any(|owed| {
            matches!(
                owed.duty,
                Duty::Before {
                    matching: Some(_),
                    ..
                }
            )
        })
    }

    /// `ring_add(duty)`: remembers the step. The count goes on after the ring is full.
    pub(super) fn ring_add(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        let of = f.let32(duty.i32(duty::CHAIN));
        let count = f.let32(STATE + of.i32(chain::VALID));
        let entry = f.let32(place(of, count.i32(0)));
        f.store32(count, 0, count.i32(0) + 1);
        f.store64(entry, 0, END);
        f.store64(
            entry,
            EVIDENCE,
            evidence(of.i32(chain::STEPS).i32(step::MOMENT)),
        );
        f.if_(duty.i32(duty::SAVE), |f| {
            self.save(f, duty, entry + VALUES.cast_signed())
        });
        f.finish()
    }

    /// `ring_find(duty) → address` of the newest remembered step that fits; 0 none.
    pub(super) fn ring_find(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        let of = f.let32(duty.i32(duty::CHAIN));
        let count = f.let32((STATE + of.i32(chain::VALID)).i32(0));
        let left = f.let32(crate::wasm::select32(
            count.lt(LENGTH.cast_signed()),
            count,
            LENGTH.cast_signed(),
        ));
        f.while_(left.into(), |f, _| {
            f.set(left, left - 1);
            f.set(count, count - 1);
            let entry = f.let32(place(of, count.into()));
            let within = of.i64(chain::WITHIN);
            let recent = within.lt(0) | (T - entry.i64(0)).le(within);
            f.if_(recent, |f| {
                f.set_global(SAVED, entry + VALUES.cast_signed());
                f.if_(self.guard(duty.i32(duty::GUARD)), |f| f.return32(entry));
            });
        });
        f.result32(0);
        f.finish()
    }

    /// Adds the event of the step that fits.
    pub(super) fn ring_evidence(&self, f: &mut Body, duty: Local32) {
        let entry = f.let32(I32::call(fns::RING_FIND, args([duty.into()])));
        f.if_(entry, |f| {
            f.call(fns::ADD, args([entry.i64(EVIDENCE).into()]))
        });
    }
}

fn place(of: Local32, number: I32) -> I32 {
    (number & (LENGTH - 1).cast_signed()) * of.i32(chain::ENTRY) + (STATE + of.i32(chain::RING))
}
