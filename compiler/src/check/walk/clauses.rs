//! The walk inside the clauses of a rule.

use zhunze_grammar::ast::{
    Amount, Answer, BeforeThat, Branch, Clause, May, Must, Permission, Spanned, Window,
};

use super::exprs::part;
use super::moments::{moment, moments, steps};
use super::{Rewrite, duration, durations, effective, expr, leaf, leaves, quantities, quantity};

/// Clauses in a row.
pub(in crate::check) fn clauses(r: &mut dyn Rewrite, all: &mut [Spanned<Clause>]) {
    for one in all {
        clause(r, &mut one.node);
        r.span(&mut one.span);
    }
}

fn clause(r: &mut dyn Rewrite, clause: &mut Clause) {
    match clause {
        Clause::When(it) | Clause::UnlessFirst(it) => moment(r, it),
        Clause::If(it) | Clause::Unless(it) | Clause::Require(it) | Clause::Applies(it) => {
            expr(r, it);
        }
        Clause::Must(it) => must(r, it),
        Clause::BeforeThat(it) => before_that(r, it),
        Clause::OrElse(it) => clauses(r, std::slice::from_mut(it)),
        Clause::May(it) => may(r, it),
        Clause::Branch(it) => branch(r, it),
        Clause::Effective(it) => effective(r, it),
        Clause::Weight { points, .. } => quantity(r, points),
        Clause::Otherwise(it) | Clause::Award(it) => amount(r, it),
        Clause::Fatal { from, .. } => quantities(r, from),
        Clause::Cite(texts) => leaves(r, texts),
        Clause::Severity(name) => leaf(r, name),
        Clause::Message(text) => leaf(r, text),
        Clause::EachItsOwn | Clause::NeedsReview | Clause::IfNotApplicable { .. } => {}
    }
}

fn must(r: &mut dyn Rewrite, it: &mut Must) {
    moment(r, &mut it.moment);
    if let Some(times) = &mut it.times {
        quantity(r, &mut times.count);
    }
    it.windows.iter_mut().for_each(|one| window(r, one));
    r.span(&mut it.span);
}

fn before_that(r: &mut dyn Rewrite, it: &mut BeforeThat) {
    durations(r, &mut it.within);
    steps(r, &mut it.steps);
    r.span(&mut it.span);
}

fn may(r: &mut dyn Rewrite, it: &mut May) {
    moment(r, &mut it.moment);
    match &mut it.only {
        Permission::If(condition) => expr(r, condition),
        Permission::After(before) => before_that(r, before),
    }
    r.span(&mut it.span);
}

fn branch(r: &mut dyn Rewrite, it: &mut Branch) {
    if let Answer::Moment(answer) = &mut it.answer {
        moment(r, answer);
    }
    durations(r, &mut it.within);
    r.span(&mut it.span);
}

fn amount(r: &mut dyn Rewrite, it: &mut Amount) {
    quantity(r, &mut it.points);
    quantities(r, &mut it.after_first);
    leaves(r, &mut it.score);
    quantities(r, &mut it.at_most);
    r.span(&mut it.span);
}

fn window(r: &mut dyn Rewrite, window: &mut Window) {
    match window {
        Window::Within(length) | Window::NoSoonerThan(length) => duration(r, length),
        Window::Before(it) | Window::After(it) | Window::Until(it) => moment(r, it),
        Window::Between(from, to) => moments(r, [from, to]),
        Window::NextTurn(who) => leaf(r, who),
        Window::ByClock(time) => expr(r, time),
        Window::ByTheEnd(span)
        | Window::Immediately(span)
        | Window::Utterances { span, .. }
        | Window::Turns { span, .. } => r.span(span),
        Window::Part(it) => part(r, it),
    }
}
