//! `zhunze inspect`: what is in a rulebook or a module.
//!
//! In: a rulebook or a module. Out: its rules and sizes, its manifest, or its monitors.

mod module;

use crate::end::{End, Failure, Outcome};
use crate::output::Output;
use crate::rulebook::{self, Built, Given};
use crate::terminal::{self, left, right, width};
use clap::Args;
use module::Module;
use serde_json::json;
use std::io::{self, Write};
use zhunze_calls::manifest::{Manifest, Rule};
use zhunze_calls::points::Points;

/// Show what is in a rulebook or a module
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze inspect hotline.rulebook             rules, sizes and sections of its module
  zhunze inspect hotline.wasm --manifest      the manifest that hosts read, as JSON
  zhunze inspect hotline.rulebook --monitors  what the rules become on the way to WASM
  zhunze inspect hotline.wasm --json          everything, for programs

Exit code: 0 shown, 1 the rulebook has errors, 2 a file cannot be read.")]
pub(crate) struct Arguments {
    /// A rulebook, or a module made of one
    #[arg(value_name = "RULEBOOK|MODULE")]
    path: String,
    /// Print the monitors (of a rulebook only)
    #[arg(long, conflicts_with_all = ["manifest", "json"])]
    monitors: bool,
    /// Print the manifest
    #[arg(long, conflicts_with = "json")]
    manifest: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut out = Output::stdout();
    let (bytes, built) = match rulebook::given(&arguments.path)? {
        Given::Module(bytes) => (bytes, None),
        Given::Text => {
            let built = rulebook::build(&arguments.path, None)?;
            (built.compiled.wasm.clone(), Some(built))
        }
    };
    if arguments.monitors {
        out.write_all(monitors(&arguments.path, built.as_ref())?.as_bytes())?;
    } else {
        let module = Module::read(&bytes)
            .map_err(|why| Failure::wrong(format!("{}: {why}", arguments.path)))?;
        show(arguments, &module, &mut out)?;
    }
    out.finish()?;
    Ok(End::Well)
}

fn monitors(path: &str, built: Option<&Built>) -> Result<String, Failure> {
    let Some(built) = built else {
        return Err(Failure::wrong(format!(
            "{path}: a module has no monitors any more; name the rulebook"
        )));
    };
    zhunze_compiler::print_monitors(&built.book)
        .map_err(|why| rulebook::too_large(path, &built.book, &why))
}

fn show(arguments: &Arguments, module: &Module, out: &mut impl Write) -> io::Result<()> {
    if arguments.manifest {
        return writeln!(out, "{:#}", module.raw);
    }
    if arguments.json {
        let sections = module
            .sections
            .iter()
            .map(|(name, bytes)| json!({"name": name, "bytes": bytes}));
        let sections: Vec<_> = sections.collect();
        let value = json!({"bytes": module.bytes, "sections": sections, "manifest": module.raw});
        return writeln!(out, "{value:#}");
    }
    human(module, out)
}

fn human(module: &Module, out: &mut impl Write) -> io::Result<()> {
    let manifest = &module.manifest;
    let rows = [
        (
            "rulebook",
            format!("{} {}", manifest.name, manifest.version),
        ),
        ("language", manifest.language.clone()),
        (
            "channel",
            manifest.channel.clone().unwrap_or_else(|| "any".to_owned()),
        ),
        ("hash", manifest.hash.clone()),
        (
            "interface",
            format!(
                "version {}, language version {}",
                manifest.abi, manifest.language_version
            ),
        ),
        ("module", format!("{} bytes", module.bytes)),
        ("state per call", format!("{} bytes", manifest.state_size)),
        ("phrases", manifest.phrases.to_string()),
        ("scores", listed(manifest.scores.iter().map(score))),
        (
            "events",
            listed(manifest.events.iter().map(|event| event.name.clone())),
        ),
        ("attributes", listed(manifest.attributes.iter().cloned())),
        ("metadata", listed(manifest.metadata.iter().cloned())),
        ("labels", listed(manifest.labels.iter().cloned())),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(
            out,
            "{}  {}",
            left(name, 14),
            terminal::tame(value.trim_end())
        )?;
    }
    rules(manifest, out)?;
    sections(module, out)
}

fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn score(score: &zhunze_calls::manifest::Score) -> String {
    let pass = score
        .pass
        .map_or_else(String::new, |mark| format!(", pass {}", Points(mark)));
    format!("{} from {}{pass}", score.name, Points(score.from))
}

fn rules(manifest: &Manifest, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{} rules", manifest.rules.len())?;
    let widest = manifest
        .rules
        .iter()
        .map(|rule| width(&rule.name))
        .max()
        .unwrap_or(0);
    let mut section = None;
    for rule in &manifest.rules {
        if rule.section != section {
            section = rule.section;
            writeln!(out, "  {}", section_title(manifest, rule))?;
        }
        let cite = if rule.cite.is_empty() {
            String::new()
        } else {
            format!("  [{}]", rule.cite.join(", "))
        };
        let line = format!("    {}  {}{cite}", left(&rule.name, widest), rule.title);
        writeln!(out, "{}", terminal::tame(&line))?;
    }
    Ok(())
}

fn section_title(manifest: &Manifest, rule: &Rule) -> String {
    let section = rule
        .section
        .and_then(|at| manifest.sections.get(at as usize));
    section.map_or_else(String::new, |it| {
        let weight = it
            .weight
            .map_or_else(String::new, |weight| format!(", weight {}", Points(weight)));
        terminal::tame(&format!("{} {}{weight}", it.name, it.title))
    })
}

fn sections(module: &Module, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\nsections of the module, bytes")?;
    for (name, bytes) in &module.sections {
        writeln!(
            out,
            "  {}  {}",
            left(name, 16),
            right(&bytes.to_string(), 9)
        )?;
    }
    Ok(())
}
