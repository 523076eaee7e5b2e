//! What a monitor does with a step: breaches, waiting occurrences, triggers and chains.

use wasm_encoder::{Function, ValType};

use super::cells::{BITS, bit};
use super::globals::{END, HELD, OWNED, STATE, T};
use super::tables::{duty, monitor, rule};
use super::windows::{CLOSES, COUNTS};
use super::{Definition, Engine, fns};
use crate::wasm::{Arg, Body, I32, I64, Local32, Local64, c32, c64, select32};

/// Outcomes of a look at an occurrence.
pub(super) const WAITS: i32 = 0;
pub(super) const SATISFIED: i32 = 1;
pub(super) const VIOLATED: i32 = 2;
pub(super) const WITHDRAWN: i32 = 3;

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

/// "none" for `due`.
pub(super) const NO_TIME: i64 = i64::MIN;

pub(super) fn args<const N: usize>(args: [Arg; N]) -> Vec<Arg> {
    args.into()
}

/// The mask has one of these roles.
pub(super) fn has(mask: Local64, roles: I64) -> I32 {
    (mask & roles).ne(0)
}

/// A finding to be written or kept back.
pub(super) struct Outcome {
    pub satisfied: bool,
    pub reason: I32,
    pub duty: I32,
    pub due: I64,
    pub trigger: I64,
}

impl Outcome {
    pub(super) fn satisfied(trigger: impl Into<I64>) -> Outcome {
        Outcome {
            satisfied: true,
            reason: 0.into(),
            duty: 0.into(),
            due: NO_TIME.into(),
            trigger: trigger.into(),
        }
    }
}

impl Engine<'_> {
    pub(super) fn rule_fns(&self) -> Vec<Definition> {
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
        };
        let (w, d) = (ValType::I32, ValType::I64);
        vec![
            define("rule", vec![w, d], vec![], self.rule()),
            define("never", vec![w, d], vec![], self.never()),
            define("trigger", vec![w], vec![], self.trigger()),
            define("window", vec![w, w, d], vec![w], self.window()),
            define("limit", vec![w, d], vec![d], self.limit()),
            define("look", vec![w, w, d, w], vec![w], self.look()),
            define("waiting", vec![w, d, w], vec![], self.waiting()),
            define("wait_next", vec![], vec![d], self.wait_next()),
            define("chain", vec![w, d], vec![w], self.chain()),
            define("chain_holds", vec![w], vec![w], self.chain_holds()),
            define("chain_evidence", vec![w], vec![], self.chain_evidence()),
            define("ring_add", vec![w], vec![], self.ring_add()),
            define("ring_find", vec![w], vec![w], self.ring_find()),
            define("start", vec![w, d, d, w], vec![], self.start()),
            define("alloc", vec![], vec![w], self.alloc()),
            define("release", vec![w, w], vec![], self.release()),
            define("satisfied", vec![w, w], vec![], self.satisfied()),
            define("call_starts", vec![], vec![], self.call_starts()),
            define("settle", vec![], vec![], self.settle()),
            define("expire", vec![], vec![], self.expire()),
            define("keep", vec![w, w, w, w, d, d], vec![w], self.keep()),
            define("report", vec![w], vec![], self.report()),
            define("derived", vec![w, d], vec![], self.derived()),
        ]
    }

    /// Address of the record of a monitor.
    pub(super) fn monitor(&self, number: impl Into<I32>) -> I32 {
        number.into() * monitor::SIZE.cast_signed() + c32(self.tables.monitors)
    }

    /// The rule of a monitor applies to this call.
    pub(super) fn applies(&self, f: &mut Body, record: Local32) -> Local32 {
        let applies = f.let32(1);
        if self.program.applies.iter().any(Option::is_some) {
            let off = f.let32(record.i32(monitor::RULE).i32(rule::OFF));
            f.if_(off, |f| f.set(applies, (STATE + off).u8(0).not()));
        }
        applies
    }

    /// `rule(number, mask)`: one monitor looks at the step.
    fn rule(&self) -> Function {
        let mut f = Body::new(2);
        let (number, mask) = (Local32(0), Local64(1));
        let record = f.let32(self.monitor(number));
        f.block(|f, out| {
            let applies = self.applies(f, record);
            f.branch_if(applies.not(), out);
            f.if_(has(mask, record.i64(monitor::WAIT_MASK)), |f| {
                f.if_else(
                    record.u8(monitor::FLAGS) & monitor::IS_NEVER,
                    |f| f.call(fns::NEVER, args([record.into(), mask.into()])),
                    |f| {
                        f.call(
                            fns::WAITING,
                            args([record.into(), mask.into(), AT_STEP.into()]),
                        )
                    },
                );
            });
            f.if_(has(mask, c64(1)), |f| {
                f.call(fns::TRIGGER, args([record.into()]))
            });
            f.if_(has(mask, record.i64(monitor::CHAIN_MASK)), |f| {
                self.chains_look(f, record, mask)
            });
        });
        f.finish()
    }

    fn chains_look(&self, f: &mut Body, record: Local32, mask: Local64) {
        each_duty(f, record, |f, duty, _| {
            f.if_(duty.u8(duty::TYPE).eq(duty::CHAIN_TYPE), |f| {
                f.if_else(
                    duty.u8(duty::FLAGS) & duty::RING,
                    |f| {
                        let steps = duty.i32(duty::CHAIN).i32(super::tables::chain::STEPS);
                        f.if_(has(mask, steps.i64(super::tables::step::ROLE)), |f| {
                            f.call(fns::RING_ADD, args([duty.into()]));
                        });
                    },
                    |f| {
                        let chain = args([duty.i32(duty::CHAIN).into(), mask.into()]);
                        f.let32(I32::call(fns::CHAIN, chain));
                    },
                );
            });
        });
    }

    /// The monitor has no condition, or it holds.
    pub(super) fn condition(&self, f: &mut Body, record: Local32) -> Local32 {
        let holds = f.let32(1);
        f.if_(record.i32(monitor::CONDITION), |f| {
            f.set(holds, self.guard(record.i32(monitor::CONDITION)));
        });
        holds
    }

    /// `never(record, mask)`: a breach of a call's only `must not`?
    fn never(&self) -> Function {
        let mut f = Body::new(2);
        let (record, mask) = (Local32(0), Local64(1));
        let duty = f.let32(record.i32(monitor::DUTIES));
        let counts = f.let32(0);
        f.block(|f, out| {
            f.if_else(
                record.u8(monitor::FLAGS) & monitor::WINDOW,
                |f| self.never_in_window(f, record, duty, mask, counts),
                |f| {
                    f.set(counts, has(mask, duty.i64(duty::TARGET)));
                    f.set_global(HELD, 0);
                    let matches = self.matches(f, duty, counts);
                    f.set(counts, matches);
                },
            );
            f.branch_if(counts.not(), out);
            let holds = self.condition(f, record);
            f.branch_if(holds.not(), out);
            let outcome = Outcome {
                satisfied: false,
                reason: reason::FORBIDDEN.into(),
                duty: 0.into(),
                due: NO_TIME.into(),
                trigger: c64(-1),
            };
            self.begin(f, record, outcome);
            f.call(fns::ADD, args([evidence(duty.i32(duty::MOMENT)).into()]));
        });
        f.finish()
    }

    /// The watch is on until its window closes or it is excused.
    fn never_in_window(
        &self,
        f: &mut Body,
        record: Local32,
        duty: Local32,
        mask: Local64,
        counts: Local32,
    ) {
        let cell = f.let32(self.cell(record.i32(monitor::OWN_CELL) + 1));
        f.if_((cell.u8(BITS) & bit::CLOSED).not(), |f| {
            f.set_global(OWNED, 0);
            f.set_global(HELD, 0);
            let seen = f.let32(I32::call(
                fns::WINDOW,
                args([duty.into(), cell.into(), mask.into()]),
            ));
            f.set(counts, seen & COUNTS);
            f.if_(seen & CLOSES, |f| {
                f.store8(cell, BITS, cell.u8(BITS) | bit::CLOSED)
            });
        });
        f.if_(has(mask, record.i64(monitor::EXCUSE)), |f| {
            f.store8(cell, BITS, cell.u8(BITS) | (bit::CLOSED | bit::EXCUSED));
        });
    }

    /// `trigger(record)`: the step starts an occurrence, if the condition holds.
    fn trigger(&self) -> Function {
        let mut f = Body::new(1);
        let record = Local32(0);
        f.block(|f, out| {
            let holds = self.condition(f, record);
            f.branch_if(holds.not(), out);
            let trigger = f.let64(evidence(record.i32(monitor::TRIGGER)));
            let judged = self.judge_at_start(f, record);
            f.if_(judged.why, |f| {
                self.replace_last(f, record);
                let outcome = Outcome {
                    satisfied: false,
                    reason: judged.why.into(),
                    duty: judged.which.into(),
                    due: T.into(),
                    trigger: trigger.into(),
                };
                self.begin(f, record, outcome);
                f.call(fns::ADD, args([trigger.into()]));
                f.branch(out);
            });
            f.if_else(
                judged.met.eq(record.u8(monitor::ALL_GROUPS)),
                |f| self.satisfied_at_start(f, record, trigger, judged.firsts),
                |f| {
                    let met = judged.met;
                    f.call(
                        fns::START,
                        args([record.into(), END.into(), trigger.into(), met.into()]),
                    );
                },
            );
        });
        f.finish()
    }

    /// Judges `before that` and `require`, all of them, so that missing values are counted.
    fn judge_at_start(&self, f: &mut Body, record: Local32) -> Judged {
        let judged = Judged {
            why: f.let32(0),
            which: f.let32(0),
            met: f.let32(0),
            firsts: f.let32(0),
        };
        let (last_why, last_which) = (f.let32(0), f.let32(0));
        each_duty(f, record, |f, duty, number| {
            f.if_(duty.u8(duty::TYPE), |f| {
                let fails = self.fails_at_start(f, duty);
                f.if_else(
                    fails,
                    |f| {
                        f.set(last_why, fails);
                        f.set(last_which, number);
                    },
                    |f| {
                        let new = (judged.met & duty.u8(duty::GROUP)).not();
                        f.if_(new, |f| {
                            f.set(judged.firsts, judged.firsts | duty.u8(duty::BIT))
                        });
                        f.set(judged.met, judged.met | duty.u8(duty::GROUP));
                    },
                );
                // A group that can no longer be met; the first such decides.
                let group = duty.u8(duty::GROUP);
                let done = (duty.u8(duty::FLAGS) & duty::LAST).ne(0)
                    & (record.u8(monitor::DONE_GROUPS) & group.clone()).ne(0);
                f.if_(done & (judged.met & group).not() & judged.why.not(), |f| {
                    f.set(judged.why, last_why);
                    f.set(judged.which, last_which);
                });
            });
        });
        judged
    }

    /// The reason why an obligation fails when the occurrence starts; 0 it does not.
    fn fails_at_start(&self, f: &mut Body, duty: Local32) -> Local32 {
        let why = f.let32(0);
        f.if_else(
            duty.u8(duty::TYPE).eq(duty::CHAIN_TYPE),
            |f| {
                let holds = I32::call(fns::CHAIN_HOLDS, args([duty.into()]));
                f.set(why, select32(holds, 0, reason::NOT_BEFORE));
            },
            |f| {
                f.set(
                    why,
                    select32(self.guard(duty.i32(duty::GUARD)), 0, reason::NOT_MET),
                )
            },
        );
        why
    }

    /// Nothing is left to wait for; where nothing ever had to be, chains are evidence.
    fn satisfied_at_start(&self, f: &mut Body, record: Local32, trigger: Local64, firsts: Local32) {
        self.replace_last(f, record);
        self.begin(f, record, Outcome::satisfied(trigger));
        f.call(fns::ADD, args([trigger.into()]));
        f.if_(record.u8(monitor::HAPPENS).not(), |f| {
            each_duty(f, record, |f, duty, _| {
                let met_it = (firsts & duty.u8(duty::BIT)).ne(0);
                f.if_(duty.u8(duty::TYPE).eq(duty::CHAIN_TYPE) & met_it, |f| {
                    f.call(fns::CHAIN_EVIDENCE, args([duty.into()]));
                });
            });
        });
    }

    /// Calls `begin` (see findings).
    pub(super) fn begin(&self, f: &mut Body, record: Local32, outcome: Outcome) {
        let code = if outcome.satisfied {
            SATISFIED
        } else {
            VIOLATED
        };
        let args = args([
            record.into(),
            code.into(),
            outcome.reason.into(),
            outcome.duty.into(),
            outcome.due.into(),
            outcome.trigger.into(),
        ]);
        f.call(fns::BEGIN, args);
    }
}

/// What has been judged when an occurrence starts.
struct Judged {
    /// The reason and the obligation of the first broken group; 0 none.
    why: Local32,
    which: Local32,
    /// Bits of the groups that are met.
    met: Local32,
    /// Bits of the obligations that met them.
    firsts: Local32,
}

/// The packed evidence of a moment in this step.
pub(super) fn evidence(moment: I32) -> I64 {
    I64::call(fns::EVIDENCE, args([moment.into()]))
}

/// Does something for each obligation of a monitor: its record and its number.
pub(super) fn each_duty(
    f: &mut Body,
    record: Local32,
    inside: impl FnOnce(&mut Body, Local32, Local32),
) {
    f.for_(0, record.u8(monitor::OBLIGATIONS), |f, number, _| {
        let duty = f.let32(number * duty::SIZE.cast_signed() + record.i32(monitor::DUTIES));
        inside(f, duty, number);
    });
}
