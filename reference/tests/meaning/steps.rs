//! "Steps" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{CompareOp, Expr, Kind, SpanKind, Term, Who};

/// "A call is a finite sequence of events ordered by `t`, ties by position."
#[test]
fn events_are_ordered_by_time_and_position() {
    let rule = || when(happens("x"), vec![must(happens("y"), any_time())]);
    expect(rule(), "5 y; 3 x", &["satisfied at 5, saw 1 0"]);
    expect(rule(), "5 x; 5 y", &["satisfied at 5, saw 0 1"]);
    let missed = "violated at 5 (CallEnded, due 5), saw 1";
    expect(rule(), "5 y; 5 x", &[missed]);
}

/// "all that come due at the same D are one step, after every event at or before D and
/// before any event after D"
#[test]
fn timers_of_one_instant_are_one_step() {
    let both = || vec![silence(Who::Agent, 10, true), lasts(SpanKind::Hold, 10)];
    let count = |times| {
        let seen = at_least(one_of(both()), times);
        when(happens("x"), vec![require(seen)])
    };
    let call = "0 agent a; 0 hold_start; 11 x";
    expect(count(1), call, &["satisfied at 11, saw 2"]);
    expect(count(2), call, &["violated at 11 (NotMet, due 11), saw 2"]);
    let at_the_same_time = "0 agent a; 0 hold_start; 10 x";
    expect(
        count(1),
        at_the_same_time,
        &["violated at 10 (NotMet, due 10), saw 2"],
    );
}

/// "The end of the call is the last step." "At the end of the call, at t, all timers and
/// deadlines up to and including t come first."
#[test]
fn the_end_of_the_call_comes_last() {
    let quiet = when(
        silence(Who::Anyone, 10, false),
        vec![must(call_ends(), any_time())],
    );
    expect(quiet.clone(), "0 agent a; ends 10", &["satisfied at 10"]);
    expect(quiet, "0 agent a; ends 9", &[]);
    let deadline = when(happens("x"), vec![must(call_ends(), within(10))]);
    let ran_out = "violated at 10 (DeadlineRanOut, due 10), saw 0";
    expect(deadline.clone(), "0 x; ends 10", &[ran_out]);
    expect(deadline, "0 x; ends 9", &["satisfied at 9, saw 0"]);
}

/// "Deadlines that run out at D are settled after the timers' step at D."
#[test]
fn deadlines_come_after_timers() {
    let silent = silence(Who::Anyone, 10, false);
    let rule = when(agent("a"), vec![must(silent, within(10))]);
    expect(rule, "0 agent a; ends 30", &["satisfied at 10, saw 0"]);
}

/// A call ends with the last of its events unless it is said when; never before one.
#[test]
fn the_call_ends_with_its_last_event() {
    let rule = || when(call_ends(), vec![first(vec![happens("x")])]);
    expect(rule(), "3-8 agent a; 4 x", &["satisfied at 8, saw 1"]);
    expect(
        rule(),
        "3-8 agent a; 4 x; ends 2",
        &["satisfied at 4, saw 1"],
    );
    expect(rule(), "", &["violated at 0 (NotBefore, due 0)"]);
}

/// "`has happened` and `count of` count steps strictly before this one; `rings` sees also
/// a ring in this step."
#[test]
fn conditions_see_the_state_before_the_step() {
    let if_ = |condition| {
        only_if(
            condition,
            when(happens("x"), vec![first(vec![happens("x")])]),
        )
    };
    let happened = if_(happened(happens("x")));
    expect(happened, "1 x; 2 x", &["satisfied at 2, saw 1 0"]);
    let twice = if_(at_least(happens("x"), 2));
    expect(twice, "1 x; 2 x; 2 x", &["satisfied at 2, saw 2 1"]);
    let rings = compare(Term::Rings, CompareOp::Equal, 3);
    let ring = || when(kind(Kind::Ring), vec![require(rings.clone())]);
    expect(ring(), "1 ring count=3", &["satisfied at 1, saw 0"]);
    let answer = when(kind(Kind::Answer), vec![require(rings)]);
    expect(
        answer,
        "1 ring count=3; 2 ring count=2; 3 answer",
        &["violated at 3 (NotMet, due 3), saw 2"],
    );
}

/// "`rings`: 0 when there was none (missing `count` counts as 1)."
#[test]
fn rings_without_a_count() {
    let rings = |n| vec![require(compare(Term::Rings, CompareOp::Equal, n))];
    let answer = |n| when(kind(Kind::Answer), rings(n));
    expect(answer(0), "1 answer", &["satisfied at 1, saw 0"]);
    expect(answer(1), "0 ring; 1 answer", &["satisfied at 1, saw 1"]);
}

/// "Conditions after `where` … see the state of things before the step."
#[test]
fn guards_see_the_state_before_the_step() {
    let again = happens_where("x", Some(happened(happens("x"))));
    let third = happens_where("x", Some(happened(again.clone())));
    let rule = |moment| when(moment, vec![require(Expr::Const(true))]);
    expect(rule(again), "1 x; 2 x", &["satisfied at 2, saw 1"]);
    expect(
        rule(third),
        "1 x; 2 x; 3 x; 3 y",
        &["satisfied at 3, saw 2"],
    );
}

/// "Rules look at the step one by one in rulebook order": the order of findings.
#[test]
fn findings_come_rule_by_rule() {
    let ends = |moment| when(happens("x"), vec![must(moment, any_time())]);
    let rules = || {
        vec![
            ends(happens("z")),
            ends(happens("y")),
            when(happens("y"), vec![first(vec![happens("x")])]),
        ]
    };
    let found = judge(rules(), "1 x; 2 x; 3 y; 4 z");
    let expected = [
        "1 satisfied at 3, saw 0 2",
        "1 satisfied at 3, saw 1 2",
        "2 satisfied at 3, saw 2 1",
        "0 satisfied at 4, saw 0 3",
        "0 satisfied at 4, saw 1 3",
    ];
    assert_eq!(found, expected);
}

/// "1. Occurrences already waiting look at it … 2. … a new occurrence starts. 3. Only then
/// is the step added to what `before that` looks back on."
#[test]
fn one_rule_looks_back_before_it_looks_at_itself() {
    let again = when(happens("x"), vec![must(happens("x"), within(5))]);
    let expected = [
        "satisfied at 2, saw 0 1",
        "violated at 7 (DeadlineRanOut, due 7), saw 1",
    ];
    expect(again, "1 x; 2 x; 9 y", &expected);
    let itself = when(happens("x"), vec![first(vec![happens("x")])]);
    expect(itself, "1 x", &["violated at 1 (NotBefore, due 1), saw 0"]);
}
