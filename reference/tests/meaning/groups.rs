//! Groups of obligations, arms, and how often something must happen.

use crate::making::*;
use zhunze_compiler::book::{Arm, Expr, Obligation, Rule, Window};

fn y_or_z() -> Vec<Obligation> {
    vec![
        must(happens("y"), within(5)),
        or_else(must(happens("z"), within(3))),
    ]
}

fn at_x(obligations: Vec<Obligation>) -> Rule {
    when(happens("x"), obligations)
}

fn never() -> Expr {
    Expr::Const(false)
}

/// "A group … is met when one of its obligations is met, broken when all are."
#[test]
fn one_of_a_group_is_enough() {
    expect(at_x(y_or_z()), "1 x; 5 y", &["satisfied at 5, saw 0 1"]);
    expect(
        at_x(y_or_z()),
        "1 x; 3 z; 4 y",
        &["satisfied at 3, saw 0 1"],
    );
    let broken = "violated at 6 (DeadlineRanOut, due 6), saw 0";
    expect(at_x(y_or_z()), "1 x; 5 z; 9 y", &[broken]);
}

/// "the occurrence is violated by the last obligation of the group that broke in this step"
#[test]
fn the_last_of_a_group_decides() {
    let both = || {
        vec![
            must(happens("y"), within(5)),
            or_else(must(happens("z"), within(5))),
        ]
    };
    let broken = "violated at 6 (DeadlineRanOut, due 6) by #1, saw 0";
    expect(at_x(both()), "1 x; 9 y", &[broken]);
    let ended = "violated at 2 (CallEnded, due 6) by #1, saw 0";
    expect(at_x(both()), "1 x; ends 2", &[ended]);
}

/// "The first group that is broken decides."
#[test]
fn the_first_broken_group_decides() {
    let mut all = y_or_z();
    all.push(must(happens("callback"), within(4)));
    let second = "violated at 5 (DeadlineRanOut, due 5) by #2, saw 0";
    expect(at_x(all.clone()), "1 x; 9 y", &[second]);
    expect(
        at_x(all),
        "1 x; 2 callback; 3 z",
        &["satisfied at 3, saw 0 2 1"],
    );
    let forbidden = vec![
        must_not(happens("y"), any_time()),
        or_else(must_not(happens("z"), any_time())),
        must_not(happens("y"), any_time()),
    ];
    let third = "violated at 2 (Forbidden) by #2, saw 0 1";
    expect(at_x(forbidden), "1 x; 2 y; 3 z", &[third]);
}

/// What is judged at the trigger may meet or break a group, or leave it to what is waited for.
#[test]
fn groups_at_the_trigger() {
    let said = |this: Expr| vec![require(this), or_else(must(happens("y"), within(5)))];
    expect(
        at_x(said(Expr::Const(true))),
        "1 x; 9 y",
        &["satisfied at 1, saw 0"],
    );
    expect(
        at_x(said(never())),
        "1 x; 3 y",
        &["satisfied at 3, saw 0 1"],
    );
    let late = "violated at 6 (DeadlineRanOut, due 6) by #1, saw 0";
    expect(at_x(said(never())), "1 x; 9 y", &[late]);
    let both = vec![first(vec![happens("y")]), or_else(require(never()))];
    expect(
        at_x(both.clone()),
        "1 x",
        &["violated at 1 (NotMet, due 1) by #1, saw 0"],
    );
    expect(at_x(both), "0 y; 1 x", &["satisfied at 1, saw 1 0"]);
    let second = vec![
        require(Expr::Const(true)),
        require(never()),
        or_else(require(never())),
    ];
    expect(
        at_x(second),
        "1 x",
        &["violated at 1 (NotMet, due 1) by #2, saw 0"],
    );
}

/// Of a group "what met it" is evidence: the first that did.
#[test]
fn evidence_of_a_group() {
    let mut all = y_or_z();
    all.push(must(happens("callback"), any_time()));
    expect(
        at_x(all),
        "1 x; 2 z; 3 y; 4 callback",
        &["satisfied at 4, saw 0 1 3"],
    );
    let chains = vec![
        first(vec![happens("y")]),
        or_else(first(vec![happens("z")])),
    ];
    expect(
        at_x(chains.clone()),
        "0 z; 0 y; 1 x",
        &["satisfied at 1, saw 2 1"],
    );
    expect(at_x(chains), "0 z; 1 x", &["satisfied at 1, saw 1 0"]);
}

/// A rule without `when`: its windows close and its requirements are judged in order.
#[test]
fn groups_of_the_whole_call() {
    let rule = |yes| {
        whole_call(vec![
            must(happens("y"), any_time()),
            or_else(require(Expr::Const(yes))),
        ])
    };
    expect(rule(true), "1 x; ends 5", &["satisfied at 5"]);
    expect(
        rule(false),
        "1 x; ends 5",
        &["violated at 5 (NotMet, due 5) by #1"],
    );
    expect(rule(false), "1 y; ends 5", &["satisfied at 1, saw 0"]);
}

/// "A target that counts is one more. … As many as `at_least`, without `at_most`: met."
#[test]
fn at_least_so_often() {
    let rule = || at_x(vec![times(2, None, happens("y"), within(5))]);
    expect(rule(), "1 x; 2 y; 4 y; 5 y", &["satisfied at 4, saw 0 2"]);
    expect(
        rule(),
        "1 x; 2 y",
        &["violated at 2 (CallEnded, due 6), saw 0"],
    );
    let late = "violated at 6 (DeadlineRanOut, due 6), saw 0";
    expect(rule(), "1 x; 2 y; 7 y", &[late]);
}

/// "More than `at_most`: broken (reason forbidden). … When the window closes: met if there
/// were `at_least`, else broken."
#[test]
fn at_most_and_exactly_so_often() {
    let rule = |least| at_x(vec![times(least, Some(2), happens("y"), within(5))]);
    expect(rule(0), "1 x; 2 y; 3 y; 9 z", &["satisfied at 6, saw 0"]);
    expect(
        rule(0),
        "1 x; 2 y; 3 y; 4 y",
        &["violated at 4 (Forbidden), saw 0 3"],
    );
    expect(rule(2), "1 x; 2 y; 3 y; 9 z", &["satisfied at 6, saw 0 2"]);
    let late = "violated at 6 (DeadlineRanOut, due 6), saw 0";
    expect(rule(2), "1 x; 2 y; 9 z", &[late]);
    let before = Window {
        before: Some(happens("z")),
        ..any_time()
    };
    let closed = at_x(vec![times(1, Some(1), happens("y"), before)]);
    expect(closed, "1 x; 2 y; 3 z; 4 y", &["satisfied at 3, saw 0 1"]);
}

fn branch(trigger: &str, target: &str) -> Arm {
    let arm = arm(
        Some(happens(trigger)),
        vec![must(happens(target), within(5))],
    );
    Arm {
        branch: Some(trigger.into()),
        ..arm
    }
}

/// "It belongs to an arm."; "Rules look at the step … arm by arm"; `arm`: its position.
#[test]
fn a_rule_with_branches() {
    let rule = rule(vec![branch("x", "z"), branch("y", "z")]);
    let found = [
        "satisfied at 3, saw 1 2",
        "satisfied at 3 of arm 1, saw 0 2",
    ];
    expect(rule.clone(), "1 y; 2 x; 3 z", &found);
    let late = [
        "violated at 6 (DeadlineRanOut, due 6), saw 0",
        "violated at 6 (DeadlineRanOut, due 6) of arm 1, saw 1",
    ];
    expect(
        rule,
        "1 x; 1 y; 9 x; 9 z",
        &[late[0], late[1], "satisfied at 9, saw 2 3"],
    );
}

/// Each arm has its own condition and excuse.
#[test]
fn arms_have_their_own_conditions() {
    let mut rule = rule(vec![branch("x", "z"), branch("x", "y")]);
    rule.arms[0].condition = Some(happened(happens("y")));
    rule.arms[1].excuse = Some(happens("callback"));
    expect(
        rule,
        "1 x; 2 y; 3 x; 4 callback; 5 z",
        &[
            "satisfied at 2 of arm 1, saw 0 1",
            "satisfied at 5, saw 2 4",
        ],
    );
}

/// "A group that is met, and an occurrence that is decided, look no further, in that step
/// either": here, what they would have taken for their own.
#[test]
fn what_is_decided_looks_no_further() {
    let own = |obligations| Rule {
        own: true,
        ..at_x(obligations)
    };
    let either = vec![
        must(happens("y"), any_time()),
        or_else(must(one_of(vec![happens("y"), happens("z")]), any_time())),
    ];
    // The first takes the y as its first obligation only, so the second has it as its second.
    let found = ["satisfied at 3, saw 0 2", "satisfied at 3, saw 1 2"];
    expect(own(either), "1 x; 2 x; 3 y", &found);
    let broken = vec![
        must_not(happens("y"), any_time()),
        must(happens("y"), any_time()),
    ];
    let found = [
        "violated at 3 (Forbidden), saw 0 2",
        "satisfied at 4, saw 1 2",
    ];
    expect(own(broken), "1 x; 2 x; 3 y; ends 4", &found);
}
