//! Diagnostics as SARIF 2.1.0, for code review tools.
//!
//! In: diagnostics and the sources they point into. Out: one SARIF log with one run.

use serde_json::{Value, json};

use super::json::{put, word};
use super::lines::AllLines;
use super::{Code, Diagnostic, Fix, Place};
use crate::book::Language;
use crate::sources::Sources;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The diagnostics as a SARIF log. Columns count characters.
pub fn to_sarif(diagnostics: &[Diagnostic], sources: &Sources, language: Language) -> Value {
    let lines = AllLines::new(sources);
    let mut codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code, language)).collect();
    let results = diagnostics
        .iter()
        .map(|d| result(d, &codes, &lines, language));
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "zhunze",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn rule(code: Code, language: Language) -> Value {
    json!({
        "id": code.to_string(),
        "shortDescription": {"text": code.info().title.get(language)},
        "defaultConfiguration": {"level": word(code.severity())},
    })
}

fn result(d: &Diagnostic, codes: &[Code], lines: &AllLines<'_>, language: Language) -> Value {
    let mut value = json!({
        "ruleId": d.code.to_string(),
        "ruleIndex": codes.iter().position(|code| *code == d.code),
        "level": word(d.severity),
        "message": {"text": text(d, language)},
        "locations": d.place().map(|at| location(at, lines)).into_iter().collect::<Vec<_>>(),
    });
    let related = d.labels.iter().skip(1).map(|label| {
        let mut value = location(label.place, lines);
        put(
            &mut value,
            "message",
            json!({"text": label.text.get(language)}),
        );
        value
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        put(&mut value, "relatedLocations", json!(related));
    }
    if let Some(fix) = &d.fix {
        put(
            &mut value,
            "fixes",
            json!([change(d, fix, lines, language)]),
        );
    }
    value
}

/// SARIF has no field for help: it goes after the message.
fn text(d: &Diagnostic, language: Language) -> String {
    match &d.help {
        None => d.message.get(language).to_owned(),
        Some(help) => format!("{}\n{}", d.message.get(language), help.get(language)),
    }
}

fn location(place: Place, lines: &AllLines<'_>) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(lines.path(place))},
        "region": region(place, lines),
    }})
}

fn region(place: Place, lines: &AllLines<'_>) -> Value {
    let (start, end) = lines.positions(place);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn change(d: &Diagnostic, fix: &Fix, lines: &AllLines<'_>, language: Language) -> Value {
    let words = d.help.as_ref().unwrap_or(&d.message).get(language);
    json!({
        "description": {"text": words},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(lines.path(fix.place))},
            "replacements": [{
                "deletedRegion": region(fix.place, lines),
                "insertedContent": {"text": fix.replacement},
            }],
        }],
    })
}

/// A path as a relative URI: what a URI does not allow is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encode = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    path.replace('\\', "/").bytes().map(encode).collect()
}
