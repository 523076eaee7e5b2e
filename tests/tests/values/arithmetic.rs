//! Arithmetic on thousandths.
use zhunze_calls::verdict::Note;

use crate::making::*;
use zhunze_compiler::book::ArithmeticOp as Op;

fn number(n: i64) -> Term {
    Term::Number(n)
}

#[track_caller]
fn judged(cases: &[(i64, Op, i64, Option<i64>)]) {
    let exprs: Vec<Expr> = cases
        .iter()
        .map(|(a, o, b, want)| {
            let term = calculate(number(*a), *o, number(*b));
            match want {
                Some(n) => equals(term, *n),
                None => Expr::Not(Box::new(is_there(&term))),
            }
        })
        .collect();
    let held = judge(&happens("x"), &exprs, "5 x");
    for (case, held) in cases.iter().zip(held) {
        if !held[0] {
            let term = calculate(number(case.0), case.1, number(case.2));
            check(&happens("x"), &term, "5 x", &[case.3]);
        }
    }
}

const MOST: i64 = 9_000_000_000_000_000;

#[test]
fn sums() {
    judged(&[
        (1_000, Op::Add, 2_500, Some(3_500)),
        (-1, Op::Add, 1, Some(0)),
        (MOST, Op::Add, 0, Some(MOST)),
        (MOST, Op::Add, 1, None),
        (-MOST, Op::Subtract, 1, None),
        (-MOST, Op::Subtract, 0, Some(-MOST)),
        (i64::MAX, Op::Add, i64::MAX, None),
        (i64::MIN + 1, Op::Add, i64::MIN + 1, None),
        (i64::MAX, Op::Subtract, i64::MIN + 1, None),
        (i64::MAX, Op::Subtract, i64::MAX, Some(0)),
        (i64::MAX, Op::Add, -i64::MAX, Some(0)),
        (-1_000, Op::Subtract, 500, Some(-1_500)),
    ]);
}

#[test]
fn products() {
    judged(&[
        (2_000, Op::Multiply, 3_000, Some(6_000)),
        (-2_000, Op::Multiply, 3_500, Some(-7_000)),
        (-2_000, Op::Multiply, -3_500, Some(7_000)),
        (1, Op::Multiply, 999, Some(0)),
        (-1, Op::Multiply, 999, Some(0)),
        (1, Op::Multiply, 1_000, Some(1)),
        (-3, Op::Multiply, 500, Some(-1)),
        (MOST, Op::Multiply, 1_000, Some(MOST)),
        (MOST, Op::Multiply, 1_001, None),
        (MOST, Op::Multiply, MOST, None),
        (i64::MAX, Op::Multiply, 1, None),
        (
            8_999_999_999_999_999_999,
            Op::Multiply,
            -1,
            Some(-8_999_999_999_999_999),
        ),
        (
            3_037_000_500,
            Op::Multiply,
            3_037_000_500,
            Some((3_037_000_500i128 * 3_037_000_500 / 1000) as i64),
        )
            .min_ok(),
        (
            94_868_329_805,
            Op::Multiply,
            94_868_329,
            Some((94_868_329_805i128 * 94_868_329 / 1000) as i64),
        ),
    ]);
}

trait MinOk {
    fn min_ok(self) -> Self;
}
impl MinOk for (i64, Op, i64, Option<i64>) {
    fn min_ok(mut self) -> Self {
        if self.3.is_some_and(|n| n.abs() > MOST) {
            self.3 = None;
        }
        self
    }
}

#[test]
fn quotients() {
    judged(&[
        (6_000, Op::Divide, 3_000, Some(2_000)),
        (1_000, Op::Divide, 3_000, Some(333)),
        (-1_000, Op::Divide, 3_000, Some(-333)),
        (2_000, Op::Divide, -3_000, Some(-666)),
        (1, Op::Divide, 0, None),
        (0, Op::Divide, 0, None),
        (0, Op::Divide, -5, Some(0)),
        (MOST, Op::Divide, 1, None),
        (MOST, Op::Divide, 1_000, Some(MOST)),
        (i64::MAX, Op::Divide, i64::MAX, Some(1_000)),
        (i64::MAX, Op::Divide, -i64::MAX, Some(-1_000)),
        (
            i64::MAX,
            Op::Divide,
            1_000_000,
            Some((i64::MAX as i128 * 1000 / 1_000_000) as i64),
        )
            .min_ok(),
        (
            i64::MAX,
            Op::Divide,
            1_024_819_116,
            Some((i64::MAX as i128 * 1000 / 1_024_819_116) as i64),
        )
            .min_ok(),
        (1, Op::Divide, i64::MAX, Some(0)),
    ]);
}

#[test]
fn random_products_and_quotients() {
    let mut seed = 7u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let n = (seed as i64) >> (seed.rotate_left(9) % 63);
        if n == i64::MIN { 0 } else { n }
    };
    let fit = |n: i128| (n.abs() <= MOST as i128).then_some(n as i64);
    let mut cases = vec![];
    for _ in 0..300 {
        let (a, b) = (next(), next());
        cases.push((a, Op::Multiply, b, fit(a as i128 * b as i128 / 1000)));
        cases.push((
            a,
            Op::Divide,
            b,
            if b == 0 {
                None
            } else {
                fit(a as i128 * 1000 / b as i128)
            },
        ));
        cases.push((a, Op::Add, b, fit(a as i128 + b as i128)));
        cases.push((a, Op::Subtract, b, fit(a as i128 - b as i128)));
    }
    judged(&cases);
}

#[test]
fn missing_sides_stay_missing() {
    let p = Term::Field(attribute("p"));
    let sum = calculate(p.clone(), Op::Add, number(1));
    check(&happens("x"), &sum, "5 x; 6 x p=7", &[None, Some(8)]);
    let notes = run(
        &book(vec![require(happens("x"), is_there(&sum))]),
        "5 x; 6 x p=7",
    )
    .notes;
    let missing = Note::MissingAttribute {
        attribute: 0,
        count: 1,
    };
    assert!(notes.contains(&missing));
}
