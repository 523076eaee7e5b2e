//! The module and the reference evaluator agree, over random rulebooks and calls.
//!
//! `ZHUNZE_SEED` starts somewhere else, `ZHUNZE_CASES` runs more (rulebooks; each meets
//! four calls in two deliveries). A failure prints its seed.

use zhunze_calls::call::Call;
use zhunze_calls::verdict::Verdicts;
use zhunze_compiler::book::Book;
use zhunze_tests::plain_host::{Delivery, Host};
use zhunze_tests::random::{self, Random};

fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

#[test]
fn module_and_reference_agree() {
    let (first, cases) = (from_env("ZHUNZE_SEED", 1), from_env("ZHUNZE_CASES", 400));
    for seed in first..first + cases {
        agree(seed);
    }
}

fn agree(seed: u64) {
    let mut random = Random::new(seed);
    let book = random::book(&mut random);
    let compiled = zhunze_compiler::compile(&book).expect("compiles");
    let mut host = Host::new(&compiled.wasm);
    for _ in 0..4 {
        let (call, ends) = random::call(&mut random, 30);
        let expected = sorted(zhunze_reference::evaluate(&book, &call, Some(ends)));
        for delivery in [Delivery::Batch, Delivery::OneByOne] {
            let actual = sorted(host.run(&call, ends, delivery));
            if actual != expected {
                show(seed, &book, &call, ends, &expected, &actual);
            }
        }
    }
}

/// Findings in the order of reports.
fn sorted(mut verdicts: Verdicts) -> Verdicts {
    verdicts
        .findings
        .sort_by_key(|finding| (finding.at, finding.rule));
    verdicts
}

fn show(
    seed: u64,
    book: &Book,
    call: &Call,
    ends: i64,
    expected: &Verdicts,
    actual: &Verdicts,
) -> ! {
    let different =
        |finding| !(expected.findings.contains(finding) && actual.findings.contains(finding));
    let events: Vec<String> = call
        .events
        .iter()
        .enumerate()
        .map(|(i, e)| {
            format!(
                "{i}: {}-{} {:?} {:?} {:?} {:?}",
                e.t, e.end, e.kind, e.speaker, e.text, e.attributes
            )
        })
        .collect();
    let rules: Vec<u32> = expected
        .findings
        .iter()
        .chain(&actual.findings)
        .filter(|f| different(f))
        .map(|f| f.rule)
        .collect();
    for rule in &book.rules {
        if rules.is_empty()
            || rules
                .contains(&(book.rules.iter().position(|r| r.name == rule.name).unwrap() as u32))
        {
            println!("{rule:?}");
        }
    }
    println!(
        "call {:?}\n{}\nends {ends}",
        call.metadata,
        events.join("\n")
    );
    let reference: Vec<_> = expected.findings.iter().filter(|f| different(f)).collect();
    let module: Vec<_> = actual.findings.iter().filter(|f| different(f)).collect();
    println!("reference only: {reference:?}\nmodule only: {module:?}");
    println!(
        "rows {:?}\n     {:?}",
        (
            &expected.rules,
            &expected.sections,
            &expected.scores,
            &expected.notes
        ),
        (
            &actual.rules,
            &actual.sections,
            &actual.scores,
            &actual.notes
        )
    );
    panic!(
        "seed {seed}: the module and the reference differ (ZHUNZE_SEED={seed} ZHUNZE_CASES=1 repeats it)"
    );
}
