//! Parts of the call that are known only when it is over: a target is remembered until then.

use super::Engine;
use super::cells::bit;
use super::globals::{EVENT, SPEAKER, STATE, T, TARGET};
use super::layout::{CONNECTED, CONNECTED_T, TURNS, UTTERANCES};
use super::tables::duty;
use super::waiting::{Look, forbidden};
use crate::wasm::{Body, I32, I64, Local32, Local64, c64, select64};

/// A whole in thousandths of a percent.
const WHOLE: i64 = 100_000;

impl Engine<'_> {
    /// Remembers a target: the first of all, or the latest.
    pub(super) fn remember(&self, f: &mut Body, look: Look, target: Local64) {
        let part = f.let32(look.duty.u8(duty::PART));
        let first = (look.bits & bit::REMEMBERED).not();
        f.if_(first | (part & duty::PART_LAST).ne(0), |f| {
            f.set(look.bits, look.bits | bit::REMEMBERED);
            self.keep_target(f, look.cell, look.single(), target);
            let place = f.let64(T);
            let kind = part & !duty::PART_LAST;
            f.if_(kind.clone().eq(duty::PART_UTTERANCES), |f| {
                let count = f.let32((STATE + look.duty.u16(duty::PART_OF)).i32(0));
                f.set64(place, (count - self.is_counted(look.duty)).wide());
            });
            f.if_(kind.eq(duty::PART_TURNS), |f| {
                f.set64(place, STATE.i32(TURNS).wide())
            });
            if let Some(at) = self.state.cell.part {
                f.store64(look.cell, at, place);
            }
        });
    }

    /// The step is an utterance of those that the part counts.
    fn is_counted(&self, duty: Local32) -> I32 {
        let utterance = I32::from(EVENT).ne(0).and_then(EVENT.u16(4).eq(3));
        let of = duty.u16(duty::PART_OF) - UTTERANCES.cast_signed();
        utterance & (of.eq(16) | of.eq(SPEAKER * 4))
    }

    /// The call is over: was the remembered target in the part?
    pub(super) fn judge_remembered(&self, f: &mut Body, look: Look) {
        let Some(at) = self.state.cell.part else {
            return;
        };
        f.if_(look.bits & bit::REMEMBERED, |f| {
            let within = self.in_part(f, look.duty, look.cell.i64(at));
            f.if_else(
                within,
                |f| {
                    let target = self.target_of(f, look.cell, look.single());
                    let most = f.let32(look.duty.u8(duty::AT_MOST));
                    f.if_(most.not(), |f| forbidden(f, look, target));
                    f.if_(
                        I32::from(most).ne(0) & look.duty.u8(duty::AT_LEAST).eq(1),
                        |f| {
                            f.set(look.bits, look.bits | bit::MET);
                            f.set_global64(TARGET, target);
                        },
                    );
                },
                |f| self.keep_target(f, look.cell, look.single(), -1),
            );
        });
    }

    fn in_part(&self, f: &mut Body, duty: Local32, place: I64) -> Local32 {
        let within = f.let32(0);
        let (part, size) = (f.let32(duty.u8(duty::PART)), duty.i64(duty::PART_SIZE));
        let place = f.let64(place);
        let connection = f.let64(select64(
            STATE.u8(CONNECTED),
            STATE.i64(CONNECTED_T),
            c64(0),
        ));
        let whole = || (T - connection) * size.clone();
        let last = |kind: i32| part.eq(kind + duty::PART_LAST);
        f.if_(last(duty::PART_TIME), |f| {
            f.set(within, (T - place).le(size.clone()))
        });
        f.if_(last(duty::PART_PERCENT), |f| {
            f.set(within, ((T - place) * WHOLE).le(whole()));
        });
        f.if_(part.eq(duty::PART_PERCENT), |f| {
            f.set(within, ((place - connection) * WHOLE).le(whole()));
        });
        f.if_(last(duty::PART_UTTERANCES), |f| {
            let spoken = (STATE + duty.u16(duty::PART_OF)).i32(0).wide();
            f.set(within, (spoken - place).le(size.clone()));
        });
        f.if_(last(duty::PART_TURNS), |f| {
            f.set(within, (STATE.i32(TURNS).wide() - place).lt(size.clone()));
        });
        within
    }
}
