//! Points, sections and scores.
//!
//! In: the findings in order. Out: the points of each, and what rules, sections and
//! scores come to. Everything in thousandths.

use zhunze_calls::verdict::{Finding, RuleRow, ScoreRow};
use zhunze_compiler::book::{Amount, Book, Rule, Score, ScoreId, Section, SectionId};

/// Gives each finding its points and sums up each rule.
pub(crate) fn share_out(book: &Book, findings: &mut [Finding]) -> Vec<RuleRow> {
    let row = |(number, rule): (u32, &Rule)| {
        let mut row = RuleRow::default();
        for finding in findings.iter_mut().filter(|f| f.rule == number) {
            count(rule, finding, &mut row);
        }
        row
    };
    (0u32..).zip(&book.rules).map(row).collect()
}

fn count(rule: &Rule, finding: &mut Finding, row: &mut RuleRow) {
    row.applied += 1;
    if finding.satisfied {
        row.satisfied += 1;
        let points = next_points(rule.award, row.satisfied, row.awarded);
        row.awarded += points;
        finding.points = points;
    } else {
        row.violated += 1;
        let points = next_points(rule.deduct, row.violated, row.deducted);
        row.deducted += points;
        finding.points = -points;
    }
}

/// What the `nth` time costs or brings when `so_far` came of the times before.
fn next_points(amount: Option<Amount>, nth: u32, so_far: i64) -> i64 {
    let Some(amount) = amount else { return 0 };
    if nth > 1 && !amount.each_time {
        return 0;
    }
    let left = amount.at_most.map_or(amount.points, |most| most - so_far);
    amount.points.min(left).max(0)
}

/// The value of each section.
pub(crate) fn sections(book: &Book, rows: &[RuleRow]) -> Vec<i64> {
    let value = |(number, section): (u32, &Section)| {
        let start = section.weight.unwrap_or(0);
        let awarded = of_section(book, rows, SectionId(number)).map(|row| row.awarded);
        start - lost(book, rows, SectionId(number), section) + awarded.sum::<i64>()
    };
    (0u32..).zip(&book.sections).map(value).collect()
}

/// What a section lost: at most its weight, unless it may go below zero or has none.
fn lost(book: &Book, rows: &[RuleRow], id: SectionId, section: &Section) -> i64 {
    let deducted: i64 = of_section(book, rows, id).map(|row| row.deducted).sum();
    match section.weight {
        Some(weight) if !section.below_zero => deducted.min(weight),
        Some(_) | None => deducted,
    }
}

/// The rows of the rules that take from a section.
fn of_section<'a>(
    book: &'a Book,
    rows: &'a [RuleRow],
    id: SectionId,
) -> impl Iterator<Item = &'a RuleRow> {
    let all = book.rules.iter().zip(rows);
    let its = all.filter(move |(rule, _)| takes_from(book, rule) == Some(id));
    its.map(|(_, row)| row)
}

/// The section that a rule takes from: its own, if that counts for the same score.
fn takes_from(book: &Book, rule: &Rule) -> Option<SectionId> {
    let id = rule.section?;
    let section = book.sections.get(id.index())?;
    (section.score == rule.score).then_some(id)
}

/// The value of each score.
pub(crate) fn scores(book: &Book, rows: &[RuleRow]) -> Vec<ScoreRow> {
    let scores = (0u32..).zip(&book.scores);
    let row = |(number, score)| score_row(book, rows, ScoreId(number), score);
    scores.map(row).collect()
}

fn score_row(book: &Book, rows: &[RuleRow], id: ScoreId, score: &Score) -> ScoreRow {
    let rules = || book.rules.iter().zip(rows).filter(|(r, _)| r.score == id);
    let fatal = rules().any(|(rule, row)| is_fatal(rule, row));
    let sections = (0u32..).zip(&book.sections).filter(|(_, s)| s.score == id);
    let in_sections = sections.map(|(number, s)| lost(book, rows, SectionId(number), s));
    let others = rules().filter(|(rule, _)| takes_from(book, rule).is_none());
    let in_others = others.map(|(_, row)| row.deducted);
    let awarded: i64 = rules().map(|(_, row)| row.awarded).sum();
    let value = score.from - in_sections.sum::<i64>() - in_others.sum::<i64>() + awarded;
    let value = match (fatal, score.below_zero) {
        (true, _) => 0,
        (false, true) => value,
        (false, false) => value.max(0),
    };
    ScoreRow { value, fatal }
}

fn is_fatal(rule: &Rule, row: &RuleRow) -> bool {
    rule.fatal_from
        .is_some_and(|from| row.violated >= from.max(1))
}
