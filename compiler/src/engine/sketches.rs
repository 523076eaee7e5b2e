//! Similarity: a sketch of an utterance is a set of numbers below 256, one for each two
//! neighbouring units; the last 16 sketches of each speaker are remembered.
//!
//! A speaker's part of the state: u32 utterances, u32 turns, then 16 entries of u32 turn,
//! u32 0 and the 256 bits of a sketch.

use wasm_encoder::{Function, ValType};

use super::globals::{PREVIOUS, SPEAKER, STATE, UNITS};
use super::{Definition, Engine, fns};
use crate::text::slots::{HASH_PRIME, HASH_START};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select64};

/// Sketches that are remembered.
const REMEMBERED: i32 = 16;
/// Bytes of a sketch.
const SKETCH: u32 = 32;
const ENTRY: u32 = 8 + SKETCH;
/// Bytes of a speaker's part.
pub(super) const SPEAKER_PART: u32 = 8 + REMEMBERED as u32 * ENTRY;
/// In a speaker's part.
const TURNS: u32 = 4;
const ENTRIES: i32 = 8;
/// Between two units.
const BETWEEN: i64 = 0x1f;
/// Likeness of what is alike, in thousandths of a percent.
const WHOLE: i64 = 100_000;

impl Engine<'_> {
    pub(super) fn sketch_fns(&self) -> Vec<Definition> {
        let define = |name: &str, params: usize, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params: vec![ValType::I32; params],
            results,
            body,
        };
        vec![
            define("sketch", 0, vec![], self.sketch()),
            define("likeness", 1, vec![ValType::I64], self.likeness()),
        ]
    }

    /// `sketch()`: the sketch of the step's utterance.
    fn sketch(&self) -> Function {
        let mut f = Body::new(0);
        if self.asked.sketches.is_some() {
            let sketch = c32(self.memory.sketch);
            f.clear(sketch.clone(), c32(SKETCH));
            let hash = f.let64(0);
            let lead = self.scanner.lead();
            let run = |start: I64, unit: I32| {
                I64::call(fns::UNIT_HASH, vec![start.into(), (unit + lead).into()])
            };
            f.for_(1, UNITS, |f, i, _| {
                f.set64(hash, run(c64(HASH_START.cast_signed()), i - 1));
                f.set64(hash, (hash ^ BETWEEN) * HASH_PRIME.cast_signed());
                f.set64(hash, run(hash.into(), i.into()));
                for half in [32, 16, 8] {
                    f.set64(hash, hash ^ (hash >> half));
                }
                let number = f.let32(hash.low() & 0xff);
                let word = f.let32((number >> 6) * 8 + sketch.clone());
                f.store64(word, 0, word.i64(0) | (c64(1) << (number & 63).wide()));
            });
        }
        f.finish()
    }

    /// `likeness(sketch) → thousandths of a percent` of a remembered one and the present.
    fn likeness(&self) -> Function {
        let mut f = Body::new(1);
        let (both, either) = (f.let64(0), f.let64(0));
        for word in (0..SKETCH).step_by(8) {
            let ours = f.let64(c32(self.memory.sketch).i64(word));
            let theirs = f.let64(Local32(0).i64(word));
            f.set64(both, both + (ours & theirs).count_ones());
            f.set64(either, either + (ours | theirs).count_ones());
        }
        f.if_(either.is_zero(), |f| f.return64(0));
        f.result64((both * WHOLE).div(either));
        f.finish()
    }

    /// The number of the turn that the step's utterance belongs to.
    fn turn(&self, part: Local32) -> I32 {
        part.i32(TURNS) + PREVIOUS.ne(SPEAKER)
    }

    /// The part of the step's speaker.
    fn speaker_part(&self, f: &mut Body) -> Local32 {
        let at = self.asked.sketches.unwrap_or(0);
        f.let32(STATE + SPEAKER * SPEAKER_PART.cast_signed() + at.cast_signed())
    }

    /// The greatest likeness to what the speaker has said within `turns`.
    pub(super) fn similarity(&self, f: &mut Body, turns: u32, result: Local64) {
        let part = self.speaker_part(f);
        f.if_(UNITS.gt(1), |f| {
            f.set64(result, 0);
            let turn = f.let32(self.turn(part));
            let kept = f.let32(part.i32(0));
            f.if_(kept.gt(REMEMBERED), |f| f.set(kept, REMEMBERED));
            let entry = f.let32(part + ENTRIES);
            f.for_(0, kept, |f, _, _| {
                f.if_((turn - entry.i32(0)).le(turns.cast_signed()), |f| {
                    let like = f.let64(I64::call(fns::LIKENESS, vec![(entry + 8).into()]));
                    f.set64(result, select64(like.gt(result), like, result));
                });
                f.set(entry, entry + ENTRY.cast_signed());
            });
        });
    }

    /// The step's utterance is remembered.
    pub(super) fn remember_sketch(&self, f: &mut Body) {
        if self.asked.sketches.is_none() {
            return;
        }
        let part = self.speaker_part(f);
        let turn = f.let32(self.turn(part));
        f.store32(part, TURNS, turn);
        f.if_(UNITS.gt(1), |f| {
            let count = f.let32(part.i32(0));
            let place = (count & (REMEMBERED - 1)) * ENTRY.cast_signed();
            let entry = f.let32(part + ENTRIES + place);
            f.store32(entry, 0, turn);
            for word in (0..SKETCH).step_by(8) {
                let bits = c32(self.memory.sketch).i64(word);
                f.store64(entry, 8 + word, bits);
            }
            f.store32(part, 0, count + 1);
        });
    }
}
