//! Random calls for a random rulebook.

use zhunze_calls::call::{Call, Event, Kind, Speaker, Value, call_end};

use super::phrases::text;
use super::{ATTRIBUTES, EVENTS, LABELS, METADATA, Made, Random, TEXTS};
use crate::random_phrases::phrase_text;

/// Starts of a call: the forms that are read, and some that are not.
const STARTS: [&str; 18] = [
    "2026-11-24T09:30:00+08:00",
    "2026-11-27T23:59:59.998Z",
    "2026-11-28T17:59:59.999-05:00",
    "2026-11-29T08:59",
    "2026-12-31T09:30:00",
    "2024-02-28T18:00:00.000+00:00",
    "1969-12-31T23:59:59Z",
    "2026-11-24T09:30:00.5Z",
    "2026-11-24T09:30:00.1239999+08:00",
    "2026-11-24T09:30:00.Z",
    "2026-11-24T09:30+05:45",
    "2100-02-28T12:00:00Z",
    "2026-11-24 09:30:00",
    "2026-13-24T09:30:00Z",
    "2026-02-29T09:30:00Z",
    "2026-11-24T24:00:00Z",
    "2026-11-24",
    "soon",
];

/// A call of up to `most` events, and when it ends.
pub(super) fn call(random: &mut Random, made: &Made, most: u64) -> (Call, i64) {
    let mut call = header(random, made);
    let dense = random.one_in(60);
    let most = if dense { 8 * most } else { most };
    let scale = made.scale as i64;
    let mut t = 0;
    for _ in 0..random.below(most + 1) {
        let steps: &[i64] = if dense {
            &[0, 0, 0, 1]
        } else {
            &[0, 0, 1, 1, 2, 3, 5, 9]
        };
        t += random.of(steps) * scale;
        let event = event(random, made, t, &call.events);
        call.events.push(event);
    }
    if random.one_in(3) {
        shuffle(random, &mut call.events);
    }
    let ends = call_end(&call) + random.of(&[0, 0, 1, 5, 30]) * scale;
    (call, ends)
}

fn header(random: &mut Random, made: &Made) -> Call {
    let mut call = Call {
        call_id: "c".into(),
        channel: random.some(2, |random| random.of(&["voice", "chat"]).into()),
        started_at: random.some(2, |random| random.of(&STARTS).into()),
        unit: made.book.case.then(|| "case".into()),
        ..Call::default()
    };
    for name in METADATA {
        if !random.one_in(3) {
            call.metadata.insert(name, value(random));
        }
    }
    call
}

fn shuffle(random: &mut Random, events: &mut [Event]) {
    for i in (1..events.len()).rev() {
        events.swap(i, random.below(i as u64 + 1) as usize);
    }
}

fn value(random: &mut Random) -> Value {
    match random.below(4) {
        0 => Value::Number(random.below(4) as i64 * 1000),
        1 => Value::Number(random.of(&[1, 2500, -1000, 9_007_199_254_740_992_000])),
        2 => Value::Boolean(random.one_in(2)),
        _ => Value::Text(random.of(&TEXTS).to_owned()),
    }
}

fn event(random: &mut Random, made: &Made, t: i64, so_far: &[Event]) -> Event {
    let mut event = Event::new(t, kind(random));
    event.speaker = random.of(&[
        Speaker::Agent,
        Speaker::Customer,
        Speaker::Agent,
        Speaker::Customer,
        Speaker::System,
        Speaker::None,
    ]);
    for name in ATTRIBUTES {
        if random.one_in(3) {
            event.attributes.insert(name, value(random));
        }
    }
    match event.kind {
        Kind::Utterance => {
            event.text = said(random, made, so_far);
            event.end = t + random.of(&[0, 0, 1, 2, 4, 7]) * made.scale as i64;
        }
        Kind::Ring if random.one_in(2) => {
            let count = random.of(&[0, 1000, 2000, 2500]);
            event.attributes.insert("count", Value::Number(count));
        }
        Kind::Action => {
            let name = random.of(&["callback", "refund", "other"]);
            event.attributes.insert("name", Value::Text(name.into()));
        }
        Kind::Label => label(random, &mut event),
        Kind::Contact => {
            event.attributes.insert("contact", Value::Text("c2".into()));
        }
        _ => {}
    }
    event
}

fn kind(random: &mut Random) -> Kind {
    match random.below(40) {
        0..22 => Kind::Utterance,
        22 | 23 => random.of(&[Kind::Ring, Kind::Answer, Kind::Dtmf]),
        24..26 => random.of(&[Kind::HoldStart, Kind::HoldEnd]),
        26 | 27 => random.of(&[Kind::HoldEnd, Kind::MuteStart, Kind::MuteEnd]),
        28 => random.of(&[Kind::Hangup, Kind::Transfer, Kind::Contact]),
        29 => random.of(&[Kind::Other("unknown".into()), Kind::Transfer]),
        30..33 => Kind::Action,
        33..36 => Kind::Label,
        _ => Kind::Other(random.of(&EVENTS).into()),
    }
}

fn label(random: &mut Random, event: &mut Event) {
    if !random.one_in(6) {
        let name = random.of(&LABELS);
        event.attributes.insert("name", Value::Text(name.into()));
    }
    if random.one_in(2) {
        let value = Value::Text("angry".into());
        event.attributes.insert("value", value);
    }
}

/// What is said: often what has been said before.
fn said(random: &mut Random, made: &Made, so_far: &[Event]) -> String {
    let last = so_far.len().saturating_sub(8);
    let recent: Vec<&Event> = so_far[last..]
        .iter()
        .filter(|it| !it.text.is_empty())
        .collect();
    if !recent.is_empty() && random.one_in(5) {
        let mut text = random.of(&recent).text.clone();
        if random.one_in(2) {
            text += random.of(&[" a", "好", "。", " b c"]);
        }
        return text;
    }
    if made.rich {
        phrase_text(random, &made.book)
    } else {
        text(random)
    }
}
