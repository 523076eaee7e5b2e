//! The interface of docs/abi.md: open, event, tick, next deadline, close.

use wasm_encoder::{Function, ValType};

use super::globals::{COUNT, END, EVENT, INDEX, PREVIOUS, SPEAKER, STATE, T};
use super::layout::{
    CLOSED, CONNECTED, CONNECTED_T, ENDS, GAP_START, HOLD_END, LAST_SPEAKER, LONG_AGO, MUTE_END,
    NEXT_SPAN, NEXT_WAIT, NOBODY, NOW, STAGE, TURNS, UTTERANCES,
};
use super::{Definition, Engine, MAX_TEXT, fns};
use crate::book::Atom;
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, select32, select64};

const ERROR_CLOSED: i32 = -1;
const ERROR_MALFORMED: i32 = -2;
const ERROR_TIME: i32 = -3;

/// Bytes of an event record before its text.
const HEADER: i32 = 32;

impl Engine<'_> {
    pub(super) fn export_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
        };
        vec![
            define("zz_open", vec![w], vec![], self.open()),
            define("zz_event", vec![w, w], vec![w], self.event()),
            define("zz_tick", vec![w, d], vec![w], self.tick()),
            define("zz_next_deadline", vec![w], vec![d], self.next_deadline()),
            define("zz_close", vec![w, d], vec![w], self.close()),
        ]
    }

    fn open(&self) -> Function {
        let mut f = Body::new(1);
        let state = Local32(0);
        f.clear(state, c32(self.state.size));
        for at in [
            NOW,
            CONNECTED_T,
            GAP_START,
            HOLD_END,
            MUTE_END,
            ENDS,
            ENDS + 8,
            ENDS + 16,
            ENDS + 24,
        ] {
            f.store64(state, at, LONG_AGO);
        }
        f.store64(state, NEXT_WAIT, i64::MAX);
        f.store64(state, NEXT_SPAN, i64::MAX);
        f.store8(state, LAST_SPEAKER, NOBODY);
        self.open_spans(&mut f, state);
        self.open_metadata(&mut f, state);
        f.finish()
    }

    /// What every entry does first; returns when the call is closed.
    fn enter(&self, f: &mut Body) {
        f.set_global(STATE, Local32(0));
        self.reset_output(f);
        f.if_(STATE.u8(CLOSED), |f| f.return32(ERROR_CLOSED));
    }

    fn header(&self, f: &mut Body, consumed: impl Into<I32>, more: impl Into<I32>) {
        f.store32(c32(self.memory.output), 0, consumed);
        f.store32(c32(self.memory.output), 4, more);
    }

    fn event(&self) -> Function {
        let mut f = Body::new(2);
        let len = Local32(1);
        self.enter(&mut f);
        let (at, size, error, more) = (f.let32(0), f.let32(0), f.let32(0), f.let32(0));
        let t = f.let64(0);
        f.while_(at.lt(len), |f, done| {
            f.set_global(EVENT, at + c32(self.memory.input));
            f.set(size, EVENT.i32(0));
            f.if_(well_formed(len - at, size).not(), |f| {
                f.set(error, ERROR_MALFORMED);
                f.branch(done);
            });
            f.set64(t, EVENT.i64(8));
            f.if_else(
                EVENT.u16(4),
                |f| {
                    f.if_(t.lt(STATE.i64(NOW)), |f| {
                        f.set(error, ERROR_TIME);
                        f.branch(done);
                    });
                    let record = f.let32(EVENT);
                    let full = I32::call(fns::ADVANCE, vec![t.into()]);
                    f.set(more, full);
                    f.if_(more.not(), |f| {
                        f.set(more, self.output_full(self.event_room()))
                    });
                    f.branch_if(more, done);
                    f.set_global(EVENT, record);
                    self.event_step(f, t);
                },
                |f| {
                    f.set_global(INDEX, -1);
                    f.call(fns::METADATA, vec![]);
                    f.call(fns::CALL_STARTS, vec![]);
                },
            );
            f.set(at, at + size);
        });
        self.header(&mut f, at, more);
        f.if_(error, |f| f.return32(error));
        f.result32(COUNT);
        f.finish()
    }

    /// The record in `EVENT` is one step; two when it connects the call.
    fn event_step(&self, f: &mut Body, t: Local64) {
        f.store64(STATE, NOW, t);
        let connects = (EVENT.u16(4) - 2).le(1) & STATE.u8(CONNECTED).not();
        f.if_(connects, |f| {
            let record = f.let32(EVENT);
            f.call(fns::CONNECT_STEP, vec![t.into()]);
            f.set_global(EVENT, record);
        });
        f.set_global64(T, t);
        let end = EVENT.i64(16);
        f.set_global64(END, select64(end.gt(t), end, t));
        f.set_global(INDEX, EVENT.i32(24));
        f.set_global(SPEAKER, select32(EVENT.u8(6).lt(4), EVENT.u8(6), 0));
        f.set_global(PREVIOUS, STATE.u8(LAST_SPEAKER));
        self.next_stamp(f);
        let code = f.let32(EVENT.u16(4));
        self.count_utterance(f, code);
        self.read_units(f, code);
        f.call(fns::BEFORE_STEP, vec![code.into()]);
        self.raise_event(f, code);
        f.call(fns::RUN_STEP, vec![]);
        f.call(fns::AFTER_STEP, vec![code.into()]);
    }

    /// How many utterances and turns there have been, this one included.
    fn count_utterance(&self, f: &mut Body, code: Local32) {
        if !self.features.part_counts && !self.features.late {
            return;
        }
        f.if_(code.eq(3), |f| {
            let own = f.let32(STATE + SPEAKER * 4);
            f.store32(own, UTTERANCES, own.i32(UTTERANCES) + 1);
            f.store32(STATE, UTTERANCES + 16, STATE.i32(UTTERANCES + 16) + 1);
            f.store32(STATE, TURNS, STATE.i32(TURNS) + PREVIOUS.ne(SPEAKER));
        });
    }

    /// Room for what one event may write.
    fn event_room(&self) -> u32 {
        let twice = self.connection_matters();
        self.memory.step_room * if twice { 2 } else { 1 }
    }

    fn tick(&self) -> Function {
        let mut f = Body::new(2);
        let now = Local64(1);
        self.enter(&mut f);
        f.if_(now.lt(STATE.i64(NOW)), |f| f.return32(ERROR_TIME));
        let more = f.let32(I32::call(fns::ADVANCE, vec![now.into()]));
        f.if_(more.not(), |f| f.store64(STATE, NOW, now));
        self.header(&mut f, 0, more);
        f.result32(COUNT);
        f.finish()
    }

    fn next_deadline(&self) -> Function {
        let mut f = Body::new(1);
        f.set_global(STATE, Local32(0));
        let next = f.let64(i64::MAX);
        f.if_(STATE.u8(CLOSED).not(), |f| {
            f.store64(STATE, NEXT_WAIT, I64::call(fns::WAIT_NEXT, vec![]));
            let (wait, span) = (STATE.i64(NEXT_WAIT), STATE.i64(NEXT_SPAN));
            f.set64(next, select64(wait.lt(span.clone()), wait, span));
            // Due at `next`, but an event at `next` would still come first.
            f.if_(next.ne(i64::MAX), |f| f.set64(next, next + 1));
        });
        f.result64(next);
        f.finish()
    }

    /// Closing has stages, each done once, so that it can go on after a full output.
    fn close(&self) -> Function {
        let mut f = Body::new(2);
        let t = Local64(1);
        self.enter(&mut f);
        f.if_(t.lt(STATE.i64(NOW)), |f| f.return32(ERROR_TIME));
        let step_room = self.memory.step_room;
        let full = |f: &mut Body, more: I32| {
            let more = f.let32(more);
            f.if_(more, |f| {
                self.header(f, 0, 1);
                f.return32(COUNT);
            });
        };
        self.stage(&mut f, 0, |f| {
            full(f, I32::call(fns::ADVANCE, vec![(t + 1).into()]));
            f.store64(STATE, NOW, t);
        });
        self.stage(&mut f, 1, |f| {
            full(f, self.output_full(step_room));
            self.begin_timer_step(f, t.into());
            for (signal, number) in self.program.signals.iter().zip(0..) {
                if signal.atom == Atom::CallEnds {
                    f.call(fns::RAISE, vec![c32(number).into()]);
                }
            }
            f.call(fns::RUN_STEP, vec![]);
            f.call(fns::AFTER_STEP, vec![0.into()]);
        });
        self.stage(&mut f, 2, |f| {
            full(f, self.output_full(step_room));
            self.begin_timer_step(f, t.into());
            f.call(fns::SETTLE, vec![]);
        });
        self.stage(&mut f, 3, |f| {
            full(f, self.output_full(self.memory.table_room));
            f.call(fns::TABLES, vec![]);
            f.store8(STATE, CLOSED, 1);
        });
        f.result32(COUNT);
        f.finish()
    }

    fn stage(&self, f: &mut Body, number: i32, inside: impl FnOnce(&mut Body)) {
        f.if_(STATE.u8(STAGE).eq(number), |f| {
            inside(f);
            f.store8(STATE, STAGE, number + 1);
        });
    }
}

/// The record in `EVENT` fits into the rest of the input and its parts into it.
fn well_formed(rest: I32, size: Local32) -> I32 {
    let text = EVENT.i32(28);
    let needed = ((text.clone() + 7) & -8) + EVENT.u8(7) * 16 + HEADER;
    let fits = size.ge(HEADER) & size.le(rest.clone()) & (size & 7).not();
    let parts = text.le(c32(MAX_TEXT)) & needed.le(size);
    rest.ge(HEADER).and_then(fits & parts)
}
