//! `zhunze clauses` and `zhunze doc`.

use crate::{Folder, zhunze};

const STANDARD: &str = r#"rulebook "Hotline <A>" version "2"
  score quality from 100, pass 80
  grade good from 90, poor below 90

section manners "Manners" weight 40

phrase hello = any of
  "good (morning|evening)"
  "hello" .. "bank"

rule greeting "Greeting"
  when the call is answered
  agent must say hello within 5s
  otherwise deduct 5
  cite "A-1", "A-2"

rule calm "No shouting"
  agent must not say "shut up"
  otherwise deduct 10 each time, at most 20
  severity major
  cite "A-3"

rule stray "No one asked for this"
  agent must not say "whatever"
  cite "Z-9"

test "kept"
  0s answer
  1s agent "good morning"
  expect greeting satisfied

test "broken"
  0s answer
  9s agent "good morning"
  expect greeting violated
"#;

fn standard(name: &str) -> (Folder, String) {
    let folder = Folder::new(name);
    let path = folder.write("hotline.rulebook", STANDARD);
    (folder, path)
}

#[test]
fn clauses_that_are_covered_and_those_that_are_not() {
    let (folder, path) = standard("clauses");
    let list = folder.write(
        "list.yaml",
        "clauses:\n  - {id: A-1, text: Greet, checkable: 'yes'}\n  - {id: A-2, checkable: labels}\n  \
         - {id: A-3, checkable: 'yes'}\n  - {id: A-4, checkable: 'yes'}\n  - {id: A-5, checkable: 'no'}\n",
    );
    let ran = zhunze(&["clauses", &path, "--catalogue", &list]);
    assert_eq!(ran.code, 1, "{ran:?}");
    insta::assert_snapshot!(ran.out);

    let json = zhunze(&["clauses", &path, "--catalogue", &list, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["total"], 4);
    assert_eq!(json["covered"], 2);
    assert_eq!(json["clauses"][2]["violated"], false);
    assert_eq!(json["unknown"][0]["id"], "Z-9");

    let page = zhunze(&["clauses", &path, "--catalogue", &list, "--format", "html"]);
    assert!(page.out.contains("<td>A-4</td>") && page.out.contains("no rule cites it"));
}

#[test]
fn a_list_of_ids_alone_that_is_covered() {
    let (folder, path) = standard("clauses-csv");
    let list = folder.write("list.csv", "A-1\nA-2\n");
    let ran = zhunze(&["clauses", &path, "--catalogue", &list]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("2 of 2 clauses covered"), "{ran:?}");
}

#[test]
fn a_list_that_cannot_be_read_is_wrong() {
    let (folder, path) = standard("clauses-wrong");
    let list = folder.write("list.yaml", "clauses: 3\n");
    for list in [list.as_str(), "none.yaml"] {
        let ran = zhunze(&["clauses", &path, "--catalogue", list]);
        assert_eq!(ran.code, 2, "{ran:?}");
    }
}

#[test]
fn the_written_standard_in_markdown() {
    let (_folder, path) = standard("doc");
    let ran = zhunze(&["doc", &path, "--format", "markdown"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn the_written_standard_as_a_page_in_chinese() {
    let (folder, path) = standard("doc-html");
    let out = folder.path("standard.html");
    let ran = zhunze(&["doc", &path, "--lang", "zh", "--out", &out]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let page = std::fs::read_to_string(out).unwrap();
    for part in [
        "<html lang=\"zh\">",
        "Hotline &lt;A&gt; 2",
        "条款索引",
        "<a href=\"#r1.1\">1.1</a>",
        "不得说",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("http://") && !page.contains("https://"));
}

#[test]
fn parts_of_rulebooks_are_not_judged_alone() {
    let folder = Folder::new("parts");
    folder.write(
        "main.rulebook",
        format!("{STANDARD}\nuse \"part.rulebook\"\n"),
    );
    folder.write(
        "part.rulebook",
        "rule polite \"Polite\"\n  agent must say \"hello\"\n",
    );
    let ran = zhunze(&["test", &folder.path("")]);
    assert!(
        !ran.out.contains("part.rulebook") && ran.out.contains("main.rulebook"),
        "{ran:?}"
    );
}

#[test]
fn a_failed_expectation_of_a_part_is_shown_with_its_place() {
    let folder = Folder::new("part-test");
    let main = folder.write(
        "main.rulebook",
        format!("{STANDARD}\nuse \"part.rulebook\"\n"),
    );
    folder.write(
        "part.rulebook",
        "rule loud \"Loud\"\n  agent must say \"loud\"\n\n\
         test \"quiet\"\n  0s answer\n  1s agent \"low\"\n  expect loud satisfied\n",
    );
    let ran = zhunze(&["test", &main]);
    assert!(ran.out.contains("expected  loud satisfied  ("), "{ran:?}");
    assert!(ran.out.contains("part.rulebook:7)"), "{ran:?}");
}
