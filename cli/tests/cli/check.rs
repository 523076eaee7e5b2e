//! `zhunze check`.

use crate::{Folder, zhunze};

#[test]
fn a_right_rulebook_is_well() {
    insta::assert_snapshot!(zhunze(&["check", "hotline.rulebook"]).shown());
}

#[test]
fn every_mistake_is_shown_at_its_place() {
    insta::assert_snapshot!(zhunze(&["check", "wrong.rulebook"]).shown());
}

#[test]
fn the_same_in_chinese() {
    insta::assert_snapshot!(zhunze(&["check", "--lang", "zh", "wrong.rulebook"]).shown());
}

#[test]
fn the_environment_decides_when_the_rulebook_does_not_say() {
    let folder = Folder::new("check-environment");
    let path = folder.write(
        "x.rulebook",
        "rulebook \"X\"\n\nrule a \"A\"\n  when nonsense\n",
    );
    let mut program = crate::program();
    let output = program
        .args(["check", &path])
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("错误"));
    assert!(zhunze(&["check", &path]).out.contains("Error"));
}

#[test]
fn json_counts_and_places() {
    let ran = zhunze(&[
        "check",
        "--format",
        "json",
        "wrong.rulebook",
        "hotline.rulebook",
    ]);
    let json = ran.json();
    assert_eq!((ran.code, &json["errors"]), (1, &2.into()));
    let first = &json["diagnostics"][0];
    assert_eq!(first["code"], "E0202");
    assert_eq!(first["place"]["file"], "wrong.rulebook");
    assert_eq!(
        (&first["place"]["line"], &first["place"]["column"]),
        (&8.into(), &18.into())
    );
}

#[test]
fn several_rulebooks_are_one_sarif_run() {
    let folder = Folder::new("check-sarif");
    for name in ["a.rulebook", "b.rulebook"] {
        folder.write(name, crate::fixture("wrong.rulebook"));
    }
    let json = zhunze(&["check", "--format", "sarif", &folder.path("")]).json();
    let runs = json["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0]["results"].as_array().unwrap().len(), 4);
    assert_eq!(
        runs[0]["tool"]["driver"]["rules"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn folders_are_searched() {
    let folder = Folder::new("check-folder");
    folder.write("deep/a.rulebook", crate::fixture("hotline.rulebook"));
    folder.write("b.txt", "no rulebook");
    folder.write(".hidden/c.rulebook", "nonsense");
    let ran = zhunze(&["check", &folder.path("")]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "1 rulebook: 0 errors, 0 warnings\n")
    );
}

#[test]
fn what_cannot_be_read_is_wrong() {
    let folder = Folder::new("check-unreadable");
    let latin = folder.write("latin.rulebook", b"rulebook \"X\"\n\n# caf\xe9\n");
    for (path, says) in [
        ("none.rulebook", "none.rulebook: "),
        (latin.as_str(), "line 3: this is not UTF-8"),
        (&folder.path("empty"), "empty: "),
    ] {
        let ran = zhunze(&["check", path]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(says), "{ran:?}");
    }
    let nothing = Folder::new("check-nothing");
    assert_eq!(zhunze(&["check", &nothing.path("")]).code, 2);
}
