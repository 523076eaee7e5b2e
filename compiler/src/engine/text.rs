//! Text → units: decodes UTF-8, looks up each character's class, and writes the symbol and
//! the place of each unit. What the classes are is decided by `crate::text::classify`.

use super::data::{Data, Record};
use super::scan::{Scanner, define_if};
use super::{Definition, fns};
use crate::phrases::Features;
use crate::phrases::alphabet::{Alphabet, JOINER, LETTER, PAGE, SEPARATOR, UNKNOWN};
use crate::wasm::{Body, I32, Local32, Local64, c32, select32};
use wasm_encoder::{Function, ValType};

/// Bytes of a word's slot: i64 key, u16 symbol (0 free), u16 letters, u32 their address.
const SLOT: u32 = 16;
/// The hash of a key is the top bits of a product (Fibonacci hashing, Knuth vol. 3).
const KEY_FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const KEY_SHIFT: i64 = 40;

/// A word's letters packed into 64 bits; of long words the last letters remain.
fn word_key(letters: &[u16], bits: i64) -> u64 {
    letters
        .iter()
        .fold(0, |key, letter| (key << bits) | u64::from(*letter))
}

/// Addresses of the tables that turn characters into symbols.
#[derive(Debug, Clone, Default)]
pub(super) struct Normaliser {
    page_index: u32,
    pages: u32,
    words: u32,
    word_slots: u32,
    /// Bits of a letter in a word's key.
    letter_bits: i64,
    /// Like `pages`: u16 by page, u32 by character, what folding changes of its bits.
    pub fold_index: u32,
    pub folds: u32,
    /// u32 character + 1 and u32 symbol, by the low bits of the character, open addressing.
    pub raw: u32,
    pub raw_slots: u32,
    /// The most slots that are looked at for a word, and for a character.
    pub probes: u32,
    pub raw_probes: u32,
    /// The characters of the text are kept.
    pub keeps_characters: bool,
}

impl Normaliser {
    /// Writes the tables.
    pub(super) fn write(alphabet: &Alphabet, features: Features, data: &mut Data) -> Normaliser {
        let (index, pages) = alphabet.pages();
        let letter_bits = alphabet.letter_bits();
        let (words, word_slots, probes) = write_words(&alphabet.words(), letter_bits, data);
        let mut tables = Normaliser {
            page_index: data.add16(&index),
            pages: data.add16(&pages),
            words,
            word_slots,
            probes,
            letter_bits,
            keeps_characters: features.slots || features.raw || features.words || features.hashes,
            ..Normaliser::default()
        };
        if features.folds() {
            let (index, folds) = alphabet.folds();
            tables.fold_index = data.add16(&index);
            tables.folds = data.add32(&folds);
        }
        if features.raw {
            (tables.raw, tables.raw_slots, tables.raw_probes) = write_raw(&alphabet.raw(), data);
        }
        tables
    }

    /// How many letters a word's key holds whole.
    fn key_letters(&self) -> u32 {
        64 / self.letter_bits.unsigned_abs() as u32
    }
}

/// Returns the address, the slots, and the most of them in a row that are taken.
fn write_raw(raw: &[(char, u16)], data: &mut Data) -> (u32, u32, u32) {
    let slots = (2 * raw.len() + 1).next_power_of_two();
    let mut table = vec![(0, 0); slots];
    for (c, symbol) in raw {
        let mut at = *c as usize % slots;
        while table.get(at).is_some_and(|slot| slot.0 != 0) {
            at = (at + 1) % slots;
        }
        if let Some(slot) = table.get_mut(at) {
            *slot = (*c as u32 + 1, u32::from(*symbol));
        }
    }
    let probes = longest_run(table.iter().map(|slot| slot.0 != 0));
    let words: Vec<u32> = table
        .into_iter()
        .flat_map(|(c, symbol)| [c, symbol])
        .collect();
    (data.add32(&words), slots as u32, probes)
}

/// The most of these in a row that hold, the end followed by the start.
fn longest_run(taken: impl Iterator<Item = bool> + Clone) -> u32 {
    let (mut run, mut longest) = (0, 0);
    for taken in taken.clone().chain(taken) {
        run = if taken { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// An open-addressing hash table at most half full; returns its address, its slots, and the
/// most of them in a row that are taken.
fn write_words(words: &[(Vec<u16>, u16)], bits: i64, data: &mut Data) -> (u32, u32, u32) {
    let slots = (2 * words.len() + 1).next_power_of_two();
    let mut table: Vec<Option<(u64, u16, u16, u32)>> = vec![None; slots];
    for (letters, symbol) in words {
        let address = data.add16(letters);
        let key = word_key(letters, bits);
        let mut at = (key.wrapping_mul(KEY_FACTOR) >> KEY_SHIFT) as usize % slots;
        while table.get(at).is_some_and(Option::is_some) {
            at = (at + 1) % slots;
        }
        if let Some(slot) = table.get_mut(at) {
            *slot = Some((key, *symbol, letters.len() as u16, address));
        }
    }
    let probes = longest_run(table.iter().map(Option::is_some));
    let record = table.into_iter().fold(Record::default(), |record, slot| {
        let (key, symbol, len, address) = slot.unwrap_or_default();
        let record = record.i64(key.cast_signed());
        record.u16(symbol).u16(len).u32(address)
    });
    (data.add(record.bytes(), 8), slots as u32, probes)
}

impl Scanner {
    pub(super) fn text_fns(&self) -> Vec<Definition> {
        use ValType::{I32, I64};
        let define = |name: &str, params: &[ValType], results: &[ValType], body| Definition {
            name: name.into(),
            params: params.to_vec(),
            results: results.to_vec(),
            body,
        };
        let keeps = self.normaliser.keeps_characters;
        vec![
            define("units", &[I32, I32], &[], self.units()),
            define("word", &[I32, I64], &[I32], self.word()),
            define_if(keeps, "chars", 2, || self.chars()),
            define("fold", &[I32], &[I32], self.fold()),
            define("unit_hash", &[I64, I32], &[I64], self.hash_of_unit()),
        ]
    }

    /// `units(text, len)`: writes the symbols and places of all units of the text.
    fn units(&self) -> Function {
        let mut f = Body::new(2);
        let (at, len) = (Local32(0), Local32(1));
        let end = f.let32(at + len);
        let (place, code, class) = (f.let32(0), f.let32(0), f.let32(0));
        let text = Text {
            at,
            end,
            place,
            code,
            class,
        };
        let word = Word {
            letters: f.let32(0),
            key: f.let64(0),
            start: f.let32(0),
            end: f.let32(0),
            units: f.let32(self.lead()),
        };
        let start = f.let32(at);
        f.while_(at.lt(end), |f, _| {
            self.read_class(f, &text);
            f.if_else(
                class.ge(i32::from(LETTER)),
                |f| self.letters(f, &word, &text),
                |f| self.other(f, &word, class, place),
            );
            f.set(place, place + 1);
        });
        self.end_of_word(&mut f, &word);
        // Separators after the last unit let the scanner read ahead.
        f.store64(word.units * 2 + c32(self.memory.symbols), 0, 0);
        self.set_units(&mut f, word.units);
        if self.normaliser.keeps_characters {
            f.call(fns::CHARS, vec![start.into(), len.into()]);
        }
        f.finish()
    }

    /// The class of a character, by its page and its place in the page.
    pub(super) fn class_of(&self, f: &mut Body, class: Local32, page: I32, place: I32) {
        let page = (page * 2).u16(self.normaliser.page_index);
        f.set(
            class,
            (page * (2 * PAGE as i32) + place * 2).u16(self.normaliser.pages),
        );
    }

    /// Takes a letter, and the letters of ASCII right behind it in a loop of their own.
    fn letters(&self, f: &mut Body, word: &Word, text: &Text) {
        f.if_(word.letters.not(), |f| f.set(word.start, text.place));
        f.block(|f, done| {
            f.while_(I32::from(1), |f, _| {
                let letter = f.let32(text.class & (i32::from(LETTER) - 1));
                f.store16(word.letters * 2, self.memory.letters, letter);
                f.set(word.letters, word.letters + 1);
                f.set64(
                    word.key,
                    (word.key << self.normaliser.letter_bits) | letter.wide(),
                );
                f.branch_if(text.at.ge(text.end), done);
                f.set(text.code, text.at.u8(0));
                f.branch_if(text.code.ge(0x80), done);
                f.set(text.class, (text.code * 2).u16(self.normaliser.pages));
                f.branch_if(text.class.lt(i32::from(LETTER)), done);
                f.set(text.at, text.at + 1);
                f.set(text.place, text.place + 1);
            });
        });
        f.set(word.end, text.place + 1);
    }

    fn other(&self, f: &mut Body, word: &Word, class: Local32, place: Local32) {
        f.if_(class.ne(i32::from(JOINER)), |f| {
            self.end_of_word(f, word);
            f.if_(class.ne(i32::from(SEPARATOR)), |f| {
                self.add_unit(f, word.units, class.into(), place.into(), place + 1);
            });
        });
    }

    fn end_of_word(&self, f: &mut Body, word: &Word) {
        f.if_(word.letters, |f| {
            let symbol = I32::call(fns::WORD, vec![word.letters.into(), word.key.into()]);
            self.add_unit(f, word.units, symbol, word.start.into(), word.end.into());
            f.set(word.letters, 0);
            f.set64(word.key, 0);
        });
    }

    pub(super) fn add_unit(&self, f: &mut Body, units: Local32, symbol: I32, start: I32, end: I32) {
        f.store16(units * 2, self.memory.symbols, symbol);
        f.store32(units * 4, self.memory.places, start | (end << 16));
        f.set(units, units + 1);
    }

    /// `word(letters, key) → symbol` of the word whose letters have been written.
    fn word(&self) -> Function {
        let mut f = Body::new(2);
        let (letters, key) = (Local32(0), Local64(1));
        let hash = ((key * KEY_FACTOR.cast_signed()) >> KEY_SHIFT).low();
        let mask = c32(SLOT * (self.normaliser.word_slots - 1));
        let slot = f.let32((hash * (SLOT as i32)) & mask.clone());
        let entry = f.let32(slot + c32(self.normaliser.words));
        let whole = f.let32(letters.le(c32(self.normaliser.key_letters())));
        f.while_(entry.u16(8), |f, _| {
            let same = entry.i64(0).eq(key).and_then(entry.u16(10).eq(letters));
            f.if_(same, |f| {
                f.if_(whole, |f| f.return32(entry.u16(8)));
                // The key has lost the first letters of a long word: compare them all.
                let (theirs, i) = (f.let32(entry.i32(12)), f.let32(0));
                let ours = (i * 2).u16(self.memory.letters);
                let alike = i.lt(letters).and_then((theirs + i * 2).u16(0).eq(ours));
                f.while_(alike, |f, _| f.set(i, i + 1));
                f.if_(i.eq(letters), |f| f.return32(entry.u16(8)));
            });
            f.set(slot, (slot + SLOT as i32) & mask);
            f.set(entry, slot + c32(self.normaliser.words));
        });
        f.result32(i32::from(UNKNOWN));
        f.finish()
    }

    /// Reads one character and moves on; its class. Bytes that are no UTF-8 become some
    /// character or a separator; it never reads more than 3 bytes past the end.
    fn read_class(&self, f: &mut Body, text: &Text) {
        let Text {
            at, code, class, ..
        } = *text;
        let bytes = f.let32(at.i32(0));
        f.set(code, bytes & 0xff);
        let tail = |n: i32| (bytes >> (8 * n)) & 0x3f;
        f.if_else(
            (code & 0xf0).eq(0xe0),
            |f| {
                f.set(at, at + 3);
                self.class_of(f, class, ((code & 0xf) << 6) | tail(1), tail(2));
            },
            |f| {
                f.if_else(
                    code.lt(0x80),
                    |f| {
                        f.set(at, at + 1);
                        f.set(class, (code * 2).u16(self.normaliser.pages));
                    },
                    |f| self.rare_class(f, text, bytes),
                );
            },
        );
    }

    /// Characters of two or four bytes.
    fn rare_class(&self, f: &mut Body, text: &Text, bytes: Local32) {
        let Text {
            at, code, class, ..
        } = *text;
        let tail = |n: i32| (bytes >> (8 * n)) & 0x3f;
        f.if_else(
            code.ge(0xf0),
            |f| {
                f.set(code, ((code & 7) << 12) | (tail(1) << 6) | tail(2));
                f.set(code, select32(code.lt(0x11_0000 >> 6), code, 0));
                f.set(at, at + 4);
                self.class_of(f, class, code.into(), tail(3));
            },
            |f| {
                f.set(at, at + 2);
                self.class_of(f, class, code & 0x1f, tail(1));
            },
        );
    }
}

/// The registers of `units`: where in the text it is, and the character there.
struct Text {
    at: Local32,
    end: Local32,
    place: Local32,
    code: Local32,
    class: Local32,
}

/// The registers of `units`: the word so far, and how many units there are.
struct Word {
    letters: Local32,
    key: Local64,
    start: Local32,
    end: Local32,
    units: Local32,
}
