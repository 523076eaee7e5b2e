//! Time: what comes due and runs out, in order.
//!
//! The timers of moments are in `spans`.

use wasm_encoder::{Function, ValType};

use super::globals::{END, EVENT, INDEX, OUT, PREVIOUS, SPEAKER, STATE, T};
use super::layout::{LAST_SPEAKER, NEXT_SPAN, NEXT_WAIT};
use super::{Definition, Engine, fns};
use crate::wasm::{Body, I32, I64, Local64, c32, select64};

impl Engine<'_> {
    pub(super) fn timer_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
        };
        vec![define("advance", vec![d], vec![w], self.advance())]
    }

    /// There is no room in the output for what one step may write.
    pub(super) fn output_full(&self, room: u32) -> I32 {
        let end = self.memory.output + self.memory.output_size;
        OUT.gt(c32(end - room.min(self.memory.output_size - 8)))
    }

    /// `advance(to) → full`: everything due before `to` happens, in order. 1: the output is
    /// full, go on later.
    fn advance(&self) -> Function {
        let mut f = Body::new(1);
        let to = Local64(0);
        let due = f.let64(0);
        let next = || {
            let (wait, span) = (STATE.i64(NEXT_WAIT), STATE.i64(NEXT_SPAN));
            select64(wait.lt(span.clone()), wait, span)
        };
        f.set64(due, next());
        f.while_(due.lt(to), |f, _| {
            f.if_(self.output_full(self.memory.step_room), |f| f.return32(1));
            self.begin_timer_step(f, due.into());
            f.if_(STATE.i64(NEXT_SPAN).le(due), |f| {
                f.call(fns::SPAN_FIRE, vec![due.into()]);
                f.call(fns::RUN_STEP, vec![]);
                f.call(fns::AFTER_STEP, vec![0.into()]);
            });
            f.if_(STATE.i64(NEXT_WAIT).le(due), |f| {
                f.call(fns::EXPIRE, vec![]);
                f.store64(STATE, NEXT_WAIT, I64::call(fns::WAIT_NEXT, vec![]));
            });
            f.set64(due, next());
        });
        f.result32(0);
        f.finish()
    }

    /// A step at `t` without an event.
    pub(super) fn begin_timer_step(&self, f: &mut Body, t: I64) {
        f.set_global64(T, t.clone());
        f.set_global64(END, t);
        f.set_global(INDEX, -1);
        f.set_global(SPEAKER, 0);
        f.set_global(EVENT, 0);
        f.set_global(PREVIOUS, STATE.u8(LAST_SPEAKER));
        self.next_stamp(f);
    }
}
