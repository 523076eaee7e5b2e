//! Occurrences of a rule.
//!
//! In: a rule and all that is known of the call. Out: its occurrences, each with when and
//! how it is decided, as if there were room for all of them to wait.

use zhunze_calls::verdict::{Evidence, Finding, Reason};
use zhunze_compiler::book::{Expr, Moment, Obligation, Rule};

use crate::conditions::holds;
use crate::world::{Instant, World};
use crate::{chain, window};

/// Where an occurrence starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    /// The trigger's step; none for the call as a whole.
    pub(crate) step: Option<usize>,
    /// The trigger's end; 0 for the call as a whole.
    pub(crate) end: i64,
}

impl Start {
    /// When `before that` and `require` are judged: at the trigger, for the call as a
    /// whole when it is over.
    pub(crate) fn when(self, world: &World) -> Instant {
        self.step.map_or(world.close(), |step| world.step(step))
    }
}

/// An obligation is settled.
pub(crate) struct Settled {
    /// When.
    pub(crate) when: Instant,
    /// How.
    pub(crate) outcome: Outcome,
}

/// How an obligation was settled.
pub(crate) enum Outcome {
    /// It was met; what met it.
    Met(Vec<Evidence>),
    /// It was not.
    Broken {
        /// Why.
        reason: Reason,
        /// When it was due.
        due: Option<i64>,
        /// What broke it.
        evidence: Option<Evidence>,
    },
}

/// One occurrence of one rule.
pub(crate) struct Occurrence {
    /// Position of the rule.
    pub(crate) rule: u32,
    /// The trigger's step.
    pub(crate) start: Option<usize>,
    /// How many places it takes while it waits; 0 when it does not wait for room.
    pub(crate) places: usize,
    /// When it was decided or withdrawn.
    pub(crate) until: Instant,
    /// What was decided; none when it was withdrawn. Points are not worked out yet.
    pub(crate) finding: Option<Finding>,
}

/// One occurrence for each step that `trigger` matches and at which the condition holds.
pub(crate) fn for_each_trigger(
    world: &World,
    number: u32,
    rule: &Rule,
    trigger: &Moment,
) -> Vec<Occurrence> {
    let mut occurrences = Vec::new();
    for (index, step) in world.steps.iter().enumerate() {
        let Some(hit) = world.hit(trigger, index) else {
            continue;
        };
        let now = world.at_step(index);
        if rule.condition.as_ref().is_none_or(|c| holds(world, c, now)) {
            let (step, end) = (Some(index), step.end);
            let evidence = world.evidence(index, hit);
            let start = Start { step, end };
            occurrences.push(decide(world, number, rule, start, evidence));
        }
    }
    occurrences
}

/// The one occurrence of a rule without a trigger: the call.
pub(crate) fn for_the_call(world: &World, number: u32, rule: &Rule) -> Vec<Occurrence> {
    let now = world.at_the_start();
    if !rule.condition.as_ref().is_none_or(|c| holds(world, c, now)) {
        return Vec::new();
    }
    let (step, end) = (None, 0);
    vec![decide(world, number, rule, Start { step, end }, None)]
}

/// Decides an occurrence: violated by the first obligation that is broken, else satisfied
/// when all are settled, unless its excuse comes before that.
fn decide(
    world: &World,
    number: u32,
    rule: &Rule,
    start: Start,
    trigger: Option<Evidence>,
) -> Occurrence {
    let settle = |obligation| settle(world, start, obligation);
    let settled: Vec<Settled> = rule.obligations.iter().map(settle).collect();
    let mut finding = Finding {
        rule: number,
        satisfied: true,
        at: 0,
        due: None,
        points: 0,
        trigger: start.step.and_then(|step| world.position(step)),
        reason: Reason::Satisfied,
        obligation: 0,
        evidence: trigger.into_iter().collect(),
    };
    let when = match first_broken(&settled) {
        Some(broken) => violate(&mut finding, broken),
        None => satisfy(&mut finding, rule, settled, start.when(world)),
    };
    finding.at = when.at;
    let excuse = excused(world, rule, start).filter(|excuse| *excuse < when);
    let waits = start.step.is_some() && when > start.when(world);
    Occurrence {
        rule: number,
        start: start.step,
        places: if waits { places(rule) } else { 0 },
        until: excuse.unwrap_or(when),
        finding: excuse.is_none().then_some(finding),
    }
}

fn settle(world: &World, start: Start, obligation: &Obligation) -> Settled {
    match obligation {
        Obligation::Happen {
            moment,
            negated,
            window,
        } => match negated {
            false => window::must(world, start, moment, window),
            true => window::must_not(world, start, moment, window),
        },
        Obligation::Before { steps, within } => chain::judge(world, start, steps, *within),
        Obligation::Require(expr) => require(world, start, expr),
    }
}

fn require(world: &World, start: Start, expr: &Expr) -> Settled {
    let when = start.when(world);
    let now = start
        .step
        .map_or(world.after_all(), |step| world.at_step(step));
    let outcome = match holds(world, expr, now) {
        true => Outcome::Met(Vec::new()),
        false => Outcome::Broken {
            reason: Reason::NotMet,
            due: Some(when.at),
            evidence: None,
        },
    };
    Settled { when, outcome }
}

/// The obligation that is broken first, of several at one instant the first in the rule.
fn first_broken(settled: &[Settled]) -> Option<(usize, &Settled)> {
    let broken = |(_, settled): &(usize, &Settled)| match settled.outcome {
        Outcome::Broken { .. } => true,
        Outcome::Met(_) => false,
    };
    let broken = settled.iter().enumerate().filter(broken);
    broken.min_by_key(|(position, settled)| (settled.when, *position))
}

fn violate(finding: &mut Finding, (position, broken): (usize, &Settled)) -> Instant {
    if let Outcome::Broken {
        reason,
        due,
        evidence,
    } = &broken.outcome
    {
        finding.satisfied = false;
        finding.reason = *reason;
        finding.due = *due;
        finding.obligation = u8::try_from(position).unwrap_or(u8::MAX);
        finding.evidence.extend(evidence.clone());
    }
    broken.when
}

/// Satisfied when the last obligation is settled. The chain of a `before that` is shown
/// only where nothing had to be waited for.
fn satisfy(
    finding: &mut Finding,
    rule: &Rule,
    settled: Vec<Settled>,
    earliest: Instant,
) -> Instant {
    let last = settled.iter().map(|settled| settled.when).max();
    let waits = rule.obligations.iter().any(waited_for);
    for (one, obligation) in settled.into_iter().zip(&rule.obligations) {
        if let Outcome::Met(evidence) = one.outcome
            && (!waits || waited_for(obligation))
        {
            finding.evidence.extend(evidence);
        }
    }
    last.unwrap_or(earliest)
}

/// When `unless M first` comes.
pub(crate) fn excused(world: &World, rule: &Rule, start: Start) -> Option<Instant> {
    let later = window::later_steps(world, start);
    let step = window::first(world, later, rule.excuse.as_ref()?)?;
    Some(world.step(step))
}

/// One place for one `must` or `must not`, one more than their number for several.
fn places(rule: &Rule) -> usize {
    let owed = |obligation: &&Obligation| matches!(obligation, Obligation::Happen { .. });
    match rule.obligations.iter().filter(owed).count() {
        one @ (0 | 1) => one,
        several => several + 1,
    }
}

fn waited_for(obligation: &Obligation) -> bool {
    matches!(obligation, Obligation::Happen { .. })
}
