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

/// Checks files with values given from outside.
fn set_files(texts: &[(&str, &str)], values: Values) -> Checked {
    let own = |(name, text): &(&str, &str)| (name.to_string(), text.to_string());
    let files: BTreeMap<String, String> = texts.iter().map(own).collect();
    let params = values.iter().map(own).collect();
    check_with("main.rulebook", &files, &Settings { params })
}

#[test]
fn times_of_day_come_from_outside() {
    let text = |from: &str, until: &str, params: &str| {
        format!(
            "规则书 \"a\"\n  语言 zh\n{params}规则 r \"R\"\n  当 客服 说话\n  \
             如果 当前时刻 不少于 {from} 且 通话.时间 < {until}\n  客户 必须 {until} 前 说话\n"
        )
    };
    let params = "参数 上班: 钟点 = 9:00\nparam closing: clock\n";
    let with = text("上班", "closing", params);
    for (values, from, until) in [
        (&[("closing", "18:00")][..], "9:00", "18:00"),
        (&[("closing", "17:30"), ("上班", "8:05")], "8:05", "17:30"),
    ] {
        let (found, plain) = (
            right(set(&with, values)),
            right(one(&text(from, until, ""))),
        );
        assert_eq!(found.params.len(), 2);
        let (found, plain) = (bare(found), bare(plain));
        assert!(found == plain, "{}", differ(&found, &plain));
    }
    assert_eq!(codes(&set(&with, &[])), ["E0224@4"]);
    assert_eq!(codes(&set(&with, &[("closing", "25:00")])), ["E0225@1"]);
    assert_eq!(codes(&set(&with, &[("closing", "540")])), ["E0225@1"]);
    let unknown = text("9:00", "下班", "");
    assert_eq!(
        codes(&one(&unknown)).first().map(String::as_str),
        Some("E0223@6")
    );
}

#[test]
fn values_reach_the_one_file_that_has_the_parameter() {
    const USED: &str = "param limit: duration = 5s\nparam many: number = 1\nrule r \"R\"\n  when \
                        hold ends\n  agent must at least many times speak within limit\n";
    let main = "rulebook \"a\"\nuse \"x.rulebook\"\n";
    let used = |limit: &str, many: &str| {
        USED.replace("5s", limit)
            .replace("number = 1", &format!("number = {many}"))
    };
    let check =
        |values: Values| set_files(&[("main.rulebook", main), ("x.rulebook", USED)], values);
    let found = right(check(&[("limit", "8s"), ("many", "2")]));
    let params: Vec<_> = found.params.iter().map(|it| it.value.clone()).collect();
    assert_eq!(params, ["8s", "2"]);
    let other = used("8s", "2");
    let plain = right(set_files(
        &[("main.rulebook", main), ("x.rulebook", &other)],
        &[],
    ));
    let (found, plain) = (bare(found), bare(plain));
    assert!(found == plain, "{}", differ(&found, &plain));

    // Through a file in between.
    let between = "use \"x.rulebook\"\n";
    let deep = main.replace("x.rulebook", "y.rulebook");
    let three = |values: Values| {
        set_files(
            &[
                ("main.rulebook", &deep),
                ("y.rulebook", between),
                ("x.rulebook", USED),
            ],
            values,
        )
    };
    assert!(bare(right(three(&[("limit", "8s"), ("many", "2")]))) == plain);
    assert_eq!(codes(&three(&[("limit", "soon")])), ["E0225@1"]);
    assert_eq!(codes(&three(&[("limits", "8s")])), ["E0223@1"]);
}

#[test]
fn why_a_value_reaches_no_file_is_said() {
    let used = "param limit: duration = 5s\nrule r \"R\"\n  when hold ends\n  agent must speak \
                within limit\n";
    let other = used.replace("rule r", "rule q");
    let given = "rulebook \"a\"\nuse \"x.rulebook\" (limit: 3s)\n";
    let both = "rulebook \"a\"\nuse \"x.rulebook\"\nuse \"y.rulebook\"\n";
    let own = "rulebook \"a\"\nparam limit: duration\nuse \"x.rulebook\"\nrule z\n  when hold \
               ends\n  agent must say \"a\" within limit\n";
    let files = |main| {
        [
            ("main.rulebook", main),
            ("x.rulebook", used),
            ("y.rulebook", &other),
        ]
    };
    for (main, words) in [(given, "in the brackets"), (both, "several files")] {
        let checked = set_files(&files(main), &[("limit", "8s")]);
        assert_eq!(codes(&checked), ["E0223@1"]);
        assert!(said(&checked).contains(words), "{}", said(&checked));
    }
    // A parameter of the rulebook goes first.
    let book = right(set_files(&files(own), &[("limit", "8s")]));
    assert_eq!(book.params.len(), 1);
}

/// A length stands wherever one may: also in parts of the call and of the past.
#[test]
fn parts_of_a_call_are_as_long_as_a_parameter_says() {
    let text = |long: &str, params: &str| {
        format!(
            "rulebook \"a\"\n{params}rule r \"R\"\n  when customer speaks\n  if count of agent \
             speaks in the last {long} is at least 2\n  agent must say \"hello\" in the first {long}\n\
             规则 甲 \"甲\"\n  当 客户 说话\n  如果 次数 客服 说话 最近 {long} 内 不少于 2\n  \
             客服 必须 说 \"好\"\n"
        )
    };
    let with = text("long", "param long: duration = 5s\n");
    for (values, long) in [(&[][..], "5s"), (&[("long", "90s")], "90s")] {
        let found = bare(right(set(&with, values)));
        let plain = bare(right(one(&text(long, ""))));
        assert!(found == plain, "{}", differ(&found, &plain));
    }
    let unknown = codes(&one(&text("lang", "")));
    assert_eq!(unknown.first().map(String::as_str), Some("E0223@4"));
}
