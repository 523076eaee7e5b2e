//! What a monitor does with a step: breaches, waiting occurrences, triggers and chains.

use wasm_encoder::{Function, ValType};

use super::globals::{DUE, DUTY, END, PREVIOUS, REASON, SPEAKER, STATE, T, TARGET};
use super::layout::{CELL, FREE, FRESH, NEXT_WAIT, USED};
use super::tables::{duty, rule, step};
use super::{Definition, Engine, MAX_PLACES, fns};
use crate::wasm::{Arg, Body, I32, I64, Local32, Local64, c32, c64, select32, select64};

/// Outcomes of a look at an occurrence.
pub(super) const WAITS: i32 = 0;
pub(super) const SATISFIED: i32 = 1;
pub(super) const VIOLATED: i32 = 2;
const WITHDRAWN: i32 = 3;

/// What a look is for.
pub(super) const AT_STEP: i32 = 0;
pub(super) const AT_DEADLINE: i32 = 1;
pub(super) const AT_END: i32 = 2;

/// Reasons of findings (docs/abi.md).
pub(super) mod reason {
    pub(crate) const DEADLINE: i32 = 1;
    pub(crate) const FORBIDDEN: i32 = 2;
    pub(crate) const NOT_BEFORE: i32 = 3;
    pub(crate) const NOT_MET: i32 = 4;
    pub(crate) const CALL_ENDED: i32 = 5;
    pub(crate) const WINDOW: i32 = 6;
}

/// Bits of an obligation's state.
pub(super) const SETTLED: i32 = 1;
const AFTER_SEEN: i32 = 2;
const TURN_BEGUN: i32 = 4;
const CLOSED: i32 = 8;
/// Of a rule that must never see something: withdrawn before any breach.
pub(super) const EXCUSED: i32 = 16;

/// "none" for `due`.
pub(super) const NO_TIME: i64 = i64::MIN;

fn args<const N: usize>(args: [Arg; N]) -> Vec<Arg> {
    args.into()
}

/// The mask has one of these roles.
fn has(mask: Local64, roles: I64) -> I32 {
    (mask & roles).ne(0)
}

impl Engine<'_> {
    pub(super) fn rule_fns(&self) -> Vec<Definition> {
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| {
            Definition { name: name.into(), params, results, body }
        };
        let (w, d) = (ValType::I32, ValType::I64);
        vec![
            define("rule", vec![w, d], vec![], self.rule()),
            define("never", vec![w, w, d], vec![], self.never()),
            define("trigger", vec![w, w], vec![], self.trigger()),
            define("look", vec![w, w, d, w], vec![w], self.look()),
            define("waiting", vec![w, w, d, w], vec![], self.waiting()),
            define("chain", vec![w, d], vec![], self.chain()),
            define("chain_holds", vec![w], vec![w], self.chain_holds()),
            define("chain_evidence", vec![w], vec![], self.chain_evidence()),
            define("alloc", vec![], vec![w], self.alloc()),
            define("release", vec![w, w], vec![], self.release()),
            define("satisfied", vec![w, w, w], vec![], self.satisfied()),
        ]
    }

    /// Address of the record of a rule.
    pub(super) fn record(&self, number: impl Into<I32>) -> I32 {
        number.into() * (rule::SIZE as i32) + c32(self.tables.rules)
    }

    /// Address of the cell of a link.
    pub(super) fn cell(&self, link: impl Into<I32>) -> I32 {
        STATE + link.into() * (CELL as i32) + c32(self.state.cells - CELL)
    }

    /// `rule(number, mask)`: one rule looks at the step.
    fn rule(&self) -> Function {
        let mut f = Body::new(2);
        let (number, mask) = (Local32(0), Local64(1));
        let record = f.let32(self.record(number));
        f.if_(has(mask, record.i64(rule::WAIT_MASK)), |f| {
            f.if_else(
                record.u8(rule::FLAGS) & rule::IS_NEVER,
                |f| f.call(fns::NEVER, args([number.into(), record.into(), mask.into()])),
                |f| {
                    f.call(fns::WAITING, args([number.into(), record.into(), mask.into(), AT_STEP.into()]));
                },
            );
        });
        f.if_(has(mask, c64(1)), |f| f.call(fns::TRIGGER, args([number.into(), record.into()])));
        f.if_(has(mask, record.i64(rule::CHAIN_MASK)), |f| {
            each_duty(f, record, |f, duty, _| {
                f.if_(duty.u8(duty::TYPE).eq(duty::CHAIN), |f| {
                    f.call(fns::CHAIN, args([duty.into(), mask.into()]));
                });
            });
        });
        f.finish()
    }

    /// The rule has no condition, or it holds.
    pub(super) fn condition(&self, f: &mut Body, record: Local32) -> Local32 {
        let holds = f.let32(1);
        f.if_(record.i32(rule::CONDITION), |f| {
            f.set(holds, self.guard(record.i32(rule::CONDITION)));
        });
        holds
    }

    /// `never(number, record, mask)`: a breach of a call's only `must not`?
    fn never(&self) -> Function {
        let mut f = Body::new(3);
        let (number, record, mask) = (Local32(0), Local32(1), Local64(2));
        let duty = f.let32(record.i32(rule::DUTIES));
        let at = f.let32(record.i32(rule::NEVER));
        let state = f.let32(0);
        f.if_(at, |f| f.set(state, (STATE + at).u8(0)));
        f.block(|f, out| {
            let counts = f.let32(0);
            f.if_((state & CLOSED).not(), |f| {
                let closes = self.window_moves(f, duty, mask, state);
                f.if_else(
                    closes,
                    |f| f.set(state, state | CLOSED),
                    |f| {
                        let target = self.counts(f, duty, mask, state, c64(0));
                        f.set(counts, target);
                    },
                );
            });
            f.if_(has(mask, record.i64(rule::EXCUSE)), |f| f.set(state, state | (CLOSED | EXCUSED)));
            f.if_(at, |f| f.store8(STATE + at, 0, state));
            f.branch_if(counts.not(), out);
            let holds = self.condition(f, record);
            f.branch_if(holds.not(), out);
            let none = c64(-1);
            self.begin(f, number.into(), 2, reason::FORBIDDEN.into(), 0.into(), NO_TIME.into(), none);
            f.call(fns::ADD, args([I64::call(fns::EVIDENCE, args([duty.i32(duty::MOMENT).into()])).into()]));
        });
        f.finish()
    }

    /// Moves the turn of a window on; whether the step closes the window.
    fn window_moves(&self, f: &mut Body, duty: Local32, mask: Local64, state: Local32) -> Local32 {
        let closes = f.let32(has(mask, duty.i64(duty::BEFORE)));
        let turn = (duty.u8(duty::FLAGS) & duty::HAS_TURN).and_then(has(mask, duty.i64(duty::UTTERANCE)));
        f.if_(closes.not().and_then(turn), |f| {
            let ours = f.let32(SPEAKER.eq(duty.u8(duty::TURN_OF)));
            f.if_else(
                state & TURN_BEGUN,
                |f| f.set(closes, ours.not()),
                |f| {
                    let begins = I32::from(ours) & PREVIOUS.ne(duty.u8(duty::TURN_OF));
                    f.if_(begins, |f| f.set(state, state | TURN_BEGUN));
                },
            );
        });
        closes
    }

    /// Whether the step is a target in the window; notes that `after M` has been seen.
    fn counts(&self, f: &mut Body, duty: Local32, mask: Local64, state: Local32, start: I64) -> Local32 {
        let counts = f.let32(0);
        let waits_for_after = (duty.u8(duty::FLAGS) & duty::HAS_AFTER).and_then((state & AFTER_SEEN).not());
        f.if_else(
            waits_for_after,
            |f| f.if_(has(mask, duty.i64(duty::AFTER)), |f| f.set(state, state | AFTER_SEEN)),
            |f| {
                let turn = (duty.u8(duty::FLAGS) & duty::HAS_TURN).not() | (state & TURN_BEGUN);
                let open = T.ge(start.clone() + duty.i64(duty::MIN)) & T.le(start + duty.i64(duty::MAX));
                let target = has(mask, duty.i64(duty::TARGET));
                f.set(counts, target.and_then(select32(turn, open, 0)));
            },
        );
        counts
    }

    /// `look(record, cell, mask, purpose) → outcome` of one waiting occurrence; also says
    /// `DUTY`, `REASON`, `DUE` of a violation and `TARGET` of a single obligation.
    fn look(&self) -> Function {
        let mut f = Body::new(4);
        let (record, first, mask, purpose) = (Local32(0), Local32(1), Local64(2), Local32(3));
        let start = f.let64(first.i64(0).shr_signed(24));
        let cell = f.let32(first);
        let (all, state) = (f.let32(1), f.let32(0));
        each_duty(&mut f, record, |f, duty, number| {
            f.if_(duty.u8(duty::TYPE).eq(duty::REQUIRE).and_then(record.u8(rule::FLAGS) & rule::IS_CALL), |f| {
                self.require_at_end(f, duty, number, purpose, all);
            });
            f.if_(duty.u8(duty::TYPE).eq(duty::HAPPEN), |f| {
                f.if_(record.u8(rule::HAPPENS).gt(1), |f| f.set(cell, self.cell(cell.u16(0))));
                f.set(state, cell.u8(2));
                f.if_((state & SETTLED).not(), |f| {
                    let closes = f.let32(0);
                    f.if_else(
                        purpose,
                        |f| f.set(closes, purpose.eq(AT_END) | T.ge(start + duty.i64(duty::MAX))),
                        |f| {
                            let moved = self.window_moves(f, duty, mask, state);
                            f.set(closes, moved);
                            f.if_(closes.not(), |f| {
                                let counts = self.counts(f, duty, mask, state, start.into());
                                f.if_(counts, |f| self.target_seen(f, duty, number, cell, state));
                            });
                        },
                    );
                    f.if_(closes, |f| self.window_closes(f, duty, number, purpose, start, state, cell));
                    f.store8(cell, 2, state);
                });
                f.set(all, all & state);
            });
        });
        f.result32(select32(all & 1, SATISFIED, WAITS));
        f.finish()
    }

    /// A `require` of the call waits for its end.
    fn require_at_end(&self, f: &mut Body, duty: Local32, number: Local32, purpose: Local32, all: Local32) {
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

    fn target_seen(&self, f: &mut Body, duty: Local32, number: Local32, cell: Local32, state: Local32) {
        f.if_(duty.u8(duty::NEGATED), |f| {
            violate(f, number, reason::FORBIDDEN.into(), NO_TIME.into());
        });
        f.set(state, state | SETTLED);
        f.set_global64(TARGET, I64::call(fns::EVIDENCE, args([duty.i32(duty::MOMENT).into()])));
        self.keep_target(f, cell);
    }

    #[expect(clippy::too_many_arguments, reason = "the registers of one piece of code")]
    fn window_closes(&self, f: &mut Body, duty: Local32, number: Local32, purpose: Local32, start: Local64, state: Local32, cell: Local32) {
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
    fn waiting(&self) -> Function {
        let mut f = Body::new(4);
        let (number, record, mask, purpose) = (Local32(0), Local32(1), Local64(2), Local32(3));
        let queue = f.let32(STATE + record.i32(rule::QUEUE));
        let (link, before) = (f.let32(queue.u16(0)), f.let32(0));
        let (cell, last, next, outcome) = (f.let32(0), f.let32(0), f.let32(0), f.let32(0));
        f.while_(link.into(), |f, _| {
            f.set(cell, self.cell(link));
            f.set(last, link);
            f.for_(1, record.u8(rule::CELLS), |f, _, _| f.set(last, self.cell(last).u16(0)));
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

    fn decide(&self, f: &mut Body, number: Local32, record: Local32, cell: Local32, outcome: Local32) {
        f.if_(outcome.eq(SATISFIED), |f| {
            f.call(fns::SATISFIED, args([number.into(), record.into(), cell.into()]));
        });
        f.if_(outcome.eq(VIOLATED), |f| {
            let trigger = self.trigger_of(record, cell);
            self.begin(f, number.into(), VIOLATED, REASON.into(), DUTY.into(), DUE.into(), trigger.clone());
            f.call(fns::ADD, args([trigger.into()]));
            f.if_(REASON.eq(reason::FORBIDDEN), |f| {
                let duty = DUTY * (duty::SIZE as i32) + record.i32(rule::DUTIES);
                let evidence = I64::call(fns::EVIDENCE, args([duty.i32(duty::MOMENT).into()]));
                f.call(fns::ADD, args([evidence.into()]));
            });
        });
    }

    /// `satisfied(number, record, cell)`: the finding of an occurrence that waited.
    fn satisfied(&self) -> Function {
        let mut f = Body::new(3);
        let (number, record, cell) = (Local32(0), Local32(1), Local32(2));
        let trigger = f.let64(self.trigger_of(record, cell));
        self.begin(&mut f, number.into(), SATISFIED, 0.into(), 0.into(), NO_TIME.into(), trigger.into());
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

    /// `trigger(number, record)`: the step starts an occurrence, if the condition holds.
    fn trigger(&self) -> Function {
        let mut f = Body::new(2);
        let (number, record) = (Local32(0), Local32(1));
        let evidence = f.let64(0);
        f.block(|f, out| {
            let holds = self.condition(f, record);
            f.branch_if(holds.not(), out);
            f.set64(evidence, I64::call(fns::EVIDENCE, args([record.i32(rule::TRIGGER).into()])));
            // All are judged, so that missing values are counted; the first that fails decides.
            let (why, which) = (f.let32(0), f.let32(0));
            each_duty(f, record, |f, duty, index| {
                let fails = self.fails_at_trigger(f, duty);
                f.if_(fails.ne(0) & why.not(), |f| {
                    f.set(why, fails);
                    f.set(which, index);
                });
            });
            f.if_(why, |f| {
                self.begin(f, number.into(), VIOLATED, why.into(), which.into(), T.into(), evidence.into());
                f.call(fns::ADD, args([evidence.into()]));
                f.branch(out);
            });
            f.if_else(
                record.u8(rule::HAPPENS),
                |f| f.call(fns::START, args([record.into(), END.into(), evidence.into()])),
                |f| {
                    self.begin(f, number.into(), SATISFIED, 0.into(), 0.into(), NO_TIME.into(), evidence.into());
                    f.call(fns::ADD, args([evidence.into()]));
                    each_duty(f, record, |f, duty, _| {
                        f.if_(duty.u8(duty::TYPE).eq(duty::CHAIN), |f| {
                            f.call(fns::CHAIN_EVIDENCE, args([duty.into()]));
                        });
                    });
                },
            );
        });
        f.finish()
    }

    /// The reason why an obligation fails when the occurrence starts; 0 it does not.
    fn fails_at_trigger(&self, f: &mut Body, duty: Local32) -> Local32 {
        let why = f.let32(0);
        f.if_(duty.u8(duty::TYPE).eq(duty::CHAIN), |f| {
            let holds = I32::call(fns::CHAIN_HOLDS, args([duty.into()]));
            f.set(why, select32(holds, 0, reason::NOT_BEFORE));
        });
        f.if_(duty.u8(duty::TYPE).eq(duty::REQUIRE), |f| {
            f.set(why, select32(self.guard(duty.i32(duty::GUARD)), 0, reason::NOT_MET));
        });
        why
    }

    /// `chain(duty, mask)`: the step extends the chains of a `before that`, longest first.
    fn chain(&self) -> Function {
        let mut f = Body::new(2);
        let (duty, mask) = (Local32(0), Local64(1));
        let j = f.let32(duty.i32(duty::STEP_COUNT));
        let (this, before) = (f.let32(0), f.let32(0));
        f.while_(j.into(), |f, _| {
            f.set(j, j - 1);
            f.set(this, j * (step::SIZE as i32) + duty.i32(duty::STEPS));
            f.set(before, this - step::SIZE as i32);
            f.if_(has(mask, this.i64(step::ROLE)), |f| {
                let extends = f.let32(self.extends(duty, j, this, before));
                f.if_(extends, |f| self.extend(f, duty, j, this, before));
            });
        });
        f.finish()
    }

    /// There is a chain to extend, recent enough.
    fn extends(&self, duty: Local32, j: Local32, this: Local32, before: Local32) -> I32 {
        let exists = ((STATE + duty.i32(duty::VALID)).i32(0) >> (j - 1)) & 1;
        let last = (STATE + before.i32(step::LAST)).i64(0);
        let recent = this.i64(step::WITHIN).lt(0) | (T - last).le(this.i64(step::WITHIN));
        j.not() | exists.and_then(recent)
    }

    fn extend(&self, f: &mut Body, duty: Local32, j: Local32, this: Local32, before: Local32) {
        f.if_(this.i32(step::FIRST), |f| {
            let first = f.let64(END);
            f.if_(j, |f| f.set64(first, (STATE + before.i32(step::FIRST)).i64(0)));
            f.store64(STATE + this.i32(step::FIRST), 0, first);
        });
        f.if_(this.i32(step::LAST), |f| f.store64(STATE + this.i32(step::LAST), 0, END));
        let to = f.let32(STATE + this.i32(step::EVIDENCE));
        f.if_(j, |f| {
            let from = f.let32(STATE + before.i32(step::EVIDENCE));
            f.for_(0, j, |f, i, _| f.store64(to + i * 8, 0, (from + i * 8).i64(0)));
        });
        f.store64(to + j * 8, 0, I64::call(fns::EVIDENCE, args([this.i32(step::MOMENT).into()])));
        let valid = f.let32(STATE + duty.i32(duty::VALID));
        f.store32(valid, 0, valid.i32(0) | (I32::from(1) << j));
    }

    /// `chain_holds(duty) → bool`: the whole chain is there, recent enough.
    fn chain_holds(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        let last = f.let32(duty.i32(duty::STEP_COUNT) - 1);
        let exists = ((STATE + duty.i32(duty::VALID)).i32(0) >> last) & 1;
        let entry = last * (step::SIZE as i32) + duty.i32(duty::STEPS);
        let first = (STATE + entry.i32(step::FIRST)).i64(0);
        let recent = duty.i64(duty::WITHIN).lt(0) | (T - first).le(duty.i64(duty::WITHIN));
        f.result32(exists.and_then(recent));
        f.finish()
    }

    /// `chain_evidence(duty)`: adds the events of the whole chain.
    fn chain_evidence(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        let last = (duty.i32(duty::STEP_COUNT) - 1) * (step::SIZE as i32) + duty.i32(duty::STEPS);
        let at = f.let32(STATE + last.i32(step::EVIDENCE));
        f.for_(0, duty.i32(duty::STEP_COUNT), |f, i, _| {
            f.call(fns::ADD, args([(at + i * 8).i64(0).into()]));
        });
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
                let full = queue.u8(4).ge(self.book.waiting.cast_signed()) | used.gt(c32(MAX_PLACES));
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
                let timed = duty.u8(duty::TYPE).not() & (duty.u8(duty::FLAGS) & duty::HAS_MAX).ne(0);
                f.if_(timed, |f| {
                    let deadline = f.let64(end + duty.i64(duty::MAX));
                    f.if_(deadline.lt(STATE.i64(NEXT_WAIT)), |f| f.store64(STATE, NEXT_WAIT, deadline));
                });
            });
        });
        f.finish()
    }

    /// `alloc() → link` of a free shared cell; the caller has seen that there is one.
    fn alloc(&self) -> Function {
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
    fn release(&self) -> Function {
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

    /// Calls `begin` (see findings).
    #[expect(clippy::too_many_arguments, reason = "the fields of a finding")]
    pub(super) fn begin(&self, f: &mut Body, number: I32, outcome: i32, reason: I32, duty: I32, due: I64, trigger: I64) {
        f.call(fns::BEGIN, args([number.into(), outcome.into(), reason.into(), duty.into(), due.into(), trigger.into()]));
    }
}

/// Returns from `look` with a violation.
fn violate(f: &mut Body, number: Local32, reason: I32, due: I64) {
    f.set_global(DUTY, number);
    f.set_global(REASON, reason);
    f.set_global64(DUE, due);
    f.return32(VIOLATED);
}

/// Does something for each obligation of a rule: its record and its number.
pub(super) fn each_duty(f: &mut Body, record: Local32, inside: impl FnOnce(&mut Body, Local32, Local32)) {
    f.for_(0, record.u8(rule::OBLIGATIONS), |f, number, _| {
        let duty = f.let32(number * (duty::SIZE as i32) + record.i32(rule::DUTIES));
        inside(f, duty, number);
    });
}

