//! Numbers: `crate::text::slots::numbers`, step by step the same.

use wasm_encoder::{Function, ValType};

use super::globals::{BEHIND, VALUE, WHOLE};
use super::scan::{Scanner, answer_if};
use super::tokens::{class, digit};
use super::{Definition, fns};
use crate::text::slots::lexicon::{Class, Role};
use crate::text::slots::numbers::MAX;
use crate::text::slots::tokens::{ARABIC, MAX_DIGITS, before};
use crate::wasm::{Body, I32, I64, Local32, Local64, select32, select64};

/// What joins the words of an English number.
pub(super) const JOINED: u16 = before::SPACE | before::DASH;
/// A number beyond the greatest.
const TOO_LARGE: i64 = -1;

impl Scanner {
    pub(super) fn number_fns(&self) -> Vec<Definition> {
        let slots = self.features.slots;
        let mut decimals = answer_if(false, "decimals", 2, || Body::new(2).finish());
        decimals.results = vec![ValType::I64];
        decimals.body = self.decimals();
        vec![
            answer_if(slots, "number", 1, || self.number()),
            answer_if(slots, "digits_in_row", 2, || self.digits_in_row()),
            answer_if(slots, "sections", 1, || self.sections()),
            answer_if(slots, "below_thousand", 1, || self.below_thousand()),
            answer_if(slots, "below_hundred", 1, || self.below_hundred()),
            decimals,
        ]
    }

    /// `number(unit) → end` of the longest number that starts there, 0 none; its value is in
    /// `VALUE` (-1: too large), its whole part in `WHOLE` (-1: none), the end of that in
    /// `BEHIND`.
    fn number(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        f.if_(self.word_of(unit).eq(i32::from(ARABIC)), |f| {
            self.arabic_number(f, unit)
        });
        let kind = f.let32(self.class(unit));
        f.if_(kind.not(), |f| f.return32(0));
        f.if_(kind.eq(class(Class::Half)), |f| {
            f.set_global64(VALUE, self.value(unit));
            f.set_global64(WHOLE, -1);
            f.set_global(BEHIND, unit);
            f.return32(unit + 1);
        });
        let english = [
            Class::Ones,
            Class::Teens,
            Class::Tens,
            Class::A,
            Class::Nought,
        ];
        let english = english
            .map(|it| kind.eq(class(it)))
            .into_iter()
            .reduce(|a, b| a | b);
        f.if_(english.unwrap_or(I32::from(0)), |f| {
            self.english_number(f, unit)
        });
        self.chinese_number(&mut f, unit);
        f.finish()
    }

    /// Sets a whole number.
    pub(super) fn set_whole(&self, f: &mut Body, value: Local64, end: Local32) {
        let fits = value.le(MAX / 1000);
        f.set_global64(VALUE, select64(fits.clone(), value * 1000, TOO_LARGE));
        f.set_global64(WHOLE, select64(fits, value, TOO_LARGE));
        f.set_global(BEHIND, end);
    }

    fn times(&self, f: &mut Body, factor: I64) {
        let factor = f.let64(factor);
        let fits = f.let32(VALUE.ge(0));
        f.if_(fits, |f| f.set(fits, VALUE.le(I64::from(MAX).div(factor))));
        f.set_global64(VALUE, select64(fits, VALUE * factor, TOO_LARGE));
        let whole = fits & WHOLE.ge(0);
        f.set_global64(WHOLE, select64(whole, WHOLE * factor, TOO_LARGE));
    }

    pub(super) fn add(&self, f: &mut Body, more: I64) {
        f.if_(VALUE.ge(0), |f| f.set_global64(VALUE, VALUE + more));
    }

    fn arabic_number(&self, f: &mut Body, unit: Local32) {
        let first = f.let32(I32::call(fns::ARABIC, vec![unit.into()]));
        f.if_(first.not(), |f| f.return32(0));
        let (value, end, count) = (f.let64(VALUE), f.let32(unit + 1), f.let32(first));
        f.if_(first.le(3), |f| {
            f.while_(self.arabic_follows(end, before::COMMA), |f, done| {
                let group = I32::call(fns::ARABIC, vec![end.into()]);
                f.branch_if(group.ne(3), done);
                f.set(count, count + 3);
                f.branch_if(count.gt(MAX_DIGITS as i32), done);
                f.set64(value, value * 1000 + VALUE);
                f.set(end, end + 1);
            });
        });
        self.set_whole(f, value, end);
        f.if_(self.arabic_follows(end, before::DOT), |f| {
            let (more, place) = (f.let64(0), f.let64(100));
            f.for_(
                self.start_of(end.into()),
                self.end_of(end.into()),
                |f, i, done| {
                    let code = f.let32(self.char_at(i));
                    let digit = f.let32(digit(code));
                    f.branch_if(digit.ge(10), done);
                    f.set64(more, more + place * digit.wide());
                    f.set64(place, place.div(10));
                },
            );
            self.add(f, more.into());
            f.set(end, end + 1);
        });
        self.multiplied(f, end);
        f.return32(end);
    }

    fn arabic_follows(&self, unit: Local32, what: u16) -> I32 {
        self.word_of(unit).eq(i32::from(ARABIC)) & self.follows(unit, what)
    }

    fn multiplied(&self, f: &mut Body, end: Local32) {
        let plain = f.let32(BEHIND.eq(end));
        let near = before::NOTHING | before::SPACE;
        let factors = [
            (Class::Unit, near),
            (Class::Big, near),
            (Class::Big, near),
            (Class::Hundred, JOINED),
            (Class::Thousand, JOINED),
        ];
        for (kind, joined) in factors {
            f.if_(self.class_after(end, joined).eq(class(kind)), |f| {
                self.times(f, self.value(end));
                f.set(end, end + 1);
            });
        }
        f.if_(plain, |f| f.set_global(BEHIND, end));
    }

    fn chinese_number(&self, f: &mut Body, unit: Local32) {
        // More are too many, however many: a long row is not gone through again and again.
        let most = I32::from(MAX_DIGITS as i32 + 1);
        let run = f.let32(I32::call(
            fns::DIGITS_IN_ROW,
            vec![unit.into(), most.into()],
        ));
        let end = f.let32(0);
        let nought = self.class(unit).eq(class(Class::Zero));
        let pair = run.eq(2) & self.near(unit.into()).not();
        f.if_else(
            nought | run.gt(2) | pair,
            |f| {
                f.if_(run.gt(MAX_DIGITS as i32), |f| f.return32(0));
                f.set(end, unit + run);
                let value = f.let64(0);
                f.for_(unit, end, |f, i, _| {
                    f.set64(value, value * 10 + self.value(i))
                });
                self.set_whole(f, value, end);
            },
            |f| {
                f.set(end, I32::call(fns::SECTIONS, vec![unit.into()]));
                f.if_(end.not(), |f| f.return32(0));
            },
        );
        self.with_decimals(f, end);
        f.result32(end);
    }

    /// `digits_in_row(unit, most) → count` of numerals of one digit, at most so many.
    fn digits_in_row(&self) -> Function {
        let mut f = Body::new(2);
        let (unit, most) = (Local32(0), Local32(1));
        let end = f.let32(unit);
        let is = |kind: I32| (kind - class(Class::Zero)).le(1);
        f.if_(is(self.class(unit)).not(), |f| f.return32(0));
        f.set(end, end + 1);
        let more = is(self.next_class(end)) & (end - unit).lt(most);
        f.while_(more, |f, _| f.set(end, end + 1));
        f.result32(end - unit);
        f.finish()
    }

    /// Two numerals that mean "about so many".
    fn near(&self, unit: I32) -> I32 {
        let is = |kind: I32| (kind - class(Class::Digit)).le(1);
        let next = unit.clone() + 1;
        let both = is(self.class(unit.clone())) & is(self.next_class(next.clone()));
        let following = self.value(next).eq(self.value(unit.clone()) + 1);
        both & (following | multiplies(self.next_class(unit + 2)))
    }

    /// `sections(unit) → end` of a Chinese number with 十, 百, 千, 万, 亿.
    fn sections(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        let s = Sections {
            unit,
            at: f.let32(unit),
            end: f.let32(unit),
            behind: f.let32(0),
            zero: f.let32(0),
            d: f.let64(0),
            factor: f.let64(0),
            high: f.let64(0),
            mid: f.let64(0),
            section: f.let64(0),
            limit: f.let64(10_000),
            last: f.let64(0),
            seen_high: f.let32(0),
            seen_mid: f.let32(0),
        };
        f.while_(I32::from(1), |f, done| {
            let zero = s.at.gt(unit) & self.class_in(s.at, unit).eq(class(Class::Zero));
            f.set(s.zero, zero);
            f.set(s.behind, s.at + s.zero);
            self.digit_of_section(f, &s);
            let kind = f.let32(self.class_in(s.behind, unit));
            f.set64(s.factor, self.value(s.behind));
            let goes_on = f.let32(0);
            f.if_(kind.eq(class(Class::Unit)), |f| s.small(f, goes_on));
            f.if_(kind.eq(class(Class::Big)), |f| s.big(f, goes_on));
            f.if_(goes_on.not(), |f| {
                let tail = multiplies(kind.into()).not() & s.d.gt(0);
                f.if_(tail, |f| s.tail(f));
                f.branch(done);
            });
            f.set(s.at, s.behind + 1);
            f.set(s.end, s.behind + 1);
        });
        f.if_(s.end.eq(unit), |f| f.return32(0));
        let sum = f.let64(s.high + s.mid + s.section);
        self.set_whole(&mut f, sum, s.end);
        f.result32(s.end);
        f.finish()
    }

    /// The class of a unit of a number: the first may follow anything.
    fn class_in(&self, unit: Local32, first: Local32) -> I32 {
        select32(unit.gt(first), self.next_class(unit), self.class(unit))
    }

    fn digit_of_section(&self, f: &mut Body, s: &Sections) {
        let kind = f.let32(self.class_in(s.behind, s.unit));
        f.set64(s.d, 0);
        f.if_else(
            (kind - class(Class::Digit)).le(1),
            |f| {
                f.set64(s.d, self.value(s.behind));
                f.set(s.behind, s.behind + 1 + self.near(s.behind.into()));
            },
            |f| {
                let some = kind.eq(class(Class::Some));
                let after_ten = s.last.eq(10) & s.zero.not();
                let counts = multiplies(self.next_class(s.behind + 1)) | after_ten;
                f.if_(some & counts, |f| {
                    f.set64(s.d, 1);
                    f.set(s.behind, s.behind + 1);
                });
            },
        );
    }

    fn with_decimals(&self, f: &mut Body, end: Local32) {
        let run = f.let32(0);
        let point = self.next_class(end).eq(class(Class::Point));
        f.if_(point & self.follows(end + 1, before::NOTHING), |f| {
            let args = vec![(end + 1).into(), I32::from(i32::MAX).into()];
            f.set(run, I32::call(fns::DIGITS_IN_ROW, args));
        });
        let behind = f.let32(end + 1 + run);
        let fraction = I32::from(run).ne(0) & self.next_class(behind).ne(class(Class::Unit));
        f.if_else(
            fraction,
            |f| {
                let more = I64::call(fns::DECIMALS, vec![(end + 1).into(), behind.into()]);
                self.add(f, more);
                f.set(end, behind);
                f.while_(self.next_class(end).eq(class(Class::Big)), |f, _| {
                    self.times(f, self.value(end));
                    f.set(end, end + 1);
                });
            },
            |f| {
                let joined = |unit: I32| self.follows(unit, before::NOTHING);
                let piece = joined(end.into()) & self.has_role(end, Role::Piece);
                let half = joined(end + 1) & self.has_role(end + 1, Role::AndHalf);
                f.if_(piece & half, |f| {
                    self.add(f, I64::from(500));
                    f.set(end, end + 2);
                });
            },
        );
    }

    /// `decimals(from, to) → thousandths` of digits behind a point.
    fn decimals(&self) -> Function {
        let mut f = Body::new(2);
        let (sum, place) = (f.let64(0), f.let64(100));
        f.for_(Local32(0), Local32(1), |f, i, _| {
            f.set64(sum, sum + place * self.value(i));
            f.set64(place, place.div(10));
        });
        f.result64(sum);
        f.finish()
    }
}

/// A class that multiplies what stands before it.
fn multiplies(kind: I32) -> I32 {
    (kind - class(Class::Unit)).le(1)
}

/// The registers of `sections`.
struct Sections {
    unit: Local32,
    at: Local32,
    end: Local32,
    /// Behind the zero and the digit.
    behind: Local32,
    zero: Local32,
    d: Local64,
    factor: Local64,
    high: Local64,
    mid: Local64,
    section: Local64,
    limit: Local64,
    last: Local64,
    seen_high: Local32,
    seen_mid: Local32,
}

impl Sections {
    /// 十, 百, 千
    fn small(&self, f: &mut Body, goes_on: Local32) {
        let ten = self.factor.eq(10) & self.section.eq(0) & self.zero.not();
        let fits = self.factor.lt(self.limit) & (self.d.gt(0) | ten);
        f.if_(fits, |f| {
            let times = select64(self.d.gt(0), self.d, 1);
            f.set64(self.section, self.section + times * self.factor);
            f.set64(self.limit, self.factor);
            f.set64(self.last, self.factor);
            f.set(goes_on, 1);
        });
    }

    /// 万, 亿
    fn big(&self, f: &mut Body, goes_on: Local32) {
        let fits = f.let32(self.d.gt(0) | self.zero.not());
        let sum = f.let64(self.section + self.d);
        f.if_else(
            self.factor.eq(10_000),
            |f| {
                f.set(fits, fits & self.seen_mid.not() & sum.gt(0));
                f.if_(fits, |f| {
                    f.set64(self.mid, sum * self.factor);
                    f.set(self.seen_mid, 1);
                });
            },
            |f| {
                f.set64(sum, sum + self.mid);
                f.set(fits, fits & self.seen_high.not() & sum.gt(0));
                f.if_(fits, |f| {
                    f.set64(self.high, sum * self.factor);
                    f.set64(self.mid, 0);
                    f.set(self.seen_high, 1);
                    f.set(self.seen_mid, 0);
                });
            },
        );
        f.if_(fits, |f| {
            f.set64(self.section, 0);
            f.set64(self.limit, 10_000);
            f.set64(self.last, self.factor);
            f.set(goes_on, 1);
        });
    }

    /// The last digit: 三百五 is 350.
    fn tail(&self, f: &mut Body) {
        let short = self.zero.not() & self.last.ge(100);
        let tenth = self.d * self.last.div(10);
        f.set64(self.section, self.section + select64(short, tenth, self.d));
        f.set(self.end, self.behind);
    }
}
