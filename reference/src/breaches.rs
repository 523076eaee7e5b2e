//! Rules without a trigger that only forbid.
//!
//! In: such a rule. Out: a violation for each breach; when there is none, one occurrence
//! that is satisfied at the end of the call.

use zhunze_calls::verdict::{Finding, Reason};
use zhunze_compiler::book::{Moment, Obligation, Rule, Window};

use crate::conditions::{holds, metadata_alone};
use crate::occurrence::{Occurrence, Start, excused};
use crate::window;
use crate::world::{Instant, World};

/// The `must not` that is the only obligation of a rule.
pub(crate) fn forbidden_alone(rule: &Rule) -> Option<(&Moment, &Window)> {
    match rule.obligations.as_slice() {
        [
            Obligation::Happen {
                moment,
                negated: true,
                window,
            },
        ] => Some((moment, window)),
        _ => None,
    }
}

/// The breaches, or that there were none.
pub(crate) fn find(
    world: &World,
    number: u32,
    rule: &Rule,
    (moment, window): (&Moment, &Window),
) -> Vec<Occurrence> {
    let (step, end) = (None, 0);
    let start = Start { step, end };
    let excuse = excused(world, rule, start);
    let mut found = Vec::new();
    for (step, hit) in window::targets(world, start, moment, window) {
        // A breach at the very step of the excuse decides first.
        let excused = excuse.is_some_and(|excuse| excuse < world.step(step));
        let condition = rule.condition.as_ref();
        if !excused && condition.is_none_or(|c| holds(world, c, world.at_step(step))) {
            let evidence = world.evidence(step, hit).into_iter().collect();
            let when = world.step(step);
            let breach = finding(number, when, Reason::Forbidden);
            found.push(occurrence(when, Finding { evidence, ..breach }));
        }
    }
    if found.is_empty() && excuse.is_none() && applies(world, rule) {
        let when = world.close();
        found.push(occurrence(when, finding(number, when, Reason::Satisfied)));
    }
    found
}

/// A condition on metadata alone that is false makes the rule not applicable.
fn applies(world: &World, rule: &Rule) -> bool {
    let now = world.at_the_start();
    let false_for_all = |c| metadata_alone(c) && !holds(world, c, now);
    !rule.condition.as_ref().is_some_and(false_for_all)
}

fn occurrence(until: Instant, finding: Finding) -> Occurrence {
    Occurrence {
        rule: finding.rule,
        start: None,
        places: 0,
        until,
        finding: Some(finding),
    }
}

fn finding(rule: u32, when: Instant, reason: Reason) -> Finding {
    Finding {
        rule,
        satisfied: reason == Reason::Satisfied,
        at: when.at,
        due: None,
        points: 0,
        trigger: None,
        reason,
        obligation: 0,
        evidence: Vec::new(),
    }
}
