//! The module against the reference evaluator, over random rulebooks and calls.
//!
//! In: seeds. Out: counts, or a [`Difference`] that says which seed, which call, how the call
//! was handed over, and what both said. A seed is one rulebook and some calls; each call
//! meets the module in one batch or in random chunks, or both ways
//! ([`plain_host`](crate::plain_host));
//! some rulebooks meet the runtime and its sessions too, report by report (`live`).

mod live;
mod show;
mod shrink;

use std::panic::{AssertUnwindSafe, catch_unwind};

use zhunze_calls::call::Call;
use zhunze_calls::verdict::Verdicts;
use zhunze_compiler::book::Book;

use crate::plain_host::{Delivery, Host};
use crate::random::{self, Random};

/// How much of a seed is run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Calls a rulebook.
    pub calls: u64,
    /// Events a call, at most (now and then eight times as many).
    pub events: u64,
    /// Every so many rulebooks the runtime judges too; 0: none.
    pub live: u64,
    /// Each call in one batch and in chunks (else one of these).
    pub both: bool,
}

/// What a seed's plan is when nothing else is said.
pub const USUAL: Plan = Plan {
    calls: 48,
    events: 30,
    live: 0,
    both: false,
};

/// A case in which the two do not agree.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The seed of the rulebook and its calls.
    pub seed: u64,
    /// Which of its calls.
    pub number: u64,
    /// How the call was handed over, or what went wrong.
    pub how: String,
    /// The rulebook, the call, and what both say.
    pub shown: String,
}

/// A call with its rulebook, and how it is handed over.
#[derive(Debug, Clone)]
struct Case {
    book: Book,
    call: Call,
    ends: i64,
    delivery: Delivery,
}

/// Runs one seed; how many cases that was.
///
/// # Errors
///
/// The first case in which module and reference differ, or one of them panics.
pub fn run(seed: u64, plan: Plan) -> Result<u64, Box<Difference>> {
    run_from(&mut Random::new(seed), seed, plan)
}

/// The same from other choices than a seed's, for fuzzers.
///
/// # Errors
///
/// As [`run`].
pub fn run_from(random: &mut Random, seed: u64, plan: Plan) -> Result<u64, Box<Difference>> {
    let mut number = 0;
    let ran = catch_unwind(AssertUnwindSafe(|| cases(random, seed, plan, &mut number)));
    match ran {
        Ok(outcome) => outcome,
        Err(panic) => Err(Box::new(Difference {
            seed,
            number,
            how: format!("it panicked: {}", message(panic.as_ref())),
            shown: String::new(),
        })),
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_default()
}

fn cases(
    random: &mut Random,
    seed: u64,
    plan: Plan,
    number: &mut u64,
) -> Result<u64, Box<Difference>> {
    let made = random::made(random);
    // What does not fit into a module is refused, and no case.
    let Ok(compiled) = zhunze_compiler::compile(&made.book) else {
        return Ok(0);
    };
    let wasm = compiled.wasm;
    let mut host = Host::new(&wasm);
    let live = plan.live > 0 && seed.is_multiple_of(plan.live);
    let mut runtime = live.then(|| live::Runtime::new(&made.book, &wasm));
    while *number < plan.calls {
        let (call, ends) = made.call(random, plan.events);
        let expected = sorted(zhunze_reference::evaluate(&made.book, &call, Some(ends)));
        for delivery in deliveries(seed, *number, plan) {
            if sorted(host.run(&call, ends, delivery)) != expected {
                let book = made.book.clone();
                let case = Case {
                    book,
                    call,
                    ends,
                    delivery,
                };
                return Err(differs(seed, *number, case));
            }
        }
        if let Some(runtime) = &mut runtime {
            runtime
                .agrees(&made.book, &call, ends, random)
                .map_err(|(how, shown)| difference(seed, *number, how, shown))?;
        }
        *number += 1;
    }
    Ok(plan.calls)
}

/// How a call is handed over: a third of them in one batch.
fn deliveries(seed: u64, number: u64, plan: Plan) -> Vec<Delivery> {
    let chunks = Delivery::Random(seed.wrapping_mul(31).wrapping_add(number));
    match (plan.both, number % 3) {
        (true, _) => vec![Delivery::Batch, chunks],
        (false, 0) => vec![Delivery::Batch],
        (false, _) => vec![chunks],
    }
}

fn differs(seed: u64, number: u64, case: Case) -> Box<Difference> {
    let how = format!("{:?}", case.delivery);
    let small = shrink::shrink(case);
    difference(seed, number, how, show::show(&small))
}

fn difference(seed: u64, number: u64, how: String, shown: String) -> Box<Difference> {
    Box::new(Difference {
        seed,
        number,
        how,
        shown,
    })
}

/// Findings in the order of reports.
fn sorted(mut verdicts: Verdicts) -> Verdicts {
    verdicts
        .findings
        .sort_by_key(|finding| (finding.at, finding.rule));
    verdicts
}

impl Case {
    fn expected(&self) -> Verdicts {
        sorted(zhunze_reference::evaluate(
            &self.book,
            &self.call,
            Some(self.ends),
        ))
    }

    fn actual(&self) -> Verdicts {
        let wasm = zhunze_compiler::compile(&self.book).unwrap().wasm;
        sorted(Host::new(&wasm).run(&self.call, self.ends, self.delivery))
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Difference {
            seed,
            number,
            how,
            shown,
        } = self;
        writeln!(out, "seed {seed}, call {number}, {how}")?;
        out.write_str(shown)
    }
}
