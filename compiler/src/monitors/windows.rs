//! `must` and its windows become roles and limits.

use super::lower::{Lowering, Roles};
use super::{Duty, Happen, Limit, TooLarge, View, Window};
use crate::book::{self, Atom, Extent, Kind, Moment, Part, Who};

/// The part is known only when the call is over.
pub(crate) fn decided_late(part: &Part) -> bool {
    part.last || matches!(part.extent, Extent::Percent(_))
}

impl Lowering<'_> {
    /// A [`book::Duty::Happen`].
    pub(super) fn happen(
        &mut self,
        duty: &book::Duty,
        roles: &mut Roles,
    ) -> Result<Duty, TooLarge> {
        let book::Duty::Happen {
            moment,
            at_least,
            at_most,
            window,
            matching,
        } = duty
        else {
            return Err(TooLarge::Rulebook);
        };
        Ok(Duty::Happen(Happen {
            target: self.role(moment, roles)?,
            at_least: (*at_least).min(255) as u8,
            at_most: at_most.map(|most| most.min(254) as u8),
            window: self.window(window, roles)?,
            matching: matching.as_ref().map(|expr| self.guard(expr, View::Target)),
        }))
    }

    fn window(&mut self, window: &book::Window, roles: &mut Roles) -> Result<Window, TooLarge> {
        let after = self.maybe_role(window.after.as_ref(), roles)?;
        let before = self.maybe_role(window.before.as_ref(), roles)?;
        let next = match &window.next {
            Some(next) => {
                let role = self.role(&next.moment, roles)?;
                Some((role, next.count.clamp(1, 250) as u8, next.inclusive))
            }
            None => None,
        };
        let counts_utterances =
            window.next_turn.is_some() || window.part.as_ref().is_some_and(counts);
        let utterance = if counts_utterances {
            Some(self.role(&any_utterance(), roles)?)
        } else {
            None
        };
        Ok(Window {
            min: window.min,
            max: window.max.as_ref().map(|limit| self.limit(limit)),
            after,
            before,
            next_turn: window.next_turn,
            next,
            part: window.part.clone(),
            utterance,
        })
    }

    fn limit(&mut self, limit: &book::Limit) -> Limit {
        match limit {
            book::Limit::After(ms) => Limit::After(*ms),
            book::Limit::Value { value, unit } => Limit::Value(self.term(value), *unit),
            book::Limit::Clock(time) => Limit::Clock(*time),
            book::Limit::WorkingDays(days) => Limit::WorkingDays(*days),
        }
    }
}

/// The part ends with an utterance that is one too many.
fn counts(part: &Part) -> bool {
    !part.last && matches!(part.extent, Extent::Utterances(..) | Extent::Turns(_))
}

fn any_utterance() -> Moment {
    let any = vec![Atom::Event {
        kind: Kind::Utterance,
        who: Who::Anyone,
        phrase: None,
        guard: None,
    }];
    Moment { any }
}
