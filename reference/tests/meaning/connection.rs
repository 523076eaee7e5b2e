//! "Connected", the connection's step and contacts, of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{Atom, CompareOp, Kind, SpanKind, Term, Who};

fn begins() -> zhunze_compiler::book::Moment {
    atom(Atom::CallBegins)
}

/// "The connection is a step of its own, with the event's `t`, just before the step of the
/// event that makes it": the first `answer` or utterance, whichever comes first.
#[test]
fn the_connection_is_a_step() {
    comes(begins(), "1 ring; 3 answer; 4 agent a", &[3]);
    comes(begins(), "1 ring; 3 agent a; 4 answer", &[3]);
    comes(begins(), "1 ring; 3 x", &[]);
    let before = when(kind(Kind::Answer), vec![first(vec![begins()])]);
    expect(before, "3 answer", &["satisfied at 3, saw 0"]);
    let after = when(kind(Kind::Ring), vec![must_not(begins(), any_time())]);
    expect(
        after,
        "3 ring; 3 answer",
        &["violated at 3 (Forbidden), saw 0"],
    );
}

/// "timers that come due before that `t` come before both"
#[test]
fn timers_come_before_the_connection() {
    let held = lasts(SpanKind::Hold, 4);
    let rule = when(held, vec![must(begins(), any_time())]);
    expect(rule.clone(), "1 hold_start; 6 answer", &["satisfied at 6"]);
    expect(
        rule,
        "1 hold_start; 5 answer",
        &["violated at 5 (CallEnded, due 5)"],
    );
}

/// "`trigger`: … none for timers, the ends of the call": the connection has no event.
#[test]
fn the_connection_has_no_event() {
    let found = evaluate(&book(vec![always(begins())]), "3 agent a").findings;
    assert_eq!((found[0].trigger, found[0].evidence.len()), (None, 0));
    let turn = when(
        begins(),
        vec![require(zhunze_compiler::book::Expr::TurnStart)],
    );
    expect(turn, "3 agent a", &["violated at 3 (NotMet, due 3)"]);
}

/// "A `contact` event ends the connection, hold and mute and undoes the hang-up; the next
/// answer or utterance connects again."
#[test]
fn a_contact_starts_anew() {
    comes(
        begins(),
        "1 answer; 5 contact; 6 ring; 8 answer; 9 contact; 9 agent a",
        &[1, 8, 9],
    );
    let quiet = || silence(Who::Anyone, 10, false);
    comes(quiet(), "0 answer; 5 contact; ends 30", &[]);
    comes(
        quiet(),
        "0 answer; 2 hold_start; 5 contact; 7 agent a; ends 30",
        &[17],
    );
    comes(
        quiet(),
        "0 answer; 2 hangup agent; 5 contact; 7 answer; ends 30",
        &[17],
    );
    comes(
        lasts(SpanKind::Hold, 10),
        "0 hold_start; 5 contact; ends 30",
        &[],
    );
    comes_at(kind(Kind::Contact), "1 answer; 2 contact", &[1]);
}

/// "`CallTime`: now − connection": seconds, missing before.
#[test]
fn the_time_of_the_call() {
    let at = |ms| vec![require(compare(Term::CallTime, CompareOp::Equal, ms))];
    let rule = |seconds| when(happens("x"), at(seconds));
    expect(
        rule(2),
        "3000 answer; 5000 x",
        &["satisfied at 5000, saw 1"],
    );
    let missing = "violated at 1000 (NotMet, due 1000), saw 0";
    expect(rule(0), "1000 x; 3000 answer", &[missing]);
    expect(
        rule(4),
        "1000 answer; 2000 agent a; 3000 answer; 5000 x",
        &["satisfied at 5000, saw 3"],
    );
    expect(
        when(begins(), at(0)),
        "3000 agent a",
        &["satisfied at 3000"],
    );
    expect(
        rule(1),
        "1000 answer; 3000 contact; 4000 agent a; 5000 x",
        &["satisfied at 5000, saw 3"],
    );
}
