//! Rules without a trigger that only forbid.
//!
//! In: such a rule. Out: a violation for each breach; when there is none, one occurrence
//! that is satisfied at the end of the call.

use zhunze_calls::verdict::{Finding, Reason};
use zhunze_compiler::book::{Arm, Duty, Expr, Moment, Window};

use crate::conditions::{holds, metadata_alone};
use crate::limits;
use crate::now::Now;
use crate::occurrence::{Occurrence, Start, Watch};
use crate::parts;
use crate::window::View;
use crate::world::{Instant, World};

/// What is forbidden, when, and in which connection.
pub(crate) type Forbidden<'a> = (&'a Moment, &'a Window, Option<&'a Expr>);

/// What an arm forbids that does nothing else.
pub(crate) fn forbidden_alone(arm: &Arm) -> Option<Forbidden<'_>> {
    let [alone] = arm.obligations.as_slice() else {
        return None;
    };
    match &alone.duty {
        Duty::Happen {
            moment,
            at_most: Some(0),
            window,
            matching,
            ..
        } if arm.trigger.is_none() && parts::known_at_the_end(window).is_none() => {
            Some((moment, window, matching.as_ref()))
        }
        _ => None,
    }
}

/// The breaches, or that there were none.
pub(crate) fn find(
    world: &World,
    watch: &Watch,
    (moment, window, matching): Forbidden,
) -> Vec<Occurrence> {
    let excuse = watch.excused(world, Start::CALL);
    let condition = watch.arm.condition.as_ref();
    let matches = |expr: &Expr, step| holds(world, expr, Now::of_target(world, step, None));
    let applies = |expr: &Expr, step| holds(world, expr, Now::of_rule(world, step));
    limits::ask(world, Start::CALL, window);
    let mut found = Vec::new();
    for (step, hit) in View::new(world, Start::CALL, window).targets(moment) {
        let when = world.instant(step);
        // A breach at the very step of the excuse decides first.
        let counts = excuse.is_none_or(|excuse| when <= excuse)
            && matching.is_none_or(|matching| matches(matching, step))
            && condition.is_none_or(|condition| applies(condition, step));
        if counts {
            let evidence = world.evidence(step, hit).into_iter().collect();
            let breach = finding(watch, when, Reason::Forbidden);
            found.push(occurrence(when, Finding { evidence, ..breach }));
        }
    }
    let at_the_start = |expr: &&Expr| metadata_alone(expr);
    let condition = condition.filter(at_the_start);
    let applies = condition.is_none_or(|expr| holds(world, expr, Now::at_the_start()));
    if found.is_empty() && excuse.is_none() && applies {
        let when = world.close();
        found.push(occurrence(when, finding(watch, when, Reason::Satisfied)));
    }
    found
}

fn occurrence(until: Instant, finding: Finding) -> Occurrence {
    Occurrence {
        rule: finding.rule,
        arm: finding.arm,
        start: None,
        places: 0,
        until,
        finding: Some(finding),
    }
}

fn finding(watch: &Watch, when: Instant, reason: Reason) -> Finding {
    Finding {
        rule: watch.rule,
        satisfied: reason == Reason::Satisfied,
        at: when.at,
        due: None,
        points: 0,
        trigger: None,
        reason,
        obligation: 0,
        arm: watch.number,
        evidence: Vec::new(),
    }
}
