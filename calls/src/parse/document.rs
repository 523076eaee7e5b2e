//! A whole call document.

use super::Place;
use super::event::EventSeed;
use super::scalar::{Key, OptionalText, OptionalTime, Scalar};
use crate::call::{Call, Event, MAX_EVENTS};
use crate::value::{Attributes, name_of};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Reads a call.
pub(super) struct CallSeed<'p> {
    pub(super) place: &'p Place,
    /// Whether a document without `events` is wrong.
    pub(super) events_needed: bool,
}

impl<'de> DeserializeSeed<'de> for CallSeed<'_> {
    type Value = Call;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Call, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for CallSeed<'_> {
    type Value = Call;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a call document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Call, A::Error> {
        let mut call = Call::default();
        let mut events = None;
        while let Some(key) = map.next_key_seed(Key)? {
            match &*key {
                "events" => events = Some(self.at("events", &mut map, EventsSeed(self.place))?),
                other => self.header(&mut call, other, &mut map)?,
            }
            self.place.field.set(None);
        }
        self.finish(call, events)
    }
}

impl CallSeed<'_> {
    fn header<'de, A: MapAccess<'de>>(
        &self,
        call: &mut Call,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "call_id" => *self.place.call_id.borrow_mut() = self.text("call_id", map)?,
            "language" => call.language = self.text("language", map)?,
            "channel" => call.channel = self.text("channel", map)?,
            "started_at" => call.started_at = self.text("started_at", map)?,
            "unit" => call.unit = self.text("unit", map)?,
            "end" => call.end = self.at("end", map, OptionalTime)?,
            "metadata" => call.metadata = self.at("metadata", map, MetadataSeed(self.place))?,
            other => {
                map.next_value::<IgnoredAny>()?;
                self.place.drop_attribute(&format!("call.{other}"));
            }
        }
        Ok(())
    }

    fn text<'de, A: MapAccess<'de>>(
        &self,
        field: &'static str,
        map: &mut A,
    ) -> Result<Option<String>, A::Error> {
        Ok(self.at(field, map, OptionalText)?.map(Cow::into_owned))
    }

    fn at<'de, A: MapAccess<'de>, S: DeserializeSeed<'de>>(
        &self,
        field: &'static str,
        map: &mut A,
        seed: S,
    ) -> Result<S::Value, A::Error> {
        self.place.field.set(Some(field));
        map.next_value_seed(seed)
    }

    fn finish<E: Error>(self, mut call: Call, events: Option<Vec<Event>>) -> Result<Call, E> {
        let id = self
            .place
            .call_id
            .borrow()
            .clone()
            .filter(|id| !id.is_empty());
        let missing = |field| {
            self.place.field.set(Some(field));
            E::custom("this field is missing")
        };
        call.call_id = id.ok_or_else(|| missing("call_id"))?;
        call.events = match events {
            None if self.events_needed => return Err(missing("events")),
            events => events.unwrap_or_default(),
        };
        call.dropped = self.place.dropped.take();
        Ok(call)
    }
}

struct EventsSeed<'p>(&'p Place);

impl<'de> DeserializeSeed<'de> for EventsSeed<'_> {
    type Value = Vec<Event>;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for EventsSeed<'_> {
    type Value = Vec<Event>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of events")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut events = Vec::with_capacity(64);
        self.0.field.set(None);
        self.0.event.set(Some(0));
        while let Some(event) = items.next_element_seed(EventSeed(self.0))? {
            if events.len() >= MAX_EVENTS as usize {
                return Err(A::Error::custom("there are more than 16,777,215 events"));
            }
            events.push(event);
            self.0.event.set(Some(events.len()));
        }
        self.0.event.set(None);
        Ok(events)
    }
}

struct MetadataSeed<'p>(&'p Place);

impl<'de> DeserializeSeed<'de> for MetadataSeed<'_> {
    type Value = Attributes;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MetadataSeed<'_> {
    type Value = Attributes;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Attributes::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut metadata = Attributes::new();
        while let Some(key) = map.next_key_seed(Key)? {
            match map.next_value_seed(Scalar)? {
                Some(value) => drop(metadata.insert(name_of(&key), value)),
                None => self.0.drop_attribute(&format!("metadata.{key}")),
            }
        }
        Ok(metadata)
    }
}

/// The `call_id` of a document that is wrong elsewhere.
pub(super) fn find_id(text: &str) -> Option<String> {
    let mut found = None;
    let mut json = serde_json::Deserializer::from_str(text);
    // The document is known to be wrong; what was found before the error is all that is wanted.
    let _ = json.deserialize_map(IdVisitor(&mut found));
    found
}

struct IdVisitor<'f>(&'f mut Option<String>);

impl<'de> Visitor<'de> for IdVisitor<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a call document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key)? {
            if key == "call_id" {
                *self.0 = map.next_value_seed(OptionalText)?.map(Cow::into_owned);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
