//! The page of all constructs is whole: it has every row of the language and every rule of the
//! grammar, and every test that it names exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The rows of the tables of a page, up to the Chinese spelling.
fn rows(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    rows.filter(|row| !row.starts_with("| English") && !row.starts_with("| ---"))
        .map(|row| {
            let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").take(2).collect();
            cells.join(" | ")
        })
        .collect()
}

/// The words in `code font`, outside of the examples.
fn code(page: &str) -> BTreeSet<String> {
    let mut prose = String::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    let between = prose.split('`').skip(1).step_by(2);
    between.map(str::to_owned).collect()
}

fn is_test(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let parts: Vec<&str> = name.split("::").collect();
    parts.len() == 3 && parts.iter().all(|part| part.chars().all(plain))
}

/// Whether a file of that name in the folder, or below it, has the function.
fn has_function(folder: &Path, file: &str, function: &str) -> bool {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .any(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                return has_function(&path, file, function);
            }
            path.file_name().is_some_and(|name| name == file)
                && std::fs::read_to_string(&path)
                    .unwrap()
                    .contains(&format!("fn {function}()"))
        })
}

#[test]
fn every_row_of_the_language_is_explained() {
    let language = rows(&read("docs/language.md"));
    let page = rows(&read("docs/constructs.md"));
    assert!(language.len() > 140, "only {} rows", language.len());
    let missing: Vec<&String> = language.difference(&page).collect();
    assert!(missing.is_empty(), "not in constructs.md: {missing:#?}");
}

#[test]
fn every_rule_of_the_grammar_is_named() {
    let code = code(&read("docs/constructs.md"));
    let grammar = read("grammar/src/rulebook.pest");
    let rules = grammar
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim())
        .filter(|name| !name.is_empty() && !name.contains([' ', '/', '"']))
        // Each item is its header and its clauses; `_only` is for mistakes.
        .filter(|name| !name.ends_with("_item") && !name.contains("_only"));
    let missing: Vec<&str> = rules.filter(|&name| !code.contains(name)).collect();
    assert!(missing.is_empty(), "not in constructs.md: {missing:?}");
}

#[test]
fn every_test_that_is_named_exists() {
    let page = read("docs/constructs.md");
    let code = code(&page);
    for name in code.iter().filter(|name| is_test(name)) {
        let parts: Vec<&str> = name.split("::").collect();
        let folder = root().join(parts[0]).join("tests");
        let found = has_function(&folder, &format!("{}.rs", parts[1]), parts[2]);
        assert!(found, "there is no test {name}");
    }
    let named: BTreeSet<&str> = code
        .iter()
        .filter(|it| it.starts_with("constructs/") && !it.contains('…'))
        .map(String::as_str)
        .collect();
    let run: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("test ").or(line.strip_prefix("测试 ")))
        .map(|title| title.trim_matches('"'))
        .collect();
    assert_eq!(named, run);
}
