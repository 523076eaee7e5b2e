//! What the state knows of the call, step by step: before a step what its own conditions
//! may see of it, after it everything that later steps look back on.

use wasm_encoder::{Function, ValType};

use super::globals::{END, SPEAKER, STATE, T};
use super::layout::{
    CONNECTED, CONNECTED_T, ENDS, GAP_START, HUNG_UP, LAST_SPEAKER, NEXT_SPAN, ON_HOLD, ON_MUTE,
    RINGS,
};
use super::measures::kind;
use super::spans::{greater, places};
use super::{Definition, Engine, fns};
use crate::book::{Atom, SpanKind};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32};

/// Attribute id of a ring's count.
const COUNT_ATTRIBUTE: i32 = 65_535;

impl Engine<'_> {
    pub(super) fn remember_fns(&self) -> Vec<Definition> {
        let define = |name: &str, param: ValType, body| Definition {
            name: name.into(),
            params: vec![param],
            results: vec![],
            body,
        };
        vec![
            define("before_step", ValType::I32, self.before_step()),
            define("after_step", ValType::I32, self.after_step()),
            define("connect_step", ValType::I64, self.connect_step()),
        ]
    }

    /// `before_step(kind)`: what conditions see of the step itself.
    fn before_step(&self) -> Function {
        let mut f = Body::new(1);
        let kind = Local32(0);
        f.if_(kind.eq(kind::RING), |f| {
            let count = f.let32(I32::call(fns::ATTRIBUTE, vec![COUNT_ATTRIBUTE.into()]));
            f.store64(STATE, RINGS, 1000);
            f.if_(count, |f| f.store64(STATE, RINGS, count.i64(8)));
        });
        if self.asked.sketches.is_some() {
            f.if_(kind.eq(kind::UTTERANCE), |f| f.call(fns::SKETCH, vec![]));
        }
        f.finish()
    }

    /// `after_step(kind)`: the step counts for conditions and timers; kind 0 when it has no
    /// event.
    fn after_step(&self) -> Function {
        let mut f = Body::new(1);
        let kind = Local32(0);
        f.if_(kind.eq(kind::UTTERANCE), |f| {
            self.note_statistics(f);
            self.overlap_begins(f);
            self.remember_sketch(f);
        });
        f.if_(kind, |f| {
            self.measure_event(f, kind);
            self.event_state(f, kind);
        });
        self.tally_step(&mut f);
        self.snap_measures(&mut f);
        self.silence_after(&mut f, kind);
        f.store64(STATE, NEXT_SPAN, I64::call(fns::SPAN_NEXT, vec![]));
        f.finish()
    }

    /// `connect_step(t)`: the step in which the call begins.
    fn connect_step(&self) -> Function {
        let mut f = Body::new(1);
        let t = Local64(0);
        let signals = self.program.signals.iter().zip(0u32..);
        let begins: Vec<u32> = signals
            .filter(|(signal, _)| signal.atom == Atom::CallBegins)
            .map(|(_, number)| number)
            .collect();
        // The step counts as connected already.
        f.store8(STATE, CONNECTED, 1);
        f.store64(STATE, CONNECTED_T, t);
        f.store64(STATE, GAP_START, t);
        if self.connection_matters() {
            self.begin_timer_step(&mut f, t.into());
            for signal in &begins {
                f.call(fns::RAISE, vec![c32(*signal).into()]);
            }
            f.call(fns::RUN_STEP, vec![]);
            f.call(fns::AFTER_STEP, vec![0.into()]);
        }
        f.finish()
    }

    /// Whether anything looks at the step of a connection: a moment, or a window on a first
    /// part that was over when it opened and closes at the next step, whatever it is.
    pub(super) fn connection_matters(&self) -> bool {
        let mut signals = self.program.signals.iter();
        self.features.part_counts || signals.any(|signal| signal.atom == Atom::CallBegins)
    }

    /// What the event changes of who speaks, what is on and when things were.
    fn event_state(&self, f: &mut Body, kind: Local32) {
        f.if_(kind.eq(kind::UTTERANCE), |f| {
            let end = f.let32(STATE + SPEAKER * 8);
            f.store64(end, ENDS, greater(end.i64(ENDS), END.into()));
            f.store8(STATE, LAST_SPEAKER, SPEAKER);
        });
        f.if_(kind.eq(kind::ANSWER), |f| f.store64(STATE, GAP_START, T));
        f.if_(kind.eq(kind::HOLD_START), |f| {
            self.span_starts(f, SpanKind::Hold)
        });
        f.if_(kind.eq(kind::HOLD_END), |f| span_ends(f, SpanKind::Hold));
        f.if_(kind.eq(kind::MUTE_START), |f| {
            self.span_starts(f, SpanKind::Mute)
        });
        f.if_(kind.eq(kind::MUTE_END), |f| span_ends(f, SpanKind::Mute));
        f.if_(kind.eq(kind::HANG_UP), |f| f.store8(STATE, HUNG_UP, 1));
        f.if_(kind.eq(kind::CONTACT), |f| {
            for at in [CONNECTED, ON_HOLD, ON_MUTE, HUNG_UP] {
                f.store8(STATE, at, 0);
            }
        });
    }

    fn span_starts(&self, f: &mut Body, span: SpanKind) {
        let (on, start, _) = places(span);
        f.if_(STATE.u8(on).not(), |f| {
            f.store8(STATE, on, 1);
            f.store64(STATE, start, T);
            self.rearm(
                f,
                |atom| matches!(atom, Atom::Lasts { span: of, .. } if *of == span),
            );
        });
    }
}

fn span_ends(f: &mut Body, span: SpanKind) {
    let (on, _, end) = places(span);
    f.store8(STATE, on, 0);
    f.store64(STATE, end, T);
}
