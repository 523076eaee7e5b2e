//! Values of several parts: dates, times, money, runs of digits, names; the same as in
//! `crate::text::slots`.

use wasm_encoder::{Function, ValType};

use super::chars::{hash_byte, hash_start};
use super::globals::{BEHIND, LAST, VALUE, WHOLE};
use super::scan::{Scanner, answer_if, define_if};
use super::slots::row;
use super::tokens::{bits, class, digit};
use super::{Definition, fns};
use crate::text::slots::composites::NONE;
use crate::text::slots::lexicon::{Class, Role};
use crate::text::slots::numbers::MAX;
use crate::text::slots::tokens::{ARABIC, ARABIC_X, CLOCK_AM, CLOCK_PM, before};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, select32, select64};

/// The most digits of a run.
const MAX_RUN: i32 = 60;

impl Scanner {
    pub(super) fn value_fns(&self) -> Vec<Definition> {
        let slots = &self.slots;
        let mut joined = define_if(
            slots.has_names() || self.features.texts,
            "joined",
            3,
            || self.joined_text(),
        );
        joined.params = vec![ValType::I32, ValType::I32, ValType::I64];
        vec![
            answer_if(slots.has_rows(), "row", 2, || self.row()),
            answer_if(slots.has_rows(), "composite", 3, || self.composite()),
            answer_if(slots.has_digits(), "digit_run", 1, || self.digit_run()),
            answer_if(slots.has_cards(), "id_card", 1, || self.id_card()),
            answer_if(slots.has_names(), "person_name", 2, || self.person_name()),
            joined,
        ]
    }

    /// `row(row, unit) → end` of a row of parts at a unit, 0 none; the parts' values are
    /// written.
    fn row(&self) -> Function {
        let mut f = Body::new(2);
        let (record, unit) = (Local32(0), Local32(1));
        let part = f.let32(record + row::HEADER);
        let (end, behind) = (f.let32(unit), f.let32(0));
        let value = f.let32(c32(self.memory.values));
        f.for_(0, record.u8(row::PARTS), |f, _, _| {
            let sign = bits(before::YUAN | before::DOLLAR);
            let asked = f.let32(part.u16(row::PART_BEFORE));
            f.if_(end.eq(unit), |f| f.set(asked, asked & sign));
            let missing = asked.ne(0) & (self.before(end) & asked).not();
            f.if_(missing | end.ge(LAST), |f| f.return32(0));
            let kind = f.let32(part.u8(row::PART_TYPE));
            f.set(behind, 0);
            self.part(f, part, kind, end, behind);
            f.if_(behind.not(), |f| f.return32(0));
            f.store64(value, 0, VALUE);
            f.set(value, value + 8);
            f.if_(kind.eq(row::CLOCK), |f| {
                let am = self.word_of(end).eq(i32::from(CLOCK_AM));
                f.store64(value, 0, select64(am, 1, 4));
                f.set(value, value + 8);
            });
            f.set(end, behind);
            f.set(part, part + row::PART_SIZE);
        });
        f.result32(end);
        f.finish()
    }

    /// One part at `end`: sets `behind` and `VALUE` when it fits.
    fn part(&self, f: &mut Body, part: Local32, kind: Local32, end: Local32, behind: Local32) {
        let (least, most) = (part.i32(row::PART_LEAST), part.i32(row::PART_MOST));
        f.if_(kind.eq(row::WORD), |f| {
            f.set(
                behind,
                I32::call(fns::ROLE, vec![end.into(), least.clone().into()]),
            );
        });
        f.if_(kind.eq(row::NUMBER), |f| {
            f.set(behind, I32::call(fns::NUMBER, vec![end.into()]));
            f.if_(VALUE.lt(0), |f| f.set(behind, 0));
        });
        f.if_(kind.eq(row::WHOLE), |f| {
            f.set(behind, I32::call(fns::NUMBER, vec![end.into()]));
            f.if_(behind, |f| {
                let fits = WHOLE.ge(least.wide()) & WHOLE.le(most.wide());
                f.set(behind, select32(fits, BEHIND, 0));
                f.set_global64(VALUE, WHOLE);
            });
        });
        f.if_(kind.ge(row::TWO), |f| {
            let word = f.let32(self.word_of(end));
            let two = kind.eq(row::TWO);
            let clock = word.eq(i32::from(CLOCK_AM)) | word.eq(i32::from(CLOCK_PM));
            let right = select32(two.clone(), word.eq(i32::from(ARABIC)), clock);
            f.if_(right, |f| {
                let digits = f.let32(I32::call(fns::ARABIC, vec![end.into()]));
                let count = select32(two, digits.eq(2), I32::from(digits).ne(0));
                let fits = count & VALUE.le(most.wide());
                f.if_(fits, |f| f.set(behind, end + 1));
            });
        });
    }

    /// `composite(rows, count, unit) → end` of the longest row that fits, 0 none; its value
    /// is in `VALUE`.
    fn composite(&self) -> Function {
        let mut f = Body::new(3);
        let (record, count, unit) = (Local32(0), Local32(1), Local32(2));
        let (best, end, ok) = (f.let32(0), f.let32(0), f.let32(0));
        let value = f.let64(0);
        f.if_(unit.u8(self.memory.inside), |f| f.return32(0));
        f.for_(0, count, |f, _, _| {
            f.set(end, I32::call(fns::ROW, vec![record.into(), unit.into()]));
            f.if_(end.gt(best), |f| {
                f.set(ok, 1);
                self.make(f, record, ok);
                f.if_(ok, |f| {
                    f.set(best, end);
                    f.set64(value, VALUE);
                });
            });
            f.set(record, record + record.u16(row::BYTES));
        });
        f.set_global64(VALUE, value);
        f.result32(best);
        f.finish()
    }

    /// The value of a part, or 0 when there is no such part.
    fn part_value(&self, f: &mut Body, record: Local32, position: u32) -> Local64 {
        let at = f.let32(record.u8(row::POSITIONS + position));
        let value = f.let64(0);
        f.if_(at.ne(i32::from(NONE)), |f| {
            f.set64(value, (at * 8).i64(self.memory.values));
        });
        value
    }

    /// Makes the value of a row whose parts have been read.
    fn make(&self, f: &mut Body, record: Local32, ok: Local32) {
        let kind = f.let32(record.u8(row::MAKE));
        f.if_(kind.eq(row::DATE), |f| self.make_date(f, record));
        f.if_(kind.eq(row::RELATIVE), |f| {
            let days = f.let64(c32(self.memory.values).i64(0));
            let back = f.let32(days.lt(0));
            let hash = f.let64(hash_start());
            hash_byte(f, hash, select32(back, i32::from(b'-'), i32::from(b'+')));
            let size = select64(back, I64::from(0) - days, days);
            hash_byte(f, hash, size.low() + i32::from(b'0'));
            f.set_global64(VALUE, hash);
        });
        f.if_(kind.eq(row::TIME), |f| self.make_time(f, record, ok));
        f.if_(kind.eq(row::MINUTES), |f| {
            f.set_global64(VALUE, c32(self.memory.values).i64(0) * 1000);
        });
        f.if_(kind.eq(row::MONEY), |f| self.make_money(f, record, ok));
    }

    fn make_date(&self, f: &mut Body, record: Local32) {
        let hash = f.let64(hash_start());
        let [year, month, day] = [0, 1, 2].map(|n| self.part_value(f, record, n));
        f.if_(year.ne(0), |f| {
            two_digits(f, hash, year.div(100));
            two_digits(f, hash, year.rem(100));
            hash_byte(f, hash, i32::from(b'-'));
        });
        f.if_(month.ne(0), |f| {
            two_digits(f, hash, month.into());
            hash_byte(f, hash, i32::from(b'-'));
        });
        two_digits(f, hash, day.into());
        f.set_global64(VALUE, hash);
    }

    fn make_time(&self, f: &mut Body, record: Local32, ok: Local32) {
        let [hour, minute, period] = [0, 1, 2].map(|n| self.part_value(f, record, n));
        let flags = f.let32(record.u8(row::FLAGS));
        let quarters = (flags & row::QUARTERS).ne(0);
        f.set64(minute, select64(quarters, minute * 15, minute));
        let is = |number: i64| period.eq(number);
        let late = (is(3) & hour.ge(1) & hour.le(3))
            | (is(4) & hour.ge(1) & hour.le(11))
            | (is(5) & hour.ge(5) & hour.le(11));
        let midnight = (is(1) | is(5)) & hour.eq(12);
        f.set64(hour, select64(late, hour + 12, select64(midnight, 0, hour)));
        let back = (flags & row::BACK).ne(0);
        let minute = select64(back, I64::from(0) - minute, minute);
        let sum = f.let64(hour * 60 + record.i32(row::FACTORS).wide() + minute);
        f.set(ok, sum.le(24 * 60));
        f.set_global64(VALUE, sum * 1000);
    }

    fn make_money(&self, f: &mut Body, record: Local32, ok: Local32) {
        let sum = self.part_value(f, record, 0);
        let worth = |n: u32| record.i32(row::FACTORS + 4 * n).wide();
        // The first is in thousandths already when it counts whole units.
        f.if_(worth(0).ne(1000), |f| f.set64(sum, sum * worth(0)));
        for n in [1, 2] {
            let more = self.part_value(f, record, n);
            f.set64(sum, sum + more * worth(n));
        }
        f.set(ok, sum.le(MAX));
        f.set_global64(VALUE, sum);
    }

    fn is_digits(&self, unit: impl Into<I32>) -> I32 {
        let unit = unit.into();
        let kind = self.class(unit.clone());
        let digit = kind.eq(class(Class::Zero)) | kind.eq(class(Class::Digit));
        let arabic = self.word_of(unit).eq(i32::from(ARABIC));
        digit | kind.eq(class(Class::Yao)) | arabic
    }

    /// No number and no run of digits goes on here from before.
    fn starts_run(&self, unit: Local32) -> I32 {
        let goes_on = self.is_digits(unit - 1) & self.follows(unit, before::JOINED);
        (unit.u8(self.memory.inside) | goes_on).not()
    }

    /// `digit_run(unit) → end` of a run of digits, 0 none; their hash is in `VALUE`, how
    /// many in `BEHIND`.
    fn digit_run(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        let starts = self.starts_run(unit) & self.is_digits(unit);
        f.if_(starts.not(), |f| f.return32(0));
        let (end, count, hash) = (f.let32(unit), f.let32(0), f.let64(hash_start()));
        let joined = end.eq(unit) | self.follows(end, before::JOINED);
        let more = count.le(MAX_RUN) & self.is_digits(end) & joined;
        f.while_(more, |f, _| {
            f.if_else(
                self.word_of(end).eq(i32::from(ARABIC)),
                |f| self.hash_digits(f, end, count, hash),
                |f| {
                    hash_byte(f, hash, self.value(end).low() + i32::from(b'0'));
                    f.set(count, count + 1);
                },
            );
            f.set(end, end + 1);
        });
        let next = self.next_class(end) - class(Class::Unit);
        let fits = next.gt(1) & count.le(MAX_RUN);
        f.set_global64(VALUE, hash);
        f.set_global(BEHIND, count);
        f.result32(select32(fits, end, 0));
        f.finish()
    }

    /// Adds the digits of a unit.
    fn hash_digits(&self, f: &mut Body, unit: Local32, count: Local32, hash: Local64) {
        let from = self.start_of(unit.into());
        f.for_(from, self.end_of(unit.into()), |f, i, _| {
            let code = f.let32(self.char_at(i));
            let digit = f.let32(digit(code));
            f.if_(digit.lt(10), |f| {
                hash_byte(f, hash, digit + i32::from(b'0'));
                f.set(count, count + 1);
            });
        });
    }

    /// `id_card(unit) → end` of 18 digits, of which the last may be an x.
    fn id_card(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        let end = f.let32(I32::call(fns::DIGIT_RUN, vec![unit.into()]));
        let (count, hash) = (f.let32(BEHIND), f.let64(VALUE));
        f.if_(end.not(), |f| {
            f.set(end, unit);
            f.set(count, 0);
            f.set64(hash, hash_start());
        });
        f.if_(count.eq(18), |f| f.return32(end));
        let joined = end.eq(unit) | self.follows(end, before::JOINED);
        f.if_((self.starts_run(unit) & joined).not(), |f| f.return32(0));
        f.if_else(
            self.word_of(end).eq(i32::from(ARABIC_X)),
            |f| self.hash_digits(f, end, count, hash),
            |f| {
                f.if_(self.has_role(end, Role::Ex).not(), |f| f.return32(0));
            },
        );
        hash_byte(&mut f, hash, i32::from(b'x'));
        f.set_global64(VALUE, hash);
        f.result32(select32(count.eq(17), end + 1, 0));
        f.finish()
    }

    /// `person_name(unit, which) → end` of the name that starts at the unit, 0 no more.
    fn person_name(&self) -> Function {
        let mut f = Body::new(2);
        let (unit, which) = (Local32(0), Local32(1));
        f.if_(self.follows(unit, before::WORD), |f| {
            self.latin_name(f, unit, which)
        });
        let surname = c32(Role::Surname as u32);
        let end = f.let32(I32::call(fns::ROLE, vec![unit.into(), surname.into()]));
        f.if_(end.not() | which.not(), |f| f.return32(end));
        let title = |unit: I32| {
            let role = c32(Role::Title as u32);
            I32::call(fns::ROLE, vec![unit.into(), role.into()])
        };
        let found = f.let32(0);
        for _ in 0..2 {
            let goes_on = self.follows(end, before::NOTHING) & end.lt(LAST);
            let goes_on = f.let32(goes_on & self.follows(end, before::WORD).not());
            let titled = f.let32(title(end.into()));
            f.if_(I32::from(titled).ne(0) | goes_on.not(), |f| f.return32(0));
            f.set(end, end + 1);
            let titled = f.let32(title(end.into()));
            f.if_(
                I32::from(titled).ne(0) | self.follows(end, before::NOTHING).not(),
                |f| {
                    f.set(found, found + 1);
                    f.if_(found.eq(which), |f| f.return32(end));
                },
            );
        }
        f.result32(0);
        f.finish()
    }

    fn latin_name(&self, f: &mut Body, unit: Local32, which: Local32) {
        let numeral = (self.word_of(unit) - 1).lt(i32::from(CLOCK_PM));
        f.if_(numeral | which.gt(2), |f| f.return32(0));
        f.for_(1, which + 1, |f, i, _| {
            let next = f.let32(unit + i);
            let wanted = bits(before::WORD | before::CAPITAL);
            let named = (self.before(next) & wanted).eq(wanted);
            let digits = self.word_of(next).eq(i32::from(ARABIC));
            let fits = named & self.follows(next, before::SPACE) & digits.not();
            f.if_(fits.not(), |f| f.return32(0));
        });
        f.return32(unit + 1 + which);
    }

    /// `joined(from, to, hash)`: the hash of the folded units joined, into `VALUE`.
    fn joined_text(&self) -> Function {
        let mut f = Body::new(3);
        let (from, to, hash) = (Local32(0), Local32(1), Local64(2));
        f.for_(from, to, |f, unit, _| {
            let both = self.follows(unit, before::WORD) & self.follows(unit - 1, before::WORD);
            f.if_(unit.gt(from).and_then(both), |f| {
                hash_byte(f, hash, i32::from(b' '))
            });
            f.set64(
                hash,
                I64::call(fns::UNIT_HASH, vec![hash.into(), unit.into()]),
            );
        });
        f.set_global64(VALUE, hash);
        f.finish()
    }
}

fn two_digits(f: &mut Body, hash: Local64, number: I64) {
    let number = f.let64(number);
    for digit in [number.div(10), number.rem(10)] {
        hash_byte(f, hash, digit.low() + i32::from(b'0'));
    }
}
