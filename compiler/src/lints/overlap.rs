//! Two rules of which one asks for what the other forbids.

use super::conditions::possible;
use super::moments::Facts;
use super::{at_rule, place};
use crate::book::{Arm, Duty, Expr, Limit, Moment, Pick, Rule, Window};
use crate::diagnostics::{Code, Diagnostic};

pub(super) fn lint(facts: &Facts) -> Vec<Diagnostic> {
    let rules = &facts.book.rules;
    let mut found = vec![];
    for (number, rule) in rules.iter().enumerate() {
        for (other_number, other) in rules.iter().enumerate() {
            if number != other_number && contradict(facts, rule, other) {
                found.push(said(rule, other));
            }
            if number < other_number && ask_for_opposites(rule, other) {
                found.push(said(other, rule));
            }
        }
    }
    found
}

fn said(rule: &Rule, other: &Rule) -> Diagnostic {
    let (one, two) = (&rule.title, &other.title);
    at_rule(
        Code::Contradiction,
        rule,
        format!("“{one}” and “{two}” can not both be kept"),
        format!("“{one}”与“{two}”不能同时做到"),
    )
    .here("this rule", "这条规则")
    .also(
        place(other),
        "whoever keeps the one breaks this one",
        "做到了前者，就违反了这一条",
    )
    .help(
        "say with `if`, `when` or a window when each of them applies",
        "用“如果”“当”或时限写明两条各在什么时候适用",
    )
}

/// Whoever does what `rule` asks for breaks `other`.
fn contradict(facts: &Facts, rule: &Rule, other: &Rule) -> bool {
    let ([asks], [forbids]) = (rule.arms.as_slice(), other.arms.as_slice()) else {
        return false;
    };
    let simple = |rule: &Rule, arm: &Arm| rule.pick == Pick::Each && arm.excuse.is_none();
    if !simple(rule, asks) || !simple(other, forbids) || rule.applies != other.applies {
        return false;
    }
    let Some((must, must_window)) = alone(asks, |least, _| least > 0) else {
        return false;
    };
    let Some((never, never_window)) = alone(forbids, |_, most| most == Some(0)) else {
        return false;
    };
    let whole_call = forbids.trigger.is_none()
        && forbids.condition.is_none()
        && *never_window == Window::default();
    let same_start = forbids.trigger == asks.trigger && forbids.condition == asks.condition;
    facts.implies(must, never) && (whole_call || same_start && covers(never_window, must_window))
}

/// What an arm of one obligation that looks at nothing else speaks of.
fn alone(arm: &Arm, fits: impl Fn(u32, Option<u32>) -> bool) -> Option<(&Moment, &Window)> {
    let [one] = arm.obligations.as_slice() else {
        return None;
    };
    match &one.duty {
        Duty::Happen {
            moment,
            at_least,
            at_most,
            window,
            matching: None,
        } if fits(*at_least, *at_most) => Some((moment, window)),
        _ => None,
    }
}

/// Whether all that lies in the second window lies in the first.
fn covers(all: &Window, some: &Window) -> bool {
    let later = match (&all.max, &some.max) {
        (None, _) => true,
        (Some(Limit::After(all)), Some(Limit::After(some))) => all >= some,
        _ => false,
    };
    let rest = Window {
        max: None,
        ..all.clone()
    };
    all == some || later && rest == Window::default()
}

/// Two conditions that never hold at once are asked for at the same instant.
fn ask_for_opposites(one: &Rule, other: &Rule) -> bool {
    let ([first], [second]) = (one.arms.as_slice(), other.arms.as_slice()) else {
        return false;
    };
    let same = first.trigger == second.trigger
        && first.condition == second.condition
        && one.applies == other.applies
        && one.pick == other.pick;
    let (Some(asked), Some(too)) = (required(first), required(second)) else {
        return false;
    };
    same && possible(&[asked]) && possible(&[too]) && !possible(&[asked, too])
}

fn required(arm: &Arm) -> Option<&Expr> {
    match arm.obligations.as_slice() {
        [one] => match &one.duty {
            Duty::Require(expr) => Some(expr),
            Duty::Happen { .. } | Duty::Before { .. } => None,
        },
        _ => None,
    }
}
