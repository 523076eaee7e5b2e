//! The shortest calls that satisfy and that violate a rule.
//!
//! In: a rulebook and one of its rules. Out: for either outcome a call with as few events as
//! can be, found by trying calls of rising length against the definition (breadth first),
//! or nothing when the search gave up first.

use super::sample::{self, Sample};
use zhunze_calls::call::{Call, Event};
use zhunze_compiler::book::{Atom, Book, Derived, DerivedId, Moment, Rule, RuleId};

/// How many calls are tried.
const MOST: usize = 60_000;
/// How many events a call may have.
const LONGEST: usize = 5;

/// What was found.
#[derive(Default)]
pub(super) struct Shortest {
    pub(super) satisfied: Option<Call>,
    pub(super) violated: Option<Call>,
}

/// Searches for both.
pub(super) fn shortest(book: &Book, id: RuleId) -> Shortest {
    let Some(rule) = book.rules.get(id.index()) else {
        return Shortest::default();
    };
    let (book, at) = alone(book, rule, id);
    let search = Search {
        sample: sample::of(&book, rule),
        book: &book,
        at,
    };
    search.run()
}

/// The rulebook with only this rule in it, so that the search is quick; all of it when the
/// rule asks about others. Moments that the rule is not made of become one that never
/// happens: they keep their places, and nothing is spent on them.
fn alone(book: &Book, rule: &Rule, id: RuleId) -> (Book, usize) {
    let mut small = book.clone();
    small.tests.clear();
    let needs = zhunze_reference::needs(book, rule);
    if needs.outcomes {
        return (small, id.index());
    }
    for (number, derived) in (0u32..).map(DerivedId).zip(&mut small.derived) {
        if !needs.derived.contains(&number) {
            *derived = never();
        }
    }
    small.rules = vec![rule.clone()];
    (small, 0)
}

fn never() -> Derived {
    let end = Moment {
        any: vec![Atom::CallEnds],
    };
    Derived::Where {
        all: vec![end.clone()],
        none: vec![end],
        guard: None,
    }
}

struct Search<'a> {
    book: &'a Book,
    at: usize,
    sample: Sample,
}

impl Search<'_> {
    fn run(&self) -> Shortest {
        let mut found = Shortest::default();
        let mut tried = 0;
        let mut rows: Vec<Vec<Event>> = vec![Vec::new()];
        for _ in 0..=LONGEST {
            for events in &rows {
                for end in self.ends(events) {
                    tried += 1;
                    self.try_one(events, end, &mut found);
                    if found.satisfied.is_some() && found.violated.is_some() || tried > MOST {
                        return found;
                    }
                }
            }
            rows = rows.iter().flat_map(|events| self.longer(events)).collect();
        }
        found
    }

    /// The calls with one event more.
    fn longer(&self, events: &[Event]) -> Vec<Vec<Event>> {
        let delays: &[i64] = if events.is_empty() {
            &[0]
        } else {
            &self.sample.delays
        };
        let last = events.last().map_or(0, |event| event.end);
        let next = |delay: &i64| {
            let at = last.saturating_add(*delay);
            self.sample.events.iter().map(move |event| {
                let length = event.end - event.t;
                let event = Event {
                    t: at,
                    end: at + length,
                    ..event.clone()
                };
                [events, &[event]].concat()
            })
        };
        delays.iter().flat_map(next).collect()
    }

    /// When the call may end.
    fn ends(&self, events: &[Event]) -> Vec<i64> {
        let last = events.last().map_or(0, |event| event.end);
        let later = self
            .sample
            .delays
            .iter()
            .map(|delay| last.saturating_add(*delay));
        std::iter::once(last).chain(later).collect()
    }

    fn try_one(&self, events: &[Event], end: i64, found: &mut Shortest) {
        let mut call = Call {
            events: events.to_vec(),
            end: Some(end),
            ..Call::default()
        };
        for (name, value) in &self.sample.metadata {
            call.metadata.insert(name.clone(), value.clone());
        }
        let verdicts = zhunze_reference::evaluate(self.book, &call, Some(end));
        let Some(row) = verdicts.rules.get(self.at) else {
            return;
        };
        if row.violated > 0 {
            found.violated.get_or_insert(call);
        } else if row.satisfied > 0 {
            found.satisfied.get_or_insert(call);
        }
    }
}
