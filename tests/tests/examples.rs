//! The example rulebooks on the example calls and on real ones: the module in two engines
//! and the reference evaluator give the same reports, and the counts stay what they were.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use zhunze_calls::call::{self, Call};
use zhunze_calls::verdict::Verdicts;
use zhunze_compiler::book::Book;
use zhunze_runtime::{Engine, Limits};
use zhunze_tests::files;
use zhunze_tests::plain_host::{Delivery, Host};

fn sorted(mut verdicts: Verdicts) -> Verdicts {
    verdicts
        .findings
        .sort_by_key(|finding| (finding.at, finding.rule));
    verdicts
}

/// What all evaluators say of each call; fails when they differ.
fn judge(book: &Book, calls: &[Call]) -> Vec<Verdicts> {
    let wasm = zhunze_compiler::compile(book).unwrap().wasm;
    let rulebook = Engine::new(Limits::default()).unwrap().load(&wasm).unwrap();
    let (mut scorer, mut second) = (rulebook.scorer().unwrap(), Host::new(&wasm));
    let judge = |call: &Call| {
        let module = sorted(scorer.score(call).unwrap());
        let reference = sorted(zhunze_reference::evaluate(book, call, None));
        assert_eq!(
            module, reference,
            "{}: {} and the reference",
            book.name, call.call_id
        );
        for delivery in [Delivery::Batch, Delivery::OneByOne] {
            let interpreted = sorted(second.run(call, call::call_end(call), delivery));
            assert_eq!(
                module, interpreted,
                "{}: {} in wasmi",
                book.name, call.call_id
            );
        }
        module
    };
    calls.iter().map(judge).collect()
}

#[test]
fn example_calls_are_judged_alike_by_all() {
    let calls = files::example_calls();
    assert!(calls.len() >= 16);
    for path in files::examples() {
        judge(&files::rulebook(&path), &calls);
    }
}

#[test]
fn real_bank_calls_keep_their_verdicts() {
    let Some(shared) = files::shared() else {
        return;
    };
    let book = files::rulebook(&files::root().join("examples/harper-valley-bank.rulebook"));
    let mut counted = BTreeMap::new();
    for name in ["harpervalley", "star_bank"] {
        let calls = files::calls(&shared.join("calls").join(format!("{name}.jsonl")));
        counted.insert(name, count(&book, &judge(&book, &calls)));
    }
    let kept =
        std::fs::read_to_string(files::root().join("examples/verdicts-shared.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(serde_json::to_value(&counted).unwrap(), kept);
}

/// How many calls passed, and how often each rule was satisfied, violated, not applicable.
fn count(book: &Book, verdicts: &[Verdicts]) -> Value {
    let passes = |verdicts: &&Verdicts| {
        let under = |(row, score): (
            &zhunze_calls::verdict::ScoreRow,
            &zhunze_compiler::book::Score,
        )| { row.fatal || score.pass.is_some_and(|pass| row.value < pass) };
        !verdicts.scores.iter().zip(&book.scores).any(under)
    };
    let pass = verdicts.iter().filter(passes).count();
    let rule = |(number, rule): (usize, &zhunze_compiler::book::Rule)| {
        let rows = || {
            verdicts
                .iter()
                .map(|verdicts| verdicts.rules[number].clone())
        };
        let violated = rows().filter(|row| row.violated > 0).count();
        let satisfied = rows()
            .filter(|row| row.violated == 0 && row.satisfied > 0)
            .count();
        let counts = json!({"satisfied": satisfied, "violated": violated, "not_applicable": verdicts.len() - violated - satisfied});
        (rule.name.clone(), counts)
    };
    let rules: serde_json::Map<String, Value> = book.rules.iter().enumerate().map(rule).collect();
    json!({"calls": verdicts.len(), "pass": pass, "fail": verdicts.len() - pass, "rules": rules})
}
