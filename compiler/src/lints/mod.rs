//! Checks of the rulebook as a whole: what it asks for against what can happen at all, and
//! against what else it asks for.
//!
//! In: a checked [`Book`]. Out: warnings. A check that is not sure says nothing: each
//! reasons from what the rulebook says alone, and gives up where that is not enough.

mod conditions;
mod duties;
mod lists;
mod moments;
mod order;
mod overlap;
mod sentences;
mod twice;
mod wording;

pub(crate) use self::lists::swallowed;
use crate::book::{Book, Rule, ScoreId};
use crate::diagnostics::{Code, Diagnostic, Message, Place};
use crate::explain::values::decimal;
use crate::range;

/// Everything that looks wrong with it.
pub(crate) fn lint(book: &Book) -> Vec<Diagnostic> {
    let facts = moments::Facts::new(book);
    let mut found = duties::lint(&facts);
    found.extend(overlap::lint(&facts));
    found.extend(order::lint(book));
    found.extend(twice::lint(book));
    found.extend(wording::lint(book));
    found.extend(pass_marks(book));
    found
}

/// A pass mark that no call can reach.
fn pass_marks(book: &Book) -> Vec<Diagnostic> {
    let reach = range::reach(book);
    let scores = book.scores.iter().zip(&reach.scores).zip(0u32..);
    let mut found = vec![];
    for ((score, range), number) in scores {
        let (Some(pass), Some(most)) = (score.pass, range.most) else {
            continue;
        };
        let counts = |rule: &&Rule| rule.score == ScoreId(number);
        if let (true, Some(rule)) = (pass > most, book.rules.iter().find(counts)) {
            let (pass, most) = (decimal(pass), decimal(most));
            let name = &score.name;
            found.push(
                at_rule(
                    Code::NeverPasses,
                    rule,
                    format!(
                        "no call can pass: `{name}` is at most {most}, the pass mark is {pass}"
                    ),
                    format!("没有通话能够及格：“{name}”最多 {most} 分，及格线是 {pass} 分"),
                )
                .help(
                    "lower the pass mark, or start the score higher",
                    "降低及格线，或者提高起始分",
                ),
            );
        }
    }
    found
}

/// A warning about a rule.
fn at_rule(code: Code, rule: &Rule, en: String, zh: String) -> Diagnostic {
    Diagnostic::new(code, place(rule), Message::new(en, zh))
}

fn place(rule: &Rule) -> Place {
    Place {
        source: rule.source,
        span: rule.span,
    }
}
