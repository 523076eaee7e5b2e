//! `zhunze explain`: plain words, shortest calls, pictures.

use crate::{Folder, zhunze};

const RULEBOOK: &str = r#"rulebook "explained"

phrase opening = "good morning"

rule greet "Greets"
  when the call is answered
  agent must say opening within 5s
  otherwise deduct 5 each time, at most 10

rule quiet "Never shouts"
  agent must not speak where volume > 10
  fatal

rule asked "Asks before hanging up"
  when agent hangs up
  before that, agent says "anything else", then nobody speaks for 3s
"#;

fn explained(test: &str, arguments: &[&str]) -> (Folder, String) {
    let folder = Folder::new(test);
    let path = folder.write("explained.rulebook", RULEBOOK);
    let mut all = vec!["explain", path.as_str()];
    all.extend(arguments);
    let ran = zhunze(&all);
    assert_eq!(ran.code, 0, "{ran:?}");
    (folder, ran.out)
}

#[test]
fn a_rule_is_said_in_words_with_the_shortest_calls() {
    let (_folder, out) = explained("explain-words", &["greet"]);
    insta::assert_snapshot!(out);
}

#[test]
fn a_sequence_is_explained_in_chinese() {
    let (_folder, out) = explained("explain-chinese", &["asked", "--lang", "zh"]);
    insta::assert_snapshot!(out);
}

#[test]
fn every_rule_has_a_picture() {
    let folder = Folder::new("explain-svg");
    let path = folder.write("explained.rulebook", RULEBOOK);
    let pictures = folder.path("pictures");
    let ran = zhunze(&["explain", &path, "--svg", &pictures]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for rule in ["greet", "quiet", "asked"] {
        let svg = String::from_utf8(folder.read(&format!("pictures/{rule}.svg"))).unwrap();
        assert!(
            svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
            "{svg}"
        );
        assert!(svg.contains("violated"), "{svg}");
    }
}

#[test]
fn a_rule_that_is_not_there_is_said_so() {
    let folder = Folder::new("explain-unknown");
    let path = folder.write("explained.rulebook", RULEBOOK);
    let ran = zhunze(&["explain", &path, "gret"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("there is no rule `gret`"), "{ran:?}");
}

#[test]
fn conditions_in_conditions_stand_in_brackets() {
    let folder = Folder::new("explain-brackets");
    let path = folder.write(
        "b.rulebook",
        "rulebook \"b\"\n\nrule r\n  when agent speaks\n  \
         require call.a = 1 or call.b = 2 and call.c = 3\n",
    );
    for (lang, said) in [
        (
            "en",
            "the call's a is 1 or (the call's b is 2 and the call's c is 3)",
        ),
        ("zh", "，或（"),
    ] {
        let ran = zhunze(&["explain", "--lang", lang, &path, "r"]);
        assert!(ran.out.contains(said), "{ran:?}");
    }
}
