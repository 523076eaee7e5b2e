//! Rules that never start, can not be broken, or can not be kept.

use super::at_rule;
use super::conditions::{certain, possible};
use super::moments::Facts;
use crate::book::{Arm, Duty, Expr, Obligation, Rule};
use crate::diagnostics::{Code, Diagnostic};

pub(super) fn lint(facts: &Facts) -> Vec<Diagnostic> {
    let rules = facts.book.rules.iter();
    rules.flat_map(|rule| of_rule(facts, rule)).collect()
}

fn of_rule(facts: &Facts, rule: &Rule) -> Vec<Diagnostic> {
    let starts = |arm: &&Arm| !never_starts(facts, rule, arm);
    let arms: Vec<&Arm> = rule.arms.iter().filter(starts).collect();
    let title = &rule.title;
    if arms.is_empty() {
        return vec![
            at_rule(
                Code::NeverFires,
                rule,
                format!("“{title}” never applies: what starts it can not happen"),
                format!("“{title}”永远不适用：触发它的事不可能发生"),
            )
            .help(
                "look at its `when`, `if` and `unless`: something in them excludes the rest",
                "看看它的“当”“如果”“除非”：其中有的条件互相排斥",
            ),
        ];
    }
    let mut found = vec![];
    for arm in rule
        .arms
        .iter()
        .filter(|arm| never_starts(facts, rule, arm))
    {
        let branch = arm.branch.as_deref().unwrap_or(title);
        found.push(at_rule(
            Code::NeverFires,
            rule,
            format!("the branch “{branch}” never applies: it can not happen"),
            format!("分支“{branch}”永远不适用：它不可能发生"),
        ));
    }
    if arms.iter().all(|arm| never_fails(facts, arm)) {
        found.push(
            at_rule(
                Code::NeverFails,
                rule,
                format!("“{title}” can not be broken: what it asks for always holds"),
                format!("“{title}”不可能被违反：它的要求总是成立"),
            )
            .help(
                "a rule that nobody can break checks nothing: correct it or leave it out",
                "没有人能违反的规则什么也检查不到：改正它，或者删去",
            ),
        );
    } else if arms.iter().all(|arm| always_fails(facts, arm)) {
        found.push(
            at_rule(
                Code::AlwaysFails,
                rule,
                format!("“{title}” can not be kept: what it asks for can not happen"),
                format!("“{title}”不可能做到：它要求的事不可能发生"),
            )
            .help(
                "look at what it asks for: something in it excludes the rest",
                "看看它要求的内容：其中有的条件互相排斥",
            ),
        );
    }
    found
}

fn never_starts(facts: &Facts, rule: &Rule, arm: &Arm) -> bool {
    let conditions: Vec<&Expr> = rule.applies.iter().chain(&arm.condition).collect();
    if !possible(&conditions) {
        return true;
    }
    let condition = arm.condition.as_ref();
    let never = |trigger| facts.never_if(trigger, condition);
    arm.trigger.as_ref().is_some_and(never)
}

fn never_fails(facts: &Facts, arm: &Arm) -> bool {
    let holds = |one: &Obligation| match &one.duty {
        Duty::Happen {
            moment,
            at_least,
            at_most,
            ..
        } => *at_least == 0 && (at_most.is_none() || facts.never(moment)),
        Duty::Require(expr) => certain(expr),
        Duty::Before { .. } => false,
    };
    arm.groups().iter().all(|group| group.iter().any(holds))
}

fn always_fails(facts: &Facts, arm: &Arm) -> bool {
    let fails = |one: &Obligation| match &one.duty {
        Duty::Happen {
            moment, at_least, ..
        } => *at_least > 0 && facts.never(moment),
        // By itself: what `if` has excluded may be asked for, so as never to be applicable
        // and satisfied.
        Duty::Require(expr) => !possible(&[expr]),
        Duty::Before { chain, .. } => facts.cannot_complete(chain),
    };
    arm.groups().iter().any(|group| group.iter().all(fails))
}
