//! The module and the reference evaluator find the same phrases, in the same places, with
//! the same values: random phrases of every construct over random texts, and every kind of
//! value over texts of numerals. `ZHUNZE_SEED` starts somewhere else, `ZHUNZE_CASES` runs more.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use zhunze_calls::call::{Call, Event, Kind as Happened, Speaker};
use zhunze_compiler::book::*;
use zhunze_tests::plain_host::{Delivery, Host};
use zhunze_tests::random::Random;
use zhunze_tests::random_phrases::{phrase_book, phrase_text};
use zhunze_tests::random_values::{value_book, value_text};

/// Values that captured numbers are compared with: each cuts the values of a text in two.
const CUTS: [i64; 8] = [
    500, 3_000, 12_000, 24_000, 105_000, 390_000, 1_110_000, 35_000_000,
];
const TEXTS: [&str; 8] = ["+1", "11-24", "2026-11-24", "24", "王", "王小明", "a", "你"];

fn from_env(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

#[test]
fn random_phrases_are_found_alike() {
    let (first, cases) = (from_env("ZHUNZE_SEED", 1), from_env("ZHUNZE_CASES", 150));
    for seed in first..first + cases {
        let mut random = Random::new(seed);
        let mut book = phrase_book(&mut random, empty());
        add_rules(&mut random, &mut book);
        let texts: Vec<String> = (0..12).map(|_| phrase_text(&mut random, &book)).collect();
        agree(seed, &book, &texts);
    }
}

#[test]
fn values_are_read_alike() {
    let (first, cases) = (from_env("ZHUNZE_SEED", 1), from_env("ZHUNZE_CASES", 2));
    for seed in first..first + cases {
        let mut random = Random::new(seed);
        let mut book = value_book(&mut random, empty());
        add_rules(&mut random, &mut book);
        let texts: Vec<String> = (0..200).map(|_| value_text(&mut random)).collect();
        agree(seed, &book, &texts);
    }
}

fn agree(seed: u64, book: &Book, texts: &[String]) {
    let compiled = zhunze_compiler::compile(book).unwrap();
    let mut host = Host::new(&compiled.wasm);
    for text in texts {
        let mut event = Event::new(0, Happened::Utterance);
        event.speaker = Speaker::Agent;
        event.text = text.clone();
        let call = Call {
            call_id: "c".into(),
            events: vec![event],
            ..Call::default()
        };
        let expected = zhunze_reference::evaluate(book, &call, Some(1));
        let actual = host.run(&call, 1, Delivery::Batch);
        for (there, expect) in actual.findings.iter().zip(&expected.findings) {
            let phrase = &book.phrases[expect.rule as usize];
            assert_eq!(there, expect, "seed {seed}, {text:?}, {phrase:?}");
        }
        assert_eq!(actual, expected, "seed {seed}, {text:?}");
    }
}

/// A rule for each phrase: its evidence shows the match, and which of its requirements
/// fails first what was captured.
fn add_rules(random: &mut Random, book: &mut Book) {
    for number in 0..book.phrases.len() as u32 {
        let rule = rule(random, book, PhraseId(number));
        book.rules.push(rule);
    }
}

fn rule(random: &mut Random, book: &Book, phrase: PhraseId) -> Rule {
    let atom = Atom::Event {
        kind: Kind::Utterance,
        who: Who::Anyone,
        phrase: Some(phrase),
        guard: None,
    };
    let captures = book.phrases[phrase.index()].captures.iter().zip(0..);
    let mut requires: Vec<Expr> = captures
        .map(|(capture, number)| require(random, capture, Field::Capture(phrase, number)))
        .collect();
    requires.push(Expr::Const(true));
    let owed = |expr| Obligation {
        or_else: false,
        duty: Duty::Require(expr),
    };
    Rule {
        name: format!("rule{}", phrase.0),
        title: String::new(),
        section: None,
        cite: vec![],
        severity: Severity::Minor,
        message: None,
        needs_review: false,
        advice: false,
        applies: None,
        pick: Pick::Each,
        own: false,
        arms: vec![Arm {
            branch: None,
            trigger: Some(Moment { any: vec![atom] }),
            condition: None,
            excuse: None,
            obligations: requires.into_iter().map(owed).collect(),
        }],
        costs: vec![],
        fatal_from: None,
        fatal_section: false,
        leave_out: false,
        score: ScoreId(0),
        source: SourceId(0),
        span: Span::default(),
    }
}

fn require(random: &mut Random, capture: &Capture, field: Field) -> Expr {
    if capture.is_number() {
        return Expr::Compare {
            left: Term::Field(field),
            op: random.of(&[CompareOp::LessEqual, CompareOp::Greater, CompareOp::Equal]),
            right: Term::Number(random.of(&CUTS)),
        };
    }
    let list = (0..3).map(|_| random.of(&TEXTS).to_owned()).collect();
    Expr::TextIn {
        value: field,
        list,
        negated: random.one_in(2),
    }
}

fn empty() -> Book {
    Book {
        name: "phrases".into(),
        version: "1".into(),
        language: Language::Chinese,
        channel: None,
        hash: "sha256:0".into(),
        sources: vec!["phrases.rulebook".into()],
        case: false,
        fillers: vec![],
        confusions: vec![],
        params: vec![],
        dropped: vec![],
        scores: vec![Score {
            name: "score".into(),
            from: 100_000,
            pass: None,
            unit: None,
            below_zero: false,
            grades: vec![],
        }],
        sections: vec![],
        phrases: vec![],
        derived: vec![],
        named: vec![],
        events: vec![],
        attributes: vec![],
        metadata: vec![],
        labels: vec![],
        rules: vec![],
        tests: vec![],
        waiting: 64,
    }
}
