//! Points so far, while a call is open: what the module's tables would say if nothing
//! more happened.
//!
//! In: the manifest and the findings so far. Out: rows and values. What only the end of the
//! call decides is not in them: shares of a weight, and rules that were not applicable.

use crate::manifest::{Amount, Cost, Manifest, Rule, Section};
use crate::verdict::{Finding, RuleRow, ScoreAmount, ScoreRow, Verdicts};

/// Tables of the findings so far (and no findings or notes).
#[must_use]
pub(crate) fn so_far(manifest: &Manifest, findings: &[Finding]) -> Verdicts {
    let rules = rows(manifest, findings);
    let sections: Vec<Sum> = (0_u32..)
        .zip(&manifest.sections)
        .map(|(at, section)| section_sum(manifest, &rules, at, section))
        .collect();
    let scores = (0_u32..).zip(&manifest.scores);
    let scores = scores.map(|(at, _)| score_row(manifest, &rules, &sections, at));
    Verdicts {
        scores: scores.collect(),
        sections: sections.iter().map(|sum| sum.value).collect(),
        rules,
        ..Verdicts::default()
    }
}

fn rows(manifest: &Manifest, findings: &[Finding]) -> Vec<RuleRow> {
    let mut rows = vec![RuleRow::default(); manifest.rules.len()];
    for finding in findings {
        let Some(row) = rows.get_mut(finding.rule as usize) else {
            continue;
        };
        row.applied += 1;
        row.satisfied += u32::from(finding.satisfied);
        row.violated += u32::from(!finding.satisfied);
    }
    for (rule, row) in manifest.rules.iter().zip(&mut rows) {
        count_points(rule, row);
    }
    rows
}

fn count_points(rule: &Rule, row: &mut RuleRow) {
    let amount = |cost: &Cost| ScoreAmount {
        score: cost.score,
        deducted: deducted(cost, row.violated),
        awarded: cost
            .award
            .map_or(0, |amount| points(&amount, row.satisfied)),
    };
    let mut amounts = rule.costs.iter().map(amount);
    if let Some(main) = amounts.next() {
        (row.deducted, row.awarded) = (main.deducted, main.awarded);
    }
    row.others = amounts.collect();
}

fn deducted(cost: &Cost, violated: u32) -> i64 {
    let weight = cost
        .weight
        .filter(|weight| violated > 0 && !weight.by_share);
    let weight = weight.map_or(0, |weight| weight.points);
    let deducted = cost.deduct.map_or(0, |amount| points(&amount, violated));
    deducted.saturating_add(weight)
}

/// What so many times come to.
fn points(amount: &Amount, times: u32) -> i64 {
    let Some(more) = times.checked_sub(1) else {
        return 0;
    };
    let all = amount.after_first.saturating_mul(i64::from(more));
    let all = all.saturating_add(amount.points);
    amount.at_most.map_or(all, |most| all.min(most))
}

/// What a section comes to.
struct Sum {
    lost: i64,
    awarded: i64,
    value: i64,
}

fn section_sum(manifest: &Manifest, rows: &[RuleRow], at: u32, section: &Section) -> Sum {
    let (mut lost, mut awarded, mut fatal) = (0_i64, 0_i64, false);
    for (rule, row) in manifest.rules.iter().zip(rows) {
        if rule.section != Some(at) {
            continue;
        }
        fatal |= rule.fatal_section && is_fatal(rule, row);
        for amount in amounts(rule, row).filter(|amount| amount.score == section.score) {
            lost = lost.saturating_add(amount.deducted);
            awarded = awarded.saturating_add(amount.awarded);
        }
    }
    let bounded = section.weight.filter(|_| !section.below_zero);
    let weight = section.weight.unwrap_or(0);
    let lost = bounded.map_or(lost, |weight| lost.min(weight));
    let value = weight.saturating_sub(lost).saturating_add(awarded);
    Sum {
        lost: match section.weight {
            Some(weight) if fatal => weight,
            _ => lost,
        },
        awarded,
        value: if fatal { 0 } else { value },
    }
}

/// What a rule came to in each score that it has a cost in.
fn amounts<'a>(rule: &'a Rule, row: &'a RuleRow) -> impl Iterator<Item = ScoreAmount> + 'a {
    let main = rule.costs.first().map(|cost| ScoreAmount {
        score: cost.score,
        deducted: row.deducted,
        awarded: row.awarded,
    });
    main.into_iter().chain(row.others.iter().copied())
}

fn score_row(manifest: &Manifest, rows: &[RuleRow], sections: &[Sum], at: u32) -> ScoreRow {
    let Some(score) = manifest.scores.get(at as usize) else {
        return ScoreRow::default();
    };
    let mut value = score.from;
    let mut fatal = false;
    for (rule, row) in manifest.rules.iter().zip(rows) {
        fatal |= rule.score == at && !rule.fatal_section && is_fatal(rule, row);
        if home(manifest, rule) == Some(at) {
            continue;
        }
        for amount in amounts(rule, row).filter(|amount| amount.score == at) {
            value = moved(value, amount.deducted, amount.awarded);
        }
    }
    let its = manifest.sections.iter().zip(sections);
    for (_, sum) in its.filter(|(section, _)| section.score == at) {
        value = moved(value, sum.lost, sum.awarded);
    }
    if !score.below_zero {
        value = value.max(0);
    }
    ScoreRow {
        value: if fatal { 0 } else { value },
        fatal,
    }
}

fn moved(value: i64, lost: i64, awarded: i64) -> i64 {
    value.saturating_sub(lost).saturating_add(awarded)
}

/// The score of the section that a rule stands in.
fn home(manifest: &Manifest, rule: &Rule) -> Option<u32> {
    let section = manifest.sections.get(rule.section? as usize)?;
    Some(section.score)
}

fn is_fatal(rule: &Rule, row: &RuleRow) -> bool {
    rule.fatal_from
        .is_some_and(|from| row.violated >= from.max(1))
}
