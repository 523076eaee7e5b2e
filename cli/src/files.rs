//! Which files a command is about.
//!
//! In: paths, folders and patterns as the user gave them. Out: files in a fixed order.

use crate::end::Failure;
use std::path::{Path, PathBuf};
use zhunze_grammar::ast::Item;

/// The name that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// The rulebooks that are meant: files as they are, of folders everything that ends in
/// `.rulebook`.
pub(crate) fn rulebooks(given: &[String]) -> Result<Vec<String>, Failure> {
    gather(given, "no rulebook is here", |name| {
        name.ends_with(".rulebook")
    })
}

/// Rulebooks to be judged by: as [`rulebooks`], but of folders only files that start with a
/// `rulebook` line. The others are parts that rulebooks use.
pub(crate) fn whole_rulebooks(given: &[String]) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for path in rulebooks(given)? {
        if given.contains(&path) || has_header(&path) {
            found.push(path);
        }
    }
    match found.is_empty() {
        true => Err(Failure::wrong(format!(
            "{}: no rulebook is here, only parts of some (they have no `rulebook` line)",
            given.join(", ")
        ))),
        false => Ok(found),
    }
}

/// What can not be read is left for the command to complain of.
fn has_header(path: &str) -> bool {
    let Ok(text) = std::fs::read_to_string(path) else {
        return true;
    };
    let parsed = zhunze_grammar::parse(&text);
    let mut items = parsed.file().items.iter();
    !parsed.errors.is_empty() || items.any(|item| matches!(item, Item::Rulebook(_)))
}

/// The inputs that are meant: `-` and files as they are, of folders everything that looks
/// like calls.
pub(crate) fn calls(given: &[String]) -> Result<Vec<String>, Failure> {
    gather(given, "no file of calls is here", |name| {
        is_calls(&name.to_lowercase())
    })
}

/// Whether a file of a folder holds calls.
fn is_calls(name: &str) -> bool {
    let packed = [".gz", ".zst"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    let plain = packed.unwrap_or(name);
    [".json", ".jsonl", ".ndjson"]
        .iter()
        .any(|end| plain.ends_with(end))
}

/// Whether a name ends as one document does (`.json`, packed or not).
pub(crate) fn is_document(name: &str) -> bool {
    let name = name.to_lowercase();
    let packed = [".gz", ".zst"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    packed.unwrap_or(&name).ends_with(".json")
}

fn gather(
    given: &[String],
    what: &str,
    fits: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for name in given {
        let before = found.len();
        add(name, &fits, &mut found)?;
        if found.len() == before {
            return Err(Failure::wrong(format!("{name}: {what}")));
        }
    }
    Ok(found)
}

/// A file that exists goes before a pattern that reads the same.
fn add(name: &str, fits: &impl Fn(&str) -> bool, found: &mut Vec<String>) -> Result<(), Failure> {
    let path = Path::new(name);
    if name == STDIN {
        found.push(name.to_owned());
    } else if path.is_dir() {
        walk(path, fits, found)?;
    } else if path.exists() || !name.contains(['*', '?', '[']) {
        exists(path)?;
        found.push(name.to_owned());
    } else {
        pattern(name, fits, found)?;
    }
    Ok(())
}

fn exists(path: &Path) -> Result<(), Failure> {
    path.metadata()
        .map(drop)
        .map_err(|error| Failure::file(&shown(path), &error))
}

fn pattern(
    name: &str,
    fits: &impl Fn(&str) -> bool,
    found: &mut Vec<String>,
) -> Result<(), Failure> {
    let paths = glob::glob(name)
        .map_err(|error| Failure::wrong(format!("{name}: the pattern is wrong: {error}")))?;
    for path in paths {
        let path = path.map_err(|error| Failure::file(&shown(error.path()), error.error()))?;
        if path.is_dir() {
            walk(&path, fits, found)?;
        } else {
            found.push(shown(&path));
        }
    }
    Ok(())
}

/// Everything below a folder that fits, in the order of the names; hidden files and
/// folders, and links to folders, are passed over.
fn walk(
    folder: &Path,
    fits: &impl Fn(&str) -> bool,
    found: &mut Vec<String>,
) -> Result<(), Failure> {
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if !path.is_symlink() {
                walk(&path, fits, found)?;
            }
        } else if fits(&name) {
            found.push(shown(&path));
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |error: std::io::Error| Failure::file(&shown(folder), &error);
    let entries = std::fs::read_dir(folder).map_err(failure)?;
    let mut paths = entries
        .map(|entry| entry.map(|it| it.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failure)?;
    paths.sort();
    Ok(paths)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_known_by_the_ends_of_their_names() {
        for name in ["a.json", "a.jsonl", "a.ndjson", "a.jsonl.gz", "a.json.zst"] {
            assert!(is_calls(name), "{name}");
        }
        for name in ["a.rulebook", "json", "a.gz", "a.csv"] {
            assert!(!is_calls(name), "{name}");
        }
        assert!(is_document("A.JSON.gz") && !is_document("a.jsonl"));
    }
}
