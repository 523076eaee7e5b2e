//! Rows without end, nesting without end, and every way to say both: an error at worst.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use zhunze_grammar::{FormatOptions, KeywordLanguage, format, parse};

fn shown(text: &str) -> String {
    text.chars().take(90).collect()
}

fn read(text: &str) -> Vec<&'static str> {
    let tree = parse(text);
    assert_eq!(tree.syntax().text().to_string(), text);
    for error in &tree.errors {
        assert!(text.get(error.span.range()).is_some());
    }
    for keywords in [KeywordLanguage::English, KeywordLanguage::Chinese] {
        let options = FormatOptions {
            keywords: Some(keywords),
        };
        // Near the limit the other language may nest deeper: refused, and nothing lost.
        let _ = format(text, options);
    }
    tree.errors.iter().map(|error| error.code).collect()
}

/// Opening and closing words around a middle, so many times.
fn nest(before: &str, open: &str, middle: &str, close: &str, depth: usize) -> String {
    format!(
        "{before}{}{middle}{}\n",
        open.repeat(depth),
        close.repeat(depth)
    )
}

const NESTS: &[(&str, &str, &str, &str)] = &[
    ("rule x\n  when ", "(", "a", ")"),
    ("rule x\n  when ", "(b or ", "a", ")"),
    ("rule x\n  when ", "(b then ", "a", ")"),
    (
        "rule x\n  when ",
        "(b and ",
        "a",
        " again) for the first time",
    ),
    ("rule x\n  when ", "nobody speaks for 5s after ", "a", ""),
    ("rule x\n  when ", "无人 说话 达 5秒 在 ", "a", " 之后"),
    ("rule x\n  when ", "", "a", " 之后 无人 说话 达 5秒"),
    (
        "rule x\n  when ",
        "agent speaks where count of ",
        "a",
        " > 1",
    ),
    ("rule x\n  when ", "agent speaks where (", "a", ")"),
    (
        "rule x\n  when ",
        "agent speaks where count of (",
        "a",
        ") > 1",
    ),
    ("rule x\n  when ", "再次 ", "a", ""),
    ("rule x\n  when ", "首次 ", "a", ""),
    ("rule x\n  when ", "第3次 (", "a", ")"),
    ("rule x\n  when a", " again", "", ""),
    ("rule x\n  when a", " 3 times", "", ""),
    ("rule x\n  when a", " for the last time", "", ""),
    ("rule x\n  when a", " but not b", "", ""),
    ("rule x\n  when a", " but not (b", "", ")"),
    ("rule x\n  if ", "(", "a", ")"),
    ("rule x\n  if ", "((a or b) and ", "a", ")"),
    ("rule x\n  if ", "not ", "a", ""),
    ("rule x\n  if ", "1 + (", "a", ") > 1"),
    ("rule x\n  if ", "1 - ", "a", " > 1"),
    ("rule x\n  if ", "2 * ", "a", " > 1"),
    ("rule x\n  if ", "(1 + 2) * ", "a", " > 1"),
    ("rule x\n  if ", "count of a since ", "b", " > 1"),
    ("rule x\n  if ", "count of (a or b) since (", "b", ") > 1"),
    ("rule x\n  if ", "count of agent speaks where ", "b", " > 1"),
    ("rule x\n  if ", "次数 a 自 ", "b", " 以来 > 1"),
    ("rule x\n  if ", "次数 a 在 ", "b", " 之后 > 1"),
    ("rule x\n  if ", "已发生 (", "b", ")"),
    ("rule x\n  if ", "(", "a", " has happened) has happened"),
    ("rule x\n  if ", "(", "a", ") has happened"),
    ("rule x\n  if ", "time of first ", "a", " > 1"),
    ("rule x\n  if ", "time of first (", "a", ") > 1"),
    ("rule x\n  if ", "agent speaks where ", "a", " has happened"),
    ("rule x\n  客服 必须 ", "在 ", "a", " 之前 说 p"),
    (
        "rule x\n  客服 必须 ",
        "在 无人 说话 达 5秒 ",
        "a",
        " 之前 说 p",
    ),
    ("rule x\n  客服 必须 ", "在 (", "a", ") 之前 说 p"),
    ("rule x\n  客服 必须 ", "在 (a 或 在 ", "a", ") 之前 说 p"),
    (
        "rule x\n  客服 必须 说 p ",
        "在 客服 说 p 其中 a 在 ",
        "b",
        " 之后",
    ),
    ("rule x\n  agent must say p ", "before (", "a", ")"),
    ("rule x\n  agent must say p ", "between (", "a", ") and b"),
    (
        "rule x\n  agent must say p ",
        "before agent speaks where count of ",
        "a",
        "",
    ),
    ("rule x\n  ", "or ", "agent must say p", ""),
    ("rule x\n  ", "otherwise ", "deduct 5", ""),
    ("use std.hold ", "(a: ", "b", ")"),
    ("phrase x = ", "starts with ", "\"a\"", ""),
    ("phrase x = \"a\"", " but not \"b\"", "", ""),
    ("phrase x = \"", "{a: ", "b", "}"),
];

#[test]
fn nesting_without_end() {
    for (before, open, middle, close) in NESTS {
        for depth in [1, 8, 23, 60] {
            read(&nest(before, open, middle, close, depth));
        }
        let codes = read(&nest(before, open, middle, close, 300));
        let few = codes.len() <= 1 || codes.iter().all(|code| ["E0104", "E0110"].contains(code));
        assert!(few, "{before}{open}: {codes:?}");
    }
}

#[test]
fn sensible_nesting_is_no_mistake() {
    for text in [
        nest("rule x\n  when ", "(", "a", ")", 20),
        nest("rule x\n  when ", "(b or ", "a", ")", 20),
        nest("rule x\n  if not ", "(", "a", ")", 20),
        nest("rule x\n  when ", "(b then ", "a", ")", 12),
        nest("rule x\n  when ", "nobody speaks for 5s after ", "a", "", 8),
        nest("rule x\n  when ", "无人 说话 达 5秒 在 ", "a", " 之后", 8),
        nest("rule x\n  if ", "1 + (", "a", ") > 1", 8).replace(" > 1) > 1", ")"),
        nest("rule x\n  if ", "1 - ", "a", " = 1", 1),
        nest("rule x\n  when a", " but not b", "", "", 8),
        format!("rule x\n  if a{} > 1\n", " + 1".repeat(20)),
    ] {
        let codes = read(&text);
        let sums = text.contains("1 + (");
        assert!(codes.is_empty() || sums, "{text}: {codes:?}");
    }
}

#[test]
fn long_rows_are_read() {
    let rows = 400;
    for text in [
        format!("rule x\n  when a{}\n", " then b".repeat(rows)),
        format!(
            "rule x\n  when a{}\n",
            ", then within 5s immediately optionally b or c without d in between".repeat(rows)
        ),
        format!("rule x\n  when a{}\n", " and b".repeat(rows)),
        format!("rule x\n  when a{}\n", " or b and c but not d".repeat(rows)),
        format!(
            "rule x\n  when a{}\n",
            " or b again or c 3 times".repeat(rows)
        ),
        format!(
            "rule x\n  if a{}\n",
            " and count of b since c > 2 or d has happened after e".repeat(rows)
        ),
        format!(
            "rule x\n  if a{}\n",
            " and 1 + 2 * 3 > 4 and 60s < duration and call.time > 18:00".repeat(rows)
        ),
        format!(
            "rule x\n  if a{}\n",
            " and agent speaks where (b or c) has happened".repeat(rows)
        ),
        format!(
            "rule x\n  如果 a{}\n",
            " 且 次数 b 在 c 之后 > 2".repeat(rows)
        ),
        format!(
            "rule x\n  agent must say p{}\n",
            " within 5s before a".repeat(rows)
        ),
        format!(
            "rule x\n  客服 必须{} 说 p\n",
            " 在 a 之前 5秒内".repeat(rows)
        ),
        format!(
            "phrase x = \"a\"{}\n",
            " or about \"b\" with 1 wrong .. c".repeat(rows)
        ),
        format!("phrase x = \"{}\"\n", "{a: number}(b|[c{d}])".repeat(rows)),
        format!(
            "use std.hold (a: b{})\n",
            ", c: \"d\" or e, f: 60s".repeat(rows)
        ),
        format!("template t (a: phrase{})\n", ", b: number = 3".repeat(rows)),
    ] {
        let codes = read(&text);
        assert!(codes.is_empty(), "{}: {codes:?}", shown(&text));
    }
}
