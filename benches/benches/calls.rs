//! Whole calls: 1,000 phrases, 300 rules, calls of 200 events, one core.
//!
//! The peer is what a script does: a regular expression a phrase set, tried on every
//! utterance, in the same run and in Rust.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark"
)]

mod made;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use made::Language;
use zhunze_calls::report::ReportOptions;
use zhunze_calls::verdict::Verdicts;
use zhunze_runtime::{Engine, Limits};

const CALLS: usize = 50;
const EVENTS: usize = 200;
const GROUP: &str = "calls";

fn main() {
    let mut criterion = Criterion::default()
        .configure_from_args()
        .warm_up_time(std::time::Duration::from_millis(500))
        .measurement_time(std::time::Duration::from_secs(3))
        .sample_size(20);
    let phrases = made::phrases(1000, Language::Chinese);
    let texts = made::texts(2000, &phrases, Language::Chinese);
    let source = made::working_book(&phrases, 300);
    let compiled = made::compile(&source);
    let calls = made::calls(CALLS, EVENTS, &texts);
    let lines: Vec<String> = calls
        .iter()
        .map(|call| serde_json::to_string(call).unwrap())
        .collect();

    let engine = Engine::new(Limits::unmetered()).unwrap();
    let rulebook = engine.load(&compiled.wasm).unwrap();
    let (mut scorer, mut verdicts) = (rulebook.scorer().unwrap(), Verdicts::default());
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Elements((CALLS * EVENTS) as u64));
    group.bench_function("module", |b| {
        b.iter(|| {
            calls
                .iter()
                .for_each(|call| scorer.score_into(black_box(call), &mut verdicts).unwrap());
        })
    });
    let (mut findings, mut out) = (0, vec![]);
    group.bench_function("json_to_report", |b| {
        b.iter(|| {
            findings = lines
                .iter()
                .map(|line| {
                    whole(
                        &rulebook,
                        &mut scorer,
                        &mut verdicts,
                        black_box(line),
                        &mut out,
                    )
                })
                .sum::<usize>();
        })
    });
    group.bench_function("json_alone", |b| {
        b.iter(|| {
            lines
                .iter()
                .map(|line| {
                    zhunze_calls::parse::call(black_box(line).as_bytes(), 1)
                        .unwrap()
                        .events
                        .len()
                })
                .sum::<usize>()
        })
    });
    let regexes: Vec<regex::Regex> = phrases
        .chunks(3)
        .take(300)
        .map(|set| {
            let set: Vec<String> = set.iter().map(|phrase| regex::escape(phrase)).collect();
            regex::Regex::new(&set.join("|")).unwrap()
        })
        .collect();
    group.bench_function("regex_a_rule", |b| {
        b.iter(|| {
            let hits = |text: &str| regexes.iter().filter(|regex| regex.is_match(text)).count();
            calls[..2]
                .iter()
                .flat_map(|call| &call.events)
                .map(|event| hits(black_box(&event.text)))
                .sum::<usize>()
        })
    });
    group.finish();
    let mut group = criterion.benchmark_group("loading");
    group.bench_function("source_to_module", |b| {
        b.iter(|| made::compile(black_box(&source)).wasm.len())
    });
    group.bench_function("engine_compile", |b| {
        b.iter(|| engine.load(black_box(&compiled.wasm)).unwrap())
    });
    let code = rulebook.precompile().unwrap();
    group.bench_function("from_cache", |b| {
        b.iter(|| {
            // SAFETY: the code was made by the line above.
            unsafe { engine.load_precompiled(black_box(&compiled.wasm), &code) }.unwrap()
        })
    });
    group.finish();
    criterion.final_summary();
    report(&compiled, findings);
}

/// One line of JSON to one line of report.
fn whole(
    rulebook: &zhunze_runtime::Rulebook,
    scorer: &mut zhunze_runtime::Scorer,
    verdicts: &mut Verdicts,
    line: &str,
    out: &mut Vec<u8>,
) -> usize {
    let call = zhunze_calls::parse::call(line.as_bytes(), 1).unwrap();
    scorer.score_into(&call, verdicts).unwrap();
    let report = rulebook.report(&call, verdicts, ReportOptions::default());
    out.clear();
    serde_json::to_writer(&mut *out, &report).unwrap();
    black_box(&out);
    verdicts.findings.len()
}

fn report(compiled: &zhunze_compiler::Compiled, findings: usize) {
    let call = |id: &str, calls: f64| made::median(GROUP, id) / calls / 1000.0;
    let (module, whole, json) = (
        call("module", CALLS as f64),
        call("json_to_report", CALLS as f64),
        call("json_alone", CALLS as f64),
    );
    let regex = call("regex_a_rule", 2.0);
    println!(
        "\n{} findings in {CALLS} calls of {EVENTS} events; one core\n",
        findings
    );
    println!("| | µs a call | a second |\n| --- | ---: | ---: |");
    println!(
        "| the module alone, with encoding | {module:.0} | {:.0} events |",
        EVENTS as f64 * 1e6 / module
    );
    println!(
        "| JSON line to report line | {whole:.0} | {:.0} calls |",
        1e6 / whole
    );
    println!("| of that, reading JSON | {json:.0} | |");
    println!(
        "| peer: one native regex a rule, matching alone | {regex:.0} ({:.1}× the module) | |",
        regex / module
    );
    println!("\n| | |\n| --- | ---: |");
    println!(
        "| source to module | {:.1} ms |",
        made::median("loading", "source_to_module") / 1e6
    );
    println!(
        "| engine compiles the module | {:.1} ms |",
        made::median("loading", "engine_compile") / 1e6
    );
    println!(
        "| the same from the cache | {:.1} ms |",
        made::median("loading", "from_cache") / 1e6
    );
    println!("| module | {} bytes |", compiled.wasm.len());
    println!("| state of a call | {} bytes |", compiled.state_size);
}
