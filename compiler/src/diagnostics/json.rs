//! Diagnostics as JSON, for programs.
//!
//! In: diagnostics and the sources they point into. Out: one JSON document. Fields may be
//! added, none renamed.

use serde_json::{Value, json};

use super::lines::AllLines;
use super::{Diagnostic, Place, Severity};
use crate::book::Language;
use crate::sources::Sources;

/// The diagnostics as a JSON document: `{"diagnostics": […], "errors": n, "warnings": n}`.
/// Lines and columns count from 1, columns in characters; `start` and `end` are bytes.
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources, language: Language) -> Value {
    let lines = AllLines::new(sources);
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let each = diagnostics.iter().map(|d| one(d, &lines, language));
    json!({
        "diagnostics": each.collect::<Vec<_>>(),
        "errors": errors,
        "warnings": diagnostics.len() - errors,
    })
}

fn one(diagnostic: &Diagnostic, lines: &AllLines<'_>, language: Language) -> Value {
    let labels = diagnostic.labels.iter().map(|label| {
        let mut value = place(label.place, lines);
        put(&mut value, "text", json!(label.text.get(language)));
        value
    });
    let fix = diagnostic.fix.as_ref().map(|fix| {
        let mut value = place(fix.place, lines);
        put(&mut value, "replacement", json!(fix.replacement));
        value
    });
    json!({
        "code": diagnostic.code.to_string(),
        "severity": word(diagnostic.severity),
        "message": diagnostic.message.get(language),
        "place": diagnostic.place().map(|at| place(at, lines)),
        "labels": labels.collect::<Vec<_>>(),
        "help": diagnostic.help.as_ref().map(|help| help.get(language)),
        "fix": fix,
    })
}

/// Adds a field to an object.
pub(super) fn put(value: &mut Value, key: &str, field: Value) {
    if let Value::Object(map) = value {
        map.insert(key.to_owned(), field);
    }
}

fn place(place: Place, lines: &AllLines<'_>) -> Value {
    let (start, end) = lines.positions(place);
    json!({
        "file": lines.path(place),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start": place.span.start,
        "end": place.span.end,
    })
}

/// How programs spell a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
