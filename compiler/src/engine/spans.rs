//! Timers of moments: silences, holds and mutes that last, overlaps. When each comes due,
//! and what happens then.

use wasm_encoder::{Function, ValType};

use super::Definition;
use super::Engine;
use super::fns;
use super::globals::{END, SPEAKER, STATE, T};
use super::layout::{
    CONNECTED, ENDS, GAP_START, HOLD_END, HOLD_START, HUNG_UP, LONG_AGO, MUTE_END, MUTE_START,
    ON_HOLD, ON_MUTE,
};
use super::tables::speaker_code;
use crate::book::{Atom, SpanKind, Who};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select64};

const AGENT: u32 = 1;
const CUSTOMER: u32 = 2;

pub(super) fn greater(a: I64, b: I64) -> I64 {
    select64(a.gt(b.clone()), a, b)
}

pub(super) fn lesser(a: I64, b: I64) -> I64 {
    select64(a.lt(b.clone()), a, b)
}

/// Offsets of a hold or mute: on, start, end.
pub(super) fn places(span: SpanKind) -> (u32, u32, u32) {
    match span {
        SpanKind::Hold => (ON_HOLD, HOLD_START, HOLD_END),
        SpanKind::Mute => (ON_MUTE, MUTE_START, MUTE_END),
    }
}

/// Timers that keep a byte: they have come due in this hold, mute or overlap.
pub(super) fn has_flag(atom: &Atom) -> bool {
    matches!(
        atom,
        Atom::Lasts { .. } | Atom::OverlapLasts(_) | Atom::OverlapEnds
    )
}

fn end_of(code: u32) -> I64 {
    STATE.i64(ENDS + 8 * code)
}

/// Until when both have spoken.
fn overlap_end() -> I64 {
    lesser(end_of(AGENT), end_of(CUSTOMER))
}

/// The start of the gap in which they are silent.
pub(super) fn gap_start(f: &mut Body, who: Who, even_on_hold: bool) -> Local64 {
    let spoken = match speaker_code(who) {
        Some(code) => end_of(code),
        None => (1..4).fold(end_of(0), |all, code| greater(all, end_of(code))),
    };
    let gap = f.let64(greater(STATE.i64(GAP_START), spoken));
    if !even_on_hold {
        for end in [HOLD_END, MUTE_END] {
            f.set64(gap, greater(gap.into(), STATE.i64(end)));
        }
    }
    gap
}

/// A timer of a moment.
struct Timer {
    signal: u16,
    /// When it comes due; `i64::MAX` never.
    due: Local64,
    fired: Fired,
}

/// Where a timer keeps that it has come due.
enum Fired {
    /// The start of its gap.
    Gap { at: u32, start: Local64 },
    /// A byte.
    Flag { at: u32 },
}

impl Engine<'_> {
    pub(super) fn span_fns(&self) -> Vec<Definition> {
        let d = ValType::I64;
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
        };
        vec![
            define("span_next", vec![], vec![d], self.span_next()),
            define("span_fire", vec![d], vec![], self.span_fire()),
        ]
    }

    /// `span_next() → t` of the next timer.
    fn span_next(&self) -> Function {
        let mut f = Body::new(0);
        let least = f.let64(i64::MAX);
        self.each_timer(&mut f, |f, timer| {
            f.set64(least, lesser(timer.due.into(), least.into()));
        });
        f.result64(least);
        f.finish()
    }

    /// `span_fire(t)`: raises all that are due at `t`.
    fn span_fire(&self) -> Function {
        let mut f = Body::new(1);
        self.each_timer(&mut f, |f, timer| {
            f.if_(timer.due.le(Local64(0)), |f| {
                match timer.fired {
                    Fired::Gap { at, start } => f.store64(STATE, at, start),
                    Fired::Flag { at } => f.store8(STATE, at, 1),
                }
                f.call(fns::RAISE, vec![c32(u32::from(timer.signal)).into()]);
            });
        });
        f.finish()
    }

    fn each_timer(&self, f: &mut Body, mut inside: impl FnMut(&mut Body, Timer)) {
        let (mut silences, mut flags) = (self.state.silences, self.state.lasts);
        for (signal, number) in self.program.signals.iter().zip(0..) {
            let mut flag = || {
                flags += 1;
                flags - 1
            };
            let (due, fired) = match &signal.atom {
                Atom::Silence { .. } => {
                    let at = silences;
                    silences += 8;
                    let (due, start) = self.silence_due(f, number, &signal.atom, at);
                    (due, Fired::Gap { at, start })
                }
                Atom::Lasts { span, length } => {
                    let at = flag();
                    let (on, start, _) = places(*span);
                    let due = STATE.i64(start) + length.cast_signed();
                    (armed(f, STATE.u8(on), at, due), Fired::Flag { at })
                }
                Atom::OverlapLasts(length) => {
                    let at = flag();
                    let start = STATE.i64(self.asked.overlap.unwrap_or(0));
                    let due = f.let64(start.clone() + length.cast_signed());
                    let lasts = start.ne(LONG_AGO) & due.le(overlap_end());
                    (armed(f, lasts, at, due.into()), Fired::Flag { at })
                }
                Atom::OverlapEnds => {
                    let at = flag();
                    let on = STATE.i64(self.asked.overlap.unwrap_or(0)).ne(LONG_AGO);
                    (armed(f, on, at, overlap_end()), Fired::Flag { at })
                }
                Atom::Event { .. }
                | Atom::Labelled { .. }
                | Atom::CallBegins
                | Atom::CallEnds
                | Atom::Derived(_) => continue,
            };
            inside(
                f,
                Timer {
                    signal: number,
                    due,
                    fired,
                },
            );
        }
    }

    /// When a silence comes due, and the start of its gap.
    fn silence_due(
        &self,
        f: &mut Body,
        signal: u16,
        atom: &Atom,
        fired: u32,
    ) -> (Local64, Local64) {
        let Atom::Silence {
            who,
            length,
            even_on_hold,
            ..
        } = atom
        else {
            return (f.let64(i64::MAX), f.let64(0));
        };
        let gap = gap_start(f, *who, *even_on_hold);
        let mut active = STATE.u8(CONNECTED) & STATE.u8(HUNG_UP).not();
        if !even_on_hold {
            active = active & (STATE.u8(ON_HOLD) | STATE.u8(ON_MUTE)).not();
        }
        if let Some((_, _, at)) = self.asked.after.iter().find(|after| after.0 == signal) {
            active = active & STATE.i64(*at).ne(LONG_AGO);
            f.set64(gap, greater(gap.into(), STATE.i64(*at)));
        }
        let armed = active & gap.ne(STATE.i64(fired));
        let due = f.let64(select64(armed, gap + length.cast_signed(), c64(i64::MAX)));
        (due, gap)
    }

    /// A call starts: nothing has come due, nobody overlaps.
    pub(super) fn open_spans(&self, f: &mut Body, state: Local32) {
        let silences = self.program.signals.iter();
        let silences = silences.filter(|s| matches!(s.atom, Atom::Silence { .. }));
        for (_, number) in silences.zip(0..) {
            f.store64(state, self.state.silences + 8 * number, LONG_AGO);
        }
        for at in self
            .asked
            .overlap
            .iter()
            .chain(self.asked.after.iter().map(|after| &after.2))
        {
            f.store64(state, *at, LONG_AGO);
        }
    }

    /// The step's utterance begins an overlap, if it does; before E grows.
    pub(super) fn overlap_begins(&self, f: &mut Body) {
        let Some(at) = self.asked.overlap else {
            return;
        };
        f.if_((SPEAKER - 1).lt(2), |f| {
            // The one before, if there was one, is over; else it goes on.
            f.if_(overlap_end().lt(T), |f| {
                let begins = super::measures::other_end().gt(T);
                f.store64(STATE, at, select64(begins, T, c64(LONG_AGO)));
                self.rearm(f, |atom| {
                    matches!(atom, Atom::OverlapLasts(_) | Atom::OverlapEnds)
                });
            });
        });
    }

    /// These timers may come due again.
    pub(super) fn rearm(&self, f: &mut Body, which: impl Fn(&Atom) -> bool) {
        let flags = self.program.signals.iter().map(|signal| &signal.atom);
        let flags = flags.filter(|atom| has_flag(atom)).zip(self.state.lasts..);
        for (_, at) in flags.filter(|(atom, _)| which(atom)) {
            f.store8(STATE, at, 0);
        }
    }

    /// Silences after a moment: it has come, or they have spoken since.
    pub(super) fn silence_after(&self, f: &mut Body, kind: Local32) {
        for (signal, moment, at) in &self.asked.after {
            let who = self.program.signals.get(usize::from(*signal));
            let who = who.map_or(Who::Anyone, |signal| match &signal.atom {
                Atom::Silence { who, .. } => *who,
                _ => Who::Anyone,
            });
            let by = speaker_code(who);
            let by = by.map_or(I32::from(1), |code| SPEAKER.eq(code.cast_signed()));
            f.if_else(
                self.moment_matches(*moment),
                |f| f.store64(STATE, *at, END),
                |f| {
                    f.if_(kind.eq(super::measures::kind::UTTERANCE) & by, |f| {
                        f.store64(STATE, *at, LONG_AGO);
                    });
                },
            );
        }
    }
}

/// When a timer with a flag comes due.
fn armed(f: &mut Body, on: I32, flag: u32, due: I64) -> Local64 {
    let armed = on & STATE.u8(flag).not();
    f.let64(select64(armed, due, c64(i64::MAX)))
}
