//! How often the loops of the module go round and its functions are called, for one event.
//!
//! In: the numbers of the rulebook's parts, and of the event's text. Out: [`Limits`] for the
//! counter. Every loop of the engine has its line here or in `texts`; one without makes the
//! work of every event unbounded, which the tests find.

use super::super::needs::Guards;
use super::super::rings;
use super::super::tallies::RECENT;
use super::count::{Limits, Most};
use super::sizes::Sizes;
use super::texts::Texts;
use crate::book::Book;
use crate::monitors::{Duty, Program, Shape};

/// What is known of one rulebook and one event.
pub(super) struct Known<'a> {
    pub book: &'a Book,
    pub program: &'a Program,
    pub guards: &'a Guards,
    pub sizes: Sizes,
    pub texts: Texts<'a>,
    /// Loops of `run_step` for windows that close by themselves, and for derived moments.
    pub wakes: bool,
    /// Times of moments are remembered: conditions go through them.
    pub recent: bool,
}

/// Sketches that are compared with.
const SKETCHES: u64 = 16;
/// Characters that the names of labels about somebody start with.
const PREFIX: u64 = 8;

impl Limits for Known<'_> {
    fn rounds(&self, function: &str, place: &[usize]) -> Option<Most> {
        let known = self.of_steps(function, place);
        let known = known.or_else(|| self.of_values(function, place));
        let known = known.or_else(|| self.of_close(function, place));
        known.or_else(|| self.texts.rounds(function, place))
    }

    fn calls(&self, function: &str) -> Option<u64> {
        let s = &self.sizes;
        let each_step = |n: u64| s.steps.saturating_mul(n);
        let sweeps = s.steps.saturating_add(s.rounds).saturating_add(1);
        let ring_looks = each_step(s.rings).saturating_mul(2);
        Some(match function {
            "run_step" | "after_step" | "span_next" => s.steps,
            "span_fire" => s.spans,
            "expire" => s.rounds,
            "wait_next" => s.rounds + 1,
            "rule" => each_step(s.monitors),
            "derived" => each_step(s.derived),
            "trigger" => each_step(s.triggered),
            "never" => each_step(s.never),
            "waiting" => sweeps.saturating_mul(s.queued),
            "chain" => each_step(s.chains),
            "chain_holds" | "chain_evidence" => each_step(s.before),
            "ring_add" => each_step(s.rings),
            "ring_find" => ring_looks,
            "start" => each_step(s.triggered).saturating_add(s.monitors),
            "alloc" => each_step(s.fresh_cells),
            "release" => s.waiting.saturating_add(each_step(2 * s.triggered)),
            "begin" | "write" | "keep" | "satisfied" | "report" => s.findings(),
            "add" => {
                let chains = each_step(s.links);
                let pieces = s.findings().saturating_mul(2).saturating_add(s.cells);
                pieces
                    .saturating_add(each_step(s.fresh_cells))
                    .saturating_add(chains)
            }
            "raise" => {
                let others = s.signals.saturating_sub(s.of_events);
                s.of_events.saturating_add(each_step(others))
            }
            _ => return self.texts.calls(function),
        })
    }

    fn through_table(&self, function: &str) -> Option<Vec<(String, u64)>> {
        let steps = self.sizes.steps;
        let guard = |guard: u16| (format!("guard_{guard}"), steps);
        let triggered = self.program.monitors.iter();
        let triggered = triggered.filter(|it| matches!(it.shape, Shape::Triggered(_)));
        match function {
            "raise_list" => {
                let numbers = self.guards.of_signals.iter().filter(|number| **number > 0);
                Some(numbers.map(|number| (self.name(*number - 1), 1)).collect())
            }
            "trigger" => Some(
                triggered
                    .flat_map(|monitor| {
                        let owed = monitor.obligations.iter();
                        let required = owed.filter_map(|owed| match owed.duty {
                            Duty::Require(guard) => Some(guard),
                            Duty::Happen(_) | Duty::Before { .. } => None,
                        });
                        monitor.condition.into_iter().chain(required)
                    })
                    .map(guard)
                    .collect(),
            ),
            _ => None,
        }
    }
}

impl Known<'_> {
    /// The name of a function of the table: a guard or a label.
    fn name(&self, number: u16) -> String {
        let guards = self.program.guards.len() as u16;
        match number.checked_sub(guards) {
            Some(label) => format!("label_{label}"),
            None => format!("guard_{number}"),
        }
    }

    /// Loops over signals, monitors and occurrences.
    fn of_steps(&self, function: &str, place: &[usize]) -> Option<Most> {
        let s = &self.sizes;
        let each_step = |n: u64| Most::all(s.steps.saturating_mul(n));
        // What waits is gone through at each step, as deadlines run out, and at the end.
        let sweeps = s.steps.saturating_add(s.rounds).saturating_add(1);
        let each_sweep = |n: u64| Most::all(sweeps.saturating_mul(n));
        Some(match (function, place) {
            ("zz_event", _) => Most::round(1),
            ("advance", _) => Most::all(s.spans.saturating_add(s.rounds)),
            ("raise", _) => each_step(s.of_steps).more(s.listeners),
            ("raise_list", _) => Most::all(s.of_events),
            ("run_step", _) => self.of_run_step(place),
            ("evidence", _) => Most::round(s.widest),
            ("rule", _) => each_step(s.obligations),
            ("trigger", _) => each_step(s.starting),
            ("waiting", [0]) => each_sweep(s.waiting),
            ("waiting", _) => each_sweep(s.cells),
            ("look", _) => each_sweep(s.owed),
            ("wait_next", [0]) | ("expire" | "settle", _) => Most::round(s.monitors),
            ("wait_next", [0, 0]) => each_sweep(s.waiting),
            ("wait_next", [0, 0, 0]) => each_sweep(s.owed),
            ("wait_next", _) => each_sweep(s.cells),
            ("satisfied" | "release", _) | ("start", [0]) => each_step(s.fresh_cells).more(s.cells),
            ("start", _) => each_step(s.obligations),
            ("chain", [0]) => each_step(s.links),
            ("chain", _) => each_step(s.copies),
            ("chain_evidence", _) => Most::round(s.longest_chain),
            ("ring_find", _) => Most::round(u64::from(rings::LENGTH)),
            ("limit", _) => Most::round(7),
            ("call_starts", _) => Most::round(s.monitors.max(self.book.rules.len() as u64)),
            _ => return None,
        })
    }

    /// Which loops there are depends on the rulebook.
    fn of_run_step(&self, place: &[usize]) -> Most {
        let s = &self.sizes;
        let words = |n: u64| n.div_ceil(64);
        let wakes = usize::from(self.wakes);
        let derived = wakes + usize::from(s.derived > 0);
        match place {
            [0] if self.wakes => Most::round(s.monitors),
            [0, _] if self.wakes => Most::call(s.obligations),
            [at] if *at < derived => Most::round(words(s.derived)),
            [at, _] if *at < derived => Most::call(s.derived),
            [_] => Most::round(words(s.monitors)),
            _ => Most::call(s.monitors),
        }
    }

    /// Loops over attributes, texts of conditions, and what is remembered of the past.
    fn of_values(&self, function: &str, place: &[usize]) -> Option<Most> {
        let bytes = self.texts.bytes;
        let compared = bytes.min(self.guards.longest_text());
        Some(match (function, place) {
            ("attribute", _) => Most::round(self.texts.attributes),
            ("text_is", _) => Most::round(compared),
            ("text_hash", _) | ("label_of", [1]) => Most::round(bytes),
            ("label_of", [0]) => Most::round(PREFIX),
            ("label_of", _) => Most::round(compared),
            ("clock_digits", _) => Most::round(4),
            ("read_clock", _) => Most::all(bytes),
            ("divide", _) => Most::round(64),
            ("after_step" | "before_step" | "metadata", _) => self.remembered(),
            _ if is_of_table(function) => self.remembered(),
            _ => return None,
        })
    }

    fn remembered(&self) -> Most {
        Most::round(if self.recent {
            u64::from(RECENT)
        } else {
            SKETCHES
        })
    }

    /// Loops over what the tables have rows of.
    fn of_close(&self, function: &str, place: &[usize]) -> Option<Most> {
        let book = self.book;
        let rows = |n: usize| Most::call(n as u64);
        let costs = book.rules.iter().map(|rule| rule.costs.len()).sum();
        Some(match (function, place) {
            ("tables", [0 | 3]) => rows(book.rules.len()),
            ("tables", [0, _]) => rows(costs),
            ("tables", [1]) => rows(book.sections.len()),
            ("tables", [2]) => rows(book.scores.len()),
            ("tables", [3, _]) => Most::call(self.sizes.monitors),
            ("tables", [4]) => rows(book.attributes.len()),
            ("tables", [5]) => rows(book.metadata.len()),
            _ => return None,
        })
    }
}

fn is_of_table(function: &str) -> bool {
    let starts = ["guard_", "label_", "value_", "save_"];
    starts.iter().any(|start| function.starts_with(start))
}
