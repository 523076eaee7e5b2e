//! What is owed: `must`, `before that`, `require`.

use zhunze_compiler::book::*;

use super::Maker;
use super::look::{Looks, Seen, seen};

/// How an arm starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// What is there at the trigger; none without one.
    pub trigger: Option<Seen>,
    /// Nothing comes after it.
    pub ends: bool,
    /// How many rules stand above.
    pub above: u32,
}

impl Start {
    /// What a condition judged at the start may look at.
    pub fn looks(&self) -> Looks {
        self.trigger.map_or(Looks::nothing(), Looks::at)
    }
}

impl Maker<'_> {
    /// What an arm owes.
    pub(super) fn obligations(&mut self, start: Start, advice: bool) -> Vec<Obligation> {
        let count = self.r.weighted(&[(12, 1), (5, 2), (3, 3), (1, 8)]);
        let obligation = |maker: &mut Self, number: u64| Obligation {
            or_else: number > 0 && maker.r.one_in(3),
            duty: maker.duty(start, advice),
        };
        (0..count).map(|number| obligation(self, number)).collect()
    }

    fn duty(&mut self, start: Start, advice: bool) -> Duty {
        match self.r.below(10) {
            _ if advice && !start.ends => self.happen(start),
            0..2 if start.trigger.is_some() => self.before(start),
            0..4 if !start.ends && self.r.one_in(2) => self.happen(start),
            0..4 => Duty::Require(self.requirement(start)),
            _ if start.ends => self.before(start),
            _ => self.happen(start),
        }
    }

    fn requirement(&mut self, start: Start) -> Expr {
        let looks = match start.trigger {
            Some(trigger) => Looks::at(trigger),
            None => Looks::at(Seen::default()),
        };
        self.condition(looks.above(start.above), 2)
    }

    fn happen(&mut self, start: Start) -> Duty {
        let n = self.r.of(&[1, 1, 2, 3, 254]);
        let times = self.r.weighted(&[
            (6, (1, None)),
            (5, (0, Some(0))),
            (1, (n, None)),
            (1, (0, Some(n))),
            (1, (n, Some(n))),
        ]);
        let (moment, matching) = self.target(start, false);
        Duty::Happen {
            window: self.window(&moment, times, start.looks()),
            moment,
            at_least: times.0,
            at_most: times.1,
            matching,
        }
    }

    /// A moment, sometimes a single event with a condition on it and the trigger.
    fn target(&mut self, start: Start, plain: bool) -> (Moment, Option<Expr>) {
        let mut moment = self.moment(2);
        let Some(trigger) = start.trigger.filter(|it| it.event && self.r.one_in(3)) else {
            return (moment, None);
        };
        let matched = |atom: &Atom| matches!(atom, Atom::Event { .. } | Atom::Labelled { .. });
        if moment.any.len() != 1 || !matched(&moment.any[0]) {
            moment.any = vec![self.utterance(0)];
        }
        let looks = Looks {
            trigger: Some(trigger),
            plain,
            ..Looks::at(seen(&self.book, &moment))
        };
        let matching = self.matching(looks, 1);
        (moment, matching)
    }

    fn before(&mut self, start: Start) -> Duty {
        let within = self.some(2, Self::time);
        if self.r.one_in(2) {
            let (moment, matching) = self.target(start, true);
            let step = Step {
                within: None,
                moment,
                without: None,
            };
            let chain = Chain { steps: vec![step] };
            return Duty::Before {
                chain,
                within,
                matching,
            };
        }
        Duty::Before {
            chain: self.chain(1, 1),
            within,
            matching: None,
        }
    }
}
