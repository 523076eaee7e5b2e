//! "An occurrence", "Rules without `when`" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{CompareOp, Expr, Moment, Obligation, Rule, Term, Who, Window};

fn holds(yes: bool) -> Obligation {
    require(Expr::Const(yes))
}

/// "its `before that` and `require` obligations are judged, in order; the first that fails
/// makes it violated at the trigger's `t`"
#[test]
fn what_lies_before_is_judged_at_once() {
    let rule = |all| when(happens("x"), all);
    let failed = "violated at 1 (NotMet, due 1) by #1, saw 0";
    expect(
        rule(vec![holds(true), holds(false), first(vec![happens("y")])]),
        "1 x",
        &[failed],
    );
    let failed = "violated at 1 (NotBefore, due 1) by #1, saw 0";
    let musts = vec![
        must(happens("y"), any_time()),
        first(vec![happens("y")]),
        holds(false),
    ];
    expect(rule(musts), "1-3 x; 2 y", &[failed]);
    let timer = when(silence(Who::Anyone, 4, false), vec![holds(false)]);
    expect(
        timer,
        "1 answer; ends 9",
        &["violated at 5 (NotMet, due 5)"],
    );
}

/// "If none fails and no `must` / `must not` is owed, it is satisfied at the trigger's
/// `t`. Else it waits."
#[test]
fn nothing_more_owed() {
    expect(
        when(happens("x"), vec![holds(true)]),
        "1-3 x",
        &["satisfied at 1, saw 0"],
    );
    let waits = vec![holds(true), must(happens("y"), any_time())];
    expect(
        when(happens("x"), waits),
        "1-3 x; 2 y",
        &["satisfied at 2, saw 0 1"],
    );
}

/// "When all are settled the occurrence is satisfied, at that step's time." Evidence comes
/// "for each obligation in order".
#[test]
fn all_obligations_must_be_settled() {
    let both = || {
        vec![
            must(happens("y"), any_time()),
            must(happens("z"), any_time()),
        ]
    };
    expect(
        when(happens("x"), both()),
        "1 x; 2 z; 5 y",
        &["satisfied at 5, saw 0 2 1"],
    );
    let missing = "violated at 2 (CallEnded, due 2), saw 0";
    expect(when(happens("x"), both()), "1 x; 2 z", &[missing]);
}

/// "The first obligation that is violated decides."
#[test]
fn the_first_violation_decides() {
    let rule = |one, other| when(happens("x"), vec![one, other]);
    let call = "1 x; 3 z; 9 x";
    let later = rule(
        must(happens("y"), within(5)),
        must_not(happens("z"), any_time()),
    );
    let early = "violated at 3 (Forbidden) by #1, saw 0 1";
    let second = "violated at 9 (CallEnded, due 14), saw 2";
    expect(later, call, &[early, second]);
    let at_once = rule(must(happens("y"), within(5)), must(happens("z"), within(5)));
    expect(
        at_once,
        "1 x; 9 z",
        &["violated at 6 (DeadlineRanOut, due 6), saw 0"],
    );
    let same_step = rule(
        must_not(happens("z"), any_time()),
        must_not(happens("z"), any_time()),
    );
    expect(
        same_step,
        "1 x; 9 z",
        &["violated at 9 (Forbidden), saw 0 1"],
    );
    let earlier = rule(must(happens("y"), within(5)), must(happens("z"), within(4)));
    expect(
        earlier,
        "1 x; 9 z",
        &["violated at 5 (DeadlineRanOut, due 5) by #1, saw 0"],
    );
}

fn unless(excuse: Moment, obligation: Obligation) -> Rule {
    unless_first(excuse, when(happens("x"), vec![obligation]))
}

/// "If it still waits and the step matches `unless M first`, it is withdrawn and counts
/// nowhere." "A target at the same event as M decides first."
#[test]
fn unless_m_first() {
    let rule = |window| unless(happens("z"), must(happens("y"), window));
    expect(rule(any_time()), "1 x; 2 z; 3 y", &[]);
    expect(
        rule(any_time()),
        "0 z; 1 x; 3 y",
        &["satisfied at 3, saw 1 2"],
    );
    expect(rule(within(2)), "1 x; 3 z", &[]);
    let late = "violated at 3 (DeadlineRanOut, due 3), saw 0";
    expect(rule(within(2)), "1 x; 4 z", &[late]);
    let same = unless(happens("y"), must(happens("y"), any_time()));
    expect(same, "1 x; 3 y", &["satisfied at 3, saw 0 1"]);
    let closing = Window {
        before: Some(happens("z")),
        ..any_time()
    };
    expect(
        rule(closing),
        "1 x; 3 z",
        &["violated at 3 (WindowClosed, due 3), saw 0"],
    );
}

/// "`unless the call ends first` likewise"; "its own step … may excuse".
#[test]
fn unless_the_call_ends_first() {
    let rule = || unless(call_ends(), must(happens("y"), within(5)));
    expect(rule(), "1 x; 3 z", &[]);
    expect(
        rule(),
        "1 x; ends 6",
        &["violated at 6 (DeadlineRanOut, due 6), saw 0"],
    );
}

/// "Deadlines at the same D are settled rule by rule, oldest occurrence first."
#[test]
fn deadlines_at_one_instant() {
    let rule = |max| when(happens("x"), vec![must(happens("y"), within(max))]);
    let utterances = when(speaks(Who::Agent), vec![must(happens("y"), within(1))]);
    let found = judge(
        vec![rule(5), rule(5), rule(4), utterances],
        "1 x; 2-6 agent a; 3-6 agent b; 9 z",
    );
    let expected = [
        "2 violated at 5 (DeadlineRanOut, due 5), saw 0",
        "0 violated at 6 (DeadlineRanOut, due 6), saw 0",
        "1 violated at 6 (DeadlineRanOut, due 6), saw 0",
        "3 violated at 7 (DeadlineRanOut, due 7), saw 1",
        "3 violated at 7 (DeadlineRanOut, due 7), saw 2",
    ];
    assert_eq!(found, expected);
}

/// "(after its own step, which may excuse, start or settle things like any other)"
#[test]
fn the_last_step_is_a_step() {
    let settles = when(happens("x"), vec![must(call_ends(), any_time())]);
    expect(settles, "1 x; ends 9", &["satisfied at 9, saw 0"]);
    let starts = when(call_ends(), vec![must_not(happens("y"), any_time())]);
    expect(starts, "1 x; ends 9", &["satisfied at 9"]);
}

/// "One occurrence from 0; its condition, which may look at metadata alone, is judged
/// there. Its trigger end is 0."
#[test]
fn the_call_as_one_occurrence() {
    let rule = || whole_call(vec![must(happens("y"), within(5))]);
    expect(rule(), "5 y", &["satisfied at 5, saw 0"]);
    expect(rule(), "6 y", &["violated at 5 (DeadlineRanOut, due 5)"]);
    let sales = || only_if(is_text(meta("queue"), "sales"), rule());
    expect(sales(), "meta queue=sales; 5 y", &["satisfied at 5, saw 0"]);
    expect(sales(), "meta queue=help; 5 y", &[]);
    let two = vec![
        must_not(happens("x"), any_time()),
        must_not(happens("y"), any_time()),
    ];
    let broken = "violated at 1 (Forbidden) by #1, saw 0";
    expect(whole_call(two), "1 y; 2 x; 3 y", &[broken]);
}

/// "`require` is judged at the end of the call after everything else of that step."
#[test]
fn require_of_the_whole_call() {
    let count = |moment, times| whole_call(vec![require(at_least(moment, times))]);
    expect(
        count(happens("x"), 2),
        "1 x; 2 x; ends 5",
        &["satisfied at 5"],
    );
    expect(
        count(happens("x"), 3),
        "1 x; 2 x; ends 5",
        &["violated at 5 (NotMet, due 5)"],
    );
    expect(count(call_ends(), 1), "1 x; ends 5", &["satisfied at 5"]);
    let silent = silence(Who::Anyone, 4, false);
    expect(count(silent, 1), "1 answer; ends 5", &["satisfied at 5"]);
    let rings = require(compare(Term::Rings, CompareOp::Equal, 2));
    expect(
        whole_call(vec![rings]),
        "1 ring count=2; ends 5",
        &["satisfied at 5"],
    );
    let either = vec![require(Expr::Const(false)), must(happens("y"), any_time())];
    expect(
        whole_call(either),
        "1 x",
        &["violated at 1 (NotMet, due 1)"],
    );
}
