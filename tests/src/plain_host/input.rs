//! Events become input records, by docs/abi.md alone.

use zhunze_calls::call::{self, Call, Event, Kind, Speaker, ValueRef};
use zhunze_calls::manifest::Manifest;

fn kind_code(kind: &Kind, manifest: &Manifest) -> Option<u16> {
    let builtin = [
        Kind::Ring,
        Kind::Answer,
        Kind::Utterance,
        Kind::HoldStart,
        Kind::HoldEnd,
        Kind::MuteStart,
        Kind::MuteEnd,
        Kind::Transfer,
        Kind::Hangup,
        Kind::Dtmf,
        Kind::Action,
        Kind::Label,
        Kind::Contact,
    ];
    match kind {
        Kind::Other(name) => manifest
            .events
            .iter()
            .position(|event| event.name == *name)
            .map(|n| 64 + n as u16),
        kind => builtin
            .iter()
            .position(|builtin| builtin == kind)
            .map(|n| 1 + n as u16),
    }
}

/// An attribute: id, and its value.
type Given<'a> = (u16, ValueRef<'a>);

pub(crate) fn record(event: &Event, index: usize, manifest: &Manifest) -> Option<Vec<u8>> {
    let kind = kind_code(&event.kind, manifest)?;
    let mut given: Vec<Given> = vec![];
    if kind == 1 {
        let count = match event.attribute("count") {
            Some(ValueRef::Number(count)) => count,
            _ => 1000,
        };
        given.push((65535, ValueRef::Number(count)));
    }
    if let (11, Some(ValueRef::Text(name))) = (kind, event.attribute("name")) {
        let declared = manifest.events.iter().position(|event| event.name == name);
        given.extend(declared.map(|n| (65534, ValueRef::Number(n as i64))));
    }
    for (name, id) in manifest.attributes.iter().zip(0..) {
        given.extend(event.attribute(name).map(|value| (id, value)));
    }
    let speaker = match event.speaker {
        Speaker::None => 0,
        Speaker::Agent => 1,
        Speaker::Customer => 2,
        Speaker::System => 3,
    };
    Some(encode(
        kind,
        speaker,
        (event.t, event.end),
        index as u32,
        call::cut(&event.text),
        &given,
    ))
}

pub(crate) fn metadata_record(call: &Call, manifest: &Manifest) -> Vec<u8> {
    let given = manifest.metadata.iter().zip(0..);
    let given: Vec<Given> = given
        .filter_map(|(name, id)| Some((id, call.metadata_value(name)?)))
        .collect();
    encode(0, 0, (0, 0), 0, "", &given)
}

fn encode(
    kind: u16,
    speaker: u8,
    (t, end): (i64, i64),
    index: u32,
    text: &str,
    given: &[Given],
) -> Vec<u8> {
    let mut bytes = vec![0; 4];
    bytes.extend(kind.to_le_bytes());
    bytes.extend([speaker, given.len() as u8]);
    bytes.extend(t.to_le_bytes());
    bytes.extend(end.to_le_bytes());
    bytes.extend(index.to_le_bytes());
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    let mut texts_at = bytes.len() + 16 * given.len();
    let mut texts: Vec<u8> = vec![];
    for (id, value) in given {
        let (kind, len, value) = match value {
            ValueRef::Number(number) => (1, 0, *number),
            ValueRef::Boolean(flag) => (2, 0, i64::from(*flag)),
            ValueRef::Text(text) => {
                texts.extend(text.as_bytes());
                texts_at += text.len();
                (3, text.len() as u32, (texts_at - text.len()) as i64)
            }
        };
        bytes.extend(id.to_le_bytes());
        bytes.extend([kind, 0]);
        bytes.extend(len.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(texts);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    let size = bytes.len() as u32;
    bytes[..4].copy_from_slice(&size.to_le_bytes());
    bytes
}
