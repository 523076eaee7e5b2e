//! `zhunze run`: formats, exit codes, bad calls.

use crate::{Folder, fixture, zhunze, zhunze_with};

#[test]
fn a_table_for_people() {
    insta::assert_snapshot!(zhunze(&["run", "hotline.rulebook", "calls.jsonl"]).shown());
}

#[test]
fn a_table_in_chinese_with_everything_that_was_found() {
    let ran = zhunze(&[
        "run",
        "hotline.rulebook",
        "calls.jsonl",
        "--lang",
        "zh",
        "--all-findings",
    ]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn one_report_a_line() {
    let ran = zhunze(&[
        "run",
        "hotline.rulebook",
        "calls.jsonl",
        "--format",
        "jsonl",
    ]);
    let reports: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = reports
        .iter()
        .map(|it| {
            (
                it["call_id"].as_str().unwrap(),
                it["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [("good", "pass"), ("late", "fail"), ("rude", "fail")]);
    assert_eq!(reports[1]["findings"][0]["rule"], "greets");
    assert_eq!(reports[1]["findings"][0]["due"], 5000);
    assert_eq!(reports[2]["scores"][0]["fatal"], true);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn an_array_holds_the_same_reports() {
    let array = zhunze(&["run", "hotline.rulebook", "calls.jsonl", "--format", "json"]).json();
    let lines = zhunze(&[
        "run",
        "hotline.rulebook",
        "calls.jsonl",
        "--format",
        "jsonl",
    ])
    .out;
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(array, serde_json::Value::Array(lines));
    let none = zhunze_with(&["run", "hotline.rulebook", "-", "--format", "json"], b"");
    assert_eq!((none.code, none.json()), (0, serde_json::json!([])));
}

#[test]
fn rows_of_rules_as_csv() {
    insta::assert_snapshot!(
        zhunze(&["run", "hotline.rulebook", "calls.jsonl", "--format", "csv"]).shown()
    );
}

#[test]
fn bad_calls_do_not_stop_the_rest() {
    let calls = "{\"call_id\":\"a\",\"events\":[]}\n{\"call_id\":\"b\",\"events\":[{\"t\":\"x\",\"kind\":\"answer\"}]}\nnonsense\n\n{\"call_id\":\"c\",\"events\":[]}\n";
    for format in ["table", "jsonl", "json", "csv"] {
        let ran = zhunze_with(
            &["run", "hotline.rulebook", "-", "--format", format],
            calls.as_bytes(),
        );
        insta::assert_snapshot!(format!("bad_calls_{format}"), shortened(&ran.shown()));
    }
}

/// Reports without what other tests look at.
fn shortened(text: &str) -> String {
    let line = |line: &str| match line.split_once(",\"rulebook\":") {
        Some((start, _)) => format!("{start}, …"),
        None => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn fail_on_decides_what_is_a_no() {
    let code = |calls: &str, on: &str| {
        zhunze_with(
            &["run", "hotline.rulebook", "-", "--fail-on", on],
            calls.as_bytes(),
        )
        .code
    };
    let all = fixture("calls.jsonl");
    let calls: Vec<&str> = all.lines().collect();
    let (good, late, rude) = (calls[0], calls[1], calls[2]);
    assert_eq!(
        ["score", "fatal", "any"].map(|on| code(good, on)),
        [0, 0, 0]
    );
    assert_eq!(
        ["score", "fatal", "any"].map(|on| code(late, on)),
        [1, 0, 1]
    );
    assert_eq!(
        ["score", "fatal", "any"].map(|on| code(rude, on)),
        [1, 1, 1]
    );
    assert_eq!(
        code(&format!("{late}\nnonsense"), "any"),
        2,
        "wrong input goes before a no"
    );
}

#[test]
fn a_file_appears_only_when_it_is_whole() {
    let folder = Folder::new("run-out");
    let out = folder.path("reports.jsonl");
    let ran = zhunze(&[
        "run",
        "hotline.rulebook",
        "calls.jsonl",
        "--format",
        "jsonl",
        "--out",
        &out,
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(folder.names(), ["reports.jsonl"]);
    assert_eq!(
        folder
            .read("reports.jsonl")
            .iter()
            .filter(|byte| **byte == b'\n')
            .count(),
        3
    );
}

#[test]
fn wrong_usage_and_wrong_inputs() {
    let folder = Folder::new("run-wrong");
    let module = folder.write("x.wasm", b"\0asm\x01\0\0\0");
    let nothing = folder.path("*.jsonl");
    let cases: [(&[&str], i32, &str); 6] = [
        (&["run", "hotline.rulebook"], 2, "CALLS"),
        (
            &["run", "hotline.rulebook", "none.jsonl"],
            2,
            "none.jsonl: ",
        ),
        (
            &["run", "hotline.rulebook", &nothing],
            2,
            "no file of calls is here",
        ),
        (
            &["run", "none.rulebook", "calls.jsonl"],
            2,
            "none.rulebook: ",
        ),
        (&["run", "wrong.rulebook", "calls.jsonl"], 1, "E0202"),
        (&["run", &module, "calls.jsonl"], 2, "interface"),
    ];
    for (arguments, code, says) in cases {
        let ran = zhunze(arguments);
        assert_eq!(ran.code, code, "{arguments:?} {ran:?}");
        assert!(ran.err.contains(says), "{arguments:?} {ran:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}
