//! A hand-made module, and calls for it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]
#![allow(dead_code, reason = "every test file uses its own part of this")]

use serde_json::json;
use std::sync::OnceLock;
use zhunze_calls::call::{Call, Event, Kind, Speaker};
use zhunze_calls::verdict::Finding;
use zhunze_runtime::{Engine, Limits, Rulebook};

pub(crate) const WAT: &str = include_str!("module.wat");

pub(crate) fn manifest() -> serde_json::Value {
    json!({
        "abi": 1, "language_version": 1, "name": "fake", "version": "1", "language": "en", "channel": null, "hash": "sha256:0",
        "rules": [
            {"name": "talk", "title": "Talk", "section": null, "score": 0, "cite": [], "severity": "minor", "message": null, "fatal_from": null},
            {"name": "slow", "title": "Slow", "section": null, "score": 0, "cite": [], "severity": "minor", "message": null, "fatal_from": null}
        ],
        "sections": [],
        "scores": [{"name": "quality", "from": 100_000, "pass": null, "unit": null, "below_zero": false, "grades": []}],
        "events": [{"name": "callback", "attributes": [["ticket", "text"]]}],
        "attributes": ["confidence", "speaker", "ticket", "urgent"], "metadata": ["queue", "channel"],
        "labels": [], "phrases": 0, "state_size": 32, "waiting": [8, 192]
    })
}

fn leb(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A module of this text with a manifest section of this content.
pub(crate) fn module(wat: &str, manifest: &str) -> Vec<u8> {
    let name = b"zhunze.manifest";
    let body = [&leb(name.len()), &name[..], manifest.as_bytes()].concat();
    [wat::parse_str(wat).unwrap(), vec![0], leb(body.len()), body].concat()
}

pub(crate) fn bytes() -> Vec<u8> {
    module(WAT, &manifest().to_string())
}

pub(crate) fn load(limits: Limits) -> Rulebook {
    Engine::new(limits).unwrap().load(&bytes()).unwrap()
}

/// The module under the default limits, compiled once.
pub(crate) fn rulebook() -> Rulebook {
    static ONCE: OnceLock<Rulebook> = OnceLock::new();
    ONCE.get_or_init(|| load(Limits::default())).clone()
}

pub(crate) fn event(t: i64, kind: Kind) -> Event {
    Event::new(t, kind)
}

pub(crate) fn said(t: i64, text: &str) -> Event {
    Event {
        text: text.to_owned(),
        speaker: Speaker::Agent,
        ..Event::new(t, Kind::Utterance)
    }
}

pub(crate) fn call(events: Vec<Event>) -> Call {
    Call {
        call_id: "c".to_owned(),
        events,
        ..Call::default()
    }
}

/// Findings in a few letters: rule, time, trigger.
pub(crate) fn show(findings: &[Finding]) -> String {
    let one = |finding: &Finding| {
        let rule = if finding.rule == 0 { "talk" } else { "slow" };
        let trigger = finding
            .trigger
            .map_or_else(String::new, |at| format!("#{at}"));
        format!("{rule}{trigger}@{}", finding.at)
    };
    findings.iter().map(one).collect::<Vec<_>>().join(" ")
}
