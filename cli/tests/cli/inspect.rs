//! `zhunze inspect`.

use crate::{Folder, zhunze};

#[test]
fn a_rulebook_and_its_module_show_the_same() {
    let folder = Folder::new("inspect");
    let module = folder.path("hotline.wasm");
    zhunze(&["build", "hotline.rulebook", "-o", &module]);
    for flag in [None, Some("--manifest"), Some("--json")] {
        let with = |path: &str| zhunze(&[&["inspect", path], flag.as_slice()].concat());
        let (one, other) = (with("hotline.rulebook"), with(&module));
        assert_eq!((one.code, other.code), (0, 0));
        assert_eq!(one.out, other.out);
    }
}

#[test]
fn people_see_rules_and_sections() {
    let out = zhunze(&["inspect", "hotline.rulebook"]).out;
    for text in [
        "rulebook        Hotline 1\n",
        "\nmemory          ",
        "\nwork per event  at most ",
        "2 rules\n  talk Talk, weight 100\n",
        "greets  The agent greets within 5 seconds  [S-1, S-2]",
        "zhunze.manifest",
    ] {
        assert!(out.contains(text), "{out}");
    }
}

#[test]
fn programs_read_the_manifest() {
    let json = zhunze(&["inspect", "hotline.rulebook", "--manifest"]).json();
    assert_eq!(
        (&json["abi"], &json["rules"][1]["fatal_from"]),
        (&1.into(), &2.into())
    );
    let json = zhunze(&["inspect", "hotline.rulebook", "--json"]).json();
    assert_eq!(json["manifest"]["name"], "Hotline");
}

#[test]
fn monitors_are_printed_from_the_rulebook_only() {
    let folder = Folder::new("inspect-monitors");
    let module = folder.path("hotline.wasm");
    zhunze(&["build", "hotline.rulebook", "-o", &module]);
    assert!(
        zhunze(&["inspect", "hotline.rulebook", "--monitors"])
            .out
            .contains("greets")
    );
    assert_eq!(zhunze(&["inspect", &module, "--monitors"]).code, 2);
}

#[test]
fn what_is_no_module_of_a_rulebook_is_wrong() {
    let folder = Folder::new("inspect-wrong");
    let empty = folder.write("empty.wasm", b"\0asm\x01\0\0\0");
    let cut = folder.write("cut.wasm", b"\0asm\x01\0\0\0\x01\xff");
    for path in [&empty, &cut, &folder.path("none.wasm")] {
        let ran = zhunze(&["inspect", path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}");
        assert!(ran.err.contains(path.as_str()), "{ran:?}");
    }
}
