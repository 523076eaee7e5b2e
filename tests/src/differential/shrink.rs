//! Makes a case smaller as long as module and reference still differ.
//!
//! Events are left out, rules become ones that say nothing (so that those left keep their
//! numbers), and what stands in a rule is left out part by part.

use std::panic::{AssertUnwindSafe, catch_unwind};

use zhunze_compiler::book::{
    Arm, Book, Derived, Duty, Expr, Moment, Obligation, Pick, Rule, Window,
};

use super::Case;

/// The most attempts.
const ATTEMPTS: u32 = 3000;

/// The smallest case found that differs.
pub(super) fn shrink(case: Case) -> Case {
    let mut shrinking = Shrinking {
        case,
        left: ATTEMPTS,
    };
    loop {
        let before = format!("{:?}", shrinking.case).len();
        shrinking.events();
        shrinking.parts();
        if format!("{:?}", shrinking.case).len() == before || shrinking.left == 0 {
            return shrinking.case;
        }
    }
}

struct Shrinking {
    case: Case,
    left: u32,
}

impl Shrinking {
    /// Takes the other case if it still differs.
    fn attempt(&mut self, other: Case) -> bool {
        self.left = self.left.saturating_sub(1);
        let differs = || other.expected() != other.actual();
        let differs = self.left > 0 && catch_unwind(AssertUnwindSafe(differs)).unwrap_or(false);
        if differs {
            self.case = other;
        }
        differs
    }

    fn events(&mut self) {
        let mut size = self.case.call.events.len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            while at < self.case.call.events.len() {
                let mut other = self.case.clone();
                let end = (at + size).min(other.call.events.len());
                other.call.events.drain(at..end);
                if !self.attempt(other) {
                    at += size;
                }
            }
            size /= 2;
        }
        self.attributes();
    }

    fn attributes(&mut self) {
        for at in 0..self.case.call.events.len() {
            let event = &self.case.call.events[at];
            let names: Vec<String> = event
                .attributes
                .iter()
                .map(|(name, _)| name.to_owned())
                .collect();
            for name in names {
                let mut other = self.case.clone();
                other.call.events[at].attributes.remove(&name);
                self.attempt(other);
            }
        }
    }

    fn parts(&mut self) {
        let mut number = 0;
        loop {
            let mut other = self.case.clone();
            let mut left = number;
            if !drop_part(&mut other.book, &mut left) {
                return;
            }
            if other.book == self.case.book || !self.attempt(other) {
                number += 1;
            }
            if self.left == 0 {
                return;
            }
        }
    }
}

/// Changes the `left`-th thing that can be changed; false when there are not so many.
fn drop_part(book: &mut Book, left: &mut u32) -> bool {
    let mut turn = || {
        let now = *left == 0;
        *left = left.wrapping_sub(1);
        now
    };
    if turn() {
        book.rules.truncate(book.rules.len().max(2) - 1);
        return true;
    }
    for rule in &mut book.rules {
        if turn() {
            silence(rule);
            return true;
        }
    }
    for rule in &mut book.rules {
        if drop_in_rule(rule, &mut turn) {
            return true;
        }
    }
    for derived in &mut book.derived {
        if drop_in_derived(derived, &mut turn) {
            return true;
        }
    }
    false
}

type Turn<'t> = &'t mut dyn FnMut() -> bool;

/// A rule that says nothing.
fn silence(rule: &mut Rule) {
    let nothing = Obligation {
        or_else: false,
        duty: Duty::Require(Expr::Const(true)),
    };
    rule.arms = vec![Arm {
        branch: None,
        trigger: None,
        condition: Some(Expr::Const(false)),
        excuse: None,
        obligations: vec![nothing],
    }];
    rule.pick = Pick::Each;
    rule.applies = None;
}

fn drop_in_rule(rule: &mut Rule, turn: Turn<'_>) -> bool {
    let changes: [fn(&mut Rule); 6] = [
        |rule| rule.applies = None,
        |rule| rule.costs.clear(),
        |rule| rule.pick = Pick::Each,
        |rule| rule.own = false,
        |rule| rule.fatal_from = None,
        |rule| rule.section = None,
    ];
    for change in changes {
        if turn() {
            change(rule);
            return true;
        }
    }
    let many = rule.arms.len() > 1;
    for at in 0..rule.arms.len() {
        if many && turn() {
            rule.arms.remove(at);
            return true;
        }
        if drop_in_arm(&mut rule.arms[at], turn) {
            return true;
        }
    }
    false
}

fn drop_in_arm(arm: &mut Arm, turn: Turn<'_>) -> bool {
    if none(&mut arm.condition, turn) || none(&mut arm.excuse, turn) {
        return true;
    }
    let many = arm.obligations.len() > 1;
    for at in 0..arm.obligations.len() {
        if many && turn() {
            arm.obligations.remove(at);
            return true;
        }
        if drop_in_duty(&mut arm.obligations[at].duty, turn) {
            return true;
        }
    }
    arm.trigger
        .as_mut()
        .is_some_and(|it| drop_in_moment(it, turn))
        || arm
            .excuse
            .as_mut()
            .is_some_and(|it| drop_in_moment(it, turn))
        || arm
            .condition
            .as_mut()
            .is_some_and(|it| drop_in_expr(it, turn))
}

fn none<T>(part: &mut Option<T>, turn: Turn<'_>) -> bool {
    let now = part.is_some() && turn();
    if now {
        *part = None;
    }
    now
}

fn drop_in_duty(duty: &mut Duty, turn: Turn<'_>) -> bool {
    match duty {
        Duty::Happen {
            moment,
            window,
            matching,
            ..
        } => drop_in_window(window, turn) || none(matching, turn) || drop_in_moment(moment, turn),
        Duty::Before {
            chain,
            within,
            matching,
        } => {
            if none(within, turn) || none(matching, turn) {
                return true;
            }
            chain.steps.iter_mut().any(|step| {
                none(&mut step.within, turn)
                    || none(&mut step.without, turn)
                    || drop_in_moment(&mut step.moment, turn)
            })
        }
        Duty::Require(expr) => drop_in_expr(expr, turn),
    }
}

fn drop_in_window(window: &mut Window, turn: Turn<'_>) -> bool {
    none(&mut window.min, turn)
        || none(&mut window.max, turn)
        || none(&mut window.after, turn)
        || none(&mut window.before, turn)
        || none(&mut window.next_turn, turn)
        || none(&mut window.next, turn)
        || none(&mut window.part, turn)
}

fn drop_in_moment(moment: &mut Moment, turn: Turn<'_>) -> bool {
    use zhunze_compiler::book::Atom;
    for at in 0..moment.any.len() {
        if moment.any.len() > 1 && turn() {
            moment.any.remove(at);
            return true;
        }
        let dropped = match &mut moment.any[at] {
            Atom::Event { phrase, guard, .. } => none(guard, turn) || none(phrase, turn),
            Atom::Labelled { guard, .. } => none(guard, turn),
            Atom::Silence { after, .. } => none(after, turn),
            _ => false,
        };
        if dropped {
            return true;
        }
    }
    false
}

fn drop_in_expr(expr: &mut Expr, turn: Turn<'_>) -> bool {
    if turn() {
        *expr = Expr::Const(true);
        return true;
    }
    match expr {
        Expr::And(all) | Expr::Or(all) => {
            for at in 0..all.len() {
                if all.len() > 1 && turn() {
                    all.remove(at);
                    return true;
                }
                if drop_in_expr(&mut all[at], turn) {
                    return true;
                }
            }
            false
        }
        Expr::Not(inner) => drop_in_expr(inner, turn),
        Expr::Happened { moment, since } => none(since, turn) || drop_in_moment(moment, turn),
        _ => false,
    }
}

fn drop_in_derived(derived: &mut Derived, turn: Turn<'_>) -> bool {
    match derived {
        Derived::Where {
            all,
            none: not,
            guard,
        } => {
            if none(guard, turn) {
                return true;
            }
            if !not.is_empty() && turn() {
                not.clear();
                return true;
            }
            if all.len() > 1 && turn() {
                all.pop();
                return true;
            }
            all.iter_mut().any(|moment| drop_in_moment(moment, turn))
        }
        Derived::Chain { chain, within, .. } => {
            if none(within, turn)
                || (chain.steps.len() > 2 && turn() && chain.steps.pop().is_some())
            {
                return true;
            }
            chain.steps.iter_mut().any(|step| {
                none(&mut step.within, turn)
                    || none(&mut step.without, turn)
                    || drop_in_moment(&mut step.moment, turn)
            })
        }
    }
}
