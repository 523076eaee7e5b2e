//! Windows of every form, as the checker puts them together.

use zhunze_compiler::book::*;

use super::look::{Looks, kin};
use super::{Maker, WHO};

/// How often a target is owed.
pub(super) type Times = (u32, Option<u32>);

impl Maker<'_> {
    /// A window for this target. `start` is what a limit may look at.
    pub(super) fn window(&mut self, target: &Moment, times: Times, start: Looks) -> Window {
        let min = self.some(5, Self::time);
        let max = self.some(2, |maker| maker.limit(min.unwrap_or(0), start));
        let (next_turn, next) = match self.r.below(12) {
            0..2 => (
                Some(self.r.of(&[Who::Agent, Who::Customer, Who::System])),
                None,
            ),
            2..4 => (None, Some(self.next(target))),
            _ => (None, None),
        };
        Window {
            min,
            max,
            after: self.some(5, |maker| maker.moment(1)),
            before: self.some(5, |maker| maker.moment(1)),
            next_turn,
            next,
            part: self
                .some(4, Self::extent)
                .filter(|part| is_decided_early(part) || matches!(times, (0, Some(0)) | (1, None))),
        }
    }

    fn limit(&mut self, least: u64, start: Looks) -> Limit {
        match self.r.below(8) {
            0 => Limit::Value {
                value: self.term(start, 1),
                unit: self.r.of(&[
                    ValueUnit::Millis(1),
                    ValueUnit::Millis(self.scale as u32),
                    ValueUnit::Millis(2 * self.scale as u32),
                    ValueUnit::WorkingDays,
                    ValueUnit::TimeOfDay,
                ]),
            },
            1 => Limit::Clock(
                self.r
                    .of(&[0, 32_400_000, 34_200_002, 64_800_000, 86_399_999]),
            ),
            2 => Limit::WorkingDays(self.r.of(&[1, 1, 2, 5, 6, 250])),
            _ => Limit::After(least + self.time()),
        }
    }

    fn next(&mut self, target: &Moment) -> Next {
        let count = self.r.of(&[1, 1, 1, 2, 3]);
        match self.r.below(4) {
            0 => match kin(&self.book, target) {
                Some(moment) => Next {
                    moment,
                    count,
                    inclusive: true,
                },
                None => self.next_utterances(count),
            },
            1 => Next {
                moment: Moment {
                    any: vec![Atom::Event {
                        kind: Kind::Utterance,
                        who: Who::Anyone,
                        phrase: None,
                        guard: Some(Expr::TurnStart),
                    }],
                },
                count,
                inclusive: false,
            },
            2 => self.next_utterances(count),
            _ => Next {
                moment: self.moment(1),
                count,
                inclusive: false,
            },
        }
    }

    fn next_utterances(&mut self, count: u32) -> Next {
        let any = vec![Atom::Event {
            kind: Kind::Utterance,
            who: self.r.of(&WHO),
            phrase: None,
            guard: None,
        }];
        Next {
            moment: Moment { any },
            count,
            inclusive: false,
        }
    }

    fn extent(&mut self) -> Part {
        let few = self.r.of(&[1, 1, 2, 3, 250]);
        let extent = match self.r.below(4) {
            0 => Extent::Time(self.time()),
            1 => Extent::Percent(self.r.of(&[10_000, 25_000, 33_333, 50_000, 100_000, 1])),
            2 => Extent::Utterances(self.r.of(&WHO), few),
            _ => Extent::Turns(few),
        };
        Part {
            last: self.r.one_in(2),
            extent,
        }
    }
}

/// What is in it is known before the end of the call.
pub(super) fn is_decided_early(part: &Part) -> bool {
    !part.last && !matches!(part.extent, Extent::Percent(_))
}
