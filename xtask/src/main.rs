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
                    tests and the checked-in files; the last line counts them";

fn main() -> ExitCode {
    let chore = std::env::args().nth(1);
    match chore.as_deref() {
        Some("test") => test(),
        _ => {
            eprintln!("{HELP}");
            ExitCode::from(if chore.is_some_and(|word| word == "help" || word == "--help") { 0 } else { 2 })
        }
    }
}

fn test() -> ExitCode {
    let root = Root::find();
    let results = step::all(&root);
    let total = results.iter().fold(count::Count::default(), |sum, result| sum.plus(result.count));
    println!();
    for result in &results {
        println!("{result}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    ExitCode::from(u8::from(total.failed > 0))
}
