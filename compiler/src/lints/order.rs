//! Orders that can not be: rules that ask for each of some moments to come before the others.
//!
//! A rule `when A` / `before that, B` means that no A is kept without a B before it. When
//! such rules lead from A back to A, the first of these moments in any call breaks its rule.

use super::{at_rule, place};
use crate::book::{Book, Duty, Moment, Pick, Rule};
use crate::diagnostics::{Code, Diagnostic};

/// `first` must come before `then`.
struct Precedence<'a> {
    rule: &'a Rule,
    first: &'a Moment,
    then: &'a Moment,
}

pub(super) fn lint(book: &Book) -> Vec<Diagnostic> {
    let all: Vec<Precedence> = book.rules.iter().flat_map(of_rule).collect();
    let mut found: Vec<Diagnostic> = vec![];
    let mut told: Vec<usize> = vec![];
    for start in 0..all.len() {
        let Some(circle) = circle(&all, start) else {
            continue;
        };
        if circle.iter().any(|at| told.contains(at)) {
            continue;
        }
        told.extend(&circle);
        found.extend(said(&all, &circle));
    }
    found
}

/// What a rule without conditions asks to come before its trigger, in its last step.
fn of_rule(rule: &Rule) -> Vec<Precedence<'_>> {
    let [arm] = rule.arms.as_slice() else {
        return vec![];
    };
    let plain = arm.condition.is_none() && arm.excuse.is_none() && rule.applies.is_none();
    let Some(then) = arm
        .trigger
        .as_ref()
        .filter(|_| plain && rule.pick == Pick::Each)
    else {
        return vec![];
    };
    let mut found = vec![];
    for group in arm.groups() {
        if let [one] = group
            && let Duty::Before { chain, .. } = &one.duty
        {
            let firsts = chain.steps.iter().map(|step| &step.moment);
            found.extend(firsts.map(|first| Precedence { rule, first, then }));
        }
    }
    found
}

/// The way from a precedence back to itself, by equal moments.
fn circle(all: &[Precedence], start: usize) -> Option<Vec<usize>> {
    let mut ways = vec![vec![start]];
    let mut seen = vec![start];
    while let Some(way) = ways.pop() {
        let last = all.get(*way.last()?)?;
        if last.first == all.get(start)?.then {
            return Some(way);
        }
        for (next, one) in all.iter().enumerate() {
            if one.then == last.first && !seen.contains(&next) {
                seen.push(next);
                ways.push([way.as_slice(), &[next]].concat());
            }
        }
    }
    None
}

fn said(all: &[Precedence], circle: &[usize]) -> Option<Diagnostic> {
    let rules: Vec<&Rule> = circle
        .iter()
        .filter_map(|at| Some(all.get(*at)?.rule))
        .collect();
    let (first, others) = rules.split_first()?;
    let title = &first.title;
    let diagnostic = at_rule(
        Code::ImpossibleOrder,
        first,
        format!("“{title}” can not be kept: each of its moments must come before the other"),
        format!("“{title}”无法做到：几个时刻互相要求对方在先"),
    );
    let diagnostic = others.iter().fold(diagnostic, |diagnostic, other| {
        diagnostic.also(
            place(other),
            "and this asks for the opposite order",
            "这一条要求相反的顺序",
        )
    });
    Some(diagnostic.help(
        "whichever comes first breaks a rule: turn one of them round, or leave it out",
        "无论哪个在先都会违反一条：把其中一条的顺序反过来，或者删去",
    ))
}
