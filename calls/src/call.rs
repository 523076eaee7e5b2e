//! Call documents: one call's events, as hosts write them (the data contract).

use std::collections::BTreeMap;

/// One call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Call {
    /// The call's id.
    pub call_id: String,
    /// BCP 47 language, when given.
    pub language: Option<String>,
    /// `voice`, `chat` …, when given.
    pub channel: Option<String>,
    /// When it started (RFC 3339), when given.
    pub started_at: Option<String>,
    /// What the host knows of the call. Nested values are kept out of reach of conditions.
    pub metadata: BTreeMap<String, Value>,
    /// The events in the order they were written; positions in reports point here.
    pub events: Vec<Event>,
}

/// One event of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Start, in milliseconds since the start of the call.
    pub t: i64,
    /// End; `t` when the document gives none (or one before `t`).
    pub end: i64,
    /// Its kind.
    pub kind: Kind,
    /// `speaker`, or `by` of a hang-up.
    pub speaker: Speaker,
    /// `text`; empty when there is none.
    pub text: String,
    /// All further attributes that are flat scalars, in the order of their names.
    pub attributes: BTreeMap<String, Value>,
}

/// A flat scalar.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number in thousandths, rounded half away from zero; numbers beyond ±2^53 are
    /// treated as missing.
    Number(i64),
    /// A text.
    Text(String),
    /// A boolean.
    Boolean(bool),
}

/// Who spoke or acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Speaker {
    /// Not said, or somebody unknown.
    #[default]
    None,
    /// The agent.
    Agent,
    /// The customer.
    Customer,
    /// A robot or an announcement.
    System,
}

/// A kind of event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `ring {count}`
    Ring,
    /// `answer`
    Answer,
    /// `utterance {speaker, text, …}`
    Utterance,
    /// `hold_start`
    HoldStart,
    /// `hold_end`
    HoldEnd,
    /// `mute_start`
    MuteStart,
    /// `mute_end`
    MuteEnd,
    /// `transfer {to?}`
    Transfer,
    /// `hangup {by}`
    Hangup,
    /// `dtmf {digits}`
    Dtmf,
    /// `action {name, …}`
    Action,
    /// `label {name, value?, score?, speaker?}`
    Label,
    /// Any other kind.
    Other(String),
}
