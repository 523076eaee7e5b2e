//! "Pick" of docs/meaning.md.

use crate::making::*;
use zhunze_calls::verdict::Note;
use zhunze_compiler::book::{Pick, Rule};

fn picks(pick: Pick, rule: Rule) -> Rule {
    Rule { pick, ..rule }
}

fn x_then_y(pick: Pick) -> Rule {
    picks(
        pick,
        when(happens("x"), vec![must(happens("y"), within(3))]),
    )
}

/// "`Any`: the first occurrence that is satisfied is the rule's only finding"
#[test]
fn any_that_is_satisfied() {
    let rule = || x_then_y(Pick::Any);
    expect(
        rule(),
        "1 x; 5 x; 6 y; 7 x; 8 y; 9 x",
        &["satisfied at 6, saw 1 2"],
    );
    expect(rule(), "1 x; 2 x; 3 y", &["satisfied at 3, saw 0 2"]);
    expect(rule(), "1 y", &[]);
}

/// "when none was satisfied, the last one kept back is reported as violated, at the end of
/// the call, with its own due, reason and obligation, the trigger's event as its only
/// evidence"
#[test]
fn none_was_satisfied() {
    let late = "violated at 20 (DeadlineRanOut, due 9), saw 1";
    expect(x_then_y(Pick::Any), "1 x; 6 x; ends 20", &[late]);
    let forbidden = when(
        happens("x"),
        vec![
            must(happens("y"), any_time()),
            must_not(happens("z"), any_time()),
        ],
    );
    let broken = "violated at 20 (Forbidden) by #1, saw 0";
    expect(picks(Pick::Any, forbidden), "1 x; 6 z; ends 20", &[broken]);
}

/// "`Last`: a new occurrence takes the place of the one before, waiting or decided; what is
/// decided is kept back and reported at the end of the call likewise (satisfied or violated)."
#[test]
fn the_last_counts() {
    let rule = || x_then_y(Pick::Last);
    expect(
        rule(),
        "1 x; 2 y; 6 x; ends 20",
        &["violated at 20 (DeadlineRanOut, due 9), saw 2"],
    );
    expect(
        rule(),
        "1 x; 6 x; 7 y; ends 20",
        &["satisfied at 20, saw 1"],
    );
    expect(rule(), "1 x; 2 x; 4 y; ends 4", &["satisfied at 4, saw 1"]);
    let excused = unless_first(happens("z"), rule());
    expect(excused, "1 x; 2 y; 3 x; 4 z; ends 20", &[]);
}

/// A new occurrence of `Last` finds the place of the one before; `Any` goes on waiting.
#[test]
fn places_of_picks() {
    let refused = |pick| {
        let mut book = book(vec![x_then_y(pick)]);
        book.waiting = 1;
        let notes = evaluate(&book, "1 x; 2 y; 3 x; 4 x").notes;
        let full = |note: &Note| matches!(note, Note::WaitingListFull { .. });
        notes.into_iter().filter(full).count()
    };
    assert_eq!(refused(Pick::Last), 0);
    assert_eq!(refused(Pick::Any), 1);
}

/// "What is kept back by `Pick` takes no place."
#[test]
fn what_is_kept_back_takes_no_place() {
    let mut book = book(vec![x_then_y(Pick::Any)]);
    book.waiting = 1;
    expect_by(&book, "1 x; 6 x; 7 y", &["satisfied at 7, saw 1 2"]);
}
