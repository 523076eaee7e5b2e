//! Points so far, while a call is open: what the module's tables would say if nothing
//! more happened.
//!
//! In: findings, whose points are cut to the rules' caps already. Out: rows and values.

use crate::manifest::{Manifest, Rule};
use crate::verdict::{Finding, RuleRow, ScoreRow, Verdicts};

/// Tables of the findings so far (and no findings or notes).
#[must_use]
pub(crate) fn so_far(manifest: &Manifest, findings: &[Finding]) -> Verdicts {
    let rules = rows(manifest, findings);
    let sections = (0_u32..).zip(&manifest.sections).map(|(at, section)| {
        let counts = |rule: &Rule| rule.section == Some(at) && rule.score == section.score;
        let (deducted, awarded) = sum(manifest, &rules, counts);
        section_value(manifest, section, deducted, awarded)
    });
    let sections: Vec<i64> = sections.collect();
    let scores = (0_u32..)
        .zip(&manifest.scores)
        .map(|(at, _)| score_row(manifest, &rules, &sections, at))
        .collect();
    Verdicts {
        rules,
        sections,
        scores,
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
        row.deducted = row.deducted.saturating_sub(finding.points.min(0));
        row.awarded = row.awarded.saturating_add(finding.points.max(0));
    }
    rows
}

fn sum(manifest: &Manifest, rows: &[RuleRow], counts: impl Fn(&Rule) -> bool) -> (i64, i64) {
    let counted = manifest
        .rules
        .iter()
        .zip(rows)
        .filter(|(rule, _)| counts(rule));
    counted.fold((0, 0), |(deducted, awarded), (_, row)| {
        (
            row.deducted.saturating_add(deducted),
            row.awarded.saturating_add(awarded),
        )
    })
}

fn section_value(
    manifest: &Manifest,
    section: &crate::manifest::Section,
    deducted: i64,
    awarded: i64,
) -> i64 {
    let free = manifest
        .scores
        .get(section.score as usize)
        .is_some_and(|score| score.below_zero);
    let weight = section.weight.unwrap_or(0);
    let lost = if free || section.weight.is_none() {
        deducted
    } else {
        deducted.min(weight)
    };
    weight.saturating_sub(lost).saturating_add(awarded)
}

fn score_row(manifest: &Manifest, rules: &[RuleRow], sections: &[i64], at: u32) -> ScoreRow {
    let Some(score) = manifest.scores.get(at as usize) else {
        return ScoreRow::default();
    };
    let own = |rule: &Rule| {
        let section = rule
            .section
            .and_then(|section| manifest.sections.get(section as usize));
        rule.score == at && section.is_none_or(|section| section.score != at)
    };
    let (deducted, awarded) = sum(manifest, rules, own);
    let changes = manifest
        .sections
        .iter()
        .zip(sections)
        .filter(|(section, _)| section.score == at);
    let changed = changes.map(|(section, value)| value.saturating_sub(section.weight.unwrap_or(0)));
    let value = changed.fold(
        score.from.saturating_sub(deducted).saturating_add(awarded),
        i64::saturating_add,
    );
    let fatal = manifest.rules.iter().zip(rules).any(|(rule, row)| {
        rule.score == at && rule.fatal_from.is_some_and(|from| row.violated >= from)
    });
    let value = if score.below_zero {
        value
    } else {
        value.max(0)
    };
    ScoreRow {
        value: if fatal { 0 } else { value },
        fatal,
    }
}
