//! The numbers of a rulebook's parts that the work of an event depends on.
//!
//! In: the monitors and what is known of the state. Out: [`Sizes`]. An event is told to the
//! module after all timers that come due before it; each is a step, and so is the event.

use super::super::MAX_PLACES;
use super::super::asked::Asked;
use super::super::cells;
use crate::book::{Atom, Book, Pick};
use crate::monitors::{Chain, DerivedBody, Duty, Monitor, Program, Shape, Signal};

/// See above.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sizes {
    /// Steps of timers of moments; all steps; rounds in which deadlines run out.
    pub spans: u64,
    pub steps: u64,
    pub rounds: u64,
    /// Monitors: all, with a trigger, never, with a queue.
    pub monitors: u64,
    pub triggered: u64,
    pub never: u64,
    pub queued: u64,
    /// Obligations: of all monitors, of those with a trigger.
    pub obligations: u64,
    pub starting: u64,
    /// Occurrences that can wait at one time, their obligations, their cells.
    pub waiting: u64,
    pub owed: u64,
    pub cells: u64,
    /// Cells of one occurrence of each monitor with a trigger.
    pub fresh_cells: u64,
    /// `before that`: all, those that compare values, and the chains with those of moments.
    pub before: u64,
    pub rings: u64,
    pub chains: u64,
    /// Steps of all chains, and of these the steps before each.
    pub links: u64,
    pub longest_chain: u64,
    pub copies: u64,
    /// Signals, those that events raise, the most of a moment.
    pub signals: u64,
    pub of_events: u64,
    pub widest: u64,
    /// Derived moments.
    pub derived: u64,
    /// Listeners of all signals; of those that no event raises.
    pub listeners: u64,
    pub of_steps: u64,
}

impl Sizes {
    /// The numbers of a rulebook.
    pub(super) fn new(book: &Book, program: &Program, asked: &Asked) -> Sizes {
        let mut sizes = Sizes {
            monitors: program.monitors.len() as u64,
            signals: program.signals.len() as u64,
            derived: program.derived.len() as u64,
            ..Sizes::default()
        };
        sizes.add_signals(program);
        sizes.add_monitors(book, program, asked);
        for derived in &program.derived {
            if let DerivedBody::Chain { chain, .. } = &derived.body {
                sizes.add_chain(chain);
            }
        }
        sizes.spans = timers(program);
        // The event, its connection, and the end of the call.
        sizes.steps = sizes.spans.saturating_add(3);
        sizes.rounds = deadlines(book, program, asked, sizes.spans);
        sizes
    }

    fn add_signals(&mut self, program: &Program) {
        let lists = program.moments.iter().map(Vec::len);
        self.widest = lists.max().unwrap_or(0) as u64;
        for (signal, listeners) in program.signals.iter().zip(&program.listeners) {
            self.listeners += listeners.len() as u64;
            if by_event(signal) {
                self.of_events += 1;
            } else {
                self.of_steps += listeners.len() as u64;
            }
        }
    }

    fn add_monitors(&mut self, book: &Book, program: &Program, asked: &Asked) {
        for monitor in &program.monitors {
            let owed = monitor.obligations.len() as u64;
            self.obligations += owed;
            self.queued += u64::from(cells::waits(monitor));
            match monitor.shape {
                Shape::Triggered(_) => {
                    self.triggered += 1;
                    self.starting += owed;
                    self.fresh_cells += u64::from(cells::count(monitor, asked));
                }
                Shape::Never { .. } => self.never += 1,
                Shape::Call => {}
            }
            for owed in &monitor.obligations {
                if let Duty::Before {
                    chain, matching, ..
                } = &owed.duty
                {
                    self.before += 1;
                    self.rings += u64::from(matching.is_some());
                    self.add_chain(chain);
                }
            }
        }
        let one = |_: &Monitor| 1;
        self.waiting = full(book, program, asked, one);
        self.owed = full(book, program, asked, |monitor| {
            monitor.obligations.len() as u64
        });
        self.cells = full(book, program, asked, |monitor| {
            u64::from(cells::count(monitor, asked))
        });
    }

    fn add_chain(&mut self, chain: &Chain) {
        let steps = chain.steps.len() as u64;
        self.chains += 1;
        self.links += steps;
        self.longest_chain = self.longest_chain.max(steps);
        self.copies += steps * steps;
    }

    /// Findings of one event, at most.
    pub(super) fn findings(&self) -> u64 {
        let starts = self.triggered.saturating_add(self.never);
        let starts = self.steps.saturating_mul(starts);
        starts
            .saturating_add(self.waiting)
            .saturating_add(self.monitors)
    }
}

fn by_event(signal: &Signal) -> bool {
    matches!(signal.atom, Atom::Event { .. } | Atom::Labelled { .. })
}

/// What all waiting occurrences have together, when as many wait as can and those that have
/// the most.
fn full(book: &Book, program: &Program, asked: &Asked, has: impl Fn(&Monitor) -> u64) -> u64 {
    let (mut shared, mut densest, mut own) = (0u64, 0u64, 0u64);
    for monitor in program
        .monitors
        .iter()
        .filter(|monitor| cells::waits(monitor))
    {
        let places = u64::from(MAX_PLACES);
        let cells = u64::from(cells::count(monitor, asked)).max(1);
        if monitor.shape == Shape::Call {
            own += has(monitor);
            continue;
        }
        let most = match monitor.pick {
            Pick::Last => 1,
            Pick::Each | Pick::Any => u64::from(book.waiting),
        };
        shared += has(monitor) * most.min(places / cells);
        densest = densest.max((has(monitor) * places).div_ceil(cells));
    }
    own + shared.min(densest)
}

/// How often the timers of moments can come due between two events. A silence after something
/// that is itself no event may come due anew after each of the others.
fn timers(program: &Program) -> u64 {
    let direct = |moment: &crate::book::Moment| {
        let event = |atom: &Atom| matches!(atom, Atom::Event { .. } | Atom::Labelled { .. });
        moment.any.iter().all(event)
    };
    let mut known = 0u64;
    let mut again = 0u32;
    for signal in &program.signals {
        match &signal.atom {
            Atom::Silence {
                after: Some(after), ..
            } if !direct(after) => again += 1,
            Atom::Silence { .. }
            | Atom::Lasts { .. }
            | Atom::OverlapLasts(_)
            | Atom::OverlapEnds => known += 1,
            Atom::Event { .. }
            | Atom::Labelled { .. }
            | Atom::CallBegins
            | Atom::CallEnds
            | Atom::Derived(_) => {}
        }
    }
    match again {
        0 => known,
        _ => (known + 1).saturating_mul(1u64.checked_shl(again).unwrap_or(u64::MAX)),
    }
}

/// How many times deadlines can run out between two events: those of what waits, and of what
/// the steps of timers start, each at a time of its own; and once for nothing.
fn deadlines(book: &Book, program: &Program, asked: &Asked, spans: u64) -> u64 {
    let limited = |monitor: &Monitor| {
        let limited = cells::happens(monitor).filter(|it| it.window.max.is_some());
        limited.count() as u64
    };
    // A first part of the call ends at one time for all.
    let all = program.monitors.iter().flat_map(cells::happens);
    let parts = all.filter(|it| cells::part_time(it).is_some()).count() as u64;
    let waiting = full(book, program, asked, limited);
    let started = program.monitors.iter();
    let started = started.filter(|monitor| matches!(monitor.shape, Shape::Triggered(_)));
    let started: u64 = started.map(limited).sum();
    let started = spans.saturating_mul(started);
    waiting.saturating_add(started).saturating_add(parts + 1)
}
