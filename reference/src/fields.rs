//! Named values: attributes, metadata, and what phrases captured.
//!
//! In: a name, and from where it is asked for. Out: the value as the type that is asked for;
//! none when it is missing or of another type, which is written down for attributes.

use zhunze_calls::call::ValueRef;
use zhunze_compiler::book::{AttributeId, Field, MetaId, PhraseId};
use zhunze_compiler::text::slots;

use crate::now::Now;
use crate::steps::Seen;
use crate::world::World;

/// The value of a field.
pub(crate) fn read<T>(
    world: &World,
    field: Field,
    now: Now,
    read: fn(ValueRef) -> Option<T>,
) -> Option<T> {
    match field {
        Field::Meta(id) => read(metadata(world, id)?),
        Field::Attribute(id) => {
            let (value, seen) = attribute(world, id, now.step)?;
            noted(world, id, seen, value.and_then(read), now.counts_missing)
        }
        Field::OfTrigger(id) => {
            let (value, seen) = attribute(world, id, now.trigger)?;
            let counts = now.counts_missing_of_trigger;
            noted(world, id, seen, value.and_then(read), counts)
        }
        Field::Capture(phrase, place) => read(captured(world, phrase, place, now.step)?),
        Field::CaptureOfTrigger(phrase, place) => {
            read(captured(world, phrase, place, now.trigger)?)
        }
    }
}

fn noted<T>(
    world: &World,
    id: AttributeId,
    seen: &Seen,
    value: Option<T>,
    counts: bool,
) -> Option<T> {
    if value.is_none() && counts {
        world.asked_in_vain(id, seen.position);
    }
    value
}

fn metadata<'a>(world: &World<'a>, id: MetaId) -> Option<ValueRef<'a>> {
    let name = world.book.metadata.get(id.index())?;
    world.call.metadata_value(name)
}

/// The attribute of the step's event, and that event.
fn attribute<'a>(
    world: &World<'a>,
    id: AttributeId,
    step: Option<usize>,
) -> Option<(Option<ValueRef<'a>>, &'a Seen<'a>)> {
    let seen = world.steps.get(step?)?.event()?;
    let name = world.book.attributes.get(id.index())?;
    Some((seen.event.attribute(name), seen))
}

fn captured<'a>(
    world: &World<'a>,
    phrase: PhraseId,
    place: u32,
    step: Option<usize>,
) -> Option<ValueRef<'a>> {
    let seen = world.steps.get(step?)?.event()?;
    let found = seen.phrases.get(&phrase)?;
    let captured = found.captures.get(place as usize)?.as_ref()?;
    Some(match &captured.value {
        slots::Value::Number(number) => ValueRef::Number(*number),
        slots::Value::Text(text) => ValueRef::Text(text),
    })
}

/// A number in thousandths.
pub(crate) fn as_number(value: ValueRef) -> Option<i64> {
    match value {
        ValueRef::Number(number) => Some(number),
        ValueRef::Text(_) | ValueRef::Boolean(_) => None,
    }
}

/// A text.
pub(crate) fn as_text(value: ValueRef) -> Option<String> {
    match value {
        ValueRef::Text(text) => Some(text.to_owned()),
        ValueRef::Number(_) | ValueRef::Boolean(_) => None,
    }
}

/// A boolean.
pub(crate) fn as_boolean(value: ValueRef) -> Option<bool> {
    match value {
        ValueRef::Boolean(yes) => Some(yes),
        ValueRef::Number(_) | ValueRef::Text(_) => None,
    }
}
