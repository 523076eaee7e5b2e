//! `matching`: what a target, or what came before, must have to do with the trigger.

use crate::making::*;
use zhunze_calls::verdict::Note;
use zhunze_compiler::book::{
    Capture, CompareOp, Expr, Field, Obligation, Pattern, PhraseId, Rule, SlotKind, Term, Window,
};

fn at_x(obligation: Obligation) -> Rule {
    when(happens("x"), vec![obligation])
}

fn y_of_the_same_mood(window: Window) -> Obligation {
    matching(same("mood"), must(happens("y"), window))
}

/// "and if `matching`, which is judged last, holds": at the target's step, with the trigger's
/// values.
#[test]
fn a_target_that_matches() {
    let rule = || at_x(y_of_the_same_mood(within(9)));
    expect(
        rule(),
        "1 x mood=a; 2 y mood=b; 3 y; 4 y mood=a",
        &["satisfied at 4, saw 0 3"],
    );
    let late = "violated at 10 (DeadlineRanOut, due 10), saw 0";
    expect(rule(), "1 x; 2 y; 3 y mood=a; ends 20", &[late]);
    let never = at_x(matching(same("mood"), must_not(happens("y"), any_time())));
    expect(
        never,
        "1 x mood=a; 2 y mood=b; 3 y mood=a",
        &["violated at 3 (Forbidden), saw 0 2"],
    );
    let found = ["satisfied at 3, saw 1 2", "satisfied at 4, saw 0 3"];
    expect(
        rule(),
        "1 x mood=a; 1 x mood=b; 3 y mood=b; 4 y mood=a",
        &found,
    );
}

/// Numbers compare likewise.
#[test]
fn numbers_that_match() {
    let more = Expr::Compare {
        left: Term::Field(attribute("level")),
        op: CompareOp::Greater,
        right: Term::Field(of_trigger("level")),
    };
    let rule = at_x(matching(more, must(happens("y"), any_time())));
    expect(
        rule,
        "1 x level=5; 2 y level=5; 3 y level=6",
        &["satisfied at 3, saw 0 2"],
    );
}

/// "Two texts are (not) equal. False when either is missing, also when `negated`."
#[test]
fn texts_that_differ() {
    let differ = Expr::SameText {
        left: attribute("mood"),
        right: of_trigger("mood"),
        negated: true,
    };
    let rule = at_x(matching(differ, must(happens("y"), any_time())));
    expect(
        rule.clone(),
        "1 x mood=a; 2 y; 3 y mood=a; 4 y mood=b",
        &["satisfied at 4, saw 0 3"],
    );
    expect(
        rule,
        "1 x; 4 y mood=b",
        &["violated at 4 (CallEnded, due 4), saw 0"],
    );
}

fn missing(rule: Rule, lines: &str) -> Vec<u32> {
    let notes = evaluate(&book(vec![rule]), lines).notes;
    let counts = notes.into_iter().filter_map(|note| match note {
        Note::MissingAttribute { count, .. } => Some(count),
        _ => None,
    });
    counts.collect()
}

/// "when it begins to wait … what `matching` asks of the trigger is read"; of targets, what
/// is judged: those that would count otherwise.
#[test]
fn missing_values_of_what_is_compared() {
    let rule = || at_x(y_of_the_same_mood(within(5)));
    assert_eq!(missing(rule(), "1 x; 9 y"), [1]);
    assert_eq!(missing(rule(), "1 x mood=a; 2 y; 3 y; 9 y"), [2]);
    assert_eq!(missing(rule(), "1 x mood=a; 2 y mood=a; 3 y"), [0; 0]);
    let decided = when(
        happens("x"),
        vec![y_of_the_same_mood(any_time()), require(Expr::Const(false))],
    );
    assert_eq!(missing(decided, "1 x; 2 y"), [0; 0]);
    let mut full = book(vec![rule()]);
    full.waiting = 1;
    let notes = evaluate(&full, "meta queue=a vip=yes; 1 x mood=a; 2 x; 3 y mood=a").notes;
    assert_eq!(notes, [Note::WaitingListFull { rule: 0, count: 1 }]);
}

/// "one more when `matching` needs values of the trigger"
#[test]
fn places_for_values() {
    let refused = |matches: Expr| {
        let rule = || at_x(matching(matches.clone(), must(happens("y"), any_time())));
        let book = book((0..4).map(|_| rule()).collect());
        let notes = evaluate(&book, &"1 x mood=a; ".repeat(64)).notes;
        let full = notes.into_iter().filter_map(|note| match note {
            Note::WaitingListFull { count, .. } => Some(count),
            _ => None,
        });
        full.sum::<u32>()
    };
    assert_eq!(refused(is_text(attribute("mood"), "a")), 256 - 192);
    assert_eq!(refused(same("mood")), 256 - 96);
}

fn y_before_x(within: Option<u64>) -> Rule {
    at_x(matching(
        same("mood"),
        before(chain(vec![happens("y")]), within),
    ))
}

/// "With `matching`, … it holds when one of them that is recent enough fits; they are judged
/// newest first, and the first that fits is the evidence."
#[test]
fn what_came_before_matches() {
    let call = "1 y mood=a; 2 y mood=a; 3 y mood=b; 9 x mood=a";
    expect(y_before_x(None), call, &["satisfied at 9, saw 3 1"]);
    let none = "violated at 9 (NotBefore, due 9), saw";
    expect(
        y_before_x(None),
        "1 y mood=b; 9 x mood=a; 9 y mood=a",
        &[&format!("{none} 1")],
    );
    expect(y_before_x(None), "1 y; 9 x", &[&format!("{none} 1")]);
    expect(
        y_before_x(Some(7)),
        "2 y mood=a; 9 x mood=a",
        &["satisfied at 9, saw 1 0"],
    );
    expect(
        y_before_x(Some(6)),
        "2 y mood=a; 3 y mood=b; 9 x mood=a",
        &[&format!("{none} 2")],
    );
}

/// "the last 64 steps that matched are remembered"
#[test]
fn so_many_are_remembered() {
    let after = |n: usize| format!("1 y mood=a;{} 9 x mood=a", " 2 y mood=b;".repeat(n));
    expect(y_before_x(None), &after(63), &["satisfied at 9, saw 64 0"]);
    expect(
        y_before_x(None),
        &after(64),
        &["violated at 9 (NotBefore, due 9), saw 65"],
    );
}

/// "are remembered with the values that `matching` asks for": asked for when they come.
#[test]
fn missing_values_of_what_came_before() {
    assert_eq!(missing(y_before_x(None), "1 y; 2 y; 3 y mood=a"), [2]);
    assert_eq!(missing(y_before_x(None), "1 x"), [0; 0]);
    assert_eq!(missing(y_before_x(None), "1 y mood=a; 2 x"), [1]);
    assert_eq!(missing(y_before_x(Some(2)), "1 y mood=a; 9 x"), [0; 0]);
}

/// `that.NAME` of a phrase: "What a phrase captured in the trigger's text."
#[test]
fn captured_values() {
    let slot = Pattern::Slot {
        kind: SlotKind::Number,
        capture: Some(0),
    };
    let capture = || Capture {
        name: "n".into(),
        kind: SlotKind::Number,
    };
    let equal = Expr::Compare {
        left: Term::Field(Field::Capture(PhraseId(0), 0)),
        op: CompareOp::Equal,
        right: Term::Field(Field::CaptureOfTrigger(PhraseId(0), 0)),
    };
    let rule = when(
        customer("a"),
        vec![matching(equal, must(agent("a"), any_time()))],
    );
    let mut book = book(vec![rule]);
    book.phrases[0] = zhunze_compiler::book::Phrase {
        captures: vec![capture()],
        ..phrase(Pattern::Seq(vec![word_pattern("code"), slot]))
    };
    let call = "1 customer code 12; 2 agent code 13; 3 agent code 12";
    expect_by(&book, call, &["satisfied at 3, saw 0 2"]);
}
