//! Windows of `must` and `must not`.

use crate::making::*;
use zhunze_compiler::book::{Rule, Who, Window};

fn x_then_y(window: Window) -> Rule {
    when(happens("x"), vec![must(happens("y"), window)])
}

fn x_never_y(window: Window) -> Rule {
    when(happens("x"), vec![must_not(happens("y"), window)])
}

/// "Windows are closed: an event exactly at a deadline is in time."
#[test]
fn the_deadline_itself_is_in_time() {
    expect(
        x_then_y(within(5)),
        "1 x; 6 y",
        &["satisfied at 6, saw 0 1"],
    );
    let late = "violated at 6 (DeadlineRanOut, due 6), saw 0";
    expect(x_then_y(within(5)), "1 x; 7 y", &[late]);
    expect(
        x_never_y(within(5)),
        "1 x; 6 y",
        &["violated at 6 (Forbidden), saw 0 1"],
    );
    expect(x_never_y(within(5)), "1 x; 7 y", &["satisfied at 6, saw 0"]);
}

/// "'After A' counts from A's end … (an overlap counts as 0)."
#[test]
fn time_counts_from_the_end_of_the_trigger() {
    let rule = || when(agent("a"), vec![must(customer("b"), within(5))]);
    expect(
        rule(),
        "1-10 agent a; 4 customer b",
        &["satisfied at 4, saw 0 1"],
    );
    expect(
        rule(),
        "1-10 agent a; 15 customer b",
        &["satisfied at 15, saw 0 1"],
    );
    let late = "violated at 15 (DeadlineRanOut, due 15), saw 0";
    expect(rule(), "1-10 agent a; 16 customer b", &[late]);
}

/// "not before trigger end + `no sooner than`"
#[test]
fn too_early_does_not_count() {
    let window = || Window {
        min: Some(3),
        ..within(5)
    };
    expect(
        x_then_y(window()),
        "1 x; 3 y; 4 y",
        &["satisfied at 4, saw 0 2"],
    );
    expect(
        x_never_y(window()),
        "1 x; 3 y; 9 z",
        &["satisfied at 6, saw 0"],
    );
    let late = when(agent("a"), vec![must(happens("y"), window())]);
    expect(late, "1-4 agent a; 6 y; 7 y", &["satisfied at 7, saw 0 2"]);
}

/// "the step matches `before M` / `until M`: the window closes"
#[test]
fn before_m_closes_the_window() {
    let window = || Window {
        before: Some(happens("z")),
        ..any_time()
    };
    let closed = "violated at 3 (WindowClosed, due 3), saw 0";
    expect(x_then_y(window()), "1 x; 3 z; 4 y", &[closed]);
    expect(
        x_then_y(window()),
        "0 z; 1 x; 2 y; 3 z",
        &["satisfied at 2, saw 1 2"],
    );
    expect(
        x_never_y(window()),
        "1 x; 3 z; 4 y",
        &["satisfied at 3, saw 0"],
    );
    let ends = Window {
        before: Some(call_ends()),
        ..any_time()
    };
    expect(
        x_then_y(ends),
        "1 x; 3 z",
        &["violated at 3 (WindowClosed, due 3), saw 0"],
    );
}

/// "an event that is both the target and such an M counts as M only"
#[test]
fn target_and_bound_at_once() {
    let before = Window {
        before: Some(happens("y")),
        ..any_time()
    };
    expect(
        x_then_y(before),
        "1 x; 3 y",
        &["violated at 3 (WindowClosed, due 3), saw 0"],
    );
    let after = Window {
        after: Some(happens("y")),
        ..any_time()
    };
    expect(
        x_then_y(after.clone()),
        "1 x; 3 y; 4 y",
        &["satisfied at 4, saw 0 2"],
    );
    let both = Window {
        before: Some(happens("y")),
        ..after
    };
    expect(
        x_then_y(both),
        "1 x; 3 y; 4 y",
        &["violated at 3 (WindowClosed, due 3), saw 0"],
    );
}

/// "`after M` has not been seen: the step may be that M; nothing else counts"
#[test]
fn after_m_opens_the_window() {
    let window = || Window {
        after: Some(happens("z")),
        ..within(9)
    };
    expect(
        x_then_y(window()),
        "1 x; 2 y; 3 z; 4 y",
        &["satisfied at 4, saw 0 3"],
    );
    let earlier = "violated at 10 (DeadlineRanOut, due 10), saw 1";
    expect(x_then_y(window()), "0 z; 1 x; 2 y; 11 y", &[earlier]);
    expect(
        x_never_y(window()),
        "1 x; 2 y; 3 z; 4 y",
        &["violated at 4 (Forbidden), saw 0 3"],
    );
    expect(x_never_y(window()), "1 x; 2 y", &["satisfied at 2, saw 0"]);
}

fn next_turn() -> Window {
    Window {
        next_turn: Some(Who::Agent),
        ..any_time()
    }
}

/// "the window is the first turn of X that starts after the trigger; it closes at the
/// first utterance of another speaker after it"
#[test]
fn the_next_turn() {
    let rule = || when(customer("a"), vec![must(agent("b"), next_turn())]);
    let said = "1 customer a; 2 customer c; 3 agent c; 4 agent b; 5 customer c";
    expect(rule(), said, &["satisfied at 4, saw 0 3"]);
    let later = "1 customer a; 3 agent c; 5 customer c; 6 agent b";
    expect(
        rule(),
        later,
        &["violated at 5 (WindowClosed, due 5), saw 0"],
    );
    let never = "1 customer a; 2 somebody c";
    expect(rule(), never, &["violated at 2 (CallEnded, due 2), saw 0"]);
    let others = "1 customer a; 3 agent c; 5 somebody b; 6 agent b";
    expect(
        rule(),
        others,
        &["violated at 5 (WindowClosed, due 5), saw 0"],
    );
}

/// "while X is still speaking its present turn, that is not the next one"
#[test]
fn the_present_turn_is_not_the_next() {
    let rule = || when(happens("x"), vec![must(agent("b"), next_turn())]);
    let call = "1 agent c; 2 x; 3 agent b; 4 customer c; 5 agent c b";
    expect(rule(), call, &["satisfied at 5, saw 1 4"]);
    let own = when(agent("a"), vec![must(agent("b"), next_turn())]);
    let call = "1 agent a; 3 agent b; 4 customer c; 5 agent c; 6 customer c";
    expect(own, call, &["violated at 6 (WindowClosed, due 6), saw 0"]);
}

/// "with `in X's next turn` only while that turn lasts": whatever happens in the turn.
#[test]
fn other_targets_in_the_turn() {
    let call = "1 x; 2 y; 3 agent c; 4 y; 5 customer c; 6 y";
    expect(x_then_y(next_turn()), call, &["satisfied at 4, saw 0 3"]);
    let call = "1 x; 2 y; 3 agent c; 5 customer c; 6 y";
    expect(x_never_y(next_turn()), call, &["satisfied at 5, saw 0"]);
}

/// An utterance can be the `after M` of a window in a turn, and the turn's first.
#[test]
fn a_turn_after_a_moment() {
    let window = || Window {
        after: Some(agent("a")),
        ..next_turn()
    };
    let rule = || when(happens("x"), vec![must(agent("b"), window())]);
    expect(
        rule(),
        "1 x; 2 agent b; 3 agent a b; 4 agent b",
        &["satisfied at 4, saw 0 3"],
    );
    expect(
        rule(),
        "1 x; 2 agent a; 3 agent b",
        &["satisfied at 3, saw 0 2"],
    );
}

/// "A window also closes at the end of the call" … "`due`: … if the call ended and the
/// window has a `within`"
#[test]
fn the_end_of_the_call_closes_all_windows() {
    let ended = "violated at 5 (CallEnded, due 11), saw 0";
    expect(x_then_y(within(10)), "1 x; ends 5", &[ended]);
    let ended = "violated at 5 (CallEnded, due 5), saw 0";
    expect(x_then_y(any_time()), "1 x; ends 5", &[ended]);
    expect(
        x_never_y(within(10)),
        "1 x; ends 5",
        &["satisfied at 5, saw 0"],
    );
    let last = when(call_ends(), vec![must(happens("x"), within(0))]);
    expect(last, "1 x; ends 5", &["violated at 5 (CallEnded, due 5)"]);
}

/// "An obligation never looks at the trigger itself."
#[test]
fn the_trigger_is_not_a_target() {
    let rule = when(happens("x"), vec![must_not(happens("x"), any_time())]);
    expect(rule, "1 x", &["satisfied at 1, saw 0"]);
}
