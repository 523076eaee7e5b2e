//! "Waiting lists" of docs/meaning.md.

use crate::making::*;
use zhunze_calls::verdict::Note;
use zhunze_compiler::book::{Book, Rule};

fn x_then_y() -> Rule {
    when(happens("x"), vec![must(happens("y"), any_time())])
}

/// How many occurrences each rule decided, and how many found no room.
fn room(book: &Book, lines: &str) -> (Vec<u32>, Vec<(u32, u32)>) {
    let verdicts = evaluate(book, lines);
    let full = |note: &Note| match note {
        Note::WaitingListFull { rule, count } => Some((*rule, *count)),
        Note::MissingAttribute { .. } | Note::MissingMetadata { .. } => None,
    };
    let applied = verdicts.rules.iter().map(|row| row.applied).collect();
    (applied, verdicts.notes.iter().filter_map(full).collect())
}

fn times(event: &str, count: usize) -> String {
    format!("1 {event};").repeat(count)
}

/// "A rule keeps at most 64 occurrences waiting (`waiting at most N`, up to 64)."
#[test]
fn a_rule_has_so_much_room() {
    let mut book = book(vec![x_then_y()]);
    assert_eq!(room(&book, &times("x", 66)), (vec![64], vec![(0, 2)]));
    book.waiting = 1;
    assert_eq!(room(&book, "1 x; 2 x; 3 y; 4 x"), (vec![2], vec![(0, 1)]));
}

/// "Occurrences already waiting look at it … If the trigger matches … a new occurrence
/// starts": what the step decides makes room for what it starts.
#[test]
fn decisions_of_a_step_make_room_for_its_triggers() {
    let mut book = book(vec![when(
        happens("x"),
        vec![must(happens("x"), any_time())],
    )]);
    book.waiting = 1;
    assert_eq!(room(&book, "1 x; 2 x; 3 x"), (vec![3], vec![]));
}

/// A deadline makes room once it has run out, an excuse when it comes.
#[test]
fn deadlines_and_excuses_make_room() {
    let mut timed = book(vec![when(
        happens("x"),
        vec![must(happens("y"), within(2))],
    )]);
    timed.waiting = 1;
    assert_eq!(room(&timed, "1 x; 3 x; 4 x"), (vec![2], vec![(0, 1)]));
    let mut excused = book(vec![unless_first(happens("z"), x_then_y())]);
    excused.waiting = 1;
    assert_eq!(room(&excused, "1 x; 2 z; 3 x; 4 y"), (vec![1], vec![]));
}

/// "one place if it owes one `must` / `must not`, and one more than their number if it
/// owes several. A call has 192 places."
#[test]
fn a_call_has_so_many_places() {
    let one = || must(happens("y"), any_time());
    let three = || when(happens("x"), vec![one(), one(), one()]);
    let filled = || vec![x_then_y(), x_then_y(), three()];
    assert_eq!(
        room(&book(filled()), &times("x", 33)),
        (vec![32, 32, 32], vec![(0, 1), (1, 1), (2, 1)])
    );
    let unowed = when(happens("x"), vec![require(at_least(happens("z"), 0))]);
    let full = vec![x_then_y(), x_then_y(), x_then_y(), unowed, x_then_y()];
    let (applied, notes) = room(&book(full), &times("x", 64));
    assert_eq!(
        (applied, notes),
        (
            vec![48, 48, 48, 64, 48],
            vec![(0, 16), (1, 16), (2, 16), (4, 16)]
        )
    );
}

/// Rules look one by one: an earlier rule's decision makes room for a later rule's
/// trigger in the same step, and not the other way round.
#[test]
fn places_go_from_earlier_rules_to_later() {
    let fill = || when(happens("x"), vec![must(happens("y"), any_time())]);
    let start = || when(happens("y"), vec![must(happens("z"), any_time())]);
    let call = format!("{}2 y; 3 z", times("x", 64));
    let after = room(&book(vec![fill(), fill(), fill(), start()]), &call);
    assert_eq!(after, (vec![64, 64, 64, 1], vec![]));
    let before = room(&book(vec![start(), fill(), fill(), fill()]), &call);
    assert_eq!(before, (vec![0, 64, 64, 64], vec![(0, 1)]));
}

/// What finds no room "is otherwise as if it had not happened": it takes no room either.
#[test]
fn the_refused_leave_no_trace() {
    let mut book = book(vec![when(
        happens("x"),
        vec![must(happens("y"), within(3))],
    )]);
    book.waiting = 1;
    let lines: Vec<_> = evaluate(&book, "1 x; 3 x; 5 x; 6 y")
        .findings
        .iter()
        .map(line)
        .collect();
    let expected = [
        "0 violated at 4 (DeadlineRanOut, due 4), saw 0",
        "0 satisfied at 6, saw 2 3",
    ];
    assert_eq!(lines, expected);
}

/// A rule without `when` "does not count for the waiting limits".
#[test]
fn the_call_itself_needs_no_room() {
    let mut book = book(vec![
        whole_call(vec![must(happens("y"), any_time())]),
        x_then_y(),
    ]);
    book.waiting = 1;
    assert_eq!(room(&book, "1 x; 2 x"), (vec![1, 1], vec![(1, 1)]));
}
