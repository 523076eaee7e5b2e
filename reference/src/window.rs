//! The window of an obligation.
//!
//! In: a window and where its occurrence starts. Out: what closes it, and the steps at which
//! targets in it count.

use std::ops::Range;

use zhunze_calls::call::Speaker;
use zhunze_calls::verdict::Reason;
use zhunze_compiler::book::{Moment, Who, Window};

use crate::limits;
use crate::line::includes;
use crate::moments::Hit;
use crate::occurrence::Start;
use crate::parts;
use crate::steps::{Step, What};
use crate::timers::later;
use crate::world::{Instant, World};

/// How a window closes.
pub(crate) struct Closing {
    /// When.
    pub(crate) when: Instant,
    /// Why.
    pub(crate) reason: Reason,
    /// What was due then.
    pub(crate) due: i64,
    /// A target at the very step still counts.
    inclusive: bool,
}

/// The window of one obligation of one occurrence.
pub(crate) struct View<'v, 'a> {
    world: &'v World<'a>,
    window: &'v Window,
    start: Start,
    limit: Option<i64>,
}

impl<'v, 'a> View<'v, 'a> {
    /// The window as it is from the start on.
    pub(crate) fn new(world: &'v World<'a>, start: Start, window: &'v Window) -> View<'v, 'a> {
        View {
            world,
            window,
            start,
            limit: limits::of(world, start, window),
        }
    }

    /// All steps in the window at which `moment` matches.
    pub(crate) fn targets(&self, moment: &Moment) -> Vec<(usize, Hit)> {
        let last = self.last();
        let inside = (self.opens()..self.world.steps.len()).take_while(|step| {
            let now = self.world.instant(*step);
            last.as_ref()
                .is_none_or(|last| now < last.when || (last.inclusive && now == last.when))
        });
        let targets = inside.filter_map(|step| Some((step, self.world.hit(moment, step)?)));
        targets.filter(|(step, _)| self.is_in_time(*step)).collect()
    }

    /// What closes the window.
    pub(crate) fn closing(&self) -> Closing {
        match parts::known_at_the_end(self.window) {
            Some(_) => self.closed_by_call(),
            None => self.last().unwrap_or_else(|| self.closed_by_call()),
        }
    }

    /// The first thing before the end of the call after which no target counts.
    fn last(&self) -> Option<Closing> {
        let steps = [
            self.closed_by_moment(),
            self.closed_by_turn(),
            self.closed_by_next(),
        ];
        // A window that is decided at the end of the call has no deadline that runs out.
        let deadline = match parts::known_at_the_end(self.window) {
            Some(_) => None,
            None => self.closed_by_deadline(),
        };
        let all = steps.into_iter().chain([self.closed_by_part(), deadline]);
        all.flatten()
            .min_by_key(|closing| (closing.when, closing.inclusive))
    }

    /// The first step at which the window is open, if nothing has closed it.
    fn opens(&self) -> usize {
        let steps = self.later_steps();
        let after = match &self.window.after {
            Some(after) => self.first(after).map_or(steps.end, |step| step + 1),
            None => steps.start,
        };
        let turn = match self.window.next_turn {
            Some(who) => self.turn_begins(who).unwrap_or(steps.end),
            None => steps.start,
        };
        after.max(turn)
    }

    /// Neither too early nor too late by the clock.
    fn is_in_time(&self, step: usize) -> bool {
        let at = self.world.instant(step).at;
        let min = self.window.min.filter(|min| *min > 0);
        let early = min.is_some_and(|min| at < later(self.start.end, min));
        let late = self.limit.is_some_and(|limit| at > limit);
        !early && !late && parts::early_enough(self.world, self.window.part.as_ref(), step)
    }

    fn closed_by_moment(&self) -> Option<Closing> {
        let step = self.first(self.window.before.as_ref()?)?;
        Some(self.closed_at(step))
    }

    /// The first utterance of somebody else after the turn began.
    fn closed_by_turn(&self) -> Option<Closing> {
        let who = self.window.next_turn?;
        let begins = self.turn_begins(who)?;
        let other = |step: &usize| self.speaker(*step).is_some_and(|by| !includes(who, by));
        let step = (begins + 1..self.world.steps.len()).find(other)?;
        Some(self.closed_at(step))
    }

    /// The last of the next events, or the one after it.
    fn closed_by_next(&self) -> Option<Closing> {
        let next = self.window.next.as_ref()?;
        let all = |step: &usize| self.world.hit(&next.moment, *step).is_some();
        let before = match next.inclusive {
            true => (next.count as usize).checked_sub(1)?,
            false => next.count as usize,
        };
        let step = self.later_steps().filter(all).nth(before)?;
        Some(Closing {
            inclusive: next.inclusive,
            ..self.closed_at(step)
        })
    }

    /// More utterances or turns have begun than the first ones.
    fn closed_by_part(&self) -> Option<Closing> {
        let part = self.window.part.as_ref();
        let step = parts::over(self.world, part, self.later_steps().start)?;
        Some(self.closed_at(step))
    }

    fn closed_at(&self, step: usize) -> Closing {
        let when = self.world.instant(step);
        Closing {
            when,
            reason: Reason::WindowClosed,
            due: when.at,
            inclusive: false,
        }
    }

    /// The deadline, unless the occurrence starts with the end of the call: by then all
    /// deadlines have run out that will.
    fn closed_by_deadline(&self) -> Option<Closing> {
        let due = self.limit?;
        let first = self.start.step.and_then(|step| self.world.steps.get(step));
        let too_late = first.is_some_and(|step| matches!(step.what, What::CallEnds));
        let when = self.world.deadline(due).filter(|_| !too_late)?;
        Some(Closing {
            when,
            reason: Reason::DeadlineRanOut,
            due,
            inclusive: false,
        })
    }

    fn closed_by_call(&self) -> Closing {
        Closing {
            when: self.world.close(),
            reason: Reason::CallEnded,
            due: self.limit.unwrap_or(self.world.end),
            inclusive: false,
        }
    }

    /// The first utterance of `who` after the start such that the utterance before it, of
    /// anybody, was not by `who`.
    fn turn_begins(&self, who: Who) -> Option<usize> {
        let begins = |step: &usize| {
            let before = self.world.line(*step).and_then(|line| line.last_speaker);
            let by_who = |by: Option<Speaker>| by.is_some_and(|by| includes(who, by));
            by_who(self.speaker(*step)) && !by_who(before)
        };
        self.later_steps().find(begins)
    }

    fn speaker(&self, step: usize) -> Option<Speaker> {
        self.world.steps.get(step).and_then(Step::utterance_by)
    }

    fn first(&self, moment: &Moment) -> Option<usize> {
        first(self.world, self.later_steps(), moment)
    }

    fn later_steps(&self) -> Range<usize> {
        later_steps(self.world, self.start)
    }
}

/// The first of `steps` at which `moment` matches.
pub(crate) fn first(world: &World, mut steps: Range<usize>, moment: &Moment) -> Option<usize> {
    steps.find(|step| world.hit(moment, *step).is_some())
}

/// The steps after the start.
pub(crate) fn later_steps(world: &World, start: Start) -> Range<usize> {
    let from = start.step.map_or(0, |step| step + 1);
    from..world.steps.len()
}
