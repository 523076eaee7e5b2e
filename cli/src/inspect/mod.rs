//! `zhunze inspect`: what is in a rulebook or a module.
//!
//! In: a rulebook or a module. Out: its rules and sizes, its manifest, or its monitors.

mod human;
mod module;

use crate::end::{End, Failure, Outcome};
use crate::output::Output;
use crate::rulebook::{self, Built, Given};
use crate::terminal::{left, right};
use clap::Args;
use module::Module;
use serde_json::json;
use std::io::{self, Write};

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
    human::write(&module.manifest, module.bytes, out)?;
    sections(module, out)
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
