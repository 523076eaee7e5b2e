//! Phrases of all forms: what they need to be found, and what is wrong with others.

use std::fmt::Write;

use zhunze_compiler::book::{Book, PhraseBody, PhraseId};

use super::{book, codes, one, said, shown};

/// A phrase as short text.
fn phrase(book: &Book, id: PhraseId) -> String {
    let phrase = &book.phrases[id.index()];
    let all = |of: &[PhraseId]| {
        let all: Vec<_> = of.iter().map(|id| inner(book, *id)).collect();
        all.join(", ")
    };
    let body = match &phrase.body {
        PhraseBody::Pattern(pattern) => shown(pattern),
        PhraseBody::Regex(regex) => format!("/{regex}/"),
        PhraseBody::AtLeast { n, of } => format!("{n} of {{{}}}", all(of)),
        PhraseBody::ButNot { phrase, not } => {
            format!("{} but not {{{}}}", inner(book, *phrase), all(not))
        }
    };
    let captures: Vec<_> = phrase
        .captures
        .iter()
        .map(|it| format!("{}: {:?}", it.name, it.kind))
        .collect();
    match captures.is_empty() {
        true => body,
        false => format!("{body} ({})", captures.join(", ")),
    }
}

/// A phrase in another, by its name if it has one.
fn inner(book: &Book, id: PhraseId) -> String {
    match &book.phrases[id.index()].name {
        Some(name) => name.clone(),
        None => phrase(book, id),
    }
}

/// What these `phrase` items come to; the last one is shown.
fn last(items: &str) -> String {
    let book = book(&format!("{items}\nrule r \"R\"\n  agent must say p\n"));
    let at = book
        .phrases
        .iter()
        .position(|it| it.name.as_deref() == Some("p"));
    phrase(&book, PhraseId(at.unwrap() as u32))
}

#[test]
fn manners_and_places() {
    let all = [
        r#"phrase p = exact "ＯＫ！ a""#,
        r#"phrase p = regex "[0-9]+元""#,
        r#"phrase p = sounds like "您好A""#,
        r#"phrase p = about "中通速" "递""#,
        r#"phrase p = about "中通速递" with 2 wrong"#,
        r#"phrase p = word "喂""#,
        r#"phrase p = starts with "(喂|您好)""#,
        r#"phrase p = ends with "再见" .. "您""#,
        r#"phrase p = is exactly word "好""#,
        r#"phrase p = starts with "[喂..]好""#,
        r#"phrase p = "a" or starts with "b""#,
    ];
    let mut text = String::new();
    for items in all {
        let _ = writeln!(text, "{items}\n  {}", last(items));
    }
    insta::assert_snapshot!("manners", text);
}

#[test]
fn several_phrases_in_one_utterance() {
    let all = [
        "phrase p = all of\n  \"甲\"\n  \"乙\" .. \"丙\"",
        "phrase p = 2 of\n  \"甲\"\n  \"乙\"\n  \"丙\", \"甲\"",
        "phrase p = \"为什么\" but not \"不知道为什么\"",
        "phrase q = \"甲\" but not \"乙\"\nphrase p = q or \"丙\" or \"丁\" or regex \"戊+\"",
        "phrase q = all of\n  \"甲\"\n  \"乙\"\nphrase p = q but not \"丙\"",
        "phrase q = \"甲\"\nphrase p = all of\n  q\n  \"乙\"",
        "phrase q = regex \"a+\"\nphrase p = q",
    ];
    let mut text = String::new();
    for items in all {
        let _ = writeln!(text, "{items}\n  {}", last(items));
    }
    insta::assert_snapshot!("several", text);
}

#[test]
fn slots_and_captures() {
    let all = [
        "phrase p = \"{数字}小时\"",
        "phrase p = \"{hours: number}[个]小时内\"",
        "phrase p = \"{h: number}小时\" or \"在{t: time}前{h: number}\"",
        "phrase q = \"{a: number}天\"\nphrase p = \"{b: date}前\" q or q",
        "phrase q = \"{a: number}天\"\nphrase p = \"(前{b: date}|后{q})[到{a: number}]\"",
        "phrase p = \"{n: digits 4-11}{m: any 1-6}\"",
        "phrase p = all of\n  \"{a: number}天\"\n  \"{b: number}月\"",
        "phrase p = \"{金额}\" or \"{x: 金额}元\" but not \"{y: number}\"",
    ];
    let mut text = String::new();
    for items in all {
        let _ = writeln!(text, "{items}\n  {}", last(items));
    }
    insta::assert_snapshot!("slots", text);
}

#[test]
fn what_is_said_over_several_utterances() {
    let book = book(
        "rule r \"R\"\n  agent must say \"谢谢\" .. \"来电{n: number}\" .. \"再见\" across 2 utterances\n",
    );
    let all: Vec<_> = (0..book.phrases.len())
        .map(|at| phrase(&book, PhraseId(at as u32)))
        .collect();
    insta::assert_snapshot!("across", all.join("\n"));
}

#[test]
fn mistakes_in_phrases() {
    let all: &[(&str, &[&str])] = &[
        ("phrase p = regex \"(a\"", &["E0317@3"]),
        ("phrase p = regex \"a*\"", &["E0317@3"]),
        ("phrase p = \"a\" regex \"b\"", &["E0316@3"]),
        ("phrase p = starts with regex \"b\"", &["E0316@3"]),
        ("phrase q = regex \"b\"\nphrase p = \"a\" q", &["E0316@4"]),
        ("phrase q = regex \"b\"\nphrase p = \"a{q}\"", &["E0316@4"]),
        (
            "phrase q = \"a\" but not \"b\"\nphrase p = ends with q",
            &["E0316@4"],
        ),
        (
            "phrase q = starts with \"b\"\nphrase p = \"a\" q",
            &["E0316@4"],
        ),
        (
            "phrase p = \"a\" .. \"b\" across 1 utterances",
            &["E0304@3"],
        ),
        ("phrase p = \"a\" \"b\" across 2 utterances", &["E0316@3"]),
        (
            "phrase q = \"a\" .. \"b\" across 2 utterances\nphrase p = all of\n  q\n  \"c\"",
            &["E0316@4"],
        ),
        (
            "phrase q = \"a\" .. \"b\" across 2 utterances\nphrase p = q or \"c\" .. \"d\" across 3 utterances",
            &["E0316@4"],
        ),
        ("phrase p = 4 of\n  \"a\"\n  \"b\"", &["E0304@3"]),
        (
            "phrase p = \"{a: number}b\" or \"{a: date}c\"",
            &["E0315@3"],
        ),
        (
            "phrase q = \"{a: number}b\"\nphrase p = \"{a: date}c\" q",
            &["E0315@4"],
        ),
        ("phrase p = \"a{digits 4-99}\"", &["E0304@3"]),
        ("phrase p = about \"中通速递\" with 9 wrong", &["E0304@3"]),
        ("phrase p = \"a\" exact \"b\"", &["E0316@3"]),
        ("phrase p = word \"a .. b\"", &["E0316@3"]),
        (
            "phrase p = \"{a: number}{b: number}{c: number}{d: number}{e: number}\" or \
             \"{f: number}{g: number}{h: number}{i: number}\"",
            &["E0306@3"],
        ),
        ("phrase p = starts with \"[a]\"", &["E0308@3"]),
        ("phrase p = exact \"\"", &["E0308@3"]),
        ("phrase p = \"a\" but not \"[b]\"", &["E0308@3"]),
        (
            "phrase q = p but not \"a\"\nphrase p = q or \"b\"",
            &["E0211@4"],
        ),
    ];
    let mut wrong = String::new();
    for (items, expected) in all {
        let checked = one(&format!(
            "rulebook \"a\"\n\n{items}\nrule r\n  agent must say p\n"
        ));
        if codes(&checked) != *expected {
            let _ = writeln!(wrong, "{items}\n{expected:?}\n{}", said(&checked));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_capture_of_two_phrases_must_be_told_apart() {
    let rule = |when: &str, more: &str| {
        format!(
            "规则书 \"t\"\n  语言 zh\n短语 甲 = \"我姓{{姓: 姓名}}\"\n短语 乙 = \"本人是{{姓: 姓名}}\"\n\
             短语 称 = \"{{姓: 姓名}}先生\"\n{more}规则 丙\n  当 {when}\n  \
             客服 必须 说 称 其中 称.姓 = 该.姓\n"
        )
    };
    let two = super::one(&rule("客户 说 甲 或 客户 说 乙", ""));
    assert_eq!(super::codes(&two), ["E0414@8"], "{}", super::said(&two));
    let one = super::one(&rule("客户 说 报姓", "短语 报姓 = 甲 或 乙\n"));
    assert_eq!(super::codes(&one), [] as [&str; 0], "{}", super::said(&one));
}

#[test]
fn a_list_that_captures_nothing_says_so() {
    let checked = super::one(
        "规则书 \"t\"\n  语言 zh\n短语 甲 = 任一\n  \"{几点: 钟点}前\" 但不含 \"明天\"\n  \"到{几点: 钟点}\"\n\
         规则 按时\n  当 客户 说 甲\n  要求 甲.几点 不超过 18:00\n",
    );
    assert_eq!(
        super::codes(&checked),
        ["E0209@8"],
        "{}",
        super::said(&checked)
    );
    let help = checked.diagnostics[0].help.as_ref().unwrap();
    assert!(help.zh.contains("单独写成一个短语"), "{}", help.zh);
}
