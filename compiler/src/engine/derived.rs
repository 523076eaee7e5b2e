//! Derived moments: judged after the base atoms of a step, in the order of the table; those
//! that match raise their own signal for derived ones further down, and for monitors.

use wasm_encoder::Function;

use super::rules::{args, evidence, has};
use super::tables::derived;
use super::{Engine, fns};
use crate::wasm::{Body, I32, Local32, Local64, c32};

impl Engine<'_> {
    /// Address of what is known of a derived moment's words in this step: packed evidence.
    pub(super) fn words_of_derived(&self, number: I32) -> I32 {
        number * 8 + c32(self.memory.derived)
    }

    /// `derived(number, mask)`: the derived moment looks at the step.
    pub(super) fn derived(&self) -> Function {
        let mut f = Body::new(2);
        let (number, mask) = (Local32(0), Local64(1));
        let record = f.let32(number * derived::SIZE.cast_signed() + c32(self.tables.derived));
        let matches = f.let32(0);
        f.if_else(
            record.i32(derived::CHAIN),
            |f| {
                let look = args([record.i32(derived::CHAIN).into(), mask.into()]);
                f.set(matches, I32::call(fns::CHAIN, look));
            },
            |f| {
                let all = record.i64(derived::ALL);
                let fits =
                    (mask & all.clone()).eq(all) & has(mask, record.i64(derived::NONE)).not();
                f.set(matches, fits);
                f.if_(matches & record.i32(derived::GUARD).ne(0), |f| {
                    f.set(matches, self.guard(record.i32(derived::GUARD)));
                });
            },
        );
        f.if_(matches & record.i32(derived::SIGNAL).ne(0), |f| {
            let at = f.let32(self.words_of_derived(number.into()));
            f.store64(at, 0, evidence(record.i32(derived::MOMENT)));
            f.call(fns::RAISE, args([(record.i32(derived::SIGNAL) - 1).into()]));
        });
        f.finish()
    }

    /// All derived moments that were touched look, in order. One raises only those after it,
    /// so the word is read again each time.
    pub(super) fn run_derived(&self, f: &mut Body) {
        let words = (self.program.first_monitor() / 64).cast_signed();
        if words == 0 {
            return;
        }
        f.for_(0, words, |f, i, _| {
            let word = f.let32(i * 8 + c32(self.memory.touched));
            f.while_(word.i64(0).ne(0), |f, _| {
                let bits = f.let64(word.i64(0));
                let number = f.let32((i << 6) + bits.trailing_zeros().low());
                f.store64(word, 0, bits & (bits - 1));
                let mask = f.let32(number * 8 + c32(self.memory.masks));
                f.call(fns::DERIVED, args([number.into(), mask.i64(0).into()]));
                f.store64(mask, 0, 0);
            });
        });
    }
}
