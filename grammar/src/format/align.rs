//! From lines to text: aligns the `=` of phrases, joins, and ends with one line end.
//!
//! In: [`Entry`]s. Out: the formatted text.

use unicode_width::UnicodeWidthStr;

/// A line of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    Blank,
    /// A comment on a line of its own.
    Comment {
        indent: usize,
        text: String,
    },
    /// A line that says something.
    Line {
        indent: usize,
        /// What stands before an `=` to be aligned with its neighbours.
        head: Option<String>,
        text: String,
        comment: Option<String>,
    },
}

impl Entry {
    /// Puts a word in front of a line.
    pub(super) fn prefix(&mut self, word: &str) {
        if let Entry::Line { head, text, .. } = self {
            let start = head.as_mut().unwrap_or(text);
            start.insert_str(0, word);
        }
    }
}

impl Entry {
    /// What a line says.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Entry::Line { text, .. } => Some(text),
            Entry::Blank | Entry::Comment { .. } => None,
        }
    }
}

/// How many columns a text takes; Chinese characters take two.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// A text with spaces after it up to a width.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Makes the text.
pub(super) fn render(mut entries: Vec<Entry>) -> String {
    while entries.last() == Some(&Entry::Blank) {
        entries.pop();
    }
    let mut out = String::new();
    let groups = entries.chunk_by(|a, b| head(a).is_some() && head(b).is_some());
    for group in groups {
        let columns = group.iter().filter_map(head).map(width).max().unwrap_or(0);
        group
            .iter()
            .for_each(|entry| line(&mut out, entry, columns));
    }
    out.trim_start_matches('\n').to_owned()
}

fn head(entry: &Entry) -> Option<&str> {
    match entry {
        Entry::Line { head, .. } => head.as_deref(),
        Entry::Blank | Entry::Comment { .. } => None,
    }
}

fn line(out: &mut String, entry: &Entry, columns: usize) {
    match entry {
        Entry::Blank if out.is_empty() || out.ends_with("\n\n") => return,
        Entry::Blank => {}
        Entry::Comment { indent, text } => out.push_str(&format!("{}{text}", " ".repeat(*indent))),
        Entry::Line {
            indent,
            head,
            text,
            comment,
        } => {
            let head = head
                .as_ref()
                .map_or_else(String::new, |head| format!("{} ", pad(head, columns)));
            let comment = comment
                .as_ref()
                .map_or_else(String::new, |comment| format!("  {comment}"));
            out.push_str(&format!("{}{head}{text}{comment}", " ".repeat(*indent)));
        }
    }
    out.push('\n');
}
