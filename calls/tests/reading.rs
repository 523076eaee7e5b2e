//! Readers: shapes, streams, and going on after a bad call.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::io::Cursor;
use zhunze_calls::read::{self, Shape};
use zhunze_calls::stream::{self, Incoming};

fn one(id: &str) -> String {
    format!(r#"{{"call_id":"{id}","events":[{{"t":0,"kind":"answer"}}]}}"#)
}

/// One line a call: its id and how many events, or the error.
fn show(text: &str, shape: Option<Shape>) -> Vec<String> {
    let calls = read::open(Cursor::new(text.to_owned().into_bytes()), shape).unwrap();
    calls
        .map(|pending| match pending.unwrap().parse() {
            Ok(call) => format!("{} {}", call.call_id, call.events.len()),
            Err(error) => error.to_string(),
        })
        .collect()
}

#[test]
fn shapes_are_recognised() {
    let pretty = "{\n  \"call_id\": \"a\",\n  \"events\": []\n}\n";
    let cases = [
        (
            format!("{}\n\n{}\r\n", one("a"), one("b")),
            vec!["a 1", "b 1"],
        ),
        (
            format!("\n \n\u{feff}[{},\n{}]", one("a"), one("b")).replacen("\n \n", "", 1),
            vec!["a 1", "b 1"],
        ),
        (pretty.to_owned(), vec!["a 0"]),
        (pretty.repeat(2), vec!["a 0", "a 0"]),
        (one("a"), vec!["a 1"]),
        (String::new(), vec![]),
        ("[]".to_owned(), vec![]),
        (
            r#"{"call_id":"s","t":0,"kind":"answer"}"#.to_owned(),
            vec!["s 1"],
        ),
    ];
    for (text, calls) in cases {
        assert_eq!(show(&text, None), calls, "{text}");
    }
}

#[test]
fn reading_goes_on_after_a_bad_call() {
    let lines = format!(
        "{}\nnonsense\n\n{{\"call_id\":\"x\"}}\n{}",
        one("a"),
        one("b")
    );
    assert_eq!(
        show(&lines, Some(Shape::Lines)),
        [
            "a 1",
            "line 2: this is not JSON: expected ident (column 2)",
            "line 4, call x, field events: this field is missing",
            "b 1"
        ]
    );
    let array = format!("[{},\n{{\"call_id\":\"x\"}},\n\n7,{}\n", one("a"), one("b"));
    assert_eq!(
        show(&array, None),
        [
            "a 1",
            "line 2, call x, field events: this field is missing",
            "line 4: invalid type: integer `7`, expected a call document",
            "b 1",
            "line 5: this is not JSON: EOF while parsing a list at line 5 column 0"
        ]
    );
}

#[test]
fn a_stream_is_grouped_into_calls() {
    let lines = r#"
{"call_id":"a","t":0,"kind":"call","language":"zh","metadata":{"queue":"q"}}
{"call_id":"b","t":0,"kind":"answer"}
{"call_id":"a","t":5,"kind":"answer"}
{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"a","data":{"t":9,"kind":"utterance","speaker":"agent","text":"\"specversion\""}}
{"t":10,"kind":"tick"}
{"call_id":"a","t":90,"kind":"end"}
{"call_id":"a","t":91,"kind":"answer"}
{"t":91,"kind":"answer"}
{"specversion":"1.0","subject":"a"}
{"call_id":"b","t":"x","kind":"answer"}"#;
    assert_eq!(
        show(lines, None),
        [
            "a 2",
            "b 1",
            "line 8, call a: the call has already ended",
            "line 9, field call_id: this field is missing",
            "line 10, call a, field data: this field is missing",
            "line 11, call b, field t: invalid type: string \"x\", expected a whole number of milliseconds within ±2^39",
        ]
    );
    let calls = read::open(Cursor::new(lines.as_bytes().to_vec()), None).unwrap();
    let first = calls.into_iter().next().unwrap().unwrap().parse().unwrap();
    assert_eq!(
        (first.language.as_deref(), first.metadata.len(), first.end),
        (Some("zh"), 1, Some(90))
    );
    assert!(first.dropped.is_empty());
}

#[test]
fn lines_of_a_stream_say_what_they_say() {
    let tick = stream::incoming(br#"{"t": 91000, "kind": "tick"}"#, 1).unwrap();
    assert_eq!(
        tick,
        Incoming::Tick {
            call_id: None,
            t: 91_000
        }
    );
    let end = stream::incoming(br#"{"call_id": "c-001", "t": 90500, "kind": "end"}"#, 1).unwrap();
    assert_eq!(
        end,
        Incoming::End {
            call_id: "c-001".to_owned(),
            t: 90_500
        }
    );
}
