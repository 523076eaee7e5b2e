//! The project's chores: `cargo xtask test` runs every check there is.
//!
//! In: the name of a chore. Out: what its steps say, and an exit code.

mod commands;
mod count;
mod generated;
mod step;

use commands::Root;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test    format, lints, every test, the documentation, the examples' own
                    tests and the checked-in files; the last line counts them
cargo xtask files   only whether checked-in files agree with one another
cargo xtask differential --cases N --threads N
                    module against reference, over random rulebooks and calls";

fn main() -> ExitCode {
    let chore = std::env::args().nth(1);
    match chore.as_deref() {
        Some("test") => finish(&step::all(&Root::find())),
        Some("files") => finish(&[step::files(&Root::find())]),
        Some("differential") => differential(&Root::find()),
        _ => {
            eprintln!("{HELP}");
            ExitCode::from(
                if chore.is_some_and(|word| word == "help" || word == "--help") {
                    0
                } else {
                    2
                },
            )
        }
    }
}

/// Runs the differential test's program with the arguments that follow.
fn differential(root: &Root) -> ExitCode {
    let program = [
        "run",
        "--release",
        "--package=zhunze-tests",
        "--no-default-features",
        "--bin=differential",
        "--",
    ];
    let given: Vec<String> = std::env::args().skip(2).collect();
    let given = given.iter().map(String::as_str);
    let arguments: Vec<&str> = program.into_iter().chain(given).collect();
    let status = root.cargo(&arguments).status();
    let code = status.ok().and_then(|status| status.code());
    ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(2))
}

fn finish(results: &[step::Done]) -> ExitCode {
    let total = results.iter().fold(count::Count::default(), |sum, result| {
        sum.plus(result.count)
    });
    println!();
    for result in results {
        println!("{result}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    ExitCode::from(u8::from(total.failed > 0))
}
