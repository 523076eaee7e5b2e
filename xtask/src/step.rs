//! The steps of `cargo xtask test`, one after another; none keeps the others from running.
//!
//! In: the workspace. Out: a [`Done`] for each step.

use crate::commands::{Root, run, run_with_errors};
use crate::count::Count;
use crate::generated;
use std::fmt;
use std::process::Command;

/// A step that is over.
pub(crate) struct Done {
    name: &'static str,
    /// What it counted; a step without tests counts as one.
    pub(crate) count: Count,
    skipped: Option<&'static str>,
}

impl fmt::Display for Done {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.skipped, self.count.failed) {
            (Some(why), _) => write!(out, "skipped  {}: {why}", self.name),
            (None, 0) => write!(out, "ok       {}", self.name),
            (None, _) => write!(out, "FAILED   {}", self.name),
        }
    }
}

/// Runs all steps.
pub(crate) fn all(root: &Root) -> Vec<Done> {
    let mut done = vec![formatting(root), lints(root), tests(root)];
    done.extend(nextest_leaves_doc_tests(root));
    done.extend([documentation(root), examples(root), files(root)]);
    done
}

fn start(name: &'static str) -> &'static str {
    println!("\n== {name}");
    name
}

/// A step without tests of its own.
fn check(name: &'static str, command: Command) -> Done {
    let (well, _) = run(command);
    Done {
        name,
        count: Count::of(well),
        skipped: None,
    }
}

fn skipped(name: &'static str, why: &'static str) -> Done {
    println!("skipped: {why}");
    Done {
        name,
        count: Count::default(),
        skipped: Some(why),
    }
}

fn formatting(root: &Root) -> Done {
    let name = start("the code is formatted");
    if !root.has("fmt") {
        return skipped(
            name,
            "rustfmt is not installed (rustup component add rustfmt)",
        );
    }
    check(name, root.cargo(&["fmt", "--all", "--check"]))
}

fn lints(root: &Root) -> Done {
    let name = start("no lint speaks up");
    if !root.has("clippy") {
        return skipped(
            name,
            "clippy is not installed (rustup component add clippy)",
        );
    }
    check(
        name,
        root.cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ]),
    )
}

/// Tests that fail count one by one; a build that fails counts as one.
fn counted(name: &'static str, (well, count): (bool, Count)) -> Done {
    let count = if well || count.failed > 0 {
        count
    } else {
        count.plus(Count::of(false))
    };
    Done {
        name,
        count,
        skipped: None,
    }
}

fn tests(root: &Root) -> Done {
    let name = start("all tests");
    if root.has("nextest") {
        return counted(
            name,
            run_with_errors(root.cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])),
        );
    }
    counted(
        name,
        run(root.cargo(&["test", "--workspace", "--no-fail-fast"])),
    )
}

fn nextest_leaves_doc_tests(root: &Root) -> Option<Done> {
    if !root.has("nextest") {
        return None;
    }
    let name = start("examples in the documentation");
    Some(counted(
        name,
        run(root.cargo(&["test", "--workspace", "--doc", "--no-fail-fast"])),
    ))
}

fn documentation(root: &Root) -> Done {
    let name = start("the documentation builds");
    let mut command = root.cargo(&["doc", "--workspace", "--no-deps", "--quiet"]);
    command.env("RUSTDOCFLAGS", "--deny warnings");
    check(name, command)
}

fn examples(root: &Root) -> Done {
    let name = start("the tests written in the example rulebooks");
    counted(
        name,
        run(root.cargo(&[
            // As the README runs it, so that what that built is used again.
            "run",
            "--release",
            "--quiet",
            "--",
            "test",
            "--lang",
            "en",
            "examples",
            "stdlib-rules",
        ])),
    )
}

/// Whether checked-in files agree with one another.
pub(crate) fn files(root: &Root) -> Done {
    let name = start("checked-in files agree with one another");
    let wrong = generated::disagreements(root);
    for text in &wrong {
        println!("{text}");
    }
    Done {
        name,
        count: Count::of(wrong.is_empty()),
        skipped: None,
    }
}
