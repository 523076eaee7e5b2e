//! All names of a rulebook and the files it uses, and how they are found.
//!
//! In: the syntax trees. Out: [`Scope`]. Names of one sort must differ; a file sees its own
//! names and those of the files it uses. Names that are not found are reported with what
//! was probably meant.

use std::collections::BTreeMap;

use zhunze_grammar::ast::{EventItem, Item, MomentItem, Name, PhraseItem, Rule, Section, Span};

use super::expand::{Entry, Expanded};
use super::load::Files;
use super::report::Report;
use super::suggest::closest;
use crate::book::SourceId;
use crate::diagnostics::{Code, Diagnostic, Message, Place};
use crate::sources::Sources;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Phrase,
    Moment,
    Event,
    Section,
    Rule,
    Score,
    Grade,
}

impl Sort {
    /// In words, English and Chinese.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Sort::Phrase => ("phrase", "短语"),
            Sort::Moment => ("moment", "时刻"),
            Sort::Event => ("event", "事件"),
            Sort::Section => ("section", "部分"),
            Sort::Rule => ("rule", "规则"),
            Sort::Score => ("score", "分数"),
            Sort::Grade => ("grade", "等级"),
        }
    }

    fn code(self) -> Code {
        match self {
            Sort::Phrase => Code::UnknownPhrase,
            Sort::Moment => Code::UnknownMoment,
            Sort::Event => Code::UnknownEvent,
            Sort::Section => Code::UnknownSection,
            Sort::Rule => Code::UnknownRule,
            Sort::Score => Code::UnknownScore,
            Sort::Grade => Code::UnknownGrade,
        }
    }
}

/// A declared name.
#[derive(Debug)]
pub(super) struct Decl<'a, T> {
    /// The file whose name it is (an override stands elsewhere).
    pub(super) source: SourceId,
    pub(super) name: &'a Name,
    pub(super) item: &'a T,
    pub(super) used: bool,
    /// Nobody wrote it, so nobody needs to use it.
    pub(super) quiet: bool,
}

/// The names of one sort.
#[derive(Debug)]
pub(super) struct Table<'a, T> {
    pub(super) list: Vec<Decl<'a, T>>,
    by_name: BTreeMap<&'a str, usize>,
}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            by_name: BTreeMap::new(),
        }
    }
}

impl<'a, T> Table<'a, T> {
    fn add(&mut self, entry: &Entry, name: &'a Name, item: &'a T) -> Option<&'a Name> {
        let known = self.by_name.get(name.node.as_str());
        let first = known.and_then(|at| self.list.get(*at)).map(|it| it.name);
        if first.is_none() {
            self.by_name.insert(&name.node, self.list.len());
        }
        self.list.push(Decl {
            source: entry.owner,
            name,
            item,
            used: false,
            quiet: entry.quiet,
        });
        first
    }

    /// Where a name stands in the list.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// What stands at a position.
    pub(super) fn get(&self, at: usize) -> Option<&Decl<'a, T>> {
        self.list.get(at)
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.by_name.keys().copied()
    }
}

/// All names.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    files: &'a Files,
    pub(super) phrases: Table<'a, PhraseItem>,
    pub(super) moments: Table<'a, MomentItem>,
    pub(super) events: Table<'a, EventItem>,
    pub(super) sections: Table<'a, Section>,
    pub(super) rules: Table<'a, Rule>,
    /// Names that stand in what could not be read: nobody knows what they are.
    unread: Vec<(SourceId, &'a str)>,
}

impl<'a> Scope<'a> {
    /// Collects all names.
    pub(super) fn collect(
        files: &'a Files,
        expanded: &'a Expanded,
        sources: &'a Sources,
        report: &mut Report,
    ) -> Self {
        let mut scope = Scope {
            files,
            phrases: Table::default(),
            moments: Table::default(),
            events: Table::default(),
            sections: Table::default(),
            rules: Table::default(),
            unread: Vec::new(),
        };
        for span in files.broken.iter().chain(&expanded.lost) {
            let Place { source, span } = files.places.place(*span);
            let lines = lines_of(sources.text(source), span.range());
            scope.unread.push((source, lines));
        }
        for entry in &expanded.entries {
            scope.add(entry, report);
        }
        scope
    }

    fn add(&mut self, entry: &'a Entry, report: &mut Report) {
        let (name, first, sort) = match &entry.item {
            Item::Phrase(it) => (
                &it.name,
                self.phrases.add(entry, &it.name, it),
                Sort::Phrase,
            ),
            Item::Moment(it) => (
                &it.name,
                self.moments.add(entry, &it.name, it),
                Sort::Moment,
            ),
            Item::Event(it) => (&it.name, self.events.add(entry, &it.name, it), Sort::Event),
            Item::Section(it) => {
                let first = self.sections.add(entry, &it.name, it);
                (&it.name, first, Sort::Section)
            }
            Item::Rule(it) => (&it.name, self.rules.add(entry, &it.name, it), Sort::Rule),
            _ => return,
        };
        if let Some(first) = first {
            let places = &self.files.places;
            let (first, place) = (places.place(first.span), places.place(name.span));
            report.push(super::twice::twice(&name.node, sort.words(), place, first));
        }
    }

    /// Whether a name written at `span` may mean something of another file.
    fn sees(&self, span: Span, other: SourceId) -> bool {
        self.files.sees(self.files.places.source(span), other)
    }

    /// The phrase that a name written at `span` means.
    pub(super) fn phrase(&self, name: &str, span: Span) -> Option<usize> {
        let at = self.phrases.position(name)?;
        let decl = self.phrases.get(at)?;
        self.sees(span, decl.source).then_some(at)
    }

    /// The moment that a name written at `span` means.
    pub(super) fn moment(&self, name: &str, span: Span) -> Option<usize> {
        let at = self.moments.position(name)?;
        let decl = self.moments.get(at)?;
        self.sees(span, decl.source).then_some(at)
    }

    /// The event that a name written at `span` means.
    pub(super) fn event(&self, name: &str, span: Span) -> Option<usize> {
        let at = self.events.position(name)?;
        let decl = self.events.get(at)?;
        self.sees(span, decl.source).then_some(at)
    }

    /// Reports a name that is not found; `extra` are further names of this sort.
    pub(super) fn unknown(&self, name: &Name, sort: Sort, extra: &[&str], report: &mut Report) {
        let lost = |(source, text): &(SourceId, &str)| {
            self.sees(name.span, *source) && text.contains(name.node.as_str())
        };
        if !report.full() && !self.unread.iter().any(lost) {
            report.push(self.unknown_name(name, sort, extra));
        }
    }

    fn unknown_name(&self, name: &Name, sort: Sort, extra: &[&str]) -> Diagnostic {
        let place = self.files.places.place(name.span);
        let (en, zh) = sort.words();
        let near = closest(&name.node, self.names(sort).chain(extra.iter().copied()));
        let other = self.other_sort(name, sort);
        // Rules and sections are often called like what they are about.
        let alike = matches!(other, Some(Sort::Rule | Sort::Section)) && near.is_some();
        if let Some(other) = other.filter(|_| !alike) {
            return wrong_sort(&name.node, sort, other, place);
        }
        let message = Message::new(
            format!("there is no {en} `{}`", name.node),
            format!("没有叫“{}”的{zh}", name.node),
        );
        let diagnostic = Diagnostic::new(sort.code(), place, message);
        match near {
            Some(near) => diagnostic
                .help(
                    format!("did you mean `{near}`?"),
                    format!("是不是想写“{near}”？"),
                )
                .fix(place, near),
            None => diagnostic,
        }
    }

    fn names(&self, sort: Sort) -> Box<dyn Iterator<Item = &str> + '_> {
        match sort {
            Sort::Phrase => Box::new(self.phrases.names()),
            Sort::Moment => Box::new(self.moments.names()),
            Sort::Event => Box::new(self.events.names()),
            Sort::Section => Box::new(self.sections.names()),
            Sort::Rule => Box::new(self.rules.names()),
            Sort::Score | Sort::Grade => Box::new(std::iter::empty()),
        }
    }

    fn other_sort(&self, name: &Name, sort: Sort) -> Option<Sort> {
        let Name { node: name, span } = name;
        let known = [
            (Sort::Phrase, self.phrase(name, *span).is_some()),
            (Sort::Moment, self.moment(name, *span).is_some()),
            (Sort::Event, self.event(name, *span).is_some()),
            (Sort::Section, self.sections.position(name).is_some()),
            (Sort::Rule, self.rules.position(name).is_some()),
        ];
        known
            .into_iter()
            .find(|(other, found)| *found && *other != sort)
            .map(|(other, _)| other)
    }
}

fn wrong_sort(name: &str, wanted: Sort, found: Sort, place: Place) -> Diagnostic {
    let ((found_en, found_zh), (en, zh)) = (found.words(), wanted.words());
    let message = Message::new(
        format!(
            "`{name}` is {} {found_en}; {} {en} is needed here",
            a(found),
            a(wanted)
        ),
        format!("“{name}”是{found_zh}，这里需要的是{zh}"),
    );
    let diagnostic = Diagnostic::new(Code::WrongSort, place, message);
    match (wanted, found) {
        (Sort::Moment, Sort::Phrase) => diagnostic.help(
            format!("say who says it: `agent says {name}`"),
            format!("写明由谁来说：“客服 说 {name}”"),
        ),
        (Sort::Moment, Sort::Event) => diagnostic
            .help(
                format!("write `{name} happens`"),
                format!("写成“{name} 发生”"),
            )
            .fix(place, format!("{name} happens")),
        (Sort::Event, Sort::Moment) => diagnostic.help(
            format!("a moment stands by itself, without `happens`: `{name}`"),
            format!("时刻直接写名称，不加“发生”：“{name}”"),
        ),
        _ => diagnostic,
    }
}

fn a(sort: Sort) -> &'static str {
    if sort == Sort::Event { "an" } else { "a" }
}

/// The whole lines around a range.
fn lines_of(text: &str, range: std::ops::Range<usize>) -> &str {
    let before = text
        .get(..range.start)
        .and_then(|before| before.rfind('\n'));
    let after = text.get(range.end..).and_then(|after| after.find('\n'));
    let start = before.map_or(0, |at| at + 1);
    let end = after.map_or(text.len(), |at| range.end + at);
    text.get(start..end).unwrap_or("")
}
