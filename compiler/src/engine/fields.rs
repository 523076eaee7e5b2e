//! Named values: attributes of the step's event, what its phrases captured, metadata kept
//! in the state, and values that were saved of another event.
//!
//! Each is read as a number, as the hash of a text or as a boolean. An attribute that is
//! missing or of another type is counted, once an event.

use wasm_encoder::{Function, ValType};

use super::arithmetic::MISSING;
use super::asked::{As, is_saved};
use super::globals::{EVENT, INDEX, SAVED, STAMP, STATE};
use super::scan::Scanner;
use super::tallies::unless_missing;
use super::terms::Reading;
use super::{Definition, Engine, fns};
use crate::book::{Field, MetaId, PhraseId};
use crate::monitors::Guard;
use crate::text::slots::{HASH_PRIME, HASH_START};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select64};

/// Types of attribute values (docs/abi.md).
pub(super) const NUMBER: i32 = 1;
pub(super) const BOOLEAN: i32 = 2;
pub(super) const TEXT: i32 = 3;

/// Where a condition finds a named value.
enum Place {
    Attribute(u32),
    Meta(MetaId),
    Capture(PhraseId, u32),
    Saved,
}

fn place(field: Field, reading: Reading) -> Place {
    if is_saved(field, reading.view) {
        return Place::Saved;
    }
    match field {
        Field::Attribute(id) | Field::OfTrigger(id) => Place::Attribute(id.0),
        Field::Meta(id) => Place::Meta(id),
        Field::Capture(phrase, n) | Field::CaptureOfTrigger(phrase, n) => Place::Capture(phrase, n),
    }
}

impl Engine<'_> {
    pub(super) fn field_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: usize, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params: vec![w; params],
            results,
            body,
        };
        vec![
            define("attribute", 1, vec![w], attribute()),
            define("missing", 1, vec![], self.missing()),
            define("text_is", 3, vec![w], text_is()),
            define("text_hash", 1, vec![d], text_hash()),
            define("label_of", 5, vec![w], self.label_of()),
        ]
    }

    /// `missing(attribute)`: counts it once an event.
    fn missing(&self) -> Function {
        let mut f = Body::new(1);
        let entry = f.let32(STATE + Local32(0) * 8);
        let at = self.state.missing;
        let new = entry.i32(at + 4).ne(INDEX + 1);
        f.if_(I32::from(EVENT).ne(0).and_then(new), |f| {
            f.store32(entry, at + 4, INDEX + 1);
            f.store32(entry, at, entry.i32(at) + 1);
        });
        f.finish()
    }

    /// The address of an attribute of this type, and whether it is there.
    pub(super) fn attribute_quietly(&self, f: &mut Body, id: u32, kind: i32) -> (Local32, Local32) {
        let at = f.let32(I32::call(fns::ATTRIBUTE, vec![c32(id).into()]));
        let there = f.let32(at.ne(0).and_then(at.u8(2).eq(kind)));
        (at, there)
    }

    /// The same; when it is not there, it is counted.
    pub(super) fn attribute_of(
        &self,
        f: &mut Body,
        id: u32,
        kind: i32,
        reading: Reading,
    ) -> (Local32, Local32) {
        let (at, there) = self.attribute_quietly(f, id, kind);
        if !reading.quiet {
            f.if_(there.not(), |f| f.call(fns::MISSING, vec![c32(id).into()]));
        }
        (at, there)
    }

    /// A value as a number, and whether it is there.
    pub(super) fn number(
        &self,
        f: &mut Body,
        field: Field,
        reading: Reading,
    ) -> (Local64, Local32) {
        match place(field, reading) {
            Place::Attribute(id) => {
                let (at, there) = self.attribute_of(f, id, NUMBER, reading);
                let value = f.let64(0);
                f.if_(there, |f| f.set64(value, at.i64(8)));
                (value, there)
            }
            Place::Meta(id) => unless_missing(f, STATE.i64(self.state.meta_values + 8 * id.0)),
            Place::Capture(phrase, n) => self.captured(f, phrase, n),
            Place::Saved => unless_missing(f, self.saved(field, As::Number, reading)),
        }
    }

    /// The hash of a text, and whether it is there.
    pub(super) fn text(&self, f: &mut Body, field: Field, reading: Reading) -> (Local64, Local32) {
        match place(field, reading) {
            Place::Attribute(id) => {
                let (at, there) = self.attribute_of(f, id, TEXT, reading);
                let hash = f.let64(0);
                f.if_(there, |f| {
                    f.set64(hash, I64::call(fns::TEXT_HASH, vec![at.into()]))
                });
                (hash, there)
            }
            Place::Meta(id) => {
                let mut texts = self.asked.texts.iter();
                let at = texts.find(|(of, _)| *of == id).map_or(0, |(_, at)| *at);
                unless_zero(f, STATE.i64(at))
            }
            Place::Capture(phrase, n) => self.captured(f, phrase, n),
            Place::Saved => unless_zero(f, self.saved(field, As::Text, reading)),
        }
    }

    /// A boolean, and whether it is there.
    pub(super) fn boolean(
        &self,
        f: &mut Body,
        field: Field,
        reading: Reading,
    ) -> (Local32, Local32) {
        match place(field, reading) {
            Place::Attribute(id) => {
                let (at, there) = self.attribute_of(f, id, BOOLEAN, reading);
                let value = f.let32(0);
                f.if_(there, |f| f.set(value, at.i64(8).ne(0)));
                (value, there)
            }
            Place::Saved => {
                let (value, there) = unless_zero(f, self.saved(field, As::Boolean, reading));
                (f.let32(value.eq(2)), there)
            }
            // Metadata are judged when the call starts; no phrase captures a boolean.
            Place::Meta(_) | Place::Capture(..) => (f.let32(0), f.let32(0)),
        }
    }

    /// What a phrase of the step's text captured, and whether it did.
    fn captured(&self, f: &mut Body, phrase: PhraseId, n: u32) -> (Local64, Local32) {
        let (value, there) = (f.let64(0), f.let32(0));
        if let Some(listed) = self.program.phrases.place(phrase) {
            let record = self.scanner.record(c32(listed));
            f.if_(record.i32(0).eq(STAMP), |f| {
                f.set(there, Scanner::capture_there(&record, n));
                f.if_(there, |f| {
                    f.set64(value, Scanner::capture_value(&record, n))
                });
            });
        }
        (value, there)
    }

    fn saved(&self, field: Field, kind: As, reading: Reading) -> I64 {
        SAVED.i64(self.asked.saved_at(reading.guard, field, kind))
    }

    /// `save_N(at) → 0`: writes the values of the step's event that guard N will ask for.
    pub(super) fn save_body(&self, guard: &Guard, number: usize) -> Function {
        let mut f = Body::new(1);
        let reading = Reading::STEP;
        let saved = self.asked.saved.get(number).into_iter().flatten();
        for ((field, kind), at) in saved.zip((0..).step_by(8)) {
            debug_assert!(is_saved(*field, guard.view));
            let value = match kind {
                As::Number => {
                    let (value, there) = self.number(&mut f, *field, reading);
                    select64(there, value, c64(MISSING))
                }
                As::Text => {
                    let (value, there) = self.text(&mut f, *field, reading);
                    select64(there, value, c64(0))
                }
                As::Boolean => {
                    let (value, there) = self.boolean(&mut f, *field, reading);
                    select64(there, value.wide() + 1, c64(0))
                }
            };
            f.store64(Local32(0), at, value);
        }
        f.result32(0);
        f.finish()
    }
}

fn unless_zero(f: &mut Body, value: I64) -> (Local64, Local32) {
    let value = f.let64(value);
    (value, f.let32(value.ne(0)))
}

/// `attribute(id) → address` of the event's attribute; 0 none.
fn attribute() -> Function {
    let mut f = Body::new(1);
    let id = Local32(0);
    let result = f.let32(0);
    f.if_(EVENT, |f| {
        let at = f.let32(EVENT + 32 + ((EVENT.i32(28) + 7) & -8));
        let end = f.let32(at + EVENT.u8(7) * 16);
        f.while_(at.lt(end), |f, done| {
            f.if_(at.u16(0).eq(id), |f| {
                f.set(result, at);
                f.branch(done);
            });
            f.set(at, at + 16);
        });
    });
    f.result32(result);
    f.finish()
}

/// The attribute's text is inside its record.
pub(super) fn is_inside(attribute: Local32) -> I32 {
    let from = attribute.i64(8).low();
    let size = EVENT.i32(0);
    from.le(size.clone()) & attribute.i32(4).le(size - from)
}

/// `text_is(attribute, text, len) → bool`: the attribute's text is exactly this.
fn text_is() -> Function {
    let mut f = Body::new(3);
    let (attribute, text, len) = (Local32(0), Local32(1), Local32(2));
    let i = f.let32(0);
    f.if_(
        attribute.i32(4).eq(len).and_then(is_inside(attribute)),
        |f| {
            let at = f.let32(EVENT + attribute.i64(8).low());
            let same = i.lt(len).and_then((at + i).u8(0).eq((text + i).u8(0)));
            f.while_(same, |f, _| f.set(i, i + 1));
            f.if_(i.eq(len), |f| f.return32(1));
        },
    );
    f.result32(0);
    f.finish()
}

/// `text_hash(attribute) → FNV-1a` of its text.
fn text_hash() -> Function {
    let mut f = Body::new(1);
    let attribute = Local32(0);
    let hash = f.let64(HASH_START.cast_signed());
    f.if_(is_inside(attribute), |f| {
        let at = f.let32(EVENT + attribute.i64(8).low());
        f.for_(0, attribute.i32(4), |f, i, _| {
            f.set64(
                hash,
                (hash ^ (at + i).u8(0).wide()) * HASH_PRIME.cast_signed(),
            );
        });
    });
    f.result64(hash);
    f.finish()
}
