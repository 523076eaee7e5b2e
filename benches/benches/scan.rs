//! Scanning text inside the module beside native matchers, on the same phrases and text.
//!
//! Each measures one pass over all texts that finds every phrase. The module's figure is
//! the whole of `zz_event`: decoding, normalising, matching, judging the rule.
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
const PEERS: [&str; 4] = ["module", "daachorse", "aho_corasick_dfa", "regex_set"];

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
    println!("\nns an utterance, and how many times slower than the module\n");
    println!(
        "| phrases | module | daachorse | aho-corasick DFA | RegexSet |\n| --- | ---: | ---: | ---: | ---: |"
    );
    for group in groups {
        let [module, rest @ ..] = PEERS.map(|peer| made::median(&group, peer) / TEXTS as f64);
        let peers: Vec<String> = rest
            .iter()
            .map(|ns| format!("{ns:.0} ({:.2}×)", ns / module))
            .collect();
        println!("| {group} | {module:.0} | {} |", peers.join(" | "));
    }
}

fn scan(criterion: &mut Criterion, language: Language, count: usize) -> String {
    let phrases = made::phrases(count, language);
    let texts = made::texts(TEXTS, &phrases, language);
    let name = format!("{} {count}", language.code());
    let mut group = criterion.benchmark_group(&name);
    group.throughput(Throughput::Elements(TEXTS as u64));

    let compiled = made::compile(&made::scanning_book(&phrases, language));
    let rulebook = zhunze_runtime::Engine::new(zhunze_runtime::Limits::unmetered())
        .unwrap()
        .load(&compiled.wasm)
        .unwrap();
    let (mut scorer, mut verdicts) = (rulebook.scorer().unwrap(), Verdicts::default());
    let call = one_call(&texts);
    group.bench_function("module", |b| {
        b.iter(|| {
            scorer.score_into(black_box(&call), &mut verdicts).unwrap();
            verdicts.findings.len()
        })
    });
    let found = verdicts.findings.len();

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
