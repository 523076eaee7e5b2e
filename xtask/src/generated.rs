//! Files that repeat what stands elsewhere: they must agree.
//!
//! In: the workspace. Out: what does not agree. Pages and schemas that are made from the
//! code are checked by the tests of the crates that make them.

use crate::commands::Root;

/// The commands of `.ci/run` are those of the README, in both languages.
pub(crate) fn disagreements(root: &Root) -> Vec<String> {
    let read = |name: &str| std::fs::read_to_string(root.file(name)).unwrap_or_default();
    let script = read(".ci/run");
    let run: Vec<&str> = commands(&script);
    let mut wrong = Vec::new();
    if run.len() != 2 {
        wrong.push(format!(".ci/run calls {} cargo commands, not two", run.len()));
    }
    for name in ["README.md", "README.zh-CN.md"] {
        let text = read(name);
        let lines = commands(&text);
        for command in run.iter().filter(|command| !lines.contains(command)) {
            wrong.push(format!("{name} does not name the command of .ci/run: {command}"));
        }
    }
    wrong
}

/// Lines that are cargo commands.
fn commands(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| line.starts_with("cargo ")).collect()
}
