//! All that is known of one call under one rulebook.
//!
//! In: the rulebook and the call. Out: the steps, which moments match at which of them,
//! and the instants at which things can be decided.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use zhunze_calls::call::{Call, Event};
use zhunze_calls::verdict::{Evidence, Note};
use zhunze_compiler::book::{AttributeId, Book, Moment};

use crate::conditions::Now;
use crate::moments::{self, Hit};
use crate::steps::{self, Step, What};
use crate::walk;

/// One call under one rulebook.
pub(crate) struct World<'a> {
    /// The rulebook.
    pub(crate) book: &'a Book,
    /// The call.
    pub(crate) call: &'a Call,
    /// When the call ends.
    pub(crate) end: i64,
    /// The steps; the last is the end of the call.
    pub(crate) steps: Vec<Step<'a>>,
    hits: HashMap<*const Moment, Vec<Option<Hit>>>,
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
    pub(crate) fn new(book: &'a Book, call: &'a Call, ends: Option<i64>) -> World<'a> {
        let end = steps::end_of_call(call, ends);
        let mut world = World {
            book,
            call,
            end,
            steps: steps::list(book, call, end),
            hits: HashMap::new(),
            missing: RefCell::default(),
        };
        // Inner moments come first, so that guards find what they ask about.
        for moment in walk::moments(book) {
            let steps = 0..world.steps.len();
            let hits = steps.map(|index| moments::judge(&world, moment, index));
            let hits = hits.collect();
            world.hits.insert(std::ptr::from_ref(moment), hits);
        }
        world
    }

    /// Where `moment`, which must be one of the rulebook's, matches: an entry a step.
    pub(crate) fn hits(&self, moment: &Moment) -> &[Option<Hit>] {
        let known = self.hits.get(&std::ptr::from_ref(moment));
        known.map_or(&[], Vec::as_slice)
    }

    /// Whether `moment` matches at the step.
    pub(crate) fn hit(&self, moment: &Moment, step: usize) -> Option<Hit> {
        self.hits(moment).get(step).copied().flatten()
    }

    /// The events in order.
    pub(crate) fn events(&self) -> Vec<&'a Event> {
        let seen = self.steps.iter().filter_map(Step::event);
        seen.map(|seen| seen.event).collect()
    }

    /// The position of the step's event.
    pub(crate) fn position(&self, step: usize) -> Option<u32> {
        Some(self.steps.get(step)?.event()?.position)
    }

    /// The step as evidence; timers and the end of the call leave none.
    pub(crate) fn evidence(&self, step: usize, hit: Hit) -> Option<Evidence> {
        let event = self.position(step)?;
        let span = hit.span;
        Some(Evidence { event, span })
    }

    /// What a condition sees that is judged at the step.
    pub(crate) fn at_step(&self, step: usize) -> Now<'_, 'a> {
        let event = self.steps.get(step).and_then(Step::event);
        let before = step;
        Now { event, before }
    }

    /// What a condition sees that is judged when the call begins.
    pub(crate) fn at_the_start(&self) -> Now<'_, 'a> {
        let (event, before) = (None, 0);
        Now { event, before }
    }

    /// What a condition sees that is judged after everything else.
    pub(crate) fn after_all(&self) -> Now<'_, 'a> {
        let (event, before) = (None, self.steps.len());
        Now { event, before }
    }

    /// The instant of a step.
    pub(crate) fn step(&self, step: usize) -> Instant {
        let at = self.steps.get(step).map_or(self.end, |step| step.at);
        let place = 2 * step + 1;
        Instant { place, at }
    }

    /// The instant at which a deadline runs out: after every event and timer up to then,
    /// before the end of the call. None when the call ends first.
    pub(crate) fn deadline(&self, at: i64) -> Option<Instant> {
        let over = |step: &&Step| step.at <= at && !matches!(step.what, What::CallEnds);
        let place = 2 * self.steps.iter().filter(over).count();
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
