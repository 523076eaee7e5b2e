//! Input from nobody's good will: the checker answers and does not fall over.

use zhunze_compiler::book::Language;
use zhunze_compiler::diagnostics::{render, to_json, to_sarif};

use super::one;

const SAMPLE: &str = include_str!("sample.rulebook");

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
    let checked = one(text);
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
