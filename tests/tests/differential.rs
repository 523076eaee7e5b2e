//! The module and the reference evaluator agree, over random rulebooks and calls.
//!
//! `ZHUNZE_SEED` starts somewhere else, `ZHUNZE_CASES` runs more (rulebook and call; each
//! meets the module in one batch and in random chunks, some the runtime's sessions too). A
//! failure prints its seed: written into `seeds.txt` it is run every time. For millions there
//! is `cargo xtask differential`.

use zhunze_tests::differential::{self, Plan};

const SEEDS: &str = include_str!("../seeds.txt");

fn from_env(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

#[test]
fn module_and_reference_agree() {
    let plan = Plan {
        live: 16,
        ..differential::USUAL
    };
    let (first, cases) = (from_env("ZHUNZE_SEED", 1), from_env("ZHUNZE_CASES", 30_000));
    for seed in first..first + cases.div_ceil(plan.calls) {
        agree(seed, plan);
    }
}

#[test]
fn they_agree_where_they_once_did_not() {
    let seeds = SEEDS
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    for seed in seeds.filter(|word| !word.starts_with('#')) {
        let seed = seed.parse().expect("a seed is a number");
        let plan = Plan {
            both: true,
            ..differential::USUAL
        };
        agree(seed, plan);
    }
}

fn agree(seed: u64, plan: Plan) {
    if let Err(difference) = differential::run(seed, plan) {
        panic!(
            "the module and the reference differ\n{difference}\n\
             (ZHUNZE_SEED={seed} ZHUNZE_CASES=1 repeats it)"
        );
    }
}
