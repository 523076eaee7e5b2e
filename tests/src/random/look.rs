//! What a condition may look at, as the checker has it.

use zhunze_compiler::book::*;

/// What a condition may look at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks {
    /// The event under judgement: its attributes.
    pub event: bool,
    /// It may be an utterance: what was captured in it, and what every utterance has.
    pub speech: bool,
    /// What has happened before.
    pub history: bool,
    /// The trigger's event, from another one.
    pub trigger: Option<Seen>,
    /// Outcomes of so many rules.
    pub above: u32,
    /// Values alone, no calculating.
    pub plain: bool,
}

impl Looks {
    /// Metadata alone.
    pub fn nothing() -> Self {
        Looks::default()
    }

    /// All that is there when this moment comes.
    pub fn at(seen: Seen) -> Self {
        Looks {
            event: seen.event,
            speech: seen.speech,
            history: true,
            ..Looks::default()
        }
    }

    /// The same, and outcomes of rules.
    pub fn above(self, above: u32) -> Self {
        Looks { above, ..self }
    }
}

/// What may be there when a moment comes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// An event.
    pub event: bool,
    /// An utterance.
    pub speech: bool,
}

/// What may be there when this moment comes.
pub(super) fn seen(book: &Book, moment: &Moment) -> Seen {
    let mut all = Seen::default();
    moment
        .any
        .iter()
        .for_each(|atom| look(book, atom, &mut all));
    all
}

fn look(book: &Book, atom: &Atom, to: &mut Seen) {
    match atom {
        Atom::Event { kind, .. } => {
            to.event = true;
            to.speech |= *kind == Kind::Utterance;
        }
        Atom::Labelled { .. } => to.event = true,
        Atom::Derived(id) => match &book.derived[id.index()] {
            Derived::Where { all, .. } => {
                let atoms = all.iter().flat_map(|moment| &moment.any);
                atoms.for_each(|atom| look(book, atom, to));
            }
            Derived::Chain { chain, .. } => {
                let last = chain.steps.iter().last();
                let atoms = last.iter().flat_map(|step| &step.moment.any);
                atoms.for_each(|atom| look(book, atom, to));
            }
        },
        Atom::Silence { .. }
        | Atom::Lasts { .. }
        | Atom::OverlapLasts(_)
        | Atom::OverlapEnds
        | Atom::CallBegins
        | Atom::CallEnds => {}
    }
}

/// What the next events of the kinds of a moment are ("immediately").
pub(super) fn kin(book: &Book, moment: &Moment) -> Option<Moment> {
    let mut any = vec![];
    moment
        .any
        .iter()
        .all(|atom| add_kin(book, atom, &mut any))
        .then_some(Moment { any })
}

fn add_kin(book: &Book, atom: &Atom, to: &mut Vec<Atom>) -> bool {
    let event = |kind, who| Atom::Event {
        kind,
        who,
        phrase: None,
        guard: None,
    };
    let kin = match atom {
        Atom::Event { kind, who, .. } if *kind == Kind::Utterance => event(*kind, *who),
        Atom::Event { kind, .. } => event(*kind, Who::Anyone),
        Atom::Labelled { .. } => event(Kind::Label, Who::Anyone),
        Atom::Derived(id) => {
            let inner = match &book.derived[id.index()] {
                Derived::Where { all, .. } => &all[0],
                Derived::Chain { chain, .. } => &chain.steps[chain.steps.len() - 1].moment,
            };
            return inner.any.iter().all(|atom| add_kin(book, atom, to));
        }
        _ => return false,
    };
    if !to.contains(&kin) {
        to.push(kin);
    }
    true
}
