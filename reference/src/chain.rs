//! Chains: sequences of moments, and what `before that` finds of them.
//!
//! In: the moments of a sequence and the steps of the call. Out: the newest chain of each
//! length after a step; whether a complete one lies before a trigger, and which.

use zhunze_calls::verdict::{Evidence, Reason};
use zhunze_compiler::book::{self, Expr, Step as Wanted};

use crate::conditions::holds;
use crate::now::Now;
use crate::occurrence::{Outcome, Settled, Start};
use crate::timers::later;
use crate::world::World;

/// How many steps `before that` remembers when it compares values.
const REMEMBERED: usize = 64;

/// The newest chain of each length from 1 on, as the steps it is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chains(Vec<Option<Vec<usize>>>);

impl Chains {
    /// The newest chains after one more step.
    pub(crate) fn after(&self, world: &World, chain: &book::Chain, step: usize) -> Chains {
        let places = 0..chain.steps.len();
        Chains(
            places
                .map(|place| self.newest(world, &chain.steps, place, step))
                .collect(),
        )
    }

    /// The newest chain that ends with the moment at `place`, after one more step.
    fn newest(
        &self,
        world: &World,
        wanted: &[Wanted],
        place: usize,
        step: usize,
    ) -> Option<Vec<usize>> {
        let this = wanted.get(place)?;
        let grown = world
            .hit(&this.moment, step)
            .and(match place.checked_sub(1) {
                Some(before) => self.longer(world, before, step, this.within),
                None => Some(vec![step]),
            });
        let next = wanted.get(place + 1).and_then(|next| next.without.as_ref());
        let dropped = next.is_some_and(|without| world.hit(without, step).is_some());
        let kept = self.0.get(place).filter(|_| !dropped);
        grown.or_else(|| kept?.clone())
    }

    /// The chain up to `before`, made longer by the step, if that comes soon enough.
    fn longer(
        &self,
        world: &World,
        before: usize,
        step: usize,
        within: Option<u64>,
    ) -> Option<Vec<usize>> {
        let chain = self.0.get(before)?.as_ref()?;
        let at = world.steps.get(step)?.at;
        let in_time = soon_enough(world, *chain.last()?, at, within);
        in_time.then(|| [chain.as_slice(), &[step]].concat())
    }

    /// The complete chain.
    fn complete(&self, chain: &book::Chain) -> Option<&Vec<usize>> {
        self.0.get(chain.steps.len().checked_sub(1)?)?.as_ref()
    }

    /// The complete chain, if the step has made it so.
    pub(crate) fn made_by(&self, chain: &book::Chain, step: usize) -> Option<Vec<usize>> {
        let whole = self.complete(chain)?;
        (whole.last() == Some(&step)).then(|| whole.clone())
    }
}

/// Whether `at` is within `within` of the end of the earlier step; an overlap counts as 0.
fn soon_enough(world: &World, earlier: usize, at: i64, within: Option<u64>) -> bool {
    let end = world.steps.get(earlier).map_or(at, |step| step.end);
    within.is_none_or(|within| at <= later(end, within))
}

/// `before that`, and what it looks back on from each step.
pub(crate) struct LookBack<'a> {
    chain: &'a book::Chain,
    within: Option<u64>,
    matching: Option<&'a Expr>,
    /// By number of steps, the newest complete chain in them.
    newest: Vec<Option<Vec<usize>>>,
}

impl<'a> LookBack<'a> {
    /// Looks at all steps of the call.
    pub(crate) fn new(
        world: &World,
        chain: &'a book::Chain,
        within: Option<u64>,
        matching: Option<&'a Expr>,
    ) -> LookBack<'a> {
        let mut chains = Chains::default();
        let mut newest = vec![None];
        for step in 0..world.steps.len() {
            chains = chains.after(world, chain, step);
            newest.push(chains.complete(chain).cloned());
        }
        let look = LookBack {
            chain,
            within,
            matching,
            newest,
        };
        look.ask(world);
        look
    }

    /// Asks each step that matches for the values that will be compared.
    fn ask(&self, world: &World) {
        let Some(matching) = self.matching else {
            return;
        };
        for step in 0..world.steps.len() {
            if self.made_by(step) {
                holds(world, matching, Now::of_the_remembered(world, step));
            }
        }
    }

    fn made_by(&self, step: usize) -> bool {
        let made = self.newest.get(step + 1).and_then(Option::as_ref);
        made.is_some_and(|chain| chain.last() == Some(&step))
    }

    /// Judges it for an occurrence that starts with a trigger.
    pub(crate) fn judge(&self, world: &World, start: Start) -> Settled {
        let when = start.when(world);
        let outcome = match self.find(world, start.step.unwrap_or(0), when.at) {
            Some(chain) => Outcome::Met(self.evidence(world, &chain)),
            None => Outcome::Broken {
                reason: Reason::NotBefore,
                due: Some(when.at),
                evidence: None,
            },
        };
        Settled { when, outcome }
    }

    fn find(&self, world: &World, trigger: usize, at: i64) -> Option<Vec<usize>> {
        let Some(matching) = self.matching else {
            let newest = self.newest.get(trigger)?.clone()?;
            return self.is_recent(world, &newest, at).then_some(newest);
        };
        let remembered = (0..trigger).rev().filter(|step| self.made_by(*step));
        let chains = remembered.take(REMEMBERED).map(|step| vec![step]);
        let mut recent = chains.filter(|chain| self.is_recent(world, chain, at));
        recent.find(|chain| {
            let earlier = chain.first().copied();
            let now = Now::of_the_earlier(world, earlier, trigger);
            holds(world, matching, now)
        })
    }

    fn is_recent(&self, world: &World, chain: &[usize], at: i64) -> bool {
        let first = chain.first();
        first.is_some_and(|first| soon_enough(world, *first, at, self.within))
    }

    fn evidence(&self, world: &World, chain: &[usize]) -> Vec<Evidence> {
        let steps = chain.iter().zip(&self.chain.steps);
        let seen = steps.filter_map(|(step, wanted)| {
            let hit = world.hit(&wanted.moment, *step)?;
            world.evidence(*step, hit)
        });
        seen.collect()
    }
}
