//! Settings under `rulebook`.

use std::fmt::Write;

use zhunze_compiler::text::Unit;

use super::show::Show;
use super::{codes, one, said};

fn with(settings: &str) -> String {
    format!("rulebook \"a\"\n{settings}\nrule r\n  agent must speak\n")
}

#[test]
fn settings_come_into_the_book() {
    let checked = one(&with(
        "  language zh\n  unit case\n  fillers \"嗯\", \"You know\"\n  confusions \"n/l\"\n",
    ));
    let said = said(&checked);
    let book = checked.book.unwrap_or_else(|| panic!("{said}"));
    assert!(book.case);
    let fillers = [
        vec![Unit::Char('嗯')],
        vec![Unit::Word("you".into()), Unit::Word("know".into())],
    ];
    assert_eq!(book.fillers, fillers);
    assert_eq!(book.confusions, [("n".to_owned(), "l".to_owned())]);
    let none = one(&with("  fillers none\n  confusions none\n"))
        .book
        .unwrap();
    assert!(none.fillers.is_empty() && none.confusions.is_empty() && !none.case);
    let usual = one(&with("  language zh\n")).book.unwrap();
    assert_eq!((usual.fillers.len(), usual.confusions.len()), (11, 8));
    let usual = one(&with("")).book.unwrap();
    assert_eq!(usual.fillers.len(), 6);
}

#[test]
fn what_applies_to_the_rulebook_applies_to_each_rule() {
    let checked = one(
        "rulebook \"a\"\n  applies if call.queue = \"vip\"\n  effective from \"2026-01-01\" until \"2026-12-31\"\nrule r\n  agent must speak\nrule s\n  applies if call.hot = yes\n  agent must speak\n",
    );
    let said = said(&checked);
    let book = checked.book.unwrap_or_else(|| panic!("{said}"));
    let mut text = String::new();
    for rule in &book.rules {
        let applies = rule.applies.as_ref().map(|it| Show(&book).expr(it));
        let _ = writeln!(text, "{}: {applies:?}", rule.name);
    }
    insta::assert_snapshot!("applies", text);
}

#[test]
fn mistakes_in_settings() {
    let section = "section s \"S\" weight 90";
    let all = [
        ("  unit calls", "", "E0219@2"),
        ("  fillers \"，\"", "", "E0308@2"),
        ("  confusions \"n-l\"", "", "E0219@2"),
        ("  confusions \"n/n\"", "", "E0219@2"),
        ("  effective from \"2026-02-30\"", "", "E0314@2"),
        ("  weights total 100", section, "E0318@2"),
        ("  weights of other total 100", section, "E0207@2"),
        ("  weights total 90", section, ""),
        ("  applies if speech_rate > 3", "", "E0401@2"),
        ("  waiting at most 65", "", "E0304@2"),
    ];
    for (setting, section, expected) in all {
        let text = format!("rulebook \"a\"\n{setting}\n{section}\nrule r\n  agent must speak\n");
        let checked = one(&text);
        assert_eq!(
            codes(&checked).join(" "),
            expected,
            "{setting}\n{}",
            said(&checked)
        );
    }
}
