//! `zhunze run`: calls are scored by a rulebook.
//!
//! In: a rulebook or a module, and calls. Out: a report a call, in the order of the input,
//! as a table, JSON, JSON lines or CSV. One thread reads, the others parse, judge and
//! write out, and this one puts their batches back in order.

mod csv;
mod found;
mod input;
mod pipeline;
mod progress;
mod summary;
mod table;
mod tally;
mod worker;

use crate::end::{End, Failure, Outcome};
use crate::language::{self, Lang};
use crate::output::Output;
use crate::params::Params;
use crate::terminal::{self, Paint};
use crate::{files, rulebook};
use clap::{Args, ValueEnum};
use progress::Progress;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use table::Table;
use tally::Tally;
use worker::{BadCall, Batch};
use zhunze_runtime::{Rulebook, Scorer};

/// Bad calls named on standard error; the rest is counted.
const NAMED: u64 = 20;

/// Score calls by a rulebook
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze run hotline.rulebook calls/                       all calls of a folder, as a table
  zhunze run hotline.rulebook 'calls/2026-11-*.jsonl.zst'  a pattern; .gz and .zst are unpacked
  zhunze run hotline.wasm calls.jsonl --format jsonl --out reports.jsonl
  cat calls.jsonl | zhunze run hotline.rulebook - --format csv > rules.csv
  zhunze run hotline.rulebook calls/ --fail-on fatal       exit code 1 if any call is fatal

A .json file holds one call or an array of calls, a .jsonl file one call a line, or one
event a line. A call that cannot be read becomes an error in the output; the rest is
scored, and the exit code is 2 at the end.
Exit code: 0 scored, 1 calls fail under --fail-on or the rulebook has errors, 2 some input
is wrong, 3 an internal error.")]
pub(crate) struct Arguments {
    /// A rulebook, or a module made of one
    #[arg(value_name = "RULEBOOK|MODULE")]
    rulebook: String,
    /// Files, folders or patterns of calls; `-` is standard input
    #[arg(required = true)]
    calls: Vec<String>,
    /// How to write the reports
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// List what was satisfied too, with its evidence (table, json, jsonl)
    #[arg(long)]
    all_findings: bool,
    /// Write to a file, which appears when it is whole
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
    /// Threads that judge; by default as many as there are cores
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// End with exit code 1 if a call is so
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    params: Params,
    /// The language of the table; by default that of the rulebook
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: verdict, scores, violations, and a summary
    Table,
    /// An array of reports
    Json,
    /// One report a line
    Jsonl,
    /// One line a call and rule
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Its verdict is `fail`: a score is under its pass mark, or a fatal rule is violated
    Score,
    /// A fatal rule is violated
    Fatal,
    /// Any rule is violated
    Any,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let rulebook = rulebook::open(&arguments.rulebook, arguments.lang, &arguments.params)?;
    let inputs = files::calls(&arguments.calls)?;
    let out = Output::open(arguments.out.as_deref())?;
    let scorers = scorers(&rulebook, arguments.jobs)?;
    let progress = Progress::of(&inputs, is_shown(arguments));
    let how = worker::How {
        format: arguments.format,
        all_findings: arguments.all_findings,
        language: language::of_code(arguments.lang, &rulebook.manifest().language),
    };
    let batches = pipeline::start(inputs, scorers, how, progress.bytes());
    let mut sink = Sink::new(arguments, &rulebook, out)?;
    for batch in batches {
        progress.show(sink.tally.calls);
        sink.take(batch)?;
    }
    progress.done();
    sink.finish(arguments)
}

/// The bar is for those who see nothing else move.
fn is_shown(arguments: &Arguments) -> bool {
    std::io::stderr().is_terminal() && (arguments.out.is_some() || !std::io::stdout().is_terminal())
}

/// One for each thread.
fn scorers(rulebook: &Rulebook, jobs: Option<NonZeroUsize>) -> Result<Vec<Scorer>, Failure> {
    let cores = || std::thread::available_parallelism().ok();
    let jobs = jobs.or_else(cores).map_or(1, NonZeroUsize::get);
    let scorer = |_| {
        rulebook
            .scorer()
            .map_err(|error| Failure::wrong(error.to_string()))
    };
    (0..jobs).map(scorer).collect()
}

/// Where the batches come together.
struct Sink<'r> {
    rulebook: &'r Rulebook,
    format: Format,
    out: Output,
    table: Option<Table>,
    tally: Tally,
    written: bool,
}

impl<'r> Sink<'r> {
    fn new(
        arguments: &Arguments,
        rulebook: &'r Rulebook,
        mut out: Output,
    ) -> Result<Self, Failure> {
        let format = arguments.format;
        let language = language::of_code(arguments.lang, &rulebook.manifest().language);
        let paint = if arguments.out.is_some() {
            Paint::PLAIN
        } else {
            Paint::stdout()
        };
        let table =
            (format == Format::Table).then(|| Table::new(rulebook.manifest(), language, paint));
        match format {
            Format::Csv => out.write_all(csv::HEADER.as_bytes())?,
            Format::Json => out.write_all(b"[")?,
            Format::Jsonl | Format::Table => {}
        }
        Ok(Self {
            rulebook,
            format,
            out,
            table,
            tally: Tally::of(rulebook.manifest()),
            written: false,
        })
    }

    fn take(&mut self, batch: Batch) -> Result<(), Failure> {
        if let Some(table) = &mut self.table {
            table.take(batch.rows, &mut self.out)?;
        } else {
            self.write(&batch.bytes)?;
            self.name(&batch.bad);
        }
        self.tally.add(&batch.tally);
        Ok(())
    }

    /// Items of a JSON array carry the comma before them, which the first must not have.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let first = self.format == Format::Json && !self.written;
        let bytes = if first {
            bytes.strip_prefix(b",").unwrap_or(bytes)
        } else {
            bytes
        };
        self.written |= !bytes.is_empty();
        self.out.write_all(bytes)?;
        Ok(())
    }

    fn name(&self, bad: &[BadCall]) {
        let left = NAMED.saturating_sub(self.tally.bad);
        for bad in bad.iter().take(usize::try_from(left).unwrap_or(0)) {
            terminal::complain(&bad.to_string());
        }
    }

    fn finish(mut self, arguments: &Arguments) -> Outcome {
        match (&mut self.table, self.format) {
            (Some(table), _) => {
                table.finish(&mut self.out)?;
                summary::write(
                    self.rulebook.manifest(),
                    &self.tally,
                    table.style(),
                    &mut self.out,
                )?;
            }
            (None, Format::Json) => self.out.write_all(b"\n]\n")?,
            (None, _) => {}
        }
        self.out.finish()?;
        if self.format != Format::Table && self.tally.bad > NAMED {
            terminal::complain(&format!(
                "{} more calls could not be scored",
                self.tally.bad - NAMED
            ));
        }
        Ok(end(&self.tally, arguments.fail_on))
    }
}

/// The exit code, and why it is not 0 on account of the calls.
fn end(tally: &Tally, fail_on: Option<FailOn>) -> End {
    let failing = match fail_on {
        None => 0,
        Some(FailOn::Score) => tally.failed,
        Some(FailOn::Fatal) => tally.fatal,
        Some(FailOn::Any) => tally.violated,
    };
    if failing > 0 {
        terminal::note(&format!(
            "{failing} of {} calls fail under --fail-on",
            tally.calls
        ));
    }
    let wrong = if tally.bad > 0 { End::Wrong } else { End::Well };
    let internal = if tally.internal > 0 {
        End::Internal
    } else {
        End::Well
    };
    End::of(failing == 0).max(wrong).max(internal)
}
