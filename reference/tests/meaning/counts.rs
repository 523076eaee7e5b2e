//! "A moment's tally", arithmetic and turns of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{ArithmeticOp, Expr, Moment, Term, TimeOf, Who};

fn since(moment: Moment, since: Moment) -> Term {
    Term::Count {
        moment,
        since: Some(since),
        last: None,
    }
}

fn last(moment: Moment, last: u64) -> Term {
    Term::Count {
        moment,
        since: None,
        last: Some(last),
    }
}

fn time(which: TimeOf, moment: Moment) -> Term {
    Term::TimeOf { which, moment }
}

/// "how many steps matched, strictly after the last step of `since`"
#[test]
fn counts_since() {
    let of = || since(happens("y"), happens("z"));
    has_value(of(), "1 y; 2 y; 3 x", Some(2000));
    has_value(of(), "1 y; 2 z; 3 y; 4 z; 5 y; 6 y; 7 x", Some(2000));
    has_value(of(), "1 y; 2 z; 3 x", Some(0));
    let both = || since(one_of(vec![happens("y"), happens("z")]), happens("z"));
    has_value(both(), "1 y; 2 z; 3 x", Some(0));
    has_value(
        since(happens("y"), happens("x")),
        "1 x; 2 y; 3 x",
        Some(1000),
    );
}

/// "and of those (the last 64 at most) with t ≥ now − `last`"
#[test]
fn counts_lately() {
    has_value(last(happens("y"), 5), "1 y; 4 y; 5 y; 9 x", Some(2000));
    let many = |n: usize| format!("{}9 x", "5 y; ".repeat(n));
    has_value(last(happens("y"), 5), &many(64), Some(64_000));
    has_value(last(happens("y"), 5), &many(70), Some(64_000));
    has_value(count(happens("y")), &many(70), Some(70_000));
    let both = Term::Count {
        moment: happens("y"),
        since: Some(happens("z")),
        last: Some(5),
    };
    has_value(both, "4 y; 5 z; 6 y; 9 x", Some(1000));
}

/// "`Happened`: at least one."
#[test]
fn happened_since() {
    let rule = || {
        let happened = Expr::Happened {
            moment: happens("y"),
            since: Some(happens("z")),
        };
        when(happens("x"), vec![require(happened)])
    };
    expect(rule(), "1 y; 2 x", &["satisfied at 2, saw 1"]);
    expect(
        rule(),
        "1 y; 2 z; 3 x",
        &["violated at 3 (NotMet, due 3), saw 2"],
    );
    expect(rule(), "1 z; 2 y; 3 x", &["satisfied at 3, saw 2"]);
}

/// "`TimeOf`: t of the first, t of the last, or now − end of the last (at least 0)."
#[test]
fn times_of_moments() {
    let call = "1000 y; 3000-4000 agent a; 6000-7500 agent a; 8000 x";
    has_value(time(TimeOf::First, agent("a")), call, Some(3000));
    has_value(time(TimeOf::Last, agent("a")), call, Some(6000));
    has_value(time(TimeOf::Since, agent("a")), call, Some(500));
    has_value(
        time(TimeOf::Since, agent("a")),
        "1000-9000 agent a; 2000 x",
        Some(0),
    );
    has_value(
        time(TimeOf::Since, happens("x")),
        "1000 x; 2000 x",
        Some(1000),
    );
    for which in [TimeOf::First, TimeOf::Last, TimeOf::Since] {
        has_value(time(which, agent("b")), call, None);
        has_value(time(which, happens("x")), call, None);
    }
}

fn arithmetic(left: i64, op: ArithmeticOp, right: i64) -> Term {
    let (left, right) = (Term::Number(left), Term::Number(right));
    Term::Arithmetic(Box::new(left), op, Box::new(right))
}

/// "Arithmetic is on thousandths: × is a·b/1000, ÷ is a·1000/b, toward zero, in 128 bits;
/// missing when a side is, when b is 0, or when the result is beyond ±9·10¹⁵."
#[test]
fn arithmetic_on_thousandths() {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    let most = 9_000_000_000_000_000;
    for (left, op, right, result) in [
        (1500, Add, 2500, Some(4000)),
        (1500, Subtract, 2500, Some(-1000)),
        (1500, Multiply, 2500, Some(3750)),
        (-1, Multiply, 999, Some(0)),
        (-1001, Multiply, 1999, Some(-2000)),
        (7000, Divide, 2000, Some(3500)),
        (-7, Divide, 2000, Some(-3)),
        (1000, Divide, 0, None),
        (most, Add, 0, Some(most)),
        (most, Add, 1, None),
        (-most, Subtract, 1, None),
        (most, Multiply, 1000, Some(most)),
        (most, Multiply, 1001, None),
        (most, Divide, 999, None),
        (i64::MAX, Subtract, i64::MAX, Some(0)),
        (i64::MAX, Divide, i64::MAX, Some(1000)),
        (i64::MAX, Multiply, i64::MAX, None),
    ] {
        has_value(arithmetic(left, op, right), "1 x", result);
    }
    let missing = Term::Field(attribute("level"));
    let sum = Term::Arithmetic(Box::new(missing), Add, Box::new(Term::Number(0)));
    has_value(sum.clone(), "1 x", None);
    has_value(sum, "1 x level=4", Some(4000));
}

/// "`TurnStart`: the utterance before it (of anybody) was not by the same speaker."
#[test]
fn turns() {
    let begins = event(
        zhunze_compiler::book::Kind::Utterance,
        Who::Anyone,
        None,
        Some(Expr::TurnStart),
    );
    let call = "1 agent a; 2 x; 3 agent a; 4 customer b; 5 system a; 6 customer b; 7 somebody a; 8 somebody a";
    comes_at(begins, call, &[0, 3, 4, 5, 6]);
    comes_at(happens_where("x", Some(Expr::TurnStart)), call, &[]);
}
