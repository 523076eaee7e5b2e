//! The characters of a text as they are written: for values, `exact` and hashes.

use wasm_encoder::Function;

use super::fns;
use super::globals::{LAST, LENGTH};
use super::scan::Scanner;
use crate::phrases::alphabet::{JOINER, PAGE, UNKNOWN};
use crate::text::slots::{HASH_PRIME, HASH_START};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, select32};

impl Scanner {
    /// `chars(text, len)`: writes all characters as they are.
    pub(super) fn chars(&self) -> Function {
        let mut f = Body::new(2);
        let at = Local32(0);
        let end = f.let32(at + Local32(1));
        let (bytes, code, count) = (f.let32(0), f.let32(0), f.let32(0));
        f.while_(at.lt(end), |f, _| {
            f.set(bytes, at.i32(0));
            self.decode(f, at, bytes, code);
            f.store32(count * 4, self.memory.chars, code);
            f.set(count, count + 1);
        });
        f.set_global(LENGTH, count);
        f.finish()
    }

    /// Reads one character and moves on, with the same lengths as `read_class`.
    fn decode(&self, f: &mut Body, at: Local32, bytes: Local32, code: Local32) {
        let first = f.let32(bytes & 0xff);
        let tail = |n: i32| (bytes >> (8 * n)) & 0x3f;
        let size = f.let32(1);
        f.set(code, first);
        f.if_(first.ge(0x80), |f| {
            f.set(size, 2);
            f.set(code, ((first & 0x1f) << 6) | tail(1));
        });
        f.if_((first & 0xf0).eq(0xe0), |f| {
            f.set(size, 3);
            f.set(code, ((first & 0xf) << 12) | (tail(1) << 6) | tail(2));
        });
        f.if_(first.ge(0xf0), |f| {
            f.set(size, 4);
            let whole = ((first & 7) << 18) | (tail(1) << 12) | (tail(2) << 6);
            f.set(code, whole | tail(3));
            f.set(code, select32(code.lt(0x11_0000), code, 0));
        });
        f.set(at, at + size);
    }

    /// The class of a character.
    pub(super) fn class_of_char(&self, f: &mut Body, code: Local32) -> Local32 {
        let class = f.let32(0);
        self.class_of(f, class, code >> 6, code & 0x3f);
        class
    }

    /// `fold(code) → code`: as `crate::text::fold`.
    pub(super) fn fold(&self) -> Function {
        let mut f = Body::new(1);
        let code = Local32(0);
        if self.features.folds() {
            let page = f.let32(((code >> 6) * 2).u16(self.normaliser.fold_index));
            let place = (page * (4 * PAGE as i32)) + (code & 0x3f) * 4;
            f.set(code, code ^ place.i32(self.normaliser.folds));
        }
        f.result32(code);
        f.finish()
    }

    /// `unit_hash(hash, unit) → hash`, the folded text of a unit added to it.
    pub(super) fn hash_of_unit(&self) -> Function {
        let mut f = Body::new(2);
        let (hash, unit) = (Local64(0), Local32(1));
        if self.features.folds() {
            let from = f.let32(self.start_of(unit.into()));
            let to = f.let32(self.end_of(unit.into()));
            f.for_(from, to, |f, i, _| {
                let code = f.let32((i * 4).i32(self.memory.chars));
                let class = self.class_of_char(f, code);
                f.if_(class.ne(i32::from(JOINER)), |f| {
                    f.set(code, I32::call(fns::FOLD, vec![code.into()]));
                    hash_char(f, hash, code);
                });
            });
        }
        f.result64(hash);
        f.finish()
    }

    /// `raw_units()`: every character of the event's text is a unit.
    pub(super) fn raw_units(&self) -> Function {
        let mut f = Body::new(0);
        let (text, len) = Scanner::event_text();
        f.call(fns::CHARS, vec![text.into(), len.into()]);
        let unit = f.let32(self.lead());
        let mask = self.normaliser.raw_slots.cast_signed() * 8 - 1;
        f.for_(0, LENGTH, |f, i, _| {
            let code = f.let32((i * 4).i32(self.memory.chars));
            let slot = f.let32((code * 8) & mask);
            let symbol = f.let32(i32::from(UNKNOWN));
            f.while_(slot.i32(self.normaliser.raw), |f, done| {
                f.if_(slot.i32(self.normaliser.raw).eq(code + 1), |f| {
                    f.set(symbol, slot.i32(self.normaliser.raw + 4));
                    f.branch(done);
                });
                f.set(slot, (slot + 8) & mask);
            });
            self.add_unit(f, unit, symbol.into(), i.into(), i + 1);
        });
        f.store64(unit * 2 + c32(self.memory.symbols), 0, 0);
        f.set_global(LAST, unit);
        f.finish()
    }
}

/// Adds one byte to an FNV-1a hash.
pub(super) fn hash_byte(f: &mut Body, hash: Local64, byte: impl Into<I32>) {
    f.set64(hash, (hash ^ byte.into().wide()) * HASH_PRIME.cast_signed());
}

/// Adds the UTF-8 of a character to an FNV-1a hash.
fn hash_char(f: &mut Body, hash: Local64, code: Local32) {
    let tail = |shift: i32| ((code >> shift) & 0x3f) | 0x80;
    f.if_else(
        code.lt(0x80),
        |f| hash_byte(f, hash, code),
        |f| {
            f.if_else(
                code.lt(0x800),
                |f| hash_byte(f, hash, (code >> 6) | 0xc0),
                |f| {
                    f.if_else(
                        code.lt(0x1_0000),
                        |f| hash_byte(f, hash, (code >> 12) | 0xe0),
                        |f| {
                            hash_byte(f, hash, (code >> 18) | 0xf0);
                            hash_byte(f, hash, tail(12));
                        },
                    );
                    hash_byte(f, hash, tail(6));
                },
            );
            hash_byte(f, hash, tail(0));
        },
    );
}

/// The start of a hash.
pub(super) fn hash_start() -> I64 {
    I64::from(HASH_START.cast_signed())
}
