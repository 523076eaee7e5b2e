//! Mistakes: each with its place, its words, and what was probably meant.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use std::fmt::Write;
use zhunze_grammar::{Encoding, Lang, LineIndex, parse};

/// The text with every mistake drawn under its line, in English and Chinese.
fn draw(text: &str) -> String {
    let index = LineIndex::new(text);
    let parse = parse(text);
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        writeln!(out, "{line}").unwrap();
        for error in &parse.errors {
            let at = index.line_column(error.span.start, Encoding::Utf32);
            if at.line as usize != number {
                continue;
            }
            let before = &text[..error.span.start as usize];
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let space = " ".repeat(unicode_width::UnicodeWidthStr::width(&before[start..]));
            let marks =
                "^".repeat(unicode_width::UnicodeWidthStr::width(&text[error.span.range()]).max(1));
            writeln!(out, "{space}{marks} {}", error.code).unwrap();
            for lang in [Lang::English, Lang::Chinese] {
                writeln!(
                    out,
                    "    {} | {} | {}",
                    error.message(lang),
                    error.label(lang),
                    error.help(lang)
                )
                .unwrap();
            }
        }
    }
    out
}

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).errors.iter().map(|error| error.code).collect()
}

#[test]
fn five_mistakes_in_five_rules_are_five_errors() {
    let text = "\
rule one \"a\"
  wen the call is answered
  otherwise deduct 5

rule two \"b\"
  when hold starts
  agent must say opening within 5
  otherwise deduct 5

rule three \"c\"
  when hold starts
  agent mst say opening

rule four \"d
  when hold starts

rule five \"e\"
  when hold starts
  require rings <=
  otherwise deduct 5 each tme
";
    insta::assert_snapshot!(draw(text));
    let parse = parse(text);
    let by_rule = text.split("rule ").skip(1).scan(0, |at, part| {
        let start = *at;
        *at += part.len() + 5;
        Some(
            parse
                .errors
                .iter()
                .filter(|e| (start..*at).contains(&(e.span.start as usize)))
                .count(),
        )
    });
    assert!(by_rule.into_iter().all(|count| count >= 1));
    assert_eq!(parse.file().items.len(), 4);
}

#[test]
fn mistakes_in_chinese() {
    insta::assert_snapshot!(draw(
        "\
短语 开场白 = \"您好[，中通\"
规则 甲
  如过 客户 未说话
  客服 必须 说 开场白 5 内
  否责 扣 5 分
  当 等候 开使
规责 乙
"
    ));
}

#[test]
fn items_and_clauses_out_of_place() {
    insta::assert_snapshot!(draw(
        "\
phrse x = \"a\"
Hello, this is prose.
rule x
when hold starts
  otherwize deduct 5
  callback happens
  §
use
section
moment x = agent
event x (a text)
test \"t\"
  5 agent \"x\"
  5s agent x
  expect x fine
"
    ));
}

#[test]
fn mistakes_in_patterns_have_their_place() {
    insta::assert_snapshot!(draw(
        "\
phrase a = \"您好(中通\"
phrase b = \"您好]\"
phrase c = \"a|b\"
phrase d = \"{1}\"
phrase e = \"\"
phrase f = \"x .. y..99999999999\"
rule r
  when agent says \"(好|行\" .. \"a{b c}\"
"
    ));
}

#[test]
fn mistakes_in_sequences_windows_and_measures() {
    insta::assert_snapshot!(draw(
        "\
rule x
  when a then within b
  when a thn b
  agent must say p within 3 utterrances
  agent may hang up
  客服 必须 在 客户 挂机 说 p
  if total time of > 3
  if count of hold starts sicne a > 2
  otherwise deduct 2 for the first, 5
  fatal for sction
  weight
  on
  if a + > 3
  if customer is now angry
"
    ));
}

#[test]
fn mistakes_in_what_is_reused() {
    insta::assert_snapshot!(draw(
        "\
use std.
use \"a\" (b: )
param limit: duraton = 5s
template t (p phrase)
apply
extends
overide rule x
override test \"x\"
drop rule
phrase b = \"{n: nubmer}\" or \"{any 6-1}\"
"
    ));
}

#[test]
fn numbers_out_of_range() {
    insta::assert_snapshot!(draw(
        "\
rule r
  otherwise deduct 0.1234
  otherwise deduct 99999999999999999999
  agent must speak within 0.5ms
  agent must speak within 9999999999999999d
  otherwise deduct 5 each time each time
"
    ));
    assert_eq!(
        codes("rule r\n  otherwise deduct 0.1230\n"),
        [] as [&str; 0]
    );
}

#[test]
fn good_clauses_survive_bad_neighbours() {
    let parse = parse("rule r\n  when hold starts\n  agent must\n  otherwise deduct 5\n");
    let zhunze_grammar::ast::Item::Rule(rule) = &parse.file().items[0] else {
        panic!("no rule")
    };
    assert_eq!(rule.clauses.len(), 2);
    assert_eq!(parse.errors.len(), 1);
}

#[test]
fn a_word_is_never_refused_where_it_is_expected() {
    for clause in [
        "否则 扣 = 1",
        "otherwise deduct = 1",
        "客服 必须 = 1",
        "the call must = 1",
        "要求 次数 电话转接 转接",
        "要求 无人 说话 = 1",
        "如果 等候 持续 = 1",
        "require nobody speaks < 1",
        "如果 = 1",
        "if customer says = 1",
        "当 客服 说 p 其中 = 1",
        "此前 a 然后 = 1",
    ] {
        let text = format!("rule x\n  {clause}\n");
        let errors = parse(&text).errors;
        assert_eq!(errors.len(), 1, "{clause}");
        for error in errors {
            let found = &text[error.span.range()];
            for lang in [Lang::English, Lang::Chinese] {
                let label = error.label(lang);
                let listed = label.contains(&format!("`{found}`"))
                    || label.contains(&format!("「{found}」"));
                assert!(!listed, "{clause}: {found}: {label}");
                assert_ne!(error.suggestion(), Some(found), "{clause}");
            }
        }
    }
}

#[test]
fn a_keyword_is_one_whatever_is_declared_or_follows() {
    for clause in [
        "when hold starts",
        "when hold happens",
        "if customer has spoken = yes",
        "如果 客户 已说话 为 是",
        "unless agent has hung up in (yes)",
        "要求 count of 客服 挂机 < 1",
        "要求 次数 电话转接 小于 1",
        "agent must speak in agent's next turn",
        "agent must speak where speaks in (1) in agent's next turn",
        "if 转接 = 1 and starts is 2 and 次数 大于 1 and call.ends is 3",
    ] {
        let text = format!("phrase hold = \"x\"\nrule x\n  {clause}\n");
        assert_eq!(codes(&text), [] as [&str; 0], "{clause}");
    }
}
