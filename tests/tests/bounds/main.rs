//! What an event may cost is computed when a rulebook is compiled, and holds: for each
//! construct of the language the worst that is known is done to a call, and every event
//! is measured in fuel.

mod cases;
mod drive;

use std::collections::HashMap;
use zhunze_calls::call::{self, Call};
use zhunze_calls::verdict::Note;
use zhunze_compiler::book::Book;
use zhunze_runtime::{Engine, Limits};
use zhunze_tests::files;
use zhunze_tests::metered::Metered;
use zhunze_tests::random::{self, Random};

/// A bound is at most so many times what the worst event costs.
const LOOSE: u64 = 20;
/// An event with more bytes than this is a long one, and has a worst of its own.
const LONG: u32 = 1000;

/// A rulebook and what is done to it.
pub struct Case {
    /// What it is for.
    pub name: &'static str,
    /// The rulebook after its header.
    pub rules: &'static str,
    /// The events, see `drive`.
    pub events: &'static str,
    /// How many occurrences find no place.
    pub refused: u32,
    /// The end of the call is the worst of it.
    pub closes: bool,
}

fn book(case: &Case) -> Book {
    let text = format!(
        "rulebook \"边界\" version \"1\"\n  language zh\n  fillers none\n{}",
        case.rules
    );
    files::rulebook_of(case.name, &text)
}

/// The event that came nearest to its bound: its bytes, what it cost, and the bound.
type Nearest = Option<(u32, u64, u64)>;

fn nearer(nearest: &mut Nearest, bytes: u32, fuel: u64, bound: u64) {
    let further = |(_, cost, most): (u32, u64, u64)| {
        u128::from(cost) * u128::from(bound) < u128::from(fuel) * u128::from(most)
    };
    if nearest.is_none_or(further) {
        *nearest = Some((bytes, fuel, bound));
    }
}

/// Runs a case; what is wrong with it, one a line.
fn measure(case: &Case, shown: &mut Vec<String>) -> Vec<String> {
    let book = book(case);
    let compiled = zhunze_compiler::compile(&book).unwrap();
    let bounds = zhunze_compiler::bounds(&book).unwrap();
    let mut known: HashMap<u32, u64> = HashMap::new();
    let mut bound = |bytes: u32| {
        let work = || zhunze_compiler::work(&book, &[bytes]).unwrap();
        *known.entry(bytes).or_insert_with(|| work()[0])
    };
    let mut call = Metered::new(&compiled.wasm);
    let (mut short, mut long, mut wrong) = (None, None, vec![]);
    let mut check = |(bytes, fuel): (u32, u64), what: &str| {
        let most = bound(bytes);
        let nearest = if bytes > LONG { &mut long } else { &mut short };
        nearer(nearest, bytes, fuel, most);
        if fuel > most {
            wrong.push(format!("{what}: {fuel} of at most {most}"));
        }
    };
    let document = Call {
        started_at: Some("2026-11-24T09:30:00+08:00".into()),
        ..Call::default()
    };
    check(call.metadata(&document), "the call record");
    let (events, end) = drive::events(case.events);
    for (event, number) in events.iter().zip(1..) {
        check(call.event(event).unwrap(), &format!("event {number}"));
    }
    let closing = call.close(end);
    shown.push(format!(
        "{:<28} {:>40} {:>40}   close {closing} of {}",
        case.name,
        ratio(short),
        ratio(long),
        bounds.close
    ));
    if closing > bounds.close {
        wrong.push(format!("the end: {closing} of at most {}", bounds.close));
    }
    if case.closes && bounds.close > LOOSE * closing {
        wrong.push(format!(
            "the end comes to {closing} of {}: too loose a bound",
            bounds.close
        ));
    }
    // What a text costs is of interest where there is a long one.
    if let Some((bytes, fuel, most)) = long.or(short)
        && !case.closes
        && most > LOOSE * fuel
    {
        wrong.push(format!(
            "{bytes} bytes come to {fuel} of {most}: too loose a bound"
        ));
    }
    if (call.state(), call.memory()) != (bounds.state_bytes, bounds.memory_bytes) {
        wrong.push(format!("{} and {} bytes", call.state(), call.memory()));
    }
    let refused = call.verdicts.notes.iter().map(|note| match note {
        Note::WaitingListFull { count, .. } => *count,
        _ => 0,
    });
    let refused: u32 = refused.sum();
    if refused != case.refused {
        wrong.push(format!("{refused} are refused, not {}", case.refused));
    }
    let named = |line| format!("{}: {line}", case.name);
    wrong.into_iter().map(named).collect()
}

fn ratio(nearest: Nearest) -> String {
    nearest.map_or_else(String::new, |(bytes, fuel, most)| {
        let times = most as f64 / fuel.max(1) as f64;
        format!("{fuel} of {most} ({bytes} B) ×{times:.1}")
    })
}

#[test]
fn no_event_costs_more_than_the_compiler_says() {
    let halves = std::thread::scope(|threads| {
        let run = |first: usize| {
            threads.spawn(move || {
                let (mut shown, mut wrong) = (vec![], vec![]);
                for case in cases::CASES.iter().skip(first).step_by(2) {
                    wrong.extend(measure(case, &mut shown));
                }
                (shown, wrong)
            })
        };
        [run(0), run(1)].map(|half| half.join().unwrap())
    });
    let mut wrong = vec![];
    for (shown, more) in halves {
        println!("{}", shown.join("\n"));
        wrong.extend(more);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rulebook_has_a_bound_and_random_calls_keep_it() {
    for path in files::examples() {
        let bounds = zhunze_compiler::bounds(&files::rulebook(&path)).unwrap();
        assert!(bounds.longest_event < u64::MAX, "{}", path.display());
    }
    for seed in 1..16 {
        let mut random = Random::new(seed);
        let made = random::made(&mut random);
        let compiled = zhunze_compiler::compile(&made.book).unwrap();
        let [event, longest, close] = compiled.work;
        assert!(event <= longest && longest < u64::MAX, "seed {seed}");
        let (document, end) = made.call(&mut random, 60);
        let mut call = Metered::new(&compiled.wasm);
        let mut costs = vec![call.metadata(&document)];
        let order = call::order(&document).into_iter();
        costs.extend(order.filter_map(|at| call.event(&document.events[at])));
        let bytes: Vec<u32> = costs.iter().map(|(bytes, _)| *bytes).collect();
        let most = zhunze_compiler::work(&made.book, &bytes).unwrap();
        for ((bytes, fuel), most) in costs.iter().zip(&most) {
            assert!(fuel <= most, "seed {seed}: {bytes} bytes, {fuel} of {most}");
        }
        let closing = call.close(end);
        assert!(
            closing <= close,
            "seed {seed}: the end, {closing} of {close}"
        );
        let sizes = (call.state(), call.memory());
        assert_eq!(sizes, (compiled.state_size, compiled.memory_size));
    }
}

#[test]
fn texts_that_cost_the_most_are_judged_within_the_default_limits() {
    let engine = Engine::new(Limits::default()).unwrap();
    for case in cases::CASES.iter().filter(|case| case.events.contains('…')) {
        let wasm = zhunze_compiler::compile(&book(case)).unwrap().wasm;
        let mut scorer = engine.load(&wasm).unwrap().scorer().unwrap();
        let (events, _) = drive::events(case.events);
        let call = Call {
            events,
            ..Call::default()
        };
        let judged = scorer.score(&call);
        assert!(judged.is_ok(), "{}: {judged:?}", case.name);
    }
}
