//! The plain evaluator: the whole call in, verdicts out, by the definitions.
//!
//! In: a checked rulebook ([`Book`]) and one call ([`Call`]). Out: [`Verdicts`], the same
//! that a compiled module gives. It follows docs/meaning.md and nothing else, so that the
//! two can check each other: the call is laid out as a list of steps (`world`), and
//! whatever the page says of "the first step after" or "the latest step before" is looked
//! up in that list. What depends on the outcome of the whole is judged in rounds
//! (`known`). Clarity goes before speed everywhere.

mod breaches;
mod chain;
mod clock;
mod conditions;
mod fields;
mod happen;
mod known;
mod life;
mod limits;
mod line;
mod measures;
mod moments;
mod now;
mod occurrence;
mod parts;
mod phrase;
mod picks;
mod points;
mod readings;
mod round;
mod speech;
mod steps;
mod terms;
mod timers;
mod waiting;
mod walk;
mod window;
mod world;

use std::collections::BTreeSet;

use zhunze_calls::call::Call;
use zhunze_calls::verdict::Verdicts;
use zhunze_compiler::book::{Book, DerivedId, PhraseId, Rule};

use known::Known;
use round::Round;
use walk::Mentioned;
use world::World;

/// Each round gets at least one step more right; no call needs nearly so many.
const ROUNDS: usize = 10_000;

/// Whether a phrase of `book` is found in an utterance.
pub fn hears(book: &Book, text: &str, phrase: PhraseId) -> bool {
    phrase::Heard::new(book, text).find(phrase).is_some()
}

/// What of its rulebook a rule is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// The derived moments that it is made of.
    pub derived: BTreeSet<DerivedId>,
    /// It asks for the outcome of other rules.
    pub outcomes: bool,
}

/// What of `book` its rule is judged by, so that the rest may be left out.
pub fn needs(book: &Book, rule: &Rule) -> Needs {
    let mentioned = Mentioned::by_rule(book, rule);
    Needs {
        derived: mentioned.made_of,
        outcomes: mentioned.outcomes,
    }
}

/// Judges `call` by `book`. The call ends at `ends`; with `None`, when its last event does.
pub fn evaluate(book: &Book, call: &Call, ends: Option<i64>) -> Verdicts {
    let end = steps::end_of_call(call, ends);
    let mentioned = Mentioned::by(book);
    let seen = steps::read(book, call, &mentioned);
    let mut known = Known::default();
    for _ in 0..ROUNDS {
        let world = World::new((book, &mentioned), (call, &seen, end), &known);
        let round = Round::judge(&world, mentioned.outcomes);
        if round.known == known {
            return round.verdicts(&world);
        }
        known = round.known;
    }
    Verdicts::default()
}
