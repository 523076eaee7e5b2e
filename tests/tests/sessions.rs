//! Live and afterwards are the same: a call fed event by event, saved and restored after
//! every one, gives the findings of the batch, and so does one that arrives out of order.

use zhunze_calls::call::{self, Call};
use zhunze_calls::report::ReportOptions;
use zhunze_calls::verdict::Verdicts;
use zhunze_runtime::{Engine, Limits, Options, Rulebook, Session};
use zhunze_tests::files;
use zhunze_tests::random::{self, Random};

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

#[test]
fn random_rulebooks_are_the_same_live_with_ticks_and_late_arrivals() {
    for seed in 1..60 {
        let mut random = Random::new(seed);
        let book = random::book(&mut random);
        let rulebook = engine()
            .load(&zhunze_compiler::compile(&book).unwrap().wasm)
            .unwrap();
        let (call, _) = random::call(&mut random, 25);
        let call = in_order(&call);
        let batch = rulebook.scorer().unwrap().score(&call).unwrap();
        let order: Vec<usize> = (0..call.events.len()).collect();
        let session = live(&rulebook, &call, Options::default(), &order);
        assert_eq!(sorted(session.verdicts()), sorted(&batch), "seed {seed}");
        assert_eq!(
            late_arrivals(&rulebook, &call, &mut random),
            sorted(&batch),
            "seed {seed}, late"
        );
    }
}

fn sorted(verdicts: &Verdicts) -> Verdicts {
    let mut verdicts = verdicts.clone();
    verdicts
        .findings
        .sort_by_key(|finding| (finding.at, finding.rule));
    verdicts
}

/// Neighbours swap places on the way, within the lateness; positions are put back after.
fn late_arrivals(rulebook: &Rulebook, call: &Call, random: &mut Random) -> Verdicts {
    let mut order: Vec<usize> = (0..call.events.len()).collect();
    for i in 1..order.len() {
        let (a, b) = (order[i - 1], order[i]);
        if call.events[a].t != call.events[b].t && random.one_in(2) {
            order.swap(i - 1, i);
        }
    }
    let options = Options { lateness_ms: 100 };
    let mut verdicts = live(rulebook, call, options, &order).verdicts().clone();
    let original = |arrived: u32| order[arrived as usize] as u32;
    for finding in &mut verdicts.findings {
        finding.trigger = finding.trigger.map(original);
        finding
            .evidence
            .iter_mut()
            .for_each(|evidence| evidence.event = original(evidence.event));
    }
    sorted(&verdicts)
}
