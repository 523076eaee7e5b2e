//! The module against the reference evaluator: the fuzzer's bytes are the choices of the
//! random generator, one a choice, so that what it keeps and changes are rulebooks and calls.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhunze_tests::differential::{self, Plan};
use zhunze_tests::random::Random;

/// Few calls: what covers more code is a new rulebook.
const PLAN: Plan = Plan {
    calls: 4,
    events: 16,
    live: 0,
    both: true,
};

fuzz_target!(|bytes: &[u8]| {
    if let Err(difference) = differential::run_from(&mut Random::of_bytes(bytes), 0, PLAN) {
        panic!("{difference}");
    }
});
