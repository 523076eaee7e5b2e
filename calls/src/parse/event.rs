//! One event object, alone, in a document or on a line of a stream.

use super::Place;
use super::scalar::{Key, OptionalText, OptionalTime, Scalar};
use crate::call::{Event, Kind, Speaker};
use crate::points::Points;
use crate::value::{Attributes, Value, name_of};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Reads an event.
pub(crate) struct EventSeed<'p>(pub(crate) &'p Place);

/// Reads an event of a stream: its `call_id` is not one of its attributes.
pub(crate) struct Line<'p>(pub(crate) &'p Place);

impl<'de> DeserializeSeed<'de> for EventSeed<'_> {
    type Value = Event;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Event, D::Error> {
        json.deserialize_map(EventVisitor {
            place: self.0,
            stream: false,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Line<'_> {
    type Value = Event;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Event, D::Error> {
        json.deserialize_map(EventVisitor {
            place: self.0,
            stream: true,
        })
    }
}

struct EventVisitor<'p> {
    place: &'p Place,
    stream: bool,
}

/// The fields as they come.
#[derive(Default)]
struct Fields<'de> {
    t: Option<i64>,
    end: Option<i64>,
    kind: Option<Cow<'de, str>>,
    speaker: Option<Cow<'de, str>>,
    by: Option<Cow<'de, str>>,
    text: String,
    attributes: Attributes,
}

impl<'de> Visitor<'de> for EventVisitor<'_> {
    type Value = Event;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an event")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Event, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key_seed(Key)? {
            self.field(&mut fields, &key, &mut map)?;
            self.place.field.set(None);
        }
        self.finish(fields)
    }
}

impl EventVisitor<'_> {
    fn field<'de, A: MapAccess<'de>>(
        &self,
        fields: &mut Fields<'de>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "t" => fields.t = self.at("t", map, OptionalTime)?,
            "end" => fields.end = self.at("end", map, OptionalTime)?,
            "kind" => fields.kind = self.at("kind", map, OptionalText)?,
            "speaker" => fields.speaker = self.at("speaker", map, OptionalText)?,
            "by" => fields.by = self.at("by", map, OptionalText)?,
            "text" => {
                fields.text = self
                    .at("text", map, OptionalText)?
                    .map_or_else(String::new, Cow::into_owned)
            }
            "call_id" if self.stream => self.call_id(map)?,
            other => self.attribute(fields, other, map)?,
        }
        Ok(())
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

    fn call_id<'de, A: MapAccess<'de>>(&self, map: &mut A) -> Result<(), A::Error> {
        let id = self.at("call_id", map, OptionalText)?;
        self.place.call_id.replace(id.map(Cow::into_owned));
        Ok(())
    }

    fn attribute<'de, A: MapAccess<'de>>(
        &self,
        fields: &mut Fields<'de>,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match map.next_value_seed(Scalar)? {
            Some(value) => drop(fields.attributes.insert(name_of(name), value)),
            None => self.place.drop_attribute(name),
        }
        Ok(())
    }

    fn finish<E: Error>(&self, fields: Fields<'_>) -> Result<Event, E> {
        let missing = |field| {
            self.place.field.set(Some(field));
            E::custom("this field is missing")
        };
        let kind = Kind::of(&fields.kind.ok_or_else(|| missing("kind"))?);
        let t = fields.t.ok_or_else(|| missing("t"))?;
        let end = fields.end.map_or(t, |end| end.max(t));
        let mut attributes = fields.attributes;
        let speaker = who(&kind, fields.speaker, fields.by, &mut attributes);
        if kind == Kind::Label {
            value_as_text(&mut attributes);
        }
        Ok(Event {
            t,
            end,
            kind,
            speaker,
            text: fields.text,
            attributes,
        })
    }
}

/// What a label says is a text, also when a model says `true` or `3`.
fn value_as_text(attributes: &mut Attributes) {
    let text = match attributes.get("value") {
        Some(Value::Boolean(yes)) => yes.to_string(),
        Some(Value::Number(number)) => Points(*number).to_string(),
        Some(Value::Text(_)) | None => return,
    };
    attributes.insert("value", Value::Text(text));
}

/// Who it was; words that are no known speaker stay attributes.
fn who(
    kind: &Kind,
    speaker: Option<Cow<'_, str>>,
    by: Option<Cow<'_, str>>,
    attributes: &mut Attributes,
) -> Speaker {
    let mut known = Speaker::None;
    let named = if *kind == Kind::Hangup {
        [("by", by), ("speaker", speaker)]
    } else {
        [("speaker", speaker), ("by", by)]
    };
    for (name, word) in named {
        let Some(word) = word else { continue };
        let one = Speaker::of(&word);
        let counts = name == "speaker" || *kind == Kind::Hangup;
        if counts && one != Speaker::None && (known == Speaker::None || known == one) {
            known = one;
        } else {
            attributes.insert(name, Value::Text(word.into_owned()));
        }
    }
    known
}
