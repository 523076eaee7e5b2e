//! Shows a case in which module and reference differ.

use std::collections::BTreeSet;
use std::fmt::Write;

use zhunze_calls::verdict::{Finding, Verdicts};

use super::Case;

/// The rulebook, the call, and what both say.
pub(super) fn show(case: &Case) -> String {
    let (reference, module) = (case.expected(), case.actual());
    let mut out = String::new();
    book(case, &reference, &module, &mut out);
    call(case, &mut out);
    both(&reference, &module, &mut out);
    out
}

fn book(case: &Case, reference: &Verdicts, module: &Verdicts, out: &mut String) {
    let book = &case.book;
    let _ = writeln!(
        out,
        "language {:?}, waiting {}",
        book.language, book.waiting
    );
    for (name, units) in [("fillers", &book.fillers)] {
        if !units.is_empty() {
            let _ = writeln!(out, "{name} {units:?}");
        }
    }
    for (number, phrase) in book.phrases.iter().enumerate() {
        let _ = writeln!(
            out,
            "phrase {number}: {:?} {:?}",
            phrase.body, phrase.captures
        );
    }
    for (number, derived) in book.derived.iter().enumerate() {
        let _ = writeln!(out, "derived {number}: {derived:?}");
    }
    let rules = differing(reference, module);
    for (number, rule) in book.rules.iter().enumerate() {
        if rules.is_empty() || rules.contains(&(number as u32)) || rule.arms.len() > 1 {
            let _ = writeln!(out, "rule {number}: {rule:?}");
        } else {
            let _ = writeln!(out, "rule {number} as well: {:?}", rule.arms);
        }
    }
    let _ = writeln!(
        out,
        "scores {:?}\nsections {:?}",
        book.scores, book.sections
    );
}

/// The rules whose findings or rows differ.
fn differing(reference: &Verdicts, module: &Verdicts) -> BTreeSet<u32> {
    let mut rules: BTreeSet<u32> = BTreeSet::new();
    rules.extend(only(reference, module).iter().map(|finding| finding.rule));
    rules.extend(only(module, reference).iter().map(|finding| finding.rule));
    let rows = reference.rules.iter().zip(&module.rules).zip(0..);
    rules.extend(rows.filter(|((a, b), _)| a != b).map(|(_, number)| number));
    rules
}

fn only<'v>(one: &'v Verdicts, other: &Verdicts) -> Vec<&'v Finding> {
    let findings = one.findings.iter();
    findings.filter(|it| !other.findings.contains(it)).collect()
}

fn call(case: &Case, out: &mut String) {
    let call = &case.call;
    let _ = writeln!(
        out,
        "call {:?}, started {:?}, ends {}, {:?}",
        call.metadata, call.started_at, case.ends, case.delivery
    );
    for (number, event) in call.events.iter().enumerate() {
        let _ = writeln!(
            out,
            "{number}: {}-{} {:?} {:?} {:?} {:?}",
            event.t, event.end, event.kind, event.speaker, event.text, event.attributes
        );
    }
}

fn both(reference: &Verdicts, module: &Verdicts, out: &mut String) {
    for (name, one, other) in [
        ("reference", reference, module),
        ("module", module, reference),
    ] {
        for finding in only(one, other) {
            let _ = writeln!(out, "{name} only: {finding:?}");
        }
    }
    if reference.findings == module.findings {
        let _ = writeln!(out, "findings of both: {:?}", reference.findings);
    } else if reference.findings.len() == module.findings.len()
        && only(reference, module).is_empty()
    {
        let order = |verdicts: &Verdicts| -> Vec<(i64, u32, u8)> {
            let findings = verdicts.findings.iter();
            findings.map(|it| (it.at, it.rule, it.arm)).collect()
        };
        let _ = writeln!(
            out,
            "orders {:?}\n       {:?}",
            order(reference),
            order(module)
        );
    }
    table("rules", &reference.rules, &module.rules, out);
    table("sections", &reference.sections, &module.sections, out);
    table("scores", &reference.scores, &module.scores, out);
    table("notes", &reference.notes, &module.notes, out);
}

fn table<T: PartialEq + std::fmt::Debug>(name: &str, one: &[T], other: &[T], out: &mut String) {
    if one != other {
        let _ = writeln!(
            out,
            "{name}: reference {one:?}\n{name}: module    {other:?}"
        );
    }
}
