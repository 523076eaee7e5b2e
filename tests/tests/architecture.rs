//! Dependencies point one way: `{grammar, stdlib} ← compiler ← {reference, cli}`, `calls ← {runtime,
//! reference, cli}`. A host ships modules, not the compiler: the runtime does not know it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each crate may know of the others. Crates that only test or do chores are free.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("zhunze-grammar", &[]),
    ("zhunze-calls", &[]),
    ("zhunze-stdlib", &[]),
    ("zhunze-compiler", &["zhunze-grammar", "zhunze-stdlib"]),
    ("zhunze-runtime", &["zhunze-calls"]),
    (
        "zhunze-reference",
        &["zhunze-grammar", "zhunze-compiler", "zhunze-calls"],
    ),
    (
        "zhunze",
        &[
            "zhunze-grammar",
            "zhunze-compiler",
            "zhunze-calls",
            "zhunze-runtime",
            "zhunze-reference",
        ],
    ),
];
const FREE: &[&str] = &["zhunze-tests", "zhunze-benches", "zhunze-xtask"];
/// Nothing depends on these.
const TOPS: &[&str] = &["zhunze", "zhunze-tests", "zhunze-benches", "zhunze-xtask"];

/// The workspace's own crates, and which of them each depends on outside its tests.
fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let arguments = [
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
        "--manifest-path",
        manifest,
    ];
    let output = Command::new(cargo)
        .args(arguments)
        .output()
        .expect("cargo metadata runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages
        .iter()
        .map(|package| (name(package), own_dependencies(package)))
        .collect()
}

fn name(value: &Value) -> String {
    value["name"].as_str().expect("it has a name").to_owned()
}

fn own_dependencies(package: &Value) -> BTreeSet<String> {
    let all = package["dependencies"]
        .as_array()
        .expect("there are dependencies");
    let own = all
        .iter()
        .filter(|it| it["path"].is_string() && it["kind"] != "dev");
    own.map(name).collect()
}

#[test]
fn dependencies_point_one_way() {
    for (name, knows) in crates() {
        if FREE.contains(&name.as_str()) {
            continue;
        }
        let row = MAY_KNOW.iter().find(|(known, _)| *known == name);
        let (_, may) = row.unwrap_or_else(|| panic!("{name} is new: say here what it may know"));
        let wrong: Vec<_> = knows
            .iter()
            .filter(|it| !may.contains(&it.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{name} must not depend on {wrong:?}");
    }
}

#[test]
fn nothing_depends_on_the_command_line_and_the_tests() {
    for (name, knows) in crates() {
        // The benches may use what the tests have.
        let knows = knows
            .iter()
            .filter(|it| TOPS.contains(&it.as_str()) && !FREE.contains(&name.as_str()));
        assert_eq!(knows.count(), 0, "{name} depends on a top-level crate");
    }
}

#[test]
fn every_crate_of_the_table_exists() {
    let crates = crates();
    for (name, _) in MAY_KNOW {
        assert!(
            crates.contains_key(*name),
            "there is no crate {name} any more"
        );
    }
}
