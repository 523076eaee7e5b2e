//! Every example of the documentation runs.
//!
//! A block that starts with ```` ```rulebook ```` is a file of its own: its tests must pass.
//! `rulebook shared` is put in front of the later blocks of its page; `rulebook wrong` must
//! have errors. A block without a `rulebook` header gets one. `rulebook file NAME` is a file
//! that the other blocks of its page can `use`, as it is written.

use crate::{Folder, Ran, zhunze};
use std::path::{Path, PathBuf};

/// A block of a page.
struct Block {
    /// What follows `rulebook` in its first line.
    kind: String,
    line: usize,
    text: String,
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// The Markdown files of a folder and those below it.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The pages on errors have a test of their own.
        if path.is_dir() && path.file_name().is_some_and(|name| name != "errors") {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in page.lines().enumerate() {
        if open && line == "```" {
            open = false;
        } else if open {
            let block = blocks.last_mut().unwrap();
            block.text.push_str(line);
            block.text.push('\n');
        } else if let Some(kind) = line.strip_prefix("```rulebook") {
            open = true;
            let (kind, text) = (kind.to_owned(), String::new());
            let line = number + 2;
            blocks.push(Block { kind, line, text });
        }
    }
    blocks
}

/// A rulebook made of what the page shares and the block.
fn rulebook(title: &str, shared: &str, block: &str) -> String {
    let starts = |word: &str| block.lines().any(|line| line.starts_with(word));
    let header = if ["rulebook ", "规则书"].iter().any(|word| starts(word)) {
        String::new()
    } else {
        format!("rulebook \"{title}\"\n\n")
    };
    // The header comes first, what is shared after the settings under it.
    match (header.is_empty(), block.split_once("\n\n")) {
        (true, Some((settings, rest))) => format!("{settings}\n\n{shared}\n{rest}"),
        _ => format!("{header}{shared}\n{block}"),
    }
}

/// Runs the blocks of one page; gives back what went wrong.
fn run(page: &Path) -> Vec<String> {
    let name = page.strip_prefix(docs()).unwrap().display().to_string();
    let flat = name.replace(['/', '\\', '.'], "-");
    let folder = Folder::new(&format!("docs-{flat}"));
    let mut wrong = Vec::new();
    let mut shared = String::new();
    let mut good = false;
    for block in blocks(&std::fs::read_to_string(page).unwrap()) {
        let place = format!("{name}:{}", block.line);
        let text = rulebook(&place, &shared, &block.text);
        match block.kind.as_str() {
            " shared" => shared.push_str(&block.text),
            "" => {
                folder.write(&format!("good/{:05}.rulebook", block.line), text);
                good = true;
            }
            " wrong" => {
                let path = folder.write(&format!("{:05}.rulebook", block.line), text);
                let ran = zhunze(&["check", &path]);
                if ran.code != 1 {
                    wrong.push(format!("{place} should have errors: {ran:?}"));
                }
            }
            kind => match kind.strip_prefix(" file ") {
                Some(file) => {
                    folder.write(&format!("good/{file}"), &block.text);
                }
                None => wrong.push(format!("{place}: what is a block `rulebook{kind}`?")),
            },
        }
    }
    if good {
        let Ran { code, out, err } = zhunze(&["test", &folder.path("good"), "--lang", "en"]);
        if code != 0 {
            wrong.push(format!(
                "{name} (files are named by line): exit code {code}\n{err}{out}"
            ));
        }
    }
    wrong
}

#[test]
fn every_example_of_the_documentation_passes_its_tests() {
    let mut all = Vec::new();
    pages(&docs(), &mut all);
    let wrong: Vec<String> = all.iter().flat_map(|page| run(page)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
