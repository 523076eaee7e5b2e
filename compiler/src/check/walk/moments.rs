//! The walk inside moments.

use zhunze_grammar::ast::{Atom, Expr, Moment, Name, Step};

use super::phrases::used;
use super::{Rewrite, duration, durations, expr, leaf, leaves};

/// A moment.
pub(super) fn moment(r: &mut dyn Rewrite, it: &mut Moment) {
    for one in &mut it.any {
        atom(r, &mut one.node);
        r.span(&mut one.span);
    }
    r.span(&mut it.span);
}

/// Several moments.
pub(super) fn moments<'a>(r: &mut dyn Rewrite, all: impl IntoIterator<Item = &'a mut Moment>) {
    all.into_iter().for_each(|one| moment(r, one));
}

/// Steps of a sequence.
pub(super) fn steps(r: &mut dyn Rewrite, all: &mut [Step]) {
    for step in all {
        durations(r, &mut step.within);
        moment(r, &mut step.moment);
        moments(r, &mut step.without);
    }
}

fn named(r: &mut dyn Rewrite, name: &mut Name) {
    // What is put in has a place of its own.
    leaf(r, name);
    r.moment(name);
}

fn guards(r: &mut dyn Rewrite, guard: &mut Option<Expr>) {
    guard.iter_mut().for_each(|one| expr(r, one));
}

fn atom(r: &mut dyn Rewrite, atom: &mut Atom) {
    match atom {
        Atom::Named(name) => named(r, name),
        Atom::Says { phrase, guard, .. } => {
            used(r, phrase);
            guards(r, guard);
        }
        Atom::Happens { event, guard } => {
            named(r, event);
            guards(r, guard);
        }
        Atom::Speaks { guard, .. } | Atom::Transferred(guard) | Atom::ContactStarts(guard) => {
            guards(r, guard)
        }
        Atom::Interrupts { overlap, guard, .. } => {
            durations(r, overlap);
            guards(r, guard);
        }
        Atom::Repeats { percent, guard, .. } => {
            leaves(r, percent);
            guards(r, guard);
        }
        Atom::OverlapLasts(length) | Atom::Lasts { length, .. } => duration(r, length),
        Atom::Silence { length, after, .. } => {
            duration(r, length);
            moments(r, after);
        }
        Atom::Action { name, guard } => {
            leaf(r, name);
            guards(r, guard);
        }
        Atom::Labelled { value, guard, .. } => {
            leaf(r, value);
            guards(r, guard);
        }
        Atom::Label { name, value, guard } => {
            leaf(r, name);
            leaves(r, value);
            guards(r, guard);
        }
        other => made(r, other),
    }
}

/// Moments made of others, and those with nothing inside.
fn made(r: &mut dyn Rewrite, atom: &mut Atom) {
    match atom {
        Atom::Group(inner) | Atom::Again(inner) => moment(r, inner),
        Atom::Both(all) => moments(r, all),
        Atom::ButNot { moment: it, not } => moments(r, [it, not]),
        Atom::Sequence {
            steps: all, within, ..
        } => {
            steps(r, all);
            durations(r, within);
        }
        Atom::Times {
            moment: it, within, ..
        } => {
            moment(r, it);
            durations(r, within);
        }
        Atom::Which { moment: it, .. } => moment(r, it),
        Atom::Answered
        | Atom::CallEnds
        | Atom::HangsUp(_)
        | Atom::CallBegins
        | Atom::OverlapEdge { .. }
        | Atom::SilenceEdge { .. }
        | Atom::Edge { .. } => {}
        _ => {}
    }
}
