//! Time: silences and `lasts` that come due, deadlines that run out, and what is settled
//! at the end of the call.

use wasm_encoder::{Function, ValType};

use super::globals::{END, EVENT, INDEX, OUT, PREVIOUS, SPEAKER, STATE, T};
use super::layout::{
    CONNECTED, CONNECTED_T, ENDS, HOLD_END, HOLD_START, HUNG_UP, LAST_SPEAKER, MUTE_END,
    MUTE_START, NEXT_SPAN, NEXT_WAIT, ON_HOLD, ON_MUTE, RINGS,
};
use super::rules::{self, AT_DEADLINE, AT_END, NO_TIME, each_duty};
use super::tables::{duty, rule, speaker_code};
use super::{Definition, Engine, fns};
use crate::book::{Atom, SpanKind, Who};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select64};

/// Attribute id of a ring's count.
const COUNT_ATTRIBUTE: i32 = 65_535;

fn greater(a: I64, b: I64) -> I64 {
    select64(a.gt(b.clone()), a, b)
}

/// Sets `to` to the lesser of both.
fn lower(f: &mut Body, to: Local64, value: impl Into<I64>) {
    let value = f.let64(value);
    f.set64(to, select64(value.lt(to), value, to));
}

impl Engine<'_> {
    pub(super) fn timer_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
        };
        vec![
            define("advance", vec![d], vec![w], self.advance()),
            define("span_next", vec![], vec![d], self.span_next()),
            define("span_fire", vec![d], vec![], self.span_fire()),
            define("expire", vec![], vec![], self.each_timed_rule(AT_DEADLINE)),
            define("wait_next", vec![], vec![d], self.wait_next()),
            define("settle", vec![], vec![], self.settle()),
        ]
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
                f.store64(STATE, NEXT_SPAN, I64::call(fns::SPAN_NEXT, vec![]));
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

    /// Runs `inside` with (signal, due time or the greatest) of each timer atom.
    fn each_timer(&self, f: &mut Body, mut inside: impl FnMut(&mut Body, u32, Local64, Timer)) {
        let (mut silences, mut lasts) = (0, 0);
        for (signal, number) in self.program.signals.iter().zip(0..) {
            match &signal.atom {
                Atom::Silence {
                    who,
                    length,
                    even_on_hold,
                } => {
                    let fired = self.state.silences + 8 * silences;
                    let (due, gap) = self.silence_due(f, *who, *length, *even_on_hold, fired);
                    inside(f, number, due, Timer::Silence { fired, gap });
                    silences += 1;
                }
                Atom::Lasts { span, length } => {
                    let fired = self.state.lasts + lasts;
                    let due = lasts_due(f, *span, *length, fired);
                    inside(f, number, due, Timer::Lasts { fired });
                    lasts += 1;
                }
                Atom::Event { .. } | Atom::Labelled { .. } | Atom::CallEnds => {}
            }
        }
    }

    /// When a silence comes due, and the start of its gap.
    fn silence_due(
        &self,
        f: &mut Body,
        who: Who,
        length: u64,
        even_on_hold: bool,
        fired: u32,
    ) -> (Local64, Local64) {
        let end = |code: u32| STATE.i64(ENDS + 8 * code);
        let spoken = match speaker_code(who) {
            Some(code) => end(code),
            None => (1..4).fold(end(0), |all, code| greater(all, end(code))),
        };
        let gap = f.let64(greater(STATE.i64(CONNECTED_T), spoken));
        let mut active = STATE.u8(CONNECTED) & STATE.u8(HUNG_UP).not();
        if !even_on_hold {
            f.set64(
                gap,
                greater(
                    gap.into(),
                    greater(STATE.i64(HOLD_END), STATE.i64(MUTE_END)),
                ),
            );
            active = active & (STATE.u8(ON_HOLD) | STATE.u8(ON_MUTE)).not();
        }
        let armed = active & gap.ne(STATE.i64(fired));
        let due = f.let64(select64(armed, gap + length.cast_signed(), c64(i64::MAX)));
        (due, gap)
    }

    /// `span_next() → t` of the next silence or `lasts`.
    fn span_next(&self) -> Function {
        let mut f = Body::new(0);
        let least = f.let64(i64::MAX);
        self.each_timer(&mut f, |f, _, due, _| lower(f, least, due));
        f.result64(least);
        f.finish()
    }

    /// `span_fire(t)`: raises all that are due at `t`.
    fn span_fire(&self) -> Function {
        let mut f = Body::new(1);
        self.each_timer(&mut f, |f, signal, due, timer| {
            f.if_(due.le(Local64(0)), |f| {
                match timer {
                    Timer::Silence { fired, gap } => f.store64(STATE, fired, gap),
                    Timer::Lasts { fired } => f.store8(STATE, fired, 1),
                }
                f.call(fns::RAISE, vec![c32(signal).into()]);
            });
        });
        f.finish()
    }

    /// All waiting rules look at their occurrences for a purpose, in rule order.
    fn each_timed_rule(&self, purpose: i32) -> Function {
        let mut f = Body::new(0);
        self.each_waiting(&mut f, |f, number, record| {
            let args = vec![number.into(), record.into(), c64(0).into(), purpose.into()];
            f.call(fns::WAITING, args);
        });
        f.finish()
    }

    fn each_waiting(&self, f: &mut Body, inside: impl FnOnce(&mut Body, Local32, Local32)) {
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            let record = f.let32(self.record(number));
            let queue = f.let32(record.i32(rule::QUEUE));
            f.if_(I32::from(queue).and_then((STATE + queue).u16(0)), |f| {
                inside(f, number, record)
            });
        });
    }

    /// `wait_next() → t` of the next deadline of a waiting occurrence.
    fn wait_next(&self) -> Function {
        let mut f = Body::new(0);
        let least = f.let64(i64::MAX);
        self.each_waiting(&mut f, |f, _, record| {
            let link = f.let32((STATE + record.i32(rule::QUEUE)).u16(0));
            let cell = f.let32(0);
            f.while_(link.into(), |f, _| {
                f.set(cell, self.cell(link));
                let start = f.let64(cell.i64(0).shr_signed(24));
                each_duty(f, record, |f, duty, _| {
                    f.if_(duty.u8(duty::TYPE).not(), |f| {
                        f.if_(record.u8(rule::HAPPENS).gt(1), |f| {
                            f.set(cell, self.cell(cell.u16(0)))
                        });
                        let open = (cell.u8(2) & rules::SETTLED).not();
                        let timed = open & (duty.u8(duty::FLAGS) & duty::HAS_MAX).ne(0);
                        f.if_(timed, |f| lower(f, least, start + duty.i64(duty::MAX)));
                    });
                });
                f.set(link, cell.u16(0));
            });
        });
        f.result64(least);
        f.finish()
    }

    /// `settle()`: the call has ended; what is still owed is settled, in rule order.
    fn settle(&self) -> Function {
        let mut f = Body::new(0);
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            let record = f.let32(self.record(number));
            let flags = f.let32(record.u8(rule::FLAGS));
            f.if_(record.i32(rule::QUEUE), |f| {
                f.call(
                    fns::WAITING,
                    vec![number.into(), record.into(), c64(0).into(), AT_END.into()],
                );
            });
            f.if_(flags & rule::IS_NEVER, |f| {
                self.settle_never(f, number, record, flags)
            });
        });
        f.finish()
    }

    /// No breach: satisfied, unless its condition looks at metadata alone and is false.
    fn settle_never(&self, f: &mut Body, number: Local32, record: Local32, flags: Local32) {
        let clean = (STATE + record.i32(rule::COUNTS)).i32(4).not();
        let state = f.let32(record.i32(rule::NEVER));
        f.if_(state, |f| f.set(state, (STATE + state).u8(0)));
        f.if_(clean & (state & rules::EXCUSED).not(), |f| {
            let holds = f.let32(1);
            f.if_(flags & rule::BY_METADATA, |f| {
                let condition = self.condition(f, record);
                f.set(holds, condition);
            });
            f.if_(holds, |f| {
                self.begin(
                    f,
                    number.into(),
                    rules::SATISFIED,
                    0.into(),
                    0.into(),
                    NO_TIME.into(),
                    c64(-1),
                )
            });
        });
    }

    /// `event_state(kind)`: what timers and `rings` must know of the step's event.
    pub(super) fn event_state(&self) -> Function {
        let mut f = Body::new(1);
        let kind = Local32(0);
        f.if_(kind.eq(3), |f| {
            f.if_(STATE.u8(CONNECTED).not(), connect);
            let end = f.let32(STATE + SPEAKER * 8);
            f.store64(end, ENDS, greater(end.i64(ENDS), END.into()));
            f.store8(STATE, LAST_SPEAKER, SPEAKER);
        });
        f.if_(kind.eq(1), |f| {
            let count = f.let32(I32::call(fns::ATTRIBUTE, vec![COUNT_ATTRIBUTE.into()]));
            f.if_else(
                count,
                |f| f.store64(STATE, RINGS, count.i64(8)),
                |f| f.store64(STATE, RINGS, 1000),
            );
        });
        f.if_(kind.eq(2), connect);
        f.if_(kind.eq(4), |f| self.span_starts(f, SpanKind::Hold));
        f.if_(kind.eq(5), |f| span_ends(f, SpanKind::Hold));
        f.if_(kind.eq(6), |f| self.span_starts(f, SpanKind::Mute));
        f.if_(kind.eq(7), |f| span_ends(f, SpanKind::Mute));
        f.if_(kind.eq(9), |f| f.store8(STATE, HUNG_UP, 1));
        f.store64(STATE, NEXT_SPAN, I64::call(fns::SPAN_NEXT, vec![]));
        f.finish()
    }

    fn span_starts(&self, f: &mut Body, span: SpanKind) {
        let (on, start, _) = places(span);
        f.if_(STATE.u8(on).not(), |f| {
            f.store8(STATE, on, 1);
            f.store64(STATE, start, T);
            let lasts = self
                .program
                .signals
                .iter()
                .filter_map(|signal| match &signal.atom {
                    Atom::Lasts { span, .. } => Some(*span),
                    _ => None,
                });
            for (_, number) in lasts.zip(0..).filter(|(of, _)| *of == span) {
                f.store8(STATE, self.state.lasts + number, 0);
            }
        });
    }
}

/// Where a timer keeps that it has come due.
enum Timer {
    Silence { fired: u32, gap: Local64 },
    Lasts { fired: u32 },
}

fn connect(f: &mut Body) {
    f.store8(STATE, CONNECTED, 1);
    f.store64(STATE, CONNECTED_T, T);
}

/// Offsets: on, start, end.
fn places(span: SpanKind) -> (u32, u32, u32) {
    match span {
        SpanKind::Hold => (ON_HOLD, HOLD_START, HOLD_END),
        SpanKind::Mute => (ON_MUTE, MUTE_START, MUTE_END),
    }
}

fn span_ends(f: &mut Body, span: SpanKind) {
    let (on, _, end) = places(span);
    f.store8(STATE, on, 0);
    f.store64(STATE, end, T);
}

fn lasts_due(f: &mut Body, span: SpanKind, length: u64, fired: u32) -> Local64 {
    let (on, start, _) = places(span);
    let armed = STATE.u8(on) & STATE.u8(fired).not();
    f.let64(select64(
        armed,
        STATE.i64(start) + length.cast_signed(),
        c64(i64::MAX),
    ))
}
