//! What a condition can look at: the event under judgement, and the trigger's.
//!
//! In: moments. Out: [`Seen`], what is known of the events that match them.

use std::collections::BTreeSet;

use super::Checker;
use crate::book::{Atom, Derived, Kind, Moment, PhraseBody, PhraseId};

/// What is known of an event: its kinds, and the named phrases in its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seen {
    pub(super) kinds: Vec<Kind>,
    pub(super) phrases: Vec<String>,
}

impl Seen {
    /// An event of this kind, with no phrase.
    pub(super) fn kind(kind: Kind) -> Self {
        Self {
            kinds: vec![kind],
            phrases: Vec::new(),
        }
    }

    /// It may be an utterance.
    pub(super) fn speaks(&self) -> bool {
        self.kinds.contains(&Kind::Utterance)
    }
}

/// What a condition is judged on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Judged {
    /// An event.
    Event(Seen),
    /// An instant at which no event is: a silence, the end of the call.
    Instant,
    /// The call before it begins: only its metadata is known.
    Beginning,
    /// The same, to see whether a rule applies at all.
    Applies,
    /// The call when it has ended.
    End,
    /// Nobody knows, because something else is broken.
    Unknown,
}

/// What `that` is where a condition stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum That {
    /// There is no trigger.
    #[default]
    Nothing,
    /// The event under judgement itself.
    Itself,
    /// Another one than the event under judgement.
    Trigger(Judged),
    /// There is one, but it can not be looked at from here.
    Elsewhere,
}

impl Checker<'_> {
    /// What is looked at when a moment comes.
    pub(super) fn judged(&self, moment: &Moment) -> Judged {
        let mut seen = Seen::default();
        self.look(moment, &mut seen, &mut BTreeSet::new());
        if seen.kinds.is_empty() {
            Judged::Instant
        } else {
            Judged::Event(seen)
        }
    }

    fn look(&self, moment: &Moment, to: &mut Seen, done: &mut BTreeSet<u32>) {
        for atom in &moment.any {
            match atom {
                Atom::Event { kind, phrase, .. } => {
                    to.kinds.push(*kind);
                    if let Some(phrase) = phrase {
                        self.look_for_phrases(*phrase, to, 0);
                    }
                }
                Atom::Labelled { .. } => to.kinds.push(Kind::Label),
                Atom::Derived(id) if done.insert(id.0) => {
                    if let Some(derived) = self.tables.derived.get(id.index()) {
                        self.look_within(derived, to, done);
                    }
                }
                Atom::Derived(_)
                | Atom::Silence { .. }
                | Atom::Lasts { .. }
                | Atom::OverlapLasts(_)
                | Atom::OverlapEnds
                | Atom::CallBegins
                | Atom::CallEnds => {}
            }
        }
    }

    fn look_within(&self, derived: &Derived, to: &mut Seen, done: &mut BTreeSet<u32>) {
        match derived {
            Derived::Where { all, .. } => {
                for moment in all {
                    self.look(moment, to, done);
                }
            }
            Derived::Chain { chain, .. } => {
                if let Some(last) = chain.steps.last() {
                    self.look(&last.moment, to, done);
                }
            }
        }
    }

    fn look_for_phrases(&self, id: PhraseId, to: &mut Seen, depth: u32) {
        let Some(phrase) = self.tables.phrases.get(id.index()) else {
            return;
        };
        if let Some(name) = &phrase.name
            && !to.phrases.contains(name)
        {
            to.phrases.push(name.clone());
        }
        let parts: &[PhraseId] = match &phrase.body {
            PhraseBody::AtLeast { of, .. } => of,
            PhraseBody::ButNot { phrase, .. } => std::slice::from_ref(phrase),
            PhraseBody::Pattern(_) | PhraseBody::Regex(_) => &[],
        };
        if depth < 16 {
            parts
                .iter()
                .for_each(|part| self.look_for_phrases(*part, to, depth + 1));
        }
    }
}
