//! "Points" of docs/meaning.md.

use crate::making::*;
use zhunze_calls::verdict::{RuleRow, Verdicts};
use zhunze_compiler::book::{Amount, Book, Expr, Obligation, Rule, ScoreId, Section, SectionId};

/// Violated at each `x` of a bad mood, satisfied at each other.
fn at_each_x() -> Rule {
    let fine = Expr::Not(Box::new(is_text(attribute("mood"), "bad")));
    when(happens("x"), vec![Obligation::Require(fine)])
}

fn once(points: i64) -> Option<Amount> {
    Some(Amount {
        points,
        each_time: false,
        at_most: None,
    })
}

fn each_time(points: i64, at_most: Option<i64>) -> Option<Amount> {
    Some(Amount {
        points,
        each_time: true,
        at_most,
    })
}

fn deduct(deduct: Option<Amount>, section: Option<u32>) -> Rule {
    let section = section.map(SectionId);
    Rule {
        deduct,
        section,
        ..at_each_x()
    }
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
    verdicts
        .findings
        .iter()
        .map(|finding| finding.points)
        .collect()
}

fn value(book: &Book, lines: &str) -> i64 {
    evaluate(book, lines).scores[0].value
}

const THREE_BAD: &str = "1 x mood=bad; 2 x mood=bad; 3 x mood=bad";
const THREE_GOOD: &str = "1 x mood=ok; 2 x mood=ok; 3 x mood=ok";

/// "The n-th violation deducts `points` if `each time` or n = 1, cut so that the sum stays
/// within `at most`; likewise awards." "both 0 beyond 'once' or 'at most'"
#[test]
fn points_of_findings() {
    let of = |amount| points(&evaluate(&book(vec![deduct(amount, None)]), THREE_BAD));
    assert_eq!(of(None), [0, 0, 0]);
    assert_eq!(of(once(5)), [-5, 0, 0]);
    assert_eq!(of(each_time(5, None)), [-5, -5, -5]);
    assert_eq!(of(each_time(5, Some(8))), [-5, -3, 0]);
    let award = Rule {
        award: each_time(5, Some(8)),
        ..at_each_x()
    };
    assert_eq!(points(&evaluate(&book(vec![award]), THREE_GOOD)), [5, 3, 0]);
}

#[test]
fn rows_of_rules() {
    let rule = Rule {
        award: once(2),
        ..deduct(each_time(5, Some(8)), None)
    };
    let verdicts = evaluate(&book(vec![rule]), "1 x mood=bad; 2 x mood=ok; 3 x mood=bad");
    let row = RuleRow {
        applied: 3,
        satisfied: 1,
        violated: 2,
        deducted: 8,
        awarded: 2,
    };
    assert_eq!(verdicts.rules, [row]);
    assert_eq!(points(&verdicts), [-5, 2, -3]);
    assert_eq!(verdicts.scores[0].value, 94);
}

/// "Section: weight − min(deducted, weight) + awarded (no minimum with `may go below zero`
/// or without a weight; a section without a weight starts at 0)."
#[test]
fn sections() {
    let of = |section| {
        let mut book = book(vec![deduct(each_time(15, None), Some(0))]);
        book.rules.push(Rule {
            award: once(4),
            ..deduct(None, Some(0))
        });
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

/// "A rule takes from its section only if it counts for the section's score."
#[test]
fn a_rule_of_another_score() {
    let mut book = book(vec![Rule {
        score: ScoreId(1),
        ..deduct(once(5), Some(0))
    }]);
    book.sections.push(section(Some(30)));
    book.scores.push(score(50));
    let verdicts = evaluate(&book, THREE_BAD);
    assert_eq!(verdicts.sections, [30]);
    let values: Vec<_> = verdicts.scores.iter().map(|row| row.value).collect();
    assert_eq!(values, [100, 45]);
}

/// "Score: … at least 0 unless `may go below zero`"
#[test]
fn scores_below_zero() {
    let mut book = book(vec![deduct(each_time(60, None), None)]);
    assert_eq!(value(&book, THREE_BAD), 0);
    book.scores[0].below_zero = true;
    assert_eq!(value(&book, THREE_BAD), -80);
}

/// "0 when the violations of a rule that counts for it reach `fatal from`"
#[test]
fn fatal_rules() {
    let of = |from, lines| {
        let mut book = book(vec![Rule {
            fatal_from: Some(from),
            ..at_each_x()
        }]);
        book.scores.push(score(50));
        let rows = evaluate(&book, lines).scores;
        rows.iter()
            .map(|row| (row.value, row.fatal))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(1, "1 x mood=bad"), [(0, true), (50, false)]);
    assert_eq!(of(3, THREE_BAD), [(0, true), (50, false)]);
    assert_eq!(of(4, THREE_BAD), [(100, false), (50, false)]);
    assert_eq!(of(1, THREE_GOOD), [(100, false), (50, false)]);
}
