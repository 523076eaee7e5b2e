//! "Before that" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{Chain, Rule, SpanKind, Step};

fn at_z(steps: Vec<Step>, within: Option<u64>) -> Rule {
    when(happens("z"), vec![before(Chain { steps }, within)])
}

const MISSING: &str = "violated at 9 (NotBefore, due 9), saw";

/// "Satisfied when events earlier in the order match the steps in order."
#[test]
fn steps_in_order() {
    let rule = || {
        at_z(
            vec![step(None, happens("x")), step(None, happens("y"))],
            None,
        )
    };
    expect(rule(), "1 x; 2 y; 9 z", &["satisfied at 9, saw 2 0 1"]);
    expect(rule(), "1 y; 2 x; 9 z", &[&format!("{MISSING} 2")]);
    expect(rule(), "1 x; 9 z; 9 y", &[&format!("{MISSING} 1")]);
}

/// "Of several such chains the evidence is the latest": "The newest chain of each length
/// is kept".
#[test]
fn the_newest_chain() {
    let rule = || {
        at_z(
            vec![step(None, happens("x")), step(None, happens("y"))],
            None,
        )
    };
    expect(
        rule(),
        "1 x; 2 x; 3 y; 4 y; 5 x; 9 z",
        &["satisfied at 9, saw 5 1 3"],
    );
    expect(
        rule(),
        "1 x; 2 y; 3 x; 4 y; 9 z",
        &["satisfied at 9, saw 4 2 3"],
    );
}

/// "one step extends one chain by one moment only, and the longer chain looks first"
#[test]
fn one_step_is_one_link() {
    let twice = || {
        at_z(
            vec![step(None, happens("x")), step(None, happens("x"))],
            None,
        )
    };
    expect(twice(), "1 x; 9 z", &[&format!("{MISSING} 1")]);
    expect(twice(), "1 x; 2 x; 9 z", &["satisfied at 9, saw 2 0 1"]);
    expect(
        twice(),
        "1 x; 2 x; 3 x; 9 z",
        &["satisfied at 9, saw 3 1 2"],
    );
}

/// "if its `within` allows: step's t − end of the step before, at least 0, ≤ D"
#[test]
fn then_within() {
    let rule = || {
        at_z(
            vec![step(None, agent("a")), step(Some(3), happens("y"))],
            None,
        )
    };
    expect(
        rule(),
        "1-4 agent a; 7 y; 9 z",
        &["satisfied at 9, saw 2 0 1"],
    );
    expect(rule(), "1-4 agent a; 8 y; 9 z", &[&format!("{MISSING} 2")]);
    expect(
        rule(),
        "1-8 agent a; 2 y; 9 z",
        &["satisfied at 9, saw 2 0 1"],
    );
    let newest_only = "0-7 agent a; 1 agent a; 6 y; 9 z";
    expect(rule(), newest_only, &[&format!("{MISSING} 3")]);
    let kept = "1 agent a; 2 y; 3 agent a; 8 y; 9 z";
    expect(rule(), kept, &["satisfied at 9, saw 4 0 1"]);
}

/// "`within D` before the trigger: trigger's t − end of the chain's first step ≤ D"
#[test]
fn within_before_that() {
    let rule = || {
        at_z(
            vec![step(None, agent("a")), step(None, happens("y"))],
            Some(5),
        )
    };
    expect(
        rule(),
        "1-4 agent a; 5 y; 9 z",
        &["satisfied at 9, saw 2 0 1"],
    );
    expect(rule(), "1-3 agent a; 5 y; 9 z", &[&format!("{MISSING} 2")]);
    expect(
        rule(),
        "1-30 agent a; 5 y; 9 z; ends 40",
        &["satisfied at 9, saw 2 0 1"],
    );
}

/// "A timer's end is its D."
#[test]
fn timers_in_chains() {
    let held = lasts(SpanKind::Hold, 4);
    let rule = |within| at_z(vec![step(None, held.clone())], Some(within));
    expect(rule(4), "1 hold_start; 9 z", &["satisfied at 9, saw 1"]);
    expect(rule(3), "1 hold_start; 9 z", &[&format!("{MISSING} 1")]);
}
