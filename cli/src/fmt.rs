//! `zhunze fmt`: rulebooks in the one way of writing them.
//!
//! In: rulebooks, or standard input. Out: the files, changed in place, or standard output.

use crate::end::{End, Failure, Outcome};
use crate::files;
use crate::output::{self, Output};
use crate::rulebook;
use crate::terminal;
use clap::{Args, ValueEnum};
use std::io::{Read, Write};
use zhunze_grammar::{FormatOptions, KeywordLanguage};

/// Format rulebooks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze fmt hotline.rulebook                 format a file in place
  zhunze fmt --check rulebooks/               only say which files would change
  zhunze fmt --keywords zh hotline.rulebook   turn the keywords into Chinese
  zhunze fmt - < old.rulebook > new.rulebook  from standard input to standard output

Comments stay, and a file whose meaning would change is left alone.
Exit code: 0 done, 1 a file would change (--check) or cannot be formatted, 2 a file cannot
be read or written.")]
pub(crate) struct Arguments {
    /// Rulebooks, or folders of them; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// Change nothing; exit with 1 if something would change
    #[arg(long)]
    check: bool,
    /// The language of the keywords; by default the one that a file has more of
    #[arg(long, value_enum)]
    keywords: Option<Keywords>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Keywords {
    /// rule, when, must …
    En,
    /// 规则、当、必须……
    Zh,
}

impl From<Keywords> for KeywordLanguage {
    fn from(keywords: Keywords) -> Self {
        match keywords {
            Keywords::En => Self::English,
            Keywords::Zh => Self::Chinese,
        }
    }
}

/// Runs the command. A file that cannot be formatted does not keep the others from it.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let paths = files::rulebooks(&arguments.paths)?;
    let mut out = Output::stdout();
    let mut end = End::Well;
    for path in paths {
        match one(&path, arguments, &mut out) {
            Ok(worse) => end = end.max(worse),
            Err(Failure::Said(worse, text)) => {
                terminal::complain(&text);
                end = end.max(worse);
            }
            Err(Failure::Unread) => return Err(Failure::Unread),
        }
    }
    out.finish()?;
    Ok(end)
}

fn one(path: &str, arguments: &Arguments, out: &mut Output) -> Outcome {
    let text = if path == files::STDIN {
        stdin()?
    } else {
        rulebook::text(path)?
    };
    let options = FormatOptions {
        keywords: arguments.keywords.map(Into::into),
    };
    let formatted = zhunze_grammar::format(&text, options);
    let formatted = formatted
        .map_err(|error| Failure::Said(End::No, format!("{path}: {error}; it is left as it is")))?;
    match (arguments.check, path) {
        (true, _) => {
            if formatted != text {
                writeln!(out, "{path}")?;
            }
            return Ok(End::of(formatted == text));
        }
        (false, files::STDIN) => out.write_all(formatted.as_bytes())?,
        (false, _) if formatted != text => output::replace(path, formatted.as_bytes())?,
        (false, _) => {}
    }
    Ok(End::Well)
}

fn stdin() -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| Failure::file(files::STDIN, &error))?;
    Ok(text)
}
