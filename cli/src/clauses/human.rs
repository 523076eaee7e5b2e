//! The answer as lines for people.

use super::{Answer, missing};
use crate::language::pick;
use crate::terminal::{Paint, Tone, left, tame, width};
use std::io::{self, Write};
use zhunze_compiler::book::Language;

pub(super) fn write(
    answer: &Answer,
    language: Language,
    paint: Paint,
    out: &mut impl Write,
) -> io::Result<()> {
    let widest = answer.rows.iter().map(|row| width(&row.clause.id)).max();
    for row in &answer.rows {
        let Some(why) = missing(row, language) else {
            continue;
        };
        let id = left(&tame(&row.clause.id), widest.unwrap_or(0));
        let why = paint.tone(Tone::Bad, why);
        let rules: Vec<&str> = row.rules.iter().map(|it| it.rule.as_str()).collect();
        writeln!(out, "{id}  {why}  {}", tame(&rules.join(", ")))?;
    }
    for (id, rule) in &answer.unknown {
        let (id, rule) = (tame(id), tame(rule));
        match language {
            Language::English => writeln!(out, "{id}  is cited by {rule}, and is not in the list")?,
            Language::Chinese => writeln!(out, "{id}  被 {rule} 依据，但不在清单里")?,
        }
    }
    let [total, cited, satisfied, violated, covered] = counts(answer);
    let tone = if answer.is_whole() {
        Tone::Good
    } else {
        Tone::Bad
    };
    let line = match language {
        Language::English => format!(
            "{covered} of {total} clauses covered (cited {cited}, satisfied by tests {satisfied}, \
             violated by tests {violated})"
        ),
        Language::Chinese => format!(
            "{total} 条中覆盖 {covered} 条（有规则依据 {cited}，测试中满足过 {satisfied}，违反过 {violated}）"
        ),
    };
    writeln!(out, "{}", paint.tone(tone, &line))?;
    let rest = answer.rows.len() - total;
    if rest > 0 {
        let text = pick(
            language,
            "more are marked as not checkable",
            "条标为不可检查，不计",
        );
        writeln!(out, "{rest} {text}")?;
    }
    Ok(())
}

/// Clauses; cited; satisfied; violated; covered.
pub(super) fn counts(answer: &Answer) -> [usize; 5] {
    [
        answer.checkable().count(),
        answer.count(|row| !row.rules.is_empty()),
        answer.count(|row| row.seen(|seen| seen.satisfied)),
        answer.count(|row| row.seen(|seen| seen.violated)),
        answer.count(super::Row::is_covered),
    ]
}
