//! `override` and `drop`: what is taken over is changed.
//!
//! In: the entries of a file and its changes. Out: the entries changed in their places.

use zhunze_grammar::ast::{Clause, Drop, Item, Name, Rule, Spanned};

use super::{Entry, Expander, Said};
use crate::book::SourceId;

impl Expander<'_> {
    /// Carries one change out.
    pub(super) fn change(&mut self, source: SourceId, change: Item, entries: &mut Vec<Entry>) {
        match change {
            Item::Drop(it) => self.drop_rule(source, &it, entries),
            Item::Override(it) => self.replace(source, *it.item, entries),
            _ => {}
        }
    }

    fn drop_rule(&mut self, source: SourceId, drop: &Drop, entries: &mut Vec<Entry>) {
        if self.is_library(source) {
            self.say(Said::ChangeInLibrary(drop.rule.span));
            return;
        }
        let is_it = |entry: &Entry| is_rule(&entry.item, &drop.rule) && entry.owner != source;
        match entries.iter().position(is_it) {
            Some(at) => {
                entries.remove(at);
                let why = drop.because.as_ref().map(|why| why.node.clone());
                let name = drop.rule.node.clone();
                self.out.dropped.push((name, why.unwrap_or_default()));
            }
            None => self.nothing(source, &drop.rule, Sort::Rule, entries),
        }
    }

    fn replace(&mut self, source: SourceId, item: Item, entries: &mut [Entry]) {
        let (name, sort) = match &item {
            // These were looked at before.
            Item::Param(_) => return,
            Item::Rule(it) => (it.name.clone(), Sort::Rule),
            Item::Phrase(it) => (it.name.clone(), Sort::Phrase),
            Item::Moment(it) => (it.name.clone(), Sort::Moment),
            Item::Section(it) => (it.name.clone(), Sort::Section),
            Item::Event(it) => (it.name.clone(), Sort::Event),
            Item::Rulebook(_)
            | Item::Use(_)
            | Item::Test(_)
            | Item::Template(_)
            | Item::Apply(_)
            | Item::Extends(_)
            | Item::Override(_)
            | Item::Drop(_) => return,
        };
        if self.is_library(source) {
            self.say(Said::ChangeInLibrary(name.span));
            return;
        }
        let is_it = |entry: &&mut Entry| sort.is(&entry.item, &name) && entry.owner != source;
        let Some(entry) = entries.iter_mut().find(is_it) else {
            self.nothing(source, &name, sort, entries);
            return;
        };
        match (&mut entry.item, item) {
            (Item::Rule(old), Item::Rule(new)) => {
                if self.files.broken(old.span) {
                    self.out.broken.push(new.span);
                }
                let clauses = std::mem::take(&mut old.clauses);
                *old = Rule {
                    title: new.title.or(old.title.take()),
                    clauses: with_clauses(clauses, &new.clauses),
                    ..new
                };
            }
            (old, new) => *old = new,
        }
    }

    /// Reports that there is nothing to change.
    fn nothing(&mut self, source: SourceId, name: &Name, sort: Sort, entries: &[Entry]) {
        let own = entries.iter().any(|it| sort.is(&it.item, name));
        if own {
            self.say(Said::OwnItem(name.clone(), sort.words()));
            return;
        }
        let others = entries.iter().filter(|it| it.owner != source);
        let known: Vec<&str> = others.filter_map(|it| sort.name(&it.item)).collect();
        self.say(Said::nothing(name.clone(), sort.words(), &known));
    }
}

/// What can be changed.
#[derive(Debug, Clone, Copy)]
enum Sort {
    Rule,
    Phrase,
    Moment,
    Section,
    Event,
}

impl Sort {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Sort::Rule => ("rule", "规则"),
            Sort::Phrase => ("phrase", "短语"),
            Sort::Moment => ("moment", "时刻"),
            Sort::Section => ("section", "部分"),
            Sort::Event => ("event", "事件"),
        }
    }

    /// The name of an item of this sort.
    fn name(self, item: &Item) -> Option<&str> {
        match (self, item) {
            (Sort::Rule, Item::Rule(it)) => Some(&it.name.node),
            (Sort::Phrase, Item::Phrase(it)) => Some(&it.name.node),
            (Sort::Moment, Item::Moment(it)) => Some(&it.name.node),
            (Sort::Section, Item::Section(it)) => Some(&it.name.node),
            (Sort::Event, Item::Event(it)) => Some(&it.name.node),
            _ => None,
        }
    }

    fn is(self, item: &Item, name: &Name) -> bool {
        self.name(item) == Some(name.node.as_str())
    }
}

fn is_rule(item: &Item, name: &Name) -> bool {
    Sort::Rule.is(item, name)
}

/// Clauses of a rule; those of `new` take the place of the old ones of their kinds.
pub(super) fn with_clauses(
    old: Vec<Spanned<Clause>>,
    new: &[Spanned<Clause>],
) -> Vec<Spanned<Clause>> {
    let replaces = |clause: &Clause| new.iter().any(|it| kind(&it.node) == kind(clause));
    let mut placed: Vec<Kind> = Vec::new();
    let mut all = Vec::new();
    for clause in old {
        if !replaces(&clause.node) {
            all.push(clause);
            continue;
        }
        let kind = kind(&clause.node);
        if !placed.contains(&kind) {
            placed.push(kind);
            all.extend(of_kind(new, kind));
        }
    }
    let rest = new.iter().filter(|it| !placed.contains(&kind(&it.node)));
    all.extend(rest.cloned());
    all
}

fn of_kind(clauses: &[Spanned<Clause>], wanted: Kind) -> impl Iterator<Item = Spanned<Clause>> {
    let fit = clauses.iter().filter(move |it| kind(&it.node) == wanted);
    fit.cloned()
}

/// Clauses of one kind take each other's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    When,
    If,
    Unless,
    UnlessFirst,
    /// Whatever asks for something.
    Owed,
    EachItsOwn,
    Applies,
    Effective,
    NeedsReview,
    Weight,
    IfNotApplicable,
    Otherwise,
    Award,
    Fatal,
    Cite,
    Severity,
    Message,
}

fn kind(clause: &Clause) -> Kind {
    match clause {
        Clause::When(_) => Kind::When,
        Clause::If(_) => Kind::If,
        Clause::Unless(_) => Kind::Unless,
        Clause::UnlessFirst(_) => Kind::UnlessFirst,
        Clause::Must(_)
        | Clause::BeforeThat(_)
        | Clause::Require(_)
        | Clause::OrElse(_)
        | Clause::May(_)
        | Clause::Branch(_) => Kind::Owed,
        Clause::EachItsOwn => Kind::EachItsOwn,
        Clause::Applies(_) => Kind::Applies,
        Clause::Effective(_) => Kind::Effective,
        Clause::NeedsReview => Kind::NeedsReview,
        Clause::Weight { .. } => Kind::Weight,
        Clause::IfNotApplicable { .. } => Kind::IfNotApplicable,
        Clause::Otherwise(_) => Kind::Otherwise,
        Clause::Award(_) => Kind::Award,
        Clause::Fatal { .. } => Kind::Fatal,
        Clause::Cite(_) => Kind::Cite,
        Clause::Severity(_) => Kind::Severity,
        Clause::Message(_) => Kind::Message,
    }
}
