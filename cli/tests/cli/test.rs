//! `zhunze test`.

use crate::{Folder, fixture, zhunze};

#[test]
fn tests_that_pass_and_what_they_have_seen() {
    insta::assert_snapshot!(zhunze(&["test", "hotline.rulebook"]).shown());
}

#[test]
fn a_test_that_fails_shows_the_call() {
    insta::assert_snapshot!(zhunze(&["test", "failing.rulebook"]).shown());
}

#[test]
fn the_same_in_chinese() {
    insta::assert_snapshot!(zhunze(&["test", "--lang", "zh", "failing.rulebook"]).shown());
}

#[test]
fn json_for_programs() {
    let ran = zhunze(&["test", "--format", "json", "failing.rulebook"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn a_rulebook_with_errors_does_not_keep_the_others_from_being_tested() {
    let folder = Folder::new("test-folder");
    folder.write("a.rulebook", fixture("wrong.rulebook"));
    folder.write("b.rulebook", fixture("hotline.rulebook"));
    let ran = zhunze(&["test", &folder.path("")]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("E0202") && ran.out.ends_with("1 passed, 0 failed\n"),
        "{ran:?}"
    );
}

#[test]
fn a_file_that_is_not_there_is_wrong() {
    assert_eq!(zhunze(&["test", "none.rulebook"]).code, 2);
}
