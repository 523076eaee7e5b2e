//! What conditions ask about: the moments they look back on, and every value in them.
//!
//! In: a condition. Out: calls of a visitor, in the order written. Shared by the lowering
//! (which gives the moments numbers) and the engine (which keeps what is asked for).

use crate::book::{Expr, Field, Moment, Term};

/// Calls `f` for each moment that a condition looks back on.
pub(crate) fn each_moment(expr: &Expr, f: &mut dyn FnMut(&Moment)) {
    if let Expr::Happened { moment, since } = expr {
        f(moment);
        since.iter().for_each(&mut *f);
    }
    each_part(expr, &mut |part| each_moment(part, f));
    own_terms(expr, &mut |term| each_moment_of_term(term, f));
}

/// Calls `f` for each moment that a value looks back on.
pub(crate) fn each_moment_of_term(term: &Term, f: &mut dyn FnMut(&Moment)) {
    each_term_in(term, &mut |term| match term {
        Term::Count { moment, since, .. } => {
            f(moment);
            since.iter().for_each(&mut *f);
        }
        Term::Measure { since, .. } => since.iter().for_each(&mut *f),
        Term::TimeOf { moment, .. } => f(moment),
        Term::Number(_)
        | Term::Field(_)
        | Term::Rings
        | Term::Statistic { .. }
        | Term::CallTime
        | Term::Clock(_)
        | Term::Speech(_)
        | Term::Arithmetic(..) => {}
    });
}

/// Calls `f` for a condition and each condition in it.
pub(crate) fn each_expr(expr: &Expr, f: &mut dyn FnMut(&Expr)) {
    f(expr);
    each_part(expr, &mut |part| each_expr(part, f));
}

/// Calls `f` for each value in a condition, those inside others too.
pub(crate) fn each_term(expr: &Expr, f: &mut dyn FnMut(&Term)) {
    each_expr(expr, &mut |expr| {
        own_terms(expr, &mut |term| each_term_in(term, f));
    });
}

/// Calls `f` for a value and each value in it.
pub(crate) fn each_term_in(term: &Term, f: &mut dyn FnMut(&Term)) {
    f(term);
    match term {
        Term::Statistic { value, .. } => each_term_in(value, f),
        Term::Arithmetic(left, _, right) => {
            each_term_in(left, f);
            each_term_in(right, f);
        }
        Term::Number(_)
        | Term::Field(_)
        | Term::Rings
        | Term::Count { .. }
        | Term::Measure { .. }
        | Term::TimeOf { .. }
        | Term::CallTime
        | Term::Clock(_)
        | Term::Speech(_) => {}
    }
}

/// The condition looks at metadata (and the calendar at the start of the call) alone.
pub(crate) fn by_metadata(expr: &Expr) -> bool {
    let is_meta = |field: &Field| matches!(field, Field::Meta(_));
    let mut alone = true;
    each_expr(expr, &mut |part| {
        alone &= match part {
            Expr::Const(_) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Compare { .. } => {
                true
            }
            Expr::TextIn { value, .. } | Expr::Flag { value, .. } => is_meta(value),
            Expr::SameText { left, right, .. } => is_meta(left) && is_meta(right),
            Expr::Happened { .. } | Expr::Outcome { .. } | Expr::TurnStart => false,
        };
    });
    each_term(expr, &mut |term| alone &= term_by_metadata(term));
    alone
}

fn term_by_metadata(term: &Term) -> bool {
    use crate::book::ClockPart;
    match term {
        Term::Number(_) | Term::Arithmetic(..) | Term::Field(Field::Meta(_)) => true,
        Term::Clock(part) => *part != ClockPart::Now,
        Term::Field(_)
        | Term::Rings
        | Term::Count { .. }
        | Term::Measure { .. }
        | Term::Statistic { .. }
        | Term::TimeOf { .. }
        | Term::CallTime
        | Term::Speech(_) => false,
    }
}

fn each_part(expr: &Expr, f: &mut dyn FnMut(&Expr)) {
    match expr {
        Expr::Not(inside) => f(inside),
        Expr::And(all) | Expr::Or(all) => all.iter().for_each(f),
        Expr::Const(_)
        | Expr::Compare { .. }
        | Expr::TextIn { .. }
        | Expr::Flag { .. }
        | Expr::Happened { .. }
        | Expr::SameText { .. }
        | Expr::Outcome { .. }
        | Expr::TurnStart => {}
    }
}

fn own_terms(expr: &Expr, f: &mut dyn FnMut(&Term)) {
    if let Expr::Compare { left, right, .. } = expr {
        f(left);
        f(right);
    }
}

/// Calls `f` for each named value in a condition.
pub(crate) fn each_field(expr: &Expr, f: &mut dyn FnMut(Field)) {
    each_expr(expr, &mut |part| match part {
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => f(*value),
        Expr::SameText { left, right, .. } => {
            f(*left);
            f(*right);
        }
        _ => {}
    });
    own_terms_of_all(expr, &mut |term| each_field_of_term(term, f));
}

/// Calls `f` for each named value in a value.
pub(crate) fn each_field_of_term(term: &Term, f: &mut dyn FnMut(Field)) {
    each_term_in(term, &mut |term| {
        if let Term::Field(field) = term {
            f(*field);
        }
    });
}

fn own_terms_of_all(expr: &Expr, f: &mut dyn FnMut(&Term)) {
    each_expr(expr, &mut |part| own_terms(part, f));
}
