//! A rule as a state machine: what it waits for, and what moves it on.
//!
//! In: a rule. Out: states and labelled edges, one machine an arm, for pictures. A state
//! stands for what is still owed; that several occurrences may wait at once is not drawn.

use super::Teller;
use crate::book::{Arm, Book, Duty, Language, Limit, RuleId, Step};

/// What a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    /// Where an occurrence begins.
    Start,
    /// Something is awaited.
    Waiting,
    /// The rule held.
    Satisfied,
    /// The rule was broken.
    Violated,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What it is.
    pub kind: StateKind,
    /// What stands in it.
    pub label: String,
}

/// A move from one state to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Position of the state it leaves.
    pub from: usize,
    /// Position of the state it enters.
    pub to: usize,
    /// What makes it happen.
    pub label: String,
}

/// The machine of one arm of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// The branch it belongs to.
    pub branch: Option<String>,
    /// Its states; the first is the start, the last two are satisfied and violated.
    pub states: Vec<State>,
    /// Its edges.
    pub edges: Vec<Edge>,
}

/// The machines of a rule, one for each of its arms.
pub fn machines(book: &Book, id: RuleId, language: Language) -> Vec<Machine> {
    let teller = Teller::new(book, language);
    let arms = book.rules.get(id.index()).map(|rule| rule.arms.as_slice());
    let arms = arms.unwrap_or(&[]).iter();
    arms.map(|arm| Drawing::new(&teller).arm(arm)).collect()
}

struct Drawing<'t, 'a> {
    teller: &'t Teller<'a>,
    states: Vec<State>,
    edges: Vec<Edge>,
}

impl<'t, 'a> Drawing<'t, 'a> {
    fn new(teller: &'t Teller<'a>) -> Self {
        Self {
            teller,
            states: Vec::new(),
            edges: Vec::new(),
        }
    }

    fn state(&mut self, kind: StateKind, label: String) -> usize {
        self.states.push(State { kind, label });
        self.states.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, label: String) {
        self.edges.push(Edge { from, to, label });
    }

    fn arm(mut self, arm: &Arm) -> Machine {
        let (watching, starts) = match &arm.trigger {
            Some(trigger) => (
                self.teller.either("watching", "观察中"),
                self.teller.moment(trigger),
            ),
            None => (
                self.teller.either("the call", "整个通话"),
                self.teller.either("the call starts", "通话开始").to_owned(),
            ),
        };
        let start = self.state(StateKind::Start, watching.to_owned());
        let seen = self.seen_before(arm, start);
        let waits = waits(arm);
        let waiting = waits.then(|| {
            let owed = self.teller.either("owed", "待履行").to_owned();
            self.state(StateKind::Waiting, owed)
        });
        let satisfied = self.end(StateKind::Satisfied, "satisfied", "满足");
        let violated = self.end(StateKind::Violated, "violated", "违反");
        self.edge(seen, waiting.unwrap_or(satisfied), starts.clone());
        self.judged_at_start(arm, (start, seen, violated), &starts);
        if let Some(waiting) = waiting {
            self.owed(arm, waiting, satisfied, violated);
        }
        Machine {
            branch: arm.branch.clone(),
            states: self.states,
            edges: self.edges,
        }
    }

    fn end(&mut self, kind: StateKind, english: &str, chinese: &str) -> usize {
        let label = self.teller.either(english, chinese).to_owned();
        self.state(kind, label)
    }

    /// States for the steps that must have come before; gives back the last.
    fn seen_before(&mut self, arm: &Arm, start: usize) -> usize {
        let chains = arm.obligations.iter().filter_map(|owed| match &owed.duty {
            Duty::Before { chain, .. } => Some(chain),
            Duty::Happen { .. } | Duty::Require(_) => None,
        });
        let steps: Vec<&Step> = chains.flat_map(|chain| &chain.steps).collect();
        let count = steps.len();
        let mut at = start;
        for (nth, step) in steps.into_iter().enumerate() {
            let label = match self.teller.chinese {
                true => format!("已见 {}/{count}", nth + 1),
                false => format!("seen {} of {count}", nth + 1),
            };
            let next = self.state(StateKind::Waiting, label);
            let moment = self.teller.moment(&step.moment);
            self.edge(at, next, moment);
            at = next;
        }
        at
    }

    /// What is broken as soon as the trigger comes.
    fn judged_at_start(&mut self, arm: &Arm, states: (usize, usize, usize), trigger: &str) {
        let (start, seen, violated) = states;
        for from in start..seen {
            let too_early = self.teller.either("too early: ", "过早：");
            self.edge(from, violated, format!("{too_early}{trigger}"));
        }
        for owed in &arm.obligations {
            if let Duty::Require(condition) = &owed.duty {
                let condition = self.teller.condition(condition);
                let but = self.teller.either("but not: ", "但不满足：");
                self.edge(seen, violated, format!("{but}{condition}"));
            }
        }
    }

    fn owed(&mut self, arm: &Arm, waiting: usize, satisfied: usize, violated: usize) {
        for owed in &arm.obligations {
            let Duty::Happen {
                moment,
                at_least,
                at_most,
                window,
                ..
            } = &owed.duty
            else {
                continue;
            };
            let target = self.teller.moment(moment);
            let over = self.over(window.max.as_ref());
            match (at_least, at_most) {
                (0, Some(0)) => {
                    self.edge(waiting, violated, target);
                    self.edge(waiting, satisfied, over);
                }
                (_, None) => {
                    self.edge(waiting, satisfied, self.times(&target, *at_least));
                    self.edge(waiting, violated, over);
                }
                (_, Some(most)) => {
                    self.edge(waiting, violated, self.times(&target, most + 1));
                    self.edge(waiting, satisfied, over);
                }
            }
        }
    }

    fn times(&self, what: &str, times: u32) -> String {
        match (times, self.teller.chinese) {
            (1, _) => what.to_owned(),
            (times, true) => format!("{what}（{times} 次）"),
            (times, false) => format!("{what} ({times} times)"),
        }
    }

    /// How the time that is allowed ends.
    fn over(&self, limit: Option<&Limit>) -> String {
        match (limit, self.teller.chinese) {
            (Some(Limit::After(length)), true) => format!("已过 {}", self.teller.length(*length)),
            (Some(Limit::After(length)), false) => {
                format!("{} are over", self.teller.length(*length))
            }
            (Some(_), true) => "时限已过".to_owned(),
            (Some(_), false) => "the time is over".to_owned(),
            (None, true) => "窗口关闭或通话结束".to_owned(),
            (None, false) => "the window closes or the call ends".to_owned(),
        }
    }
}

fn waits(arm: &Arm) -> bool {
    let happens = |owed: &crate::book::Obligation| matches!(owed.duty, Duty::Happen { .. });
    arm.obligations.iter().any(happens)
}
