//! How occurrences begin to wait and make room again.

use wasm_encoder::Function;

use super::cells::{BITS, EVIDENCE, LINK, START, bit};
use super::globals::{INDEX, STATE, T};
use super::layout::{FREE, FRESH, TURNS, USED, WAKE};
use super::rules::{args, each_duty};
use super::tables::{duty, monitor, rule};
use super::waiting::{COUNTED, queue_of, refuse};
use super::{Engine, MAX_PLACES, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select32, select64};

impl Engine<'_> {
    /// `start(record, end, evidence, met)`: an occurrence begins to wait, if there is room.
    /// `met`: bits of the groups that are met already.
    pub(super) fn start(&self) -> Function {
        let mut f = Body::new(4);
        let (record, end, evidence) = (Local32(0), Local64(1), Local64(2));
        let queue = f.let32(queue_of(record));
        let own = f.let32(record.u8(monitor::FLAGS) & monitor::IS_CALL);
        f.block(|f, out| {
            f.if_(own.not(), |f| {
                let (queued, needs) = (queue.u8(COUNTED), record.u8(monitor::CELLS));
                // The only one that counts gives its place to the next.
                let last = (record.u8(monitor::FLAGS) & monitor::LAST).ne(0);
                let goes = f.let32(select32(last, queued.clone(), 0));
                let used = STATE.u16(USED) + needs.clone() - needs.clone() * goes;
                let most = self.book.waiting.cast_signed();
                let full = (queued - goes).ge(most) | used.gt(c32(MAX_PLACES));
                f.if_(full, |f| {
                    refuse(f, queue);
                    f.branch(out);
                });
                self.replace_last(f, record);
                f.store16(STATE, USED, STATE.u16(USED) + needs);
            });
            let first = self.take_cells(f, record, queue, own, (end, evidence));
            f.store8(queue, COUNTED, queue.u8(COUNTED) + 1);
            f.if_(record.u8(monitor::HAPPENS).gt(1), |f| {
                self.begin_groups(f, record, first)
            });
            self.fix_limits(f, record, first, end);
            self.save_values(f, record, queue);
            self.wake_when_over(f, record);
        });
        f.finish()
    }

    /// Gives an occurrence its cells, at the end of the queue.
    fn take_cells(
        &self,
        f: &mut Body,
        record: Local32,
        queue: Local32,
        own: Local32,
        (end, evidence): (Local64, Local64),
    ) -> Local32 {
        let (first, link, i) = (f.let32(0), f.let32(0), f.let32(0));
        f.while_(i.lt(record.u8(monitor::CELLS)), |f, _| {
            f.if_else(
                own,
                |f| f.set(link, record.i32(monitor::OWN_CELL) + i + 1),
                |f| f.set(link, I32::call(fns::ALLOC, vec![])),
            );
            let cell = f.let32(self.cell(link));
            f.if_(i.not(), |f| f.set(first, cell));
            f.store64(cell, START, end << 24);
            f.store64(cell, EVIDENCE, select64(i, c64(-1), evidence));
            if let Some(at) = self.state.cell.counts {
                f.store64(cell, at, 0);
            }
            if let Some(at) = self.state.cell.target {
                f.store64(cell, at, -1);
            }
            f.if_else(
                queue.u16(0),
                |f| f.store16(self.cell(queue.u16(2)), LINK, link),
                |f| f.store16(queue, 0, link),
            );
            f.store16(queue, 2, link);
            f.set(i, i + 1);
        });
        first
    }

    /// The head of several knows which groups are met.
    fn begin_groups(&self, f: &mut Body, record: Local32, first: Local32) {
        f.store8(first, BITS, Local32(3) | record.u8(monitor::DONE_GROUPS));
    }

    /// Saves what `matching` asks of the trigger in the last cell.
    fn save_values(&self, f: &mut Body, record: Local32, queue: Local32) {
        if !self.features.matching {
            return;
        }
        f.if_(record.u8(monitor::FLAGS) & monitor::SAVES, |f| {
            let cell = f.let32(self.cell(queue.u16(2)));
            each_duty(f, record, |f, duty, _| {
                let saves = duty.u8(duty::TYPE).not() & duty.i32(duty::SAVE).ne(0);
                f.if_(saves, |f| {
                    self.save(f, duty, cell + duty.i32(duty::SAVE_AT))
                });
            });
        });
    }

    /// Saves the values of the step's event that an obligation's `matching` asks for.
    pub(super) fn save(&self, f: &mut Body, duty: Local32, at: I32) {
        let ty = self.guards.type_index();
        f.let32(I32::call_indirect(ty, at, duty.i32(duty::SAVE) - 1));
    }

    /// A window on a first part that is over closes at the next step, whatever it is.
    fn wake_when_over(&self, f: &mut Body, record: Local32) {
        if !self.features.part_counts {
            return;
        }
        each_duty(f, record, |f, duty, _| {
            let over = self.part_over(f, duty);
            f.if_(over, |f| f.store8(STATE, WAKE, 1));
        });
    }

    /// The window is on the first utterances or turns, and this step's are more.
    pub(super) fn part_over(&self, f: &mut Body, duty: Local32) -> Local32 {
        let over = f.let32(0);
        let part = f.let32(duty.u8(duty::PART));
        let most = duty.i64(duty::PART_SIZE);
        f.if_(part.eq(duty::PART_UTTERANCES), |f| {
            let spoken = (STATE + duty.u16(duty::PART_OF)).i32(0).wide();
            f.set(over, spoken.gt(most.clone()));
        });
        f.if_(part.eq(duty::PART_TURNS), |f| {
            f.set(over, STATE.i32(TURNS).wide().gt(most))
        });
        over
    }

    /// Wakes the windows that [`Engine::wake_when_over`] has noted.
    pub(super) fn wake(&self, f: &mut Body) {
        if !self.features.part_counts {
            return;
        }
        f.if_(STATE.u8(WAKE), |f| {
            f.store8(STATE, WAKE, 0);
            f.for_(0, c32(self.tables.monitor_count), |f, number, _| {
                let record = f.let32(self.monitor(number));
                let listener = f.let32(number + c32(self.program.first_monitor()));
                each_duty(f, record, |f, duty, _| {
                    let over = self.part_over(f, duty);
                    f.if_(over, |f| self.touch(f, listener, duty.i64(duty::UTTERANCE)));
                });
            });
        });
    }

    /// `alloc() → link` of a free shared cell; the caller has seen that there is one.
    pub(super) fn alloc(&self) -> Function {
        let mut f = Body::new(0);
        let link = f.let32(STATE.u16(FREE));
        f.if_else(
            link,
            |f| f.store16(STATE, FREE, self.cell(link).u16(LINK)),
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
        f.if_((record.u8(monitor::FLAGS) & monitor::IS_CALL).not(), |f| {
            f.for_(0, record.u8(monitor::CELLS), |f, _, _| {
                let cell = f.let32(self.cell(link));
                let next = f.let32(cell.u16(LINK));
                f.store16(cell, LINK, STATE.u16(FREE));
                f.store16(STATE, FREE, link);
                f.set(link, next);
            });
            f.store16(STATE, USED, STATE.u16(USED) - record.u8(monitor::CELLS));
        });
        f.finish()
    }

    /// `call_starts()`: the call record has come: which rules apply, and the occurrences of
    /// those that look at the call as a whole.
    pub(super) fn call_starts(&self) -> Function {
        let mut f = Body::new(0);
        f.set_global(INDEX, -1);
        f.set_global64(T, 0);
        if self.program.applies.iter().any(Option::is_some) {
            f.for_(0, c32(self.tables.rule_count), |f, number, _| {
                let record = f.let32(self.rule_record(number));
                f.if_(record.i32(rule::APPLIES), |f| {
                    let applies = self.guard(record.i32(rule::APPLIES));
                    f.store8(STATE + record.i32(rule::OFF), 0, applies.not());
                });
            });
        }
        f.for_(0, c32(self.tables.monitor_count), |f, number, _| {
            let record = f.let32(self.monitor(number));
            let flags = f.let32(record.u8(monitor::FLAGS));
            f.if_(flags & (monitor::IS_CALL | monitor::WINDOW), |f| {
                let applies = self.applies(f, record);
                f.if_(applies, |f| self.begin_own(f, record, flags));
            });
        });
        f.finish()
    }

    fn begin_own(&self, f: &mut Body, record: Local32, flags: Local32) {
        f.if_else(
            flags & monitor::IS_CALL,
            |f| {
                let holds = self.condition(f, record);
                let start = args([record.into(), 0i64.into(), c64(-1).into(), 0.into()]);
                f.if_(holds, |f| f.call(fns::START, start));
            },
            |f| {
                // Its cell is all zeros, but for the limit.
                if let Some(at) = self.state.cell.deadline {
                    let cell = self.cell(record.i32(monitor::OWN_CELL) + 1);
                    let limit = args([record.i32(monitor::DUTIES).into(), 0i64.into()]);
                    f.store64(cell, at, I64::call(fns::LIMIT, limit));
                }
            },
        );
    }

    /// `wait_next() → t` of the next deadline of a waiting occurrence.
    pub(super) fn wait_next(&self) -> Function {
        let mut f = Body::new(0);
        let least = f.let64(i64::MAX);
        self.each_waiting(&mut f, |f, record| {
            let link = f.let32(queue_of(record).u16(0));
            let cell = f.let32(0);
            f.while_(link.into(), |f, _| {
                f.set(cell, self.cell(link));
                let start = f.let64(self.start_of(cell));
                let several = record.u8(monitor::HAPPENS).gt(1);
                let met = f.let32(select32(several, cell.u8(BITS), 0));
                each_duty(f, record, |f, duty, _| {
                    f.if_(duty.u8(duty::TYPE).not(), |f| {
                        f.if_(record.u8(monitor::HAPPENS).gt(1), |f| {
                            f.set(cell, self.cell(cell.u16(LINK)));
                        });
                        let limit = f.let64(self.limit_of(cell, duty, start));
                        let open = (cell.u8(BITS) & (bit::MET | bit::BROKEN)).not()
                            & (met & duty.u8(duty::GROUP)).not()
                            & (duty.u8(duty::FLAGS) & duty::LATE).not();
                        f.if_(open & limit.lt(least), |f| f.set64(least, limit));
                    });
                });
                f.for_(0, record.u8(monitor::CELLS), |f, _, _| {
                    f.set(link, self.cell(link).u16(LINK));
                });
            });
        });
        f.result64(least);
        f.finish()
    }

    /// Runs `inside` for each monitor that has occurrences waiting, in order.
    pub(super) fn each_waiting(&self, f: &mut Body, inside: impl FnOnce(&mut Body, Local32)) {
        f.for_(0, c32(self.tables.monitor_count), |f, number, _| {
            let record = f.let32(self.monitor(number));
            let queue = f.let32(record.i32(monitor::QUEUE));
            f.if_(I32::from(queue).and_then((STATE + queue).u16(0)), |f| {
                inside(f, record)
            });
        });
    }
}
