//! A written standard as a page.

use super::standard::{Entry, Standard};
use crate::html::{escape, page as frame};
use crate::language::pick;
use std::fmt::Write;
use zhunze_compiler::book::Language;

pub(super) fn page(standard: &Standard, language: Language) -> String {
    let mut body = format!("<h1>{}</h1>\n", escape(&standard.title));
    list(&standard.facts, &mut body);
    for (number, chapter) in (1..).zip(&standard.chapters) {
        let _ = writeln!(body, "<h2>{number} {}</h2>", escape(&chapter.title));
        if let Some(note) = &chapter.note {
            let _ = writeln!(body, "<p class=\"note\">{}</p>", escape(note));
        }
        chapter
            .entries
            .iter()
            .for_each(|it| entry(it, language, &mut body));
    }
    if !standard.terms.is_empty() {
        let _ = writeln!(
            body,
            "<h2>{}</h2>\n<table>",
            pick(language, "Terms", "用语说明")
        );
        for (name, words) in &standard.terms {
            let (name, words) = (escape(name), escape(words));
            let _ = writeln!(body, "<tr><th>{name}</th><td>{words}</td></tr>");
        }
        body.push_str("</table>\n");
    }
    if !standard.dropped.is_empty() {
        let _ = writeln!(body, "<h2>{}</h2>", pick(language, "Left out", "不再适用"));
        let dropped = standard.dropped.iter();
        let lines: Vec<String> = dropped
            .map(|(rule, why)| format!("{rule}: {why}"))
            .collect();
        list(&lines, &mut body);
    }
    if !standard.index.is_empty() {
        let _ = writeln!(
            body,
            "<h2>{}</h2>\n<table>",
            pick(language, "Index by clause", "条款索引")
        );
        for (clause, rules) in &standard.index {
            let rules: Vec<String> = rules
                .iter()
                .map(|(number, title)| {
                    format!("<a href=\"#r{number}\">{number}</a> {}", escape(title))
                })
                .collect();
            let clause = escape(clause);
            let _ = writeln!(
                body,
                "<tr><td>{clause}</td><td>{}</td></tr>",
                rules.join("<br>")
            );
        }
        body.push_str("</table>\n");
    }
    frame(language.code(), &standard.title, &body)
}

fn entry(entry: &Entry, language: Language, body: &mut String) {
    let (number, title) = (&entry.number, escape(&entry.title));
    let _ = writeln!(body, "<h3 id=\"r{number}\">{number} {title}</h3>");
    let lines: Vec<String> = entry
        .lines
        .iter()
        .map(|line| escape(line.trim_start()))
        .collect();
    let _ = writeln!(body, "<p>{}</p>", lines.join("<br>\n"));
    for (what, name, ways) in &entry.wordings {
        let name = match name.as_str() {
            "" => String::new(),
            name => format!(" (<code>{}</code>)", escape(name)),
        };
        let _ = writeln!(body, "<p>{what}{name}</p>");
        list(ways, body);
    }
    if !entry.cite.is_empty() {
        let what = pick(language, "Clauses", "依据");
        let cite = escape(&entry.cite.join(", "));
        let _ = writeln!(body, "<p class=\"note\">{what}: {cite}</p>");
    }
}

fn list(lines: &[String], body: &mut String) {
    if lines.is_empty() {
        return;
    }
    body.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(body, "<li>{}</li>", escape(line));
    }
    body.push_str("</ul>\n");
}
