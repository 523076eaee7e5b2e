//! Texts, flags, values of the trigger, notes.
use zhunze_calls::verdict::Note;

use crate::making::*;

fn same(left: Field, right: Field, negated: bool) -> Expr {
    Expr::SameText {
        left,
        right,
        negated,
    }
}
fn is(value: Field, text: &str, negated: bool) -> Expr {
    Expr::TextIn {
        value,
        list: vec!["other".into(), text.into()],
        negated,
    }
}

#[test]
fn texts() {
    let x = happens("x");
    let exprs = [
        is(attribute("mood"), "good", false),
        is(attribute("mood"), "good", true),
        is(meta("queue"), "vip", false),
        is(meta("queue"), "vip", true),
        is(meta("vip"), "vip", true),
        same(attribute("mood"), meta("queue"), false),
        same(attribute("mood"), meta("queue"), true),
        same(meta("queue"), meta("queue"), false),
        same(meta("vip"), meta("vip"), false),
        same(meta("vip"), meta("queue"), true),
        same(attribute("mood"), attribute("sure"), false),
        Expr::Flag {
            value: attribute("sure"),
            negated: false,
        },
        Expr::Flag {
            value: attribute("sure"),
            negated: true,
        },
        Expr::Flag {
            value: meta("vip"),
            negated: false,
        },
    ];
    let held = judge(
        &x,
        &exprs,
        "meta queue=vip; 1 x mood=good; 2 x mood=vip sure=vip; 3 x mood=5; 4 x sure=yes; 5 x sure=no",
    );
    let t = |s: &str| s.chars().map(|c| c == '1').collect::<Vec<bool>>();
    let want = [
        "10000", "01000", "11111", "00000", "00000", "01000", "10000", "11111", "00000", "00000",
        "01000", "00010", "00001", "00000",
    ];
    assert_eq!(held, want.map(t));
}

#[test]
fn notes_count_events() {
    let missing = [
        is(attribute("mood"), "a", false),
        Expr::And(vec![
            is(attribute("mood"), "a", false),
            is_there(&Term::Field(attribute("p"))),
        ]),
    ];
    let mut rules: Vec<Rule> = missing.map(|expr| require(happens("x"), expr)).into();
    let rate = is_there(&Term::Speech(SpeechValue::SpeechRate));
    rules.push(require(
        happens("y"),
        Expr::Or(vec![Expr::Const(true), rate]),
    ));
    let notes = run(&book(rules), "meta vip=yes; 1 x; 2 x mood=a; 3 x p=4; 4 y").notes;
    let missing = |attribute, count| Note::MissingAttribute { attribute, count };
    let expected = [
        missing(0, 2),
        missing(2, 2),
        Note::MissingMetadata { metadata: 0 },
    ];
    assert_eq!(notes, expected);
}

fn must(moment: Moment, matching: Expr) -> Duty {
    Duty::Happen {
        moment,
        at_least: 1,
        at_most: None,
        window: Window::default(),
        matching: Some(matching),
    }
}

#[test]
fn matching_reads_the_trigger() {
    let field = |name| Term::Field(attribute(name));
    let number = Expr::Compare {
        left: field("p"),
        op: CompareOp::Equal,
        right: calculate(
            Term::Field(of_trigger("p")),
            ArithmeticOp::Add,
            Term::Number(1),
        ),
    };
    let cases = [
        (number, [true, true, false, false, false]),
        (
            same(attribute("mood"), of_trigger("mood"), false),
            [true, false, false, true, false],
        ),
        (
            same(attribute("mood"), of_trigger("mood"), true),
            [true, true, true, true, false],
        ),
        (
            is(of_trigger("mood"), "good", false),
            [true, false, false, true, false],
        ),
        (
            is(of_trigger("mood"), "good", true),
            [false, true, true, false, false],
        ),
        (
            Expr::Flag {
                value: of_trigger("sure"),
                negated: false,
            },
            [true, false, false, false, false],
        ),
        (
            Expr::Flag {
                value: of_trigger("sure"),
                negated: true,
            },
            [false, true, false, false, false],
        ),
    ];
    for (matching, want) in cases {
        let found = run(&book(vec![when(happens("x"), must(happens("y"), matching.clone()))]),
            "1 x p=1 mood=good sure=yes; 2 x p=2 mood=bad sure=no; 3 x p=9 mood=ugly; 4 x mood=good; 5 x; 6 y p=3 mood=best; 7 y p=2 mood=good; 8 y p=55").findings;
        let mut held = [false; 5];
        found
            .iter()
            .filter(|f| f.satisfied)
            .for_each(|f| held[f.trigger.unwrap() as usize] = true);
        assert_eq!(held, want, "{matching:?}");
    }
}

#[test]
fn matching_looks_back() {
    let chain = |m| Chain {
        steps: vec![Step {
            within: None,
            moment: m,
            without: None,
        }],
    };
    let first = |matching| Duty::Before {
        chain: chain(happens("y")),
        within: None,
        matching: Some(matching),
    };
    let equal = same(attribute("mood"), of_trigger("mood"), false);
    let more = Expr::Compare {
        left: Term::Field(attribute("p")),
        op: CompareOp::Less,
        right: Term::Field(of_trigger("p")),
    };
    let both = Expr::And(vec![equal.clone(), more.clone()]);
    let call = "1 y mood=good p=5; 2 y mood=bad p=50; 3 x mood=good p=9; 4 x mood=bad p=9; 5 x mood=ugly p=3; 6 x p=60; 7 x";
    for (matching, want) in [
        (equal, [true, true, false, false, false]),
        (more, [true, true, false, true, false]),
        (both, [true, false, false, false, false]),
    ] {
        let found = run(&book(vec![when(happens("x"), first(matching))]), call).findings;
        assert_eq!(found.iter().map(|f| f.satisfied).collect::<Vec<_>>(), want);
    }
}
