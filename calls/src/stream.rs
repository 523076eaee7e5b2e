//! Event streams: one event a line, plain or as CloudEvents 1.0.
//!
//! In: lines. Out: what each line says, for live use, or whole calls, for batch use.

use crate::call::{Call, Event, Kind};
use crate::error::CallError;
use crate::parse::{self, Line, Place};
use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// What one line of a stream says.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// What is known of a call (`kind` `call`): everything of a call document but the events.
    Call(Box<Call>),
    /// Something happened in a call.
    Event {
        /// The call.
        call_id: String,
        /// What happened.
        event: Box<Event>,
        /// Attributes left out, as in [`Call::dropped`].
        dropped: BTreeSet<String>,
    },
    /// A call ended (`kind` `end`).
    End {
        /// The call.
        call_id: String,
        /// When, in milliseconds.
        t: i64,
    },
    /// Time has passed (`kind` `tick`).
    Tick {
        /// In this call, or in all.
        call_id: Option<String>,
        /// To when, in milliseconds.
        t: i64,
    },
}

/// A CloudEvent, as far as it matters.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    subject: Option<Cow<'a, str>>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// Reads one line of a stream; `line` is its number, for errors.
///
/// # Errors
///
/// When it is not JSON, or a field is missing or not what it must be.
pub fn incoming(bytes: &[u8], line: u64) -> Result<Incoming, CallError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| CallError::on_line(line, "the text is not UTF-8"))?;
    if !text.contains("\"specversion\"") {
        return plain(text, None, line);
    }
    let envelope: Envelope<'_> = parse::read(bytes, line, |_, text| serde_json::from_str(text))?;
    match envelope.data {
        Some(data) => plain(data.get(), envelope.subject.as_deref(), line),
        None => Err(wrong(line, envelope.subject.map(Cow::into_owned), "data")),
    }
}

fn plain(text: &str, subject: Option<&str>, line: u64) -> Result<Incoming, CallError> {
    let (event, id, dropped) = parse::read(text.as_bytes(), line, |place: &Place, text| {
        place.call_id.replace(subject.map(str::to_owned));
        let event = parse::from(text, |json| Line(place).deserialize(json))?;
        Ok((event, place.call_id.take(), place.dropped.take()))
    })?;
    if event.kind == Kind::Other("tick".to_owned()) {
        return Ok(Incoming::Tick {
            call_id: id,
            t: event.t,
        });
    }
    let call_id = id
        .filter(|id| !id.is_empty())
        .ok_or_else(|| wrong(line, None, "call_id"))?;
    match event.kind.name() {
        "end" => Ok(Incoming::End {
            call_id,
            t: event.t,
        }),
        "call" => header(text, call_id, line),
        _ => Ok(Incoming::Event {
            call_id,
            event: Box::new(event),
            dropped,
        }),
    }
}

fn header(text: &str, call_id: String, line: u64) -> Result<Incoming, CallError> {
    let mut call = parse::header(text, &call_id).map_err(|error| CallError { line, ..error })?;
    call.call_id = call_id;
    for own in ["call.t", "call.kind"] {
        call.dropped.remove(own);
    }
    Ok(Incoming::Call(Box::new(call)))
}

fn wrong(line: u64, call_id: Option<String>, field: &str) -> CallError {
    CallError {
        line,
        call_id,
        field: Some(field.to_owned()),
        message: "this field is missing".to_owned(),
    }
}

/// Puts the events of a stream together into calls.
#[derive(Debug, Default)]
pub struct Grouper {
    items: Vec<Result<Call, CallError>>,
    places: HashMap<String, usize>,
}

impl Grouper {
    /// Takes one line. A line that is wrong becomes an error among the calls.
    pub fn line(&mut self, bytes: &[u8], line: u64) {
        match incoming(bytes, line) {
            Ok(said) => self.take(said, line),
            Err(error) => self.items.push(Err(error)),
        }
    }

    /// The calls in the order in which they began, and the errors among them.
    #[must_use]
    pub fn finish(self) -> Vec<Result<Call, CallError>> {
        self.items
    }

    fn take(&mut self, said: Incoming, line: u64) {
        match said {
            Incoming::Tick { .. } => {}
            Incoming::Call(header) => self.add(header.call_id.clone(), line, |call| {
                let events = std::mem::take(&mut call.events);
                *call = Call { events, ..*header };
            }),
            Incoming::End { call_id, t } => self.add(call_id, line, |call| call.end = Some(t)),
            Incoming::Event {
                call_id,
                event,
                dropped,
            } => self.add(call_id, line, |call| {
                call.events.push(*event);
                call.dropped.extend(dropped);
            }),
        }
    }

    fn add(&mut self, call_id: String, line: u64, change: impl FnOnce(&mut Call)) {
        let fresh = self.items.len();
        let at = *self.places.entry(call_id.clone()).or_insert(fresh);
        if at == fresh {
            self.items.push(Ok(Call {
                call_id: call_id.clone(),
                ..Call::default()
            }));
        }
        match self.items.get_mut(at) {
            Some(Ok(call)) if call.end.is_none() => change(call),
            _ => self.items.push(Err(CallError {
                line,
                call_id: Some(call_id),
                field: None,
                message: "the call has already ended".to_owned(),
            })),
        }
    }
}
