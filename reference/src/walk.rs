//! All that a rulebook mentions.
//!
//! In: a rulebook. Out: every moment in it, those inside conditions too, in an order in which
//! each can be judged after those that it is made of; the phrases that events are asked
//! about, the timers, and whether some condition asks for the outcome of a rule.

use std::collections::BTreeSet;

use zhunze_compiler::book::{
    Arm, Atom, Book, Chain, Derived, DerivedId, Duty, Expr, Field, Limit, Moment, PhraseId, Rule,
    Term, Window,
};

use crate::timers;

/// What is judged at each step.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Judged<'a> {
    /// A moment.
    Moment(&'a Moment),
    /// A derived moment and its place in the table.
    Derived(usize, &'a Derived),
}

/// What a rulebook mentions.
#[derive(Debug, Default)]
pub(crate) struct Mentioned<'a> {
    /// What is judged at each step, in this order.
    pub(crate) judged: Vec<Judged<'a>>,
    /// The phrases that events are asked about.
    pub(crate) phrases: BTreeSet<PhraseId>,
    /// The derived moments.
    pub(crate) made_of: BTreeSet<DerivedId>,
    /// The timers.
    pub(crate) timers: Vec<&'a Atom>,
    /// Some condition asks for the outcome of a rule.
    pub(crate) outcomes: bool,
}

impl<'a> Mentioned<'a> {
    /// By a rulebook.
    pub(crate) fn by(book: &'a Book) -> Mentioned<'a> {
        let mut all = Mentioned::default();
        for (number, derived) in book.derived.iter().enumerate() {
            all.derived(derived);
            all.judged.push(Judged::Derived(number, derived));
        }
        book.rules.iter().for_each(|rule| all.rule(rule));
        all
    }

    /// By one rule and the moments that it is made of.
    pub(crate) fn by_rule(book: &'a Book, rule: &'a Rule) -> Mentioned<'a> {
        let mut all = Mentioned::default();
        all.rule(rule);
        // A moment is made of those before it only.
        for (number, derived) in book.derived.iter().enumerate().rev() {
            if all.made_of.contains(&DerivedId(number as u32)) {
                all.derived(derived);
            }
        }
        all
    }

    fn rule(&mut self, rule: &'a Rule) {
        self.conditions(&rule.applies);
        rule.arms.iter().for_each(|arm| self.arm(arm));
    }

    fn derived(&mut self, derived: &'a Derived) {
        match derived {
            Derived::Where { all, none, guard } => {
                self.moments(all.iter().chain(none));
                self.conditions(guard);
            }
            Derived::Chain { chain, .. } => self.chain(chain),
        }
    }

    fn arm(&mut self, arm: &'a Arm) {
        self.moments(arm.trigger.iter().chain(&arm.excuse));
        self.conditions(&arm.condition);
        for obligation in &arm.obligations {
            self.duty(&obligation.duty);
        }
    }

    fn duty(&mut self, duty: &'a Duty) {
        match duty {
            Duty::Happen {
                moment,
                window,
                matching,
                ..
            } => {
                self.moment(moment);
                self.window(window);
                self.conditions(matching);
            }
            Duty::Before {
                chain, matching, ..
            } => {
                self.chain(chain);
                self.conditions(matching);
            }
            Duty::Require(expr) => self.condition(expr),
        }
    }

    fn window(&mut self, window: &'a Window) {
        self.moments(window.after.iter().chain(&window.before));
        self.moments(window.next.iter().map(|next| &next.moment));
        if let Some(Limit::Value { value, .. }) = &window.max {
            self.term(value);
        }
    }

    fn chain(&mut self, chain: &'a Chain) {
        for step in &chain.steps {
            self.moment(&step.moment);
            self.moments(&step.without);
        }
    }

    fn moments(&mut self, moments: impl IntoIterator<Item = &'a Moment>) {
        moments.into_iter().for_each(|moment| self.moment(moment));
    }

    fn moment(&mut self, moment: &'a Moment) {
        for atom in &moment.any {
            self.atom(atom);
        }
        self.judged.push(Judged::Moment(moment));
    }

    fn atom(&mut self, atom: &'a Atom) {
        if timers::is_timer(atom) {
            self.timers.push(atom);
        }
        match atom {
            Atom::Event { phrase, guard, .. } => {
                self.phrases.extend(phrase);
                self.conditions(guard);
            }
            Atom::Labelled { guard, .. } => self.conditions(guard),
            Atom::Silence { after, .. } => self.moments(after),
            Atom::Lasts { .. }
            | Atom::OverlapLasts(_)
            | Atom::OverlapEnds
            | Atom::CallBegins
            | Atom::CallEnds => {}
            Atom::Derived(id) => {
                self.made_of.insert(*id);
            }
        }
    }

    fn conditions(&mut self, conditions: &'a Option<Expr>) {
        conditions.iter().for_each(|expr| self.condition(expr));
    }

    fn condition(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Not(inner) => self.condition(inner),
            Expr::And(parts) | Expr::Or(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
            Expr::Compare { left, right, .. } => {
                self.term(left);
                self.term(right);
            }
            Expr::Happened { moment, since } => {
                self.moment(moment);
                self.moments(since);
            }
            Expr::TextIn { value, .. } | Expr::Flag { value, .. } => self.field(*value),
            Expr::SameText { left, right, .. } => {
                self.field(*left);
                self.field(*right);
            }
            Expr::Outcome { .. } => self.outcomes = true,
            Expr::Const(_) | Expr::TurnStart => {}
        }
    }

    fn term(&mut self, term: &'a Term) {
        match term {
            Term::Field(field) => self.field(*field),
            Term::Count { moment, since, .. } => {
                self.moment(moment);
                self.moments(since);
            }
            Term::Measure { since, .. } => self.moments(since),
            Term::Statistic { value, .. } => self.term(value),
            Term::TimeOf { moment, .. } => self.moment(moment),
            Term::Arithmetic(left, _, right) => {
                self.term(left);
                self.term(right);
            }
            Term::Number(_) | Term::Rings | Term::CallTime | Term::Clock(_) | Term::Speech(_) => {}
        }
    }

    fn field(&mut self, field: Field) {
        match field {
            Field::Capture(phrase, _) | Field::CaptureOfTrigger(phrase, _) => {
                self.phrases.insert(phrase);
            }
            Field::Attribute(_) | Field::Meta(_) | Field::OfTrigger(_) => {}
        }
    }
}
