//! The answer as a page.

use super::human::counts;
use super::{Answer, Row, missing};
use crate::html::{escape, page as frame};
use crate::language::pick;
use std::fmt::Write;
use zhunze_compiler::book::Language;

pub(super) fn page(answer: &Answer, language: Language) -> String {
    let say = |en: &'static str, zh: &'static str| pick(language, en, zh);
    let [total, cited, satisfied, violated, covered] = counts(answer);
    let title = say("Clauses and rules", "条款与规则");
    let mut body = format!(
        "<h1>{title}</h1>\n<p>{}</p>\n<table>\n",
        escape(&answer.catalogue)
    );
    for (name, count) in [
        (say("Clauses to check", "应检查的条款"), total),
        (say("Cited by a rule", "有规则依据"), cited),
        (say("Satisfied by a test", "测试中满足过"), satisfied),
        (say("Violated by a test", "测试中违反过"), violated),
        (say("Covered", "已覆盖"), covered),
    ] {
        let _ = writeln!(body, "<tr><th>{name}</th><td>{count}</td></tr>");
    }
    body.push_str("</table>\n");
    let mut section = None;
    for row in &answer.rows {
        if section != Some(&row.clause.section) {
            if section.is_some() {
                body.push_str("</tbody>\n</table>\n");
            }
            let name = match row.clause.section.as_str() {
                "" => say("Clauses", "条款").to_owned(),
                name => escape(name),
            };
            let heads = [
                say("Clause", "条款"),
                say("Words", "内容"),
                say("Rules", "规则"),
                say("State", "状态"),
            ];
            let heads: String = heads.map(|head| format!("<th>{head}</th>")).concat();
            let _ = writeln!(
                body,
                "<h2>{name}</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
            );
            section = Some(&row.clause.section);
        }
        body.push_str(&line(row, language));
    }
    if section.is_some() {
        body.push_str("</tbody>\n</table>\n");
    }
    if !answer.unknown.is_empty() {
        let name = say("Cited, and not in the list", "有规则依据、但不在清单里");
        let _ = writeln!(body, "<h2>{name}</h2>\n<ul>");
        for (id, rule) in &answer.unknown {
            let _ = writeln!(body, "<li>{} ({})</li>", escape(id), escape(rule));
        }
        body.push_str("</ul>\n");
    }
    frame(language.code(), title, &body)
}

fn line(row: &Row, language: Language) -> String {
    let clause = &row.clause;
    let rules: Vec<String> = row
        .rules
        .iter()
        .map(|rule| {
            format!(
                "{} <code>{}</code>",
                escape(&rule.title),
                escape(&rule.rule)
            )
        })
        .collect();
    let (class, state) = match missing(row, language) {
        Some(why) => ("bad", why),
        None if clause.checkable => ("good", pick(language, "covered", "已覆盖")),
        None => ("note", pick(language, "not checkable", "不可检查")),
    };
    format!(
        "<tr id=\"{0}\"><td>{0}</td><td>{1}</td><td>{2}</td><td class=\"{class}\">{state}</td></tr>\n",
        escape(&clause.id),
        escape(&clause.text),
        rules.join("<br>")
    )
}
