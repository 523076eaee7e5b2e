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

#[test]
fn a_miss_says_when_it_came_and_when_it_was_due() {
    let folder = Folder::new("test-miss");
    let path = folder.write(
        "miss.rulebook",
        "rulebook \"miss\"\n\nphrase never_said = \"unheard of\"\n\nrule greet\n  \
         when the call is answered\n  agent must say \"hello\" within 30s\n\n\
         rule reply\n  when agent says \"shall I\"\n  on customer says \"yes\" within 10s\n  \
         agent must say \"thanks\" within 10s\n  on customer says \"no\" within 10s\n  \
         agent must say never_said within 10s\n\n\
         test \"late\"\n  0s answer\n  41s agent \"hello\"\n  50s agent \"shall I\"\n  \
         52s customer \"yes\"\n  53s agent \"thanks\"\n  expect greet satisfied\n",
    );
    let ran = zhunze(&["test", &path]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.out.contains("said at 00:41, due by 00:30"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("phrases that no test says: never_said"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("never taken"), "{}", ran.out);
    assert!(ran.out.contains("not seen violated"), "{}", ran.out);
}

#[test]
fn a_phrase_across_utterances_is_said_in_several() {
    let folder = Folder::new("test-across");
    let path = folder.write(
        "across.rulebook",
        "rulebook \"t\"\n\nphrase both = \"my name\" .. \"is bob\" across 2 utterances\n\n\
         rule r\n  when agent hangs up\n  before that, customer says both\n\n\
         test \"a\"\n  1s customer \"hi my name\"\n  2s customer \"is bob\"\n  3s agent hangs up\n  \
         expect r satisfied\n",
    );
    let ran = zhunze(&["test", &path]);
    assert!(
        ran.code == 0 && !ran.out.contains("that no test says"),
        "{ran:?}"
    );
}
