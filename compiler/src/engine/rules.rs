//! What a monitor does with a step: breaches, waiting occurrences, triggers and chains.

use wasm_encoder::{Function, ValType};

use super::globals::{DUE, DUTY, END, PREVIOUS, REASON, SPEAKER, STATE, T};
use super::layout::CELL;
use super::tables::{duty, rule};
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

/// Bits of an obligation's state.
pub(super) const SETTLED: i32 = 1;
const AFTER_SEEN: i32 = 2;
const TURN_BEGUN: i32 = 4;
const CLOSED: i32 = 8;
/// Of a rule that must never see something: withdrawn before any breach.
pub(super) const EXCUSED: i32 = 16;

/// "none" for `due`.
pub(super) const NO_TIME: i64 = i64::MIN;

pub(super) fn args<const N: usize>(args: [Arg; N]) -> Vec<Arg> {
    args.into()
}

/// The mask has one of these roles.
pub(super) fn has(mask: Local64, roles: I64) -> I32 {
    (mask & roles).ne(0)
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
                |f| {
                    f.call(
                        fns::NEVER,
                        args([number.into(), record.into(), mask.into()]),
                    )
                },
                |f| {
                    f.call(
                        fns::WAITING,
                        args([number.into(), record.into(), mask.into(), AT_STEP.into()]),
                    );
                },
            );
        });
        f.if_(has(mask, c64(1)), |f| {
            f.call(fns::TRIGGER, args([number.into(), record.into()]))
        });
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
            f.if_(has(mask, record.i64(rule::EXCUSE)), |f| {
                f.set(state, state | (CLOSED | EXCUSED))
            });
            f.if_(at, |f| f.store8(STATE + at, 0, state));
            f.branch_if(counts.not(), out);
            let holds = self.condition(f, record);
            f.branch_if(holds.not(), out);
            let none = c64(-1);
            self.begin(
                f,
                number.into(),
                2,
                reason::FORBIDDEN.into(),
                0.into(),
                NO_TIME.into(),
                none,
            );
            f.call(
                fns::ADD,
                args([I64::call(fns::EVIDENCE, args([duty.i32(duty::MOMENT).into()])).into()]),
            );
        });
        f.finish()
    }

    /// Moves the turn of a window on; whether the step closes the window.
    pub(super) fn window_moves(
        &self,
        f: &mut Body,
        duty: Local32,
        mask: Local64,
        state: Local32,
    ) -> Local32 {
        let closes = f.let32(has(mask, duty.i64(duty::BEFORE)));
        let turn =
            (duty.u8(duty::FLAGS) & duty::HAS_TURN).and_then(has(mask, duty.i64(duty::UTTERANCE)));
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
    pub(super) fn counts(
        &self,
        f: &mut Body,
        duty: Local32,
        mask: Local64,
        state: Local32,
        start: I64,
    ) -> Local32 {
        let counts = f.let32(0);
        let waits_for_after =
            (duty.u8(duty::FLAGS) & duty::HAS_AFTER).and_then((state & AFTER_SEEN).not());
        f.if_else(
            waits_for_after,
            |f| {
                f.if_(has(mask, duty.i64(duty::AFTER)), |f| {
                    f.set(state, state | AFTER_SEEN)
                })
            },
            |f| {
                let turn = (duty.u8(duty::FLAGS) & duty::HAS_TURN).not() | (state & TURN_BEGUN);
                let open =
                    T.ge(start.clone() + duty.i64(duty::MIN)) & T.le(start + duty.i64(duty::MAX));
                let target = has(mask, duty.i64(duty::TARGET));
                f.set(counts, target.and_then(select32(turn, open, 0)));
            },
        );
        counts
    }

    /// `trigger(number, record)`: the step starts an occurrence, if the condition holds.
    fn trigger(&self) -> Function {
        let mut f = Body::new(2);
        let (number, record) = (Local32(0), Local32(1));
        let evidence = f.let64(0);
        f.block(|f, out| {
            let holds = self.condition(f, record);
            f.branch_if(holds.not(), out);
            f.set64(
                evidence,
                I64::call(fns::EVIDENCE, args([record.i32(rule::TRIGGER).into()])),
            );
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
                self.begin(
                    f,
                    number.into(),
                    VIOLATED,
                    why.into(),
                    which.into(),
                    T.into(),
                    evidence.into(),
                );
                f.call(fns::ADD, args([evidence.into()]));
                f.branch(out);
            });
            f.if_else(
                record.u8(rule::HAPPENS),
                |f| {
                    f.call(
                        fns::START,
                        args([record.into(), END.into(), evidence.into()]),
                    )
                },
                |f| {
                    self.begin(
                        f,
                        number.into(),
                        SATISFIED,
                        0.into(),
                        0.into(),
                        NO_TIME.into(),
                        evidence.into(),
                    );
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
            f.set(
                why,
                select32(self.guard(duty.i32(duty::GUARD)), 0, reason::NOT_MET),
            );
        });
        why
    }

    /// Calls `begin` (see findings).
    #[expect(clippy::too_many_arguments, reason = "the fields of a finding")]
    pub(super) fn begin(
        &self,
        f: &mut Body,
        number: I32,
        outcome: i32,
        reason: I32,
        duty: I32,
        due: I64,
        trigger: I64,
    ) {
        f.call(
            fns::BEGIN,
            args([
                number.into(),
                outcome.into(),
                reason.into(),
                duty.into(),
                due.into(),
                trigger.into(),
            ]),
        );
    }
}

/// Returns from `look` with a violation.
pub(super) fn violate(f: &mut Body, number: Local32, reason: I32, due: I64) {
    f.set_global(DUTY, number);
    f.set_global(REASON, reason);
    f.set_global64(DUE, due);
    f.return32(VIOLATED);
}

/// Does something for each obligation of a rule: its record and its number.
pub(super) fn each_duty(
    f: &mut Body,
    record: Local32,
    inside: impl FnOnce(&mut Body, Local32, Local32),
) {
    f.for_(0, record.u8(rule::OBLIGATIONS), |f, number, _| {
        let duty = f.let32(number * (duty::SIZE as i32) + record.i32(rule::DUTIES));
        inside(f, duty, number);
    });
}
