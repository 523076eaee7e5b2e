//! The completeness pages against the formulas of the literature: each rule of a page judges
//! random calls as its formula over finite traces does, written down here a second time and
//! evaluated by its definition.

mod declare;
mod logic;
mod pages;
mod patterns;
mod sequences;

use logic::{Activity, Formula, Trace};
use zhunze_calls::call::{Call, Event, Kind, Name, Value};
use zhunze_calls::verdict::RuleRow;
use zhunze_runtime::{Engine, Limits, Scorer};
use zhunze_tests::files;
use zhunze_tests::random::Random;

/// Calls a rule is judged over.
const TRACES: u64 = 2000;

/// A rule of a page, by its headings and its name, and what it means.
type Meaning = (&'static str, &'static str, Formula);

/// A random trace: few activities, ids and amounts, times all different.
fn trace(random: &mut Random, activities: &[&'static str]) -> Trace {
    let mut t = 0;
    let mut list: Vec<Activity> = vec![];
    for _ in 0..random.below(10) {
        t += random.of(&[
            1_000, 2_000, 5_000, 9_000, 10_000, 11_000, 25_000, 40_000, 2_000_000,
        ]);
        let mut name = random.of(activities);
        // A hold ends before another starts.
        let held = list.iter().rev().find(|it| it.name.starts_with("hold"));
        if name.starts_with("hold") {
            name = match held {
                Some(it) if it.name == "hold starts" => "hold ends",
                _ => "hold starts",
            };
        }
        list.push(Activity {
            t,
            name,
            id: random.of(&["a", "b"]),
            amount: random.of(&[50, 100, 101, 150]),
            x: random.of(&[1, 4, 7, 11, 20]),
        });
    }
    let end = t + random.of(&[0, 1_000, 31_000]);
    Trace { list, end }
}

fn call(trace: &Trace) -> Call {
    let event = |it: &Activity| {
        let kind = match it.name {
            "hold starts" => Kind::HoldStart,
            "hold ends" => Kind::HoldEnd,
            "speaks clearly" | "speaks unclearly" => Kind::Utterance,
            name => Kind::of(name),
        };
        let mut event = Event::new(it.t, kind);
        let confidence = if it.name == "speaks unclearly" {
            300
        } else {
            900
        };
        let given = [
            ("id", Value::Text(it.id.into())),
            ("amount", Value::Number(it.amount * 1000)),
            ("x", Value::Number(it.x * 1000)),
            ("confidence", Value::Number(confidence)),
        ];
        for (name, value) in given {
            event.attributes.insert(Name::from(name.to_owned()), value);
        }
        event
    };
    let happens = trace.list.iter().map(event);
    let answer = Event::new(0, Kind::Answer);
    Call {
        end: Some(trace.end),
        events: [answer].into_iter().chain(happens).collect(),
        ..Call::default()
    }
}

/// A rule of a page as a module, and its number.
fn rule(page: &[(String, String)], section: &str, name: &str) -> (Scorer, usize) {
    let found = page.iter().find(|(heading, _)| heading == section);
    let text = &found.unwrap_or_else(|| panic!("no section {section}")).1;
    let book = files::rulebook_of(section, text);
    let number = book.rules.iter().position(|it| it.name == name).unwrap();
    let wasm = zhunze_compiler::compile(&book).unwrap().wasm;
    let engine = Engine::new(Limits::default()).unwrap();
    (engine.load(&wasm).unwrap().scorer().unwrap(), number)
}

/// How often a rule is broken, and how often it should be, must be the same over all traces;
/// the first trace with a difference otherwise.
fn difference(
    (mut scorer, number): (Scorer, usize),
    activities: &[&'static str],
    broken: impl Fn(&RuleRow) -> usize,
    expected: impl Fn(&Trace) -> usize,
) -> Option<String> {
    let (mut never, mut ever) = (true, false);
    for seed in 0..TRACES {
        let trace = trace(&mut Random::new(seed), activities);
        let broken = broken(&scorer.score(&call(&trace)).unwrap().rules[number]);
        let expected = expected(&trace);
        if broken != expected {
            return Some(format!("seed {seed}: {trace}: {broken}, not {expected}"));
        }
        (never, ever) = (never && expected == 0, ever || expected == 0);
    }
    (never || !ever).then(|| "it is always the same".to_owned())
}

/// Where the rules of a page and their formulas differ, one a line.
fn differences(page: &str, meanings: Vec<Meaning>, activities: &[&'static str]) -> Vec<String> {
    let page = pages::sections(page);
    let differs = |(section, name, formula): Meaning| {
        let broken = |row: &RuleRow| usize::from(row.violated > 0);
        let expected = |trace: &Trace| usize::from(!formula(trace, 0));
        let found = difference(rule(&page, section, name), activities, broken, expected);
        found.map(|found| format!("{section}, {name}: {found}"))
    };
    meanings.into_iter().filter_map(differs).collect()
}

#[test]
fn declare_templates_mean_their_formulas() {
    let activities = ["order", "pay", "refund"];
    let wrong = differences("declare.md", declare::meanings(), &activities);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn specification_patterns_mean_their_formulas() {
    let activities = ["check", "reply", "note", "open", "shut"];
    let wrong = differences("patterns.md", patterns::meanings(), &activities);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn patterns_over_states_mean_their_formulas() {
    let utterances = ["speaks clearly", "speaks unclearly", "open", "shut"];
    let wrong = differences("patterns.md", patterns::universality(), &utterances);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn patterns_over_lengths_mean_their_formulas() {
    let holds = ["hold starts", "hold ends", "open", "shut"];
    let wrong = differences("patterns.md", patterns::durations(), &holds);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn sequences_match_where_their_formulas_say() {
    let activities = ["a", "b", "c"];
    let mut wrong = differences("sequences.md", sequences::meanings(), &activities);
    let page = pages::sections("sequences.md");
    for (section, ends) in sequences::matches() {
        let broken = |row: &RuleRow| row.violated as usize;
        let expected = |trace: &Trace| (0..trace.list.len()).filter(|at| ends(trace, *at)).count();
        let found = difference(rule(&page, section, "x"), &activities, broken, expected);
        wrong.extend(found.map(|found| format!("{section}: {found}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
