//! "A rule without `when` whose only obligation is `must not`" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{CompareOp, Rule, Term, Window};

fn never_x(window: Window) -> Rule {
    whole_call(vec![must_not(happens("x"), window)])
}

/// "each step with a target that counts and at which its condition holds is a violation of
/// its own" … "With none, it is satisfied once at the end of the call"
#[test]
fn every_breach_counts() {
    let breaches = [
        "violated at 1 (Forbidden), saw 0",
        "violated at 2 (Forbidden), saw 1",
    ];
    expect(never_x(any_time()), "1 x; 2 x", &breaches);
    expect(never_x(any_time()), "1 y; ends 9", &["satisfied at 9"]);
    let timer = whole_call(vec![must_not(call_ends(), any_time())]);
    expect(timer, "ends 9", &["violated at 9 (Forbidden)"]);
}

/// "the window's `after` and `before` may each match once"
#[test]
fn breaches_within_a_window() {
    let after = Window {
        after: Some(happens("y")),
        ..any_time()
    };
    let call = "1 x; 2 y; 3 x; 4 z; 5 x; 6 y; 7 x; 8 z";
    let found = [
        "violated at 3 (Forbidden), saw 2",
        "violated at 5 (Forbidden), saw 4",
        "violated at 7 (Forbidden), saw 6",
    ];
    expect(never_x(after.clone()), call, &found);
    let both = Window {
        before: Some(happens("z")),
        ..after
    };
    expect(never_x(both), call, &["violated at 3 (Forbidden), saw 2"]);
    let span = Window {
        min: Some(3),
        ..within(5)
    };
    expect(
        never_x(span.clone()),
        call,
        &[
            "violated at 3 (Forbidden), saw 2",
            "violated at 5 (Forbidden), saw 4",
        ],
    );
    expect(never_x(span), "9 x", &["satisfied at 9"]);
}

/// "(its `if` and `unless` are judged at each breach)"; "not applicable when its condition
/// looks at metadata alone and is false"
#[test]
fn the_condition_of_breaches() {
    let if_ = |condition| only_if(condition, never_x(any_time()));
    let loud = compare(Term::Field(attribute("level")), CompareOp::Greater, 5);
    expect(
        if_(loud.clone()),
        "1 x level=3; 2 x level=7",
        &["violated at 2 (Forbidden), saw 1"],
    );
    expect(if_(loud), "1 x level=3", &["satisfied at 1"]);
    let early = not(happened(happens("y")));
    expect(
        if_(early),
        "1 x; 2 y; 3 x",
        &["violated at 1 (Forbidden), saw 0"],
    );
    let sales = is_text(meta("queue"), "sales");
    expect(
        if_(sales.clone()),
        "meta queue=sales; 1 x",
        &["violated at 1 (Forbidden), saw 0"],
    );
    expect(
        if_(sales.clone()),
        "meta queue=sales; 1 y",
        &["satisfied at 1"],
    );
    expect(if_(sales), "meta queue=help; 1 x", &[]);
}

/// `unless M first` withdraws what is still to come; breaches before it stand.
#[test]
fn breaches_until_excused() {
    let rule = |excuse| unless_first(excuse, never_x(any_time()));
    expect(
        rule(happens("y")),
        "1 x; 2 y; 3 x",
        &["violated at 1 (Forbidden), saw 0"],
    );
    expect(rule(happens("y")), "2 y; 3 x", &[]);
    expect(
        rule(happens("x")),
        "2 x; 3 x",
        &["violated at 2 (Forbidden), saw 0"],
    );
}
