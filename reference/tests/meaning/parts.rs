//! "Parts" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{Extent, Rule, Who, Window};

fn must_y(last: bool, extent: Extent) -> Rule {
    when(happens("x"), vec![must(happens("y"), part(last, extent))])
}

fn never_y(last: bool, extent: Extent) -> Rule {
    when(
        happens("x"),
        vec![must_not(happens("y"), part(last, extent))],
    )
}

/// "First time d: a target counts when its t − connection ≤ d …; the limit is also connection
/// + d, at least the trigger end, if the call was connected when the occurrence started."
#[test]
fn the_first_time() {
    let rule = || must_y(false, Extent::Time(10));
    expect(rule(), "5 answer; 6 x; 15 y", &["satisfied at 15, saw 1 2"]);
    let late = "violated at 15 (DeadlineRanOut, due 15), saw 1";
    expect(rule(), "5 answer; 6 x; 16 y", &[late]);
    let too_late = "violated at 19 (DeadlineRanOut, due 19), saw 1";
    expect(rule(), "5 answer; 18-19 x; 18 y; 30 y", &[too_late]);
    let both = Window {
        max: Some(zhunze_compiler::book::Limit::After(3)),
        ..part(false, Extent::Time(10))
    };
    let rule = when(happens("x"), vec![must(happens("y"), both)]);
    expect(
        rule,
        "5 answer; 6 x; 12 y",
        &["violated at 9 (DeadlineRanOut, due 9), saw 1"],
    );
}

/// "(any, while not connected)": and then there is no limit either.
#[test]
fn the_first_time_before_the_connection() {
    let rule = || must_y(false, Extent::Time(10));
    expect(
        rule(),
        "1 x; 40 y; 50 answer",
        &["satisfied at 40, saw 0 1"],
    );
    expect(rule(), "1 x; 5 answer; 15 y", &["satisfied at 15, saw 0 2"]);
    let ended = "violated at 60 (CallEnded, due 60), saw 0";
    expect(rule(), "1 x; 5 answer; 16 y; ends 60", &[ended]);
    let begins = atom(zhunze_compiler::book::Atom::CallBegins);
    let rule = when(
        begins,
        vec![must(happens("y"), part(false, Extent::Time(10)))],
    );
    expect(
        rule,
        "5 answer; 16 y; ends 60",
        &["violated at 15 (DeadlineRanOut, due 15)"],
    );
}

/// "First n utterances (of W), turns: a target counts while no more of them have begun, its
/// own step included."
#[test]
fn the_first_utterances_and_turns() {
    let two = || Extent::Utterances(Who::Anyone, 2);
    expect(
        must_y(false, two()),
        "1 x; 2 agent a; 3 agent b; 4 y",
        &["satisfied at 4, saw 0 3"],
    );
    let closed = "violated at 4 (WindowClosed, due 4), saw 0";
    expect(
        must_y(false, two()),
        "1 x; 2 agent a; 3 agent b; 4 customer c; 5 y",
        &[closed],
    );
    expect(
        never_y(false, two()),
        "1 x; 2 agent a; 3 agent b; 4 agent c; 5 y",
        &["satisfied at 4, saw 0"],
    );
    let of_agent = Extent::Utterances(Who::Agent, 1);
    let call = "1 x; 2 customer a; 3 customer b; 4 agent a; 5 y";
    expect(must_y(false, of_agent), call, &["satisfied at 5, saw 0 4"]);
    let call = "1 x; 2 agent a; 3 agent b; 4 customer a; 5 y; 6 agent a";
    expect(
        must_y(false, Extent::Turns(2)),
        call,
        &["satisfied at 5, saw 0 4"],
    );
    let own = when(
        happens("x"),
        vec![must(
            agent("b"),
            part(false, Extent::Utterances(Who::Anyone, 1)),
        )],
    );
    expect(own.clone(), "1 x; 2 agent b", &["satisfied at 2, saw 0 1"]);
    expect(
        own,
        "1 x; 2 agent a; 3 agent b",
        &["violated at 3 (WindowClosed, due 3), saw 0"],
    );
}

/// What began before the trigger counts too; the window of a part that is over closes at the
/// next step.
#[test]
fn a_part_that_is_over() {
    let rule = must_y(false, Extent::Utterances(Who::Anyone, 1));
    let closed = "violated at 4 (WindowClosed, due 4), saw 2";
    expect(rule, "1 agent a; 2 agent b; 3 x; 4 z; 5 y", &[closed]);
}

/// "Last …: the latest one that counts otherwise is remembered, and the obligation is decided
/// … at the end of the call: it is a target if, at the end, end − t ≤ d"
#[test]
fn the_last_time() {
    let rule = || must_y(true, Extent::Time(10));
    expect(rule(), "1 x; 20 y; ends 30", &["satisfied at 30, saw 0 1"]);
    expect(
        rule(),
        "1 x; 19 y; ends 30",
        &["violated at 30 (CallEnded, due 30), saw 0"],
    );
    expect(
        rule(),
        "1 x; 5 y; 25 y; ends 30",
        &["satisfied at 30, saw 0 2"],
    );
    let never = || never_y(true, Extent::Time(10));
    expect(
        never(),
        "1 x; 20 y; ends 30",
        &["violated at 30 (Forbidden), saw 0 1"],
    );
    expect(never(), "1 x; 19 y; ends 30", &["satisfied at 30, saw 0"]);
}

/// "(end − t) × 100,000 ≤ p × (end − connection); (t − connection) × 100,000 ≤ p × (end −
/// connection) for the first"; "the first target (first percent)"
#[test]
fn percents() {
    let tenth = || Extent::Percent(10_000);
    let last = || must_y(true, tenth());
    expect(
        last(),
        "0 answer; 1 x; 90 y; ends 100",
        &["satisfied at 100, saw 1 2"],
    );
    expect(
        last(),
        "0 answer; 1 x; 89 y; ends 100",
        &["violated at 100 (CallEnded, due 100), saw 1"],
    );
    expect(
        last(),
        "50 answer; 51 x; 95 y; ends 100",
        &["satisfied at 100, saw 1 2"],
    );
    expect(
        last(),
        "50 answer; 51 x; 94 y; ends 100",
        &["violated at 100 (CallEnded, due 100), saw 1"],
    );
    let first = || must_y(false, tenth());
    expect(
        first(),
        "50 answer; 51 x; 55 y; 90 y; ends 100",
        &["satisfied at 100, saw 1 2"],
    );
    expect(
        first(),
        "50 answer; 51 x; 56 y; ends 100",
        &["violated at 100 (CallEnded, due 100), saw 1"],
    );
}

/// "Without a connection, 0 stands for it."
#[test]
fn percents_without_a_connection() {
    let rule = || must_y(false, Extent::Percent(10_000));
    expect(
        rule(),
        "1 x; 10 y; ends 100",
        &["satisfied at 100, saw 0 1"],
    );
    expect(
        rule(),
        "1 x; 11 y; ends 100",
        &["violated at 100 (CallEnded, due 100), saw 0"],
    );
}

/// "the utterances of W at its step and later are at most n; the turns that began at later
/// steps are fewer than n"
#[test]
fn the_last_utterances_and_turns() {
    let two = Extent::Utterances(Who::Anyone, 2);
    let says = |word, extent| when(happens("x"), vec![must(agent(word), part(true, extent))]);
    let call = "1 x; 2 agent a; 3 agent b; 4 customer a; ends 9";
    expect(says("b", two), call, &["satisfied at 9, saw 0 2"]);
    expect(
        says("a", two),
        call,
        &["violated at 9 (CallEnded, due 9), saw 0"],
    );
    let of_agent = Extent::Utterances(Who::Agent, 1);
    expect(says("b", of_agent), call, &["satisfied at 9, saw 0 2"]);
    expect(
        must_y(true, two),
        "1 x; 2 agent a; 3 y; 4 agent a; 5 agent b",
        &["satisfied at 5, saw 0 2"],
    );
    expect(
        says("b", Extent::Turns(2)),
        call,
        &["satisfied at 9, saw 0 2"],
    );
    expect(
        says("a", Extent::Turns(2)),
        call,
        &["satisfied at 9, saw 0 1"],
    );
    expect(
        says("a", Extent::Turns(1)),
        call,
        &["violated at 9 (CallEnded, due 9), saw 0"],
    );
}

/// "A window with such a part is closed by nothing but the end of the call (other bounds keep
/// later targets from counting)."
#[test]
fn other_bounds_of_a_last_part() {
    let window = |more: Window| Window {
        part: part(true, Extent::Time(20)).part,
        ..more
    };
    let before = window(Window {
        before: Some(happens("z")),
        ..any_time()
    });
    let rule = |window| when(happens("x"), vec![must(happens("y"), window)]);
    expect(
        rule(before.clone()),
        "1 x; 15 y; 16 z; 25 y; ends 30",
        &["satisfied at 30, saw 0 1"],
    );
    expect(
        rule(before),
        "1 x; 5 y; 16 z; 25 y; ends 30",
        &["violated at 30 (CallEnded, due 30), saw 0"],
    );
    let limited = || window(within(15));
    expect(
        rule(limited()),
        "1 x; 16 y; 17 y; ends 30",
        &["satisfied at 30, saw 0 1"],
    );
    expect(
        rule(limited()),
        "1 x; 17 y; ends 30",
        &["violated at 30 (CallEnded, due 16), saw 0"],
    );
    let at_the_limit = when(happens("x"), vec![must(call_ends(), limited())]);
    expect(at_the_limit, "1 x; ends 16", &["satisfied at 16, saw 0"]);
}

/// A rule without `when` that only forbids, with such a part, is one occurrence.
#[test]
fn a_last_part_of_a_whole_call() {
    let rule = whole_call(vec![must_not(happens("y"), part(true, Extent::Time(10)))]);
    expect(
        rule.clone(),
        "1 y; 25 y; 26 y; ends 30",
        &["violated at 30 (Forbidden), saw 2"],
    );
    expect(rule, "1 y; ends 30", &["satisfied at 30"]);
    let first = whole_call(vec![must_not(happens("y"), part(false, Extent::Turns(1)))]);
    let found = [
        "violated at 1 (Forbidden), saw 0",
        "violated at 3 (Forbidden), saw 2",
    ];
    expect(first, "1 y; 2 agent a; 3 y; 4 customer a; 5 y", &found);
}
