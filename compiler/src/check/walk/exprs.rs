//! The walk inside conditions and values.

use zhunze_grammar::ast::{Expr, ExprKind, Extent, Part, Scope};

use super::moments::{moment, moments};
use super::{Rewrite, duration, leaf, leaves};

/// A condition or a value.
pub(in crate::check) fn expr(r: &mut dyn Rewrite, it: &mut Expr) {
    r.span(&mut it.span);
    // What is put in has a place of its own.
    r.expr(it);
    inside(r, &mut it.kind);
}

fn exprs<'a>(r: &mut dyn Rewrite, all: impl IntoIterator<Item = &'a mut Expr>) {
    all.into_iter().for_each(|one| expr(r, one));
}

fn inside(r: &mut dyn Rewrite, kind: &mut ExprKind) {
    match kind {
        ExprKind::Number(_)
        | ExprKind::Percent(_)
        | ExprKind::Text(_)
        | ExprKind::Boolean(_)
        | ExprKind::Attribute(_)
        | ExprKind::Meta(_)
        | ExprKind::Capture { .. }
        | ExprKind::That(_)
        | ExprKind::Clock(_)
        | ExprKind::ClockTime(_)
        | ExprKind::Rings => {}
        ExprKind::Duration(it) => duration(r, it),
        ExprKind::Count { moment: it, scope } => {
            moment(r, it);
            scopes(r, scope);
        }
        ExprKind::Measure { scope, .. } => scopes(r, scope),
        ExprKind::Statistic {
            attribute, scope, ..
        } => {
            leaf(r, attribute);
            scopes(r, scope);
        }
        ExprKind::TimeOf { moment: it, .. } => moment(r, it),
        ExprKind::LabelNow { name, value, .. } => leaves(r, [name, value]),
        ExprKind::Outcome { rule, .. } => leaf(r, rule),
        ExprKind::Arithmetic { left, right, .. } | ExprKind::Compare { left, right, .. } => {
            exprs(r, [left, right]);
        }
        ExprKind::Has {
            moment: it, scope, ..
        } => {
            moment(r, it);
            scopes(r, scope);
        }
        ExprKind::In { value, list } => {
            expr(r, value);
            exprs(r, list);
        }
        ExprKind::Not(inner) => expr(r, inner),
        ExprKind::And(all) | ExprKind::Or(all) => exprs(r, all),
    }
}

fn scopes(r: &mut dyn Rewrite, scope: &mut Option<Scope>) {
    match scope {
        Some(Scope::Since(it) | Scope::After(it) | Scope::Before(it)) => moment(r, it),
        Some(Scope::Between(from, to)) => moments(r, [from, to]),
        Some(Scope::Part(it)) => part(r, it),
        None => {}
    }
}

/// A part of the call.
pub(super) fn part(r: &mut dyn Rewrite, it: &mut Part) {
    match &mut it.extent {
        Extent::Time(length) => duration(r, length),
        Extent::Percent(number) => leaf(r, number),
        Extent::Utterances(..) | Extent::Turns(_) => {}
    }
    r.span(&mut it.span);
}
