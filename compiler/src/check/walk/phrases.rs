//! The walk inside phrases.

use zhunze_grammar::ast::{Name, Pattern, PhraseBody, PhrasePart, PhraseSeq, PhraseUse, Piece};

use super::{Rewrite, leaf, leaves};

/// The right-hand side of a phrase.
pub(in crate::check) fn body(r: &mut dyn Rewrite, body: &mut PhraseBody) {
    match body {
        PhraseBody::AnyOf { choices, .. } | PhraseBody::AllOf(choices) => rows(r, choices),
        PhraseBody::SomeOf { count, choices } => {
            leaf(r, count);
            rows(r, choices);
        }
        PhraseBody::FromFile(text) => leaf(r, text),
    }
}

fn rows(r: &mut dyn Rewrite, all: &mut [PhraseSeq]) {
    all.iter_mut().for_each(|one| row(r, one));
}

fn row(r: &mut dyn Rewrite, it: &mut PhraseSeq) {
    for part in &mut it.parts {
        match part {
            PhrasePart::Pattern { text, pattern, .. } => {
                leaf(r, text);
                self::pattern(r, pattern);
            }
            PhrasePart::Phrase(name) => phrase(r, name),
            PhrasePart::Gap(gap) => r.span(&mut gap.span),
        }
    }
    leaves(r, &mut it.across);
    rows(r, &mut it.but_not);
    r.span(&mut it.span);
}

fn phrase(r: &mut dyn Rewrite, name: &mut Name) {
    // What is put in has a place of its own.
    leaf(r, name);
    r.phrase(name);
}

/// The inside of a quoted pattern.
pub(in crate::check) fn pattern(r: &mut dyn Rewrite, pattern: &mut Pattern) {
    for piece in &mut pattern.pieces {
        r.piece(piece);
        match piece {
            Piece::Words(text) => leaf(r, text),
            Piece::Alternatives(all) | Piece::Optional(all) => {
                all.iter_mut().for_each(|one| self::pattern(r, one));
            }
            Piece::Gap(gap) => r.span(&mut gap.span),
            Piece::Phrase(name) => phrase(r, name),
            Piece::Slot(slot) => {
                leaves(r, &mut slot.name);
                r.span(&mut slot.span);
            }
        }
    }
}

/// A phrase where a moment needs one.
pub(super) fn used(r: &mut dyn Rewrite, asked: &mut PhraseUse) {
    match asked {
        PhraseUse::Name(name) => phrase(r, name),
        PhraseUse::Inline(it) => row(r, it),
        PhraseUse::AnyOf(all) => all.iter_mut().for_each(|one| used(r, one)),
    }
}
