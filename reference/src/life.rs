//! The life of an occurrence: how its obligations and their groups decide it.
//!
//! In: an arm, where an occurrence starts, and what counts no more because older ones took
//! it. Out: when it is decided or withdrawn, and how. Each obligation is settled as if it
//! were alone; what came after the decision is then left out.

use std::collections::BTreeSet;

use zhunze_calls::verdict::{Evidence, Finding, Reason};
use zhunze_compiler::book::{Duty, Expr};

use crate::conditions::holds;
use crate::happen::{self, Happen, Happened};
use crate::limits;
use crate::now::Now;
use crate::occurrence::{Occurrence, Outcome, Settled, Start, Watch};
use crate::world::{Instant, World};

/// When something is looked at: at which instant, and by which obligation in turn.
type Turn = (Instant, usize);

/// The life of an occurrence.
pub(crate) struct Life {
    start: Start,
    fate: Fate,
    /// When that was certain.
    when: Turn,
    groups: Vec<Group>,
    /// By obligation, what has become of it.
    judged: Vec<Judged>,
}

/// How it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Satisfied,
    /// By the obligation.
    Violated(usize),
    Withdrawn,
}

/// Obligations of which one is enough.
#[derive(Clone, Copy)]
struct Group {
    /// The obligation that met it, or by which it broke.
    by: usize,
    when: Turn,
    met: bool,
}

/// What has become of one obligation.
struct Judged {
    settled: Settled,
    counted: Vec<Turn>,
    compared: Vec<Turn>,
    group: usize,
}

/// Decides an occurrence: violated by the first group that is broken, else satisfied when
/// all are met, unless its excuse (or the one that replaces it) comes before that.
pub(crate) fn decide(
    world: &World,
    watch: &Watch,
    start: Start,
    taken: &[BTreeSet<usize>],
    replaced: Option<usize>,
) -> Life {
    let judged = judge_all(world, watch, start, taken);
    let groups = group(&judged);
    let broken = groups.iter().filter(|group| !group.met);
    let broken = broken.min_by_key(|group| group.when);
    let (mut fate, mut when) = match broken {
        Some(group) => (Fate::Violated(group.by), group.when),
        None => {
            let last = groups.iter().map(|group| group.when).max();
            (Fate::Satisfied, last.unwrap_or((start.when(world), 0)))
        }
    };
    let replaced = replaced.map(|step| world.instant(step));
    let gone = watch
        .excused(world, start)
        .into_iter()
        .chain(replaced)
        .min();
    if let Some(gone) = gone.filter(|gone| *gone < when.0) {
        fate = Fate::Withdrawn;
        when = (gone, usize::MAX);
    }
    Life {
        start,
        fate,
        when,
        groups,
        judged,
    }
}

/// Settles each obligation as if it were alone.
fn judge_all(world: &World, watch: &Watch, start: Start, taken: &[BTreeSet<usize>]) -> Vec<Judged> {
    let owed = watch.arm.obligations.iter();
    let mut group = 0;
    let mut judged = vec![];
    for (position, (obligation, taken)) in owed.zip(taken).enumerate() {
        group += usize::from(position > 0 && !obligation.or_else);
        let one = match &obligation.duty {
            Duty::Require(expr) => at_once(require(world, start, expr)),
            Duty::Before { .. } => match watch.look_backs.get(position) {
                Some(Some(look_back)) => at_once(look_back.judge(world, start)),
                Some(None) | None => continue,
            },
            Duty::Happen {
                moment,
                at_least,
                at_most,
                window,
                matching,
            } => {
                let owed = Happen {
                    moment,
                    at_least: *at_least,
                    at_most: *at_most,
                    window,
                    matching: matching.as_ref(),
                };
                waited_for(world, position, happen::settle(world, start, owed, taken))
            }
        };
        judged.push(Judged { group, ..one });
    }
    judged
}

fn at_once(settled: Settled) -> Judged {
    Judged {
        settled,
        counted: vec![],
        compared: vec![],
        group: 0,
    }
}

fn waited_for(world: &World, position: usize, happened: Happened) -> Judged {
    let turns = |steps: Vec<usize>| {
        let turns = steps
            .into_iter()
            .map(|step| (world.instant(step), position));
        turns.collect()
    };
    Judged {
        counted: turns(happened.counted),
        compared: turns(happened.compared),
        ..at_once(happened.settled)
    }
}

fn require(world: &World, start: Start, expr: &Expr) -> Settled {
    let when = start.when(world);
    let now = match start.step {
        Some(step) => Now::of_rule(world, step),
        None => Now::after_all(world),
    };
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

/// A group is met by the first of its obligations that is, and broken by the last.
fn group(judged: &[Judged]) -> Vec<Group> {
    let numbered: Vec<(usize, &Judged)> = judged.iter().enumerate().collect();
    let groups = numbered.chunk_by(|(_, one), (_, next)| one.group == next.group);
    let decided = groups.filter_map(|group| {
        let turn = |(by, one): &(usize, &Judged)| (one.settled.when, *by);
        let is_met = |one: &Judged| matches!(one.settled.outcome, Outcome::Met(_));
        let met = group.iter().filter(|(_, one)| is_met(one)).map(turn).min();
        let (when, met) = match met {
            Some(when) => (when, true),
            None => (group.iter().map(turn).max()?, false),
        };
        let by = when.1;
        Some(Group { by, when, met })
    });
    decided.collect()
}

impl Life {
    /// It was not decided by the step that started it.
    fn waits(&self, world: &World) -> bool {
        self.start.step.is_none() || self.when.0 > self.start.when(world)
    }

    /// Whether the obligation in the group still looked then.
    fn looked(&self, group: usize, turn: &Turn) -> bool {
        let met = self.groups.get(group).filter(|group| group.met);
        *turn <= self.when && met.is_none_or(|group| *turn <= group.when)
    }

    /// By obligation, the steps that counted while it was waiting.
    pub(crate) fn counted(&self) -> impl Iterator<Item = Vec<usize>> {
        self.judged.iter().map(|one| {
            let looked = one
                .counted
                .iter()
                .filter(|turn| self.looked(one.group, turn));
            looked.map(|(instant, _)| instant.place / 2).collect()
        })
    }

    /// Counts what is missing of the values that it asked for while it was waiting.
    pub(crate) fn ask(&self, world: &World, watch: &Watch) {
        if !self.waits(world) {
            return;
        }
        for (one, obligation) in self.judged.iter().zip(&watch.arm.obligations) {
            let Duty::Happen {
                window, matching, ..
            } = &obligation.duty
            else {
                continue;
            };
            limits::ask(world, self.start, window);
            if let Some(matching) = matching {
                let trigger = self.start.step;
                holds(world, matching, Now::of_the_waiting(world, trigger));
                let compared = one
                    .compared
                    .iter()
                    .filter(|turn| self.looked(one.group, turn));
                for (instant, _) in compared {
                    let step = instant.place / 2;
                    holds(world, matching, Now::of_target(world, step, trigger));
                }
            }
        }
    }

    /// The occurrence; `seen` is the evidence of its trigger.
    pub(crate) fn occurrence(
        self,
        world: &World,
        watch: &Watch,
        seen: Option<Evidence>,
    ) -> Occurrence {
        let needs_room = self.start.step.is_some() && self.waits(world);
        let (start, until) = (self.start.step, self.when.0);
        Occurrence {
            rule: watch.rule,
            arm: watch.number,
            start,
            places: if needs_room { watch.places() } else { 0 },
            until,
            finding: self.finding(world, watch, seen),
        }
    }

    fn finding(self, world: &World, watch: &Watch, seen: Option<Evidence>) -> Option<Finding> {
        let mut finding = Finding {
            rule: watch.rule,
            satisfied: true,
            at: self.when.0.at,
            due: None,
            points: 0,
            trigger: self.start.step.and_then(|step| world.position(step)),
            reason: Reason::Satisfied,
            obligation: 0,
            arm: watch.number,
            evidence: seen.into_iter().collect(),
        };
        match self.fate {
            Fate::Withdrawn => return None,
            Fate::Satisfied => finding.evidence.extend(self.what_met_it(watch)),
            Fate::Violated(by) => self.violate(&mut finding, by),
        }
        Some(finding)
    }

    fn violate(&self, finding: &mut Finding, by: usize) {
        let broken = self.judged.get(by).map(|one| &one.settled.outcome);
        if let Some(Outcome::Broken {
            reason,
            due,
            evidence,
        }) = broken
        {
            finding.satisfied = false;
            finding.reason = *reason;
            finding.due = *due;
            finding.obligation = u8::try_from(by).unwrap_or(u8::MAX);
            finding.evidence.extend(evidence.clone());
        }
    }

    /// For each group what met it. The chain of a `before that` is shown only where nothing
    /// had to be waited for.
    fn what_met_it(&self, watch: &Watch) -> Vec<Evidence> {
        let obligations = &watch.arm.obligations;
        let is_happen = |duty: &Duty| matches!(duty, Duty::Happen { .. });
        let waits = obligations.iter().any(|one| is_happen(&one.duty));
        let shown = |by: &usize| {
            let duty = obligations.get(*by).map(|one| &one.duty);
            !waits || duty.is_some_and(is_happen)
        };
        let by = self.groups.iter().map(|group| group.by).filter(shown);
        let evidence = by.filter_map(|by| match &self.judged.get(by)?.settled.outcome {
            Outcome::Met(evidence) => Some(evidence.clone()),
            Outcome::Broken { .. } => None,
        });
        evidence.flatten().collect()
    }
}
