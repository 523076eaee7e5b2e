//! A written standard as Markdown.

use super::standard::{Entry, Standard};
use crate::language::pick;
use std::fmt::Write;
use zhunze_compiler::book::Language;

pub(super) fn text(standard: &Standard, language: Language) -> String {
    let mut out = format!("# {}\n\n", plain(&standard.title));
    for fact in &standard.facts {
        let _ = writeln!(out, "- {}", plain(fact));
    }
    for (number, chapter) in (1..).zip(&standard.chapters) {
        let _ = write!(out, "\n## {number} {}\n", plain(&chapter.title));
        if let Some(note) = &chapter.note {
            let _ = write!(out, "\n{}\n", plain(note));
        }
        chapter
            .entries
            .iter()
            .for_each(|it| entry(it, language, &mut out));
    }
    if !standard.terms.is_empty() {
        let _ = write!(out, "\n## {}\n\n", pick(language, "Terms", "用语说明"));
        for (name, words) in &standard.terms {
            let _ = writeln!(out, "- {}: {}", plain(name), plain(words));
        }
    }
    if !standard.dropped.is_empty() {
        let _ = write!(out, "\n## {}\n\n", pick(language, "Left out", "不再适用"));
        for (rule, why) in &standard.dropped {
            let _ = writeln!(out, "- {}: {}", plain(rule), plain(why));
        }
    }
    if !standard.index.is_empty() {
        let _ = write!(
            out,
            "\n## {}\n\n",
            pick(language, "Index by clause", "条款索引")
        );
        let heads = pick(language, "| Clause | Rules |", "| 条款 | 规则 |");
        let _ = writeln!(out, "{heads}\n| --- | --- |");
        for (clause, rules) in &standard.index {
            let rules = rules
                .iter()
                .map(|(number, title)| format!("{number} {}", plain(title)));
            let rules: Vec<String> = rules.collect();
            let _ = writeln!(out, "| {} | {} |", plain(clause), rules.join("<br>"));
        }
    }
    out
}

fn entry(entry: &Entry, language: Language, out: &mut String) {
    let _ = write!(out, "\n### {} {}\n\n", entry.number, plain(&entry.title));
    for line in &entry.lines {
        let _ = writeln!(out, "{}  ", plain(line.trim_start()));
    }
    for (what, name, ways) in &entry.wordings {
        let name = match name.as_str() {
            "" => String::new(),
            name => format!(" ({})", plain(name)),
        };
        let _ = write!(out, "\n{what}{name}:\n\n");
        for way in ways {
            let _ = writeln!(out, "- {}", plain(way));
        }
    }
    if !entry.cite.is_empty() {
        let what = pick(language, "Clauses", "依据");
        let _ = write!(out, "\n{what}: {}\n", plain(&entry.cite.join(", ")));
    }
}

/// Nothing in it is read as Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|'
        ) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
