//! Files that repeat what stands elsewhere: they must agree.
//!
//! In: the workspace. Out: what does not agree. Pages and schemas that are made from the
//! code are checked by the tests of the crates that make them.

use crate::commands::Root;
use std::process::Stdio;

const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];
const EXAMPLES: [(&str, &str); 2] = [
    ("examples/zto-express.rulebook", "examples/calls/zto"),
    (
        "examples/harper-valley-bank.rulebook",
        "examples/calls/bank",
    ),
];

/// Everything that does not agree.
pub(crate) fn disagreements(root: &Root) -> Vec<String> {
    let outputs = EXAMPLES
        .map(|(rulebook, calls)| scored(root, rulebook, calls))
        .concat();
    let sources = EXAMPLES.map(|(rulebook, _)| read(root, rulebook)).concat();
    let mut wrong = commands_of_ci(root);
    for name in READMES {
        let text = read(root, name);
        for block in blocks(&text, "```rulebook") {
            if !sources.contains(&block) {
                wrong.push(format!(
                    "{name}: this stands in no example rulebook:\n{block}"
                ));
            }
        }
        for line in blocks(&text, "```output")
            .iter()
            .flat_map(|block| block.lines())
        {
            if !outputs.lines().any(|known| words(known) == words(line)) {
                wrong.push(format!(
                    "{name}: the examples do not give this line: {line}"
                ));
            }
        }
    }
    wrong
}

/// A line of a table without its columns, which are as wide as the widest row.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn read(root: &Root, name: &str) -> String {
    std::fs::read_to_string(root.file(name)).unwrap_or_default()
}

/// What scoring an example prints.
fn scored(root: &Root, rulebook: &str, calls: &str) -> String {
    let mut command = root.cargo(&[
        "run",
        "--quiet",
        "--package",
        "zhunze",
        "--",
        "run",
        rulebook,
        calls,
    ]);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    String::from_utf8_lossy(&output).into_owned()
}

/// The commands of `.ci/run` are those of the README, in both languages.
fn commands_of_ci(root: &Root) -> Vec<String> {
    let script = read(root, ".ci/run");
    let run = commands(&script);
    let mut wrong = Vec::new();
    if run.len() != 2 {
        wrong.push(format!(
            ".ci/run calls {} cargo commands, not two",
            run.len()
        ));
    }
    for name in READMES {
        let text = read(root, name);
        let lines = commands(&text);
        let missing = run.iter().filter(|command| !lines.contains(command));
        wrong.extend(
            missing
                .map(|command| format!("{name} does not name the command of .ci/run: {command}")),
        );
    }
    wrong
}

/// Lines that are cargo commands.
fn commands(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim)
        .filter(|line| line.starts_with("cargo "))
        .collect()
}

/// The contents of the fenced blocks that start with this line.
fn blocks(text: &str, fence: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while lines.any(|line| line == fence) {
        let block = lines.by_ref().take_while(|line| *line != "```");
        blocks.push(block.map(|line| format!("{line}\n")).collect());
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_by_their_fences() {
        let text = "a\n```x\n1\n2\n```\nb\n```y\n3\n```\n```x\n4\n```\n";
        assert_eq!(blocks(text, "```x"), ["1\n2\n", "4\n"]);
    }

    #[test]
    fn commands_are_lines_of_their_own() {
        assert_eq!(
            commands("use cargo xtask\n  cargo xtask test\n"),
            ["cargo xtask test"]
        );
    }
}
