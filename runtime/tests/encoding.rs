//! Bytes of records; the worked examples of docs/abi.md.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic"
)]

mod fake;

use fake::{call, event, manifest, said};
use std::fmt::Write;
use zhunze_calls::call::{Call, Kind, Speaker, Value};
use zhunze_runtime::{Encoder, Error};

fn encoder() -> Encoder {
    Encoder::new(&serde_json::from_value(manifest()).unwrap()).unwrap()
}

/// Eight bytes a line, with the offset before them.
fn dump(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (at, row) in bytes.chunks(8).enumerate() {
        let row: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(text, "{:>3}  {}", at * 8, row.join(" ")).unwrap();
    }
    text
}

fn encode(event: &zhunze_calls::call::Event) -> String {
    let mut bytes = Vec::new();
    assert!(encoder().event(event, 2, &mut bytes).unwrap());
    dump(&bytes)
}

#[test]
fn the_worked_example_is_what_the_documentation_shows() {
    let mut event = said(6400, "您好");
    event.end = 9100;
    event.attributes.insert("confidence", Value::Number(930));
    event.attributes.insert("unknown", Value::Number(1));
    let bytes = encode(&event);
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/abi.md")).unwrap();
    assert!(
        page.contains(&bytes),
        "docs/abi.md does not show these bytes:\n{bytes}"
    );
}

#[test]
fn texts_of_attributes_follow_the_attributes() {
    let mut event = event(1, Kind::Other("callback".to_owned()));
    event
        .attributes
        .insert("ticket", Value::Text("T1".to_owned()));
    event.attributes.insert("urgent", Value::Boolean(true));
    event.speaker = Speaker::Customer;
    let bytes = encode(&event);
    let expected = "  0  60 00 00 00 40 00 02 03
  8  01 00 00 00 00 00 00 00
 16  01 00 00 00 00 00 00 00
 24  02 00 00 00 00 00 00 00
 32  02 00 03 00 02 00 00 00
 40  50 00 00 00 00 00 00 00
 48  03 00 02 00 00 00 00 00
 56  01 00 00 00 00 00 00 00
 64  01 00 03 00 08 00 00 00
 72  52 00 00 00 00 00 00 00
 80  54 31 63 75 73 74 6f 6d
 88  65 72 00 00 00 00 00 00
";
    assert_eq!(bytes, expected);
}

/// The attributes of a record: id, type, value.
fn attributes(event: &zhunze_calls::call::Event) -> Vec<(u16, u8, i64)> {
    let mut bytes = Vec::new();
    encoder().event(event, 0, &mut bytes).unwrap();
    let entries = bytes[32..].chunks_exact(16).take(usize::from(bytes[7]));
    entries
        .map(|entry| {
            (
                u16::from_le_bytes([entry[0], entry[1]]),
                entry[2],
                i64::from_le_bytes(entry[8..16].try_into().unwrap()),
            )
        })
        .collect()
}

#[test]
fn rings_send_their_count_and_actions_their_declared_event() {
    let mut ring = event(0, Kind::Ring);
    ring.attributes.insert("count", Value::Number(2000));
    assert_eq!(attributes(&ring), [(65_535, 1, 2000)]);
    let mut action = event(0, Kind::Action);
    action
        .attributes
        .insert("name", Value::Text("callback".to_owned()));
    assert_eq!(attributes(&action), [(65_534, 1, 0)]);
    action
        .attributes
        .insert("name", Value::Text("record".to_owned()));
    assert_eq!(attributes(&action), []);
}

#[test]
fn metadata_goes_first_and_includes_the_documents_own_fields() {
    let mut known = Call {
        channel: Some("voice".to_owned()),
        ..call(Vec::new())
    };
    known
        .metadata
        .insert("queue", Value::Text("查件".to_owned()));
    let mut bytes = Vec::new();
    encoder().metadata(&known, &mut bytes).unwrap();
    assert_eq!((bytes.len(), bytes[4], bytes[7]), (80, 0, 2));
    assert_eq!(&bytes[64..75], "查件voice".as_bytes());
}

#[test]
fn what_is_not_for_the_module_is_not_sent() {
    let mut bytes = vec![7];
    assert_eq!(
        encoder().event(&event(0, Kind::Other("bell".to_owned())), 0, &mut bytes),
        Ok(false)
    );
    let far = event(1 << 39, Kind::Answer);
    let wrong = Error::Encoding {
        position: 3,
        reason: "its time is beyond ±2^39 ms",
    };
    assert_eq!(encoder().event(&far, 3, &mut bytes), Err(wrong));
    assert_eq!(bytes, [7], "nothing is left of a record that failed");
}

#[test]
fn long_texts_are_cut() {
    let mut bytes = Vec::new();
    encoder()
        .event(&said(0, &"a".repeat(70_000)), 0, &mut bytes)
        .unwrap();
    assert_eq!(
        u32::from_le_bytes(bytes[28..32].try_into().unwrap()),
        65_535
    );
}
