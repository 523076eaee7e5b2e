//! Units → phrases found. At each unit the filter asks whether any string can start here;
//! only then the automaton is walked. Groups that stand alone are phrases; where groups
//! follow each other, a ring a group remembers, for each recent end, the earliest start.

use wasm_encoder::{Function, ValType};

use super::data::{Data, Record};
use super::globals::{FOUND, STAMP, UNITS};
use super::{Definition, Engine, fns};
use crate::monitors::Program;
use crate::phrases::alphabet::UNKNOWN;
use crate::phrases::automaton::{FILTER, FILTER_FACTORS, FILTER_SHIFT, FILTER_WHOLE};
use crate::wasm::{Body, I32, Label, Local32, c32, select32};

/// Entries of a ring: more than the widest window and the longest string together.
const ENTRIES: i32 = 256;
/// Bytes of a ring: u32 stamp of the step it was last used in, u32 0, and its entries: u32
/// stamp, u16 end, u16 start.
pub(super) const RING: u32 = 8 + 8 * ENTRIES as u32;
/// The first symbol of a phrase.
const FIRST: u32 = UNKNOWN as u32 + 1;
const GROUP: i32 = 8;
const NODE: i32 = 12;

/// Writes the groups' records; see `Phrases::groups`.
pub(super) fn write_groups(program: &Program, data: &mut Data) -> u32 {
    let mut record = Record::default();
    let mut rings = 0;
    for group in &program.groups.0 {
        let (min, max) = group.after.unwrap_or((0, 0));
        let before = if group.after.is_some() { rings } else { 0 };
        rings += u16::from(!group.last);
        let own = if group.last { 0 } else { rings };
        record = record
            .u16(group.phrase as u16)
            .u8(min as u8)
            .u8(max as u8)
            .u16(before)
            .u16(own);
    }
    data.add(record.bytes(), 8)
}

impl Engine<'_> {
    pub(super) fn scan_fns(&self) -> Vec<Definition> {
        let define = |name: &str, params: usize, body| Definition {
            name: name.into(),
            params: vec![ValType::I32; params],
            results: vec![],
            body,
        };
        vec![
            define("scan", 0, self.scan()),
            define("outputs", 3, self.outputs()),
            define("found", 3, self.found()),
        ]
    }

    /// `scan()`: finds all phrases in the units.
    fn scan(&self) -> Function {
        let mut f = Body::new(0);
        let at = f.let32(c32(self.memory.symbols));
        let end = f.let32(at + UNITS * 2);
        let (first, child) = (f.let32(0), f.let32(0));
        f.set_global(FOUND, 0);
        f.while_(at.lt(end), |f, _| {
            f.set(first, at.u16(0));
            f.block(|f, skip| {
                self.filter(f, at, first, skip);
                f.set(child, (first * 4).i32(self.phrases.root));
                self.walk(f, at, child);
            });
            f.set(at, at + 2);
        });
        f.finish()
    }

    /// Skips when no string starts with these symbols.
    fn filter(&self, f: &mut Body, at: Local32, first: Local32, skip: Label) {
        // Symbols that may be a whole string are the first ones of the phrases'.
        let whole = c32(self.phrases.alone_below.saturating_sub(FIRST));
        f.if_((first - FIRST.cast_signed()).ge(whole), |f| {
            let hash = (first * FILTER_FACTORS.0.cast_signed())
                ^ (at.u16(2) * FILTER_FACTORS.1.cast_signed());
            let slot = (hash >> FILTER_SHIFT as i32) & (FILTER as i32 - 1);
            let bits = f.let32((slot * 2).u16(self.phrases.filter));
            let third = (bits >> (at.u16(4) & 7)) & 1;
            f.branch_if((third | (bits & i32::from(FILTER_WHOLE))).not(), skip);
        });
    }

    /// Follows the strings that start at `at`, and reports those that end.
    fn walk(&self, f: &mut Body, at: Local32, node: Local32) {
        let next = f.let32(at + 2);
        let (child, record) = (f.let32(0), f.let32(0));
        let (symbols, nodes) = (c32(self.memory.symbols), self.phrases.nodes);
        f.while_(node.into(), |f, _| {
            f.set(record, node * NODE);
            f.if_(record.i32(nodes + 8), |f| {
                let unit = |place: Local32| (I32::from(place) - symbols.clone()) >> 1;
                f.call(
                    fns::OUTPUTS,
                    vec![
                        record.i32(nodes + 8).into(),
                        unit(at).into(),
                        unit(next).into(),
                    ],
                );
            });
            f.set(child, record.i32(nodes) + next.u16(0));
            let parent = (child * NODE).i32(nodes + 4);
            f.set(node, select32(parent.eq(node), child, 0));
            f.set(next, next + 2);
        });
    }

    /// `outputs(run, start, end)`: the strings of a run of groups span units `[start, end)`.
    fn outputs(&self) -> Function {
        let mut f = Body::new(3);
        let (run, start, end) = (Local32(0), Local32(1), Local32(2));
        let at = f.let32(run * 2 + c32(self.phrases.outputs));
        let (group, first) = (f.let32(0), f.let32(0));
        f.while_(at.u16(0), |f, _| {
            f.set(group, (at.u16(0) - 1) * GROUP + c32(self.phrases.groups));
            f.set(first, start);
            f.block(|f, skip| {
                f.if_(group.u16(4), |f| self.join(f, group, start, first, skip));
                f.if_else(
                    group.u16(6),
                    |f| self.remember(f, group, first, end),
                    |f| {
                        f.call(
                            fns::FOUND,
                            vec![group.u16(0).into(), first.into(), end.into()],
                        )
                    },
                );
            });
            f.set(at, at + 2);
        });
        f.finish()
    }

    fn ring(&self, number: I32) -> I32 {
        (number - 1) * (RING as i32) + c32(self.memory.rings)
    }

    /// Looks for the group before in its window and takes the earliest start.
    fn join(&self, f: &mut Body, group: Local32, start: Local32, first: Local32, skip: Label) {
        let ring = f.let32(self.ring(group.u16(4)));
        f.branch_if(ring.i32(0).ne(STAMP), skip);
        let end = f.let32(start - group.u8(2));
        let least = f.let32(start - group.u8(3));
        let (best, entry) = (f.let32(0xffff), f.let32(0));
        // Signed comparison by shifting both up: a window may reach before the text.
        let floor = f.let32(select32((least >> 31).eq(1), 1, least));
        f.while_(
            (end >> 31).not().and_then(end.ge(floor)).and_then(end),
            |f, _| {
                let slot = f.let32(ring + (end & (ENTRIES - 1)) * 8);
                f.set(entry, slot.i32(12));
                let ours = slot.i32(8).eq(STAMP);
                f.if_(ours & (entry & 0xffff).eq(end), |f| {
                    f.set(best, select32((entry >> 16).lt(best), entry >> 16, best));
                });
                f.set(end, end - 1);
            },
        );
        f.branch_if(best.eq(0xffff), skip);
        f.set(first, best);
    }

    /// Notes that a sequence has come this far, ending at `end`.
    fn remember(&self, f: &mut Body, group: Local32, first: Local32, end: Local32) {
        let ring = f.let32(self.ring(group.u16(6)));
        f.store32(ring, 0, STAMP);
        let slot = f.let32(ring + (end & (ENTRIES - 1)) * 8);
        let old = f.let32(slot.i32(12));
        let same = slot.i32(8).eq(STAMP) & (old & 0xffff).eq(end);
        let earlier = same & (old >> 16).lt(first);
        f.set(first, select32(earlier, old >> 16, first));
        f.store32(slot, 8, STAMP);
        f.store32(slot, 12, end | (first << 16));
    }

    /// `found(phrase, start, end)`: keeps the match that starts first, then the longest.
    fn found(&self) -> Function {
        let mut f = Body::new(3);
        let (phrase, start, end) = (Local32(0), Local32(1), Local32(2));
        let places = c32(self.memory.places);
        let from = f.let32((start * 4 + places.clone()).u16(0));
        let to = f.let32(((end - 1) * 4 + places).u16(2));
        let entry = f.let32(phrase * 8 + c32(self.memory.phrases));
        f.if_else(
            entry.i32(0).ne(STAMP),
            |f| {
                f.store32(entry, 0, STAMP);
                f.store32(entry, 4, from | (to << 16));
                f.store16(FOUND * 2 + c32(self.memory.found), 0, phrase);
                f.set_global(FOUND, FOUND + 1);
            },
            |f| {
                let longer = entry.u16(4).eq(from).and_then(entry.u16(6).lt(to));
                f.if_(from.lt(entry.u16(4)) | longer, |f| {
                    f.store32(entry, 4, from | (to << 16));
                });
            },
        );
        f.finish()
    }
}
