//! A long call with a rulebook that uses everything: it ends, and soon.

use crate::making::*;
use zhunze_compiler::book::{Rule, SpanKind, Who, Window};

fn rules() -> Vec<Rule> {
    let turn = Window {
        next_turn: Some(Who::Agent),
        ..any_time()
    };
    let quiet = when(
        silence(Who::Anyone, 7, false),
        vec![must(agent("a"), within(30))],
    );
    let held = when(
        lasts(SpanKind::Hold, 3),
        vec![must(agent("b"), turn.clone())],
    );
    let answers = when(
        customer("a"),
        vec![must(agent("a"), turn), must_not(happens("y"), within(50))],
    );
    let chain = when(
        agent("b"),
        vec![first(vec![customer("a"), happens("x"), agent("a")])],
    );
    vec![
        quiet,
        held,
        answers,
        chain,
        whole_call(vec![must_not(happens("x"), any_time())]),
    ]
}

#[test]
fn a_long_call() {
    let line = |n: i64| {
        let t = n * 5 + n % 7;
        let what = [
            "agent a",
            "customer a c",
            "x",
            "hold_start",
            "agent c b",
            "hold_end",
            "y",
        ];
        format!("{t}-{} {}", t + n % 4, what[(n * n + n / 3) as usize % 7])
    };
    let lines: Vec<_> = (0..400).map(line).collect();
    let found = judge(rules(), &lines.join(";"));
    for rule in 0..5 {
        let start = format!("{rule} ");
        assert!(
            found.iter().any(|line| line.starts_with(&start)),
            "{found:?}"
        );
    }
}
