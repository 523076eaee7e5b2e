//! `each its own` of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{Obligation, Rule};

fn own(obligations: Vec<Obligation>) -> Rule {
    Rule {
        own: true,
        ..when(happens("x"), obligations)
    }
}

/// "a step at which a target has counted for an obligation of one occurrence does not count
/// for the same obligation of the arm's later-started ones"
#[test]
fn a_target_settles_the_oldest() {
    let call = "1 x; 2 x; 3 y; 4 y";
    let shared = ["satisfied at 3, saw 0 2", "satisfied at 3, saw 1 2"];
    let y = || vec![must(happens("y"), any_time())];
    expect(when(happens("x"), y()), call, &shared);
    let each = ["satisfied at 3, saw 0 2", "satisfied at 4, saw 1 3"];
    expect(own(y()), call, &each);
    let one_short = [
        "satisfied at 3, saw 0 2",
        "violated at 3 (CallEnded, due 3), saw 1",
    ];
    expect(own(y()), "1 x; 2 x; 3 y", &one_short);
}

/// What is too late for the oldest is left for the next.
#[test]
fn what_does_not_count_is_not_taken() {
    let rule = own(vec![must(happens("y"), within(3))]);
    let found = [
        "violated at 4 (DeadlineRanOut, due 4), saw 0",
        "satisfied at 5, saw 1 2",
    ];
    expect(rule, "1 x; 3 x; 5 y", &found);
}

/// "for the same obligation": others of the later one may have it.
#[test]
fn obligations_take_one_by_one() {
    let rule = own(vec![
        must(happens("y"), any_time()),
        must(one_of(vec![happens("y"), happens("z")]), any_time()),
    ]);
    expect(
        rule,
        "1 x; 2 x; 3 y; 4 y; 5 z",
        &["satisfied at 3, saw 0 2 2", "satisfied at 4, saw 1 3 3"],
    );
    let rule = own(vec![
        must(happens("y"), any_time()),
        must(happens("z"), any_time()),
    ]);
    expect(
        rule,
        "1 x; 2 x; 3 y; 3 y; 4 z; 5 z",
        &["satisfied at 4, saw 0 2 4", "satisfied at 5, saw 1 3 5"],
    );
}

/// Counted targets are taken too, though they were not enough.
#[test]
fn counts_take() {
    let rule = own(vec![times(2, None, happens("y"), any_time())]);
    let found = ["satisfied at 4, saw 0 3", "satisfied at 6, saw 1 5"];
    expect(rule, "1 x; 2 x; 3 y; 4 y; 5 y; 6 y", &found);
}

/// One that is withdrawn has taken what counted before; then it takes nothing more.
#[test]
fn the_withdrawn_take_no_more() {
    let rule = unless_first(
        happens("z"),
        own(vec![times(2, None, happens("y"), any_time())]),
    );
    expect(
        rule,
        "1 x; 3 y; 4 z; 5 x; 6 y; 7 y",
        &["satisfied at 7, saw 3 5"],
    );
}

/// What found no room takes nothing.
#[test]
fn the_refused_take_nothing() {
    let mut book = book(vec![own(vec![must(happens("y"), any_time())])]);
    book.waiting = 1;
    let found = ["satisfied at 3, saw 0 2", "satisfied at 5, saw 3 4"];
    expect_by(&book, "1 x; 2 x; 3 y; 4 x; 5 y", &found);
}
