//! "Points" of docs/meaning.md.

use crate::making::*;
use zhunze_calls::verdict::{RuleRow, ScoreAmount, Verdicts};
use zhunze_compiler::book::{Amount, Book, Cost, Rule, ScoreId, Section, SectionId, Weight};

/// Violated at each `x` of a bad mood, satisfied at each other.
fn at_each_x() -> Rule {
    let fine = not(is_text(attribute("mood"), "bad"));
    when(happens("x"), vec![require(fine)])
}

fn once(points: i64) -> Option<Amount> {
    amount(points, 0, None)
}

fn each_time(points: i64, at_most: Option<i64>) -> Option<Amount> {
    amount(points, points, at_most)
}

fn amount(points: i64, after_first: i64, at_most: Option<i64>) -> Option<Amount> {
    Some(Amount {
        points,
        after_first,
        at_most,
    })
}

fn cost(score: u32) -> Cost {
    Cost {
        score: ScoreId(score),
        deduct: None,
        award: None,
        weight: None,
    }
}

fn costs(costs: Vec<Cost>, section: Option<u32>) -> Rule {
    let section = section.map(SectionId);
    Rule {
        costs,
        section,
        ..at_each_x()
    }
}

fn deduct(deduct: Option<Amount>, section: Option<u32>) -> Rule {
    costs(vec![Cost { deduct, ..cost(0) }], section)
}

fn award(award: Option<Amount>, section: Option<u32>) -> Rule {
    costs(vec![Cost { award, ..cost(0) }], section)
}

fn weight(points: i64, by_share: bool, section: u32) -> Rule {
    let weight = Some(Weight { points, by_share });
    costs(vec![Cost { weight, ..cost(0) }], Some(section))
}

fn section(weight: Option<i64>) -> Section {
    let (name, title) = ("s".into(), "s".into());
    Section {
        name,
        title,
        weight,
        score: ScoreId(0),
        below_zero: false,
    }
}

fn points(verdicts: &Verdicts) -> Vec<i64> {
    let findings = verdicts.findings.iter();
    findings.map(|finding| finding.points).collect()
}

fn value(book: &Book, lines: &str) -> i64 {
    evaluate(book, lines).scores[0].value
}

const THREE_BAD: &str = "1 x mood=bad; 2 x mood=bad; 3 x mood=bad";
const THREE_GOOD: &str = "1 x mood=ok; 2 x mood=ok; 3 x mood=ok";
const ONE_OF_EACH: &str = "1 x mood=bad; 2 x mood=ok; 3 x mood=bad";

/// "the n-th violation deducts `points` if n = 1, else `after_first`, cut so that the sum
/// stays within `at most`; likewise awards"; "0 beyond 'once' or 'at most'"
#[test]
fn points_of_findings() {
    let of = |amount| points(&evaluate(&book(vec![deduct(amount, None)]), THREE_BAD));
    assert_eq!(of(None), [0, 0, 0]);
    assert_eq!(of(once(5)), [-5, 0, 0]);
    assert_eq!(of(each_time(5, None)), [-5, -5, -5]);
    assert_eq!(of(each_time(5, Some(8))), [-5, -3, 0]);
    assert_eq!(of(amount(5, 2, None)), [-5, -2, -2]);
    assert_eq!(of(amount(5, 2, Some(6))), [-5, -1, 0]);
    assert_eq!(of(amount(5, 2, Some(3))), [-3, 0, 0]);
    let award = award(each_time(5, Some(8)), None);
    assert_eq!(points(&evaluate(&book(vec![award]), THREE_GOOD)), [5, 3, 0]);
}

#[test]
fn rows_of_rules() {
    let both = Cost {
        deduct: each_time(5, Some(8)),
        award: once(2),
        ..cost(0)
    };
    let verdicts = evaluate(&book(vec![costs(vec![both], None)]), ONE_OF_EACH);
    let row = RuleRow {
        applied: 3,
        satisfied: 1,
        violated: 2,
        deducted: 8,
        awarded: 2,
        others: vec![],
    };
    assert_eq!(verdicts.rules, [row]);
    assert_eq!(points(&verdicts), [-5, 2, -3]);
    assert_eq!(verdicts.scores[0].value, 94);
}

/// "In each score that the rule has a cost in"; findings show the main one.
#[test]
fn costs_in_several_scores() {
    let second = Cost {
        deduct: each_time(7, None),
        award: once(1),
        ..cost(1)
    };
    let first = Cost {
        deduct: once(5),
        ..cost(0)
    };
    let mut book = book(vec![costs(vec![first, second], None)]);
    book.scores.push(score(50));
    let verdicts = evaluate(&book, ONE_OF_EACH);
    let other = ScoreAmount {
        score: 1,
        deducted: 14,
        awarded: 1,
    };
    assert_eq!(verdicts.rules[0].others, [other]);
    assert_eq!(points(&verdicts), [-5, 0, 0]);
    let values: Vec<_> = verdicts.scores.iter().map(|row| row.value).collect();
    assert_eq!(values, [95, 50 - 14 + 1]);
}

/// "A `weight` is lost with the first violation; `by share`, points − (points × satisfied /
/// applied, rounded down) is lost, at the end of the call and on no finding."
#[test]
fn weights() {
    let of = |by_share, lines| {
        let mut book = book(vec![weight(10, by_share, 0)]);
        book.sections.push(section(Some(30)));
        let verdicts = evaluate(&book, lines);
        let row = &verdicts.rules[0];
        (points(&verdicts), row.deducted, verdicts.sections[0])
    };
    assert_eq!(of(false, ONE_OF_EACH), (vec![-10, 0, 0], 10, 20));
    assert_eq!(of(false, THREE_GOOD), (vec![0, 0, 0], 0, 30));
    assert_eq!(of(true, ONE_OF_EACH), (vec![0, 0, 0], 7, 23));
    assert_eq!(of(true, THREE_BAD), (vec![0, 0, 0], 10, 20));
    assert_eq!(of(true, THREE_GOOD), (vec![0, 0, 0], 0, 30));
    assert_eq!(of(true, "1 y"), (vec![], 0, 30));
}

/// "if rules that `leave_out` were not applicable, and their weights come to L, lost becomes
/// lost × W / (W − L) (0 when L ≥ W), rounded down"
#[test]
fn rules_left_out() {
    let of = |left_out, lost, lines| {
        let absent = Rule {
            leave_out: true,
            arms: when(happens("z"), vec![first(vec![happens("x")])]).arms,
            ..weight(left_out, false, 0)
        };
        let mut book = book(vec![absent, weight(lost, false, 0)]);
        book.sections.push(section(Some(30)));
        evaluate(&book, lines).sections[0]
    };
    assert_eq!(of(10, 20, "1 x mood=bad"), 0);
    assert_eq!(of(10, 10, "1 x mood=bad"), 30 - 15);
    assert_eq!(of(7, 10, "1 x mood=bad"), 30 - 13);
    assert_eq!(of(10, 10, "1 x mood=bad; 2 z"), 30 - 10);
    assert_eq!(of(30, 10, "1 x mood=bad"), 30);
    assert_eq!(of(40, 10, "1 x mood=bad"), 30);
}

/// "Its value is W − min(lost, W) + awarded (no minimum with `may go below zero` or without
/// a weight; a section without a weight starts at 0)"
#[test]
fn sections() {
    let of = |section| {
        let lost = deduct(each_time(15, None), Some(0));
        let mut book = book(vec![lost, award(once(4), Some(0))]);
        book.sections.push(section);
        let verdicts = evaluate(&book, &format!("{THREE_BAD}; 4 x mood=ok"));
        (verdicts.sections[0], verdicts.scores[0].value)
    };
    assert_eq!(of(section(Some(60))), (60 - 45 + 4, 100 - 45 + 4));
    assert_eq!(of(section(Some(30))), (4, 100 - 30 + 4));
    assert_eq!(
        of(Section {
            below_zero: true,
            ..section(Some(30))
        }),
        (-15 + 4, 100 - 45 + 4)
    );
    assert_eq!(of(section(None)), (-45 + 4, 100 - 45 + 4));
}

/// "A rule takes from its section only what it costs in the section's score."
#[test]
fn a_rule_of_another_score() {
    let of = |all: Vec<Cost>| {
        let mut book = book(vec![costs(all, Some(0))]);
        book.sections.push(section(Some(30)));
        book.scores.push(score(50));
        let verdicts = evaluate(&book, THREE_BAD);
        let values: Vec<_> = verdicts.scores.iter().map(|row| row.value).collect();
        (verdicts.sections[0], values)
    };
    let once = |score, points| Cost {
        deduct: once(points),
        ..cost(score)
    };
    assert_eq!(of(vec![once(1, 5)]), (30, vec![100, 45]));
    assert_eq!(of(vec![once(1, 5), once(0, 7)]), (23, vec![93, 45]));
}

/// "Advice (`should`) costs and brings nothing and is never fatal."
#[test]
fn advice_costs_nothing() {
    let rule = Rule {
        advice: true,
        fatal_from: Some(1),
        ..deduct(each_time(5, None), None)
    };
    let verdicts = evaluate(&book(vec![rule]), THREE_BAD);
    assert_eq!(points(&verdicts), [0, 0, 0]);
    assert_eq!(
        (verdicts.rules[0].violated, verdicts.rules[0].deducted),
        (3, 0)
    );
    assert_eq!(
        (verdicts.scores[0].value, verdicts.scores[0].fatal),
        (100, false)
    );
}

/// "Score: … at least 0 unless `may go below zero`"
#[test]
fn scores_below_zero() {
    let mut book = book(vec![deduct(each_time(60, None), None)]);
    assert_eq!(value(&book, THREE_BAD), 0);
    book.scores[0].below_zero = true;
    assert_eq!(value(&book, THREE_BAD), -80);
}

/// "0 when the violations of a rule that is fatal for it reach `fatal from`"
#[test]
fn fatal_rules() {
    let of = |from, lines| {
        let mut book = book(vec![Rule {
            fatal_from: Some(from),
            ..at_each_x()
        }]);
        book.scores.push(score(50));
        let rows = evaluate(&book, lines).scores;
        let rows = rows.iter().map(|row| (row.value, row.fatal));
        rows.collect::<Vec<_>>()
    };
    assert_eq!(of(1, "1 x mood=bad"), [(0, true), (50, false)]);
    assert_eq!(of(3, THREE_BAD), [(0, true), (50, false)]);
    assert_eq!(of(4, THREE_BAD), [(100, false), (50, false)]);
    assert_eq!(of(1, THREE_GOOD), [(100, false), (50, false)]);
}

/// "0 when a rule `fatal for section` has reached its number of violations, and then the
/// section has lost W"
#[test]
fn fatal_for_the_section() {
    let of = |from, lines| {
        let rule = Rule {
            fatal_from: Some(from),
            fatal_section: true,
            ..deduct(once(5), Some(0))
        };
        let mut book = book(vec![rule, award(once(4), Some(0))]);
        book.sections.push(section(Some(30)));
        let verdicts = evaluate(&book, lines);
        let score = verdicts.scores[0];
        (verdicts.sections[0], score.value, score.fatal)
    };
    assert_eq!(of(2, ONE_OF_EACH), (0, 100 - 30 + 4, false));
    assert_eq!(of(3, ONE_OF_EACH), (30 - 5 + 4, 100 - 5 + 4, false));
}
