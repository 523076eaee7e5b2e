//! `zhunze completions`: shells learn the commands.
//!
//! In: a shell's name. Out: a script for it on standard output.

use crate::end::{End, Outcome};
use crate::output::Output;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Write a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze completions bash > ~/.local/share/bash-completion/completions/zhunze
  zhunze completions zsh > ~/.zfunc/_zhunze
  zhunze completions fish > ~/.config/fish/completions/zhunze.fish")]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut crate::Cli::command(),
        "zhunze",
        &mut script,
    );
    let mut out = Output::stdout();
    out.write_all(&script)?;
    out.finish()?;
    Ok(End::Well)
}
