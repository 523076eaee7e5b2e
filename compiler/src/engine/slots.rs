//! Values: the tables of `crate::text::slots`, and which value starts at a unit.

use wasm_encoder::Function;

use super::chars::hash_start;
use super::data::{Data, Record};
use super::globals::{BEHIND, LAST, VALUE};
use super::scan::{Scanner, answer_if};
use super::{Definition, fns};
use crate::phrases::alphabet::Alphabet;
use crate::phrases::{Features, Spec};
use crate::text::Unit;
use crate::text::slots::MAX_UNITS;
use crate::text::slots::composites::{DATES, MONEY, Make, NONE, Part, Row, TIMES};
use crate::text::slots::lexicon::{Couple, LEXICON};
use crate::wasm::{Body, I32, Local32, c32};

/// A value that phrases ask for.
pub(super) mod spec {
    pub(crate) const SYMBOL: u32 = 0;
    pub(crate) const KIND: u32 = 2;
    /// The capture + 1; 0 none.
    pub(crate) const CAPTURE: u32 = 3;
    pub(crate) const MIN: u32 = 4;
    pub(crate) const MAX: u32 = 5;
    pub(crate) const SIZE: i32 = 8;
}

/// Kinds of values.
mod kind {
    pub(super) const NUMBER: u8 = 0;
    pub(super) const DATE: u8 = 1;
    pub(super) const TIME: u8 = 2;
    pub(super) const MONEY: u8 = 3;
    pub(super) const DIGITS: u8 = 4;
    pub(super) const ID_CARD: u8 = 5;
    pub(super) const NAME: u8 = 6;
    pub(super) const ANY: u8 = 7;
}

/// A row's record: u8 parts, u8 what it makes, u8 × 3 positions, u8 flags, u16 bytes of the
/// record, i32 × 3 factors; its parts: u8 type, u8 0, u16 before, i32 × 2 bounds or role.
pub(super) mod row {
    pub(crate) const PARTS: u32 = 0;
    pub(crate) const MAKE: u32 = 1;
    pub(crate) const POSITIONS: u32 = 2;
    pub(crate) const FLAGS: u32 = 5;
    pub(crate) const BYTES: u32 = 6;
    pub(crate) const FACTORS: u32 = 8;
    pub(crate) const HEADER: i32 = 24;
    pub(crate) const PART_TYPE: u32 = 0;
    pub(crate) const PART_BEFORE: u32 = 2;
    pub(crate) const PART_LEAST: u32 = 4;
    pub(crate) const PART_MOST: u32 = 8;
    pub(crate) const PART_SIZE: i32 = 16;
    /// Types of parts.
    pub(crate) const WORD: i32 = 0;
    pub(crate) const NUMBER: i32 = 1;
    pub(crate) const WHOLE: i32 = 2;
    pub(crate) const TWO: i32 = 3;
    pub(crate) const CLOCK: i32 = 4;
    /// What is made.
    pub(crate) const DATE: i32 = 0;
    pub(crate) const RELATIVE: i32 = 1;
    pub(crate) const TIME: i32 = 2;
    pub(crate) const MINUTES: i32 = 3;
    pub(crate) const MONEY: i32 = 4;
    /// Flags.
    pub(crate) const QUARTERS: i32 = 1;
    pub(crate) const BACK: i32 = 2;
}

/// Which values are asked for, and addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    pub specs: u32,
    pub count: u32,
    /// u16 a symbol: its word.
    pub lexicon: u32,
    /// (u8 class, u8 0, u16 0, u32 roles, i64 value) a word.
    pub entries: u32,
    /// (u16 first, u16 second, u32 roles, i64 value) a word of two units.
    pub couples: u32,
    pub couple_count: u32,
    /// Rows (address, count) of dates, times, money.
    pub rows: [(u32, u32); 3],
    /// Longer words: u16 size and the symbols; ends with 0.
    pub longer: u32,
    kinds: Vec<u8>,
}

impl Slots {
    pub(super) fn write(alphabet: &Alphabet, features: Features, data: &mut Data) -> Slots {
        let mut slots = Slots::default();
        if features.words {
            slots.longer = write_longer(alphabet, data);
        }
        if !features.slots {
            return slots;
        }
        let specs = alphabet.slots();
        slots.kinds = specs.iter().map(|(_, spec, _)| code(*spec).0).collect();
        slots.count = specs.len() as u32;
        slots.specs = write_specs(&specs, data);
        slots.write_lexicon(alphabet, features, data);
        let kinds = [kind::DATE, kind::TIME, kind::MONEY];
        let rows: [&[Row]; 3] = [&DATES, &TIMES, &MONEY];
        for ((kind, rows), place) in kinds.iter().zip(rows).zip(&mut slots.rows) {
            if slots.kinds.contains(kind) {
                let bytes: Vec<u8> = rows.iter().flat_map(row_record).collect();
                *place = (data.add(&bytes, 8), rows.len() as u32);
            }
        }
        slots
    }

    fn write_lexicon(&mut self, alphabet: &Alphabet, features: Features, data: &mut Data) {
        let most = if features.names {
            (LEXICON.entries.len(), LEXICON.couples.len())
        } else {
            LEXICON.without_names
        };
        let mut words = vec![0u16; alphabet.size() as usize];
        for (unit, number) in &LEXICON.numbers {
            let symbol = usize::from(alphabet.unit(unit.clone()));
            if let Some(word) = words
                .get_mut(symbol)
                .filter(|_| usize::from(*number) < most.0)
            {
                *word = *number;
            }
        }
        self.lexicon = data.add16(&words);
        let mut record = Record::default();
        for entry in LEXICON.entries.iter().take(most.0) {
            record = record
                .u8(entry.class as u8)
                .u8(0)
                .u16(0)
                .u32(entry.roles)
                .i64(entry.value);
        }
        self.entries = data.add(record.bytes(), 8);
        let mut record = Record::default();
        let couples: Vec<&Couple> = LEXICON.couples.iter().take(most.1).collect();
        for couple in &couples {
            record = record.u16(couple.first).u16(couple.second);
            record = record.u32(couple.roles).i64(couple.value);
        }
        self.couples = data.add(record.bytes(), 8);
        self.couple_count = couples.len() as u32;
    }

    fn has(&self, kinds: &[u8]) -> bool {
        self.kinds.iter().any(|kind| kinds.contains(kind))
    }

    /// Rows of parts are asked for.
    pub(super) fn has_rows(&self) -> bool {
        self.has(&[kind::DATE, kind::TIME, kind::MONEY])
    }

    /// Runs of digits are.
    pub(super) fn has_digits(&self) -> bool {
        self.has(&[kind::DIGITS, kind::ID_CARD])
    }

    /// Cards of identity are.
    pub(super) fn has_cards(&self) -> bool {
        self.has(&[kind::ID_CARD])
    }

    /// Names are.
    pub(super) fn has_names(&self) -> bool {
        self.has(&[kind::NAME])
    }
}

fn code(spec: Spec) -> (u8, u32, u32) {
    match spec {
        Spec::Number => (kind::NUMBER, 0, 0),
        Spec::Date => (kind::DATE, 0, 0),
        Spec::Time => (kind::TIME, 0, 0),
        Spec::Money => (kind::MONEY, 0, 0),
        Spec::Digits(least, most) => (kind::DIGITS, least, most),
        Spec::IdCard => (kind::ID_CARD, 0, 0),
        Spec::Name => (kind::NAME, 0, 0),
        Spec::Any(least, most) => (kind::ANY, least, most),
    }
}

fn write_specs(specs: &[(u16, Spec, Option<u32>)], data: &mut Data) -> u32 {
    let mut record = Record::default();
    for (symbol, spec, capture) in specs {
        let (kind, least, most) = code(*spec);
        let capture = capture.map_or(0, |capture| capture as u8 + 1);
        record = record.u16(*symbol).u8(kind).u8(capture);
        record = record
            .u8(least.min(255) as u8)
            .u8(most.min(255) as u8)
            .u16(0);
    }
    data.add(record.bytes(), 8)
}

fn write_longer(alphabet: &Alphabet, data: &mut Data) -> u32 {
    let mut list = vec![];
    for word in alphabet.longer() {
        list.push(word.len() as u16);
        list.extend(word.iter().map(|c| alphabet.unit(Unit::Char(*c))));
    }
    list.push(0);
    data.add16(&list)
}

fn row_record(row: &Row) -> Vec<u8> {
    let (make, positions, flags, factors) = match row.make {
        Make::Date(year, month, day) => (row::DATE, [year, month, day], 0, [0; 3]),
        Make::Relative => (row::RELATIVE, [NONE; 3], 0, [0; 3]),
        Make::Minutes => (row::MINUTES, [NONE; 3], 0, [0; 3]),
        Make::Time {
            hour,
            minute,
            period,
            add,
            quarters,
            back,
        } => {
            let flags = if quarters { row::QUARTERS } else { 0 } | if back { row::BACK } else { 0 };
            (row::TIME, [hour, minute, period], flags, [add, 0, 0])
        }
        Make::Money(parts) => {
            let factors = parts.map(|(_, worth)| worth);
            (row::MONEY, parts.map(|(at, _)| at), 0, factors)
        }
    };
    let bytes = row::HEADER + row::PART_SIZE * row.parts.len() as i32;
    let mut record = Record::default().u8(row.parts.len() as u8).u8(make as u8);
    record = positions.into_iter().fold(record, Record::u8);
    record = record.u8(flags as u8).u16(bytes as u16);
    for factor in factors {
        record = record.u32(factor as u32);
    }
    record = record.u32(0);
    for (before, part) in &row.parts {
        let (type_, least, most) = match part {
            Part::Word(role) => (row::WORD, *role as u32, 0),
            Part::Number => (row::NUMBER, 0, 0),
            Part::Whole(least, most) => (row::WHOLE, *least as u32, *most as u32),
            Part::Two(most) => (row::TWO, 0, *most as u32),
            Part::Clock(most) => (row::CLOCK, 0, *most as u32),
        };
        record = record
            .u8(type_ as u8)
            .u8(0)
            .u16(*before)
            .u32(least)
            .u32(most)
            .u32(0);
    }
    record.bytes().to_vec()
}

impl Scanner {
    pub(super) fn slot_fns(&self) -> Vec<Definition> {
        vec![answer_if(self.features.slots, "slot", 3, || self.slot_at())]
    }

    /// `slot(spec, unit, which) → end` of the value that starts at the unit, 0 none; its
    /// value is in `VALUE`.
    fn slot_at(&self) -> Function {
        let mut f = Body::new(3);
        let (spec, unit, which) = (Local32(0), Local32(1), Local32(2));
        let (kind, end) = (f.let32(spec.u8(spec::KIND)), f.let32(0));
        f.if_(unit.lt(self.lead()) | unit.ge(LAST), |f| f.return32(0));
        let is = |number: u8| kind.eq(i32::from(number));
        if self.slots.has(&[kind::ANY]) {
            f.if_(is(kind::ANY), |f| {
                f.set(end, unit + spec.u8(spec::MIN) + which);
                let over = end.gt(unit + spec.u8(spec::MAX)) | end.gt(LAST);
                f.if_(over, |f| f.return32(0));
                self.joined_value(f, spec, unit, end);
                f.return32(end);
            });
        }
        if self.slots.has_names() {
            f.if_(is(kind::NAME), |f| {
                let args = vec![unit.into(), which.into()];
                f.set(end, I32::call(fns::PERSON_NAME, args));
                f.if_(end, |f| self.joined_value(f, spec, unit, end));
                f.return32(end);
            });
        }
        f.if_(which, |f| f.return32(0));
        f.if_(is(kind::NUMBER), |f| {
            f.if_(unit.u8(self.memory.inside).not(), |f| {
                f.set(end, I32::call(fns::NUMBER, vec![unit.into()]));
            });
            f.if_(VALUE.lt(0), |f| f.set(end, 0));
        });
        for (number, (rows, count)) in (kind::DATE..).zip(self.slots.rows) {
            if count > 0 {
                f.if_(is(number), |f| {
                    let args = vec![c32(rows).into(), c32(count).into(), unit.into()];
                    f.set(end, I32::call(fns::COMPOSITE, args));
                });
            }
        }
        if self.slots.has_digits() {
            f.if_(is(kind::DIGITS), |f| {
                f.set(end, I32::call(fns::DIGIT_RUN, vec![unit.into()]));
                let (least, most) = (spec.u8(spec::MIN), spec.u8(spec::MAX));
                let beyond = BEHIND.lt(least) | BEHIND.gt(most);
                f.if_(beyond, |f| f.set(end, 0));
            });
        }
        if self.slots.has_cards() {
            f.if_(is(kind::ID_CARD), |f| {
                f.set(end, I32::call(fns::ID_CARD, vec![unit.into()]));
            });
        }
        f.if_(end.gt(unit + MAX_UNITS.cast_signed()), |f| f.set(end, 0));
        f.result32(end);
        f.finish()
    }

    fn joined_value(&self, f: &mut Body, spec: Local32, unit: Local32, end: Local32) {
        f.if_(spec.u8(spec::CAPTURE), |f| {
            let hash = f.let64(hash_start());
            let args = vec![unit.into(), end.into(), hash.into()];
            f.call(fns::JOINED, args);
        });
    }
}
