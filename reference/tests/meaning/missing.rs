//! "Missing values" of docs/meaning.md, and how conditions compare.

use crate::making::*;
use zhunze_calls::verdict::Note;
use zhunze_compiler::book::{CompareOp, Expr, Field, Rule, Term, Who};

fn more(field: Field, than: i64) -> Expr {
    compare(Term::Field(field), CompareOp::Greater, than)
}

fn flag(field: Field, negated: bool) -> Expr {
    Expr::Flag {
        value: field,
        negated,
    }
}

fn not_text(value: Field, text: &str) -> Expr {
    Expr::TextIn {
        value,
        list: vec![text.to_owned()],
        negated: true,
    }
}

/// Whether `expr` holds at an `x` with these attributes.
fn holds(expr: Expr, attributes: &str) -> bool {
    let rule = when(happens("x"), vec![require(expr)]);
    evaluate(&book(vec![rule]), &format!("1 x {attributes}")).findings[0].satisfied
}

fn notes(rules: Vec<Rule>, lines: &str) -> Vec<Note> {
    let attributes = |note: &Note| !matches!(note, Note::MissingMetadata { .. });
    let notes = evaluate(&book(rules), lines).notes;
    notes.into_iter().filter(attributes).collect()
}

fn missing(attribute: u32, count: u32) -> Note {
    Note::MissingAttribute { attribute, count }
}

#[test]
fn comparisons() {
    let level = || Term::Field(attribute("level"));
    let is = |op, right| holds(compare(level(), op, right), "level=5");
    assert!(is(CompareOp::Equal, 5) && !is(CompareOp::Equal, 4));
    assert!(is(CompareOp::NotEqual, 4) && !is(CompareOp::NotEqual, 5));
    assert!(is(CompareOp::Less, 6) && !is(CompareOp::Less, 5));
    assert!(is(CompareOp::LessEqual, 5) && !is(CompareOp::LessEqual, 4));
    assert!(is(CompareOp::Greater, 4) && !is(CompareOp::Greater, 5));
    assert!(is(CompareOp::GreaterEqual, 5) && !is(CompareOp::GreaterEqual, 6));
    assert!(holds(is_text(attribute("mood"), "calm"), "mood=calm"));
    assert!(holds(not_text(attribute("mood"), "calm"), "mood=angry"));
    assert!(holds(flag(attribute("sure"), false), "sure=yes"));
    assert!(holds(flag(attribute("sure"), true), "sure=no"));
    let or = Expr::Or(vec![Expr::Const(false), more(attribute("level"), 1)]);
    assert!(holds(or, "level=2"));
    let and = Expr::And(vec![Expr::Const(false), more(attribute("level"), 1)]);
    assert!(!holds(and, "level=2"));
}

/// "A comparison with a value that is missing, or of another type, is false."
#[test]
fn missing_values_compare_false() {
    for attributes in ["", "level=high mood=3 sure=maybe"] {
        for expr in [
            more(attribute("level"), -9),
            compare(Term::Field(attribute("level")), CompareOp::NotEqual, 0),
            is_text(attribute("mood"), "calm"),
            not_text(attribute("mood"), "calm"),
            flag(attribute("sure"), false),
            flag(attribute("sure"), true),
            not_text(meta("queue"), "calm"),
        ] {
            assert!(!holds(expr.clone(), attributes), "{expr:?}");
            assert!(holds(Expr::Not(Box::new(expr)), attributes));
        }
    }
}

/// "An attribute is counted once for each event on which some condition asked for it in
/// vain": of another type too.
#[test]
fn missing_attributes_are_counted_once_an_event() {
    let level = || more(attribute("level"), 5);
    let rule = || only_if(level(), when(happens("x"), vec![require(level())]));
    assert_eq!(
        notes(vec![rule(), rule()], "1 x; 2 x; 3 x level=9; 4 y"),
        [missing(0, 2)]
    );
    assert_eq!(notes(vec![rule()], "1 x level=loud"), [missing(0, 1)]);
}

/// "both sides of `and` and `or` are always judged, and the guard of every atom is judged
/// whenever the rest of the atom matches"
#[test]
fn no_condition_is_skipped() {
    let both = |all: fn(Vec<Expr>) -> Expr, known| {
        all(vec![Expr::Const(known), more(attribute("level"), 5)])
    };
    for expr in [both(Expr::And, false), both(Expr::Or, true)] {
        let rule = when(happens("x"), vec![require(expr)]);
        assert_eq!(notes(vec![rule], "1 x"), [missing(0, 1)]);
    }
    let guarded = || happens_where("y", Some(more(attribute("level"), 5)));
    let never = when(happens("x"), vec![must(guarded(), any_time())]);
    assert_eq!(notes(vec![never], "1 y; 2 z"), [missing(0, 1)]);
    let second = one_of(vec![happens("y"), guarded()]);
    let rule = when(second, vec![require(Expr::Const(true))]);
    assert_eq!(notes(vec![rule], "1 y"), [missing(0, 1)]);
    let quiet = happens_where("x", Some(happened(guarded())));
    let rule = when(quiet, vec![require(Expr::Const(true))]);
    assert_eq!(notes(vec![rule], "1 y"), [missing(0, 1)]);
    let all = vec![
        require(Expr::Const(false)),
        require(more(attribute("level"), 5)),
    ];
    assert_eq!(notes(vec![when(happens("x"), all)], "1 x"), [missing(0, 1)]);
}

/// A condition at an instant that is no event asks no event.
#[test]
fn timers_have_no_attributes() {
    let quiet = silence(Who::Anyone, 5, false);
    let rule = when(quiet, vec![require(more(attribute("level"), 5))]);
    assert_eq!(notes(vec![rule], "1 answer; ends 9"), []);
}

/// "metadata that the rulebook mentions and the call lacks is noted once"
#[test]
fn missing_metadata() {
    let rule = || whole_call(vec![must(happens("x"), any_time())]);
    let notes = evaluate(&book(vec![rule()]), "meta vip=yes; 1 x").notes;
    assert_eq!(notes, [Note::MissingMetadata { metadata: 0 }]);
}
