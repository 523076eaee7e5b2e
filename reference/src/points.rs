//! Points, sections and scores.
//!
//! In: the findings in order. Out: the points of each, and what rules, sections and
//! scores come to. Everything in thousandths.

use zhunze_calls::verdict::{Finding, RuleRow, ScoreAmount, ScoreRow};
use zhunze_compiler::book::{Amount, Book, Cost, Rule, Score, ScoreId, Section, SectionId, Weight};

/// Gives each finding its points and sums up each rule.
pub(crate) fn share_out(book: &Book, findings: &mut [Finding]) -> Vec<RuleRow> {
    let row = |(number, rule): (u32, &Rule)| {
        let own = findings.iter_mut().filter(|finding| finding.rule == number);
        row(rule, own)
    };
    (0u32..).zip(&book.rules).map(row).collect()
}

fn row<'f>(rule: &Rule, findings: impl Iterator<Item = &'f mut Finding>) -> RuleRow {
    let mut row = RuleRow::default();
    for finding in findings {
        row.applied += 1;
        match finding.satisfied {
            true => row.satisfied += 1,
            false => row.violated += 1,
        }
        let main = costs(rule).first();
        finding.points = main.map_or(0, |cost| of_finding(cost, finding.satisfied, &row));
    }
    let mut amounts = costs(rule).iter().map(|cost| amount(cost, &row));
    let main = amounts.next();
    let others = amounts.collect();
    RuleRow {
        deducted: main.map_or(0, |main| main.deducted),
        awarded: main.map_or(0, |main| main.awarded),
        others,
        ..row
    }
}

/// What the rule costs and brings; advice does neither.
fn costs(rule: &Rule) -> &[Cost] {
    match rule.advice {
        true => &[],
        false => &rule.costs,
    }
}

/// What a finding costs or brings, when the row counts it as the last.
fn of_finding(cost: &Cost, satisfied: bool, row: &RuleRow) -> i64 {
    if satisfied {
        return nth(cost.award, row.satisfied);
    }
    let weight = cost
        .weight
        .filter(|weight| !weight.by_share && row.violated == 1);
    -nth(cost.deduct, row.violated) - weight.map_or(0, |weight| weight.points)
}

/// What the `n`-th time costs or brings.
fn nth(amount: Option<Amount>, n: u32) -> i64 {
    sum(amount, n) - sum(amount, n.saturating_sub(1))
}

/// What `n` times cost or bring.
fn sum(amount: Option<Amount>, n: u32) -> i64 {
    let Some(amount) = amount.filter(|_| n > 0) else {
        return 0;
    };
    let sum = amount.points + amount.after_first * i64::from(n - 1);
    amount.at_most.map_or(sum, |most| sum.min(most))
}

/// What a rule comes to in one score.
fn amount(cost: &Cost, row: &RuleRow) -> ScoreAmount {
    let weight = cost.weight.map_or(0, |weight| weight_lost(weight, row));
    ScoreAmount {
        score: cost.score.0,
        deducted: sum(cost.deduct, row.violated) + weight,
        awarded: sum(cost.award, row.satisfied),
    }
}

/// What is lost of a rule's weight.
fn weight_lost(weight: Weight, row: &RuleRow) -> i64 {
    match (row.violated, weight.by_share) {
        (0, _) => 0,
        (_, false) => weight.points,
        (_, true) => {
            let kept = i128::from(weight.points) * i128::from(row.satisfied);
            let kept = kept.checked_div(i128::from(row.applied)).unwrap_or(0);
            weight.points - i64::try_from(kept).unwrap_or(0)
        }
    }
}

/// What each rule comes to in the score.
fn in_score<'a>(
    book: &'a Book,
    rows: &'a [RuleRow],
    score: ScoreId,
) -> impl Iterator<Item = (&'a Rule, &'a RuleRow, &'a Cost, ScoreAmount)> {
    book.rules.iter().zip(rows).flat_map(move |(rule, row)| {
        let costs = costs(rule).iter().filter(move |cost| cost.score == score);
        costs.map(move |cost| (rule, row, cost, amount(cost, row)))
    })
}

/// The section that the rule takes from in this score: its own, if that counts for it.
fn section_in(book: &Book, rule: &Rule, score: ScoreId) -> Option<SectionId> {
    let id = rule.section?;
    let section = book.sections.get(id.index())?;
    (section.score == score).then_some(id)
}

/// The value of each section.
pub(crate) fn sections(book: &Book, rows: &[RuleRow]) -> Vec<i64> {
    let value = |(number, section): (u32, &Section)| {
        let id = SectionId(number);
        if is_fatal_for_section(book, rows, id) {
            return 0;
        }
        let all = in_score(book, rows, section.score);
        let own = all.filter(|(rule, ..)| section_in(book, rule, section.score) == Some(id));
        let awarded: i64 = own.map(|(_, _, _, amount)| amount.awarded).sum();
        section.weight.unwrap_or(0) - lost(book, rows, id, section) + awarded
    };
    (0u32..).zip(&book.sections).map(value).collect()
}

/// What a section lost: at most its weight, unless it may go below zero or has none.
fn lost(book: &Book, rows: &[RuleRow], id: SectionId, section: &Section) -> i64 {
    let all = in_score(book, rows, section.score);
    let own = all.filter(|(rule, ..)| section_in(book, rule, section.score) == Some(id));
    let (mut lost, mut left_out) = (0, 0);
    for (rule, row, cost, amount) in own {
        lost += amount.deducted;
        if rule.leave_out && row.applied == 0 {
            left_out += cost.weight.map_or(0, |weight| weight.points);
        }
    }
    let Some(weight) = section.weight else {
        return lost;
    };
    if is_fatal_for_section(book, rows, id) {
        return weight;
    }
    let lost = without(lost, weight, left_out);
    match section.below_zero {
        true => lost,
        false => lost.min(weight),
    }
}

/// What is lost when the rest of the section makes up for what is left out.
fn without(lost: i64, weight: i64, left_out: i64) -> i64 {
    match weight - left_out {
        _ if left_out == 0 => lost,
        ..=0 => 0,
        rest => {
            let scaled = i128::from(lost) * i128::from(weight);
            let scaled = scaled.checked_div(i128::from(rest));
            scaled
                .and_then(|scaled| i64::try_from(scaled).ok())
                .unwrap_or(lost)
        }
    }
}

/// The value of each score.
pub(crate) fn scores(book: &Book, rows: &[RuleRow]) -> Vec<ScoreRow> {
    let scores = (0u32..).zip(&book.scores);
    let row = |(number, score)| score_row(book, rows, ScoreId(number), score);
    scores.map(row).collect()
}

fn score_row(book: &Book, rows: &[RuleRow], id: ScoreId, score: &Score) -> ScoreRow {
    let mut rules = book.rules.iter().zip(rows);
    let fatal =
        rules.any(|(rule, row)| rule.score == id && !takes_section(rule) && is_fatal(rule, row));
    let sections = (0u32..).zip(&book.sections).filter(|(_, s)| s.score == id);
    let in_sections = sections.map(|(number, s)| lost(book, rows, SectionId(number), s));
    let mut value = score.from - in_sections.sum::<i64>();
    for (rule, _, _, amount) in in_score(book, rows, id) {
        value += amount.awarded;
        if section_in(book, rule, id).is_none() {
            value -= amount.deducted;
        }
    }
    let value = match (fatal, score.below_zero) {
        (true, _) => 0,
        (false, true) => value,
        (false, false) => value.max(0),
    };
    ScoreRow { value, fatal }
}

fn is_fatal_for_section(book: &Book, rows: &[RuleRow], id: SectionId) -> bool {
    let mut rules = book.rules.iter().zip(rows);
    rules.any(|(rule, row)| rule.section == Some(id) && takes_section(rule) && is_fatal(rule, row))
}

/// A fatal violation brings the section to 0, and not the score.
fn takes_section(rule: &Rule) -> bool {
    rule.fatal_section && rule.section.is_some()
}

fn is_fatal(rule: &Rule, row: &RuleRow) -> bool {
    let from = rule.fatal_from.filter(|_| !rule.advice);
    from.is_some_and(|from| row.violated >= from.max(1))
}
