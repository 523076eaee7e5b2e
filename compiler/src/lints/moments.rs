//! Whether a moment can happen at all, and whether one is always another too.
//!
//! In: a rulebook. Out: [`Facts`], which answer for its moments. When unsure, a moment can
//! happen, and no moment is another.

use super::conditions::possible;
use super::sentences;
use crate::book::{Atom, Book, Chain, Derived, Expr, Kind, Moment, PhraseBody, PhraseId, Who};

/// More combinations than this are not looked into.
const MOST: usize = 64;

/// What is known of the moments of a rulebook.
pub(super) struct Facts<'a> {
    pub(super) book: &'a Book,
    /// By derived moment: it never happens.
    dead: Vec<bool>,
    /// By phrase: it is never found.
    unsayable: Vec<bool>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(book: &'a Book) -> Facts<'a> {
        let phrases = book.phrases.iter();
        let mut facts = Facts {
            book,
            dead: vec![],
            unsayable: phrases.map(|it| excludes_itself(book, &it.body)).collect(),
        };
        for derived in &book.derived {
            let dead = facts.is_dead(derived);
            facts.dead.push(dead);
        }
        facts
    }

    /// Whether it never happens.
    pub(super) fn never(&self, moment: &Moment) -> bool {
        self.never_if(moment, None)
    }

    /// Whether it never happens while this condition on its event holds.
    pub(super) fn never_if(&self, moment: &Moment, condition: Option<&Expr>) -> bool {
        let dead = |atom: &Atom| self.is_impossible(&[atom], condition);
        moment.any.iter().all(dead)
    }

    /// The phrase is never found, whatever is said.
    pub(super) fn unsayable(&self, id: PhraseId) -> bool {
        self.unsayable.get(id.index()).copied().unwrap_or(false)
    }

    /// All of them at one step, with a condition.
    fn is_impossible(&self, atoms: &[&Atom], condition: Option<&Expr>) -> bool {
        let dead = |atom: &&Atom| match atom {
            Atom::Derived(id) => self.dead.get(id.index()).copied().unwrap_or(false),
            Atom::Event {
                phrase: Some(id), ..
            } => self.unsayable(*id),
            _ => false,
        };
        let apart = |one: &&Atom| atoms.iter().any(|other| never_together(one, other));
        let guards: Vec<&Expr> = atoms
            .iter()
            .filter_map(|atom| guard(atom))
            .chain(condition)
            .collect();
        atoms.iter().any(|atom| dead(atom) || apart(atom)) || !possible(&guards)
    }

    fn is_dead(&self, derived: &Derived) -> bool {
        match derived {
            Derived::Where { all, none, guard } => {
                let Some(choices) = choices(all) else {
                    return false;
                };
                choices.iter().all(|choice| {
                    let barred = choice
                        .iter()
                        .any(|atom| none.iter().any(|none| self.is_one_of(atom, none)));
                    barred || self.is_impossible(choice, guard.as_ref())
                })
            }
            Derived::Chain { chain, .. } => self.cannot_complete(chain),
        }
    }

    /// Whether the sequence is never complete.
    pub(super) fn cannot_complete(&self, chain: &Chain) -> bool {
        chain.steps.iter().any(|step| self.never(&step.moment))
    }

    /// Whether whatever is this moment is the other too.
    pub(super) fn implies(&self, moment: &Moment, other: &Moment) -> bool {
        moment.any.iter().all(|atom| self.is_one_of(atom, other))
    }

    fn is_one_of(&self, atom: &Atom, moment: &Moment) -> bool {
        moment.any.iter().any(|other| is_also(atom, other))
    }
}

/// Whether whatever matches the one matches the other.
fn is_also(atom: &Atom, other: &Atom) -> bool {
    let (
        Atom::Event {
            kind,
            who,
            phrase,
            guard,
        },
        Atom::Event {
            kind: other_kind,
            who: other_who,
            phrase: other_phrase,
            guard: other_guard,
        },
    ) = (atom, other)
    else {
        return atom == other;
    };
    let same_who = who == other_who || *other_who == Who::Anyone;
    let same_words = other_phrase.is_none() || phrase == other_phrase;
    let same_guard = other_guard.is_none() || guard == other_guard;
    kind == other_kind && same_who && same_words && same_guard
}

/// Whether no step matches both.
fn never_together(one: &Atom, other: &Atom) -> bool {
    match (one, other) {
        (
            Atom::Event { kind, who, .. },
            Atom::Event {
                kind: other_kind,
                who: other_who,
                ..
            },
        ) => {
            let differ = |a: Who, b: Who| a != b && a != Who::Anyone && b != Who::Anyone;
            differ(*who, *other_who) || other_kinds(*kind, *other_kind)
        }
        // What no event makes is a step of its own.
        (Atom::Event { .. }, other) | (other, Atom::Event { .. }) => !matches!(
            other,
            Atom::Derived(_) | Atom::Labelled { .. } | Atom::OverlapEnds
        ),
        _ => false,
    }
}

/// A declared event may be an action of that name.
fn other_kinds(one: Kind, other: Kind) -> bool {
    let declared = |kind| matches!(kind, Kind::Declared(_));
    one != other && !declared(one) && !declared(other)
}

fn guard(atom: &Atom) -> Option<&Expr> {
    match atom {
        Atom::Event { guard, .. } | Atom::Labelled { guard, .. } => guard.as_ref(),
        _ => None,
    }
}

/// All ways to take one alternative of each; `None` when there are too many.
fn choices(all: &[Moment]) -> Option<Vec<Vec<&Atom>>> {
    let mut choices: Vec<Vec<&Atom>> = vec![vec![]];
    for moment in all {
        if choices.len() * moment.any.len() > MOST {
            return None;
        }
        let mut longer = vec![];
        for choice in &choices {
            for atom in &moment.any {
                longer.push([choice.as_slice(), &[atom]].concat());
            }
        }
        choices = longer;
    }
    Some(choices)
}

/// What the phrase excludes is in all that it looks for.
fn excludes_itself(book: &Book, body: &PhraseBody) -> bool {
    let PhraseBody::ButNot { phrase, not } = body else {
        return false;
    };
    let said = sentences::said(book, *phrase);
    said.is_some_and(|said| {
        not.iter().any(|not| {
            let looked_for = sentences::looked_for(book, *not);
            looked_for.is_some_and(|it| sentences::always_contains(&said, &it))
        })
    })
}
