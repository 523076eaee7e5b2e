//! What is wrong with files, parameters and templates, and where it is said.

use std::collections::BTreeMap;

use super::{codes, files, one, said};

/// Each mistake: further files, the rulebook, and the codes.
const MISTAKES: &[(&str, &str, &[&str])] = &[
    ("", "use std.nothing\n", &["E0214@3"]),
    ("param p: phrase\n", "use \"l.rulebook\"\n", &["E0224@3"]),
    (
        "param p: phrase\n",
        "use \"l.rulebook\" (p: 5s)\n",
        &["E0225@3"],
    ),
    (
        "param p: phrase\n",
        "use \"l.rulebook\" (p: \"a\", q: \"b\")\n",
        &["E0223@3"],
    ),
    (
        "param p: phrase\n",
        "use \"l.rulebook\" (p: \"a\", p: \"b\")\n",
        &["E0201@3"],
    ),
    (
        "param p: phrase\nparam p: number = 1\n",
        "use \"l.rulebook\" (p: \"a\")\n",
        &["E0225@3", "E0201@2"],
    ),
    (
        "param p: phrase = \"a\"\n",
        "use \"l.rulebook\"\nuse \"l.rulebook\" (p: \"b\")\n",
        &["E0229@4"],
    ),
    (
        "param p: phrase = \"a\"\n",
        "use \"l.rulebook\" (p: \"b\")\nuse \"l.rulebook\" (p: \"b\")\n",
        &[],
    ),
    (
        "phrase p = \"a\"\n",
        "use \"l.rulebook\"\nphrase p = \"b\"\n",
        &["E0220@4"],
    ),
    (
        "rule r\n  agent must speak\n",
        "use \"l.rulebook\"\nrule r\n  agent must speak\n",
        &["E0220@4"],
    ),
    (
        "phrase p = \"a\"\n",
        "use \"l.rulebook\" version \"2\"\n",
        &["E0221@3"],
    ),
    (
        "rulebook \"l\" version \"1\"\n",
        "extends \"l.rulebook\" version \"2\"\n",
        &["E0221@3"],
    ),
    (
        "phrase p = \"a\"\n",
        "extends \"l.rulebook\"\n",
        &["E0228@3"],
    ),
    (
        "section s\nrule r\n  agent must speak\n",
        "use \"l.rulebook\"\n",
        &["E0228@1"],
    ),
    (
        "drop rule x because \"y\"\n",
        "use \"l.rulebook\"\n",
        &["E0228@1"],
    ),
    (
        "rulebook \"l\"\nrule r\n  agent must speak\n",
        "extends \"l.rulebook\"\ndrop rule s because \"y\"\n",
        &["E0226@4"],
    ),
    (
        "rulebook \"l\"\nrule r\n  agent must speak\n",
        "extends \"l.rulebook\"\noverride rule s\n  fatal\n",
        &["E0226@4"],
    ),
    (
        "rulebook \"l\"\nparam p: number = 1\n",
        "extends \"l.rulebook\"\noverride param q: number = 2\n",
        &["E0226@4"],
    ),
    (
        "rulebook \"l\"\nparam p: number = 1\n",
        "extends \"l.rulebook\"\noverride param p: text = \"2\"\n",
        &["E0225@4"],
    ),
    (
        "",
        "rule r\n  agent must speak\noverride rule r\n  fatal\n",
        &["E0226@5"],
    ),
    ("", "override param q: number = 2\n", &["E0226@3"]),
    (
        "rulebook \"l\"\n",
        "extends \"l.rulebook\"\nextends \"l.rulebook\"\n",
        &["E0227@4"],
    ),
    ("", "extends \"main.rulebook\"\n", &["E0213@3"]),
    ("", "apply t as r\n", &["E0222@3"]),
    (
        "template t ()\n  agent must speak\n",
        "use \"l.rulebook\"\napply u as r\n",
        &["E0222@4"],
    ),
    (
        "template t ()\n  agent must speak\n",
        "use \"l.rulebook\"\ntemplate t ()\n  agent must speak\n",
        &["E0220@4"],
    ),
    (
        "template t ()\n  agent must speak\n",
        "use \"l.rulebook\"\napply t\napply t\n",
        &["E0201@5"],
    ),
    (
        "",
        "template t (n: number)\n  agent must speak\n  otherwise deduct n\napply t as r\n",
        &["E0224@6"],
    ),
    (
        "",
        "template t (n: number)\n  agent must speak\n  otherwise deduct n\napply t (n: \"3\") as r\n",
        &["E0225@6"],
    ),
    (
        "",
        "param n: number = 1\nrule r\n  agent must speak within n\n",
        &["E0223@5"],
    ),
    (
        "",
        "param a: number = b\nparam b: number = a\n",
        &["E0225@3"],
    ),
];

#[test]
fn mistakes_are_told() {
    let mut wrong = String::new();
    for (library, main, expected) in MISTAKES {
        let main = format!("rulebook \"a\"\n\n{main}");
        let checked = files(&[("main.rulebook", &main), ("l.rulebook", library)]);
        let errors: Vec<String> = codes(&checked)
            .into_iter()
            .filter(|code| !code.starts_with('W'))
            .collect();
        if errors != *expected {
            wrong += &format!(
                "{main}{library}\n{expected:?} {errors:?}\n{}\n\n",
                said(&checked)
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn one_mistake_is_told_once() {
    // What is wrong with a value hides nothing and is not told again where it is used.
    let main = "rulebook \"a\"\nuse \"l.rulebook\" (p: 5s, n: \"x\", d: 3)\n";
    let library = "param p: phrase\nparam n: number\nparam d: duration\nrule r\n  agent must say p within d\n  otherwise deduct n\n";
    let checked = files(&[("main.rulebook", main), ("l.rulebook", library)]);
    assert_eq!(
        codes(&checked),
        ["E0225@2", "E0225@2", "E0225@2"],
        "{}",
        said(&checked)
    );
}

#[test]
fn a_mistake_in_a_line_is_pointed_at_in_its_file() {
    let template = "template t (p: phrase)\n  when the call is answered\n  agent must say p until hold starts\n";
    let main = "rulebook \"a\"\nuse \"l.rulebook\"\napply t (p: \"a\") as r\n  if speech_rat > 3\n  unless missing has happened\n";
    let checked = files(&[("main.rulebook", main), ("l.rulebook", template)]);
    let places: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|d| {
            let place = d.place().unwrap();
            let text = checked.sources.text(place.source);
            format!(
                "{} {} {:?}",
                d.code,
                place.source.0,
                text.get(place.span.range()).unwrap()
            )
        })
        .collect();
    insta::assert_debug_snapshot!(places);
}

#[test]
fn much_of_the_same_is_refused() {
    let mut text = String::from("rulebook \"a\"\ntemplate t ()\n");
    for n in 0..4_000 {
        text += &format!("  cite \"{n}\"\n");
    }
    text += "  agent must speak\n";
    for n in 0..1_000 {
        text += &format!("apply t as r{n}\n");
    }
    let checked = one(&text);
    let found = codes(&checked);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("E0105"), "{found:?}");
}

#[test]
fn files_that_use_files_without_end() {
    let mut all = vec![(
        "main.rulebook".to_owned(),
        "rulebook \"a\"\nuse \"0.rulebook\"\n".to_owned(),
    )];
    for n in 0..200 {
        let next = n + 1;
        all.push((
            format!("{n}.rulebook"),
            format!("use \"{next}.rulebook\"\n"),
        ));
    }
    all.push(("200.rulebook".to_owned(), String::new()));
    let all: BTreeMap<String, String> = all.into_iter().collect();
    let checked = zhunze_compiler::check("main.rulebook", &all);
    assert!(
        codes(&checked).iter().all(|code| code.starts_with("E0105")),
        "{}",
        said(&checked)
    );
    assert!(!checked.diagnostics.is_empty());
}

/// What stands twice in a template is said before anybody applies it, and once.
#[test]
fn lines_that_stand_twice_in_a_template() {
    let text = "rulebook \"a\"\ntemplate t (d: duration)\n  when customer speaks\n  unless hold \
                starts first\n  unless mute starts first\n  agent must speak within d\n";
    let twice = |text: &str| {
        let all = super::codes(&super::one(text));
        all.into_iter()
            .filter(|code| code.starts_with('E'))
            .collect::<Vec<_>>()
    };
    assert_eq!(twice(text).len(), 1);
    assert_eq!(twice(&format!("{text}apply t (d: 5s) as r\n")), twice(text));
}
