//! Call documents: what is read, what is left out, and what errors say.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use zhunze_calls::call::{self, Call, Kind, Speaker, Value, ValueRef};
use zhunze_calls::parse;

const EXAMPLE: &str = r#"{
  "call_id": "c-001", "language": "zh", "channel": "voice", "started_at": "2026-11-22T09:30:00+08:00",
  "metadata": {"agent_id": "A17", "queue": "查件", "festival": "spring", "task": ["x"]},
  "events": [
    {"t": 0, "kind": "ring", "count": 2},
    {"t": 6000.0, "kind": "answer", "speaker": null},
    {"t": 6400, "end": 9100, "kind": "utterance", "speaker": "agent", "text": "您好，\"中通\"速递", "confidence": 0.93, "emotion": {"neg": 0.1}},
    {"t": 9800, "end": 14, "kind": "label", "name": "customer.intent", "value": "complaint", "score": 0.9105, "ok": true, "big": 1e17},
    {"t": 15000, "kind": "call_start", "speaker": "robot"},
    {"t": 90000, "kind": "hangup", "speaker": "customer"}
  ]
}"#;

fn read(text: &str) -> Call {
    parse::call(text.as_bytes(), 1).unwrap()
}

#[test]
fn a_document_is_read_whole() {
    let call = read(EXAMPLE);
    assert_eq!((call.call_id.as_str(), call.events.len()), ("c-001", 6));
    assert_eq!(
        call.metadata.get("queue"),
        Some(&Value::Text("查件".to_owned()))
    );
    let said = &call.events[2];
    assert_eq!(
        (said.end, said.speaker, said.text.as_str()),
        (9100, Speaker::Agent, "您好，\"中通\"速递")
    );
    assert_eq!(said.attributes.get("confidence"), Some(&Value::Number(930)));
    let label = &call.events[3];
    assert_eq!(
        (label.end, label.attributes.get("score")),
        (9800, Some(&Value::Number(911)))
    );
    assert_eq!(label.attributes.get("ok"), Some(&Value::Boolean(true)));
    assert_eq!(call.events[4].kind, Kind::Other("call_start".to_owned()));
    let dropped: Vec<&str> = call.dropped.iter().map(String::as_str).collect();
    assert_eq!(dropped, ["big", "emotion", "metadata.task"]);
}

#[test]
fn conditions_find_speaker_by_and_text_among_the_attributes() {
    let call = read(EXAMPLE);
    let cases = [
        (2, "speaker", Some(ValueRef::Text("agent"))),
        (2, "text", Some(ValueRef::Text("您好，\"中通\"速递"))),
        (2, "by", None),
        (4, "speaker", Some(ValueRef::Text("robot"))),
        (5, "by", Some(ValueRef::Text("customer"))),
        (5, "speaker", Some(ValueRef::Text("customer"))),
        (0, "text", None),
        (0, "count", Some(ValueRef::Number(2000))),
    ];
    for (event, name, value) in cases {
        assert_eq!(call.events[event].attribute(name), value, "{event} {name}");
    }
    assert_eq!(
        call.metadata_value("channel"),
        Some(ValueRef::Text("voice"))
    );
    assert_eq!(call.metadata_value("queue"), Some(ValueRef::Text("查件")));
}

#[test]
fn errors_name_line_call_and_field() {
    let cases = [
        (
            r#"{"events":[]}"#,
            "line 7, field call_id: this field is missing",
        ),
        (
            r#"{"call_id":"","events":[]}"#,
            "line 7, call , field call_id: this field is missing",
        ),
        (
            r#"{"call_id":"c"}"#,
            "line 7, call c, field events: this field is missing",
        ),
        (
            r#"{"call_id":7,"events":[]}"#,
            "line 7, field call_id: invalid type: integer `7`, expected a text or null",
        ),
        (
            r#"{"events":[{"t":0,"kind":"answer"},{"kind":"x"}],"call_id":"c"}"#,
            "line 7, call c, field events[1].t: this field is missing",
        ),
        (
            r#"{"call_id":"c","events":[{"t":1.5,"kind":"answer"}]}"#,
            "line 7, call c, field events[0].t: 1.5 is not a whole number of milliseconds within ±2^39",
        ),
        (
            r#"{"call_id":"c","events":[{"t":"1","kind":"answer"}]}"#,
            "line 7, call c, field events[0].t: invalid type: string \"1\", expected a whole number of milliseconds within ±2^39",
        ),
        (
            r#"{"call_id":"c","events":[{"t":549755813888,"kind":"answer"}]}"#,
            "line 7, call c, field events[0].t: 549755813888 is not a whole number of milliseconds within ±2^39",
        ),
        (
            r#"{"call_id":"c","events":[{"t":0,"end":-1e300,"kind":"answer"}]}"#,
            "line 7, call c, field events[0].end: -9223372036854775808 is not a whole number of milliseconds within ±2^39",
        ),
        (
            r#"{"call_id":"c","events":[{"t":0}]}"#,
            "line 7, call c, field events[0].kind: this field is missing",
        ),
        (
            r#"{"call_id":"c","events":[{"t":0,"kind":"utterance","text":7}]}"#,
            "line 7, call c, field events[0].text: invalid type: integer `7`, expected a text or null",
        ),
        (
            r#"{"call_id":"c","events":[7]}"#,
            "line 7, call c, field events[0]: invalid type: integer `7`, expected an event",
        ),
        (
            r#"{"call_id":"c","events":{}}"#,
            "line 7, call c, field events: invalid type: map, expected a list of events",
        ),
        (
            r#"{"call_id":"c","events":[{"t":0,"#,
            "line 7, call c: this is not JSON: EOF while parsing a value (column 32)",
        ),
        (
            r#"[]"#,
            "line 7: invalid type: sequence, expected a call document",
        ),
        ("{} {}", "line 7, field call_id: this field is missing"),
        (
            "hello",
            "line 7: this is not JSON: expected value (column 1)",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(
            parse::call(text.as_bytes(), 7).unwrap_err().to_string(),
            message,
            "{text}"
        );
    }
    assert_eq!(
        parse::call(b"\xff", 7).unwrap_err().message,
        "the text is not UTF-8"
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let deep = "[".repeat(100_000);
    let text = format!(r#"{{"call_id":"c","events":[],"metadata":{{"x":{deep}"#);
    assert!(parse::call(text.as_bytes(), 1).is_err());
}

#[test]
fn a_call_written_reads_back_the_same() {
    let mut call = read(EXAMPLE);
    call.dropped.clear();
    call.end = Some(95_000);
    let text = serde_json::to_string(&call).unwrap();
    assert_eq!(read(&text), call);
    assert_eq!(serde_json::from_str::<Call>(&text).unwrap(), call);
    insta::assert_snapshot!(text, @r#"{"call_id":"c-001","language":"zh","channel":"voice","started_at":"2026-11-22T09:30:00+08:00","metadata":{"agent_id":"A17","festival":"spring","queue":"查件"},"end":95000,"events":[{"t":0,"kind":"ring","count":2},{"t":6000,"kind":"answer"},{"t":6400,"end":9100,"kind":"utterance","speaker":"agent","text":"您好，\"中通\"速递","confidence":0.93},{"t":9800,"kind":"label","name":"customer.intent","ok":true,"score":0.911,"value":"complaint"},{"t":15000,"kind":"call_start","speaker":"robot"},{"t":90000,"kind":"hangup","by":"customer"}]}"#);
}

#[test]
fn order_is_by_time_then_position_and_the_end_is_the_latest() {
    let call = read(
        r#"{"call_id":"c","events":[{"t":5,"kind":"a"},{"t":-3,"end":9,"kind":"b"},{"t":5,"kind":"c"},{"t":0,"kind":"d"}]}"#,
    );
    assert_eq!(call::order(&call), [1, 3, 0, 2]);
    assert_eq!(call::call_end(&call), 9);
    assert_eq!(
        call::call_end(&Call {
            end: Some(20),
            ..call
        }),
        20
    );
    assert_eq!(call::call_end(&Call::default()), 0);
    assert_eq!(
        call::call_end(&read(r#"{"call_id":"c","events":[{"t":-5,"kind":"a"}]}"#)),
        0
    );
}

#[test]
fn long_texts_are_cut_before_a_character() {
    let text = "通".repeat(30_000);
    assert_eq!(call::cut(&text).len(), 65_535);
    let shifted = format!("a{text}");
    assert_eq!(call::cut(&shifted).len(), 65_533);
    assert_eq!(call::cut("short"), "short");
}

/// Real calls of the shared data; skipped, in so many words, where they are not at hand.
#[test]
fn real_calls_are_read() {
    let shared = std::env::var("ZHUNZE_SHARED").unwrap_or_else(|_| "../../shared".to_owned());
    let Ok(folder) = std::fs::read_dir(std::path::Path::new(&shared).join("calls")) else {
        eprintln!("skipped: no shared data at {shared} (set ZHUNZE_SHARED)");
        return;
    };
    let files = folder
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "jsonl"));
    for path in files {
        let calls = zhunze_calls::read::open(std::fs::File::open(&path).unwrap(), None).unwrap();
        let events: usize = calls
            .map(|pending| pending.unwrap().parse().unwrap().events.len())
            .sum();
        assert!(events > 0, "{}", path.display());
    }
}

#[test]
fn what_a_label_says_is_a_text() {
    for (value, text) in [
        ("true", "true"),
        ("false", "false"),
        ("3", "3"),
        ("2.50", "2.5"),
        ("\"x\"", "x"),
    ] {
        let line = format!(
            r#"{{"call_id":"c","events":[{{"t":0,"kind":"label","name":"n","value":{value}}}]}}"#
        );
        let call = parse::call(line.as_bytes(), 1).unwrap();
        let found = call.events[0].attribute("value");
        assert_eq!(found, Some(ValueRef::Text(text)), "{value}");
    }
    // The attributes of other events are what they are.
    let line = br#"{"call_id":"c","events":[{"t":0,"kind":"action","name":"n","value":true}]}"#;
    let call = parse::call(line, 1).unwrap();
    let found = call.events[0].attribute("value");
    assert_eq!(found, Some(ValueRef::Boolean(true)));
}
