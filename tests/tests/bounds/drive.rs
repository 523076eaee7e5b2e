//! Events from a few lines.
//!
//! In: lines `N x +MS WHAT`: N events, each MS milliseconds after the one before; with
//! `WHAT ; WHAT …` as many times one after the other.
//! WHAT is `agent TEXT` or `customer TEXT`; with `agent… TEXT` the text is said over and over
//! until it is as long as a text can be; else it is the kind of an event. `| NAME=VALUE …`
//! adds attributes. Out: the events, and when the call ends.

use zhunze_calls::call::{Event, Kind, MAX_TEXT, Name, Speaker, Value};

/// After the last event.
const REST: i64 = 10_000_000;

/// See above.
pub fn events(lines: &str) -> (Vec<Event>, i64) {
    let (mut events, mut now) = (vec![], 0);
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (times, rest) = line.split_once(" x +").unwrap();
        let (every, what) = rest.split_once(' ').unwrap();
        for _ in 0..times.parse().unwrap() {
            for what in what.split(" ; ") {
                now += every.parse::<i64>().unwrap();
                events.push(event(now, what));
            }
        }
    }
    (events, now + REST)
}

fn event(t: i64, what: &str) -> Event {
    let (what, attributes) = what.split_once(" | ").unwrap_or((what, ""));
    let (who, text) = what.split_once(' ').unwrap_or((what, ""));
    let speaker = Speaker::of(who.trim_end_matches('…'));
    let kind = match speaker {
        Speaker::None => Kind::of(who),
        _ => Kind::Utterance,
    };
    let mut event = Event::new(t, kind);
    event.speaker = speaker;
    event.text = if who.ends_with('…') {
        text.repeat(MAX_TEXT / text.len())
    } else {
        text.to_owned()
    };
    for attribute in attributes.split_whitespace() {
        let (name, value) = attribute.split_once('=').unwrap();
        let value = match value.parse::<i64>() {
            Ok(number) => Value::Number(number * 1000),
            Err(_) => Value::Text(value.into()),
        };
        event.attributes.insert(Name::from(name.to_owned()), value);
    }
    event
}
