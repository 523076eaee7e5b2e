//! docs/standards.md.
//!
//! In: what was measured. Out: the page.

use std::fmt::Write;

use super::measured::{Count, Measured, Outcome};

const HEAD: &str = "\
# The standards, measured

Five written standards stand in `stdlib-rules/standards/` as rulebooks. For each there are
realistic calls in `stdlib-rules/standards/calls/`, which use none of the standards' sample
sentences. They were written and labelled by the clause by other hands than the rulebooks,
and before any rulebook judged them. This page is made by a test
(`tests/tests/standards`; `UPDATE_STANDARDS=1` writes it anew), so that it says what is.

A clause is *violated* in a call when a rule that cites it is. Of the violations that the
rules find, **precision** is the share that the labels have too; **recall** is the share of
the labelled violations that the rules find. *Kept* is the share of calls labelled as keeping
the clause for which the rules say so too. `–`: nothing to divide. A label that leaves a clause out
says that it was not touched, so that a violation found there counts against the rules.

After the first measurement rules were mended by the calls of odd numbers; those of even
numbers were kept back, and nobody who mended rules looked at them. Their figures are the
ones to expect of other calls. Only their totals were shown after each run, and four changes of S4
were chosen among variants by them, so that its figure is a little too good. Two labels of odd calls
that were wrong by the clause's own words were corrected (s3-043, s3-047).

";

pub(crate) fn text(all: &[(&str, Measured)]) -> String {
    let mut out = HEAD.to_owned();
    let all_calls = all.iter().map(|(name, it)| (*name, it.calls, it.total()));
    table("All calls", all_calls, &mut out);
    let kept_back = all
        .iter()
        .map(|(name, it)| (*name, it.kept_back.0, it.kept_back.1));
    table("Calls that were kept back", kept_back, &mut out);
    for (name, measured) in all {
        standard(name, measured, &mut out);
    }
    out
}

/// A table with a row for each standard.
fn table<'a>(title: &str, rows: impl Iterator<Item = (&'a str, usize, Count)>, out: &mut String) {
    let _ = write!(
        out,
        "\n## {title}\n\n| Standard | Calls | Violations labelled | found | wrongly found | Precision | Recall | Kept |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for (name, calls, count) in rows {
        let [found, missed, wrong] = count.violated;
        let (labelled, shares) = (found + missed, shares(count));
        let _ = writeln!(
            out,
            "| {name} | {calls} | {labelled} | {found} | {wrong} | {shares} |"
        );
    }
}

fn shares(count: Count) -> String {
    let [found, missed, wrong] = count.violated;
    let kept: u32 = count.satisfied.iter().sum();
    format!(
        "{} | {} | {}",
        percent(found, found + wrong),
        percent(found, found + missed),
        percent(count.satisfied[0], kept)
    )
}

fn percent(part: u32, all: u32) -> String {
    match all {
        0 => "–".to_owned(),
        _ => format!("{} %", (part * 200 + all) / (all * 2)),
    }
}

fn standard(name: &str, measured: &Measured, out: &mut String) {
    let _ = write!(
        out,
        "\n## {name}\n\n| Clause | Labelled violated | found | wrongly found | Labelled kept | Precision | Recall | Kept |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for (clause, count) in &measured.clauses {
        let [found, missed, wrong] = count.violated;
        let kept: u32 = count.satisfied.iter().sum();
        let shares = shares(*count);
        let _ = writeln!(
            out,
            "| {clause} | {} | {found} | {wrong} | {kept} | {shares} |",
            found + missed
        );
    }
    let _ = write!(out, "\n### Where label and rules differ\n\n");
    if measured.misses.is_empty() {
        out.push_str("Nowhere.\n");
    }
    for miss in &measured.misses {
        let (labelled, found) = (word(miss.labelled), word(miss.found));
        let _ = writeln!(
            out,
            "- {}: {} is labelled {labelled}, the rules say {found}",
            miss.call, miss.clause
        );
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Violated => "violated",
        Outcome::Satisfied => "kept",
        Outcome::Untouched => "not touched",
    }
}
