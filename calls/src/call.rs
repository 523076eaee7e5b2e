//! Call documents: one call's events, as hosts write them (the data contract).
//!
//! In: what [`crate::parse`] reads, or what a host builds. Out: the events in order for
//! both evaluators, and where a call ends.

use std::collections::BTreeSet;

pub use crate::value::{Attributes, Name, Value, ValueRef};

/// The most bytes of a text that an evaluator looks at.
pub const MAX_TEXT: usize = 65_535;

/// Positions of events stay below this: 2^24 − 1.
pub const MAX_EVENTS: u32 = (1 << 24) - 1;

/// Times stay within ± this many milliseconds (exclusive): 2^39, some 17 years.
pub const MAX_TIME: i64 = 1 << 39;

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
    /// `case` for a document that lists the events of several contacts, when given.
    pub unit: Option<String>,
    /// What the host knows of the call. Nested values are kept out of reach of conditions.
    pub metadata: Attributes,
    /// When a stream said that the call ended, in milliseconds; it may be after the last event.
    pub end: Option<i64>,
    /// The events in the order they were written; positions in reports point here.
    pub events: Vec<Event>,
    /// Names of attributes left out because their values are no flat scalars (or are
    /// numbers beyond ±2^53); those of the metadata start with `metadata.`.
    pub dropped: BTreeSet<String>,
}

impl Call {
    /// What a condition finds under `call.NAME`: metadata, or else the document's own
    /// `language`, `channel`, `started_at`, `unit` or `call_id`.
    #[must_use]
    pub fn metadata_value(&self, name: &str) -> Option<ValueRef<'_>> {
        if let Some(value) = self.metadata.get(name) {
            return Some(value.as_ref());
        }
        let own = match name {
            "language" => self.language.as_deref(),
            "channel" => self.channel.as_deref(),
            "started_at" => self.started_at.as_deref(),
            "unit" => self.unit.as_deref(),
            "call_id" => Some(self.call_id.as_str()),
            _ => None,
        };
        own.map(ValueRef::Text)
    }
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
    /// All further attributes that are flat scalars, in the order of their names. A
    /// `speaker` who is none of the known three is kept here as a text.
    pub attributes: Attributes,
}

impl Event {
    /// An event of this kind at `t` milliseconds, and nothing more.
    #[must_use]
    pub fn new(t: i64, kind: Kind) -> Self {
        Self {
            t,
            end: t,
            kind,
            speaker: Speaker::None,
            text: String::new(),
            attributes: Attributes::new(),
        }
    }

    /// What a condition finds under `name`: an attribute, or else `speaker`, `by` (of a
    /// hang-up, whichever of the two the document wrote) or a `text` that is not empty,
    /// cut as [`cut`] does.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<ValueRef<'_>> {
        if let Some(value) = self.attributes.get(name) {
            return Some(value.as_ref());
        }
        match name {
            "speaker" => self.speaker.name().map(ValueRef::Text),
            "by" if self.kind == Kind::Hangup => self.speaker.name().map(ValueRef::Text),
            "text" if !self.text.is_empty() => Some(ValueRef::Text(cut(&self.text))),
            _ => None,
        }
    }

    /// Whether its text is longer than [`MAX_TEXT`] bytes.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.text.len() > MAX_TEXT
    }
}

/// The text that evaluators look at: its first [`MAX_TEXT`] bytes, cut before the
/// character that would cross that line.
#[must_use]
pub fn cut(text: &str) -> &str {
    if text.len() <= MAX_TEXT {
        return text;
    }
    text.get(..text.floor_char_boundary(MAX_TEXT))
        .unwrap_or(text)
}

/// Positions of the events in the order in which they are judged: by `t`, ties as written.
#[must_use]
pub fn order(call: &Call) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..call.events.len()).collect();
    if !is_ordered(call) {
        positions.sort_by_key(|&at| call.events.get(at).map(|event| event.t));
    }
    positions
}

/// Whether the events are written in the order in which they are judged.
#[must_use]
pub fn is_ordered(call: &Call) -> bool {
    call.events.is_sorted_by_key(|event| event.t)
}

/// When the call ends, in milliseconds: the greatest `t`, `end` and [`Call::end`], at least 0.
#[must_use]
pub fn call_end(call: &Call) -> i64 {
    let last = call.events.iter().map(|event| event.t.max(event.end)).max();
    last.unwrap_or(0).max(call.end.unwrap_or(0)).max(0)
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

impl Speaker {
    /// The word for it; none for [`Speaker::None`].
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Agent => Some("agent"),
            Self::Customer => Some("customer"),
            Self::System => Some("system"),
        }
    }

    /// The speaker of this word; [`Speaker::None`] for any other word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "agent" => Self::Agent,
            "customer" => Self::Customer,
            "system" => Self::System,
            _ => Self::None,
        }
    }
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
    /// `contact {contact, channel?}`: the next contact of a case starts.
    Contact,
    /// Any other kind.
    Other(String),
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Ring => "ring",
            Self::Answer => "answer",
            Self::Utterance => "utterance",
            Self::HoldStart => "hold_start",
            Self::HoldEnd => "hold_end",
            Self::MuteStart => "mute_start",
            Self::MuteEnd => "mute_end",
            Self::Transfer => "transfer",
            Self::Hangup => "hangup",
            Self::Dtmf => "dtmf",
            Self::Action => "action",
            Self::Label => "label",
            Self::Contact => "contact",
            Self::Other(name) => name,
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "ring" => Self::Ring,
            "answer" => Self::Answer,
            "utterance" => Self::Utterance,
            "hold_start" => Self::HoldStart,
            "hold_end" => Self::HoldEnd,
            "mute_start" => Self::MuteStart,
            "mute_end" => Self::MuteEnd,
            "transfer" => Self::Transfer,
            "hangup" => Self::Hangup,
            "dtmf" => Self::Dtmf,
            "action" => Self::Action,
            "label" => Self::Label,
            "contact" => Self::Contact,
            other => Self::Other(other.to_owned()),
        }
    }
}
