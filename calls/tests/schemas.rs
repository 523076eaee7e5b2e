//! docs/schemas is up to date, and documents are valid as they are readable.
//!
//! `UPDATE_SCHEMAS=1 cargo test -p zhunze-calls --test schemas` writes the files anew.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::{Value, json};
use std::path::PathBuf;
use zhunze_calls::{parse, schema, stream};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/schemas")
}

fn validator(name: &str) -> jsonschema::Validator {
    let schemas = schema::schemas();
    let (_, schema) = schemas.iter().find(|(one, _)| *one == name).unwrap();
    jsonschema::validator_for(schema.as_value()).unwrap()
}

#[test]
fn the_files_are_up_to_date() {
    for (name, schema) in schema::schemas() {
        let path = folder().join(format!("{name}.json"));
        let text = format!(
            "{}\n",
            serde_json::to_string_pretty(schema.as_value()).unwrap()
        );
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == text,
            "docs/schemas/{name}.json is out of date: run this test with UPDATE_SCHEMAS=1"
        );
    }
}

#[test]
fn the_schema_takes_the_calls_that_the_reader_takes() {
    let event = |event: Value| json!({"call_id": "c", "events": [event]});
    let cases = [
        (json!({"call_id": "c", "events": []}), true),
        (
            json!({"call_id": "c", "language": null, "metadata": {"a": [1]}, "events": [], "own": 1}),
            true,
        ),
        (
            event(
                json!({"t": 0, "end": 9, "kind": "utterance", "speaker": "agent", "text": "您好", "volume": 1.5, "x": {}}),
            ),
            true,
        ),
        (
            event(json!({"t": 9.0, "kind": "hangup", "by": "customer"})),
            true,
        ),
        (json!({"events": []}), false),
        (json!({"call_id": "", "events": []}), false),
        (json!({"call_id": "c"}), false),
        (json!({"call_id": "c", "metadata": 7, "events": []}), false),
        (event(json!({"kind": "answer"})), false),
        (event(json!({"t": 0})), false),
        (event(json!({"t": 0.5, "kind": "answer"})), false),
        (event(json!({"t": 1_i64 << 39, "kind": "answer"})), false),
        (
            event(json!({"t": 0, "kind": "answer", "speaker": 7})),
            false,
        ),
    ];
    let validator = validator("call");
    for (document, valid) in cases {
        assert_eq!(validator.is_valid(&document), valid, "schema: {document}");
        assert_eq!(
            parse::call(document.to_string().as_bytes(), 1).is_ok(),
            valid,
            "reader: {document}"
        );
    }
}

#[test]
fn the_schema_takes_the_stream_lines_that_the_reader_takes() {
    let cases = [
        (json!({"call_id": "c", "t": 0, "kind": "answer"}), true),
        (json!({"call_id": "c", "t": 90500, "kind": "end"}), true),
        (json!({"t": 91000, "kind": "tick"}), true),
        (
            json!({"specversion": "1.0", "id": "1", "source": "/s", "type": "t", "subject": "c", "data": {"t": 0, "kind": "answer"}}),
            true,
        ),
        (json!({"t": 0, "kind": "answer"}), false),
        (json!({"call_id": "c", "kind": "answer"}), false),
    ];
    let validator = validator("stream-line");
    for (line, valid) in cases {
        assert_eq!(validator.is_valid(&line), valid, "schema: {line}");
        assert_eq!(
            stream::incoming(line.to_string().as_bytes(), 1).is_ok(),
            valid,
            "reader: {line}"
        );
    }
}

#[test]
fn the_contracts_example_report_is_valid() {
    let report = json!({
        "call_id": "c-001",
        "rulebook": {"name": "中通速递 热线服务规范", "version": "2023.1", "hash": "sha256:…"},
        "verdict": "fail",
        "scores": [{"name": "quality", "value": 85, "from": 100, "min": 0, "grade": "good", "pass": true}],
        "sections": [{"name": "etiquette", "title": "服务规范", "value": 25, "from": 30}],
        "rules": [{"rule": "hold_needs_consent", "title": "等候须征得同意", "section": "etiquette", "cite": ["S1-2.5-6"],
            "outcome": "violated", "applied": 1, "satisfied": 0, "violated": 1, "deducted": 5}],
        "findings": [{"rule": "hold_needs_consent", "outcome": "violated", "at": 15000, "due": 15000, "trigger": 4,
            "evidence": [{"event": 4, "span": null}], "points": -5, "score": "quality", "severity": "minor",
            "message": "等候前未征得客户同意"}],
        "ignored": {"events": 0, "kinds": []},
        "notes": []
    });
    let found: Vec<String> = validator("report")
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(found.is_empty(), "{found:?}");
    serde_json::from_value::<zhunze_calls::report::Report<'_>>(report).unwrap();
}
