//! Phrases made of others: so many of a list, one but not others.

use wasm_encoder::Function;

use super::data::{Data, Record};
use super::globals::STAMP;
use super::scan::{Scanner, record};
use crate::phrases::listed::{Body as Listing, Listed};
use crate::wasm::{Body, I32, Local32, c32};

/// A record: u16 phrase, u16 how many (0: the first, and none of the others), u32 address of
/// the others (u16 each, 0xffff ends).
const SIZE: i32 = 8;
const END: i32 = 0xffff;

/// Where the records are, a phrase behind those it is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Composed {
    address: u32,
    count: u32,
}

impl Composed {
    pub(super) fn write(listed: &Listed, data: &mut Data) -> Composed {
        let (mut records, mut count) = (Record::default(), 0);
        for (body, phrase) in listed.bodies.iter().zip(0u16..) {
            let (n, others) = match body {
                Listing::AtLeast { n, of } => (*n, of.clone()),
                Listing::ButNot { phrase, not } => (0, [&[*phrase], not.as_slice()].concat()),
                Listing::Pattern(_) | Listing::Regex(_) => continue,
            };
            let others = others.iter().map(|other| *other as u16);
            let list: Vec<u16> = others.chain([0xffff]).collect();
            records = records.u16(phrase).u16(n as u16).u32(data.add16(&list));
            count += 1;
        }
        Composed {
            address: data.add(records.bytes(), 8),
            count,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl Scanner {
    /// `composed()`: which phrases made of others are found.
    pub(super) fn compose(&self) -> Function {
        let mut f = Body::new(0);
        let at = f.let32(c32(self.composed.address));
        f.for_(0, c32(self.composed.count), |f, _, _| {
            let phrase = f.let32(at.u16(0));
            let list = f.let32(at.i32(4));
            let best = f.let32(0);
            f.if_else(
                at.u16(2),
                |f| self.enough(f, at.u16(2), list, best),
                |f| self.but_not(f, list, best),
            );
            f.if_(best, |f| {
                let to = f.let32(self.record(phrase));
                f.copy(to, best, self.size_of_record());
                self.list(f, phrase);
            });
            f.set(at, at + SIZE);
        });
        f.finish()
    }

    /// The record of the best, when `n` are found; its captures are not kept.
    fn enough(&self, f: &mut Body, n: I32, list: Local32, best: Local32) {
        let found = f.let32(0);
        f.while_(list.u16(0).ne(END), |f, _| {
            let other = f.let32(self.record(list.u16(0)));
            f.if_(other.i32(record::STAMP).eq(STAMP), |f| {
                f.set(found, found + 1);
                let better = f.let32(best.not());
                f.if_(best, |f| f.set(better, comes_first(other, best)));
                f.if_(better, |f| f.set(best, other));
            });
            f.set(list, list + 2);
        });
        f.if_(found.lt(n), |f| f.set(best, 0));
    }

    fn but_not(&self, f: &mut Body, list: Local32, best: Local32) {
        let first = f.let32(self.record(list.u16(0)));
        f.if_(first.i32(record::STAMP).eq(STAMP), |f| f.set(best, first));
        f.set(list, list + 2);
        f.while_(list.u16(0).ne(END), |f, _| {
            let other = self.record(list.u16(0));
            f.if_(other.i32(record::STAMP).eq(STAMP), |f| f.set(best, 0));
            f.set(list, list + 2);
        });
    }
}

/// One match starts before another, or is longer, or has less tolerance.
fn comes_first(one: Local32, other: Local32) -> I32 {
    let start = one.u16(record::START).lt(other.u16(record::START));
    let same_start = one.u16(record::START).eq(other.u16(record::START));
    let longer = one.u16(record::END).gt(other.u16(record::END));
    let same_end = one.u16(record::END).eq(other.u16(record::END));
    let closer = one.i32(record::TOLERANCE).lt(other.i32(record::TOLERANCE));
    start | (same_start & (longer | (same_end & closer)))
}
