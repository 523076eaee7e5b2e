//! Occurrences of a rule.
//!
//! In: an arm of a rule and all that is known of the call. Out: its occurrences, each with
//! when and how it is decided, as if there were room for all of them to wait.

use std::collections::BTreeSet;

use zhunze_calls::verdict::{Evidence, Finding, Reason};
use zhunze_compiler::book::{Arm, Duty, Expr, Field, Moment, Pick, Rule, Term};

use crate::chain::LookBack;
use crate::conditions::holds;
use crate::life::{self, Life};
use crate::now::Now;
use crate::window;
use crate::world::{Instant, World};

/// Where an occurrence starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    /// The trigger's step; none for the call as a whole.
    pub(crate) step: Option<usize>,
    /// The trigger's end; 0 for the call as a whole.
    pub(crate) end: i64,
}

impl Start {
    /// The call as a whole.
    pub(crate) const CALL: Start = Start { step: None, end: 0 };

    /// When `before that` and `require` are judged: at the trigger, for the call as a
    /// whole when it is over.
    pub(crate) fn when(self, world: &World) -> Instant {
        self.step.map_or(world.close(), |step| world.instant(step))
    }

    /// From where its values are read.
    pub(crate) fn now(self, world: &World) -> Now {
        let at_trigger = self.step.map(|step| Now::of_rule(world, step));
        at_trigger.unwrap_or(Now::at_the_start())
    }
}

/// An obligation is settled.
#[derive(Debug)]
pub(crate) struct Settled {
    /// When.
    pub(crate) when: Instant,
    /// How.
    pub(crate) outcome: Outcome,
}

/// How an obligation was settled.
#[derive(Debug)]
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
#[derive(Debug)]
pub(crate) struct Occurrence {
    /// Position of the rule.
    pub(crate) rule: u32,
    /// Position of its arm.
    pub(crate) arm: u8,
    /// The trigger's step.
    pub(crate) start: Option<usize>,
    /// How many places it takes while it waits; 0 when it does not wait for room.
    pub(crate) places: usize,
    /// When it was decided or withdrawn.
    pub(crate) until: Instant,
    /// What was decided; none when it was withdrawn. Points are not worked out yet.
    pub(crate) finding: Option<Finding>,
}

/// An arm and what it looks back on.
pub(crate) struct Watch<'a> {
    /// Position of the rule.
    pub(crate) rule: u32,
    /// Position of the arm.
    pub(crate) number: u8,
    /// The arm.
    pub(crate) arm: &'a Arm,
    /// By obligation, what a `before that` looks back on.
    pub(crate) look_backs: Vec<Option<LookBack<'a>>>,
    own: bool,
    last: bool,
}

impl<'a> Watch<'a> {
    /// Of an arm of a rule.
    pub(crate) fn new(
        world: &World,
        (rule, of): (u32, &'a Rule),
        (number, arm): (u8, &'a Arm),
    ) -> Watch<'a> {
        let look_back = |duty: &'a Duty| match duty {
            Duty::Before {
                chain,
                within,
                matching,
            } => Some(LookBack::new(world, chain, *within, matching.as_ref())),
            Duty::Happen { .. } | Duty::Require(_) => None,
        };
        let obligations = arm.obligations.iter();
        Watch {
            rule,
            number,
            arm,
            look_backs: obligations.map(|one| look_back(&one.duty)).collect(),
            own: of.own,
            last: of.pick == Pick::Last,
        }
    }

    /// All its occurrences.
    pub(crate) fn occurrences(&self, world: &World) -> Vec<Occurrence> {
        match &self.arm.trigger {
            Some(trigger) => self.for_each_trigger(world, trigger),
            None => self.for_the_call(world),
        }
    }

    /// One for each step that the trigger matches and at which the condition holds.
    fn for_each_trigger(&self, world: &World, trigger: &Moment) -> Vec<Occurrence> {
        let condition = self.arm.condition.as_ref();
        let starts = |step: &usize| {
            let now = Now::of_rule(world, *step);
            world.hit(trigger, *step).is_some() && condition.is_none_or(|c| holds(world, c, now))
        };
        let steps: Vec<usize> = (0..world.steps.len()).filter(starts).collect();
        let mut taken = vec![BTreeSet::new(); self.arm.obligations.len()];
        let mut occurrences = vec![];
        for step in &steps {
            let start = Start {
                step: Some(*step),
                end: world.steps.get(*step).map_or(0, |step| step.end),
            };
            let admitted = |step: &usize| !self.is_refused(world, *step);
            let next = steps.iter().find(|next| *next > step && admitted(next));
            let replaced = next.copied().filter(|_| self.last);
            let life = life::decide(world, self, start, &taken, replaced);
            if admitted(step) {
                life.ask(world, self);
                self.take(&life, &mut taken);
            }
            let seen = world.hit(trigger, *step);
            let seen = seen.and_then(|hit| world.evidence(*step, hit));
            occurrences.push(life.occurrence(world, self, seen));
        }
        occurrences
    }

    /// The one occurrence of a rule without a trigger: the call.
    fn for_the_call(&self, world: &World) -> Vec<Occurrence> {
        let condition = self.arm.condition.as_ref();
        if !condition.is_none_or(|c| holds(world, c, Now::at_the_start())) {
            return vec![];
        }
        let taken = vec![BTreeSet::new(); self.arm.obligations.len()];
        let life = life::decide(world, self, Start::CALL, &taken, None);
        life.ask(world, self);
        vec![life.occurrence(world, self, None)]
    }

    fn is_refused(&self, world: &World, step: usize) -> bool {
        let name = (self.rule, self.number, Some(step));
        world.known.refused.contains(&name)
    }

    /// With `each its own`, what has counted counts for no later occurrence.
    fn take(&self, life: &Life, taken: &mut [BTreeSet<usize>]) {
        if self.own {
            let counted = life.counted();
            for (taken, counted) in taken.iter_mut().zip(counted) {
                taken.extend(counted);
            }
        }
    }

    /// When `unless M first` comes.
    pub(crate) fn excused(&self, world: &World, start: Start) -> Option<Instant> {
        let later = window::later_steps(world, start);
        let step = window::first(world, later, self.arm.excuse.as_ref()?)?;
        Some(world.instant(step))
    }

    /// How many places an occurrence takes while it waits.
    pub(crate) fn places(&self) -> usize {
        let owed = self
            .arm
            .obligations
            .iter()
            .filter_map(|one| match &one.duty {
                Duty::Happen { matching, .. } => Some(matching.as_ref()),
                Duty::Before { .. } | Duty::Require(_) => None,
            });
        let saves = owed.clone().flatten().any(asks_the_trigger);
        let one = match owed.count() {
            one @ (0 | 1) => one,
            several => several + 1,
        };
        one + usize::from(saves)
    }
}

fn asks_the_trigger(expr: &Expr) -> bool {
    let field = |field: &Field| matches!(field, Field::OfTrigger(_) | Field::CaptureOfTrigger(..));
    match expr {
        Expr::Not(inner) => asks_the_trigger(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(asks_the_trigger),
        Expr::Compare { left, right, .. } => of_the_trigger(left) || of_the_trigger(right),
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => field(value),
        Expr::SameText { left, right, .. } => field(left) || field(right),
        Expr::Const(_) | Expr::Happened { .. } | Expr::Outcome { .. } | Expr::TurnStart => false,
    }
}

fn of_the_trigger(term: &Term) -> bool {
    match term {
        Term::Field(field) => {
            matches!(field, Field::OfTrigger(_) | Field::CaptureOfTrigger(..))
        }
        Term::Arithmetic(left, _, right) => of_the_trigger(left) || of_the_trigger(right),
        _ => false,
    }
}
