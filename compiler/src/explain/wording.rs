//! The wording that a rule speaks of, and how a phrase may be said.
//!
//! In: a checked rulebook. Out: phrases by the part they play, and their alternatives much
//! as they were written.

use super::Teller;
use super::patterns::shown;
use crate::book::{
    Atom, Book, Chain, Derived, Duty, Language, Moment, Pattern, PhraseBody, PhraseId, Rule,
};

/// The phrases of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// What starts it.
    pub heard: Vec<PhraseId>,
    /// What has to be said.
    pub required: Vec<PhraseId>,
    /// What must not be said.
    pub forbidden: Vec<PhraseId>,
}

/// The phrases that a rule speaks of, each once.
pub fn wording(book: &Book, rule: &Rule) -> Wording {
    let mut found = Wording::default();
    for arm in &rule.arms {
        if let Some(trigger) = &arm.trigger {
            of_moment(book, trigger, &mut found.heard);
        }
        for one in &arm.obligations {
            match &one.duty {
                Duty::Happen {
                    moment,
                    at_most: Some(0),
                    ..
                } => {
                    of_moment(book, moment, &mut found.forbidden);
                }
                Duty::Happen { moment, .. } => of_moment(book, moment, &mut found.required),
                Duty::Before { chain, .. } => of_chain(book, chain, &mut found.required),
                Duty::Require(_) => {}
            }
        }
    }
    found
}

/// The ways in which a phrase may be said; what it must not contain is said in the last.
pub fn ways(book: &Book, id: PhraseId, language: Language) -> Vec<String> {
    let chinese = language == Language::Chinese;
    let teller = Teller::new(book, language);
    match book.phrases.get(id.index()).map(|phrase| &phrase.body) {
        Some(PhraseBody::Pattern(Pattern::Any(parts))) => parts.iter().map(written).collect(),
        Some(PhraseBody::Pattern(pattern)) => vec![written(pattern)],
        Some(PhraseBody::AtLeast { n: 1, of }) => {
            of.iter().flat_map(|id| ways(book, *id, language)).collect()
        }
        Some(PhraseBody::ButNot { phrase, not }) => {
            let mut all = ways(book, *phrase, language);
            let not: Vec<String> = not.iter().map(|id| teller.words(*id)).collect();
            let not = teller.list(&not, "or", "或");
            all.push(match chinese {
                true => format!("但不含：{not}"),
                false => format!("but not: {not}"),
            });
            all
        }
        Some(PhraseBody::AtLeast { .. } | PhraseBody::Regex(_)) => vec![teller.words_inside(id)],
        None => vec![],
    }
}

fn written(pattern: &Pattern) -> String {
    shown(pattern).trim().to_owned()
}

fn of_chain(book: &Book, chain: &Chain, into: &mut Vec<PhraseId>) {
    for step in &chain.steps {
        of_moment(book, &step.moment, into);
    }
}

fn of_moment(book: &Book, moment: &Moment, into: &mut Vec<PhraseId>) {
    for atom in &moment.any {
        match atom {
            Atom::Event {
                phrase: Some(id), ..
            } if !into.contains(id) => into.push(*id),
            Atom::Derived(id) => match book.derived.get(id.index()) {
                Some(Derived::Where { all, .. }) => {
                    all.iter().for_each(|moment| of_moment(book, moment, into));
                }
                Some(Derived::Chain { chain, .. }) => of_chain(book, chain, into),
                None => {}
            },
            _ => {}
        }
    }
}
