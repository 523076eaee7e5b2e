//! Calls back to call documents.
//!
//! In: a [`Call`]. Out: JSON that reads back as the same call, save for the attributes
//! that were left out when it was read.

use crate::call::{Call, Event, Kind};
use crate::parse;
use crate::points::Points;
use crate::value::{Attributes, Value};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

impl Serialize for Call {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("call_id", &self.call_id)?;
        let own = [
            ("language", &self.language),
            ("channel", &self.channel),
            ("started_at", &self.started_at),
            ("unit", &self.unit),
        ];
        for (name, value) in own {
            if let Some(value) = value {
                map.serialize_entry(name, value)?;
            }
        }
        if !self.metadata.is_empty() {
            map.serialize_entry("metadata", &self.metadata)?;
        }
        if let Some(end) = self.end {
            map.serialize_entry("end", &end)?;
        }
        map.serialize_entry("events", &self.events)?;
        map.end()
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("t", &self.t)?;
        if self.end != self.t {
            map.serialize_entry("end", &self.end)?;
        }
        map.serialize_entry("kind", self.kind.name())?;
        if let Some(speaker) = self.speaker.name() {
            map.serialize_entry(
                if self.kind == Kind::Hangup {
                    "by"
                } else {
                    "speaker"
                },
                speaker,
            )?;
        }
        if !self.text.is_empty() {
            map.serialize_entry("text", &self.text)?;
        }
        for (name, value) in self.attributes.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.iter())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => Points(*number).serialize(out),
            Self::Text(text) => out.serialize_str(text),
            Self::Boolean(boolean) => out.serialize_bool(*boolean),
        }
    }
}

impl<'de> Deserialize<'de> for Call {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        parse::deserialize_call(json)
    }
}

impl<'de> Deserialize<'de> for Event {
    /// Attributes that are no flat scalars are left out.
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        parse::deserialize_event(json)
    }
}
