//! The sample rulebooks are read without a mistake, and say what they should.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use zhunze_grammar::ast::{Atom, Clause, Item};
use zhunze_grammar::rowan::WalkEvent;
use zhunze_grammar::{Lang, parse};

#[test]
fn both_samples_have_no_errors() {
    for text in [
        include_str!("data/hotline_en.rulebook"),
        include_str!("data/hotline_zh.rulebook"),
    ] {
        let errors: Vec<_> = parse(text)
            .errors
            .iter()
            .map(|e| (e.message(Lang::English), text[e.span.range()].to_owned()))
            .collect();
        assert_eq!(errors, []);
    }
}

#[test]
fn words_run_together_are_told_apart() {
    let spaced = parse(
        "短语 开场白 = \"您好\"\n规则 甲\n  客服 必须 60秒 内 说 开场白\n  否则 每次 扣 5 分\n",
    );
    let run_on = parse("短语开场白=\"您好\"\n规则甲\n  客服必须60秒内说开场白\n  否则每次扣5分\n");
    assert_eq!(spaced.errors, []);
    assert_eq!(run_on.errors, []);
    assert_eq!(spaced.file(), run_on.file());
}

#[test]
fn common_words_may_be_names() {
    for name in [
        "opening", "consent", "hours", "count", "name", "number", "text", "from", "to", "case",
        "label", "action", "record", "score", "section", "rule", "message", "first", "hold",
        "call",
    ] {
        let text = format!(
            "event e ({name}: text)\nrule x\n  when e happens where {name} = \"a\" and {name} in (\"b\")\n  if call.{name} is 5\ntest \"t\"\n  call {name} = 3\n  1s e ({name}: \"a\")\n"
        );
        let errors: Vec<_> = parse(&text)
            .errors
            .iter()
            .map(|e| (e.message(Lang::English), text[e.span.range()].to_owned()))
            .collect();
        assert_eq!(errors, [], "{text}");
    }
}

#[test]
fn phrases_may_be_named_like_keywords() {
    for name in ["closing", "promise", "message", "提示", "first", "when"] {
        let text = format!("phrase {name} = \"a\"\nrule x\n  agent must say {name} within 5s\n");
        let parse = parse(&text);
        assert_eq!(parse.errors, [], "{name}");
        let Some(Item::Rule(rule)) = parse.file().items.get(1) else {
            panic!("no rule")
        };
        let Clause::Must(must) = &rule.clauses[0].node else {
            panic!("no must")
        };
        assert!(matches!(&must.moment.any[0].node, Atom::Says { .. }));
    }
}

#[test]
fn the_lossless_tree_can_be_read() {
    let text = "# why\nrule 甲  # title\n  if a or not b\n  否则扣5分\n";
    let mut out = String::new();
    let mut depth = 0;
    for event in parse(text).syntax().preorder_with_tokens() {
        let WalkEvent::Enter(element) = event else {
            depth -= 1;
            continue;
        };
        let token = element
            .as_token()
            .map_or_else(String::new, |token| format!(" {:?}", token.text()));
        out += &format!("{}{}{token}\n", "  ".repeat(depth), element.kind().name());
        depth += 1;
    }
    insta::assert_snapshot!(out);
}
