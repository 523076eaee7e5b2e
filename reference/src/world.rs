//! All that is known of one call under one rulebook.
//!
//! In: the rulebook, the call, and what the round before has found. Out: the steps, which
//! moments match at which of them, how things stand between them, and the instants at which
//! things can be decided.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use zhunze_calls::call::{Call, Kind};
use zhunze_calls::verdict::{Evidence, Note};
use zhunze_compiler::book::{AttributeId, Book, DerivedId, Moment};

use crate::chain::Chains;
use crate::known::Known;
use crate::line::Line;
use crate::moments::{self, Hit};
use crate::steps::{Seen, Step, What};
use crate::walk::{Judged, Mentioned};
use crate::{clock, timers};

/// One call under one rulebook.
pub(crate) struct World<'a> {
    /// The rulebook.
    pub(crate) book: &'a Book,
    /// The call.
    pub(crate) call: &'a Call,
    /// When the call ends.
    pub(crate) end: i64,
    /// The local time at 0, in milliseconds since 1970.
    pub(crate) local: Option<i64>,
    /// What the round before has found.
    pub(crate) known: &'a Known,
    /// The steps; the last is the end of the call.
    pub(crate) steps: Vec<Step<'a>>,
    /// By derived moment, its chains after the last step.
    pub(crate) chains: Vec<Chains>,
    mentioned: &'a Mentioned<'a>,
    lines: Vec<Line>,
    numbers: HashMap<*const Moment, usize>,
    hits: Vec<Vec<Option<Hit>>>,
    derived: Vec<Vec<Option<Hit>>>,
    missing: RefCell<BTreeSet<(AttributeId, u32)>>,
}

/// An instant at which something can be decided: at a step, between two steps (where
/// deadlines run out), or after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    /// `2n + 1` at the n-th step (from 0), `2n` after n steps and before the next.
    pub(crate) place: usize,
    /// When it is.
    pub(crate) at: i64,
}

impl<'a> World<'a> {
    /// Lays out the call and finds every moment of the rulebook in it.
    pub(crate) fn new(
        (book, mentioned): (&'a Book, &'a Mentioned<'a>),
        (call, seen, end): (&'a Call, &'a [Seen<'a>], i64),
        known: &'a Known,
    ) -> World<'a> {
        let moments = mentioned.judged.iter().filter_map(|judged| match judged {
            Judged::Moment(moment) => Some(std::ptr::from_ref(*moment)),
            Judged::Derived(..) => None,
        });
        let numbers: HashMap<_, _> = moments.zip(0..).collect();
        let mut world = World {
            book,
            call,
            end,
            local: clock::local_time(call),
            known,
            steps: vec![],
            chains: vec![Chains::default(); book.derived.len()],
            mentioned,
            lines: vec![Line::default()],
            hits: vec![vec![]; numbers.len()],
            numbers,
            derived: vec![vec![]; book.derived.len()],
            missing: RefCell::default(),
        };
        world.lay_out(seen);
        world
    }

    fn lay_out(&mut self, seen: &'a [Seen<'a>]) {
        for event in seen {
            let t = event.event.t;
            self.let_timers_run(t);
            let connects = matches!(event.event.kind, Kind::Answer | Kind::Utterance);
            if connects && self.connection(self.steps.len()).is_none() {
                self.push(Step::without_event(t, What::Connection));
            }
            self.push(Step::of(event));
        }
        self.let_timers_run(self.end.saturating_add(1));
        self.push(Step::without_event(self.end, What::CallEnds));
    }

    /// Adds a step for each instant before `until` at which timers come due.
    fn let_timers_run(&mut self, until: i64) {
        while let Some(due) = self.next_due().filter(|due| *due < until) {
            self.push(Step::without_event(due, What::Timers));
        }
    }

    /// The first instant after the last timers' step at which a timer comes due.
    fn next_due(&self) -> Option<i64> {
        let is_timers = |step: &&Step| matches!(step.what, What::Timers);
        let last = self.steps.iter().rfind(is_timers).map(|step| step.at);
        let timers = self.mentioned.timers.iter();
        let dues = timers.filter_map(|atom| timers::due(self, atom, self.steps.len()));
        dues.filter(|due| last.is_none_or(|last| *due > last)).min()
    }

    /// Adds a step, and judges every moment at it: inner ones come first.
    fn push(&mut self, step: Step<'a>) {
        let index = self.steps.len();
        let line = self.lines.last().map(|line| line.after(&step));
        self.steps.push(step);
        let mentioned = self.mentioned;
        for judged in &mentioned.judged {
            match judged {
                Judged::Moment(moment) => {
                    let hit = moments::judge(self, moment, index);
                    let number = self.numbers.get(&std::ptr::from_ref(*moment));
                    let place = number.and_then(|number| self.hits.get_mut(*number));
                    place.into_iter().for_each(|place| place.push(hit));
                }
                Judged::Derived(number, derived) => {
                    let hit = moments::judge_derived(self, *number, derived, index);
                    let place = self.derived.get_mut(*number);
                    place.into_iter().for_each(|place| place.push(hit));
                }
            }
        }
        self.lines.extend(line);
    }

    /// Where `moment`, which must be one of the rulebook's, matches: an entry a step.
    pub(crate) fn hits(&self, moment: &Moment) -> &[Option<Hit>] {
        let number = self.numbers.get(&std::ptr::from_ref(moment));
        let known = number.and_then(|number| self.hits.get(*number));
        known.map_or(&[], Vec::as_slice)
    }

    /// Whether `moment` matches at the step.
    pub(crate) fn hit(&self, moment: &Moment, step: usize) -> Option<Hit> {
        self.hits(moment).get(step).copied().flatten()
    }

    /// Whether the derived moment matches at the step.
    pub(crate) fn derived_hit(&self, id: DerivedId, step: usize) -> Option<Hit> {
        self.derived.get(id.index())?.get(step).copied().flatten()
    }

    /// The last of the first `before` steps at which `moment` matches.
    pub(crate) fn last(&self, moment: &Moment, before: usize) -> Option<usize> {
        let hits = self.hits(moment);
        let past = hits.get(..before).unwrap_or(hits);
        past.iter().rposition(Option::is_some)
    }

    /// How things stand after the first `before` steps.
    pub(crate) fn line(&self, before: usize) -> Option<&Line> {
        self.lines.get(before)
    }

    /// When the call was connected that the step belongs to; a connection's own step counts.
    pub(crate) fn connection(&self, step: usize) -> Option<i64> {
        match self.steps.get(step) {
            Some(step) if matches!(step.what, What::Connection) => Some(step.at),
            _ => self.line(step)?.connection,
        }
    }

    /// Whether the step is an utterance that begins a turn.
    pub(crate) fn begins_turn(&self, step: usize) -> bool {
        let by = self.steps.get(step).and_then(Step::utterance_by);
        let before = self.line(step).and_then(|line| line.last_speaker);
        by.is_some() && by != before
    }

    /// The position of the step's event.
    pub(crate) fn position(&self, step: usize) -> Option<u32> {
        Some(self.steps.get(step)?.event()?.position)
    }

    /// The step as evidence; steps without an event leave none.
    pub(crate) fn evidence(&self, step: usize, hit: Hit) -> Option<Evidence> {
        let event = self.position(step)?;
        Some(Evidence {
            event,
            span: hit.span,
            tolerance: hit.tolerance,
        })
    }

    /// The instant of a step.
    pub(crate) fn instant(&self, step: usize) -> Instant {
        let at = self.steps.get(step).map_or(self.end, |step| step.at);
        let place = 2 * step + 1;
        Instant { place, at }
    }

    /// The instant at which a deadline runs out: after every event and timer up to then,
    /// before the end of the call. None when the call ends first.
    pub(crate) fn deadline(&self, at: i64) -> Option<Instant> {
        let over = |step: &Step| step.at <= at && !matches!(step.what, What::CallEnds);
        let place = 2 * self.steps.partition_point(over);
        (at <= self.end).then_some(Instant { place, at })
    }

    /// After the last step: all windows close.
    pub(crate) fn close(&self) -> Instant {
        let (place, at) = (2 * self.steps.len(), self.end);
        Instant { place, at }
    }

    /// Writes down that a condition asked an event for an attribute that it lacks.
    pub(crate) fn asked_in_vain(&self, attribute: AttributeId, event: u32) {
        self.missing.borrow_mut().insert((attribute, event));
    }

    /// On how many events each attribute was asked for in vain.
    pub(crate) fn missing_attributes(&self) -> Vec<Note> {
        let missing = self.missing.borrow();
        let missing: Vec<_> = missing.iter().map(|(attribute, _)| attribute.0).collect();
        let of_one = missing.chunk_by(|one, next| one == next);
        let note = |events: &[u32]| {
            let (attribute, count) = (*events.first()?, u32::try_from(events.len()).ok()?);
            Some(Note::MissingAttribute { attribute, count })
        };
        of_one.filter_map(note).collect()
    }
}
