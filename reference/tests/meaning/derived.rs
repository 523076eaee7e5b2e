//! "Derived moments" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{Chain, CompareOp, Derived, Moment, SpanKind, Step, Term, Who};

/// Asserts at which events the last of the derived moments comes.
#[track_caller]
fn last_comes_at(all: Vec<Derived>, lines: &str, events: &[u32]) {
    let last = derived(all.len() as u32 - 1);
    comes_at_by(&book_with(all, vec![always(last)]), lines, events);
}

fn both(all: Vec<Moment>, none: Vec<Moment>) -> Derived {
    Derived::Where {
        all,
        none,
        guard: None,
    }
}

fn then(steps: Vec<Step>, within: Option<u64>, own: bool) -> Derived {
    let chain = Chain { steps };
    Derived::Chain { chain, within, own }
}

fn x_then_y(within: Option<u64>, own: bool) -> Derived {
    then(
        vec![step(None, happens("x")), step(None, happens("y"))],
        within,
        own,
    )
}

/// "`Where{all, none, guard}` matches when each of `all` and none of `none` matches the step
/// and the guard holds"
#[test]
fn all_and_none_of_a_step() {
    let of = || both(vec![agent("a"), agent("b")], vec![agent("c")]);
    last_comes_at(
        vec![of()],
        "1 agent a; 2 agent a b; 3 agent b a c; 4 customer a b",
        &[1],
    );
    let loud = compare(Term::Field(attribute("level")), CompareOp::Greater, 5);
    let guarded = Derived::Where {
        all: vec![agent("a")],
        none: vec![],
        guard: Some(loud),
    };
    last_comes_at(
        vec![guarded],
        "1 agent a level=9; 2 agent a level=1; 3 agent b level=9",
        &[0],
    );
}

/// "its words are those of the first of `all`"
#[test]
fn words_of_where() {
    let of = both(vec![agent("b"), agent("a")], vec![]);
    let book = book_with(vec![of], vec![always(derived(0))]);
    let found = evaluate(&book, "1 agent a c b").findings;
    assert_eq!(found[0].evidence[0].span, Some((4, 5)));
}

/// "The derived moments, in the order of the table": one may be made of others.
#[test]
fn derived_of_derived() {
    let once = both(vec![happens("x")], vec![]);
    let again = Derived::Where {
        all: vec![derived(0)],
        none: vec![],
        guard: Some(happened(derived(0))),
    };
    let first = both(vec![derived(0)], vec![derived(1)]);
    last_comes_at(vec![once, again, first], "1 x; 2 x; 3 x", &[0]);
}

/// "`M for the n-th time` is M where `count of M` is n − 1"
#[test]
fn the_second_time() {
    let second = Derived::Where {
        all: vec![happens("x")],
        none: vec![],
        guard: Some(compare(count(happens("x")), CompareOp::Equal, 1)),
    };
    last_comes_at(vec![second], "1 x; 2 y; 3 x; 4 x", &[2]);
}

/// "`Chain` matches a step that makes the chain complete"; "what was there stays: a second B
/// completes `A then B` again"
#[test]
fn a_chain_is_a_moment() {
    let call = "1 y; 2 x; 3 y; 4 y; 5 x; 6 y";
    last_comes_at(vec![x_then_y(None, false)], call, &[2, 3, 5]);
}

/// "With `own` all its chains are then dropped, and the step starts none."
#[test]
fn each_its_own() {
    let call = "1 y; 2 x; 3 y; 4 y; 5 x; 6 y";
    last_comes_at(vec![x_then_y(None, true)], call, &[2, 5]);
    let twice = |own| {
        then(
            vec![step(None, happens("x")), step(None, happens("x"))],
            None,
            own,
        )
    };
    last_comes_at(vec![twice(false)], "1 x; 2 x; 3 x; 4 x", &[1, 2, 3]);
    last_comes_at(vec![twice(true)], "1 x; 2 x; 3 x; 4 x", &[1, 3]);
}

/// "if step's t − end of the chain's first step ≤ its `within`"; what comes too late is no
/// match, and drops nothing.
#[test]
fn all_within() {
    let rule = |own| x_then_y(Some(5), own);
    last_comes_at(vec![rule(false)], "1-4 x; 9 y; 10 y", &[1]);
    last_comes_at(vec![rule(true)], "1 x; 9 y; 10 x; 11 y", &[3]);
    let three = |own| {
        let steps = ["x", "y", "z"].map(|name| step(None, happens(name)));
        then(steps.to_vec(), Some(5), own)
    };
    let late = "1 x; 2 y; 9 z; 10 x; 11 z";
    last_comes_at(vec![three(true)], late, &[]);
    last_comes_at(vec![three(true)], "1 x; 2 y; 3 z; 4 z; 5 y; 6 z", &[2]);
}

/// "step's t − end of the step before, at least 0, ≤ D"
#[test]
fn then_within() {
    let of = || {
        then(
            vec![step(None, agent("a")), step(Some(3), happens("y"))],
            None,
            false,
        )
    };
    last_comes_at(vec![of()], "1-4 agent a; 2 y; 7 y; 8 y", &[1, 2]);
}

fn without(middle: &str) -> Derived {
    let y = Step {
        without: Some(happens(middle)),
        ..step(None, happens("y"))
    };
    then(vec![step(None, happens("x")), y], None, false)
}

/// "if the step matches the `without` of moment k, the chain of k − 1 moments that was there
/// before the step is dropped"
#[test]
fn nothing_in_between() {
    last_comes_at(vec![without("z")], "1 x; 2 z; 3 y; 4 x; 5 y", &[4]);
    last_comes_at(vec![without("z")], "1 z; 2 x; 3 y; 4 z; 5 y", &[2]);
}

/// "it may have been extended first: a step that is both counts as the step"; what the step
/// itself starts was not there before.
#[test]
fn a_step_that_is_both() {
    last_comes_at(vec![without("y")], "1 x; 2 y; 3 y", &[1]);
    last_comes_at(vec![without("x")], "1 x; 2 x; 3 y", &[2]);
}

/// "A timer's end is its D"; chains are made of any steps.
#[test]
fn timers_in_chains() {
    let steps = vec![
        step(None, lasts(SpanKind::Hold, 4)),
        step(Some(2), happens("y")),
    ];
    let of = || then(steps.clone(), None, false);
    last_comes_at(vec![of()], "1 hold_start; 7 y", &[1]);
    last_comes_at(vec![of()], "1 hold_start; 8 y", &[]);
}

/// "Its words are those of its last moment at that step."
#[test]
fn words_of_a_chain() {
    let of = then(
        vec![step(None, agent("a")), step(None, agent("b"))],
        None,
        false,
    );
    let rule = when(happens("x"), vec![must(derived(0), any_time())]);
    let book = book_with(vec![of], vec![rule]);
    let found = evaluate(&book, "1 x; 2 agent a; 3 agent c b").findings;
    let evidence: Vec<_> = found[0]
        .evidence
        .iter()
        .map(|seen| (seen.event, seen.span))
        .collect();
    assert_eq!(evidence, [(0, None), (2, Some((2, 3)))]);
}

/// `nobody speaks for D after M`: "the start is at least the end of the last M, and it comes
/// due only when there was an M and none of the speakers has spoken at a step after it"
#[test]
fn silence_after_a_moment() {
    let after = |who| {
        let after = Some(one_of(vec![happens("x"), customer("a")]));
        let silence = zhunze_compiler::book::Atom::Silence {
            who,
            length: 10,
            even_on_hold: false,
            after,
        };
        atom(silence)
    };
    comes(after(Who::Anyone), "0 agent b; ends 60", &[]);
    comes(after(Who::Anyone), "0 agent b; 5 x; ends 60", &[15]);
    comes(after(Who::Anyone), "0-8 agent b; 5 x; ends 60", &[18]);
    comes(
        after(Who::Anyone),
        "0 agent b; 5 x; 6 agent b; ends 60",
        &[],
    );
    comes(
        after(Who::Anyone),
        "0 agent b; 5 x; 6 agent b; 20 x; 21 x; ends 60",
        &[31],
    );
    comes(
        after(Who::Agent),
        "0-4 customer a; 5 customer b; ends 60",
        &[14],
    );
    comes(after(Who::Customer), "0-4 customer a; ends 60", &[14]);
    comes(
        after(Who::Customer),
        "0-4 customer a; 5 customer b; ends 60",
        &[],
    );
}
