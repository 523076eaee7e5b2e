//! "Silence and hold" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{Moment, SpanKind, Who};

fn quiet(length: u64) -> Moment {
    silence(Who::Anyone, length, false)
}

/// "Connected: from the `t` of the first `answer`, or of the first utterance, whichever
/// comes first; an `answer` later on moves the start of gaps to its `t`."
#[test]
fn silence_begins_with_the_connection() {
    comes(quiet(10), "0 ring; 5 answer; ends 30", &[15]);
    comes(quiet(10), "0 ring; ends 30", &[]);
    comes(
        silence(Who::Customer, 10, false),
        "5-9 agent a; ends 30",
        &[15],
    );
    comes(
        silence(Who::Customer, 10, false),
        "5-9 agent a; 12 answer; ends 30",
        &[22],
    );
    comes(quiet(10), "5-8 somebody a; ends 30", &[18]);
}

/// "the greatest end of the named speakers' utterances so far"
#[test]
fn silence_begins_when_the_last_has_ended() {
    comes(quiet(10), "0-9 agent a; 3-4 customer b; ends 30", &[19]);
    comes(
        silence(Who::Customer, 10, false),
        "0-9 agent a; 3-4 customer b; ends 30",
        &[14],
    );
    comes(
        silence(Who::Agent, 10, false),
        "0-9 agent a; 3-4 customer b; ends 30",
        &[19],
    );
    comes(
        quiet(10),
        "0-4 agent a; 14 agent b; 25 agent c; ends 30",
        &[24],
    );
}

/// "It comes due at start + length, once for a start."
#[test]
fn silence_comes_once_in_a_gap() {
    comes(quiet(10), "0-4 agent a; 16 x; 26 x; ends 60", &[14]);
    comes(quiet(10), "0-4 agent a; 20 customer b; ends 60", &[14, 30]);
    comes(
        silence(Who::Agent, 10, false),
        "0-4 agent a; 20 customer b; ends 60",
        &[14],
    );
}

/// "unless `even on hold`, the `t` of the last `hold_end` and of the last `mute_end`";
/// "None while on hold or mute (unless `even on hold`)"
#[test]
fn silence_and_hold() {
    let call = "0 agent a; 5 hold_start; 20 hold_end; ends 60";
    comes(quiet(10), call, &[30]);
    comes(silence(Who::Anyone, 10, true), call, &[10]);
    comes(
        quiet(10),
        "0 agent a; 5 mute_start; 20 mute_end; ends 60",
        &[30],
    );
    comes(
        quiet(10),
        "0 agent a; 5 hold_start; 6 mute_start; 7 mute_end; ends 60",
        &[],
    );
    comes(
        quiet(10),
        "0 agent a; 10 hold_start; 11 hold_end; ends 60",
        &[21],
    );
    comes(quiet(10), "0 agent a; 2 hold_end; ends 60", &[12]);
}

/// "none from the first hang-up on"
#[test]
fn no_silence_after_a_hangup() {
    comes(quiet(10), "0 agent a; 10 hangup customer; ends 60", &[]);
    comes(
        silence(Who::Anyone, 10, true),
        "0 agent a; 11 hangup agent; 12 agent b; ends 60",
        &[10],
    );
}

/// "a silence that reaches its length at D happens only when no event at D prevents it"
#[test]
fn an_event_at_the_instant_prevents_it() {
    comes(quiet(10), "0 agent a; 10 customer b; ends 15", &[]);
    comes(quiet(10), "0 agent a; 10 x; ends 15", &[10]);
    comes(
        lasts(SpanKind::Hold, 10),
        "0 hold_start; 10 hold_end; ends 15",
        &[],
    );
}

/// "On hold: from a `hold_start` to the next `hold_end`; a second `hold_start` in between
/// changes nothing. `hold lasts D` comes due at its first `hold_start` + D, once a hold."
#[test]
fn hold_lasts() {
    let held = || lasts(SpanKind::Hold, 10);
    comes(held(), "0 hold_start; 5 hold_start; ends 60", &[10]);
    comes(
        held(),
        "0 hold_start; 5 hold_end; 6 hold_start; ends 60",
        &[16],
    );
    comes(
        held(),
        "0 hold_start; 12 hold_end; 13 hold_start; ends 60",
        &[10, 23],
    );
    comes(held(), "0 mute_start; ends 60", &[]);
    comes(
        lasts(SpanKind::Mute, 10),
        "0 mute_start; 3 hold_end; ends 10",
        &[10],
    );
    comes(held(), "0 hold_start; ends 9", &[]);
    comes(held(), "3 hold_start; 3 hold_end; ends 60", &[]);
    comes(held(), "3 hold_end; 3 hold_start; ends 60", &[13]);
}
