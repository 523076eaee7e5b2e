//! What `zhunze test` tells programs.
//!
//! In: rulebooks whose tests were run. Out: one JSON document. Fields may be added, none
//! renamed.

use super::Tested;
use super::case::Case;
use super::coverage::Branch;
use serde_json::{Value, json};
use zhunze_compiler::book::Language;

/// Everything.
pub(super) fn document(all: &[Tested]) -> Value {
    let cases = || all.iter().flat_map(|tested| &tested.cases);
    let passed = cases().filter(|case| case.passes()).count();
    json!({
        "rulebooks": all.iter().map(rulebook).collect::<Vec<_>>(),
        "passed": passed,
        "failed": cases().count() - passed,
    })
}

fn rulebook(tested: &Tested) -> Value {
    let coverage = tested
        .book
        .rules
        .iter()
        .zip(&tested.coverage.rules)
        .map(|(rule, seen)| {
            json!({
                "rule": rule.name,
                "satisfied": seen.satisfied,
                "violated": seen.violated,
                "not_applicable": seen.not_applicable,
            })
        });
    json!({
        "file": tested.path,
        "tests": tested.cases.iter().map(|case| test(case, tested.language)).collect::<Vec<_>>(),
        "coverage": coverage.collect::<Vec<_>>(),
        "branches": tested.coverage.branches.iter().map(branch).collect::<Vec<_>>(),
        "unsaid_phrases": tested.coverage.unsaid,
    })
}

fn branch(branch: &Branch) -> Value {
    json!({
        "rule": branch.rule,
        "branch": branch.branch,
        "satisfied": branch.seen.satisfied,
        "violated": branch.seen.violated,
    })
}

fn test(case: &Case, language: Language) -> Value {
    let failures = case.failures.iter().map(|unmet| {
        json!({"line": unmet.line, "expected": unmet.expected, "actual": unmet.actual.get(language)})
    });
    json!({
        "title": case.title,
        "file": case.path,
        "line": case.line,
        "passed": case.passes(),
        "expectations": case.expectations,
        "failures": failures.collect::<Vec<_>>(),
        "difference": case.difference.as_ref().map(|(module, reference)| json!({
            "module": parsed(module), "reference": parsed(reference),
        })),
    })
}

fn parsed(report: &str) -> Value {
    serde_json::from_str(report).unwrap_or_default()
}
