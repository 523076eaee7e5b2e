//! Regular expressions: tables over the bytes of the text, see `crate::text::regex`.

use wasm_encoder::Function;

use super::data::{Data, Record};
use super::scan::{Scanner, define_if};
use super::{Definition, fns};
use crate::text::regex::{Machine, Table};
use crate::wasm::{Body, I32, Local32, c32, select32};

/// A machine's record: u32 phrase, u32 0, then both tables: u32 classes, u32 width, u32
/// next, u32 matching, u32 starts.
const SIZE: i32 = 8 + 2 * TABLE as i32;
const FORWARD: u32 = 8;
const TABLE: u32 = 20;
const NO_MATCH: i32 = -1;
/// Place of the first state when there is no byte behind it.
const NO_BYTE: i32 = 256;

/// Where the machines are.
#[derive(Debug, Clone, Default)]
pub(super) struct Machines {
    address: u32,
    count: u32,
}

impl Machines {
    pub(super) fn write(machines: &[(u32, Machine)], data: &mut Data) -> Machines {
        let mut record = Record::default();
        for (phrase, machine) in machines {
            record = record.u32(*phrase).u32(0);
            for table in [&machine.forward, &machine.backward] {
                record = write_table(record, table, data);
            }
        }
        Machines {
            address: data.add(record.bytes(), 8),
            count: machines.len() as u32,
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn write_table(record: Record, table: &Table, data: &mut Data) -> Record {
    let classes = data.add(&table.classes, 8);
    let next = data.add16(&table.next);
    let starts = data.add16(&table.starts);
    let record = record.u32(classes).u32(table.width).u32(next);
    record.u32(u32::from(table.matching)).u32(starts)
}

impl Scanner {
    pub(super) fn regex_fns(&self) -> Vec<Definition> {
        vec![
            define_if(!self.machines.is_empty(), "regex", 0, || self.regex()),
            define_if(!self.composed.is_empty(), "composed", 0, || self.compose()),
        ]
    }

    /// `regex()`: finds the regular expressions in the event's text.
    fn regex(&self) -> Function {
        let mut f = Body::new(0);
        let (text, len) = Scanner::event_text();
        let (text, len) = (f.let32(text), f.let32(len));
        let machine = f.let32(c32(self.machines.address));
        f.for_(0, c32(self.machines.count), |f, _, _| {
            let end = f.let32(NO_MATCH);
            self.run(f, machine, FORWARD, text, len, end, false);
            f.if_(end.ne(NO_MATCH), |f| {
                let start = f.let32(end);
                self.run(f, machine, FORWARD + TABLE, text, len, start, true);
                let from = characters(f, text.into(), text + start);
                let to = characters(f, text + start, text + end);
                let args = [machine.i32(0).into(), from.into(), (from + to).into()];
                f.call(fns::FOUND, args.to_vec());
            });
            f.set(machine, machine + SIZE);
        });
        f.finish()
    }

    /// Runs one table: forward from the start of the text, or backwards from `found`. Sets
    /// `found` to the last place where a match ends.
    #[expect(
        clippy::too_many_arguments,
        reason = "the registers of one piece of code"
    )]
    fn run(
        &self,
        f: &mut Body,
        machine: Local32,
        table: u32,
        text: Local32,
        len: Local32,
        found: Local32,
        back: bool,
    ) {
        let at = if back { f.let32(found) } else { f.let32(0) };
        let stop = if back { I32::from(0) } else { I32::from(len) };
        let behind = if back {
            let byte = (text + at).u8(0);
            f.let32(select32(at.lt(len), byte, NO_BYTE))
        } else {
            f.let32(NO_BYTE)
        };
        let state = f.let32((machine.i32(table + 16) + behind * 2).u16(0));
        let (class, over) = (f.let32(0), f.let32(0));
        f.while_(over.not(), |f, dead| {
            f.set(over, at.eq(stop.clone()));
            let byte = if back {
                (text + at - 1).u8(0)
            } else {
                (text + at).u8(0)
            };
            let known = (machine.i32(table) + byte).u8(0);
            f.set(class, machine.i32(table + 4) - 1);
            f.if_(over.not(), |f| f.set(class, known));
            let place = state * machine.i32(table + 4) + class;
            f.set(state, (machine.i32(table + 8) + place * 2).u16(0));
            f.branch_if(state.not(), dead);
            f.if_(state.ge(machine.i32(table + 12)), |f| f.set(found, at));
            f.set(at, if back { at - 1 } else { at + 1 });
        });
    }
}

/// How many characters are between two addresses.
fn characters(f: &mut Body, from: I32, to: I32) -> Local32 {
    let count = f.let32(0);
    f.for_(from, to, |f, i, _| {
        f.set(count, count + (i.u8(0) & 0xc0).ne(0x80));
    });
    count
}
