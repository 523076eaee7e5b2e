//! What can be wrong with a call document.

use serde::Serialize;

/// A call that cannot be read; the calls after it can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("line {line}{}{}: {message}", named(" call ", call_id.as_deref()), named(" field ", field.as_deref()))]
pub struct CallError {
    /// The line of the input where the call starts, from 1.
    pub line: u64,
    /// The call's id, when it could be read.
    pub call_id: Option<String>,
    /// The field that is wrong, such as `events[3].t`.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

impl CallError {
    /// An error about the whole line.
    #[must_use]
    pub fn on_line(line: u64, message: impl Into<String>) -> Self {
        Self {
            line,
            call_id: None,
            field: None,
            message: message.into(),
        }
    }
}

/// A reader that gave up: nothing after this can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The input could not be read or decompressed.
    #[error("the input cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

fn named(what: &str, name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(",{what}{name}"))
}
