//! Call documents and events from JSON text, fast.
//!
//! In: the bytes of one document. Out: a [`Call`] or a [`CallError`] that names the field.
//! Visitors are written by hand: no buffering, one pass, texts copied once.

mod document;
mod event;
mod scalar;

use crate::call::{Call, Event};
use crate::error::CallError;
use serde::Deserializer;
use serde::de::DeserializeSeed;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

pub(crate) use event::{EventSeed, Line};

/// Reads one call document. `line` is where it starts, for errors.
///
/// # Errors
///
/// When it is not JSON, or a field is missing or not what it must be.
pub fn call(bytes: &[u8], line: u64) -> Result<Call, CallError> {
    read(bytes, line, |place, text| {
        from(text, |json| {
            document::CallSeed {
                place,
                events_needed: true,
            }
            .deserialize(json)
        })
    })
}

/// Reads one event object as it stands in a call document, and the names of the attributes
/// that had to be left out.
///
/// # Errors
///
/// As [`call`].
pub fn event(bytes: &[u8]) -> Result<(Event, BTreeSet<String>), CallError> {
    read(bytes, 1, |place, text| {
        let event = from(text, |json| EventSeed(place).deserialize(json))?;
        Ok((event, place.dropped.take()))
    })
}

/// Reads the header of a call: a document of which `events` may be missing.
pub(crate) fn header(text: &str, call_id: &str) -> Result<Call, CallError> {
    read(text.as_bytes(), 1, |place, text| {
        place.call_id.replace(Some(call_id.to_owned()));
        from(text, |json| {
            document::CallSeed {
                place,
                events_needed: false,
            }
            .deserialize(json)
        })
    })
}

/// Reads a call from any source of serde's.
pub(crate) fn deserialize_call<'de, D: Deserializer<'de>>(json: D) -> Result<Call, D::Error> {
    document::CallSeed {
        place: &Place::default(),
        events_needed: true,
    }
    .deserialize(json)
}

/// Reads an event from any source of serde's.
pub(crate) fn deserialize_event<'de, D: Deserializer<'de>>(json: D) -> Result<Event, D::Error> {
    EventSeed(&Place::default()).deserialize(json)
}

/// Where reading has got to: what an error says, and what is collected on the way.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// The call's id, once seen.
    pub(crate) call_id: RefCell<Option<String>>,
    /// The event being read.
    pub(crate) event: Cell<Option<usize>>,
    /// The field being read.
    pub(crate) field: Cell<Option<&'static str>>,
    /// Attributes left out.
    pub(crate) dropped: RefCell<BTreeSet<String>>,
}

impl Place {
    pub(crate) fn drop_attribute(&self, name: &str) {
        self.dropped.borrow_mut().insert(name.to_owned());
    }

    fn field(&self) -> Option<String> {
        match (self.event.get(), self.field.get()) {
            (None, None) => None,
            (None, Some(field)) => Some(field.to_owned()),
            (Some(at), None) => Some(format!("events[{at}]")),
            (Some(at), Some(field)) => Some(format!("events[{at}].{field}")),
        }
    }
}

/// Runs one reading and dresses its error.
pub(crate) fn read<'t, T>(
    bytes: &'t [u8],
    line: u64,
    how: impl FnOnce(&Place, &'t str) -> Result<T, serde_json::Error>,
) -> Result<T, CallError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| CallError::on_line(line, "the text is not UTF-8"))?;
    let place = Place::default();
    how(&place, text).map_err(|error| describe(&error, &place, text, line))
}

/// Reads one JSON value and nothing after it.
pub(crate) fn from<'de, T>(
    text: &'de str,
    how: impl FnOnce(
        &mut serde_json::Deserializer<serde_json::de::StrRead<'de>>,
    ) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = how(&mut json)?;
    json.end()?;
    Ok(value)
}

fn describe(error: &serde_json::Error, place: &Place, text: &str, line: u64) -> CallError {
    let known = place.call_id.take().or_else(|| document::find_id(text));
    let tail = format!(" at line {} column {}", error.line(), error.column());
    let said = error.to_string();
    let message = said.strip_suffix(&tail).unwrap_or(&said);
    if error.is_data() {
        return CallError {
            line,
            call_id: known,
            field: place.field(),
            message: message.to_owned(),
        };
    }
    let line = line.saturating_add(u64::try_from(error.line()).unwrap_or(1).saturating_sub(1));
    let message = format!("this is not JSON: {message} (column {})", error.column());
    CallError {
        line,
        call_id: known,
        field: None,
        message,
    }
}
