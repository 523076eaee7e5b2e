//! `zhunze doc`: the written standard that a rulebook amounts to.
//!
//! In: a rulebook. Out: its sections and rules in plain words, what they cost, the wording
//! that they ask for and forbid, and an index by clause, as HTML or Markdown.

mod html;
mod markdown;
mod standard;

use crate::end::{End, Outcome};
use crate::language::{self, Lang};
use crate::output::Output;
use crate::params::Params;
use crate::rulebook;
use clap::{Args, ValueEnum};
use std::io::Write;

/// Write the standard that a rulebook amounts to, for people to read
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze doc hotline.rulebook --out standard.html          a page
  zhunze doc hotline.rulebook --format markdown --lang en  Markdown, in English

Exit code: 0 written, 1 the rulebook has errors, 2 a file cannot be read or written.")]
pub(crate) struct Arguments {
    /// The rulebook
    #[arg(value_name = "RULEBOOK")]
    path: String,
    /// How to write it; by the end of the output's name when left out, else HTML
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Where to write it; standard output when left out
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
    #[command(flatten)]
    params: Params,
    /// The language of what is added to the rulebook's own words; by default the rulebook's
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page without anything from elsewhere
    Html,
    /// Markdown
    Markdown,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let built = rulebook::build_with(
        &arguments.path,
        arguments.lang,
        &arguments.params.settings()?,
    )?;
    let language = language::of_code(arguments.lang, built.book.language.code());
    let standard = standard::of(&built.book, language);
    let named = |end: &str| {
        arguments
            .out
            .as_deref()
            .is_some_and(|out| out.ends_with(end))
    };
    let format = arguments.format.unwrap_or(match named(".md") {
        true => Format::Markdown,
        false => Format::Html,
    });
    let mut out = Output::open(arguments.out.as_deref())?;
    let text = match format {
        Format::Html => html::page(&standard, language),
        Format::Markdown => markdown::text(&standard, language),
    };
    out.write_all(text.as_bytes())?;
    out.finish()?;
    Ok(End::Well)
}
