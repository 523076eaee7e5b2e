//! Measures: how long holds, mutes, silences, talk and overlap have lasted so far.
//!
//! In: the events, before what they change of the state (a talker's end, a hold that is on).
//! Out: totals and longest ones, of what is over and of what is going on.

use super::Engine;
use super::asked::Measured;
use super::globals::{END, SPEAKER, STATE, T};
use super::layout::{CONNECTED, ENDS, HUNG_UP, ON_HOLD, ON_MUTE};
use super::spans::{gap_start, greater, lesser, places};
use super::tables::speaker_code;
use crate::book::{MeasuredSpan, Moment, SpanKind, Who};
use crate::wasm::{Body, I32, I64, Local32, Local64, c64, select64};

/// After [`Measured::at`].
const LONGEST: u32 = 8;

/// Kinds of events (docs/abi.md).
pub(super) mod kind {
    pub(crate) const RING: i32 = 1;
    pub(crate) const ANSWER: i32 = 2;
    pub(crate) const UTTERANCE: i32 = 3;
    pub(crate) const HOLD_START: i32 = 4;
    pub(crate) const HOLD_END: i32 = 5;
    pub(crate) const MUTE_START: i32 = 6;
    pub(crate) const MUTE_END: i32 = 7;
    pub(crate) const HANG_UP: i32 = 9;
    pub(crate) const CONTACT: i32 = 13;
}

/// At least 0.
fn positive(f: &mut Body, value: I64) -> Local64 {
    let value = f.let64(value);
    f.let64(select64(value.lt(0), c64(0), value))
}

impl Engine<'_> {
    /// A span as measured up to now.
    pub(super) fn measure(
        &self,
        f: &mut Body,
        span: MeasuredSpan,
        longest: bool,
        since: Option<&Moment>,
    ) -> Local64 {
        let at = self.measured(span);
        let on = going_on(f, span);
        if longest {
            let past = f.let64(STATE.i64(at + LONGEST));
            return f.let64(greater(past.into(), on.into()));
        }
        let total = f.let64(STATE.i64(at) + on);
        if let Some(moment) = since.and_then(|moment| self.program.moment_of(moment)) {
            let same = |s: &&super::asked::Snapshot| s.span == span && s.moment == moment;
            let snapshot = self.asked.snapshots.iter().find(same);
            let before = snapshot.map_or(c64(0), |snapshot| STATE.i64(snapshot.at));
            f.set64(total, total - before);
        }
        total
    }

    fn measured(&self, span: MeasuredSpan) -> u32 {
        let mut all = self.asked.measures.iter();
        all.find(|m| m.span == span).map_or(0, |m| m.at)
    }

    /// An event of this kind adds to the spans, before it changes the state.
    pub(super) fn measure_event(&self, f: &mut Body, kind: Local32) {
        for measured in &self.asked.measures {
            let span = measured.span;
            f.if_(adds(kind, span), |f| match span {
                MeasuredSpan::Hold | MeasuredSpan::Mute | MeasuredSpan::Silence(_) => {
                    let on = going_on(f, span);
                    add(f, measured, on, on);
                }
                MeasuredSpan::Talk(_) => {
                    let before = (STATE + SPEAKER * 8).i64(ENDS);
                    let new = positive(f, END - greater(before, T.into()));
                    let whole = f.let64(END - T);
                    add(f, measured, new, whole);
                }
                MeasuredSpan::Overlap => {
                    let before = (STATE + SPEAKER * 8).i64(ENDS);
                    let other = other_end();
                    let new = positive(f, lesser(END.into(), other) - greater(before, T.into()));
                    add(f, measured, new, new);
                }
            });
        }
    }

    /// What the totals are after a step at which `since` moments matched.
    pub(super) fn snap_measures(&self, f: &mut Body) {
        for snapshot in &self.asked.snapshots {
            f.if_(self.moment_matches(snapshot.moment), |f| {
                let total = self.measure(f, snapshot.span, false, None);
                f.store64(STATE, snapshot.at, total);
            });
        }
    }
}

/// E of the other side: the customer for the agent and the other way round.
pub(super) fn other_end() -> I64 {
    (STATE + (I32::from(3) - SPEAKER) * 8).i64(ENDS)
}

fn add(f: &mut Body, measured: &Measured, new: Local64, one: Local64) {
    f.store64(STATE, measured.at, STATE.i64(measured.at) + new);
    let longest = f.let64(STATE.i64(measured.at + LONGEST));
    let longest = greater(longest.into(), one.into());
    f.store64(STATE, measured.at + LONGEST, longest);
}

/// An event of this kind adds to the span: it ends one, or is one.
fn adds(kind: Local32, span: MeasuredSpan) -> I32 {
    let any = |kinds: &[i32]| {
        let is = kinds.iter().map(|of| kind.eq(*of));
        is.reduce(|a, b| a | b).unwrap_or_else(|| I32::from(0))
    };
    let by =
        |who: Who| speaker_code(who).map_or(I32::from(1), |code| SPEAKER.eq(code.cast_signed()));
    let speaks = |who: Who| kind.eq(kind::UTTERANCE) & by(who);
    match span {
        MeasuredSpan::Hold => any(&[kind::HOLD_END, kind::CONTACT]),
        MeasuredSpan::Mute => any(&[kind::MUTE_END, kind::CONTACT]),
        MeasuredSpan::Silence(who) => {
            let ends = [
                kind::HOLD_START,
                kind::MUTE_START,
                kind::HANG_UP,
                kind::CONTACT,
            ];
            any(&ends) | speaks(who)
        }
        MeasuredSpan::Overlap => speaks(Who::Agent) | speaks(Who::Customer),
        MeasuredSpan::Talk(who) => speaks(who),
    }
}

/// How long the one that is going on has lasted up to now; 0 when there is none.
fn going_on(f: &mut Body, span: MeasuredSpan) -> Local64 {
    let lasted = match span {
        MeasuredSpan::Hold | MeasuredSpan::Mute => {
            let kind = match span {
                MeasuredSpan::Mute => SpanKind::Mute,
                _ => SpanKind::Hold,
            };
            let (on, start, _) = places(kind);
            select64(STATE.u8(on), T - STATE.i64(start), c64(0))
        }
        MeasuredSpan::Silence(who) => {
            let start = gap_start(f, who, false);
            let active = STATE.u8(CONNECTED)
                & (STATE.u8(HUNG_UP) | STATE.u8(ON_HOLD) | STATE.u8(ON_MUTE)).not();
            select64(active, T - start, c64(0))
        }
        MeasuredSpan::Talk(_) | MeasuredSpan::Overlap => c64(0),
    };
    positive(f, lasted)
}
