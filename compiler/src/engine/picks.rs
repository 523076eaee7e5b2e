//! `Pick`: what is decided is kept back until one occurrence, or the end of the call, says
//! what the rule comes to.

use wasm_encoder::Function;

use super::globals::STATE;
use super::rules::{NO_TIME, SATISFIED, VIOLATED, args};
use super::tables::monitor;
use super::waiting::queue_of;
use super::{Engine, fns};
use crate::book::Pick;
use crate::wasm::{Body, Local32, Local64, c64, select32, select64};

/// Bytes of what is kept: i64 due, i64 packed evidence of the trigger, u8 what, u8 reason,
/// u8 obligation.
pub(super) const KEPT: u32 = 24;
const TRIGGER: u32 = 8;
/// 0 nothing, [`SATISFIED`], [`VIOLATED`], [`DONE`].
const WHAT: u32 = 16;
const REASON: u32 = 17;
const DUTY: u32 = 18;
/// The rule's only finding has been written.
const DONE: i32 = 3;

impl Engine<'_> {
    fn picks(&self, pick: Pick) -> bool {
        self.program
            .monitors
            .iter()
            .any(|monitor| monitor.pick == pick)
    }

    /// Some rule keeps findings back.
    pub(super) fn keeps(&self) -> bool {
        self.picks(Pick::Any) || self.picks(Pick::Last)
    }

    /// `keep(record, outcome, reason, duty, due, trigger) → bool`: whether the finding is kept
    /// back, or dropped (else it is written).
    pub(super) fn keep(&self) -> Function {
        let mut f = Body::new(6);
        let (record, outcome) = (Local32(0), Local32(1));
        let kept = f.let32(STATE + record.i32(monitor::KEPT));
        f.if_(kept.u8(WHAT).eq(DONE), |f| f.return32(1));
        let any = (record.u8(monitor::FLAGS) & monitor::LAST).not();
        f.if_(any & outcome.eq(SATISFIED), |f| {
            f.store8(kept, WHAT, DONE);
            f.return32(0);
        });
        f.store64(kept, 0, Local64(4));
        f.store64(kept, TRIGGER, Local64(5));
        f.store8(kept, WHAT, outcome);
        f.store8(kept, REASON, Local32(2));
        f.store8(kept, DUTY, Local32(3));
        f.result32(1);
        f.finish()
    }

    /// `report(record)`: the call has ended; what was kept back is written.
    pub(super) fn report(&self) -> Function {
        let mut f = Body::new(1);
        let record = Local32(0);
        let kept = f.let32(STATE + record.i32(monitor::KEPT));
        let what = f.let32(kept.u8(WHAT));
        let trigger = f.let64(kept.i64(TRIGGER));
        f.if_(what.eq(SATISFIED) | what.eq(VIOLATED), |f| {
            f.store8(kept, WHAT, DONE);
            let violated = what.eq(VIOLATED);
            let finding = args([
                record.into(),
                what.into(),
                select32(violated.clone(), kept.u8(REASON), 0).into(),
                select32(violated.clone(), kept.u8(DUTY), 0).into(),
                select64(violated, kept.i64(0), c64(NO_TIME)).into(),
                trigger.into(),
            ]);
            f.call(fns::WRITE, finding);
            f.call(fns::ADD, args([trigger.into()]));
        });
        f.finish()
    }

    /// A new occurrence of a rule that counts only the last: the one before goes.
    pub(super) fn replace_last(&self, f: &mut Body, record: Local32) {
        if !self.picks(Pick::Last) {
            return;
        }
        f.if_(record.u8(monitor::FLAGS) & monitor::LAST, |f| {
            f.store8(STATE + record.i32(monitor::KEPT), WHAT, 0);
            f.if_(record.i32(monitor::QUEUE), |f| {
                let queue = f.let32(queue_of(record));
                let link = f.let32(queue.u16(0));
                f.if_(link, |f| {
                    // There is never more than one.
                    f.call(fns::RELEASE, args([record.into(), link.into()]));
                    f.store32(queue, 0, 0);
                    f.store8(queue, 4, 0);
                });
            });
        });
    }

    /// What a monitor kept back is written, now that the call has ended.
    pub(super) fn report_kept(&self, f: &mut Body, record: Local32) {
        if self.keeps() {
            let report = args([record.into()]);
            f.if_(record.i32(monitor::KEPT), |f| f.call(fns::REPORT, report));
        }
    }
}
