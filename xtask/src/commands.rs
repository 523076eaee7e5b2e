//! Programs that the steps run.
//!
//! In: arguments. Out: their output as it comes, whether they did well, and what they
//! counted.

use crate::count::Count;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of the workspace.
#[derive(Debug, Clone)]
pub(crate) struct Root(PathBuf);

impl Root {
    /// It is the folder above this crate's.
    pub(crate) fn find() -> Self {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self(own.parent().unwrap_or(own).to_owned())
    }

    /// A file of the workspace.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Cargo with these arguments, as the environment has it.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.args(arguments).current_dir(&self.0);
        command
    }

    /// Whether cargo knows a subcommand.
    pub(crate) fn has(&self, subcommand: &str) -> bool {
        let mut command = self.cargo(&[subcommand, "--version"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

/// Runs a program and shows what it says on standard output. Out: whether it did well, and
/// the counts it said there.
pub(crate) fn run(mut command: Command) -> (bool, Count) {
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            println!("cannot start {:?}: {error}", command.get_program());
            return (false, Count::default());
        }
    };
    let count = shown_and_counted(child.stdout.take());
    (child.wait().is_ok_and(|status| status.success()), count)
}

/// Runs a program whose standard error counts.
pub(crate) fn run_with_errors(mut command: Command) -> (bool, Count) {
    let child = command.stderr(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        return (false, Count::default());
    };
    let count = shown_and_counted(child.stderr.take());
    (child.wait().is_ok_and(|status| status.success()), count)
}

/// Shows what a program says line by line, and counts what it says of tests.
fn shown_and_counted(said: Option<impl Read>) -> Count {
    let lines = said.into_iter().flat_map(|out| BufReader::new(out).lines());
    let mut count = Count::default();
    for line in lines.map_while(Result::ok) {
        count = count.plus(Count::said_by(&line));
        println!("{line}");
    }
    count
}
