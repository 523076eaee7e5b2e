//! Live and afterwards are the same: a call fed event by event, saved and restored after
//! every one, gives the findings of the batch. (Random rulebooks, ticks and events that arrive
//! out of order are in `differential.rs`.)

use zhunze_calls::call::{self, Call};
use zhunze_calls::report::ReportOptions;
use zhunze_runtime::{Engine, Limits, Options, Rulebook, Session};
use zhunze_tests::files;

fn engine() -> Engine {
    Engine::new(Limits::default()).unwrap()
}

/// Feeds the events in order through a new session for each, made from a snapshot.
fn live(rulebook: &Rulebook, call: &Call, options: Options, order: &[usize]) -> Session {
    let mut scorer = rulebook.scorer().unwrap();
    let mut session = Session::open(&mut scorer, call, options).unwrap();
    for position in order {
        session.event(&mut scorer, &call.events[*position]).unwrap();
        let bytes = session.snapshot().unwrap();
        session = Session::restore(rulebook, &bytes).unwrap();
    }
    session.close(&mut scorer, None).unwrap();
    session
}

/// The call with its events in the order of their times, so that positions are those that
/// a session gives.
fn in_order(call: &Call) -> Call {
    let events = call::order(call)
        .into_iter()
        .map(|at| call.events[at].clone())
        .collect();
    Call {
        events,
        ..call.clone()
    }
}

#[test]
fn examples_are_the_same_through_a_snapshot_after_every_event() {
    let all = ReportOptions { all_findings: true };
    for path in files::examples() {
        let wasm = zhunze_compiler::compile(&files::rulebook(&path))
            .unwrap()
            .wasm;
        let rulebook = engine().load(&wasm).unwrap();
        for call in files::example_calls() {
            let call = in_order(&call);
            let verdicts = rulebook.scorer().unwrap().score(&call).unwrap();
            let batch = serde_json::to_value(rulebook.report(&call, &verdicts, all)).unwrap();
            let order: Vec<usize> = (0..call.events.len()).collect();
            let session = live(&rulebook, &call, Options::default(), &order);
            let live = serde_json::to_value(session.report(all)).unwrap();
            for part in ["verdict", "scores", "sections", "rules", "findings"] {
                assert_eq!(
                    live[part],
                    batch[part],
                    "{} {}",
                    path.display(),
                    call.call_id
                );
            }
        }
    }
}
