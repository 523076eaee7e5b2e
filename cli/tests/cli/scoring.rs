//! `zhunze run`: where calls come from, their order, and many at once.

use crate::{Folder, fixture, zhunze, zhunze_with};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

fn reports(calls: &[&str]) -> String {
    let mut arguments = vec!["run", "hotline.rulebook", "--format", "jsonl"];
    arguments.extend(calls);
    let ran = zhunze(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
}

fn ids(reports: &str) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["call_id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    reports.lines().map(id).collect()
}

#[test]
fn packed_files_arrays_and_standard_input_are_the_same_calls() {
    let folder = Folder::new("run-packed");
    let lines = fixture("calls.jsonl");
    let array = format!("[\n{}\n]\n", lines.trim().replace('\n', ",\n"));
    let expected = reports(&["calls.jsonl"]);
    let files = [
        folder.write("a.jsonl.gz", gzip(&lines)),
        folder.write("b.jsonl.zst", zstd(&lines)),
        folder.write("c.json", &array),
        folder.write("d.json.gz", gzip(&array)),
    ];
    for file in files {
        assert_eq!(reports(&[&file]), expected, "{file}");
    }
    for input in [lines.into_bytes(), gzip(&array), array.into_bytes()] {
        assert_eq!(
            zhunze_with(
                &["run", "hotline.rulebook", "-", "--format", "jsonl"],
                &input
            )
            .out,
            expected
        );
    }
}

#[test]
fn a_stream_of_events_is_put_together() {
    let stream = "{\"call_id\":\"s\",\"t\":0,\"kind\":\"answer\"}\n{\"call_id\":\"s\",\"t\":6000,\"kind\":\"end\"}\n";
    let ran = zhunze_with(
        &["run", "hotline.rulebook", "-", "--format", "jsonl"],
        stream.as_bytes(),
    );
    assert_eq!(ids(&ran.out), ["s"]);
    assert!(ran.out.contains("\"due\":5000"));
}

#[test]
fn folders_and_patterns_in_the_order_of_their_names() {
    let folder = Folder::new("run-folder");
    let call = |id: &str| format!("{{\"call_id\":\"{id}\",\"events\":[]}}\n");
    for (name, id) in [("b.json", "b"), ("a/z.jsonl", "az"), ("c.jsonl", "c")] {
        folder.write(name, call(id));
    }
    folder.write("notes.txt", "not a call");
    assert_eq!(ids(&reports(&[&folder.path("")])), ["az", "b", "c"]);
    assert_eq!(ids(&reports(&[&folder.path("*.json*")])), ["b", "c"]);
    assert_eq!(
        ids(&reports(&[&folder.path("c.jsonl"), &folder.path("b.json")])),
        ["c", "b"]
    );
}

#[test]
fn a_module_scores_as_its_rulebook_does() {
    let folder = Folder::new("run-module");
    let module = folder.path("hotline.wasm");
    assert_eq!(
        zhunze(&["build", "hotline.rulebook", "-o", &module]).code,
        0
    );
    let by_module = zhunze(&["run", &module, "calls.jsonl", "--format", "jsonl"]).out;
    assert_eq!(by_module, reports(&["calls.jsonl"]));
}

/// Many calls, and some that cannot be read.
fn many() -> String {
    let call = |n: usize| match n % 33 {
        32 => format!("{{\"call_id\":\"c{n}\",\"events\":[{{\"kind\":\"answer\"}}]}}\n"),
        _ => format!(
            "{{\"call_id\":\"c{n}\",\"events\":[{{\"t\":0,\"kind\":\"answer\"}},{{\"t\":{},\"kind\":\"utterance\",\"speaker\":\"agent\",\"text\":\"Good morning\"}}]}}\n",
            (n * 7919) % 10_000,
        ),
    };
    (0..1000).map(call).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_in_the_order_of_the_input() {
    let folder = Folder::new("run-threads");
    let calls = folder.write("calls.jsonl", many());
    for format in ["jsonl", "json", "csv", "table"] {
        let with = |jobs: &str| {
            zhunze(&[
                "run",
                "hotline.rulebook",
                &calls,
                "--format",
                format,
                "--jobs",
                jobs,
            ])
        };
        let one = with("1");
        assert_eq!(one.code, 2);
        for jobs in ["2", "7"] {
            let ran = with(jobs);
            assert!(ran.out == one.out && ran.err == one.err, "{format} {jobs}");
        }
    }
    let ran = zhunze(&["run", "hotline.rulebook", &calls, "--format", "jsonl"]);
    let expected: Vec<String> = (0..1000).map(|n| format!("c{n}")).collect();
    assert_eq!(ids(&ran.out), expected);
    assert!(
        ran.err.contains("10 more calls could not be scored"),
        "{}",
        ran.err
    );
}

#[test]
fn a_file_that_breaks_off_is_an_error_among_the_reports() {
    let folder = Folder::new("run-broken");
    let packed = gzip(&many());
    let broken = folder.write("a.jsonl.gz", &packed[..packed.len() / 2]);
    let ran = zhunze(&[
        "run",
        "hotline.rulebook",
        &broken,
        "calls.jsonl",
        "--format",
        "jsonl",
    ]);
    assert_eq!(ran.code, 2);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("the input cannot be read"))
            .count(),
        1
    );
    assert!(lines.last().unwrap().starts_with("{\"call_id\":\"rude\""));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = Folder::new("run-pipe");
    let calls = folder.write("calls.jsonl", many());
    let mut program = crate::program();
    program.args(["run", "hotline.rulebook", &calls, "--format", "jsonl"]);
    let mut child = program
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.starts_with("{\"call_id\":\"c0\""));
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
