//! Waiting occurrences: how they start, look at each step, are decided and make room.

use wasm_encoder::Function;

use super::globals::{DUE, DUTY, REASON, STATE, T, TARGET};
use super::layout::{FREE, FRESH, NEXT_WAIT, USED};
use super::rules::{
    AT_END, AT_STEP, NO_TIME, SATISFIED, SETTLED, VIOLATED, WAITS, WITHDRAWN, args, each_duty, has,
    reason, violate,
};
use super::tables::{duty, rule};
use super::{Engine, MAX_PLACES, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select32, select64};

impl Engine<'_> {
    /// `look(record, cell, mask, purpose) → outcome` of one waiting occurrence; also says
    /// `DUTY`, `REASON`, `DUE` of a violation and `TARGET` of a single obligation.
    pub(super) fn look(&self) -> Function {
        let mut f = Body::new(4);
        let (record, first, mask, purpose) = (Local32(0), Local32(1), Local64(2), Local32(3));
        let start = f.let64(first.i64(0).shr_signed(24));
        let cell = f.let32(first);
        let (all, state) = (f.let32(1), f.let32(0));
        each_duty(&mut f, record, |f, duty, number| {
            f.if_(
                duty.u8(duty::TYPE)
                    .eq(duty::REQUIRE)
                    .and_then(record.u8(rule::FLAGS) & rule::IS_CALL),
                |f| {
                    self.require_at_end(f, duty, number, purpose, all);
                },
            );
            f.if_(duty.u8(duty::TYPE).eq(duty::HAPPEN), |f| {
                f.if_(record.u8(rule::HAPPENS).gt(1), |f| {
                    f.set(cell, self.cell(cell.u16(0)))
                });
                f.set(state, cell.u8(2));
                f.if_((state & SETTLED).not(), |f| {
                    let closes = f.let32(0);
                    f.if_else(
                        purpose,
                        |f| {
                            f.set(
                                closes,
                                purpose.eq(AT_END) | T.ge(start + duty.i64(duty::MAX)),
                            )
                        },
                        |f| {
                            let moved = self.window_moves(f, duty, mask, state);
                            f.set(closes, moved);
                            f.if_(closes.not(), |f| {
                                let counts = self.counts(f, duty, mask, state, start.into());
                                f.if_(counts, |f| self.target_seen(f, duty, number, cell, state));
                            });
                        },
                    );
                    f.if_(closes, |f| {
                        self.window_closes(f, duty, number, purpose, start, state, cell)
                    });
                    f.store8(cell, 2, state);
                });
                f.set(all, all & state);
            });
        });
        f.result32(select32(all & 1, SATISFIED, WAITS));
        f.finish()
    }

    /// A `require` of the call waits for its end.
    fn require_at_end(
        &self,
        f: &mut Body,
        duty: Local32,
        number: Local32,
        purpose: Local32,
        all: Local32,
    ) {
        f.if_else(
            purpose.eq(AT_END),
            |f| {
                f.if_(self.guard(duty.i32(duty::GUARD)).not(), |f| {
                    violate(f, number, reason::NOT_MET.into(), T.into());
                });
            },
            |f| f.set(all, 0),
        );
    }

    fn target_seen(
        &self,
        f: &mut Body,
        duty: Local32,
        number: Local32,
        cell: Local32,
        state: Local32,
    ) {
        f.if_(duty.u8(duty::NEGATED), |f| {
            violate(f, number, reason::FORBIDDEN.into(), NO_TIME.into());
        });
        f.set(state, state | SETTLED);
        f.set_global64(
            TARGET,
            I64::call(fns::EVIDENCE, args([duty.i32(duty::MOMENT).into()])),
        );
        self.keep_target(f, cell);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the registers of one piece of code"
    )]
    fn window_closes(
        &self,
        f: &mut Body,
        duty: Local32,
        number: Local32,
        purpose: Local32,
        start: Local64,
        state: Local32,
        cell: Local32,
    ) {
        f.if_(duty.u8(duty::NEGATED).not(), |f| {
            let deadline = start + duty.i64(duty::MAX);
            let timed = purpose.ne(AT_STEP) & (duty.u8(duty::FLAGS) & duty::HAS_MAX).ne(0);
            let why = select32(purpose.eq(AT_END), reason::CALL_ENDED, reason::DEADLINE);
            let why = select32(purpose, why, reason::WINDOW);
            violate(f, number, why, select64(timed, deadline, T));
        });
        f.set(state, state | SETTLED);
        f.set_global64(TARGET, -1);
        self.keep_target(f, cell);
    }

    /// The first cell holds the trigger's evidence, and of the call's own occurrence, which
    /// has no trigger, its only target's; the other cells hold their own target's.
    fn keep_target(&self, f: &mut Body, cell: Local32) {
        let own = Local32(0).u8(rule::FLAGS) & rule::IS_CALL;
        f.if_(cell.ne(Local32(1)) | own, |f| f.store64(cell, 8, TARGET));
    }

    /// The evidence of the trigger of a waiting occurrence.
    fn trigger_of(&self, record: Local32, cell: Local32) -> I64 {
        select64(record.u8(rule::FLAGS) & rule::IS_CALL, c64(-1), cell.i64(8))
    }

    /// `waiting(number, record, mask, purpose)`: all waiting occurrences look, oldest first.
    pub(super) fn waiting(&self) -> Function {
        let mut f = Body::new(4);
        let (number, record, mask, purpose) = (Local32(0), Local32(1), Local64(2), Local32(3));
        let queue = f.let32(STATE + record.i32(rule::QUEUE));
        let (link, before) = (f.let32(queue.u16(0)), f.let32(0));
        let (cell, last, next, outcome) = (f.let32(0), f.let32(0), f.let32(0), f.let32(0));
        f.while_(link.into(), |f, _| {
            f.set(cell, self.cell(link));
            f.set(last, link);
            f.for_(1, record.u8(rule::CELLS), |f, _, _| {
                f.set(last, self.cell(last).u16(0))
            });
            f.set(next, self.cell(last).u16(0));
            let look = args([record.into(), cell.into(), mask.into(), purpose.into()]);
            f.set(outcome, I32::call(fns::LOOK, look));
            let excused = outcome.not().and_then(has(mask, record.i64(rule::EXCUSE)));
            f.if_(excused, |f| f.set(outcome, WITHDRAWN));
            f.if_else(
                outcome.not(),
                |f| f.set(before, last),
                |f| {
                    self.unlink(f, queue, before, next);
                    self.decide(f, number, record, cell, outcome);
                    f.call(fns::RELEASE, args([record.into(), link.into()]));
                },
            );
            f.set(link, next);
        });
        f.finish()
    }

    fn unlink(&self, f: &mut Body, queue: Local32, before: Local32, next: Local32) {
        f.if_else(
            before,
            |f| f.store16(self.cell(before), 0, next),
            |f| f.store16(queue, 0, next),
        );
        f.if_(next.not(), |f| f.store16(queue, 2, before));
        f.store8(queue, 4, queue.u8(4) - 1);
    }

    fn decide(
        &self,
        f: &mut Body,
        number: Local32,
        record: Local32,
        cell: Local32,
        outcome: Local32,
    ) {
        f.if_(outcome.eq(SATISFIED), |f| {
            f.call(
                fns::SATISFIED,
                args([number.into(), record.into(), cell.into()]),
            );
        });
        f.if_(outcome.eq(VIOLATED), |f| {
            let trigger = self.trigger_of(record, cell);
            self.begin(
                f,
                number.into(),
                VIOLATED,
                REASON.into(),
                DUTY.into(),
                DUE.into(),
                trigger.clone(),
            );
            f.call(fns::ADD, args([trigger.into()]));
            f.if_(REASON.eq(reason::FORBIDDEN), |f| {
                let duty = DUTY * (duty::SIZE as i32) + record.i32(rule::DUTIES);
                let evidence = I64::call(fns::EVIDENCE, args([duty.i32(duty::MOMENT).into()]));
                f.call(fns::ADD, args([evidence.into()]));
            });
        });
    }

    /// `satisfied(number, record, cell)`: the finding of an occurrence that waited.
    pub(super) fn satisfied(&self) -> Function {
        let mut f = Body::new(3);
        let (number, record, cell) = (Local32(0), Local32(1), Local32(2));
        let trigger = f.let64(self.trigger_of(record, cell));
        self.begin(
            &mut f,
            number.into(),
            SATISFIED,
            0.into(),
            0.into(),
            NO_TIME.into(),
            trigger.into(),
        );
        f.call(fns::ADD, args([trigger.into()]));
        f.if_else(
            record.u8(rule::HAPPENS).le(1),
            |f| {
                let own = record.u8(rule::FLAGS) & rule::IS_CALL;
                f.call(fns::ADD, args([select64(own, cell.i64(8), TARGET).into()]));
            },
            |f| {
                f.for_(0, record.u8(rule::HAPPENS), |f, _, _| {
                    f.set(cell, self.cell(cell.u16(0)));
                    f.call(fns::ADD, args([cell.i64(8).into()]));
                });
            },
        );
        f.finish()
    }

    /// `start(record, end, evidence)`: an occurrence begins to wait, if there is room.
    pub(super) fn start(&self) -> Function {
        let mut f = Body::new(3);
        let (record, end, evidence) = (Local32(0), Local64(1), Local64(2));
        let queue = f.let32(STATE + record.i32(rule::QUEUE));
        let own = f.let32(record.u8(rule::FLAGS) & rule::IS_CALL);
        let cells = f.let32(record.u8(rule::CELLS));
        f.block(|f, out| {
            f.if_(own.not(), |f| {
                let used = f.let32(STATE.u16(USED) + cells);
                let full =
                    queue.u8(4).ge(self.book.waiting.cast_signed()) | used.gt(c32(MAX_PLACES));
                f.if_(full, |f| {
                    let counted = queue.i32(4);
                    let room = counted.lt(c32(0xffff_ff00));
                    f.store32(queue, 4, counted + select32(room, 0x100, 0));
                    f.branch(out);
                });
                f.store16(STATE, USED, used);
            });
            let (link, i) = (f.let32(0), f.let32(0));
            f.while_(i.lt(cells), |f, _| {
                f.if_else(
                    own,
                    |f| f.set(link, record.i32(rule::OWN_CELL) + i + 1),
                    |f| f.set(link, I32::call(fns::ALLOC, vec![])),
                );
                let cell = f.let32(self.cell(link));
                f.store64(cell, 0, end << 24);
                f.store64(cell, 8, select64(i, c64(-1), evidence));
                f.if_else(
                    queue.u16(0),
                    |f| f.store16(self.cell(queue.u16(2)), 0, link),
                    |f| f.store16(queue, 0, link),
                );
                f.store16(queue, 2, link);
                f.set(i, i + 1);
            });
            f.store8(queue, 4, queue.u8(4) + 1);
            each_duty(f, record, |f, duty, _| {
                let timed =
                    duty.u8(duty::TYPE).not() & (duty.u8(duty::FLAGS) & duty::HAS_MAX).ne(0);
                f.if_(timed, |f| {
                    let deadline = f.let64(end + duty.i64(duty::MAX));
                    f.if_(deadline.lt(STATE.i64(NEXT_WAIT)), |f| {
                        f.store64(STATE, NEXT_WAIT, deadline)
                    });
                });
            });
        });
        f.finish()
    }

    /// `alloc() → link` of a free shared cell; the caller has seen that there is one.
    pub(super) fn alloc(&self) -> Function {
        let mut f = Body::new(0);
        let link = f.let32(STATE.u16(FREE));
        f.if_else(
            link,
            |f| f.store16(STATE, FREE, self.cell(link).u16(0)),
            |f| {
                f.store16(STATE, FRESH, STATE.u16(FRESH) + 1);
                f.set(link, STATE.u16(FRESH) + c32(self.state.own_cells));
            },
        );
        f.result32(link);
        f.finish()
    }

    /// `release(record, link)`: gives the cells of an occurrence back.
    pub(super) fn release(&self) -> Function {
        let mut f = Body::new(2);
        let (record, link) = (Local32(0), Local32(1));
        f.if_((record.u8(rule::FLAGS) & rule::IS_CALL).not(), |f| {
            f.for_(0, record.u8(rule::CELLS), |f, _, _| {
                let cell = f.let32(self.cell(link));
                let next = f.let32(cell.u16(0));
                f.store16(cell, 0, STATE.u16(FREE));
                f.store16(STATE, FREE, link);
                f.set(link, next);
            });
            f.store16(STATE, USED, STATE.u16(USED) - record.u8(rule::CELLS));
        });
        f.finish()
    }
}
