//! Random rulebooks and calls by the million: `differential --cases 10000000 --threads 2`.
//!
//! Prints how far it has come, how fast, and each case in which module and reference
//! differ, made small. Exit code 1 when there is one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use zhunze_tests::differential::{self, Plan};

/// Differences that are shown in full.
const SHOWN: u64 = 10;
/// A seed that takes longer is named.
const LONG: Duration = Duration::from_secs(60);

struct Arguments {
    cases: u64,
    threads: u64,
    seed: u64,
    plan: Plan,
}

fn arguments() -> Arguments {
    let mut all = Arguments {
        cases: 100_000,
        threads: 2,
        seed: 1,
        plan: Plan {
            live: 256,
            ..differential::USUAL
        },
    };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().and_then(|value| value.parse().ok());
        let Some(value) = value else { usage() };
        match name.as_str() {
            "--cases" => all.cases = value,
            "--threads" => all.threads = value,
            "--seed" => all.seed = value,
            "--calls" => all.plan.calls = value,
            "--events" => all.plan.events = value,
            "--live" => all.plan.live = value,
            _ => usage(),
        }
    }
    all
}

fn usage() -> ! {
    println!(
        "differential [--cases N] [--threads N] [--seed FIRST] [--calls PER_RULEBOOK] \
         [--events A_CALL] [--live EVERY]"
    );
    std::process::exit(2)
}

#[derive(Default)]
struct Progress {
    seeds: AtomicU64,
    cases: AtomicU64,
    differences: AtomicU64,
    /// What each thread is at, and since when.
    at: Mutex<Vec<(u64, Instant)>>,
}

fn main() {
    let arguments = arguments();
    std::panic::set_hook(Box::new(|_| {}));
    let progress = Progress::default();
    let start = Instant::now();
    let seeds = arguments.cases.div_ceil(arguments.plan.calls);
    let now = |_| (0, start);
    *progress.at.lock().unwrap() = (0..arguments.threads).map(now).collect();
    std::thread::scope(|scope| {
        for thread in 0..arguments.threads {
            let (progress, arguments) = (&progress, &arguments);
            scope.spawn(move || work(thread as usize, arguments, seeds, progress));
        }
        watch(&progress, seeds, start);
    });
    line(&progress, start);
    if progress.differences.load(Ordering::Relaxed) > 0 {
        std::process::exit(1);
    }
}

fn work(thread: usize, arguments: &Arguments, seeds: u64, progress: &Progress) {
    loop {
        let number = progress.seeds.fetch_add(1, Ordering::Relaxed);
        if number >= seeds {
            return;
        }
        let seed = arguments.seed + number;
        progress.at.lock().unwrap()[thread] = (seed, Instant::now());
        match differential::run(seed, arguments.plan) {
            Ok(cases) => {
                progress.cases.fetch_add(cases, Ordering::Relaxed);
            }
            Err(difference) => {
                let before = progress.differences.fetch_add(1, Ordering::Relaxed);
                if before < SHOWN {
                    println!("{difference}");
                } else {
                    println!("seed {seed} differs, {}", difference.how);
                }
            }
        }
    }
}

fn watch(progress: &Progress, seeds: u64, start: Instant) {
    let mut next = Duration::from_secs(10);
    while progress.seeds.load(Ordering::Relaxed) < seeds {
        std::thread::sleep(Duration::from_millis(200));
        if start.elapsed() < next {
            continue;
        }
        next += Duration::from_secs(10);
        line(progress, start);
        for (seed, since) in progress.at.lock().unwrap().iter() {
            if since.elapsed() > LONG {
                println!("seed {seed} has been running for {:?}", since.elapsed());
            }
        }
    }
}

fn line(progress: &Progress, start: Instant) {
    let cases = progress.cases.load(Ordering::Relaxed);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{cases} cases in {seconds:.0} s, {:.0} a second, {} differences",
        cases as f64 / seconds,
        progress.differences.load(Ordering::Relaxed)
    );
}
