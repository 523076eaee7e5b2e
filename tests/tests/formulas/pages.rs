//! The rules of a completeness page, by their headings.

use std::path::Path;
use zhunze_compiler::book::Book;

/// `Section / Subsection` (or the latter alone when `only_inner`), and its rulebook.
pub fn sections(page: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/complete");
    let text = std::fs::read_to_string(path.join(page)).unwrap();
    let (mut outer, mut inner, mut shared) = ("", "", String::new());
    let mut found: Vec<(String, String)> = vec![];
    let mut open = None;
    for line in text.lines() {
        match (open, line) {
            (Some(_), "```") => open = None,
            (Some(true), line) => shared += &format!("{line}\n"),
            (Some(false), line) => found.last_mut().unwrap().1 += &format!("{line}\n"),
            (None, "```rulebook shared") => open = Some(true),
            (None, "```rulebook") => {
                open = Some(false);
                let head = format!("rulebook \"page\"\n\n{shared}\n");
                found.push((format!("{outer} / {inner}"), head));
            }
            (None, line) => {
                if let Some(heading) = line.strip_prefix("## ") {
                    outer = heading;
                } else if let Some(heading) = line.strip_prefix("### ") {
                    inner = heading;
                }
            }
        }
    }
    found
}

/// A rulebook from its text.
pub fn book(text: &str) -> Book {
    let load = |path: &str| (path == "page").then(|| text.to_owned());
    let checked = zhunze_compiler::check("page", &Text(&load));
    let said: Vec<&String> = checked
        .diagnostics
        .iter()
        .map(|it| &it.message.en)
        .collect();
    checked.book.unwrap_or_else(|| panic!("{text}\n{said:?}"))
}

struct Text<'a>(&'a dyn Fn(&str) -> Option<String>);

impl zhunze_compiler::Loader for Text<'_> {
    fn load(&self, path: &str) -> Option<String> {
        (self.0)(path)
    }
}
