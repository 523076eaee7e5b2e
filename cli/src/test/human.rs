//! What `zhunze test` tells people.
//!
//! In: rulebooks whose tests were run. Out: lines: what failed and why, coverage, a count.

use super::case::Case;
use super::coverage::Seen;
use super::{Tested, timeline};
use crate::language::pick;
use crate::terminal::{Paint, Tone, left, tame, width};
use std::io::{self, Write};
use zhunze_compiler::book::Language;

/// Writes everything.
pub(super) fn write(all: &[Tested], paint: Paint, out: &mut impl Write) -> io::Result<()> {
    for tested in all {
        writeln!(out, "{}", paint.tone(Tone::Strong, &tested.path))?;
        for case in &tested.cases {
            write_case(tested, case, paint, out)?;
        }
        write_coverage(tested, paint, out)?;
        writeln!(out)?;
    }
    let language = all
        .first()
        .map_or(Language::English, |tested| tested.language);
    let cases = || all.iter().flat_map(|tested| &tested.cases);
    let passed = cases().filter(|case| case.passes()).count();
    let failed = cases().count() - passed;
    writeln!(
        out,
        "{}",
        match language {
            Language::English => format!("{passed} passed, {failed} failed"),
            Language::Chinese => format!("通过 {passed}，未通过 {failed}"),
        }
    )
}

fn write_case(tested: &Tested, case: &Case, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let title = tame(&case.title);
    if case.passes() {
        return writeln!(out, "  {} {title}", paint.tone(Tone::Good, "✓"));
    }
    writeln!(
        out,
        "  {} {title} ({}:{})",
        paint.tone(Tone::Bad, "✗"),
        case.path,
        case.line
    )?;
    let language = tested.language;
    for unmet in &case.failures {
        let (expected, actual) = (
            pick(language, "expected", "期望"),
            pick(language, "actual", "实际"),
        );
        let widest = width(expected).max(width(actual));
        writeln!(
            out,
            "      {}  {}  ({}:{})",
            left(expected, widest),
            unmet.expected,
            case.path,
            unmet.line
        )?;
        writeln!(
            out,
            "      {}  {}",
            left(actual, widest),
            unmet.actual.get(language)
        )?;
    }
    for line in timeline::lines(&tested.book, case, language, paint) {
        writeln!(out, "    {line}")?;
    }
    if let Some((module, reference)) = &case.difference {
        let text = pick(
            language,
            "the module and the reference evaluator disagree: this is a bug in zhunze",
            "模块与参考实现的结论不一致：这是 zhunze 的缺陷",
        );
        writeln!(
            out,
            "    {text}\n--- module\n{module}\n--- reference\n{reference}"
        )?;
    }
    Ok(())
}

/// Rules of which the tests have not seen enough.
fn write_coverage(tested: &Tested, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let (full, all) = (tested.coverage.full(), tested.book.rules.len());
    let language = tested.language;
    writeln!(
        out,
        "{}",
        match language {
            Language::English =>
                format!("  {full} of {all} rules were seen both satisfied and violated"),
            Language::Chinese => format!("  {all} 条规则中有 {full} 条既见过满足也见过违反"),
        }
    )?;
    let rules = tested.book.rules.iter().zip(&tested.coverage.rules);
    let widest = rules
        .clone()
        .map(|(rule, _)| width(&rule.name))
        .max()
        .unwrap_or(0);
    for (rule, seen) in rules.filter(|(_, seen)| !seen.is_full()) {
        let text = format!(
            "    {}  {}",
            left(&rule.name, widest),
            words(*seen, language)
        );
        writeln!(out, "{}", paint.tone(Tone::Faint, &text))?;
    }
    for branch in &tested.coverage.branches {
        if branch.seen.is_full() {
            continue;
        }
        let not = match (branch.seen.satisfied, branch.seen.violated, language) {
            (false, false, Language::English) => "never taken",
            (false, false, Language::Chinese) => "从未走到",
            (true, _, Language::English) => "not seen violated",
            (true, _, Language::Chinese) => "没见过违反",
            (false, true, Language::English) => "not seen satisfied",
            (false, true, Language::Chinese) => "没见过满足",
        };
        let text = format!("    {} [{}]  {not}", branch.rule, tame(&branch.branch));
        writeln!(out, "{}", paint.tone(Tone::Faint, &text))?;
    }
    if !tested.coverage.unsaid.is_empty() {
        let list = tested.coverage.unsaid.join(pick(language, ", ", "、"));
        let never = pick(
            language,
            "phrases that no test says",
            "测试里没人说过的短语",
        );
        let text = format!("    {never}: {list}");
        writeln!(out, "{}", paint.tone(Tone::Faint, &text))?;
    }
    Ok(())
}

/// What was and what was not seen.
fn words(seen: Seen, language: Language) -> String {
    let (yes, no) = (
        pick(language, "seen", "见过"),
        pick(language, "not seen", "没见过"),
    );
    let outcomes = [
        (seen.satisfied, pick(language, "satisfied", "满足")),
        (seen.violated, pick(language, "violated", "违反")),
        (
            seen.not_applicable,
            pick(language, "not applicable", "不适用"),
        ),
    ];
    let listed = |wanted: bool| {
        let some: Vec<&str> = outcomes
            .iter()
            .filter(|(was, _)| *was == wanted)
            .map(|(_, word)| *word)
            .collect();
        some.join(pick(language, ", ", "、"))
    };
    let groups = [(yes, listed(true)), (no, listed(false))];
    let groups: Vec<String> = groups
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(word, list)| format!("{word}: {list}"))
        .collect();
    groups.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_says_what_was_not_seen() {
        let seen = Seen {
            satisfied: true,
            ..Seen::default()
        };
        assert_eq!(
            words(seen, Language::English),
            "seen: satisfied; not seen: violated, not applicable"
        );
        assert_eq!(
            words(Seen::default(), Language::Chinese),
            "没见过: 满足、违反、不适用"
        );
    }
}
