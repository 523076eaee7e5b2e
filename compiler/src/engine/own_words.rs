//! Words that stand on their own, as in `crate::text::words`.

use wasm_encoder::Function;

use super::globals::LAST;
use super::scan::Scanner;
use crate::phrases::alphabet::LETTER;
use crate::text::words::AGAIN;
use crate::wasm::{Body, I32, Local32, c32, select32};

impl Scanner {
    /// `is_word(start, end) → bool`: see `crate::text::words`.
    pub(super) fn is_word(&self) -> Function {
        let mut f = Body::new(2);
        let (start, end) = (Local32(0), Local32(1));
        let length = f.let32(end - start);
        let (left, right) = (f.let32(start), f.let32(end));
        let again = AGAIN as i32;
        f.for_(0, again, |f, _, done| {
            let edge = self.boundary(f, left);
            f.branch_if(edge | left.lt(length + self.lead()), done);
            let alike = self.alike(f, left - length, start, length);
            f.branch_if(alike.not(), done);
            f.set(left, left - length);
        });
        f.for_(0, again, |f, _, done| {
            let edge = self.boundary(f, right);
            f.branch_if(edge | (right + length).gt(LAST), done);
            let alike = self.alike(f, right.into(), start, length);
            f.branch_if(alike.not(), done);
            f.set(right, right + length);
        });
        let (at_left, at_right) = (self.boundary(&mut f, left), self.boundary(&mut f, right));
        f.if_((at_left | at_right).not(), |f| f.return32(0));
        let hidden = self.hidden(&mut f, start, end, length);
        f.result32(hidden.not());
        f.finish()
    }

    /// The same units stand in both places. Words of their own are made of units that have
    /// symbols of their own.
    fn alike(&self, f: &mut Body, one: I32, other: Local32, length: Local32) -> Local32 {
        let one = f.let32(one);
        let alike = f.let32(1);
        let symbol = |unit: I32| (unit * 2).u16(self.memory.symbols);
        f.for_(0, length, |f, i, _| {
            f.set(alike, alike & symbol(one + i).eq(symbol(other + i)));
        });
        alike
    }

    /// Nothing joins the units on both sides of a place.
    fn boundary(&self, f: &mut Body, at: Local32) -> Local32 {
        let edge = f.let32(at.le(self.lead()) | at.ge(LAST));
        f.if_(edge.not(), |f| {
            let apart = self.end_of(at - 1).ne(self.start_of(at.into()));
            f.set(edge, apart);
            for unit in [at - 1, at.into()] {
                let code = f.let32((self.start_of(unit) * 4).i32(self.memory.chars));
                let class = self.class_of_char(f, code);
                f.set(edge, edge | class.ge(i32::from(LETTER)));
            }
        });
        edge
    }

    /// A longer word stands around the units.
    fn hidden(&self, f: &mut Body, start: Local32, end: Local32, length: Local32) -> Local32 {
        let hidden = f.let32(0);
        let word = f.let32(c32(self.slots.longer));
        f.while_(word.u16(0), |f, _| {
            let size = f.let32(word.u16(0));
            f.if_(size.gt(length), |f| {
                // The word stands at `at`: from where it just reaches `end` to `start`.
                let at = f.let32(select32(size.gt(end), 0, end - size));
                let lead = f.let32(self.lead());
                f.set(at, select32(at.lt(lead), lead, at));
                f.while_(at.le(start), |f, _| {
                    let stands = self.stands(f, at, word, size);
                    f.set(hidden, hidden | (stands & (at + size).ge(end)));
                    f.set(at, at + 1);
                });
            });
            f.set(word, word + (size + 1) * 2);
        });
        hidden
    }

    fn stands(&self, f: &mut Body, at: Local32, word: Local32, size: Local32) -> Local32 {
        let stands = f.let32((at + size).le(LAST));
        f.for_(0, size, |f, i, _| {
            let unit = f.let32(at + i);
            f.if_(stands, |f| {
                let here = (unit * 2).u16(self.memory.symbols);
                f.set(stands, here.eq((word + i * 2).u16(2)));
                f.if_(i, |f| {
                    let edge = self.boundary(f, unit);
                    f.set(stands, stands & edge.not());
                });
            });
        });
        stands
    }
}
