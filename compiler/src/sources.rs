//! The files handed to the compiler: names, texts, and how one names another.
//!
//! In: a [`Loader`], which knows the files. Out: [`Sources`], every file that was looked
//! at, in a fixed order. The compiler reads no disk: whoever calls it does.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use crate::book::SourceId;

/// Gives the compiler the text of a file.
pub trait Loader {
    /// The text of the file at `path` (as [`join`] makes it), if there is one.
    fn load(&self, path: &str) -> Option<String>;
}

impl Loader for BTreeMap<String, String> {
    fn load(&self, path: &str) -> Option<String> {
        self.get(path).cloned()
    }
}

impl Loader for HashMap<String, String> {
    fn load(&self, path: &str) -> Option<String> {
        self.get(path).cloned()
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path it was loaded by.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// All files of one rulebook; the first is the rulebook itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file.
    pub fn push(&mut self, path: &str, text: String) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source {
            path: path.to_owned(),
            text,
        });
        id
    }

    /// The file with this id.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.files.get(id.index())
    }

    /// The text of a file; empty when there is none.
    pub fn text(&self, id: SourceId) -> &str {
        self.get(id).map_or("", |source| &source.text)
    }

    /// The path of a file; empty when there is none.
    pub fn path(&self, id: SourceId) -> &str {
        self.get(id).map_or("", |source| &source.path)
    }

    /// The files in order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The file that was loaded by this path.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        let at = self.files.iter().position(|source| source.path == path)?;
        Some(SourceId(u32::try_from(at).ok()?))
    }

    /// The paths as seen from the rulebook's folder, so that they do not depend on where
    /// that folder is.
    pub fn names(&self) -> Vec<String> {
        let main = self.files.first().map_or("", |source| source.path.as_str());
        let folder = folder(main);
        let name = |source: &Source| {
            source
                .path
                .strip_prefix(folder)
                .unwrap_or(&source.path)
                .to_owned()
        };
        self.files.iter().map(name).collect()
    }

    /// SHA-256 of all texts, as `sha256:…`. Each text's length goes before it, so that two
    /// splits of the same characters differ.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for source in &self.files {
            hasher.update((source.text.len() as u64).to_le_bytes());
            hasher.update(source.text.as_bytes());
        }
        let hex: String = hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("sha256:{hex}")
    }
}

/// The folder of a path, with its last `/`; empty when it has none.
fn folder(path: &str) -> &str {
    let end = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    path.get(..end).unwrap_or("")
}

/// The path of `named`, as written in the file at `from`.
pub fn join(from: &str, named: &str) -> String {
    let rooted = named.starts_with(['/', '\\']) || named.chars().nth(1) == Some(':');
    let whole = if rooted {
        named.to_owned()
    } else {
        format!("{}{named}", folder(from))
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split(['/', '\\']) {
        match (part, parts.last()) {
            (".", _) => {}
            ("..", Some(last)) if !matches!(*last, ".." | "") => {
                parts.pop();
            }
            ("", Some(_)) => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_that_names_them() {
        assert_eq!(join("a/b/main.rulebook", "words.txt"), "a/b/words.txt");
        assert_eq!(join("a/b/main.rulebook", "../x/./y.txt"), "a/x/y.txt");
        assert_eq!(join("main.rulebook", "../y.txt"), "../y.txt");
        assert_eq!(join("../main.rulebook", "../y.txt"), "../../y.txt");
        assert_eq!(join("/r/main.rulebook", "../y.txt"), "/y.txt");
        assert_eq!(join("a/main.rulebook", "/y.txt"), "/y.txt");
        assert_eq!(join("a\\main.rulebook", "b\\y.txt"), "a/b/y.txt");
    }

    #[test]
    fn hash_and_names_do_not_depend_on_the_folder() {
        let two = |folder: &str| {
            let mut sources = Sources::default();
            sources.push(&format!("{folder}m.rulebook"), "m".into());
            sources.push(&format!("{folder}lib/w.txt"), "w".into());
            (sources.names(), sources.hash())
        };
        assert_eq!(two(""), two("some/where/"));
        assert_eq!(two("x/").0, ["m.rulebook", "lib/w.txt"]);
    }
}
