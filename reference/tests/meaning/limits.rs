//! "Limits", and the next events of a kind, of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{ArithmeticOp, Limit, Next, Rule, Term, ValueUnit, Who, Window};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

fn limited(limit: Limit) -> Window {
    Window {
        max: Some(limit),
        ..any_time()
    }
}

fn x_then_y(window: Window) -> Rule {
    when(happens("x"), vec![must(happens("y"), window)])
}

/// The limit of an occurrence, as the `due` of a violation that ends with it.
#[track_caller]
fn limit_is(limit: Limit, lines: &str, expected: Option<i64>) {
    let call = format!("{lines}; ends {}", 100 * DAY);
    let found = &evaluate(&book(vec![x_then_y(limited(limit))]), &call).findings[0];
    assert_eq!(found.due, Some(expected.unwrap_or(100 * DAY)), "{lines}");
}

/// "`Value`: trigger end + value × unit, at least the trigger end; none when the value is
/// missing at the trigger or the product does not fit"
#[test]
fn a_value_as_limit() {
    let value = || Limit::Value {
        value: Term::Field(attribute("level")),
        unit: ValueUnit::Millis(60_000),
    };
    limit_is(value(), "5-9 x level=2", Some(9 + 120_000));
    limit_is(value(), "5-9 x level=-2", Some(9));
    limit_is(value(), "5-9 x", None);
    limit_is(value(), "5-9 x level=high", None);
    limit_is(value(), "5-9 x level=9000000000000", None);
    expect(
        x_then_y(limited(value())),
        "1 x level=1; 60001 y",
        &["satisfied at 60001, saw 0 1"],
    );
}

/// "when it begins to wait, the limits of its windows are fixed": then what they ask for is
/// counted when it is missing, and not when nothing waits.
#[test]
fn missing_limits_are_counted() {
    use zhunze_calls::verdict::Note;
    let notes = |more| {
        let value = Limit::Value {
            value: Term::Field(attribute("level")),
            unit: ValueUnit::Millis(1),
        };
        let mut all = vec![must(happens("y"), limited(value))];
        all.extend(more);
        let rule = when(happens("x"), all);
        evaluate(&book(vec![rule]), "meta queue=a vip=yes; 1 x; 2 x").notes
    };
    let missing = Note::MissingAttribute {
        attribute: 0,
        count: 2,
    };
    assert_eq!(notes(vec![]), [missing]);
    assert_eq!(
        notes(vec![require(zhunze_compiler::book::Expr::Const(false))]),
        []
    );
}

/// "`Clock(m)`: the instant at which the local time is m on the local day of the trigger's
/// t, at least the trigger end"
#[test]
fn a_time_of_day_as_limit() {
    let six = || Limit::Clock(18 * HOUR as u64);
    limit_is(six(), "started 2026-11-24T17:00+08:00; 0 x", Some(HOUR));
    limit_is(six(), "started 2026-11-24T17:00; 1800000 x", Some(HOUR));
    limit_is(six(), "started 2026-11-24T19:00; 5-9 x", Some(9));
    limit_is(
        six(),
        "started 2026-11-24T23:00; 7200000 x",
        Some(19 * HOUR),
    );
    limit_is(six(), "started yesterday; 0 x", None);
    limit_is(six(), "0 x", None);
}

/// "`WorkingDays(n)`: the same local time as at the trigger's end, on the n-th day after its
/// day that is no Saturday and no Sunday."
#[test]
fn working_days_as_limit() {
    let days = Limit::WorkingDays;
    // 2026-11-24 is a Tuesday.
    limit_is(days(1), "started 2026-11-24T17:00; 5-9 x", Some(9 + DAY));
    limit_is(days(3), "started 2026-11-24T17:00; 0 x", Some(3 * DAY));
    limit_is(days(4), "started 2026-11-24T17:00; 0 x", Some(6 * DAY));
    limit_is(days(10), "started 2026-11-24T17:00; 0 x", Some(14 * DAY));
    limit_is(days(1), "started 2026-11-28T17:00; 0 x", Some(2 * DAY));
    limit_is(days(1), "started 2026-11-29T17:00; 0 x", Some(DAY));
    limit_is(
        days(1),
        "started 2026-11-27T23:59; 120000 x",
        Some(120_000 + 2 * DAY),
    );
    limit_is(days(1), "0 x", None);
}

fn next(count: u32, inclusive: bool) -> Window {
    Window {
        next: Some(Next {
            moment: speaks(Who::Agent),
            count,
            inclusive,
        }),
        ..any_time()
    }
}

/// "`next` and the step matches its moment: that is one more of them; beyond `count` the
/// window closes"
#[test]
fn among_the_next() {
    let rule = || x_then_y(next(2, false));
    expect(
        rule(),
        "1 x; 2 agent a; 3 agent a; 4 y; 5 agent a",
        &["satisfied at 4, saw 0 3"],
    );
    let closed = "violated at 4 (WindowClosed, due 4), saw 0";
    expect(
        rule(),
        "1 x; 2 agent a; 3 agent a; 4 agent a; 5 y",
        &[closed],
    );
    let own = when(customer("a"), vec![must(agent("b"), next(1, false))]);
    expect(
        own,
        "1 customer a; 2 agent a; 3 agent b",
        &["violated at 3 (WindowClosed, due 3), saw 0"],
    );
}

/// "then, if `next` is inclusive and this was the last of them, the window closes"
#[test]
fn among_the_next_inclusive() {
    let rule = || when(happens("x"), vec![must(agent("b"), next(2, true))]);
    expect(
        rule(),
        "1 x; 2 agent a; 3 agent b",
        &["satisfied at 3, saw 0 2"],
    );
    let closed = "violated at 3 (WindowClosed, due 3), saw 0";
    expect(rule(), "1 x; 2 agent a; 3 agent a; 4 agent b", &[closed]);
    let never = when(happens("x"), vec![must_not(agent("b"), next(1, true))]);
    expect(
        never.clone(),
        "1 x; 2 agent a; 3 agent b",
        &["satisfied at 2, saw 0"],
    );
    expect(
        never,
        "1 x; 2 agent b",
        &["violated at 2 (Forbidden), saw 0 1"],
    );
}

/// "the step matches `before`: the window closes; else …": a step that is both closes.
#[test]
fn before_comes_before_next() {
    let window = Window {
        before: Some(agent("c")),
        ..next(1, true)
    };
    let rule = when(happens("x"), vec![must(agent("b"), window)]);
    expect(
        rule,
        "1 x; 2 agent b c",
        &["violated at 2 (WindowClosed, due 2), saw 0"],
    );
}

/// A rule without `when` that only forbids: "the window's `after`, `before`, `next` may each
/// run once".
#[test]
fn next_of_a_whole_call() {
    let rule = whole_call(vec![must_not(happens("y"), next(1, false))]);
    let found = [
        "violated at 1 (Forbidden), saw 0",
        "violated at 3 (Forbidden), saw 2",
    ];
    expect(rule, "1 y; 2 agent a; 3 y; 4 agent a; 5 y", &found);
}

/// "`WorkingDays`: as many as the value says; a part of a day counts as a day, more than 250
/// as 250, less than none as none"
#[test]
fn a_value_of_working_days_as_limit() {
    let level = || Box::new(Term::Field(attribute("level")));
    let half = Term::Arithmetic(level(), ArithmeticOp::Divide, Box::new(Term::Number(2000)));
    let of = |value| Limit::Value {
        value,
        unit: ValueUnit::WorkingDays,
    };
    let days = || of(*level());
    let started = "started 2026-11-24T17:00; 5-9 x";
    limit_is(days(), &format!("{started} level=3"), Some(9 + 3 * DAY));
    limit_is(days(), &format!("{started} level=4"), Some(9 + 6 * DAY));
    limit_is(of(half), &format!("{started} level=7"), Some(9 + 6 * DAY));
    limit_is(days(), &format!("{started} level=0"), Some(9));
    limit_is(days(), &format!("{started} level=-2"), Some(9));
    limit_is(days(), started, None);
    limit_is(days(), "5-9 x level=3", None);
}

/// "`TimeOfDay`: that minute of the trigger's day, or of the next when it is past at the
/// trigger's end; none when a day has no such minute"
#[test]
fn a_value_of_the_clock_as_limit() {
    let at = || Limit::Value {
        value: Term::Field(attribute("level")),
        unit: ValueUnit::TimeOfDay,
    };
    let started = "started 2026-11-24T17:00; 0 x";
    limit_is(at(), &format!("{started} level=1080"), Some(HOUR));
    limit_is(at(), &format!("{started} level=1020"), Some(0));
    limit_is(at(), &format!("{started} level=180"), Some(10 * HOUR));
    limit_is(at(), &format!("{started} level=1440"), Some(7 * HOUR));
    limit_is(at(), &format!("{started} level=1441"), None);
    limit_is(at(), &format!("{started} level=-1"), None);
    limit_is(at(), started, None);
    limit_is(at(), "0 x level=1080", None);
}
