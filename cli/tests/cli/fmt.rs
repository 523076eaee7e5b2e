//! `zhunze fmt`.

use crate::{Folder, zhunze, zhunze_with};

const UNTIDY: &str =
    "rulebook   \"X\"  version \"1\"\n    language en\n# kept\nphrase  hi   =  \"hello\"\n";

#[test]
fn files_are_changed_in_place_and_then_stay() {
    let folder = Folder::new("fmt");
    let path = folder.write("x.rulebook", UNTIDY);
    assert_eq!(zhunze(&["fmt", "--check", &path]).code, 1);
    assert_eq!(
        folder.read("x.rulebook"),
        UNTIDY.as_bytes(),
        "--check changes nothing"
    );
    let ran = zhunze(&["fmt", &path]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let tidy = String::from_utf8(folder.read("x.rulebook")).unwrap();
    assert!(tidy != UNTIDY && tidy.contains("# kept"), "{tidy}");
    assert_eq!(
        zhunze(&["fmt", "--check", &path]).shown(),
        "exit code 0\n--- out\n--- err\n"
    );
    assert_eq!(folder.names(), ["x.rulebook"]);
}

#[test]
fn check_names_the_files() {
    let folder = Folder::new("fmt-check");
    let path = folder.write("x.rulebook", UNTIDY);
    assert_eq!(
        zhunze(&["fmt", "--check", &folder.path("")]).out.trim_end(),
        path
    );
}

#[test]
fn standard_input_goes_to_standard_output_in_either_language() {
    let chinese = zhunze_with(&["fmt", "-", "--keywords", "zh"], UNTIDY.as_bytes());
    assert_eq!(chinese.code, 0);
    assert!(
        chinese.out.contains("规则书 \"X\" 版本 \"1\"") && chinese.out.contains("短语 hi"),
        "{}",
        chinese.out
    );
    let english = zhunze_with(&["fmt", "-", "--keywords", "en"], chinese.out.as_bytes());
    assert_eq!(
        english.out,
        zhunze_with(&["fmt", "-"], UNTIDY.as_bytes()).out
    );
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("fmt-permissions");
    let path = folder.write("x.rulebook", UNTIDY);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path("link.rulebook");
    symlink("x.rulebook", &link).unwrap();
    assert_eq!(zhunze(&["fmt", &link]).code, 0);
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(folder.read("x.rulebook"), UNTIDY.as_bytes());
}

#[test]
fn a_file_that_is_not_there_is_wrong() {
    assert_eq!(zhunze(&["fmt", "none.rulebook"]).code, 2);
}
