//! Rules that say the same.

use super::{at_rule, place};
use crate::book::{Book, Rule};
use crate::diagnostics::{Code, Diagnostic};

pub(super) fn lint(book: &Book) -> Vec<Diagnostic> {
    let mut found = vec![];
    for (number, rule) in book.rules.iter().enumerate() {
        let before = book.rules.iter().take(number);
        if let Some(first) = before.into_iter().find(|first| same(first, rule)) {
            let (one, two) = (&rule.title, &first.title);
            found.push(
                at_rule(
                    Code::DuplicateRule,
                    rule,
                    format!("“{one}” asks for the same as “{two}”"),
                    format!("“{one}”与“{two}”要求的完全一样"),
                )
                .here("this rule", "这条规则")
    .also(place(first), "this one", "这一条")
                .help(
                    "leave one of them out; a rule may `cite` several clauses and have several `otherwise` lines",
                    "删去其中一条；一条规则可以“依据”多个条款，也可以有多行“否则”",
                ),
            );
        }
    }
    found
}

/// A written standard may say a thing in two clauses and charge for both: rules that cite
/// different clauses are not told.
fn same(one: &Rule, other: &Rule) -> bool {
    let clauses = one.cite.is_empty() || other.cite.is_empty() || one.cite == other.cite;
    clauses
        && one.arms == other.arms
        && one.applies == other.applies
        && one.pick == other.pick
        && one.own == other.own
}
