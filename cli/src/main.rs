//! The `zhunze` command: one file a subcommand, and what they share.
//!
//! In: the command line. Out: what the subcommand writes, and an exit code.

mod bounds;
mod build;
mod check;
mod clauses;
mod clock;
mod completions;
mod crash;
mod doc;
mod end;
mod explain;
mod files;
mod fmt;
mod html;
mod inspect;
mod language;
mod output;
mod params;
mod rulebook;
mod run;
mod terminal;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Zhunze 准则: service standards that run
#[derive(Debug, Parser)]
#[command(
    name = "zhunze",
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  zhunze check hotline.rulebook             look for mistakes
  zhunze test hotline.rulebook              run the tests written in it
  zhunze run hotline.rulebook calls/        score calls
  zhunze help run                           more about one command

Exit code: 0 all well, 1 the answer is no, 2 the input or the usage is wrong,
3 an internal error."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Build(build::Arguments),
    Run(run::Arguments),
    Test(test::Arguments),
    Fmt(fmt::Arguments),
    Inspect(inspect::Arguments),
    Explain(explain::Arguments),
    Clauses(clauses::Arguments),
    Doc(doc::Arguments),
    Completions(completions::Arguments),
}

fn main() -> ExitCode {
    crash::install();
    end::finish(match Cli::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Clauses(arguments) => clauses::run(&arguments),
        Command::Doc(arguments) => doc::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
