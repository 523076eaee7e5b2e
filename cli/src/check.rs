//! `zhunze check`: what is wrong with rulebooks.
//!
//! In: rulebooks. Out: diagnostics on standard output, for people, as JSON or as SARIF.

mod sarif;

use crate::end::{End, Outcome};
use crate::files;
use crate::language::Lang;
use crate::output::Output;
use crate::params::Params;
use crate::rulebook;
use crate::terminal::Paint;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::io::Write;
use zhunze_compiler::Checked;
use zhunze_compiler::book::Language;
use zhunze_compiler::diagnostics;

/// Look for mistakes in rulebooks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze check hotline.rulebook            show every mistake, with its place
  zhunze check rulebooks/                  check all rulebooks of a folder
  zhunze check --lang zh hotline.rulebook  speak Chinese
  zhunze check --format sarif . > zhunze.sarif

Exit code: 0 no errors (there may be warnings), 1 errors, 2 a file cannot be read.")]
pub(crate) struct Arguments {
    /// Rulebooks, or folders of them
    #[arg(value_name = "RULEBOOK", required = true)]
    rulebooks: Vec<String>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    params: Params,
    /// The language to speak; by default that of the rulebook, else that of the environment
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The source with what is wrong drawn under it
    Human,
    /// One JSON document
    Json,
    /// One SARIF 2.1.0 log, for code review tools
    Sarif,
}

/// One rulebook and what was said of it.
type Said = (Checked, Language);

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let paths = files::whole_rulebooks(&arguments.rulebooks)?;
    let settings = arguments.params.settings()?;
    let said = paths
        .iter()
        .map(|path| rulebook::check_with(path, arguments.lang, &settings));
    let said = said.collect::<Result<Vec<Said>, _>>()?;
    let mut out = Output::stdout();
    match arguments.format {
        Format::Human => human(&said, &mut out)?,
        Format::Json => print(&json_of(&said), &mut out)?,
        Format::Sarif => print(&sarif::merged(said.iter().map(sarif_of)), &mut out)?,
    }
    out.finish()?;
    Ok(End::of(
        said.iter().all(|(checked, _)| checked.book.is_some()),
    ))
}

fn print(value: &Value, out: &mut Output) -> std::io::Result<()> {
    writeln!(out, "{value:#}")
}

fn human(said: &[Said], out: &mut Output) -> std::io::Result<()> {
    let paint = Paint::stdout();
    for (checked, language) in said {
        let text = diagnostics::render(
            &checked.diagnostics,
            &checked.sources,
            *language,
            paint.is_on(),
        );
        if !text.is_empty() {
            writeln!(out, "{text}")?;
        }
    }
    let all = || said.iter().flat_map(|(checked, _)| &checked.diagnostics);
    let errors = all().filter(|one| one.is_error()).count();
    let language = said
        .first()
        .map_or(Language::English, |(_, language)| *language);
    writeln!(
        out,
        "{}",
        summary(language, said.len(), errors, all().count() - errors)
    )
}

fn summary(language: Language, rulebooks: usize, errors: usize, warnings: usize) -> String {
    match language {
        Language::English => format!(
            "{}: {}, {}",
            count(rulebooks, "rulebook"),
            count(errors, "error"),
            count(warnings, "warning"),
        ),
        Language::Chinese => format!("规则书 {rulebooks} 本：错误 {errors} 处，提醒 {warnings} 处"),
    }
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// All diagnostics in one document; what two rulebooks share is said once.
fn json_of(said: &[Said]) -> Value {
    let mut all: Vec<Value> = Vec::new();
    for (checked, language) in said {
        let mut one = diagnostics::to_json(&checked.diagnostics, &checked.sources, *language);
        let Some(Value::Array(list)) = one.get_mut("diagnostics").map(Value::take) else {
            continue;
        };
        for diagnostic in list {
            if !all.contains(&diagnostic) {
                all.push(diagnostic);
            }
        }
    }
    let errors = all
        .iter()
        .filter(|one| one.get("severity").is_some_and(|it| it == "error"))
        .count();
    let warnings = all.len() - errors;
    json!({"diagnostics": all, "errors": errors, "warnings": warnings})
}

fn sarif_of((checked, language): &Said) -> Value {
    diagnostics::to_sarif(&checked.diagnostics, &checked.sources, *language)
}
