//! `zhunze build`: a rulebook becomes a module.
//!
//! In: a rulebook. Out: a WASM module, and its figures on standard output (on standard
//! error when the module goes to standard output).

use crate::bounds::{self, grouped};
use crate::end::{End, Outcome};
use crate::language::{self, Lang, pick};
use crate::output;
use crate::params::Params;
use crate::rulebook::{self, Built};
use crate::terminal::{self, left};
use clap::Args;
use std::io::Write;
use std::path::Path;
use zhunze_calls::points::Points;
use zhunze_compiler::book::{Language, Score};
use zhunze_compiler::range::{Range, reach};

/// Compile a rulebook to a WASM module
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze build hotline.rulebook                write hotline.wasm beside the rulebook
  zhunze build hotline.rulebook -o out/q.wasm  write it elsewhere
  zhunze build hotline.rulebook -o -           write it to standard output

Prints the size of the module, the memory that one call in progress and one instance take,
the most instructions that an event can cost, the number of rules and phrases, and the least
and the most that each score can come to.
Exit code: 0 built, 1 the rulebook has errors, 2 a file cannot be read or written.")]
pub(crate) struct Arguments {
    /// The rulebook
    rulebook: String,
    /// Where to write the module (`-`: standard output); by default beside the rulebook
    #[arg(short, long, value_name = "OUT.wasm")]
    out: Option<String>,
    #[command(flatten)]
    params: Params,
    /// The language to speak; by default that of the rulebook
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let built = rulebook::build_with(
        &arguments.rulebook,
        arguments.lang,
        &arguments.params.settings()?,
    )?;
    rulebook::show_warnings(&built);
    let language = language::of_code(arguments.lang, built.book.language.code());
    let target = arguments
        .out
        .clone()
        .unwrap_or_else(|| beside(&arguments.rulebook));
    let text = figures(&built, language);
    if target == crate::files::STDIN {
        terminal::note(text.trim_end());
        let mut out = output::Output::stdout();
        out.write_all(&built.compiled.wasm)?;
        out.finish()?;
    } else {
        output::replace(&target, &built.compiled.wasm)?;
        let mut out = output::Output::stdout();
        write!(out, "{target}\n{text}")?;
        out.finish()?;
    }
    Ok(End::Well)
}

/// The rulebook's path with another ending.
fn beside(rulebook: &str) -> String {
    Path::new(rulebook)
        .with_extension("wasm")
        .to_string_lossy()
        .into_owned()
}

/// The figures, one a line.
pub(crate) fn figures(built: &Built, language: Language) -> String {
    let (book, compiled) = (&built.book, &built.compiled);
    let bytes = |n: String| format!("{n} {}", pick(language, "bytes", "字节"));
    let mut rows = vec![
        (
            pick(language, "module", "模块").to_owned(),
            bytes(grouped(compiled.wasm.len())),
        ),
        (
            pick(language, "state per call", "每通电话的状态").to_owned(),
            bytes(grouped(compiled.state_size)),
        ),
        (
            pick(language, "memory", "内存").to_owned(),
            bytes(grouped(compiled.memory_size)),
        ),
        (
            pick(language, "work per event", "每个事件的工作量").to_owned(),
            bounds::work(compiled.work, language),
        ),
        (
            pick(language, "rules", "规则").to_owned(),
            grouped(book.rules.len()),
        ),
        (
            pick(language, "phrases", "短语").to_owned(),
            grouped(compiled.phrases),
        ),
    ];
    for (score, reach) in book.scores.iter().zip(reach(book).scores) {
        let name = format!("{} {}", pick(language, "score", "分数"), score.name);
        rows.push((name, range(score, reach, language)));
    }
    let widest = rows
        .iter()
        .map(|(name, _)| terminal::width(name))
        .max()
        .unwrap_or(0);
    rows.iter()
        .map(|(name, value)| format!("  {}  {value}\n", left(name, widest)))
        .collect()
}

fn range(score: &Score, reach: Range, language: Language) -> String {
    let open = || pick(language, "no bound", "无限").to_owned();
    let end = |value: Option<i64>| value.map_or_else(open, |value| Points(value).to_string());
    let unit = score
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {unit}"));
    match language {
        Language::English => format!("least {}, most {}{unit}", end(reach.least), end(reach.most)),
        Language::Chinese => format!("最低 {}，最高 {}{unit}", end(reach.least), end(reach.most)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_lies_beside_the_rulebook() {
        assert_eq!(beside("a/b.rulebook"), "a/b.wasm");
        assert_eq!(beside("a/规则"), "a/规则.wasm");
    }
}
