//! Conditions.
//!
//! In: a condition, and the place in the call from which it looks back. Out: whether it
//! holds. Attributes that were asked for in vain are written down on the way, so nothing
//! here stops early: both sides of `and` and `or` are always judged.

use zhunze_compiler::book::{ClockPart, CompareOp, Expr, Field, Term};

use crate::fields::{as_boolean, as_text, read};
use crate::now::Now;
use crate::terms::{number, times};
use crate::world::World;

/// Whether `expr` holds.
pub(crate) fn holds(world: &World, expr: &Expr, now: Now) -> bool {
    match expr {
        Expr::Const(always) => *always,
        Expr::Not(inner) => !holds(world, inner, now),
        Expr::And(parts) => all_of(world, parts, now).into_iter().all(|part| part),
        Expr::Or(parts) => all_of(world, parts, now).into_iter().any(|part| part),
        Expr::Compare { left, op, right } => {
            let sides = (number(world, left, now), number(world, right, now));
            matches!(sides, (Some(left), Some(right)) if compare(left, *op, right))
        }
        Expr::TextIn {
            value,
            list,
            negated,
        } => {
            let value = read(world, *value, now, as_text);
            value.is_some_and(|text| list.contains(&text) != *negated)
        }
        Expr::Flag { value, negated } => {
            let value = read(world, *value, now, as_boolean);
            value.is_some_and(|yes| yes != *negated)
        }
        Expr::Happened { moment, since } => !times(world, moment, since.as_ref(), now).is_empty(),
        Expr::SameText {
            left,
            right,
            negated,
        } => {
            let text = |side: &Field| read(world, *side, now, as_text);
            matches!((text(left), text(right)), (Some(a), Some(b)) if (a == b) != *negated)
        }
        Expr::Outcome {
            rule,
            outcome,
            negated,
        } => world.known.has(*rule, *outcome, now.decided) != *negated,
        Expr::TurnStart => now.step.is_some_and(|step| world.begins_turn(step)),
    }
}

fn all_of(world: &World, parts: &[Expr], now: Now) -> Vec<bool> {
    parts.iter().map(|part| holds(world, part, now)).collect()
}

fn compare(left: i64, op: CompareOp, right: i64) -> bool {
    match op {
        CompareOp::Equal => left == right,
        CompareOp::NotEqual => left != right,
        CompareOp::Less => left < right,
        CompareOp::LessEqual => left <= right,
        CompareOp::Greater => left > right,
        CompareOp::GreaterEqual => left >= right,
    }
}

/// Whether a condition looks at what is known when the call begins alone: its metadata, and
/// the calendar.
pub(crate) fn metadata_alone(expr: &Expr) -> bool {
    let is_meta = |field: &Field| matches!(field, Field::Meta(_));
    match expr {
        Expr::Const(_) => true,
        Expr::Not(inner) => metadata_alone(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(metadata_alone),
        Expr::Compare { left, right, .. } => known_at_the_start(left) && known_at_the_start(right),
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => is_meta(value),
        Expr::SameText { left, right, .. } => is_meta(left) && is_meta(right),
        Expr::Happened { .. } | Expr::Outcome { .. } | Expr::TurnStart => false,
    }
}

fn known_at_the_start(term: &Term) -> bool {
    match term {
        Term::Number(_) | Term::Field(Field::Meta(_)) => true,
        Term::Clock(part) => *part != ClockPart::Now,
        Term::Arithmetic(left, _, right) => known_at_the_start(left) && known_at_the_start(right),
        _ => false,
    }
}
