//! JSON Schemas (draft 2020-12) of the data contracts.
//!
//! In: the Rust types. Out: schema documents; docs/schemas holds them as files.
//! Call documents are read by hand-written visitors, so the types here say for people and
//! validators what [`crate::parse`] takes; a test holds the two together.

use crate::manifest::Manifest;
use crate::report::Report;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;
use std::collections::BTreeMap;

/// A call document.
#[derive(JsonSchema)]
#[schemars(rename = "Call")]
#[expect(dead_code, reason = "it is there for its schema")]
struct CallDocument {
    /// The call's id.
    #[schemars(length(min = 1))]
    call_id: String,
    /// BCP 47 language.
    language: Option<String>,
    /// `voice`, `chat` …
    channel: Option<String>,
    /// When it started (RFC 3339).
    started_at: Option<String>,
    /// `case` when the events are those of several contacts.
    unit: Option<String>,
    /// What the host knows of the call; nested values are out of reach of conditions.
    metadata: Option<BTreeMap<String, Value>>,
    /// When the call ended, in milliseconds, if that is after its last event.
    end: Option<Time>,
    /// What happened; positions in reports point here.
    events: Vec<EventDocument>,
}

/// One event. Everything else in it is an attribute; nested ones are out of reach of
/// conditions.
#[derive(JsonSchema)]
#[schemars(rename = "Event")]
#[expect(dead_code, reason = "it is there for its schema")]
struct EventDocument {
    /// Start.
    t: Time,
    /// End; `t` when it is missing.
    end: Option<Time>,
    /// `ring`, `answer`, `utterance`, `hold_start`, `hold_end`, `mute_start`, `mute_end`,
    /// `transfer`, `hangup`, `dtmf`, `action`, `label`, `contact`, or one that a rulebook declares;
    /// any other kind is kept and ignored.
    kind: String,
    /// `agent`, `customer` or `system`.
    speaker: Option<String>,
    /// Who hung up: `agent`, `customer` or `system`.
    by: Option<String>,
    /// What was said or written.
    text: Option<String>,
}

/// One line of an event stream: an event with its call, or a CloudEvent around one. Of
/// kind `end` it closes the call, of kind `tick` it says that time has passed, of kind
/// `call` it brings what a call document says besides the events.
#[derive(JsonSchema)]
#[schemars(rename = "StreamLine")]
#[schemars(untagged)]
#[expect(dead_code, reason = "it is there for its schema")]
enum StreamLine {
    /// An event of a call.
    Event(StreamEvent),
    /// Time has passed, in one call or in all.
    Tick(Tick),
    /// CloudEvents 1.0 (JSON).
    CloudEvent(CloudEvent),
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is there for its schema")]
struct StreamEvent {
    /// The call's id.
    #[schemars(length(min = 1))]
    call_id: String,
    #[schemars(flatten)]
    event: EventDocument,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is there for its schema")]
struct Tick {
    /// `tick`.
    #[schemars(extend("const" = "tick"))]
    kind: String,
    /// To when.
    t: Time,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is there for its schema")]
struct CloudEvent {
    /// `1.0`.
    specversion: String,
    /// The call's id.
    subject: Option<String>,
    /// The event.
    data: EventDocument,
}

/// Milliseconds since the start of the call.
struct Time;

impl JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let limit = crate::call::MAX_TIME;
        schemars::json_schema!({
            "description": "Milliseconds since the start of the call",
            "type": "integer",
            "exclusiveMinimum": -limit,
            "exclusiveMaximum": limit
        })
    }
}

/// All schemas: the name of their file without `.json`, and the document.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("call", schema::<CallDocument>()),
        ("stream-line", schema::<StreamLine>()),
        ("report", schema::<Report<'static>>()),
        ("manifest", schema::<Manifest>()),
    ]
}

fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
}
