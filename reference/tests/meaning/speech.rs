//! "`Speech` values" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{SpeechValue, Term};

fn speech(value: SpeechValue) -> Term {
    Term::Speech(value)
}

#[track_caller]
fn of_agent(value: SpeechValue, lines: &str, expected: Option<i64>) {
    has_value_at("agent", speech(value), lines, expected);
}

/// "`Length` its units. `Duration` end − t."
#[test]
fn length_and_duration() {
    of_agent(SpeechValue::Length, "1 agent a, b ... c!", Some(3000));
    of_agent(SpeechValue::Length, "1 agent", Some(0));
    of_agent(SpeechValue::Duration, "1000-3500 agent a", Some(2500));
    of_agent(SpeechValue::Duration, "1000 agent a", Some(0));
    for value in [
        SpeechValue::Length,
        SpeechValue::Duration,
        SpeechValue::Overlap,
    ] {
        has_value(speech(value), "1 agent a; 2 x", None);
    }
}

/// "`SpeechRate`: its attribute, else Length × 60,000 / (end − t) a minute"; missing "for an
/// utterance that takes no time"
#[test]
fn speech_rate() {
    of_agent(SpeechValue::SpeechRate, "0-30000 agent a b c", Some(6000));
    of_agent(SpeechValue::SpeechRate, "0-7000 agent a", Some(8571));
    of_agent(
        SpeechValue::SpeechRate,
        "0-30000 agent a b c speech_rate=99",
        Some(99_000),
    );
    of_agent(
        SpeechValue::SpeechRate,
        "0-30000 agent a b c speech_rate=fast",
        Some(6000),
    );
    of_agent(SpeechValue::SpeechRate, "5 agent a", None);
    of_agent(
        SpeechValue::SpeechRate,
        "5 agent a speech_rate=99",
        Some(99_000),
    );
}

/// "`ResponseTime`: max(0, t − E(other))", other side = customer for the agent and the other
/// way round (none for the system)
#[test]
fn response_time() {
    of_agent(
        SpeechValue::ResponseTime,
        "1-4 customer a; 6 agent a",
        Some(2),
    );
    of_agent(
        SpeechValue::ResponseTime,
        "1-9 customer a; 2-3 customer b; 6 agent a",
        Some(0),
    );
    of_agent(
        SpeechValue::ResponseTime,
        "1 agent b; 2 system a; 6 agent a",
        None,
    );
    let speech = speech(SpeechValue::ResponseTime);
    has_value_at(
        "customer",
        speech.clone(),
        "1-4 agent a; 6 customer a",
        Some(2),
    );
    has_value_at(
        "system",
        speech,
        "1-4 agent a; 2 customer a; 6 system a",
        None,
    );
}

/// "`Overlap`: max(0, min(end, E(other)) − t), 0 when there is no other or it has not spoken."
#[test]
fn overlap_with_the_other_side() {
    of_agent(SpeechValue::Overlap, "1-8 customer a; 6-9 agent a", Some(2));
    of_agent(SpeechValue::Overlap, "1-8 customer a; 6-7 agent a", Some(1));
    of_agent(
        SpeechValue::Overlap,
        "1-8 customer a; 9-12 agent a",
        Some(0),
    );
    of_agent(SpeechValue::Overlap, "1-8 system a; 6-9 agent a", Some(0));
    has_value_at(
        "system",
        speech(SpeechValue::Overlap),
        "1-8 agent a; 6-9 system a",
        Some(0),
    );
}

/// "An attribute is counted once for each event on which some condition asked for it in vain
/// (of `Speech` values, none)".
#[test]
fn speech_values_make_no_notes() {
    let fast = compare(
        speech(SpeechValue::SpeechRate),
        zhunze_compiler::book::CompareOp::Greater,
        1,
    );
    let rule = when(agent("a"), vec![require(fast)]);
    let notes = evaluate(&book(vec![rule]), "meta queue=a vip=yes; 1 agent a").notes;
    assert_eq!(notes, []);
}
