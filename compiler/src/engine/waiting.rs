//! Waiting occurrences look at steps, deadlines and the end of the call, and are decided.

use wasm_encoder::Function;

use super::cells::{BITS, EVIDENCE, LINK, bit};
use super::globals::{DUE, DUTY, HELD, OWNED, REASON, STATE, T, TARGET};
use super::rules::{
    AT_END, AT_STEP, NO_TIME, Outcome, SATISFIED, VIOLATED, WAITS, WITHDRAWN, args, each_duty,
    evidence, has, reason,
};
use super::tables::{duty, monitor};
use super::windows::{CLOSES, COUNTS};
use super::{Engine, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select32, select64};

/// The registers of a look at an occurrence.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub record: Local32,
    pub mask: Local64,
    pub purpose: Local32,
    /// The obligation and its number.
    pub duty: Local32,
    pub number: Local32,
    /// Its cell and that cell's bits.
    pub cell: Local32,
    pub bits: Local32,
}

impl Look {
    pub(super) fn single(&self) -> I32 {
        (self.record.u8(monitor::FLAGS) & monitor::SINGLE).ne(0)
    }

    fn set(&self, f: &mut Body, bit: i32) {
        f.set(self.bits, self.bits | bit);
    }
}

impl Engine<'_> {
    /// `look(record, cell, mask, purpose) → outcome` of one waiting occurrence; also says
    /// `DUTY`, `REASON`, `DUE` of a violation, and in `TARGET` the evidence of what decided.
    pub(super) fn look(&self) -> Function {
        let mut f = Body::new(4);
        let (record, first) = (Local32(0), Local32(1));
        let cell = f.let32(first);
        let bits = f.let32(first.u8(BITS));
        let several = f.let32(record.u8(monitor::HAPPENS).gt(1));
        let groups = f.let32(self.groups_met(record, bits, several));
        let (open, waits) = (f.let32(0), f.let32(0));
        each_duty(&mut f, record, |f, duty, number| {
            let look = Look {
                record,
                mask: Local64(2),
                purpose: Local32(3),
                duty,
                number,
                cell,
                bits,
            };
            let group = f.let32(duty.u8(duty::GROUP));
            let happen = duty.u8(duty::TYPE).not();
            f.if_(several & happen.clone(), |f| {
                f.set(cell, self.cell(cell.u16(LINK)))
            });
            f.if_((groups & group).not(), |f| {
                f.if_else(
                    happen,
                    |f| self.look_at_happen(f, look, (groups, group, open)),
                    |f| self.require_at_end(f, look, (groups, group, open)),
                );
            });
            f.if_(
                (duty.u8(duty::FLAGS) & duty::LAST).ne(0) & (groups & group).not(),
                |f| {
                    f.if_(open.not(), |f| f.return32(VIOLATED));
                    f.set(open, 0);
                    f.set(waits, 1);
                },
            );
            f.if_(duty.u8(duty::FLAGS) & duty::LAST, |f| f.set(open, 0));
        });
        f.if_(several, |f| f.store8(first, BITS, groups));
        f.result32(select32(waits, WAITS, SATISFIED));
        f.finish()
    }

    /// Bits of the groups that are met so far.
    fn groups_met(&self, record: Local32, bits: Local32, several: Local32) -> I32 {
        let only = record.u8(monitor::ONLY_GROUP) & (I32::from(0) - (bits & bit::MET));
        let one = record.u8(monitor::DONE_GROUPS) | only;
        select32(several, bits, one)
    }

    fn look_at_happen(
        &self,
        f: &mut Body,
        look: Look,
        (groups, group, open): (Local32, Local32, Local32),
    ) {
        let bits = look.bits;
        f.set(bits, look.cell.u8(BITS));
        f.if_((bits & bit::BROKEN).not(), |f| {
            f.if_else(
                look.purpose,
                |f| self.time_passes(f, look),
                |f| self.step_passes(f, look),
            );
            f.store8(look.cell, BITS, bits);
            f.if_(bits & bit::MET, |f| f.set(groups, groups | group));
            f.if_((bits & (bit::MET | bit::BROKEN)).not(), |f| f.set(open, 1));
        });
    }

    /// A `require` of the call waits for its end; one of a trigger is broken by now.
    fn require_at_end(
        &self,
        f: &mut Body,
        look: Look,
        (groups, group, open): (Local32, Local32, Local32),
    ) {
        f.if_(look.record.u8(monitor::FLAGS) & monitor::IS_CALL, |f| {
            f.if_else(
                look.purpose.eq(AT_END),
                |f| {
                    let holds = f.let32(self.guard(look.duty.i32(duty::GUARD)));
                    f.if_else(
                        holds,
                        |f| f.set(groups, groups | group),
                        |f| blame(f, look, reason::NOT_MET.into(), T.into()),
                    );
                },
                |f| f.set(open, 1),
            );
        });
    }

    fn step_passes(&self, f: &mut Body, look: Look) {
        let window = args([look.duty.into(), look.cell.into(), look.mask.into()]);
        let seen = f.let32(I32::call(fns::WINDOW, window));
        f.set(look.bits, look.cell.u8(BITS));
        f.if_(seen & COUNTS, |f| self.target_counts(f, look));
        let open = (look.bits & (bit::MET | bit::BROKEN)).not();
        f.if_(open & (seen & CLOSES).ne(0), |f| {
            self.window_closes(f, look, reason::WINDOW.into(), T.into());
        });
    }

    /// A deadline runs out, or the call ends.
    fn time_passes(&self, f: &mut Body, look: Look) {
        let limit = f.let64(self.limit_of(look.cell, look.duty, self.start_of(look.cell)));
        let ended = f.let32(look.purpose.eq(AT_END));
        if self.features.late {
            let late = (look.duty.u8(duty::FLAGS) & duty::LATE).ne(0);
            f.if_(late.clone() & ended, |f| self.judge_remembered(f, look));
            // Such a window is closed by nothing but the end of the call.
            f.if_(late & ended.not(), |f| f.set64(limit, i64::MAX));
        }
        let open = (look.bits & (bit::MET | bit::BROKEN)).not();
        f.if_(open & (ended | T.ge(limit)), |f| {
            let why = select32(ended, reason::CALL_ENDED, reason::DEADLINE);
            let due = select64(limit.eq(i64::MAX), T, limit);
            self.window_closes(f, look, why, due);
        });
    }

    /// One more target: enough, too many, or neither.
    fn target_counts(&self, f: &mut Body, look: Look) {
        let target = f.let64(evidence(look.duty.i32(duty::MOMENT)));
        f.block(|f, out| {
            if self.features.late {
                let late = look.duty.u8(duty::FLAGS) & duty::LATE;
                f.if_(late, |f| {
                    self.remember(f, look, target);
                    f.branch(out);
                });
            }
            let seen = f.let32(1);
            if let Some(at) = self.state.cell.counts {
                f.set(seen, look.cell.u8(at) + 1);
                f.store8(look.cell, at, seen);
            }
            let most = f.let32(look.duty.u8(duty::AT_MOST));
            let unbounded = most.eq(duty::NO_MOST);
            f.if_(unbounded.not() & seen.gt(most), |f| {
                forbidden(f, look, target);
                f.branch(out);
            });
            f.if_(seen.eq(look.duty.u8(duty::AT_LEAST)), |f| {
                self.keep_target(f, look.cell, look.single(), target);
                f.if_(unbounded, |f| {
                    look.set(f, bit::MET);
                    f.set_global64(TARGET, target);
                });
            });
        });
    }

    /// The window closes: were there enough?
    fn window_closes(&self, f: &mut Body, look: Look, why: I32, due: I64) {
        let least = f.let32(look.duty.u8(duty::AT_LEAST));
        let enough = match self.state.cell.counts {
            Some(at) => look.cell.u8(at).ge(least),
            None => least.not(),
        };
        f.if_else(
            enough,
            |f| {
                look.set(f, bit::MET);
                f.if_else(
                    least,
                    |f| {
                        let target = self.target_of(f, look.cell, look.single());
                        f.set_global64(TARGET, target);
                    },
                    |f| {
                        f.set_global64(TARGET, -1);
                        self.keep_target(f, look.cell, look.single(), -1);
                    },
                );
            },
            |f| {
                look.set(f, bit::BROKEN);
                blame(f, look, why, due);
            },
        );
    }

    /// The evidence of the trigger of a waiting occurrence.
    fn trigger_of(&self, record: Local32, cell: Local32) -> I64 {
        let own = record.u8(monitor::FLAGS) & monitor::IS_CALL;
        select64(own, c64(-1), cell.i64(EVIDENCE))
    }

    /// `waiting(record, mask, purpose)`: all waiting occurrences look, oldest first.
    pub(super) fn waiting(&self) -> Function {
        let mut f = Body::new(3);
        let (record, mask, purpose) = (Local32(0), Local64(1), Local32(2));
        let queue = f.let32(STATE + record.i32(monitor::QUEUE));
        let (link, before) = (f.let32(queue.u16(0)), f.let32(0));
        let (cell, last, next, outcome) = (f.let32(0), f.let32(0), f.let32(0), f.let32(0));
        let saves = f.let32(record.u8(monitor::FLAGS) & monitor::SAVES);
        f.set_global(OWNED, 0);
        f.set_global(HELD, 0);
        f.while_(link.into(), |f, _| {
            f.set(cell, self.cell(link));
            f.set(last, link);
            f.for_(1, record.u8(monitor::CELLS), |f, _, _| {
                f.set(last, self.cell(last).u16(LINK));
            });
            f.set(next, self.cell(last).u16(LINK));
            f.if_(saves, |f| f.set_global(HELD, self.cell(last)));
            let look = args([record.into(), cell.into(), mask.into(), purpose.into()]);
            f.set(outcome, I32::call(fns::LOOK, look));
            let excused = outcome
                .not()
                .and_then(has(mask, record.i64(monitor::EXCUSE)));
            f.if_(excused & purpose.eq(AT_STEP), |f| f.set(outcome, WITHDRAWN));
            f.if_else(
                outcome.not(),
                |f| f.set(before, last),
                |f| {
                    self.unlink(f, queue, before, next);
                    self.decide(f, record, cell, outcome);
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
            |f| f.store16(self.cell(before), LINK, next),
            |f| f.store16(queue, 0, next),
        );
        f.if_(next.not(), |f| f.store16(queue, 2, before));
        f.store8(queue, 4, queue.u8(4) - 1);
    }

    fn decide(&self, f: &mut Body, record: Local32, cell: Local32, outcome: Local32) {
        f.if_(outcome.eq(SATISFIED), |f| {
            f.call(fns::SATISFIED, args([record.into(), cell.into()]));
        });
        f.if_(outcome.eq(VIOLATED), |f| {
            let trigger = f.let64(self.trigger_of(record, cell));
            let violated = Outcome {
                satisfied: false,
                reason: REASON.into(),
                duty: DUTY.into(),
                due: DUE.into(),
                trigger: trigger.into(),
            };
            self.begin(f, record, violated);
            f.call(fns::ADD, args([trigger.into()]));
            f.if_(REASON.eq(reason::FORBIDDEN), |f| {
                f.call(fns::ADD, args([TARGET.into()]))
            });
        });
    }

    /// `satisfied(record, cell)`: the finding of an occurrence that waited.
    pub(super) fn satisfied(&self) -> Function {
        let mut f = Body::new(2);
        let (record, cell) = (Local32(0), Local32(1));
        let trigger = f.let64(self.trigger_of(record, cell));
        self.begin(&mut f, record, Outcome::satisfied(trigger));
        f.call(fns::ADD, args([trigger.into()]));
        f.if_else(
            record.u8(monitor::HAPPENS).le(1),
            |f| {
                let own = record.u8(monitor::FLAGS) & monitor::IS_CALL;
                let kept = f.let64(select64(own, cell.i64(EVIDENCE), TARGET));
                // A `require` may have met the group in its place.
                let kept = select64(cell.u8(BITS) & bit::MET, kept, c64(-1));
                f.call(fns::ADD, args([kept.into()]));
            },
            |f| {
                f.for_(0, record.u8(monitor::HAPPENS), |f, _, _| {
                    f.set(cell, self.cell(cell.u16(LINK)));
                    let kept = f.let64(select64(
                        cell.u8(BITS) & bit::MET,
                        cell.i64(EVIDENCE),
                        c64(-1),
                    ));
                    f.call(fns::ADD, args([kept.into()]));
                });
            },
        );
        f.finish()
    }
}

/// The obligation is broken because a target counted.
pub(super) fn forbidden(f: &mut Body, look: Look, target: Local64) {
    look.set(f, bit::BROKEN);
    f.set_global64(TARGET, target);
    blame(f, look, reason::FORBIDDEN.into(), NO_TIME.into());
}

/// Says why and when the obligation was broken.
fn blame(f: &mut Body, look: Look, reason: I32, due: I64) {
    f.set_global(DUTY, look.number);
    f.set_global(REASON, reason);
    f.set_global64(DUE, due);
}

/// Address of the queue of a monitor.
pub(super) fn queue_of(record: Local32) -> I32 {
    STATE + record.i32(monitor::QUEUE)
}

/// The count and the refused of a queue, together.
pub(super) const COUNTED: u32 = 4;

/// `refused` goes up by one, to at most 2^24 − 1.
pub(super) fn refuse(f: &mut Body, queue: Local32) {
    let counted = queue.i32(COUNTED);
    let room = counted.lt(c32(0xffff_ff00));
    f.store32(queue, COUNTED, counted + select32(room, 0x100, 0));
}
