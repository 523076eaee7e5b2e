//! Input from nobody's good will: the checker answers and does not fall over.

use zhunze_compiler::book::Language;
use zhunze_compiler::diagnostics::{render, to_json, to_sarif};

use super::{files, one};

const SAMPLE: &str = include_str!("sample.rulebook");

/// A rulebook that is put together from everything that can be put together.
const REUSE: &str = r#"rulebook "Branch" version "1"
  weights total 100
  fillers "嗯"
extends "base.rulebook" version "1"
use "lib.rulebook" (words: "(a|b) .. c", limit: limit, times: 2)
param limit: duration = 30s
param vip: boolean = no
phrase promise = "within {hours: number} hours" or starts with about "中通速递"
phrase both = all of
  promise
  regex "[0-9]+"
template t (p: phrase, n: number = 3, what: moment)
  when what
  if call.vip = vip
  agent must say p within limit
  otherwise deduct n
moment begun = the call is answered
apply t (p: promise, what: begun) as one "One"
  severity major
apply t (p: "x" .. "y" across 2 utterances, n: 1, what: begun) as two
override section s "S" weight 100
override rule r
  agent must say both
override phrase hello = "hi"
override param count: number = 4
drop rule gone because "not here"
"#;
const BASE: &str = "rulebook \"B\" version \"1\"\nparam count: number\nsection s weight 90\nphrase hello = \"hello\"\nrule r\n  agent must say hello\n  otherwise deduct count\nrule gone\n  agent must speak\n";
const LIB: &str = "param words: phrase\nparam limit: duration\nparam times: number = 1\nrule lib\n  agent must say words within limit\n  otherwise deduct times\n";

#[test]
fn files_put_together_with_mistakes() {
    let mutant = |text: &str, random: &mut Random| {
        let mut lines: Vec<&str> = text.lines().collect();
        for _ in 0..=random.below(3) {
            let at = random.below(lines.len());
            let other = random.below(lines.len());
            match random.below(3) {
                0 if lines.len() > 1 => drop(lines.remove(at)),
                1 => lines.swap(at, other),
                _ => lines.insert(at, lines[other]),
            }
        }
        let mut text = lines.join("\n");
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = bounds[random.below(bounds.len())];
        match random.below(3) {
            0 => text.truncate(cut),
            1 => text.insert_str(
                cut,
                ["limit", "(", "main.rulebook", "\"", "="][random.below(5)],
            ),
            _ => {}
        }
        text
    };
    for seed in 1..150 {
        println!("seed {seed}");
        let mut random = Random(seed * 0x0dea_d137);
        let texts = [REUSE, BASE, LIB].map(|text| match random.below(3) {
            0 => text.to_owned(),
            _ => mutant(text, &mut random),
        });
        let [main, base, lib] = &texts;
        look(&files(&[
            ("main.rulebook", main),
            ("base.rulebook", base),
            ("lib.rulebook", lib),
        ]));
    }
    let right = files(&[
        ("main.rulebook", REUSE),
        ("base.rulebook", BASE),
        ("lib.rulebook", LIB),
    ]);
    assert!(right.book.is_some(), "{}", super::said(&right));
}

/// A small generator of numbers that is the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }
}

fn survive(text: &str) {
    look(&one(text));
}

/// Whatever is said can be shown, and there is a book if and only if nothing is wrong.
fn look(checked: &zhunze_compiler::Checked) {
    for language in [Language::English, Language::Chinese] {
        render(&checked.diagnostics, &checked.sources, language, false);
        to_json(&checked.diagnostics, &checked.sources, language);
        to_sarif(&checked.diagnostics, &checked.sources, language);
    }
    let errors = checked.diagnostics.iter().any(|d| d.is_error());
    assert_eq!(
        errors,
        checked.book.is_none(),
        "a book if and only if there is no error"
    );
}

#[test]
fn every_truncation() {
    let bounds: Vec<usize> = SAMPLE
        .char_indices()
        .map(|(at, _)| at)
        .step_by(29)
        .collect();
    for at in bounds {
        survive(SAMPLE.get(..at).unwrap());
    }
}

#[test]
fn random_bytes() {
    for seed in 1..40 {
        println!("seed {seed}");
        let mut random = Random(seed * 0x9e37_79b9);
        let length = random.below(400);
        let bytes: Vec<u8> = (0..length).map(|_| (random.next() >> 20) as u8).collect();
        survive(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn mutations() {
    let lines: Vec<&str> = SAMPLE.lines().collect();
    let scraps = [
        "where",
        "or",
        "(",
        "\"",
        "0",
        "99999999999999999999",
        "，",
        "{",
        "..",
        "not",
        "且",
        "\u{feff}",
    ];
    for seed in 1..60 {
        println!("seed {seed}");
        let mut random = Random(seed * 0x1234_5679);
        let mut text: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
        for _ in 0..=random.below(4) {
            let at = random.below(text.len());
            match random.below(4) {
                0 => drop(text.remove(at)),
                1 => {
                    let other = random.below(text.len());
                    text.swap(at, other);
                }
                2 => {
                    let scrap = scraps[random.below(scraps.len())];
                    let cut = text[at]
                        .char_indices()
                        .map(|(i, _)| i)
                        .nth(random.below(12))
                        .unwrap_or(0);
                    text[at].insert_str(cut, scrap);
                }
                _ => {
                    let copy = text[random.below(lines.len().min(text.len()))].clone();
                    text.insert(at, copy);
                }
            }
        }
        survive(&text.join("\n"));
    }
}

#[test]
fn sequences_that_grow() {
    let mut orders = String::from("rulebook \"a\"\nmoment m0 = agent says \"a\"\n");
    let mut times = orders.clone();
    for n in 1..12 {
        let m = format!("m{}", n - 1);
        let steps = format!("{m} then optionally hold starts then optionally mute starts then {m}");
        orders += &format!("moment m{n} = {steps} in any order\n");
        times += &format!(
            "moment m{n} = {m} 3 times all within 5s or {m} again or {m} but not hold starts\n"
        );
    }
    for text in [orders, times] {
        for level in [3, 11] {
            survive(&format!(
                "{text}rule r \"R\"\n  when m{level}\n  m{level} must happen immediately within 2 utterances\n  before that, hold starts, then immediately m{level}\n"
            ));
        }
    }
    let words = r#"".." "a" "#.repeat(20);
    survive(&format!(
        "rulebook \"a\"\nrule r \"R\"\n  anyone must say \"a\" {words} across 8 utterances\n"
    ));
}

#[test]
fn things_that_grow() {
    let mut phrases = String::from("rulebook \"a\"\nphrase p0 = \"a b c d e f g h\"\n");
    let mut moments = String::from("rulebook \"a\"\nmoment m0 = agent says \"a\"\n");
    for n in 1..100 {
        let last = n - 1;
        phrases += &format!("phrase p{n} = \"{{p{last}}} {{p{last}}}\"\n");
        moments += &format!(
            "moment m{n} = agent speaks where count of m{last} > 1 and count of m{last} > 2\n"
        );
    }
    survive(&format!("{phrases}rule r \"R\"\n  agent must say p99\n"));
    survive(&format!(
        "{moments}rule r \"R\"\n  when m99\n  agent must speak\n"
    ));
    survive(&format!(
        "rulebook \"a\"\nphrase p = \"{}a{}\"\n",
        "(".repeat(5_000),
        ")".repeat(5_000)
    ));
    survive(&format!(
        "rulebook \"a\"\nrule r \"R\"\n  require {} yes\n",
        "not ".repeat(5_000)
    ));
    let (open, close) = ("(".repeat(20), ")".repeat(20));
    let mut phrases = String::from("rulebook \"a\"\nphrase p0 = \"a\"\n");
    let mut moments = String::from("rulebook \"a\"\nmoment m0 = agent says \"a\"\n");
    for n in 1..15 {
        let last = n - 1;
        phrases += &format!("phrase p{n} = \"b{open}{{p{last}}}|x{close}\"\n");
        moments += &format!("moment m{n} = agent speaks where {open}count of m{last} > 1{close}\n");
    }
    survive(&format!("{phrases}rule r \"R\"\n  agent must say p14\n"));
    survive(&format!(
        "{moments}rule r \"R\"\n  when m14\n  agent must speak\n"
    ));
}
