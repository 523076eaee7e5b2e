//! The passes over the units of a text. At each unit the filter asks whether any string can
//! start here; only then the automaton is walked. Groups that stand alone are phrases; where
//! groups follow each other, a ring a group remembers, for each recent end, the earliest start.
//!
//! In: the units, and the tables of [`super::scan`]. Out: the records of the phrases found.
//! Where matches differ in more than their span, `lattice` takes the place of the walk here.

use wasm_encoder::Function;

use super::globals::{EVENT, FILLED, FILLING, FOUND, LAST, READING, STAMP, UNITS, VALUED};
use super::scan::{Scanner, define, define_if, group, record};
use super::{Definition, fns};
use crate::phrases::alphabet::UNKNOWN;
use crate::phrases::automaton::{FILTER, FILTER_FACTORS, FILTER_SHIFT, FILTER_WHOLE};
use crate::wasm::{Body, I32, Label, Local32, c32, select32};

/// The first symbol of a phrase.
const FIRST: u32 = UNKNOWN as u32 + 1;
/// Bytes of a node.
const NODE: i32 = 12;
/// A run of outputs: (u16 group + 1, u16 tolerance), ended by 0.
const OUTPUT: i32 = 4;

impl Scanner {
    pub(super) fn scan_fns(&self) -> Vec<Definition> {
        let features = self.features;
        vec![
            define("scan", 0, self.scan()),
            define("pass", 0, self.pass()),
            define("outputs", 3, self.outputs()),
            define("found", 3, self.found()),
            define_if(features.fillers, "remove", 0, || self.remove()),
            define_if(features.raw, "raw_units", 0, || self.raw_units()),
        ]
    }

    /// `scan()`: finds all phrases in the event's text, whose units have been written.
    fn scan(&self) -> Function {
        let mut f = Body::new(0);
        f.set_global(FOUND, 0);
        f.set_global(VALUED, 1);
        f.set_global(FILLED, 0);
        f.set_global(FILLING, 1);
        self.read(&mut f);
        if self.features.fillers {
            f.set_global(FILLING, 0);
            f.if_(FILLED, |f| {
                f.call(fns::REMOVE, vec![]);
                self.read(f);
            });
        }
        if self.features.raw {
            f.set_global(FILLING, 0);
            f.set_global(VALUED, 0);
            f.call(fns::RAW_UNITS, vec![]);
            self.read(&mut f);
        }
        if !self.machines.is_empty() {
            f.call(fns::REGEX, vec![]);
        }
        if !self.composed.is_empty() {
            f.call(fns::COMPOSED, vec![]);
        }
        f.finish()
    }

    /// One reading, whose units are there.
    fn read(&self, f: &mut Body) {
        if self.features.ends {
            self.add_ends(f);
        }
        if self.features.slots {
            f.if_(VALUED, |f| f.call(fns::TOKENS, vec![]));
        }
        f.set_global(READING, READING + 1);
        // After 2^32 readings old stamps would look new.
        f.if_(READING.not(), |f| {
            f.clear(c32(self.memory.rings), c32(self.rings.size));
            f.set_global(READING, 1);
        });
        f.call(fns::PASS, vec![]);
    }

    /// The start stands where the first unit starts, the end where the last one ends.
    fn add_ends(&self, f: &mut Body) {
        let [start, end, _] = self.marks;
        let (symbols, places) = (self.memory.symbols, self.memory.places);
        let any = I32::from(LAST).gt(1);
        let first = f.let32(select32(any.clone(), c32(places).u16(4), 0));
        let last = f.let32(select32(any, self.end_of(LAST - 1), 0));
        f.store16(c32(symbols), 0, i32::from(start));
        f.store32(c32(places), 0, first | (first << 16));
        f.store64(LAST * 2 + c32(symbols), 0, i64::from(end));
        f.store32(LAST * 4 + c32(places), 0, last | (last << 16));
    }

    /// `pass()`: all strings in the units of the reading.
    fn pass(&self) -> Function {
        if self.features.lattice {
            return self.explore_all();
        }
        let mut f = Body::new(0);
        let at = f.let32(c32(self.memory.symbols));
        let end = f.let32(at + (LAST + self.lead()) * 2);
        let (first, child) = (f.let32(0), f.let32(0));
        f.while_(at.lt(end), |f, _| {
            f.set(first, at.u16(0));
            f.block(|f, skip| {
                self.filter(f, at, first, skip);
                f.set(child, (first * 4).i32(self.tables.root));
                self.walk(f, at, child);
            });
            f.set(at, at + 2);
        });
        f.finish()
    }

    /// Skips when no string starts with these symbols.
    pub(super) fn filter(&self, f: &mut Body, at: Local32, first: Local32, skip: Label) {
        // Symbols that may be a whole string are the first ones of the phrases'.
        let whole = c32(self.tables.alone_below.saturating_sub(FIRST));
        f.if_((first - FIRST.cast_signed()).ge(whole), |f| {
            let hash = (first * FILTER_FACTORS.0.cast_signed())
                ^ (at.u16(2) * FILTER_FACTORS.1.cast_signed());
            let slot = (hash >> FILTER_SHIFT as i32) & (FILTER as i32 - 1);
            let bits = f.let32((slot * 2).u16(self.tables.filter));
            let third = (bits >> (at.u16(4) & 7)) & 1;
            f.branch_if((third | (bits & i32::from(FILTER_WHOLE))).not(), skip);
        });
    }

    /// Follows the strings that start at `at`, and reports those that end.
    fn walk(&self, f: &mut Body, at: Local32, node: Local32) {
        let next = f.let32(at + 2);
        let (child, record) = (f.let32(0), f.let32(0));
        let (symbols, nodes) = (c32(self.memory.symbols), self.tables.nodes);
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
        let at = f.let32(run * OUTPUT + c32(self.tables.outputs));
        let (entry, first) = (f.let32(0), f.let32(0));
        f.while_(at.u16(0), |f, _| {
            f.set(
                entry,
                (at.u16(0) - 1) * group::SIZE.cast_signed() + c32(self.tables.groups),
            );
            f.block(|f, done| {
                if self.features.fillers {
                    f.if_(entry.u16(group::PHRASE).eq(group::FILLER), |f| {
                        self.note_filler(f, start, end);
                        f.branch(done);
                    });
                }
                if self.features.lattice {
                    let args = [entry.into(), at.u16(2).into(), start.into(), end.into()];
                    f.call(fns::JOIN, args.to_vec());
                    return;
                }
                f.set(first, start);
                f.if_(entry.i32(group::BEFORE), |f| {
                    self.join(f, entry, start, first, done)
                });
                f.if_else(
                    entry.i32(group::OWN),
                    |f| self.remember(f, entry, first, end),
                    |f| {
                        let from = self.start_of(first.into());
                        let to = self.end_of(end - 1);
                        let args = [entry.u16(group::PHRASE).into(), from.into(), to.into()];
                        f.call(fns::FOUND, args.to_vec());
                    },
                );
            });
            f.set(at, at + OUTPUT);
        });
        f.finish()
    }

    /// Where a unit starts, in characters.
    pub(super) fn start_of(&self, unit: I32) -> I32 {
        (unit * 4).u16(self.memory.places)
    }

    /// Where a unit ends, in characters.
    pub(super) fn end_of(&self, unit: I32) -> I32 {
        (unit * 4).u16(self.memory.places + 2)
    }

    /// Keeps a filler: of those that overlap the first, and of these the longest.
    fn note_filler(&self, f: &mut Body, start: Local32, end: Local32) {
        f.if_(FILLING, |f| {
            let last = f.let32(FILLED * 4 + c32(self.memory.fillers.wrapping_sub(4)));
            let free = f.let32(FILLED.not());
            f.if_(free.not(), |f| {
                f.if_(last.u16(0).eq(start).and_then(last.u16(2).lt(end)), |f| {
                    f.store16(last, 2, end)
                });
                f.set(free, start.ge(last.u16(2)));
            });
            f.if_(free, |f| {
                f.store16(last, 4, start);
                f.store16(last, 6, end);
                f.set_global(FILLED, FILLED + 1);
            });
        });
    }

    /// The ring of an offset + 1.
    pub(super) fn ring(&self, offset: I32) -> I32 {
        offset - 1 + c32(self.memory.rings)
    }

    /// Looks for the group before in its window and takes the earliest start.
    fn join(&self, f: &mut Body, entry: Local32, start: Local32, first: Local32, skip: Label) {
        let ring = f.let32(self.ring(entry.i32(group::BEFORE)));
        f.branch_if(ring.i32(0).ne(READING), skip);
        let best = f.let32(0xffff);
        let kept = f.let32(0);
        let mask = self.rings.entries.cast_signed() - 1;
        self.each_end(f, entry, start, |f, end| {
            let slot = f.let32(ring + (end & mask) * 8);
            f.set(kept, slot.i32(12));
            let ours = slot.i32(8).eq(READING);
            f.if_(ours & (kept & 0xffff).eq(end), |f| {
                f.set(best, select32((kept >> 16).lt(best), kept >> 16, best));
            });
        });
        f.branch_if(best.eq(0xffff), skip);
        f.set(first, best);
    }

    /// For each place where the group before may have ended, the nearest first.
    pub(super) fn each_end(
        &self,
        f: &mut Body,
        entry: Local32,
        start: Local32,
        inside: impl FnOnce(&mut Body, Local32),
    ) {
        let end = f.let32(start - entry.u8(group::MIN));
        let least = f.let32(start - entry.u8(group::MAX));
        // A window may reach before the text.
        let floor = f.let32(select32((least >> 31).eq(1), 1, least));
        f.while_(
            (end >> 31).not().and_then(end.ge(floor)).and_then(end),
            |f, _| {
                inside(f, end);
                f.set(end, end - 1);
            },
        );
    }

    /// Notes that a sequence has come this far, ending at `end`.
    fn remember(&self, f: &mut Body, entry: Local32, first: Local32, end: Local32) {
        let ring = f.let32(self.ring(entry.i32(group::OWN)));
        let mask = self.rings.entries.cast_signed() - 1;
        f.store32(ring, 0, READING);
        let slot = f.let32(ring + (end & mask) * 8);
        let old = f.let32(slot.i32(12));
        let same = slot.i32(8).eq(READING) & (old & 0xffff).eq(end);
        let earlier = same & (old >> 16).lt(first);
        f.set(first, select32(earlier, old >> 16, first));
        f.store32(slot, 8, READING);
        f.store32(slot, 12, end | (first << 16));
    }

    /// `found(phrase, from, to)`: keeps the match that starts first, then the longest.
    fn found(&self) -> Function {
        let mut f = Body::new(3);
        let (phrase, from, to) = (Local32(0), Local32(1), Local32(2));
        let entry = f.let32(self.record(phrase));
        f.if_else(
            entry.i32(record::STAMP).ne(STAMP),
            |f| {
                f.clear(entry, self.size_of_record());
                f.store32(entry, record::STAMP, STAMP);
                f.store32(entry, record::START, from | (to << 16));
                self.list(f, phrase);
            },
            |f| {
                let longer = entry
                    .u16(record::START)
                    .eq(from)
                    .and_then(entry.u16(record::END).lt(to));
                f.if_(from.lt(entry.u16(record::START)) | longer, |f| {
                    f.store32(entry, record::START, from | (to << 16));
                });
            },
        );
        f.finish()
    }

    /// Adds a phrase to the list of those found.
    pub(super) fn list(&self, f: &mut Body, phrase: Local32) {
        f.store16(FOUND * 2 + c32(self.memory.found), 0, phrase);
        f.set_global(FOUND, FOUND + 1);
    }

    /// `remove()`: the units without the fillers; in the text these become spaces.
    fn remove(&self) -> Function {
        let mut f = Body::new(0);
        let (from, to) = (f.let32(self.lead()), f.let32(self.lead()));
        let filler = f.let32(c32(self.memory.fillers));
        let end = f.let32(filler + FILLED * 4);
        let (symbols, places) = (self.memory.symbols, self.memory.places);
        f.while_(from.lt(LAST), |f, _| {
            let here = filler.lt(end).and_then(filler.u16(0).eq(from));
            f.if_else(
                here,
                |f| {
                    self.blank(f, filler);
                    f.set(from, filler.u16(2));
                    f.set(filler, filler + 4);
                },
                |f| {
                    f.store16(to * 2, symbols, (from * 2).u16(symbols));
                    f.store32(to * 4, places, (from * 4).i32(places));
                    f.set(from, from + 1);
                    f.set(to, to + 1);
                },
            );
        });
        f.set_global(LAST, to);
        f.store64(to * 2 + c32(symbols), 0, 0);
        f.finish()
    }

    fn blank(&self, f: &mut Body, filler: Local32) {
        if !self.normaliser.keeps_characters {
            return;
        }
        let to = f.let32(self.end_of(filler.u16(2) - 1));
        let from = self.start_of(filler.u16(0));
        f.for_(from, to, |f, i, _| {
            f.store32(i * 4, self.memory.chars, 0x20);
        });
    }

    /// The text of the event: address and bytes.
    pub(super) fn event_text() -> (I32, I32) {
        (EVENT + 32, EVENT.i32(28))
    }

    /// How many units the text has.
    pub(super) fn set_units(&self, f: &mut Body, behind: Local32) {
        f.set_global(UNITS, behind - self.lead());
        f.set_global(LAST, behind);
    }
}
