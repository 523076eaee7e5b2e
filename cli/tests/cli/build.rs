//! `zhunze build`.

use crate::{Folder, fixture, zhunze};
use std::process::Stdio;

#[test]
fn writes_the_module_beside_the_rulebook_and_tells_its_figures() {
    let folder = Folder::new("build");
    let path = folder.write("hotline.rulebook", fixture("hotline.rulebook"));
    let ran = zhunze(&["build", &path]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(folder.read("hotline.wasm").starts_with(b"\0asm"));
    assert_eq!(folder.names(), ["hotline.rulebook", "hotline.wasm"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].ends_with("hotline.wasm"));
    assert!(lines[1].starts_with("  module          ") && lines[1].ends_with(" bytes"));
    assert!(lines[2].starts_with("  state per call  ") && lines[2].ends_with(" bytes"));
    assert!(lines[3].starts_with("  memory          ") && lines[3].ends_with(" bytes"));
    assert!(
        lines[4].starts_with("  work per event  at most ") && lines[4].ends_with(" at the end")
    );
    assert_eq!(
        &lines[5..],
        [
            "  rules           2",
            "  phrases         2",
            "  score quality   least 0, most 100"
        ]
    );
}

#[test]
fn the_same_rulebook_gives_the_same_bytes() {
    let folder = Folder::new("build-same");
    for name in ["a.wasm", "b.wasm"] {
        assert_eq!(
            zhunze(&["build", "hotline.rulebook", "-o", &folder.path(name)]).code,
            0
        );
    }
    assert_eq!(folder.read("a.wasm"), folder.read("b.wasm"));
}

#[test]
fn standard_output_takes_the_module_alone() {
    let mut program = crate::program();
    let output = program
        .args(["build", "hotline.rulebook", "-o", "-"])
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert!(output.stdout.starts_with(b"\0asm"));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("rules           2")
    );
}

#[test]
fn errors_keep_it_from_being_written() {
    let folder = Folder::new("build-errors");
    let ran = zhunze(&["build", "wrong.rulebook", "-o", &folder.path("x.wasm")]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0202"));
    assert!(folder.names().is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_wrong() {
    let ran = zhunze(&["build", "hotline.rulebook", "-o", "none/x.wasm"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("none/x.wasm: "));
}
