//! Units → phrases found, where several ways lead through a text: a unit, its sounds, any
//! unit, a value of several units. The walk goes down all of them, depth first; it branches
//! only at nodes that such symbols lead on from. Matches differ in their captures and their
//! tolerance too, so that rings and records keep the best of each place.

use wasm_encoder::Function;

use super::globals::{LAST, ORIGIN, READING, STAMP, VALUE, VALUED};
use super::scan::{Scanner, answer_if, define_if, group, record};
use super::slots::spec;
use super::{Definition, fns};
use crate::phrases::automaton::{ONE, SLOT, SOUND};
use crate::wasm::{Body, I32, Local32, c32, select32};

const NODE: i32 = 12;

impl Scanner {
    pub(super) fn lattice_fns(&self) -> Vec<Definition> {
        let (lattice, words) = (self.features.lattice, self.features.words);
        vec![
            define_if(lattice, "explore", 2, || self.explore()),
            answer_if(lattice, "child", 2, || self.child()),
            define_if(lattice, "join", 4, || self.join_match()),
            answer_if(lattice, "better", 3, better),
            answer_if(words, "is_word", 2, || self.is_word()),
        ]
    }

    /// The pass over a reading.
    pub(super) fn explore_all(&self) -> Function {
        let mut f = Body::new(0);
        let captures = self.features.captures * record::CAPTURE;
        f.clear(c32(self.memory.captures), c32(captures));
        let first = f.let32(0);
        f.for_(0, LAST + self.lead(), |f, unit, _| {
            let at = f.let32(unit * 2 + c32(self.memory.symbols));
            f.set(first, at.u16(0));
            f.block(|f, skip| {
                if !self.root_slots {
                    let sure = first.u8(self.tables.starts);
                    f.if_(sure.not(), |f| self.filter(f, at, first, skip));
                }
                f.set_global(ORIGIN, unit);
                f.call(fns::EXPLORE, vec![0.into(), unit.into()]);
            });
        });
        f.finish()
    }

    /// `explore(node, unit)`: a string has come from `ORIGIN` to this node before this unit.
    fn explore(&self) -> Function {
        let mut f = Body::new(2);
        let (node, unit) = (Local32(0), Local32(1));
        let child = f.let32(0);
        f.if_(node, |f| {
            let outputs = f.let32((node * NODE).i32(self.tables.nodes + 8));
            f.if_(outputs, |f| {
                f.call(
                    fns::OUTPUTS,
                    vec![outputs.into(), ORIGIN.into(), unit.into()],
                );
            });
        });
        let inside = unit.lt(LAST + self.lead());
        f.if_(inside, |f| {
            let symbol = f.let32((unit * 2).u16(self.memory.symbols));
            self.follow(f, node, symbol.into(), child, unit + 1);
            let special = f.let32(node.u8(self.tables.special));
            f.if_(special & i32::from(ONE), |f| {
                let plain = unit.ge(self.lead()) & unit.lt(LAST);
                f.if_(plain, |f| {
                    let [_, _, one] = self.marks;
                    self.follow(f, node, i32::from(one).into(), child, unit + 1);
                });
            });
            f.if_(special & i32::from(SOUND), |f| {
                let sound = f.let32((symbol * 4).i32(self.tables.sounds));
                f.if_(sound, |f| {
                    f.while_(sound.u16(0), |f, _| {
                        self.follow(f, node, sound.u16(0), child, unit + 1);
                        f.set(sound, sound + 2);
                    });
                });
            });
            if self.features.slots {
                f.if_((special & i32::from(SLOT)).ne(0) & VALUED, |f| {
                    self.follow_values(f, node, unit, child);
                });
            }
        });
        f.finish()
    }

    /// Goes on from the child of a symbol, if there is one.
    fn follow(&self, f: &mut Body, node: Local32, symbol: I32, child: Local32, next: I32) {
        let args = vec![node.into(), symbol.into()];
        f.set(child, I32::call(fns::CHILD, args));
        f.if_(child, |f| {
            f.call(fns::EXPLORE, vec![child.into(), next.into()])
        });
    }

    /// Goes on behind each value that starts at the unit.
    fn follow_values(&self, f: &mut Body, node: Local32, unit: Local32, child: Local32) {
        let spec = f.let32(c32(self.slots.specs));
        let (which, end) = (f.let32(0), f.let32(0));
        f.for_(0, c32(self.slots.count), |f, _, _| {
            let args = vec![node.into(), spec.u16(spec::SYMBOL).into()];
            f.set(child, I32::call(fns::CHILD, args));
            f.if_(child, |f| {
                f.set(which, 0);
                f.while_(I32::from(1), |f, done| {
                    let args = vec![spec.into(), unit.into(), which.into()];
                    f.set(end, I32::call(fns::SLOT, args));
                    f.branch_if(end.not(), done);
                    self.with_capture(f, spec, unit, end, |f| {
                        f.call(fns::EXPLORE, vec![child.into(), end.into()]);
                    });
                    f.set(which, which + 1);
                });
            });
            f.set(spec, spec + spec::SIZE);
        });
    }

    /// Does something while a capture is set.
    fn with_capture(
        &self,
        f: &mut Body,
        spec: Local32,
        unit: Local32,
        end: Local32,
        inside: impl FnOnce(&mut Body),
    ) {
        if self.features.captures == 0 {
            return inside(f);
        }
        let capture = f.let32(spec.u8(spec::CAPTURE));
        let size = record::CAPTURE.cast_signed();
        let at = f.let32((capture - 1) * size + c32(self.memory.captures));
        let (place, value) = (f.let64(0), f.let64(0));
        f.if_(capture, |f| {
            f.set64(place, at.i64(0));
            f.set64(value, at.i64(record::CAPTURE_VALUE));
            let from = self.start_of(unit.into());
            let to = self.end_of(end - 1);
            f.store64(at, 0, (from | (to << 16)).wide());
            f.store64(at, record::CAPTURE_VALUE, VALUE);
        });
        inside(f);
        f.if_(capture, |f| {
            f.store64(at, 0, place);
            f.store64(at, record::CAPTURE_VALUE, value);
        });
    }

    /// `child(node, symbol) → node`, 0 none; node 0 is the root.
    fn child(&self) -> Function {
        let mut f = Body::new(2);
        let (node, symbol) = (Local32(0), Local32(1));
        let nodes = self.tables.nodes;
        f.if_(node.not(), |f| {
            f.return32((symbol * 4).i32(self.tables.root));
        });
        let child = f.let32((node * NODE).i32(nodes) + symbol);
        let parent = (child * NODE).i32(nodes + 4);
        f.result32(select32(parent.eq(node), child, 0));
        f.finish()
    }

    /// `join(group, tolerance, start, end)`: a string of a group spans units `[start, end)`.
    fn join_match(&self) -> Function {
        let mut f = Body::new(4);
        let (entry, tolerance, start, end) = (Local32(0), Local32(1), Local32(2), Local32(3));
        let matched = c32(self.memory.matched);
        let captures = f.let32(entry.u8(group::CAPTURES));
        f.block(|f, done| {
            if self.features.words {
                f.if_(entry.u8(group::WORD), |f| {
                    let word = I32::call(fns::IS_WORD, vec![start.into(), end.into()]);
                    f.branch_if(word.not(), done);
                });
            }
            let from = self.start_of(start.into());
            f.store32(matched.clone(), record::STAMP, READING);
            f.store32(matched.clone(), record::START, from | (end << 16));
            f.store32(matched.clone(), record::TOLERANCE, tolerance);
            f.copy(
                matched.clone() + record::CAPTURES.cast_signed(),
                c32(self.memory.captures),
                captures * record::CAPTURE.cast_signed(),
            );
            f.if_(entry.i32(group::BEFORE), |f| {
                let best = f.let32(0);
                self.best_before(f, entry, start, captures, best);
                f.branch_if(best.not(), done);
                self.merge(f, best, captures);
            });
            f.if_else(
                entry.i32(group::OWN),
                |f| self.keep_in_ring(f, entry, end, captures),
                |f| self.keep_in_record(f, entry, end, captures),
            );
        });
        f.finish()
    }

    fn entry_size(&self, captures: Local32) -> I32 {
        captures * record::CAPTURE.cast_signed() + self.rings.plain.cast_signed()
    }

    /// The entry of a ring for an end.
    fn slot(&self, ring: Local32, end: Local32, captures: Local32) -> I32 {
        let mask = self.rings.entries.cast_signed() - 1;
        ring + (end & mask) * self.entry_size(captures) + 8
    }

    /// The best match of the group before that ends in the window.
    fn best_before(
        &self,
        f: &mut Body,
        entry: Local32,
        start: Local32,
        captures: Local32,
        best: Local32,
    ) {
        let ring = f.let32(self.ring(entry.i32(group::BEFORE)));
        let slot = f.let32(0);
        f.if_(ring.i32(0).eq(READING), |f| {
            self.each_end(f, entry, start, |f, end| {
                f.set(slot, self.slot(ring, end, captures));
                let ours = slot.i32(record::STAMP).eq(READING);
                f.if_(ours & slot.u16(record::END).eq(end), |f| {
                    let better = f.let32(best.not());
                    f.if_(best, |f| f.set(better, call_better(slot, best, captures)));
                    f.if_(better, |f| f.set(best, slot));
                });
            });
        });
    }

    /// Puts what came before in front of the match.
    fn merge(&self, f: &mut Body, before: Local32, captures: Local32) {
        let matched = f.let32(c32(self.memory.matched));
        f.store16(matched, record::START, before.u16(record::START));
        let (ours, theirs) = (f.let32(0), f.let32(before.i32(record::TOLERANCE)));
        f.set(ours, matched.i32(record::TOLERANCE));
        f.store32(
            matched,
            record::TOLERANCE,
            select32(ours.gt(theirs), ours, theirs),
        );
        f.for_(0, captures, |f, i, _| {
            let offset =
                f.let32(i * record::CAPTURE.cast_signed() + record::CAPTURES.cast_signed());
            let (to, from) = (f.let32(matched + offset), f.let32(before + offset));
            f.if_(to.u16(record::CAPTURE_END).not(), |f| {
                f.copy(to, from, record::CAPTURE.cast_signed());
            });
        });
    }

    fn keep_in_ring(&self, f: &mut Body, entry: Local32, end: Local32, captures: Local32) {
        let ring = f.let32(self.ring(entry.i32(group::OWN)));
        f.store32(ring, 0, READING);
        let slot = f.let32(self.slot(ring, end, captures));
        let matched = f.let32(c32(self.memory.matched));
        let ours = slot.i32(record::STAMP).eq(READING) & slot.u16(record::END).eq(end);
        let better = f.let32(ours.not());
        f.if_(better.not(), |f| {
            f.set(better, call_better(matched, slot, captures))
        });
        f.if_(better, |f| f.copy(slot, matched, self.entry_size(captures)));
    }

    /// The match is complete: of all matches the one that starts first, then the longest.
    fn keep_in_record(&self, f: &mut Body, entry: Local32, end: Local32, captures: Local32) {
        let matched = f.let32(c32(self.memory.matched));
        let phrase = f.let32(entry.u16(group::PHRASE));
        let known = f.let32(self.record(phrase));
        f.store32(matched, record::STAMP, STAMP);
        f.store16(matched, record::END, self.end_of(end - 1));
        let better = f.let32(known.i32(record::STAMP).ne(STAMP));
        f.if_(better, |f| self.list(f, phrase));
        f.if_(better.not(), |f| {
            let (start, end) = (record::START, record::END);
            f.if_else(
                known.u16(start).ne(matched.u16(start)) | known.u16(end).eq(matched.u16(end)),
                |f| f.set(better, call_better(matched, known, captures)),
                |f| f.set(better, matched.u16(end).gt(known.u16(end))),
            );
        });
        f.if_(better, |f| {
            f.copy(known, matched, self.entry_size(captures))
        });
    }
}

fn call_better(one: Local32, other: Local32, captures: Local32) -> I32 {
    I32::call(fns::BETTER, vec![one.into(), other.into(), captures.into()])
}

/// `better(one, other, captures) → bool`: it starts before; or its first capture that
/// differs is there, starts before, or is longer; or it has less tolerance.
fn better() -> Function {
    let mut f = Body::new(3);
    let (one, other, captures) = (Local32(0), Local32(1), Local32(2));
    let differ = |f: &mut Body, a: I32, b: I32, less: bool| {
        let (a, b) = (f.let32(a), f.let32(b));
        f.if_(a.ne(b), |f| {
            f.return32(if less { a.lt(b) } else { a.gt(b) })
        });
    };
    differ(
        &mut f,
        one.u16(record::START),
        other.u16(record::START),
        true,
    );
    f.for_(0, captures, |f, i, _| {
        let offset = f.let32(i * record::CAPTURE.cast_signed() + record::CAPTURES.cast_signed());
        let (a, b) = (f.let32(one + offset), f.let32(other + offset));
        let end = |at: Local32| at.u16(record::CAPTURE_END);
        differ(f, end(a).ne(0), end(b).ne(0), false);
        f.if_(end(a), |f| {
            differ(f, a.u16(0), b.u16(0), true);
            differ(f, end(a), end(b), false);
        });
    });
    f.result32(one.i32(record::TOLERANCE).lt(other.i32(record::TOLERANCE)));
    f.finish()
}
