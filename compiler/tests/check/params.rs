//! Values of parameters that are given from outside.

use std::collections::BTreeMap;

use zhunze_compiler::{Checked, Settings, check_with};

use super::reuse::{bare, differ, right};
use super::{codes, one, said};

/// Names and values.
type Values<'a> = &'a [(&'a str, &'a str)];

/// Checks one text with values given from outside.
fn set(text: &str, values: Values) -> Checked {
    let files = BTreeMap::from([("main.rulebook".to_owned(), text.to_owned())]);
    let own = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
    let params = values.iter().map(own).collect();
    check_with("main.rulebook", &files, &Settings { params })
}

const OUTSIDE: &str = r#"rulebook "a"
param words: phrase
param limit: duration = 5s
param times: number = 1
param vip: boolean = no
param queue: text = "q"
phrase hello = "hello"
rule r "R"
  when the call is answered
  if call.vip = vip and call.queue = queue
  agent must at least times times say words within limit
rule other
  agent must say hello
"#;

#[test]
fn values_come_from_outside() {
    let values = [
        ("words", "(good|fine) day"),
        ("limit", "1分钟30秒"),
        ("times", "2"),
        ("vip", "是"),
        ("queue", "a = \"b\""),
    ];
    let checked = set(OUTSIDE, &values);
    let book = right(checked);
    let params: Vec<_> = book.params.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(
        params,
        ["(good|fine) day", "1分钟30秒", "2", "是", "a = \"b\""]
    );
    let plain = r#"rulebook "a"
phrase hello = "hello"
rule r "R"
  when the call is answered
  if call.vip = yes and call.queue = "a = \"b\""
  agent must at least 2 times say "(good|fine) day" within 90s
rule other
  agent must say hello
"#;
    let (found, plain) = (bare(book), bare(right(one(plain))));
    assert!(found == plain, "{}", differ(&found, &plain));
    let named = right(set(OUTSIDE, &[("words", "hello")]));
    assert_eq!(named.phrases.len(), 1);
    let quoted = right(set(OUTSIDE, &[("words", "\"good\" .. \"day\"")]));
    assert_ne!(
        quoted.hash, named.hash,
        "values are part of what a module is made of"
    );
}

#[test]
fn values_from_outside_are_pointed_at() {
    let all: &[(Values, &[&str])] = &[
        (&[], &["E0224@2"]),
        (&[("words", "a"), ("limits", "3s")], &["E0223@1"]),
        (&[("words", "a"), ("limit", "soon")], &["E0225@1"]),
        (&[("words", "(a")], &["E0104@1"]),
        (
            &[("words", "a"), ("vip", "perhaps"), ("times", "2s")],
            &["E0225@1", "E0225@2"],
        ),
        (&[("words", "")], &["E0104@1"]),
    ];
    for (values, expected) in all {
        let checked = set(OUTSIDE, values);
        assert_eq!(codes(&checked), *expected, "{values:?}\n{}", said(&checked));
    }
}
