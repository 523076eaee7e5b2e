//! Scanning text inside the module beside native matchers, on the same phrases and text.
//!
//! Each measures one pass over all texts that finds every phrase. The module is measured
//! with all that an event takes (writing it down, judging, reading findings) and once more
//! with the same events spoken by somebody whose words no rule listens to; the difference
//! is the scanning: decoding, normalising, matching.
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
use zhunze_calls::call::{Call, Event, Kind, Speaker};
use zhunze_calls::verdict::Verdicts;

const TEXTS: usize = 2000;
const MEASURED: [&str; 5] = [
    "module",
    "event_alone",
    "daachorse",
    "aho_corasick_dfa",
    "regex_set",
];

fn main() {
    let mut criterion = Criterion::default()
        .configure_from_args()
        .warm_up_time(std::time::Duration::from_millis(500))
        .measurement_time(std::time::Duration::from_secs(2))
        .sample_size(20);
    let mut groups = vec![];
    for language in [Language::Chinese, Language::English] {
        for count in [50, 300, 1000, 5000] {
            groups.push(scan(&mut criterion, language, count));
        }
    }
    criterion.final_summary();
    println!("\nns an utterance; in brackets, how many times the module's scanning\n");
    println!(
        "| phrases | module, whole event | of that, scanning | daachorse | aho-corasick DFA | RegexSet |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for group in groups {
        let [module, alone, rest @ ..] = MEASURED.map(|id| made::median(&group, id) / TEXTS as f64);
        let scanning = module - alone;
        let peers: Vec<String> = rest
            .iter()
            .map(|ns| format!("{ns:.0} ({:.2}×)", ns / scanning))
            .collect();
        println!(
            "| {group} | {module:.0} | {scanning:.0} | {} |",
            peers.join(" | ")
        );
    }
}

fn scan(criterion: &mut Criterion, language: Language, count: usize) -> String {
    let phrases = made::phrases(count, language);
    let texts = made::texts(TEXTS, &phrases, language);
    let name = format!("{} {count}", language.code());
    let mut group = criterion.benchmark_group(&name);
    group.throughput(Throughput::Elements(TEXTS as u64));

    let call = one_call(&texts);
    let mut verdicts = Verdicts::default();
    let mut scorer = scorer(&made::scanning_book(&phrases, language, ""));
    scorer.score_into(&call, &mut verdicts).unwrap();
    let found = verdicts.findings.len();

    // Every phrase is looked for and found, but no finding is made of it.
    let mut scorer = self::scorer(&made::scanning_book(
        &phrases,
        language,
        "  if rings > 1000\n",
    ));
    group.bench_function("module", |b| {
        b.iter(|| scorer.score_into(black_box(&call), &mut verdicts).unwrap())
    });

    // The same events, of which nobody listens to the words.
    let mut unheard = call.clone();
    unheard
        .events
        .iter_mut()
        .for_each(|event| event.speaker = Speaker::Customer);
    group.bench_function("event_alone", |b| {
        b.iter(|| {
            scorer
                .score_into(black_box(&unheard), &mut verdicts)
                .unwrap()
        })
    });

    let daachorse = daachorse::CharwiseDoubleArrayAhoCorasick::<u32>::new(&phrases).unwrap();
    let count_all = |text: &String| daachorse.find_overlapping_iter(text).count();
    group.bench_function("daachorse", |b| {
        b.iter(|| black_box(&texts).iter().map(count_all).sum::<usize>())
    });
    let with = texts
        .iter()
        .filter(|text| {
            daachorse
                .find_overlapping_iter(text.as_str())
                .next()
                .is_some()
        })
        .count();
    // Whole words make the module stricter in English; in Chinese the answers are the same.
    println!("{name}: {with} of {TEXTS} texts have a phrase");
    assert!(
        if language == Language::Chinese {
            found == with
        } else {
            found <= with
        },
        "{found} {with}"
    );

    let dfa = aho_corasick::AhoCorasick::builder()
        .kind(Some(aho_corasick::AhoCorasickKind::DFA))
        .build(&phrases)
        .unwrap();
    let count_all = |text: &String| dfa.find_overlapping_iter(text).count();
    group.bench_function("aho_corasick_dfa", |b| {
        b.iter(|| black_box(&texts).iter().map(count_all).sum::<usize>())
    });

    let regexes = phrases.iter().map(|phrase| regex::escape(phrase));
    let set = regex::RegexSetBuilder::new(regexes)
        .size_limit(1 << 30)
        .dfa_size_limit(1 << 28)
        .build()
        .unwrap();
    let few = &texts[..TEXTS / 20];
    let count_all = |text: &String| set.matches(text).iter().count();
    // A twentieth of the texts, twenty times over: the set is slow.
    group.bench_function("regex_set", |b| {
        b.iter_custom(|times| {
            let start = std::time::Instant::now();
            (0..times).for_each(|_| {
                black_box(black_box(few).iter().map(count_all).sum::<usize>());
            });
            start.elapsed() * 20
        })
    });
    group.finish();
    name
}

fn scorer(source: &str) -> zhunze_runtime::Scorer {
    let engine = zhunze_runtime::Engine::new(zhunze_runtime::Limits::unmetered()).unwrap();
    engine
        .load(&made::compile(source).wasm)
        .unwrap()
        .scorer()
        .unwrap()
}

fn one_call(texts: &[String]) -> Call {
    let event = |(text, t): (&String, i64)| {
        let mut event = Event::new(t, Kind::Utterance);
        event.speaker = Speaker::Agent;
        event.text.clone_from(text);
        event
    };
    Call {
        call_id: "c".into(),
        events: texts.iter().zip(0..).map(event).collect(),
        ..Call::default()
    }
}
