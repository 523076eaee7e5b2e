//! What must, or must not, happen within a window.
//!
//! In: an obligation and where its occurrence starts. Out: when it is settled, and how; the
//! steps that counted, and those that were compared with the trigger.

use std::collections::BTreeSet;

use zhunze_calls::verdict::Reason;
use zhunze_compiler::book::{Expr, Moment, Part, Window};

use crate::conditions::holds;
use crate::moments::Hit;
use crate::now::Now;
use crate::occurrence::{Outcome, Settled, Start};
use crate::parts;
use crate::window::View;
use crate::world::World;

/// What is owed.
#[derive(Clone, Copy)]
pub(crate) struct Happen<'b> {
    /// What.
    pub(crate) moment: &'b Moment,
    /// How often at least.
    pub(crate) at_least: u32,
    /// How often at most.
    pub(crate) at_most: Option<u32>,
    /// When it counts.
    pub(crate) window: &'b Window,
    /// What target and trigger must have to do with each other.
    pub(crate) matching: Option<&'b Expr>,
}

/// What has become of it.
pub(crate) struct Happened {
    /// When and how it was settled.
    pub(crate) settled: Settled,
    /// The steps of the targets that counted.
    pub(crate) counted: Vec<usize>,
    /// The steps that were compared with the trigger.
    pub(crate) compared: Vec<usize>,
}

/// A target that is to be looked at.
struct Looked<'v, 'a, 'b> {
    world: &'v World<'a>,
    start: Start,
    owed: Happen<'b>,
    compared: Vec<usize>,
}

impl Looked<'_, '_, '_> {
    /// Whether the target fits what `matching` asks.
    fn fits(&mut self, step: usize) -> bool {
        self.owed.matching.is_none_or(|matching| {
            self.compared.push(step);
            let now = Now::of_target(self.world, step, self.start.step);
            holds(self.world, matching, now.quietly())
        })
    }
}

/// Settles it, as if nothing else were owed. `taken` are the steps that have counted for
/// older occurrences.
pub(crate) fn settle(
    world: &World,
    start: Start,
    owed: Happen,
    taken: &BTreeSet<usize>,
) -> Happened {
    let view = View::new(world, start, owed.window);
    let mut targets = view.targets(owed.moment);
    targets.retain(|(step, _)| !taken.contains(step));
    let mut look = Looked {
        world,
        start,
        owed,
        compared: vec![],
    };
    let (settled, counted) = match parts::known_at_the_end(owed.window) {
        Some(part) => (settle_at_the_end(&mut look, &view, part, &targets), vec![]),
        None => settle_in_time(&mut look, &view, &targets),
    };
    let counted = counted.into_iter().map(|(step, _)| step).collect();
    Happened {
        settled,
        counted,
        compared: look.compared,
    }
}

type Targets = Vec<(usize, Hit)>;

fn settle_in_time(look: &mut Looked, view: &View, targets: &Targets) -> (Settled, Targets) {
    let (world, owed) = (look.world, look.owed);
    let (least, most) = (owed.at_least as usize, owed.at_most);
    let mut counted = Targets::new();
    for (step, hit) in targets {
        if !look.fits(*step) {
            continue;
        }
        counted.push((*step, *hit));
        let outcome = match most {
            Some(most) if counted.len() > most as usize => forbidden(world, *step, *hit),
            None if counted.len() == least => met(world, &counted, least),
            Some(_) | None => continue,
        };
        let when = world.instant(*step);
        return (Settled { when, outcome }, counted);
    }
    let closing = view.closing();
    let outcome = match counted.len() >= least {
        true => met(world, &counted, least),
        false => Outcome::Broken {
            reason: closing.reason,
            due: Some(closing.due),
            evidence: None,
        },
    };
    let when = closing.when;
    (Settled { when, outcome }, counted)
}

/// Only the first target, or the latest one, is remembered until the call is over.
fn settle_at_the_end(look: &mut Looked, view: &View, part: &Part, targets: &Targets) -> Settled {
    let (world, owed) = (look.world, look.owed);
    let fitting: Targets = targets
        .iter()
        .filter(|(step, _)| look.fits(*step))
        .copied()
        .collect();
    let remembered = match part.last {
        true => fitting.last(),
        false => fitting.first(),
    };
    let counted: Targets = remembered
        .filter(|(step, _)| parts::holds(world, part, *step))
        .copied()
        .into_iter()
        .collect();
    let closing = view.closing();
    let outcome = match (counted.first(), owed.at_most) {
        (Some((step, hit)), Some(0)) => forbidden(world, *step, *hit),
        _ if counted.len() >= owed.at_least as usize => {
            met(world, &counted, owed.at_least as usize)
        }
        _ => Outcome::Broken {
            reason: closing.reason,
            due: Some(closing.due),
            evidence: None,
        },
    };
    let when = closing.when;
    Settled { when, outcome }
}

/// Met, by the target that made it enough.
fn met(world: &World, counted: &Targets, least: usize) -> Outcome {
    let enough = least.checked_sub(1).and_then(|last| counted.get(last));
    let evidence = enough.and_then(|(step, hit)| world.evidence(*step, *hit));
    Outcome::Met(evidence.into_iter().collect())
}

fn forbidden(world: &World, step: usize, hit: Hit) -> Outcome {
    Outcome::Broken {
        reason: Reason::Forbidden,
        due: None,
        evidence: world.evidence(step, hit),
    }
}
