//! All moments of a rulebook.
//!
//! In: a rulebook. Out: every moment in it, those inside conditions too; a moment that a
//! guard asks about comes before the moment whose guard it is.

use zhunze_compiler::book::{Atom, Book, Expr, Moment, Obligation, Rule, Term};

/// Every moment of `book`, inner ones first.
pub(crate) fn moments(book: &Book) -> Vec<&Moment> {
    let mut found = Vec::new();
    book.rules.iter().for_each(|rule| of_rule(rule, &mut found));
    found
}

fn of_rule<'a>(rule: &'a Rule, found: &mut Vec<&'a Moment>) {
    for moment in rule.trigger.iter().chain(&rule.excuse) {
        of_moment(moment, found);
    }
    if let Some(condition) = &rule.condition {
        of_expr(condition, found);
    }
    for obligation in &rule.obligations {
        of_obligation(obligation, found);
    }
}

fn of_obligation<'a>(obligation: &'a Obligation, found: &mut Vec<&'a Moment>) {
    match obligation {
        Obligation::Happen { moment, window, .. } => {
            let all = [Some(moment), window.after.as_ref(), window.before.as_ref()];
            all.into_iter().flatten().for_each(|m| of_moment(m, found));
        }
        Obligation::Before { steps, .. } => {
            steps.iter().for_each(|step| of_moment(&step.moment, found));
        }
        Obligation::Require(expr) => of_expr(expr, found),
    }
}

fn of_moment<'a>(moment: &'a Moment, found: &mut Vec<&'a Moment>) {
    for atom in &moment.any {
        match atom {
            Atom::Event { guard, .. } | Atom::Labelled { guard, .. } => {
                guard.iter().for_each(|guard| of_expr(guard, found));
            }
            Atom::Silence { .. } | Atom::Lasts { .. } | Atom::CallEnds => {}
        }
    }
    found.push(moment);
}

fn of_expr<'a>(expr: &'a Expr, found: &mut Vec<&'a Moment>) {
    match expr {
        Expr::Not(inner) => of_expr(inner, found),
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().for_each(|part| of_expr(part, found));
        }
        Expr::Compare { left, right, .. } => {
            for term in [left, right] {
                match term {
                    Term::Count(moment) => of_moment(moment, found),
                    Term::Number(_) | Term::Field(_) | Term::Rings => {}
                }
            }
        }
        Expr::Happened(moment) => of_moment(moment, found),
        Expr::Const(_) | Expr::TextIn { .. } | Expr::Flag { .. } => {}
    }
}
