//! The tests of docs/meaning.md that the plain evaluator has to pass, with the module in its
//! place. The tests are those of `reference/tests/meaning`; only `evaluator` differs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../../../reference/tests/meaning/breaches.rs"]
mod breaches;
#[path = "../../../reference/tests/meaning/busy.rs"]
mod busy;
#[path = "../../../reference/tests/meaning/calling.rs"]
mod calling;
#[path = "../../../reference/tests/meaning/chains.rs"]
mod chains;
#[path = "../../../reference/tests/meaning/clock.rs"]
mod clock;
#[path = "../../../reference/tests/meaning/compared.rs"]
mod compared;
#[path = "../../../reference/tests/meaning/connection.rs"]
mod connection;
#[path = "../../../reference/tests/meaning/counts.rs"]
mod counts;
#[path = "../../../reference/tests/meaning/derived.rs"]
mod derived;
#[path = "../../../reference/tests/meaning/findings.rs"]
mod findings;
#[path = "../../../reference/tests/meaning/groups.rs"]
mod groups;
#[path = "../../../reference/tests/meaning/limits.rs"]
mod limits;
#[path = "../../../reference/tests/meaning/making.rs"]
mod making;
#[path = "../../../reference/tests/meaning/matching.rs"]
mod matching;
#[path = "../../../reference/tests/meaning/measures.rs"]
mod measures;
#[path = "../../../reference/tests/meaning/missing.rs"]
mod missing;
#[path = "../../../reference/tests/meaning/occurrences.rs"]
mod occurrences;
#[path = "../../../reference/tests/meaning/outcomes.rs"]
mod outcomes;
#[path = "../../../reference/tests/meaning/overlap.rs"]
mod overlap;
#[path = "../../../reference/tests/meaning/own.rs"]
mod own;
#[path = "../../../reference/tests/meaning/parts.rs"]
mod parts;
#[path = "../../../reference/tests/meaning/picks.rs"]
mod picks;
#[path = "../../../reference/tests/meaning/points.rs"]
mod points;
#[path = "../../../reference/tests/meaning/similarity.rs"]
mod similarity;
#[path = "../../../reference/tests/meaning/speech.rs"]
mod speech;
#[path = "../../../reference/tests/meaning/statistics.rs"]
mod statistics;
#[path = "../../../reference/tests/meaning/steps.rs"]
mod steps;
#[path = "../../../reference/tests/meaning/timers.rs"]
mod timers;
#[path = "../../../reference/tests/meaning/waiting.rs"]
mod waiting;
#[path = "../../../reference/tests/meaning/windows.rs"]
mod windows;

/// The module, in both deliveries.
mod evaluator {
    use zhunze_calls::call::{self, Call};
    use zhunze_calls::verdict::Verdicts;
    use zhunze_compiler::book::Book;
    use zhunze_tests::plain_host::{Delivery, Host};

    pub(crate) fn evaluate(book: &Book, call: &Call, ends: Option<i64>) -> Verdicts {
        // What is too large for a module is still judged by the plain evaluator.
        let Ok(module) = zhunze_compiler::compile(book) else {
            return zhunze_reference::evaluate(book, call, ends);
        };
        let mut host = Host::new(&module.wasm);
        let last = call.events.iter().map(|event| event.t).max();
        let ends = ends.map_or(call::call_end(call), |ends| {
            ends.max(last.unwrap_or(0)).max(0)
        });
        let batch = host.run(call, ends, Delivery::Batch);
        assert_eq!(batch, host.run(call, ends, Delivery::OneByOne));
        batch
    }
}
