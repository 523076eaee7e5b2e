//! One step: which signals are raised, and which monitors look at it, in rule order.

use wasm_encoder::{Function, ValType};

use super::findings::pack;
use super::globals::{COUNT, EVENT, FOUND, INDEX, SPEAKER, STAMP, STATE};
use super::scan::record;
use super::tables::{DECLARED, OF_DERIVED, entry};
use super::{Definition, Engine, fns};
use crate::wasm::{Body, I32, I64, Local32, c32, c64};

/// Attribute id of the declared event that an action is.
pub(super) const DECLARED_ATTRIBUTE: i32 = 65_534;

impl Engine<'_> {
    pub(super) fn step_fns(&self) -> Vec<Definition> {
        let define = |name: &str, params: usize, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params: vec![ValType::I32; params],
            results,
            body,
        };
        vec![
            define("raise", 1, vec![], self.raise()),
            define("raise_list", 1, vec![], self.raise_list()),
            define("run_step", 0, vec![], self.run_step()),
            define("evidence", 1, vec![ValType::I64], self.evidence()),
        ]
    }

    /// `raise(signal)`: marks the signal and the roles of its listeners.
    fn raise(&self) -> Function {
        let mut f = Body::new(1);
        let signal = Local32(0);
        f.store32(signal * 4 + c32(self.memory.stamps), 0, STAMP);
        let at = f.let32((signal * 4 + c32(self.tables.listeners)).i32(0));
        let listener = f.let32(0);
        f.while_(at.u16(0).ne(0xffff), |f, _| {
            f.set(listener, at.u16(0));
            self.touch(f, listener, c64(1) << at.u16(2).wide());
            f.set(at, at + 4);
        });
        f.finish()
    }

    /// Gives a listener roles to look at in this step.
    pub(super) fn touch(&self, f: &mut Body, listener: Local32, roles: I64) {
        let mask = f.let32(listener * 8 + c32(self.memory.masks));
        f.store64(mask, 0, mask.i64(0) | roles);
        let word = f.let32((listener >> 6) * 8 + c32(self.memory.touched));
        f.store64(word, 0, word.i64(0) | (c64(1) << (listener & 63).wide()));
    }

    /// `raise_list(list)`: raises the entries whose speaker and guard fit the event.
    fn raise_list(&self) -> Function {
        let mut f = Body::new(1);
        let at = Local32(0);
        f.while_(at.u16(entry::SIGNAL).ne(entry::END), |f, _| {
            f.if_((at.u16(entry::SPEAKERS) >> SPEAKER) & 1, |f| {
                let guarded = f.let32(1);
                f.if_(at.u16(entry::GUARD), |f| {
                    f.set(guarded, self.guard(at.u16(entry::GUARD)))
                });
                f.if_(guarded, |f| {
                    f.call(fns::RAISE, vec![at.u16(entry::SIGNAL).into()])
                });
            });
            f.set(at, at + entry::SIZE as i32);
        });
        f.finish()
    }

    /// The result of guard `number` − 1.
    pub(super) fn guard(&self, number: I32) -> I32 {
        I32::call_indirect(self.guards.type_index(), STATE, number - 1)
    }

    /// The units of an utterance's text, when something looks at them.
    pub(super) fn read_units(&self, f: &mut Body, code: Local32) {
        let read = |f: &mut Body| {
            f.call(fns::UNITS, vec![(EVENT + 32).into(), EVENT.i32(28).into()]);
        };
        f.if_(code.eq(3), |f| {
            if self.asked.units || self.asked.sketches.is_some() {
                read(f);
            } else {
                f.if_(self.is_listened_to(), read);
            }
        });
    }

    /// Some phrase of the speaker is listened to.
    fn is_listened_to(&self) -> I32 {
        (c32(self.tables.listened_speakers) >> SPEAKER) & 1
    }

    /// Raises what an event's kind and words raise. The event is in `EVENT`, `code` its kind,
    /// and its units are read.
    pub(super) fn raise_event(&self, f: &mut Body, code: Local32) {
        // Words come first: the guard of any atom may ask what a phrase captured.
        let heard = f.let32(code.eq(3).and_then(self.is_listened_to()));
        f.if_(heard, |f| f.call(fns::SCAN, vec![]));
        f.if_(code.lt(c32(self.tables.kinds)), |f| {
            self.raise_kind(f, code.into())
        });
        f.if_(heard, |f| {
            f.for_(0, FOUND, |f, i, _| {
                let phrase = (i * 2 + c32(self.scanner.memory.found)).u16(0);
                let list = (phrase * 4 + c32(self.tables.by_phrase)).i32(0);
                f.call(fns::RAISE_LIST, vec![list.into()]);
            });
        });
        f.if_(code.eq(11), |f| {
            let declared = f.let32(I32::call(fns::ATTRIBUTE, vec![DECLARED_ATTRIBUTE.into()]));
            f.if_(declared, |f| {
                let number = declared.i64(8).low() + DECLARED as i32;
                let number = f.let32(number);
                f.if_(
                    number
                        .ge(DECLARED as i32)
                        .and_then(number.lt(c32(self.tables.kinds))),
                    |f| {
                        self.raise_kind(f, number.into());
                    },
                );
            });
        });
    }

    fn raise_kind(&self, f: &mut Body, code: I32) {
        let list = f.let32((code * 4 + c32(self.tables.by_kind)).i32(0));
        f.if_(list, |f| f.call(fns::RAISE_LIST, vec![list.into()]));
    }

    /// `run_step()`: the derived moments, then the monitors that were touched look at the
    /// step, in order.
    fn run_step(&self) -> Function {
        let mut f = Body::new(0);
        self.wake(&mut f);
        self.run_derived(&mut f);
        let first = self.program.first_monitor();
        let words = self.program.listener_count().div_ceil(64).cast_signed();
        let (bits, listener, mask) = (f.let64(0), f.let32(0), f.let32(0));
        f.for_((first / 64).cast_signed(), words, |f, i, _| {
            let word = f.let32(i * 8 + c32(self.memory.touched));
            f.set64(bits, word.i64(0));
            f.if_(bits.ne(0), |f| f.store64(word, 0, 0));
            f.while_(bits.ne(0), |f, _| {
                f.set(listener, (i << 6) + bits.trailing_zeros().low());
                f.set64(bits, bits & (bits - 1));
                f.set(mask, listener * 8 + c32(self.memory.masks));
                let number = listener - first.cast_signed();
                f.call(fns::RULE, vec![number.into(), mask.i64(0).into()]);
                f.store64(mask, 0, 0);
            });
        });
        f.finish()
    }

    /// Some signal of the moment is raised in this step.
    pub(super) fn moment_matches(&self, moment: u32) -> I32 {
        let signals = self
            .program
            .moments
            .get(moment as usize)
            .into_iter()
            .flatten();
        let raised = |signal: &u16| {
            c32(self.memory.stamps + 4 * u32::from(*signal))
                .i32(0)
                .eq(STAMP)
        };
        signals
            .map(raised)
            .reduce(|a, b| a | b)
            .unwrap_or_else(|| I32::from(0))
    }

    /// `evidence(moment) → packed`: the step's event and the span of the first signal of
    /// the moment that is raised: u24 event, u16 start, u16 end, u8 tolerance; no span: start
    /// and end 0xffff; no event: −1.
    fn evidence(&self) -> Function {
        let mut f = Body::new(1);
        let at = Local32(0);
        f.if_(INDEX.eq(-1), |f| f.return64(-1));
        let (span, tolerance) = (f.let32(-1), f.let32(0));
        f.while_(at.u16(0).ne(0xffff), |f, done| {
            let stamp = (at.u16(0) * 4 + c32(self.memory.stamps)).i32(0);
            f.if_(stamp.eq(STAMP), |f| {
                let words = f.let32((at.u16(0) * 4 + c32(self.tables.signal_words)).i32(0));
                if !self.program.derived.is_empty() {
                    f.if_((words >> 31).eq(1), |f| {
                        let number = words & (OF_DERIVED - 1).cast_signed();
                        f.return64(self.words_of_derived(number).i64(0));
                    });
                }
                f.if_(words, |f| {
                    let record = f.let32(self.scanner.record(words - 1));
                    f.set(span, record.i32(record::START));
                    f.set(tolerance, record.i32(record::TOLERANCE));
                });
                f.branch(done);
            });
            f.set(at, at + 2);
        });
        f.result64(pack(INDEX.into(), span.into(), tolerance.into()));
        f.finish()
    }

    /// Starts a new step: a fresh stamp, nothing written yet in this step.
    pub(super) fn next_stamp(&self, f: &mut Body) {
        f.set_global(STAMP, STAMP + 1);
        // After 2^32 steps old stamps would look new.
        f.if_(STAMP.not(), |f| {
            let from = self.memory.stamped;
            f.clear(c32(from), c32(self.memory.masks - from));
            f.set_global(STAMP, 1);
        });
    }

    /// No records yet.
    pub(super) fn reset_output(&self, f: &mut Body) {
        f.set_global(super::globals::OUT, c32(self.memory.output + 8));
        f.set_global(COUNT, 0);
        f.store64(c32(self.memory.output), 0, 0);
    }
}
