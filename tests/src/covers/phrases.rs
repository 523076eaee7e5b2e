//! The forms of phrases.

use zhunze_compiler::book::*;
use zhunze_compiler::text::Unit;

use super::{Seen, forms};

forms!(BODIES, body_form, PhraseBody, {
    PhraseBody::Pattern(_) => "PhraseBody::Pattern",
    PhraseBody::Regex(_) => "PhraseBody::Regex",
    PhraseBody::AtLeast { .. } => "PhraseBody::AtLeast",
    PhraseBody::ButNot { .. } => "PhraseBody::ButNot",
});
forms!(PATTERNS, pattern_form, Pattern, {
    Pattern::Units(_) => "Pattern::Units",
    Pattern::Seq(_) => "Pattern::Seq",
    Pattern::Any(_) => "Pattern::Any",
    Pattern::Optional(_) => "Pattern::Optional",
    Pattern::Gap { .. } => "Pattern::Gap",
    Pattern::Slot { capture: Some(_), .. } => "Pattern::Slot, captured",
    Pattern::Slot { capture: None, .. } => "Pattern::Slot",
    Pattern::Tolerant(..) => "Pattern::Tolerant",
    Pattern::Word(_) => "Pattern::Word",
});
forms!(UNITS, unit_form, Unit, {
    Unit::Char(_) => "Unit::Char",
    Unit::Word(_) => "Unit::Word",
    Unit::Raw(_) => "Unit::Raw",
    Unit::Start => "Unit::Start",
    Unit::End => "Unit::End",
    Unit::One => "Unit::One",
    Unit::Sound(_) => "Unit::Sound",
});
forms!(SLOTS, slot_form, SlotKind, {
    SlotKind::Number => "SlotKind::Number",
    SlotKind::Digits { .. } => "SlotKind::Digits",
    SlotKind::Date => "SlotKind::Date",
    SlotKind::Time => "SlotKind::Time",
    SlotKind::Money => "SlotKind::Money",
    SlotKind::Phone => "SlotKind::Phone",
    SlotKind::IdCard => "SlotKind::IdCard",
    SlotKind::Card => "SlotKind::Card",
    SlotKind::PersonName => "SlotKind::PersonName",
    SlotKind::Any { .. } => "SlotKind::Any",
});
forms!(TOLERANCES, tolerance_form, Tolerance, {
    Tolerance::None => "Pattern::Tolerant",
    Tolerance::Sounds => "Tolerance::Sounds",
    Tolerance::About => "Tolerance::About",
});

pub(super) fn all() -> Vec<&'static [&'static str]> {
    vec![BODIES, PATTERNS, UNITS, SLOTS, TOLERANCES]
}

impl Seen {
    pub(super) fn phrase(&mut self, phrase: &Phrase) {
        let Phrase {
            name: _,
            body,
            captures: _,
            source: _,
            span: _,
        } = phrase;
        self.add(body_form(body));
        match body {
            PhraseBody::Pattern(pattern) => self.pattern(pattern),
            PhraseBody::Regex(_) | PhraseBody::AtLeast { .. } | PhraseBody::ButNot { .. } => {}
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        self.add(pattern_form(pattern));
        match pattern {
            Pattern::Units(units) => units.iter().for_each(|unit| self.add(unit_form(unit))),
            Pattern::Seq(parts) | Pattern::Any(parts) => {
                parts.iter().for_each(|part| self.pattern(part));
            }
            Pattern::Tolerant(tolerance, part) => {
                self.add(tolerance_form(tolerance));
                self.pattern(part);
            }
            Pattern::Optional(part) | Pattern::Word(part) => self.pattern(part),
            Pattern::Slot { kind, capture: _ } => self.add(slot_form(kind)),
            Pattern::Gap { min: _, max: _ } => {}
        }
    }
}
