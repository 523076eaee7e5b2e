//! Help, version, completions, colours.

use crate::zhunze;

const COMMANDS: [&str; 7] = [
    "check",
    "build",
    "run",
    "test",
    "fmt",
    "inspect",
    "completions",
];

#[test]
fn every_command_has_help_with_examples() {
    for command in COMMANDS {
        let ran = zhunze(&[command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(
            ran.out.contains("Examples:") && ran.out.contains(&format!("zhunze {command}")),
            "{command}"
        );
    }
    let help = zhunze(&["--help"]).out;
    assert!(COMMANDS.iter().all(|command| help.contains(command)));
}

#[test]
fn the_version() {
    assert_eq!(
        zhunze(&["--version"]).out,
        format!("zhunze {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_usage_is_two() {
    for arguments in [
        &["nonsense"][..],
        &["check"],
        &["run", "--format", "xml", "a", "b"],
        &[],
    ] {
        assert_eq!(zhunze(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = zhunze(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(
            ran.out.contains("zhunze") && ran.out.contains("inspect"),
            "{shell}"
        );
    }
}

#[test]
fn no_colours_outside_terminals() {
    for arguments in [
        &["check", "wrong.rulebook"][..],
        &["run", "hotline.rulebook", "calls.jsonl"],
        &["test", "failing.rulebook"],
    ] {
        let ran = zhunze(arguments);
        assert!(
            !ran.out.contains('\x1b') && !ran.err.contains('\x1b'),
            "{arguments:?}"
        );
    }
}
