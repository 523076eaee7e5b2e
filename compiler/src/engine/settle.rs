//! Deadlines that run out, and what is settled at the end of the call.

use wasm_encoder::Function;

use super::Engine;
use super::cells::{BITS, bit};
use super::fns;
use super::globals::STATE;
use super::rules::{AT_DEADLINE, AT_END, Outcome, args};
use super::tables::{monitor, rule};
use crate::wasm::{Body, I32, Local32, c32, c64};

impl Engine<'_> {
    /// `expire()`: the waiting occurrences look at the deadlines that run out, in rule order.
    pub(super) fn expire(&self) -> Function {
        let mut f = Body::new(0);
        self.each_waiting(&mut f, |f, record| {
            f.call(
                fns::WAITING,
                args([record.into(), c64(0).into(), AT_DEADLINE.into()]),
            );
        });
        f.finish()
    }

    /// `settle()`: the call has ended; what is still owed is settled, in rule order.
    pub(super) fn settle(&self) -> Function {
        let mut f = Body::new(0);
        f.for_(0, c32(self.tables.monitor_count), |f, number, _| {
            let record = f.let32(self.monitor(number));
            let flags = f.let32(record.u8(monitor::FLAGS));
            f.if_(record.i32(monitor::QUEUE), |f| {
                f.call(
                    fns::WAITING,
                    args([record.into(), c64(0).into(), AT_END.into()]),
                );
            });
            f.if_(flags & monitor::IS_NEVER, |f| {
                self.settle_never(f, record, flags)
            });
            self.report_kept(f, record);
        });
        f.finish()
    }

    /// No breach: satisfied, unless its condition looks at metadata alone and is false.
    fn settle_never(&self, f: &mut Body, record: Local32, flags: Local32) {
        let counts = STATE + record.i32(monitor::RULE).i32(rule::COUNTS);
        let clean = f.let32(counts.i32(4).not());
        f.if_(flags & monitor::WINDOW, |f| {
            let cell = self.cell(record.i32(monitor::OWN_CELL) + 1);
            f.set(clean, clean & (cell.u8(BITS) & bit::EXCUSED).not());
        });
        let applies = self.applies(f, record);
        f.if_(I32::from(clean) & applies, |f| {
            let holds = f.let32(1);
            f.if_(flags & monitor::BY_METADATA, |f| {
                let condition = self.condition(f, record);
                f.set(holds, condition);
            });
            f.if_(holds, |f| {
                self.begin(f, record, Outcome::satisfied(c64(-1)))
            });
        });
    }
}
