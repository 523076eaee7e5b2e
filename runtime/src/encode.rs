//! Events and calls become the module's input records (docs/abi.md).
//!
//! In: events of a call. Out: bytes. What the manifest does not name is not sent.

use crate::error::Error;
use crate::interface::wrong;
use std::collections::HashMap;
use zhunze_calls::call::{Call, Event, Kind, MAX_EVENTS, MAX_TIME, Speaker, ValueRef, cut};
use zhunze_calls::manifest::Manifest;

/// The attribute that carries the `count` of a `ring`.
const RING_COUNT: u16 = 65_535;
/// The attribute that carries the declared event of an `action`.
const DECLARED: u16 = 65_534;
/// The kind of the first declared event.
const FIRST_DECLARED: u16 = 64;

/// Writes records for one module.
#[derive(Debug, Clone)]
pub struct Encoder {
    declared: HashMap<String, u16>,
    attributes: HashMap<String, u16>,
    /// Of the attributes, those that events keep in fields of their own.
    own: Vec<(&'static str, u16)>,
    metadata: Vec<String>,
}

impl Encoder {
    /// Prepares for the module of this manifest.
    ///
    /// # Errors
    ///
    /// [`Error::Interface`] when it declares more events or attributes than there are ids.
    pub fn new(manifest: &Manifest) -> Result<Self, Error> {
        let declared = ids(
            manifest.events.iter().map(|event| &event.name),
            u16::MAX - FIRST_DECLARED,
        )?;
        let attributes = ids(manifest.attributes.iter(), DECLARED)?;
        let own = ["speaker", "by", "text"]
            .into_iter()
            .filter_map(|name| Some((name, *attributes.get(name)?)));
        let own = own.collect();
        if manifest.metadata.len() > usize::from(DECLARED) {
            return Err(wrong("its manifest names too much metadata".to_owned()));
        }
        Ok(Self {
            declared,
            attributes,
            own,
            metadata: manifest.metadata.clone(),
        })
    }

    /// Adds the record of a call's metadata.
    ///
    /// # Errors
    ///
    /// [`Error::Encoding`] when it is too long.
    pub fn metadata(&self, call: &Call, out: &mut Vec<u8>) -> Result<(), Error> {
        let mut record = Record::new(out, 0);
        record.head(0, Speaker::None, 0, 0);
        record.text("")?;
        let values = (0_u16..)
            .zip(&self.metadata)
            .filter_map(|(id, name)| Some((id, call.metadata_value(name)?)));
        for (id, value) in values {
            record.attribute(id, value)?;
        }
        record.finish(|| {
            self.metadata
                .iter()
                .filter_map(|name| call.metadata_value(name))
        })
    }

    /// Adds the record of an event; `false` when its kind is not for this module.
    ///
    /// # Errors
    ///
    /// [`Error::Encoding`] when it is too long or its times are beyond ±2^39 ms.
    pub fn event(&self, event: &Event, position: u32, out: &mut Vec<u8>) -> Result<bool, Error> {
        let Some(kind) = self.kind(&event.kind) else {
            return Ok(false);
        };
        let mut record = Record::new(out, position);
        if position >= MAX_EVENTS {
            return Err(record.wrong("its position is beyond 2^24 - 2"));
        }
        let end = event.end.max(event.t);
        if event.t <= -MAX_TIME || end >= MAX_TIME {
            return Err(record.wrong("its time is beyond ±2^39 ms"));
        }
        record.head(kind, event.speaker, event.t, end);
        record.text(cut(&event.text))?;
        for (id, value) in self.sent(event) {
            record.attribute(id, value)?;
        }
        record.finish(|| self.sent(event).map(|(_, value)| value))?;
        Ok(true)
    }

    fn kind(&self, kind: &Kind) -> Option<u16> {
        Some(match kind {
            Kind::Ring => 1,
            Kind::Answer => 2,
            Kind::Utterance => 3,
            Kind::HoldStart => 4,
            Kind::HoldEnd => 5,
            Kind::MuteStart => 6,
            Kind::MuteEnd => 7,
            Kind::Transfer => 8,
            Kind::Hangup => 9,
            Kind::Dtmf => 10,
            Kind::Action => 11,
            Kind::Label => 12,
            Kind::Contact => 13,
            Kind::Other(name) => FIRST_DECLARED + self.declared.get(name)?,
        })
    }

    /// The attributes that go with an event.
    fn sent<'e>(&'e self, event: &'e Event) -> impl Iterator<Item = (u16, ValueRef<'e>)> {
        let named = event
            .attributes
            .iter()
            .filter_map(|(name, value)| Some((*self.attributes.get(name)?, value.as_ref())));
        let own = self
            .own
            .iter()
            .filter(|(name, _)| !event.attributes.contains_key(name));
        let own = own.filter_map(|(name, id)| Some((*id, event.attribute(name)?)));
        named.chain(own).chain(self.special(event))
    }

    fn special<'e>(&self, event: &'e Event) -> Option<(u16, ValueRef<'e>)> {
        match event.kind {
            Kind::Ring => match event.attributes.get("count")?.as_ref() {
                count @ ValueRef::Number(_) => Some((RING_COUNT, count)),
                _ => None,
            },
            Kind::Action => match event.attributes.get("name")?.as_ref() {
                ValueRef::Text(name) => Some((
                    DECLARED,
                    ValueRef::Number(i64::from(*self.declared.get(name)?)),
                )),
                _ => None,
            },
            _ => None,
        }
    }
}

fn ids<'a>(
    names: impl ExactSizeIterator<Item = &'a String>,
    limit: u16,
) -> Result<HashMap<String, u16>, Error> {
    if names.len() > usize::from(limit) {
        return Err(wrong(
            "its manifest names too many events or attributes".to_owned(),
        ));
    }
    Ok((0_u16..)
        .zip(names)
        .map(|(id, name)| (name.clone(), id))
        .collect())
}

/// A record being written at the end of a buffer; taken back unless it is finished.
struct Record<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    position: u32,
    attributes: u8,
    /// Bytes of the attributes' texts so far.
    texts: usize,
    finished: bool,
}

impl<'o> Record<'o> {
    fn new(out: &'o mut Vec<u8>, position: u32) -> Self {
        let start = out.len();
        Self {
            out,
            start,
            position,
            attributes: 0,
            texts: 0,
            finished: false,
        }
    }

    fn wrong(&self, reason: &'static str) -> Error {
        Error::Encoding {
            position: self.position,
            reason,
        }
    }

    fn head(&mut self, kind: u16, speaker: Speaker, t: i64, end: i64) {
        let speaker = match speaker {
            Speaker::None => 0,
            Speaker::Agent => 1,
            Speaker::Customer => 2,
            Speaker::System => 3,
        };
        self.out.extend_from_slice(&[0; 4]);
        self.out.extend_from_slice(&kind.to_le_bytes());
        self.out.extend_from_slice(&[speaker, 0]);
        self.out.extend_from_slice(&t.to_le_bytes());
        self.out.extend_from_slice(&end.to_le_bytes());
        self.out.extend_from_slice(&self.position.to_le_bytes());
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        let length = self.length(text)?;
        self.out.extend_from_slice(&length.to_le_bytes());
        self.out.extend_from_slice(text.as_bytes());
        self.pad();
        Ok(())
    }

    /// Writes an attribute; the place of its text is put in by [`Record::finish`].
    fn attribute(&mut self, id: u16, value: ValueRef<'_>) -> Result<(), Error> {
        let (kind, length, value) = match value {
            ValueRef::Number(number) => (1, 0, number),
            ValueRef::Boolean(boolean) => (2, 0, i64::from(boolean)),
            ValueRef::Text(text) => (
                3,
                self.length(text)?,
                i64::try_from(self.texts).unwrap_or(i64::MAX),
            ),
        };
        self.attributes = self
            .attributes
            .checked_add(1)
            .ok_or_else(|| self.wrong("it has more than 255 attributes"))?;
        self.texts += length as usize;
        self.out.extend_from_slice(&id.to_le_bytes());
        self.out.extend_from_slice(&[kind, 0]);
        self.out.extend_from_slice(&length.to_le_bytes());
        self.out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    /// Adds the attributes' texts and puts in sizes and offsets. `values` gives the same
    /// values once more.
    fn finish<'v, I: Iterator<Item = ValueRef<'v>>>(
        mut self,
        values: impl FnOnce() -> I,
    ) -> Result<(), Error> {
        let from = i64::try_from(self.out.len() - self.start).unwrap_or(i64::MAX);
        if self.texts > 0 {
            self.shift_texts(from);
            for value in values() {
                if let ValueRef::Text(text) = value {
                    self.out.extend_from_slice(text.as_bytes());
                }
            }
        }
        self.pad();
        let size =
            u32::try_from(self.out.len() - self.start).map_err(|_| self.wrong("it is too long"))?;
        self.put(0, &size.to_le_bytes());
        self.put(7, &[self.attributes]);
        self.finished = true;
        Ok(())
    }

    /// Offsets of texts so far count from the first text; they are to count from the
    /// start of the record.
    fn shift_texts(&mut self, from: i64) {
        let entries = self
            .out
            .len()
            .saturating_sub(16 * usize::from(self.attributes));
        for entry in self
            .out
            .get_mut(entries..)
            .unwrap_or_default()
            .chunks_exact_mut(16)
        {
            let Some((head, value)) = entry.split_first_chunk_mut::<8>() else {
                continue;
            };
            if let ([_, _, 3, ..], Some(value)) = (&*head, value.first_chunk_mut::<8>()) {
                *value = i64::from_le_bytes(*value)
                    .saturating_add(from)
                    .to_le_bytes();
            }
        }
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        let place = self
            .out
            .get_mut(self.start + at..)
            .and_then(|rest| rest.get_mut(..bytes.len()));
        if let Some(place) = place {
            place.copy_from_slice(bytes);
        }
    }

    fn pad(&mut self) {
        let size = (self.out.len() - self.start).next_multiple_of(8);
        self.out.resize(self.start + size, 0);
    }

    fn length(&self, text: &str) -> Result<u32, Error> {
        u32::try_from(text.len()).map_err(|_| self.wrong("a text is too long"))
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.out.truncate(self.start);
        }
    }
}
