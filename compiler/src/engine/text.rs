//! Text → units: decodes UTF-8, looks up each character's class, and writes the symbol and
//! the place of each unit. What the classes are is decided by `crate::text::classify`.

use super::globals::UNITS;
use super::{Definition, Engine, Phrases, data::Data, data::Record, fns};
use crate::monitors::Program;
use crate::phrases::alphabet::{Alphabet, JOINER, LETTER, PAGE, SEPARATOR, UNKNOWN};
use crate::phrases::automaton::Automaton;
use crate::wasm::{Body, I32, Local32, c32, select32};
use wasm_encoder::ValType;

/// Bytes of a word's slot: u32 hash, u16 symbol (0 free), u16 letters, u32 their address, u32 0.
const SLOT: u32 = 16;
const HASH_START: i32 = 0x1357_9bdf;
const HASH_FACTOR: u32 = 0x9e37_79b1;

/// The hash of a word's letters; the module does the same letter by letter.
fn word_hash(letters: &[u16]) -> u32 {
    letters
        .iter()
        .fold(HASH_START.cast_unsigned(), |hash, letter| {
            let hash = (hash ^ u32::from(*letter)).wrapping_mul(HASH_FACTOR);
            hash ^ (hash >> 15)
        })
}

impl Phrases {
    /// Writes the tables of the phrases.
    pub(super) fn write(
        program: &Program,
        alphabet: &Alphabet,
        automaton: &Automaton,
        data: &mut Data,
    ) -> Phrases {
        let (index, pages) = alphabet.pages();
        let (words, word_slots) = write_words(&alphabet.words(), data);
        let nodes = automaton
            .base
            .iter()
            .zip(&automaton.check)
            .zip(&automaton.outputs_at);
        let nodes: Vec<u32> = nodes
            .flat_map(|((base, check), out)| [*base, *check, *out])
            .collect();
        Phrases {
            page_index: data.add16(&index),
            pages: data.add16(&pages),
            words,
            word_slots,
            root: data.add32(&automaton.root),
            nodes: data.add32(&nodes),
            outputs: data.add16(&automaton.outputs),
            filter: data.add16(&automaton.filter),
            alone_below: automaton.alone_below,
            groups: super::scan::write_groups(program, data),
        }
    }
}

/// An open-addressing hash table at most half full; returns its address and slots.
fn write_words(words: &[(Vec<u16>, u16)], data: &mut Data) -> (u32, u32) {
    let slots = (2 * words.len() + 1).next_power_of_two();
    let mut table: Vec<Option<(u32, u16, u16, u32)>> = vec![None; slots];
    for (letters, symbol) in words {
        let address = data.add16(letters);
        let hash = word_hash(letters);
        let mut at = hash as usize % slots;
        while table.get(at).is_some_and(Option::is_some) {
            at = (at + 1) % slots;
        }
        if let Some(slot) = table.get_mut(at) {
            *slot = Some((hash, *symbol, letters.len() as u16, address));
        }
    }
    let record = table.into_iter().fold(Record::default(), |record, slot| {
        let (hash, symbol, len, address) = slot.unwrap_or_default();
        record.u32(hash).u16(symbol).u16(len).u32(address).u32(0)
    });
    (data.add(record.bytes(), 8), slots as u32)
}

impl Engine<'_> {
    pub(super) fn text_fns(&self) -> Vec<Definition> {
        use ValType::I32;
        vec![
            Definition {
                name: "units".into(),
                params: vec![I32, I32],
                results: vec![],
                body: self.units(),
            },
            Definition {
                name: "word".into(),
                params: vec![I32, I32],
                results: vec![I32],
                body: self.word(),
            },
        ]
    }

    /// `units(text, len)`: writes the symbols and places of all units of the text.
    fn units(&self) -> wasm_encoder::Function {
        let mut f = Body::new(2);
        let (at, len) = (Local32(0), Local32(1));
        let end = f.let32(at + len);
        let (place, code, class) = (f.let32(0), f.let32(0), f.let32(0));
        let word = Word {
            letters: f.let32(0),
            hash: f.let32(HASH_START),
            start: f.let32(0),
            end: f.let32(0),
            units: f.let32(0),
        };
        f.while_(at.lt(end), |f, _| {
            decode(f, at, code);
            self.class_of(f, code, class);
            f.if_else(
                class.ge(i32::from(LETTER)),
                |f| self.letter(f, &word, class, place),
                |f| self.other(f, &word, class, place),
            );
            f.set(place, place + 1);
        });
        self.end_of_word(&mut f, &word);
        // Separators after the last unit let the scanner read ahead.
        f.store32(word.units * 2 + c32(self.memory.symbols), 0, 0);
        f.set_global(UNITS, word.units);
        f.finish()
    }

    fn class_of(&self, f: &mut Body, code: Local32, class: Local32) {
        let page =
            ((code >> PAGE.trailing_zeros() as i32) * 2 + c32(self.phrases.page_index)).u16(0);
        let entry = page * (2 * PAGE as i32) + (code & (PAGE as i32 - 1)) * 2;
        f.set(class, (entry + c32(self.phrases.pages)).u16(0));
    }

    fn letter(&self, f: &mut Body, word: &Word, class: Local32, place: Local32) {
        f.if_(word.letters.not(), |f| f.set(word.start, place));
        let letter = f.let32(class & (i32::from(LETTER) - 1));
        f.store16(word.letters * 2 + c32(self.memory.letters), 0, letter);
        f.set(word.letters, word.letters + 1);
        f.set(word.end, place + 1);
        let hash = f.let32((word.hash ^ letter) * HASH_FACTOR.cast_signed());
        f.set(word.hash, hash ^ (hash >> 15));
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
            let symbol = I32::call(fns::WORD, vec![word.letters.into(), word.hash.into()]);
            self.add_unit(f, word.units, symbol, word.start.into(), word.end.into());
            f.set(word.letters, 0);
            f.set(word.hash, HASH_START);
        });
    }

    fn add_unit(&self, f: &mut Body, units: Local32, symbol: I32, start: I32, end: I32) {
        f.store16(units * 2 + c32(self.memory.symbols), 0, symbol);
        f.store32(units * 4 + c32(self.memory.places), 0, start | (end << 16));
        f.set(units, units + 1);
    }

    /// `word(letters, hash) → symbol` of the word whose letters have been written.
    fn word(&self) -> wasm_encoder::Function {
        let mut f = Body::new(2);
        let (letters, hash) = (Local32(0), Local32(1));
        let mask = c32(SLOT * (self.phrases.word_slots - 1));
        let slot = f.let32((hash * (SLOT as i32)) & mask.clone());
        let entry = f.let32(slot + c32(self.phrases.words));
        f.while_(entry.u16(4), |f, _| {
            let same = entry.i32(0).eq(hash).and_then(entry.u16(6).eq(letters));
            f.if_(same, |f| {
                let (theirs, i) = (f.let32(entry.i32(8)), f.let32(0));
                let ours = (i * 2 + c32(self.memory.letters)).u16(0);
                let alike = i.lt(letters).and_then((theirs + i * 2).u16(0).eq(ours));
                f.while_(alike, |f, _| f.set(i, i + 1));
                f.if_(i.eq(letters), |f| f.return32(entry.u16(4)));
            });
            f.set(slot, (slot + SLOT as i32) & mask);
            f.set(entry, slot + c32(self.phrases.words));
        });
        f.result32(i32::from(UNKNOWN));
        f.finish()
    }
}

/// The registers of `units`: the word so far, and how many units there are.
struct Word {
    letters: Local32,
    hash: Local32,
    start: Local32,
    end: Local32,
    units: Local32,
}

/// Reads one character at `at` into `code` and moves on. Bytes that are no UTF-8 become
/// some character or a separator; it never reads more than 3 bytes past the end.
fn decode(f: &mut Body, at: Local32, code: Local32) {
    let bytes = f.let32(at.i32(0));
    f.set(code, bytes & 0xff);
    f.if_else(
        code.lt(0x80),
        |f| f.set(at, at + 1),
        |f| {
            let tail = |n: i32| (bytes >> (8 * n)) & 0x3f;
            f.if_else(
                (code & 0xf0).eq(0xe0),
                |f| {
                    f.set(code, ((code & 0xf) << 12) | (tail(1) << 6) | tail(2));
                    f.set(at, at + 3);
                },
                |f| {
                    f.if_else(
                        code.ge(0xf0),
                        |f| {
                            let four =
                                ((code & 7) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3);
                            f.set(code, four);
                            f.set(code, select32(code.lt(0x11_0000), code, 0));
                            f.set(at, at + 4);
                        },
                        |f| {
                            f.set(code, ((code & 0x1f) << 6) | tail(1));
                            f.set(at, at + 2);
                        },
                    );
                },
            );
        },
    );
}
