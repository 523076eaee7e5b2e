//! Conditions.
//!
//! In: a condition, and the place in the call from which it looks back. Out: whether it
//! holds. Attributes that were asked for in vain are written down on the way, so nothing
//! here stops early: both sides of `and` and `or` are always judged.

use zhunze_calls::call::{Kind, Value, ValueRef};
use zhunze_compiler::book::{AttributeId, CompareOp, Expr, Field, MetaId, Moment, Term};

use crate::steps::Seen;
use crate::world::World;

/// From where a condition looks at the call.
#[derive(Clone, Copy)]
pub(crate) struct Now<'w, 'a> {
    /// The event under judgement.
    pub(crate) event: Option<&'w Seen<'a>>,
    /// How many steps lie before it.
    pub(crate) before: usize,
}

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
            let value = field(world, *value, now, as_text);
            value.is_some_and(|text| list.contains(&text) != *negated)
        }
        Expr::Flag { value, negated } => {
            let value = field(world, *value, now, as_boolean);
            value.is_some_and(|yes| yes != *negated)
        }
        Expr::Happened(moment) => times(world, moment, now) > 0,
    }
}

fn all_of(world: &World, parts: &[Expr], now: Now) -> Vec<bool> {
    parts.iter().map(|part| holds(world, part, now)).collect()
}

/// How often `moment` has happened before.
fn times(world: &World, moment: &Moment, now: Now) -> usize {
    let before = world.hits(moment).iter().take(now.before);
    before.filter(|hit| hit.is_some()).count()
}

fn number(world: &World, term: &Term, now: Now) -> Option<i64> {
    match term {
        Term::Number(number) => Some(*number),
        Term::Field(name) => field(world, *name, now, as_number),
        Term::Rings => Some(rings(world, now)),
        Term::Count(moment) => {
            let times = i64::try_from(times(world, moment, now)).ok()?;
            Some(times.saturating_mul(1000))
        }
    }
}

/// `count` of the last ring, this one included; a ring that does not say counts as one.
fn rings(world: &World, now: Now) -> i64 {
    let before = world.steps.iter().take(now.before).rev();
    let past = before.filter_map(|step| step.event());
    let mut events = now.event.into_iter().chain(past);
    let Some(ring) = events.find(|seen| seen.event.kind == Kind::Ring) else {
        return 0;
    };
    let count = ring.event.attributes.get("count");
    count.map(Value::as_ref).and_then(as_number).unwrap_or(1000)
}

/// The value of a field as the type that is asked for; `None` when it is missing or of
/// another type, which is written down for attributes.
fn field<T>(world: &World, name: Field, now: Now, read: fn(ValueRef) -> Option<T>) -> Option<T> {
    match name {
        Field::Meta(id) => read(metadata(world, id)?),
        Field::Attribute(id) => {
            let seen = now.event?;
            let value = attribute(world, id, seen).and_then(read);
            if value.is_none() {
                world.asked_in_vain(id, seen.position);
            }
            value
        }
    }
}

fn metadata<'a>(world: &World<'a>, id: MetaId) -> Option<ValueRef<'a>> {
    let name = world.book.metadata.get(id.index())?;
    world.call.metadata_value(name)
}

fn attribute<'a>(world: &World, id: AttributeId, seen: &Seen<'a>) -> Option<ValueRef<'a>> {
    let name = world.book.attributes.get(id.index())?;
    seen.event.attribute(name)
}

fn as_number(value: ValueRef) -> Option<i64> {
    match value {
        ValueRef::Number(number) => Some(number),
        ValueRef::Text(_) | ValueRef::Boolean(_) => None,
    }
}

fn as_text(value: ValueRef) -> Option<String> {
    match value {
        ValueRef::Text(text) => Some(text.to_owned()),
        ValueRef::Number(_) | ValueRef::Boolean(_) => None,
    }
}

fn as_boolean(value: ValueRef) -> Option<bool> {
    match value {
        ValueRef::Boolean(yes) => Some(yes),
        ValueRef::Number(_) | ValueRef::Text(_) => None,
    }
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

/// Whether a condition looks at the call's metadata alone.
pub(crate) fn metadata_alone(expr: &Expr) -> bool {
    let of_the_call = |field: &Field| matches!(field, Field::Meta(_));
    match expr {
        Expr::Const(_) => true,
        Expr::Not(inner) => metadata_alone(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().all(metadata_alone),
        Expr::Compare { left, right, .. } => [left, right].into_iter().all(|term| match term {
            Term::Number(_) => true,
            Term::Field(field) => of_the_call(field),
            Term::Rings | Term::Count(_) => false,
        }),
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => of_the_call(value),
        Expr::Happened(_) => false,
    }
}
