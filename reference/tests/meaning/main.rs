//! The plain evaluator, sentence by sentence of docs/meaning.md (and of the section
//! Meaning of docs/language.md, where it says more).
//!
//! In: rulebooks and calls written on the spot. Out: findings as lines of text. Each test
//! quotes the sentence it is about.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

mod breaches;
mod busy;
mod calling;
mod chains;
mod clock;
mod compared;
mod connection;
mod counts;
mod derived;
mod findings;
mod groups;
mod limits;
mod making;
mod matching;
mod measures;
mod missing;
mod occurrences;
mod outcomes;
mod overlap;
mod own;
mod parts;
mod picks;
mod points;
mod similarity;
mod speech;
mod statistics;
mod steps;
mod timers;
mod waiting;
mod windows;

/// What is asked for the verdicts: `tests/tests/meaning/main.rs` puts the module here.
mod evaluator {
    pub(crate) use zhunze_reference::evaluate;
}
