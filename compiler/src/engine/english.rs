//! Numbers in English words, as in `crate::text::slots::numbers`.

use wasm_encoder::Function;

use super::fns;
use super::globals::VALUE;
use super::numerals::JOINED;
use super::scan::Scanner;
use super::tokens::class;
use crate::text::slots::lexicon::Class;
use crate::wasm::{Body, FnId, I32, I64, Local32, Local64};

impl Scanner {
    pub(super) fn english_number(&self, f: &mut Body, unit: Local32) {
        let (end, value) = (f.let32(0), f.let64(0));
        f.if_else(
            self.class(unit).eq(class(Class::Nought)),
            |f| f.set(end, unit + 1),
            |f| {
                f.set(end, I32::call(fns::BELOW_THOUSAND, vec![unit.into()]));
                f.if_(end.not(), |f| f.return32(0));
                f.set64(value, VALUE);
                f.if_(self.joined(end).eq(class(Class::Thousand)), |f| {
                    f.set(end, end + 1);
                    f.set64(value, value * 1000);
                    self.and_more(f, end, value, fns::BELOW_THOUSAND);
                });
            },
        );
        self.set_whole(f, value, end);
        let digit = |unit: I32| {
            let kind = self.joined(unit);
            kind.eq(class(Class::Ones)) | kind.eq(class(Class::Nought))
        };
        let point = self.joined(end).eq(class(Class::Dot));
        f.if_(point & digit(end + 1), |f| {
            let behind = f.let32(end + 1);
            f.while_(digit(behind.into()), |f, _| f.set(behind, behind + 1));
            let more = I64::call(fns::DECIMALS, vec![(end + 1).into(), behind.into()]);
            self.add(f, more);
            f.set(end, behind);
        });
        f.return32(end);
    }

    /// What may follow hundreds or thousands, `and` before it or not.
    fn and_more(&self, f: &mut Body, end: Local32, value: Local64, read: FnId) {
        let more = f.let32(end + self.joined(end).eq(class(Class::And)));
        f.if_(self.follows(more, JOINED), |f| {
            let behind = f.let32(I32::call(read, vec![more.into()]));
            f.if_(behind, |f| {
                f.set(end, behind);
                f.set64(value, value + VALUE);
            });
        });
    }

    fn joined(&self, unit: impl Into<I32>) -> I32 {
        self.class_after(unit, JOINED)
    }

    /// `below_thousand(unit) → end` of English words for 1 to 999, value in `VALUE`.
    pub(super) fn below_thousand(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        let (end, value) = (f.let32(unit + 1), f.let64(1));
        f.if_else(
            self.class(unit).eq(class(Class::A)),
            |f| {
                let next = f.let32(self.joined(unit + 1));
                let multiplied = next.eq(class(Class::Hundred)) | next.eq(class(Class::Thousand));
                f.if_(multiplied.not(), |f| f.return32(0));
            },
            |f| {
                f.set(end, I32::call(fns::BELOW_HUNDRED, vec![unit.into()]));
                f.if_(end.not(), |f| f.return32(0));
                f.set64(value, VALUE);
            },
        );
        let hundreds = self.joined(end).eq(class(Class::Hundred)) & value.le(9);
        f.if_(hundreds, |f| {
            f.set(end, end + 1);
            f.set64(value, value * 100);
            self.and_more(f, end, value, fns::BELOW_HUNDRED);
        });
        f.set_global64(VALUE, value);
        f.result32(end);
        f.finish()
    }

    /// `below_hundred(unit) → end` of English words for 1 to 99, value in `VALUE`.
    pub(super) fn below_hundred(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        let kind = f.let32(self.class(unit));
        let tens = f.let32(kind.eq(class(Class::Tens)));
        let known = kind.eq(class(Class::Ones)) | kind.eq(class(Class::Teens)) | tens;
        f.if_(known.not(), |f| f.return32(0));
        let (end, value) = (f.let32(unit + 1), f.let64(self.value(unit)));
        let more = tens & self.joined(end).eq(class(Class::Ones));
        f.if_(more, |f| {
            f.set64(value, value + self.value(end));
            f.set(end, end + 1);
        });
        f.set_global64(VALUE, value);
        f.result32(end);
        f.finish()
    }
}
