//! Prints moments made of moments, with brackets where they are needed.
//!
//! A sequence binds weakest, then `or`, then `and` and `but not`, then what says which time
//! it is. In Chinese most of the last stand before the moment, in English all after it.

use super::write::{Printer, join};
use crate::ast::{Atom, Duration, Expr, ExprKind, Moment, PhraseUse, Spanned, Step, Which};
use crate::keywords::Keyword as K;

/// How tightly the parts of a moment hold together, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    Sequence,
    Or,
    Same,
    Marked,
    Plain,
    /// Nothing is so tight: always in brackets.
    Closed,
}

impl Printer<'_> {
    pub(super) fn moment(&self, moment: &Moment) -> String {
        self.moment_before(moment, false)
    }

    /// `closed`: more words follow that a guard at its end might take for its own.
    pub(super) fn moment_before(&self, moment: &Moment, closed: bool) -> String {
        let [one] = moment.any.as_slice() else {
            return self.row_of(moment, closed);
        };
        self.atom(&one.node, closed)
    }

    fn row_of(&self, moment: &Moment, closed: bool) -> String {
        let mut rows: Vec<String> = Vec::new();
        for (nth, one) in moment.any.iter().enumerate() {
            let next = moment.any.get(nth + 1);
            let printed = self.atom(&one.node, closed && next.is_none());
            let taken = next.is_some_and(|next| looks_like_a_value(&next.node));
            let bracket = tie(&one.node) == Tie::Sequence || taken && guard_of(&one.node).is_some();
            rows.push(if bracket {
                format!("({printed})")
            } else {
                printed
            });
        }
        rows.join(&format!(" {} ", self.word(K::Or)))
    }

    /// A part of a moment, in brackets when it holds together more loosely than `least`.
    pub(super) fn part_of(&self, moment: &Moment, least: Tie, closed: bool) -> String {
        if tie_of(moment) < least {
            return format!("({})", self.moment(moment));
        }
        self.moment_before(moment, closed)
    }

    /// Moments made of others.
    pub(super) fn composed(&self, atom: &Atom, closed: bool) -> Option<String> {
        Some(match atom {
            Atom::Group(inner) => format!("({})", self.moment(inner)),
            Atom::Both(all) => self.both(all, closed),
            Atom::ButNot { moment, not } => self.but_not(moment, not, closed),
            Atom::Sequence {
                steps,
                within,
                any_order,
                own,
            } => self.sequence_of(steps, within.as_ref(), *any_order, *own),
            Atom::Times {
                moment,
                count,
                within,
            } => {
                let marked_before = self.chinese() && is_marked_before(moment);
                let least = if marked_before {
                    Tie::Plain
                } else {
                    Tie::Marked
                };
                join(&[
                    &self.part_of(moment, least, false),
                    &self.times(i64::from(*count) * 1000),
                    &self.all_within(within.as_ref()),
                ])
            }
            Atom::Which { moment, which } => self.marked(moment, &self.which(*which)),
            Atom::Again(moment) => self.marked(moment, self.word(K::Again)),
            _ => return None,
        })
    }

    fn marked(&self, moment: &Moment, mark: &str) -> String {
        let inner = self.part_of(moment, Tie::Marked, false);
        if self.chinese() {
            return join(&[mark, &inner]);
        }
        join(&[&inner, mark])
    }

    fn both(&self, all: &[Moment], closed: bool) -> String {
        let last = all.len().saturating_sub(1);
        let parts = all.iter().enumerate().map(|(nth, one)| {
            let open = nth < last && guard_at_end(one).is_some();
            let least = if open { Tie::Closed } else { Tie::Marked };
            self.part_of(one, least, closed)
        });
        let parts: Vec<_> = parts.collect();
        parts.join(&format!(" {} ", self.word(K::And)))
    }

    /// After the name of a phrase an English `but not NAME` would go on with the phrase.
    fn but_not(&self, moment: &Moment, not: &Moment, closed: bool) -> String {
        let left = self.part_of(moment, Tie::Same, false);
        let right = self.part_of(not, Tie::Marked, closed);
        let taken = !self.chinese() && ends_in_phrase(moment) && starts_with_name(not);
        let left = if taken { format!("({left})") } else { left };
        let word = self.word(if self.chinese() {
            K::ButNotMoment
        } else {
            K::ButNot
        });
        join(&[&left, word, &right])
    }

    fn sequence_of(
        &self,
        steps: &[Step],
        within: Option<&Duration>,
        any_order: bool,
        own: bool,
    ) -> String {
        let last = steps.len().saturating_sub(1);
        let printed = steps.iter().enumerate().map(|(nth, step)| {
            // `b 3 times all within 5s` would be one moment.
            let close =
                nth == last && within.is_some() && !any_order && ends_in_times(&step.moment);
            self.step_with(step, nth > 0, if close { Tie::Closed } else { Tie::Or })
        });
        let printed: Vec<_> = printed.collect();
        let when = |said: bool, keyword| if said { self.word(keyword) } else { "" };
        join(&[
            &printed.join(" "),
            when(any_order, K::AnyOrder),
            &self.all_within(within),
            when(own, K::EachItsOwn),
        ])
    }

    pub(super) fn step(&self, step: &Step, then: bool) -> String {
        self.step_with(step, then, Tie::Or)
    }

    fn step_with(&self, step: &Step, then: bool, least: Tie) -> String {
        let when = |said: bool, keyword| if said { self.word(keyword) } else { "" };
        let within = step.within.as_ref();
        let within = within.map(|within| self.within(within)).unwrap_or_default();
        let without = step.without.as_ref().map(|without| {
            let between = if self.chinese() {
                ""
            } else {
                self.word(K::InBetween)
            };
            let without = self.part_of(without, Tie::Or, false);
            join(&[self.word(K::Without), &without, between])
        });
        join(&[
            when(then, K::Then),
            &within,
            when(step.immediately, K::Immediately),
            when(step.optional, K::Optionally),
            &self.part_of(&step.moment, least, false),
            &without.unwrap_or_default(),
        ])
    }

    fn all_within(&self, within: Option<&Duration>) -> String {
        within.map_or_else(String::new, |within| {
            let inside = if self.chinese() {
                self.word(K::Inside)
            } else {
                ""
            };
            join(&[self.word(K::AllWithin), &self.duration(within), inside])
        })
    }

    fn which(&self, which: Which) -> String {
        match (which, self.chinese()) {
            (Which::Nth(1), _) => self.word(K::ForFirstTime).to_owned(),
            (Which::Last, _) => self.word(K::ForLastTime).to_owned(),
            (Which::Any, _) => self.word(K::AtAnyTime).to_owned(),
            (Which::Nth(nth), true) => format!("第{nth}次"),
            (Which::Nth(nth), false) => {
                let ending = match (nth % 100, nth % 10) {
                    (11..=13, _) => "th",
                    (_, 1) => "st",
                    (_, 2) => "nd",
                    (_, 3) => "rd",
                    _ => "th",
                };
                format!("for the {nth}{ending} time")
            }
        }
    }
}

fn tie(atom: &Atom) -> Tie {
    match atom {
        Atom::Sequence { .. } => Tie::Sequence,
        Atom::Both(_) | Atom::ButNot { .. } => Tie::Same,
        Atom::Times { .. } | Atom::Which { .. } | Atom::Again(_) => Tie::Marked,
        _ => Tie::Plain,
    }
}

pub(super) fn tie_of(moment: &Moment) -> Tie {
    match moment.any.as_slice() {
        [one] => tie(&one.node),
        _ => Tie::Or,
    }
}

fn is_marked_before(moment: &Moment) -> bool {
    matches!(
        moment.any.as_slice(),
        [Spanned {
            node: Atom::Which { .. } | Atom::Again(_),
            ..
        }]
    )
}

/// The guard of an atom.
pub(super) fn guard_of(atom: &Atom) -> Option<&Expr> {
    match atom {
        Atom::Says { guard, .. }
        | Atom::Speaks { guard, .. }
        | Atom::Transferred(guard)
        | Atom::ContactStarts(guard)
        | Atom::Happens { guard, .. }
        | Atom::Action { guard, .. }
        | Atom::Labelled { guard, .. }
        | Atom::Interrupts { guard, .. }
        | Atom::Repeats { guard, .. }
        | Atom::Label { guard, .. } => guard.as_ref(),
        Atom::Both(all) => all.last().and_then(guard_at_end),
        Atom::ButNot { not, .. } => guard_at_end(not),
        Atom::Silence { after, .. } => after.as_ref().and_then(guard_at_end),
        Atom::Which { moment, .. } | Atom::Again(moment) => guard_at_end(moment),
        _ => None,
    }
}

/// The guard that a moment ends with.
pub(super) fn guard_at_end(moment: &Moment) -> Option<&Expr> {
    moment.any.last().and_then(|atom| guard_of(&atom.node))
}

/// The moment ends with a silence after which `after M` would be its own.
pub(super) fn silence_at_end(moment: &Moment) -> bool {
    moment.any.last().is_some_and(|one| match &one.node {
        Atom::Silence { after, .. } => after.as_ref().is_none_or(silence_at_end),
        Atom::Both(all) => all.last().is_some_and(silence_at_end),
        Atom::ButNot { not, .. } => silence_at_end(not),
        Atom::Which { moment, .. } | Atom::Again(moment) => silence_at_end(moment),
        _ => false,
    })
}

/// The moment ends with a repetition that could go on with `within 5 turns`.
pub(super) fn repeats_at_end(moment: &Moment) -> bool {
    moment.any.last().is_some_and(|one| match &one.node {
        Atom::Repeats { guard, .. } => guard.is_none(),
        Atom::Both(all) => all.last().is_some_and(repeats_at_end),
        Atom::ButNot { not, .. } => repeats_at_end(not),
        Atom::Which { moment, .. } | Atom::Again(moment) => repeats_at_end(moment),
        _ => false,
    })
}

fn ends_in_times(moment: &Moment) -> bool {
    moment.any.last().is_some_and(|one| match &one.node {
        Atom::Times { within, .. } => within.is_none(),
        Atom::Both(all) => all.last().is_some_and(ends_in_times),
        Atom::ButNot { not, .. } => ends_in_times(not),
        Atom::Which { moment, .. } | Atom::Again(moment) => ends_in_times(moment),
        _ => false,
    })
}

fn ends_in_phrase(moment: &Moment) -> bool {
    moment.any.last().is_some_and(|one| match &one.node {
        Atom::Says { guard, phrase, .. } => {
            guard.is_none() && !matches!(**phrase, PhraseUse::AnyOf(ref list) if list.is_empty())
        }
        Atom::Both(all) => all.last().is_some_and(ends_in_phrase),
        Atom::ButNot { not, .. } => ends_in_phrase(not),
        _ => false,
    })
}

/// The first atom that is printed.
fn leftmost(atom: &Atom) -> Option<&Atom> {
    let first = |moment: &'_ Moment| moment.any.len() == 1;
    match atom {
        Atom::Both(all) => all.first().filter(|one| first(one)).and_then(start_of),
        Atom::ButNot { moment, .. }
        | Atom::Times { moment, .. }
        | Atom::Which { moment, .. }
        | Atom::Again(moment) => Some(moment).filter(|one| first(one)).and_then(start_of),
        Atom::Group(_) | Atom::Sequence { .. } => None,
        other => Some(other),
    }
}

fn start_of(moment: &Moment) -> Option<&Atom> {
    moment.any.first().and_then(|one| leftmost(&one.node))
}

fn starts_with_name(moment: &Moment) -> bool {
    matches!(start_of(moment), Some(Atom::Named(_)))
}

/// After a guard and `or` it would be read as a condition: a name or a bracket.
fn looks_like_a_value(atom: &Atom) -> bool {
    matches!(leftmost(atom), None | Some(Atom::Named(_)))
}

/// Whether `after M` behind a condition would say over what it looks.
pub(super) fn is_open(expr: &Expr) -> bool {
    match &*expr.kind {
        ExprKind::Count { scope, .. }
        | ExprKind::Has { scope, .. }
        | ExprKind::Measure { scope, .. }
        | ExprKind::Statistic { scope, .. } => scope.is_none(),
        ExprKind::Compare { right, .. } | ExprKind::Arithmetic { right, .. } => is_open(right),
        ExprKind::And(all) | ExprKind::Or(all) => all.last().is_some_and(is_open),
        ExprKind::Not(inner) => is_open(inner),
        _ => false,
    }
}
