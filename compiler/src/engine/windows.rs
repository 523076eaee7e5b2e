//! The window of one obligation: what a step does to it, and whether a target counts.

use wasm_encoder::Function;

use super::Engine;
use super::cells::{BITS, bit};
use super::globals::{EVENT, HELD, OWNED, PREVIOUS, SAVED, SPEAKER, STATE, T};
use super::layout::{CONNECTED, CONNECTED_T, STAGE};
use super::rules::has;
use super::tables::duty;
use crate::book::Extent;
use crate::monitors::{self, Happen};
use crate::wasm::{Body, I32, Local32, Local64};

/// What a step does, as bits: the window closes; a target counts (before it closes).
pub(super) const CLOSES: i32 = 1;
pub(super) const COUNTS: i32 = 2;

/// What the rulebook's windows have; the code of others is left out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Features {
    next: bool,
    turn: bool,
    pub matching: bool,
    own: bool,
    part_time: bool,
    pub part_counts: bool,
    pub late: bool,
}

impl Features {
    pub(super) fn new(program: &monitors::Program) -> Features {
        let mut features = Features {
            own: program.monitors.iter().any(|monitor| monitor.own),
            ..Default::default()
        };
        let all = program.monitors.iter().flat_map(super::cells::happens);
        all.for_each(|happen| features.add(happen));
        features
    }

    fn add(&mut self, happen: &Happen) {
        self.next |= happen.window.next.is_some();
        self.turn |= happen.window.next_turn.is_some();
        self.matching |= happen.matching.is_some();
        self.late |= super::cells::late(happen);
        if let Some(part) = happen.window.part.as_ref().filter(|part| !part.last) {
            match part.extent {
                Extent::Time(_) => self.part_time = true,
                Extent::Utterances(..) | Extent::Turns(_) => self.part_counts = true,
                Extent::Percent(_) => {}
            }
        }
    }
}

/// The registers of `window`.
#[derive(Clone, Copy)]
struct Look {
    duty: Local32,
    cell: Local32,
    mask: Local64,
    /// The cell's bits.
    bits: Local32,
    closes: Local32,
    counts: Local32,
}

impl Look {
    fn flag(&self, flag: i32) -> I32 {
        (self.duty.u8(duty::FLAGS) & flag).ne(0)
    }

    fn bit(&self, bit: i32) -> I32 {
        (self.bits & bit).ne(0)
    }

    fn has(&self, role: u32) -> I32 {
        has(self.mask, self.duty.i64(role))
    }

    fn set(&self, f: &mut Body, bit: i32) {
        f.set(self.bits, self.bits | bit);
    }
}

impl Engine<'_> {
    /// `window(duty, cell, mask) → CLOSES | COUNTS`: one obligation looks at a step.
    pub(super) fn window(&self) -> Function {
        let mut f = Body::new(3);
        let (duty, cell, mask) = (Local32(0), Local32(1), Local64(2));
        let look = Look {
            duty,
            cell,
            mask,
            bits: f.let32(cell.u8(BITS)),
            closes: f.let32(has(mask, duty.i64(duty::BEFORE))),
            counts: f.let32(0),
        };
        if self.features.late {
            f.if_(look.bit(bit::CLOSED), |f| f.return32(0));
        }
        self.turn_moves(&mut f, look);
        self.next_moves(&mut f, look);
        self.part_moves(&mut f, look);
        f.if_(look.closes.not(), |f| {
            f.if_else(
                look.flag(duty::HAS_AFTER)
                    .and_then(look.bit(bit::AFTER_SEEN).not()),
                |f| f.if_(look.has(duty::AFTER), |f| look.set(f, bit::AFTER_SEEN)),
                |f| f.if_(look.has(duty::TARGET), |f| self.target(f, look)),
            );
            self.next_ends(f, look);
        });
        if self.features.late {
            // Nothing closes such a window but the end of the call: nothing counts any more.
            f.if_((look.flag(duty::LATE) & look.closes).ne(0), |f| {
                look.set(f, bit::CLOSED);
                f.set(look.closes, 0);
            });
        }
        f.store8(cell, BITS, look.bits);
        f.result32(look.closes | look.counts);
        f.finish()
    }

    fn turn_moves(&self, f: &mut Body, look: Look) {
        if !self.features.turn {
            return;
        }
        let mut turn = look
            .flag(duty::HAS_TURN)
            .and_then(look.has(duty::UTTERANCE));
        if self.features.part_counts {
            // The role is also raised to wake windows whose part is over.
            turn = turn.and_then(I32::from(EVENT).ne(0).and_then(EVENT.u16(4).eq(3)));
        }
        f.if_(look.closes.not().and_then(turn), |f| {
            let ours = f.let32(SPEAKER.eq(look.duty.u8(duty::TURN_OF)));
            f.if_else(
                look.bit(bit::TURN_BEGUN),
                |f| f.set(look.closes, ours.not()),
                |f| {
                    let begins = I32::from(ours) & PREVIOUS.ne(look.duty.u8(duty::TURN_OF));
                    f.if_(begins, |f| look.set(f, bit::TURN_BEGUN));
                },
            );
        });
    }

    /// One more of the next events; one too many closes the window.
    fn next_moves(&self, f: &mut Body, look: Look) {
        let (true, Some(at)) = (self.features.next, self.state.cell.counts) else {
            return;
        };
        f.if_(look.closes.not().and_then(look.has(duty::NEXT)), |f| {
            let seen = f.let32(look.cell.u8(at + 1) + 1);
            f.store8(look.cell, at + 1, seen);
            f.set(look.closes, seen.gt(look.duty.u8(duty::NEXT_COUNT)));
        });
    }

    /// The last of the next events closes the window after it has counted.
    fn next_ends(&self, f: &mut Body, look: Look) {
        let (true, Some(at)) = (self.features.next, self.state.cell.counts) else {
            return;
        };
        let last = look.cell.u8(at + 1).eq(look.duty.u8(duty::NEXT_COUNT));
        f.if_(
            look.flag(duty::INCLUSIVE)
                .and_then(look.has(duty::NEXT) & last),
            |f| {
                f.set(look.closes, CLOSES);
            },
        );
    }

    /// An utterance or turn too many closes a window on the first ones.
    fn part_moves(&self, f: &mut Body, look: Look) {
        if !self.features.part_counts {
            return;
        }
        f.if_(look.closes.not().and_then(look.has(duty::UTTERANCE)), |f| {
            let over = self.part_over(f, look.duty);
            f.set(look.closes, over);
        });
    }

    /// The step is a target: does it count?
    fn target(&self, f: &mut Body, look: Look) {
        let duty = look.duty;
        let start = f.let64(self.start_of(look.cell));
        let limit = f.let64(self.limit_of(look.cell, duty, start));
        // At the end of the call deadlines come first; windows on a last part have none.
        let at_the_end = T.eq(limit) & STATE.u8(STAGE).eq(1);
        let passed = at_the_end & look.flag(duty::LATE).not();
        let open = f.let32(T.ge(start + duty.i64(duty::MIN)) & T.le(limit) & passed.not());
        if self.features.turn {
            f.set(
                open,
                open & (look.flag(duty::HAS_TURN).not() | look.bit(bit::TURN_BEGUN)),
            );
        }
        if self.features.part_time {
            let first = duty.u8(duty::PART).eq(duty::PART_TIME) & STATE.u8(CONNECTED);
            let over = (T - STATE.i64(CONNECTED_T)).gt(duty.i64(duty::PART_SIZE));
            f.set(open, open & (first & over).not());
        }
        if self.features.own {
            f.set(open, open & (OWNED & duty.u8(duty::OWN_BIT)).not());
        }
        let matches = self.matches(f, duty, open);
        f.set(open, matches);
        if self.features.own {
            // One that is only remembered takes it from nobody.
            let takes = look.flag(duty::LATE).not() & open;
            f.if_(takes, |f| {
                f.set_global(OWNED, OWNED | duty.u8(duty::OWN_BIT))
            });
        }
        f.set(look.counts, I32::from(open) * COUNTS);
    }

    /// A target that would count fits what `matching` asks; `HELD` is the cell with what was
    /// saved of the trigger.
    pub(super) fn matches(&self, f: &mut Body, duty: Local32, open: Local32) -> Local32 {
        let matches = f.let32(open);
        if self.features.matching {
            f.if_(matches & duty.i32(duty::GUARD).ne(0), |f| {
                f.set_global(SAVED, HELD + duty.i32(duty::SAVE_AT));
                f.set(matches, self.guard(duty.i32(duty::GUARD)));
            });
        }
        matches
    }
}
