//! The project's example rulebooks and calls, and the shared calls beside the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhunze_calls::call::Call;
use zhunze_compiler::book::Book;

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

struct Beside(PathBuf);

impl zhunze_compiler::Loader for Beside {
    fn load(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.join(path)).ok()
    }
}

/// Checks a rulebook file.
pub fn rulebook(path: &Path) -> Book {
    let name = path.file_name().unwrap().to_str().unwrap();
    let checked = zhunze_compiler::check(name, &Beside(path.parent().unwrap().into()));
    checked
        .book
        .unwrap_or_else(|| panic!("{}: {:#?}", path.display(), checked.diagnostics))
}

/// Checks the text of a rulebook; `name` is for what is said when it is wrong.
pub fn rulebook_of(name: &str, text: &str) -> Book {
    let files = BTreeMap::from([(name.to_owned(), text.to_owned())]);
    let checked = zhunze_compiler::check(name, &files);
    let said: Vec<&String> = checked
        .diagnostics
        .iter()
        .map(|it| &it.message.en)
        .collect();
    checked
        .book
        .unwrap_or_else(|| panic!("{name}: {said:?}\n{text}"))
}

/// All example rulebooks.
pub fn examples() -> Vec<PathBuf> {
    files(&root().join("examples"), "rulebook")
}

/// The files of a folder with this ending, in order.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    files.sort();
    files
}

/// The calls of a `.json` or `.jsonl` file.
pub fn calls(path: &Path) -> Vec<Call> {
    let text = fs::read_to_string(path).unwrap();
    let documents: Vec<&str> = if path.extension().is_some_and(|e| e == "jsonl") {
        text.lines().collect()
    } else {
        vec![&text]
    };
    documents
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| zhunze_calls::parse::call(line.as_bytes(), 1).unwrap())
        .collect()
}

/// All example calls.
pub fn example_calls() -> Vec<Call> {
    let folders = ["examples/calls/zto", "examples/calls/bank"].map(|folder| root().join(folder));
    let paths = folders
        .iter()
        .flat_map(|folder| ["json", "jsonl"].map(|ending| files(folder, ending)));
    paths.flatten().flat_map(|path| calls(&path)).collect()
}

/// The shared material beside the project, when it is there; says so when it is not.
pub fn shared() -> Option<PathBuf> {
    let path =
        std::env::var_os("ZHUNZE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: there is no shared material at {}", path.display());
    None
}
