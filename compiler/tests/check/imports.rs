//! Files that use files.

use super::{body, codes, files, said};

const MAIN: &str = r#"rulebook "a"
use "lib/words.rulebook"

rule one "One"
  when greeted
  agent must not say rude
"#;
const WORDS: &str = r#"rulebook "words"
use "more.rulebook"
phrase rude = from "rude.txt"
moment greeted = agent says hello
rule ignored "Not taken over"
  when nothing_known
"#;
const MORE: &str = "phrase hello = \"hello\"\nphrase spare = \"spare\"\n";
const RUDE: &str = "# what nobody wants to hear\nshut up\n\n(get|go) lost  # both\n{hello} you\r\n";

#[test]
fn phrases_and_moments_of_other_files_are_used() {
    let all = [
        ("main.rulebook", MAIN),
        ("lib/words.rulebook", WORDS),
        ("lib/more.rulebook", MORE),
        ("lib/rude.txt", RUDE),
    ];
    let checked = files(&all);
    assert_eq!(codes(&checked), [""; 0], "{}", said(&checked));
    let book = checked.book.unwrap();
    let names = [
        "main.rulebook",
        "lib/words.rulebook",
        "lib/more.rulebook",
        "lib/rude.txt",
    ];
    let mut sorted = book.sources.clone();
    sorted.sort();
    let mut expect = names.map(str::to_owned).to_vec();
    expect.sort();
    assert_eq!(sorted, expect);
    assert_eq!(book.rules.len(), 1);
    let used: Vec<_> = book
        .phrases
        .iter()
        .map(|phrase| phrase.name.clone().unwrap())
        .collect();
    assert_eq!(used, ["hello", "rude"]);
    assert_eq!(
        body(&book.phrases[1].body),
        "(<shut><up>|(<get>|<go>) <lost>|<hello><you>)"
    );
}

#[test]
fn a_file_does_not_see_who_uses_it() {
    let checked = files(&[
        (
            "main.rulebook",
            "rulebook \"a\"\nuse \"w.rulebook\"\nphrase own = \"own\"\nrule r \"R\"\n  when m\n  agent must say own\n",
        ),
        ("w.rulebook", "moment m = agent says own\n"),
    ]);
    assert_eq!(codes(&checked), ["E0202@1"]);
}

#[test]
fn names_must_differ_across_files() {
    let checked = files(&[
        (
            "main.rulebook",
            "rulebook \"a\"\nuse \"w.rulebook\"\nphrase p = \"own\"\nrule r \"R\"\n  agent must say p\n",
        ),
        ("w.rulebook", "phrase p = \"other\"\n"),
    ]);
    assert_eq!(codes(&checked), ["E0220@3"]);
}

#[test]
fn a_list_with_a_mistake_is_pointed_into() {
    let checked = files(&[
        (
            "main.rulebook",
            "rulebook \"a\"\nphrase p = from \"l.txt\"\nrule r \"R\"\n  agent must say p\n",
        ),
        ("l.txt", "good\n(bad\n[never]\n"),
    ]);
    assert_eq!(codes(&checked), ["E0104@2", "E0308@3"]);
}

#[test]
fn the_same_files_give_the_same_book() {
    let all = [
        ("main.rulebook", MAIN),
        ("lib/words.rulebook", WORDS),
        ("lib/more.rulebook", MORE),
        ("lib/rude.txt", RUDE),
    ];
    let (a, b) = (files(&all).book.unwrap(), files(&all).book.unwrap());
    assert_eq!(a, b);
    let mut other = all;
    other[3].1 = "shut up\n";
    assert_ne!(files(&other).book.unwrap().hash, a.hash);
}

#[test]
fn a_name_that_two_files_have_is_shown_in_both() {
    let long = "# 一行很长很长很长的中文说明文字\n".repeat(20);
    let other = format!("规则书 \"甲\" 版本 \"1\"\n  语言 zh\n{long}短语 失礼的话 = \"x\"\n");
    let main = "规则书 \"乙\"\n\n引用 \"a.rulebook\"\n短语 失礼的话 = \"y\"\n规则 丙\n  客服 必须 说 失礼的话\n";
    let checked = files(&[("main.rulebook", main), ("a.rulebook", &other)]);
    let said = said(&checked);
    assert!(said.contains("main.rulebook:4:4"), "{said}");
    assert!(said.contains("a.rulebook:23:4"), "{said}");
}
