//! The rules of a completeness page, by their headings.

use zhunze_tests::files;

/// `Section / Subsection`, and its rulebook.
pub fn sections(page: &str) -> Vec<(String, String)> {
    let path = files::root().join("docs/complete").join(page);
    let text = std::fs::read_to_string(path).unwrap();
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
