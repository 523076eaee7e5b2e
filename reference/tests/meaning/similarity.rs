//! "Similarity" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{SpeechValue, Term};

#[track_caller]
fn of_agent(turns: u32, lines: &str, expected: Option<i64>) {
    let term = Term::Speech(SpeechValue::Similarity { turns });
    has_value_at("agent", term, lines, expected);
}

const ALL: Option<i64> = Some(100_000);
const NONE: Option<i64> = Some(0);

/// "100,000 × |both| / |either| thousandths of a percent, rounded down"
#[test]
fn likeness() {
    of_agent(10, "1 agent a b c; 2 agent a b c", ALL);
    of_agent(10, "1 agent a b c; 2 agent A, b: C", ALL);
    of_agent(10, "1 agent a b c; 2 agent a b d", Some(33_333));
    of_agent(10, "1 agent a b c d; 2 agent a b c e", Some(50_000));
    of_agent(10, "1 agent a b; 2 agent c d", NONE);
    // A set: pairs that come twice count once.
    of_agent(10, "1 agent a b a b a; 2 agent b a b", ALL);
}

/// "0 when there is none; missing for an utterance of fewer than two units"
#[test]
fn nothing_to_compare() {
    of_agent(10, "1 agent a b", NONE);
    of_agent(10, "1 agent a b; 2 agent a", None);
    of_agent(10, "1 agent a; 2 agent a b", NONE);
    let term = Term::Speech(SpeechValue::Similarity { turns: 10 });
    has_value(term, "1 agent a b; 2 x", None);
}

/// "the last 16 utterances of each speaker that have at least two units"
#[test]
fn the_last_sixteen_of_a_speaker() {
    of_agent(10, "1 customer a b; 2 agent a b", NONE);
    let after = |n: usize| format!("1 agent a b;{} 2 agent a b", " 1 agent c d;".repeat(n));
    of_agent(10, &after(15), ALL);
    of_agent(10, &after(16), NONE);
    let short = format!(
        "1 agent a b;{} 2 agent a b",
        " 1 agent c; 1 customer d e;".repeat(3)
    );
    of_agent(10, &short, ALL);
}

/// "the greatest likeness to one of them"
#[test]
fn the_most_similar() {
    of_agent(
        10,
        "1 agent a b d; 2 agent a b c; 3 agent e e; 4 agent a b c",
        ALL,
    );
}

/// "whose turn is no further back than `turns`"; "A speaker's turns are numbered" by turn
/// starts.
#[test]
fn turns_back() {
    let call = "1 agent a b; 2 customer c; 3 agent d e; 4 customer c; 5 agent a b";
    of_agent(2, call, ALL);
    of_agent(1, call, NONE);
    of_agent(0, "1 agent a b; 2 agent a b", ALL);
    of_agent(0, "1 agent a b; 2 customer c; 3 agent a b", NONE);
    // The turns of others do not count.
    of_agent(
        1,
        "1 agent a b; 2 customer c; 2 system c; 2 customer c; 3 agent a b",
        ALL,
    );
}
