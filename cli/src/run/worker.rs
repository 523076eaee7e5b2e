//! What one thread does with a chunk: parse, judge, write out.
//!
//! In: a chunk of calls. Out: a [`Batch`]: bytes or rows, bad calls and counts.

use super::input::Chunk;
use super::table::Row;
use super::tally::Tally;
use super::{Format, csv};
use serde::Serialize;
use std::fmt;
use zhunze_calls::call::Call;
use zhunze_calls::error::CallError;
use zhunze_calls::report::ReportOptions;
use zhunze_calls::verdict::Verdicts;
use zhunze_compiler::book::Language;
use zhunze_runtime::{Error, Scorer};

/// How reports are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    pub(super) format: Format,
    pub(super) all_findings: bool,
    pub(super) language: Language,
}

/// What became of one chunk.
pub(super) struct Batch {
    /// The reports, unless they go to a table.
    pub(super) bytes: Vec<u8>,
    /// The rows of the table.
    pub(super) rows: Vec<Row>,
    /// Calls that could not be scored.
    pub(super) bad: Vec<BadCall>,
    /// Counts.
    pub(super) tally: Tally,
}

/// A call that could not be scored.
#[derive(Debug, Clone)]
pub(super) struct BadCall {
    file: String,
    error: CallError,
    /// It is not the call's fault.
    internal: bool,
}

impl fmt::Display for BadCall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = if self.error.line == 0 {
            self.error.message.clone()
        } else {
            self.error.to_string()
        };
        let file = if self.file == crate::files::STDIN {
            "standard input"
        } else {
            &self.file
        };
        out.write_str(&crate::terminal::tame(&format!("{file}: {line}")))
    }
}

/// The line that stands for it in the output.
#[derive(Serialize)]
struct ErrorLine<'a> {
    call_id: Option<&'a str>,
    error: ErrorFields<'a>,
}

#[derive(Serialize)]
struct ErrorFields<'a> {
    file: &'a str,
    line: Option<u64>,
    field: Option<&'a str>,
    message: &'a str,
}

impl BadCall {
    /// The call's id, when it could be read.
    pub(super) fn call_id(&self) -> Option<&str> {
        self.error.call_id.as_deref()
    }

    fn line(&self) -> ErrorLine<'_> {
        let CallError {
            line,
            field,
            message,
            ..
        } = &self.error;
        let error = ErrorFields {
            file: &self.file,
            line: Some(*line).filter(|line| *line > 0),
            field: field.as_deref(),
            message,
        };
        ErrorLine {
            call_id: self.call_id(),
            error,
        }
    }
}

/// One thread's scorer and what it uses again from call to call.
pub(super) struct Worker {
    scorer: Scorer,
    how: How,
    verdicts: Verdicts,
}

impl Worker {
    pub(super) fn new(scorer: Scorer, how: How) -> Self {
        Self {
            scorer,
            how,
            verdicts: Verdicts::default(),
        }
    }

    /// Judges a chunk.
    pub(super) fn judge(&mut self, chunk: Chunk) -> Batch {
        let tally = Tally::of(self.scorer.rulebook().manifest());
        let mut batch = Batch {
            bytes: Vec::new(),
            rows: Vec::new(),
            bad: Vec::new(),
            tally,
        };
        for call in chunk.calls {
            let line = match &call {
                zhunze_calls::read::Pending::Text { line, .. } => *line,
                zhunze_calls::read::Pending::Ready(_) => 0,
            };
            match call.parse() {
                Ok(call) => self.call(&chunk.file, line, &call, &mut batch),
                Err(error) => self.bad(
                    BadCall {
                        file: chunk.file.to_string(),
                        error,
                        internal: false,
                    },
                    &mut batch,
                ),
            }
        }
        if let Some(error) = chunk.broken {
            let error = CallError::on_line(0, error.to_string());
            self.bad(
                BadCall {
                    file: chunk.file.to_string(),
                    error,
                    internal: false,
                },
                &mut batch,
            );
        }
        batch
    }

    fn call(&mut self, file: &str, line: u64, call: &Call, batch: &mut Batch) {
        match self.scorer.score_into(call, &mut self.verdicts) {
            Ok(()) => self.report(call, batch),
            Err(error) => self.bad(failed(file, line, call, &error), batch),
        }
    }

    fn report(&self, call: &Call, batch: &mut Batch) {
        let options = ReportOptions {
            all_findings: self.how.all_findings,
        };
        let report = self.scorer.rulebook().report(call, &self.verdicts, options);
        batch.tally.count(&report, &self.verdicts);
        match self.how.format {
            Format::Table => batch.rows.push(Row::of(&report, self.how.language)),
            Format::Csv => csv::rows(&report, &mut batch.bytes),
            Format::Json | Format::Jsonl => self.json(&report, &mut batch.bytes),
        }
    }

    fn json(&self, value: &impl Serialize, out: &mut Vec<u8>) {
        if self.how.format == Format::Json {
            out.extend_from_slice(b",\n");
        }
        // Neither reports nor memory can refuse to be written.
        let _ = serde_json::to_writer(&mut *out, value);
        if self.how.format == Format::Jsonl {
            out.push(b'\n');
        }
    }

    fn bad(&self, bad: BadCall, batch: &mut Batch) {
        batch.tally.calls += 1;
        batch.tally.bad += 1;
        batch.tally.internal += u64::from(bad.internal);
        match self.how.format {
            Format::Table => batch.rows.push(Row::Bad {
                call_id: bad.call_id().map(str::to_owned),
                text: bad.to_string(),
            }),
            Format::Csv => csv::bad(bad.call_id(), &bad.to_string(), &mut batch.bytes),
            Format::Json | Format::Jsonl => self.json(&bad.line(), &mut batch.bytes),
        }
        batch.bad.push(bad);
    }
}

/// A call that was read and could not be judged.
fn failed(file: &str, line: u64, call: &Call, error: &Error) -> BadCall {
    let (field, internal) = match error {
        Error::Encoding { position, .. } => (Some(format!("events[{position}]")), false),
        Error::OutOfFuel => (None, false),
        _ => (None, true),
    };
    let error = CallError {
        line,
        call_id: Some(call.call_id.clone()),
        field,
        message: error.to_string(),
    };
    BadCall {
        file: file.to_owned(),
        error,
        internal,
    }
}
