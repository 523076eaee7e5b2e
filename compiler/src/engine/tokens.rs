//! Units as values are read from them: `crate::text::slots::tokens`.

use wasm_encoder::Function;

use super::Definition;
use super::fns;
use super::globals::{LAST, VALUE};
use super::scan::{Scanner, answer_if, define_if};
use crate::phrases::alphabet::{JOINER, LETTER};
use crate::text::slots::lexicon::{Class, FIRST, Role};
use crate::text::slots::tokens::{ARABIC, ARABIC_X, CLOCK_AM, CLOCK_PM, MAX_DIGITS, OTHER, before};
use crate::wasm::{Body, I32, I64, Local32, c32, select32, select64};

const ENTRY: i32 = 16;

/// The number of a class.
pub(super) fn class(class: Class) -> i32 {
    i32::from(class as u8)
}

/// Bits of `before`.
pub(super) fn bits(bits: u16) -> i32 {
    i32::from(bits)
}

impl Scanner {
    pub(super) fn token_fns(&self) -> Vec<Definition> {
        let slots = self.features.slots;
        vec![
            define_if(slots, "tokens", 0, || self.tokens()),
            answer_if(slots, "role", 2, || self.role_at()),
            answer_if(slots, "arabic", 1, || self.arabic()),
        ]
    }

    fn token(&self, unit: I32) -> I32 {
        unit * 4 + c32(self.memory.tokens)
    }

    /// The word of a unit.
    pub(super) fn word_of(&self, unit: impl Into<I32>) -> I32 {
        self.token(unit.into()).u16(0)
    }

    /// What stands before a unit.
    pub(super) fn before(&self, unit: impl Into<I32>) -> I32 {
        self.token(unit.into()).u16(2)
    }

    /// One of these stands before a unit.
    pub(super) fn follows(&self, unit: impl Into<I32>, what: u16) -> I32 {
        (self.before(unit) & bits(what)).ne(0)
    }

    fn entry(&self, unit: impl Into<I32>) -> I32 {
        self.word_of(unit) * ENTRY + c32(self.slots.entries)
    }

    /// What a unit is as a numeral.
    pub(super) fn class(&self, unit: impl Into<I32>) -> I32 {
        self.entry(unit).u8(0)
    }

    /// The value of a unit's word.
    pub(super) fn value(&self, unit: impl Into<I32>) -> I64 {
        self.entry(unit).i64(8)
    }

    /// Whether a unit's word has a role.
    pub(super) fn has_role(&self, unit: impl Into<I32>, role: Role) -> I32 {
        (self.entry(unit).i32(4) & (role as u32).cast_signed()).ne(0)
    }

    /// The class of a numeral that follows so.
    pub(super) fn class_after(&self, unit: impl Into<I32>, what: u16) -> I32 {
        let unit = unit.into();
        select32(self.follows(unit.clone(), what), self.class(unit), 0)
    }

    /// The class of a numeral that follows without anything between.
    pub(super) fn next_class(&self, unit: impl Into<I32>) -> I32 {
        self.class_after(unit, before::NOTHING)
    }

    /// The character at a place of the text.
    pub(super) fn char_at(&self, place: impl Into<I32>) -> I32 {
        (place.into() * 4).i32(self.memory.chars)
    }

    /// `tokens()`: looks at all units of the reading.
    fn tokens(&self) -> Function {
        let mut f = Body::new(0);
        let lead = self.lead();
        // Nothing stands on either side of the units.
        f.store32(self.token(I32::from(lead) - 1), 0, 0);
        f.store64(self.token(LAST.into()), 0, 0);
        f.store64(self.token(LAST.into()), 8, 0);
        f.for_(lead, LAST, |f, unit, _| {
            let start = f.let32(self.start_of(unit.into()));
            let from = f.let32(0);
            let first = f.let32(unit.eq(lead));
            f.if_(first.not(), |f| f.set(from, self.end_of(unit - 1)));
            let before = f.let32(bits(before::ELSE));
            f.if_(first.not(), |f| self.separator(f, from, start, before));
            self.marks_before(f, from, start, before);
            let code = f.let32(self.char_at(start));
            let class = self.class_of_char(f, code);
            let symbol = (unit * 2).u16(self.memory.symbols);
            let word = f.let32((symbol * 2).u16(self.slots.lexicon));
            f.if_(class.ge(i32::from(LETTER)), |f| {
                f.set(before, before | bits(before::WORD));
                self.arabic_word(f, unit, word);
            });
            let capital = within(code, 'A', 'Z') | within(code, 'Ａ', 'Ｚ');
            f.if_(capital, |f| f.set(before, before | bits(before::CAPITAL)));
            f.store32(self.token(unit.into()), 0, word | (before << 16));
        });
        self.mark_inside(&mut f);
        f.finish()
    }

    /// Sets the bit of what stands between two units.
    fn separator(&self, f: &mut Body, from: Local32, to: Local32, before: Local32) {
        let code = f.let32(self.char_at(from));
        let one = f.let32((to - from).eq(1));
        f.if_(from.eq(to), |f| f.set(before, bits(before::NOTHING)));
        let known = [
            (before::DOT, ['.', '．', '．']),
            (before::COMMA, [',', ',', ',']),
            (before::COLON, [':', '：', '：']),
            (before::DASH, ['-', '－', '–']),
            (before::SLASH, ['/', '／', '／']),
        ];
        f.if_(one, |f| {
            for (bit, characters) in known {
                let is = characters.map(|c| code.eq(c as i32));
                let any = is.into_iter().reduce(|a, b| a | b);
                f.if_(any.unwrap_or(I32::from(0)), |f| f.set(before, bits(bit)));
            }
        });
        let spaces = f.let32(from.lt(to));
        f.for_(from, to, |f, i, _| {
            let code = f.let32(self.char_at(i));
            let space = code.eq(' ' as i32) | code.eq('\u{3000}' as i32) | code.eq('\t' as i32);
            f.set(spaces, spaces & space);
        });
        f.if_(spaces, |f| f.set(before, bits(before::SPACE)));
    }

    fn marks_before(&self, f: &mut Body, from: Local32, to: Local32, before: Local32) {
        f.if_(from.lt(to), |f| {
            let code = f.let32(self.char_at(to - 1));
            let yuan = code.eq('¥' as i32) | code.eq('￥' as i32);
            let dollar = code.eq('$' as i32) | code.eq('＄' as i32);
            f.if_(yuan, |f| f.set(before, before | bits(before::YUAN)));
            f.if_(dollar, |f| f.set(before, before | bits(before::DOLLAR)));
        });
    }

    /// Digits, or digits and x, am, pm.
    fn arabic_word(&self, f: &mut Body, unit: Local32, word: Local32) {
        let end = f.let32(self.end_of(unit.into()));
        let (digits, tail, code) = (f.let32(0), f.let32(0), f.let32(0));
        f.for_(self.start_of(unit.into()), end, |f, i, _| {
            f.set(code, self.char_at(i));
            let class = self.class_of_char(f, code);
            f.if_(class.ne(i32::from(JOINER)), |f| {
                let digit = f.let32(digit(code));
                f.if_else(
                    digit.lt(10).and_then(tail.not()),
                    |f| f.set(digits, digits + 1),
                    |f| {
                        // The letters of the tail, one byte each; longer ones are lost.
                        let half = within(code, '\u{ff01}', '\u{ff5e}');
                        f.if_(half, |f| f.set(code, code - 0xfee0));
                        f.if_(within(code, 'A', 'Z'), |f| f.set(code, code + 32));
                        let known = code.lt(0x80) & tail.lt(0x1_0000);
                        f.set(tail, select32(known, (tail << 8) | code, -1));
                    },
                );
            });
        });
        f.if_(digits, |f| {
            f.set(word, i32::from(OTHER));
            let tails = [
                (ARABIC, 0),
                (ARABIC_X, i32::from(b'x')),
                (CLOCK_AM, 0x616d),
                (CLOCK_PM, 0x706d),
            ];
            for (number, text) in tails {
                f.if_(tail.eq(text), |f| f.set(word, i32::from(number)));
            }
        });
    }

    /// Marks the units inside numbers that start before them.
    fn mark_inside(&self, f: &mut Body) {
        let unit = f.let32(self.lead());
        let end = f.let32(0);
        f.clear(c32(self.memory.inside), LAST + 2);
        f.while_(unit.lt(LAST), |f, _| {
            f.set(end, I32::call(fns::NUMBER, vec![unit.into()]));
            f.set(unit, unit + 1);
            f.while_(unit.lt(end), |f, _| {
                f.store8(unit, self.memory.inside, 1);
                f.set(unit, unit + 1);
            });
        });
    }

    /// `arabic(unit) → digits` at its start, 0 when there are too many; their value is in
    /// `VALUE`.
    fn arabic(&self) -> Function {
        let mut f = Body::new(1);
        let unit = Local32(0);
        let end = f.let32(self.end_of(unit.into()));
        let (count, value) = (f.let32(0), f.let64(0));
        f.for_(self.start_of(unit.into()), end, |f, i, done| {
            let code = f.let32(self.char_at(i));
            let digit = f.let32(digit(code));
            f.branch_if(digit.ge(10), done);
            let room = count.lt(MAX_DIGITS as i32);
            f.set64(value, select64(room, value * 10 + digit.wide(), value));
            f.set(count, count + 1);
        });
        f.set_global64(VALUE, value);
        f.result32(select32(count.le(MAX_DIGITS as i32), count, 0));
        f.finish()
    }

    /// `role(unit, role) → end` of the word that has it, 0 none; its value is in `VALUE`.
    fn role_at(&self) -> Function {
        let mut f = Body::new(2);
        let (unit, role) = (Local32(0), Local32(1));
        let couple = f.let32(c32(self.slots.couples));
        let latin = self.follows(unit + 1, before::WORD);
        let joined = bits(before::NOTHING | before::SPACE | before::DOT);
        let allowed = select32(latin, joined, bits(before::NOTHING));
        let first = f.let32(self.word_of(unit));
        let second = f.let32(self.word_of(unit + 1));
        let near = f.let32((self.before(unit + 1) & allowed).ne(0) & first.ge(i32::from(FIRST)));
        f.if_(near, |f| {
            f.for_(0, c32(self.slots.couple_count), |f, _, _| {
                let words = couple.u16(0).eq(first) & couple.u16(2).eq(second);
                f.if_(words & (couple.i32(4) & role).ne(0), |f| {
                    f.set_global64(VALUE, couple.i64(8));
                    f.return32(unit + 2);
                });
                f.set(couple, couple + ENTRY);
            });
        });
        f.set_global64(VALUE, self.value(unit));
        let has = (self.entry(unit).i32(4) & role).ne(0);
        f.result32(select32(has, unit + 1, 0));
        f.finish()
    }
}

/// The digit that a character is; 10 or more when it is none.
pub(super) fn digit(code: Local32) -> I32 {
    let half = code - '0' as i32;
    select32(half.lt(10), half, code - '０' as i32)
}

fn within(code: Local32, first: char, last: char) -> I32 {
    (code - first as i32).le(last as i32 - first as i32)
}
