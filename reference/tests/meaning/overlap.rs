//! Overlaps of agent and customer, as moments.

use crate::making::*;
use zhunze_compiler::book::{Atom, Moment};

fn lasts(length: u64) -> Moment {
    atom(Atom::OverlapLasts(length))
}

fn ends() -> Moment {
    atom(Atom::OverlapEnds)
}

/// "An utterance at t of agent or customer begins an overlap when the other's E > t and,
/// before it, the lesser of both E was < t (or one had not spoken)."
#[test]
fn an_overlap_begins() {
    comes(lasts(0), "1-9 agent a; 4-6 customer a; ends 60", &[4]);
    comes(lasts(0), "1-9 customer a; 4-6 agent a; ends 60", &[4]);
    comes(lasts(0), "1-4 agent a; 4-6 customer a; ends 60", &[]);
    comes(
        lasts(0),
        "1-9 agent a; 4-6 system a; 5-6 agent b; ends 60",
        &[],
    );
    comes(
        lasts(0),
        "1-20 agent a; 4-6 customer a; 5-8 customer b; 8-9 customer c; ends 60",
        &[4],
    );
    comes(
        lasts(0),
        "1-20 agent a; 4-6 customer a; 7-8 customer b; ends 60",
        &[4, 7],
    );
    comes(
        lasts(0),
        "1-9 agent a; 4 customer a; 5 customer b; ends 60",
        &[4, 5],
    );
}

/// "It lasts to the lesser of both E, however that grows. … `OverlapEnds` at its end, once."
#[test]
fn an_overlap_ends() {
    comes(ends(), "1-9 agent a; 4-6 customer a; ends 60", &[6]);
    comes(ends(), "1-9 agent a; 4-20 customer a; ends 60", &[9]);
    comes(
        ends(),
        "1-9 agent a; 4-20 customer a; 8-12 agent b; ends 60",
        &[12],
    );
    comes(
        ends(),
        "1-9 agent a; 4-20 customer a; 9-12 agent b; ends 60",
        &[12],
    );
    comes(
        ends(),
        "1-9 agent a; 4-20 customer a; 10-12 agent b; ends 60",
        &[9, 12],
    );
    comes(
        ends(),
        "1-9 agent a; 4-6 customer a; 30-31 customer b; 30-40 agent b; ends 60",
        &[6, 31],
    );
    comes(ends(), "1-90 agent a; 4-80 customer a; ends 60", &[]);
}

/// "`OverlapLasts(d)` comes due at its start + d if it lasts so long, once an overlap"
#[test]
fn an_overlap_lasts() {
    comes(lasts(2), "1-9 agent a; 4-6 customer a; ends 60", &[6]);
    comes(lasts(3), "1-9 agent a; 4-6 customer a; ends 60", &[]);
    comes(
        lasts(3),
        "1-9 agent a; 4-6 customer a; 6-8 customer b; ends 60",
        &[7],
    );
    comes(
        lasts(3),
        "1-9 agent a; 4-6 customer a; 7-8 customer b; ends 60",
        &[],
    );
    comes(
        lasts(2),
        "1-30 agent a; 4-8 customer a; 10-14 customer b; ends 60",
        &[6, 12],
    );
}

/// All that come due at the same instant are one step.
#[test]
fn overlaps_in_one_step() {
    comes(
        one_of(vec![lasts(2), ends()]),
        "1-9 agent a; 4-6 customer a; ends 60",
        &[6],
    );
    comes(
        one_of(vec![lasts(0), ends()]),
        "1-9 agent a; 4 customer a; ends 60",
        &[4],
    );
}
