//! What stands under the table: how many calls passed, and what was violated most.
//!
//! In: counts. Out: lines for people.

use super::table::Style;
use super::tally::{RuleTally, Tally};
use crate::terminal::{Tone, left, right, tame, width};
use std::io::{self, Write};
use zhunze_calls::manifest::{Manifest, Rule, Score};
use zhunze_calls::points::Points;
use zhunze_compiler::book::Language;

/// Writes the summary.
pub(super) fn write(
    manifest: &Manifest,
    tally: &Tally,
    style: Style,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(
        out,
        "\n{}",
        style
            .paint
            .tone(Tone::Strong, &calls(tally, style.language))
    )?;
    for (score, values) in manifest.scores.iter().zip(&tally.scores) {
        if let (Some(least), Some(most)) = (values.least, values.most) {
            let figures = [values.average(tally.scored()), least, most].map(Points);
            writeln!(out, "{}", score_line(score, figures, style.language))?;
        }
    }
    rules(manifest, tally, style, out)?;
    if tally.noted > 0 {
        writeln!(out, "{}", notes(tally.noted, style.language))?;
    }
    Ok(())
}

fn calls(tally: &Tally, language: Language) -> String {
    let (passed, failed) = (tally.scored() - tally.failed, tally.failed);
    match (language, tally.bad) {
        (Language::English, 0) => format!("{} calls: {passed} pass, {failed} fail", tally.calls),
        (Language::English, bad) => format!(
            "{} calls: {passed} pass, {failed} fail, {bad} could not be scored",
            tally.calls
        ),
        (Language::Chinese, 0) => format!("{} 通电话：合格 {passed}，不合格 {failed}", tally.calls),
        (Language::Chinese, bad) => format!(
            "{} 通电话：合格 {passed}，不合格 {failed}，无法评分 {bad}",
            tally.calls
        ),
    }
}

fn score_line(score: &Score, [average, least, most]: [Points; 3], language: Language) -> String {
    let unit = score
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {unit}"));
    let name = &score.name;
    match language {
        Language::English => {
            format!("score {name}: average {average}{unit}, least {least}, most {most}")
        }
        Language::Chinese => {
            format!("分数 {name}：平均 {average}{unit}，最低 {least}，最高 {most}")
        }
    }
}

fn notes(noted: u64, language: Language) -> String {
    match language {
        Language::English => {
            format!("{noted} calls have notes on what could not be judged: see --format json")
        }
        Language::Chinese => format!("{noted} 通电话附有说明（哪些未能评判），见 --format json"),
    }
}

/// The rules that were violated, those of most calls first.
fn rules(manifest: &Manifest, tally: &Tally, style: Style, out: &mut impl Write) -> io::Result<()> {
    let mut violated: Vec<_> = manifest
        .rules
        .iter()
        .zip(&tally.rules)
        .filter(|(_, row)| row.calls > 0)
        .collect();
    violated.sort_by_key(|(_, row)| std::cmp::Reverse(row.calls));
    if violated.is_empty() {
        return Ok(());
    }
    let heads = match style.language {
        Language::English => ["violated", "calls", "times", "points"],
        Language::Chinese => ["违反的规则", "通话", "次数", "扣分"],
    };
    let mut rows = vec![heads.map(str::to_owned)];
    rows.extend(violated.iter().map(|(rule, row)| {
        let points = lost(manifest, rule, row);
        [
            rule.name.clone(),
            row.calls.to_string(),
            row.times.to_string(),
            points,
        ]
    }));
    let titles = std::iter::once("").chain(violated.iter().map(|(rule, _)| rule.title.as_str()));
    for (at, (row, title)) in rows.iter().zip(titles).enumerate() {
        let line = aligned(row, &widths(&rows), title);
        let tone = if at == 0 {
            style.paint.tone(Tone::Faint, &line)
        } else {
            line
        };
        writeln!(out, "{tone}")?;
    }
    Ok(())
}

/// What a rule cost in each of its scores, with their units: points beside money.
fn lost(manifest: &Manifest, rule: &Rule, row: &RuleTally) -> String {
    let one = |(at, deducted): (usize, &i64)| {
        let score = rule.costs.get(at).map_or(rule.score, |cost| cost.score);
        let score = manifest.scores.get(score as usize);
        let unit = score.and_then(|score| score.unit.as_ref());
        let points = Points(deducted.saturating_neg());
        unit.map_or_else(
            || points.to_string(),
            |unit| format!("{points} {}", tame(unit)),
        )
    };
    let all: Vec<String> = row.deducted.iter().enumerate().map(one).collect();
    all.join(", ")
}

fn widths(rows: &[[String; 4]]) -> [usize; 4] {
    rows.iter().fold([0; 4], |mut widest, row| {
        widest
            .iter_mut()
            .zip(row)
            .for_each(|(known, text)| *known = (*known).max(width(text)));
        widest
    })
}

fn aligned([name, calls, times, points]: &[String; 4], widths: &[usize; 4], title: &str) -> String {
    let [first, second, third, fourth] = *widths;
    let numbers = format!(
        "{}  {}  {}",
        right(calls, second),
        right(times, third),
        right(points, fourth)
    );
    format!("{}  {numbers}  {title}", left(name, first))
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_sentence() {
        let tally = Tally {
            calls: 5,
            bad: 1,
            failed: 1,
            ..Tally::default()
        };
        assert_eq!(
            calls(&tally, Language::English),
            "5 calls: 3 pass, 1 fail, 1 could not be scored"
        );
        assert_eq!(
            calls(&tally, Language::Chinese),
            "5 通电话：合格 3，不合格 1，无法评分 1"
        );
    }
}
