//! What scores and sections can come to.

use std::fmt::Write as _;

use zhunze_compiler::range::{Range, reach};

use super::{one, said};

/// One rule that may be broken any number of times.
fn rule(name: &str, clauses: &str) -> String {
    let lines = clauses
        .split(';')
        .map(str::trim)
        .filter(|it| !it.is_empty());
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    format!(
        "rule {name} \"{name}\"\n  when the call is answered\n  agent must speak within 5s\n{lines}"
    )
}

fn bounds(text: &str) -> String {
    let checked = one(text);
    let said = said(&checked);
    let book = checked.book.unwrap_or_else(|| panic!("{said}"));
    let end = |value: Option<i64>| match value {
        Some(value) => (value as f64 / 1000.0).to_string(),
        None => "∞".to_owned(),
    };
    let range = |range: &Range| format!("{}..{}", end(range.least), end(range.most));
    let all = reach(&book);
    let mut text = String::new();
    for one in all.scores.iter().chain(&all.sections) {
        let _ = write!(text, "{} ", range(one));
    }
    text.trim_end().to_owned()
}

#[test]
fn rules_outside_sections() {
    let head = "rulebook \"x\" version \"1\"\n  language en\n  score q from 100\n";
    for (clauses, expected) in [
        ("otherwise deduct 5", "95..100"),
        ("otherwise deduct 5 each time", "0..100"),
        ("otherwise deduct 5 each time, at most 20", "80..100"),
        (
            "otherwise deduct 5 for the first, 2 for each after, at most 9",
            "91..100",
        ),
        ("otherwise deduct 5; fatal", "0..100"),
        ("fatal from 3 times", "0..100"),
        ("award 5", "100..105"),
        ("award 5 each time", "100..∞"),
    ] {
        let text = format!("{head}{}", rule("r", clauses));
        assert_eq!(bounds(&text), expected, "{clauses}");
    }
}

#[test]
fn a_rule_without_when_is_broken_once() {
    let head = "rulebook \"x\" version \"1\"\n  language en\n  score q from 100\n";
    for (owed, expected) in [
        ("agent must speak", "95..100"),
        ("agent must not say \"no\"", "0..100"),
        ("agent must not say \"no\" in the last 30s", "95..100"),
    ] {
        let text = format!("{head}rule r \"R\"\n  {owed}\n  otherwise deduct 5 each time\n");
        assert_eq!(bounds(&text), expected, "{owed}");
    }
    let last = format!(
        "{head}rule r \"R\"\n  when customer speaks for the last time\n  agent must speak\n  otherwise deduct 5 each time\n"
    );
    assert_eq!(bounds(&last), "95..100");
}

#[test]
fn a_section_loses_no_more_than_its_weight() {
    let head = "rulebook \"x\" version \"1\"\n  language en\n  score q from 100\n";
    let section = |line: &str, rules: &[&str]| {
        let rules = rules.iter().enumerate();
        let rules: String = rules.map(|(n, it)| rule(&format!("r{n}"), it)).collect();
        bounds(&format!("{head}section s \"S\" {line}\n{rules}"))
    };
    let two = ["otherwise deduct 20", "otherwise deduct 20"];
    assert_eq!(section("weight 30", &two), "70..100 0..30");
    assert_eq!(
        section("weight 30, may go below zero", &two),
        "60..100 -10..30"
    );
    assert_eq!(
        section("weight 30", &["weight 10", "award 4"]),
        "90..104 20..34"
    );
    assert_eq!(
        section(
            "weight 30",
            &[
                "weight 10, by share satisfied; if not applicable leave out",
                "weight 10"
            ]
        ),
        "70..100 0..30"
    );
    assert_eq!(
        section("weight 30", &["weight 10; fatal for section"]),
        "70..100 0..30"
    );
}

#[test]
fn below_zero_there_may_be_no_bound() {
    let head =
        "rulebook \"x\" version \"1\"\n  language en\n  score q from 10, may go below zero\n";
    let case = |clauses: &str| bounds(&format!("{head}{}", rule("a", clauses)));
    assert_eq!(case("otherwise deduct 4 each time"), "∞..10");
    assert_eq!(case("otherwise deduct 14"), "-4..10");
}

#[test]
fn a_rule_may_cost_in_two_scores() {
    let text = format!(
        "rulebook \"x\" version \"1\"\n  language en\n  score q from 100\n  score fine from 0, may go below zero\n{}",
        rule("a", "otherwise deduct 5; otherwise deduct 20 from fine")
    );
    assert_eq!(bounds(&text), "95..100 -20..0");
}
