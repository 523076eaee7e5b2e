//! Reads the rulebook and every file it uses.
//!
//! In: the loader. Out: [`Files`]: their syntax trees, which file sees which, and the
//! lists of phrases they take from text files. Missing files and circles are reported.

use std::collections::{BTreeMap, BTreeSet};

use zhunze_grammar::ast::{File, Item, PhraseBody, Span, Text, Use};

use super::report::Report;
use crate::book::SourceId;
use crate::diagnostics::{Code, Diagnostic, Message, Place};
use crate::sources::{Loader, Sources, join};

/// A file that was read.
#[derive(Debug)]
pub(super) struct Loaded {
    /// Its source.
    pub(super) source: SourceId,
    /// Its syntax tree.
    pub(super) file: File,
    /// What could not be read in it.
    pub(super) broken: Vec<Span>,
    /// The files whose names it sees: itself, what it uses, what they use.
    pub(super) sees: BTreeSet<SourceId>,
    /// The files it uses, and where it says so.
    uses: Vec<(SourceId, Span)>,
}

/// All files.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The rulebook first.
    pub(super) files: Vec<Loaded>,
    /// `from "…"`: which source it stands for, by the file and the place it is written.
    lists: BTreeMap<(SourceId, u32), SourceId>,
}

impl Files {
    /// The file with this source.
    pub(super) fn get(&self, source: SourceId) -> Option<&Loaded> {
        self.files.iter().find(|file| file.source == source)
    }

    /// Whether names of `other` can be used in `here`. A list sees what the files see that
    /// take it.
    pub(super) fn sees(&self, here: SourceId, other: SourceId) -> bool {
        match self.get(here) {
            Some(file) => file.sees.contains(&other),
            None => {
                let takers = self.lists.iter().filter(|(_, list)| **list == here);
                let mut takers = takers.filter_map(|((taker, _), _)| self.get(*taker));
                takers.any(|taker| taker.sees.contains(&other))
            }
        }
    }

    /// The list that `text`, written in `source`, names; `None` when it is missing.
    pub(super) fn list(&self, source: SourceId, text: &Text) -> Option<SourceId> {
        self.lists.get(&(source, text.span.start)).copied()
    }
}

/// Reads everything.
pub(super) fn load(main: &str, loader: &dyn Loader, report: &mut Report) -> (Sources, Files) {
    let mut reading = Reading {
        loader,
        sources: Sources::default(),
        files: Files::default(),
    };
    match loader.load(main) {
        None => report.push(no_main(main)),
        Some(text) => {
            let source = reading.sources.push(main, text);
            reading.parse(source, report);
        }
    }
    let mut at = 0;
    while at < reading.files.files.len() {
        reading.follow(at, report);
        at += 1;
    }
    let mut files = reading.files;
    circles(&files, report);
    see(&mut files);
    (reading.sources, files)
}

fn no_main(main: &str) -> Diagnostic {
    let message = Message::new(
        format!("the rulebook `{main}` can not be found"),
        format!("找不到规则书“{main}”"),
    );
    Diagnostic::placeless(Code::MissingFile, message)
}

struct Reading<'a> {
    loader: &'a dyn Loader,
    sources: Sources,
    files: Files,
}

impl Reading<'_> {
    fn parse(&mut self, source: SourceId, report: &mut Report) {
        let (file, errors) = super::syntax::parse(source, self.sources.text(source));
        let broken = errors
            .iter()
            .filter_map(|error| Some(error.place()?.span))
            .collect();
        errors.into_iter().for_each(|error| report.push(error));
        let loaded = Loaded {
            source,
            file,
            broken,
            sees: BTreeSet::new(),
            uses: Vec::new(),
        };
        self.files.files.push(loaded);
    }

    /// Reads what the `at`-th file mentions.
    fn follow(&mut self, at: usize, report: &mut Report) {
        let Some(loaded) = self.files.files.get(at) else {
            return;
        };
        let source = loaded.source;
        let items = loaded.file.items.iter();
        let mentioned = items.filter_map(mention).collect::<Vec<_>>();
        for (list, text) in mentioned {
            let Some((found, new)) = self.find(source, &text, report) else {
                continue;
            };
            if list {
                self.files.lists.insert((source, text.span.start), found);
                continue;
            }
            if new {
                self.parse(found, report);
            }
            if let Some(loaded) = self.files.files.get_mut(at) {
                loaded.uses.push((found, text.span));
            }
        }
    }

    /// The source of a file that is mentioned, and whether it was just read.
    fn find(
        &mut self,
        from: SourceId,
        text: &Text,
        report: &mut Report,
    ) -> Option<(SourceId, bool)> {
        let path = join(self.sources.path(from), &text.node);
        if let Some(source) = self.sources.find(&path) {
            let unread = self.files.get(source).is_none();
            return Some((source, unread));
        }
        match self.loader.load(&path) {
            Some(content) => Some((self.sources.push(&path, content), true)),
            None => {
                report.push(no_file(
                    Place {
                        source: from,
                        span: text.span,
                    },
                    &text.node,
                ));
                None
            }
        }
    }
}

fn no_file(place: Place, name: &str) -> Diagnostic {
    let message = Message::new(
        format!("the file `{name}` can not be found"),
        format!("找不到文件“{name}”"),
    );
    Diagnostic::new(Code::MissingFile, place, message).help(
        "the name counts from the folder of the file that mentions it",
        "文件名从写着它的那个文件所在的文件夹算起",
    )
}

/// The file that an item mentions, and whether it is a list of phrases.
fn mention(item: &Item) -> Option<(bool, Text)> {
    match item {
        Item::Use(Use { path, .. }) => Some((false, path.clone())),
        Item::Phrase(phrase) => match &phrase.body {
            PhraseBody::FromFile(text) => Some((true, text.clone())),
            PhraseBody::AnyOf { .. } => None,
        },
        Item::Rulebook(_)
        | Item::Moment(_)
        | Item::Event(_)
        | Item::Section(_)
        | Item::Rule(_)
        | Item::Test(_) => None,
    }
}

/// For each file, all it reaches.
fn see(files: &mut Files) {
    let all: Vec<BTreeSet<SourceId>> = files
        .files
        .iter()
        .map(|file| reached(files, file.source))
        .collect();
    for (file, sees) in files.files.iter_mut().zip(all) {
        file.sees = sees;
    }
}

/// A file and all it uses, directly or not.
fn reached(files: &Files, from: SourceId) -> BTreeSet<SourceId> {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(source) = open.pop() {
        let uses = files.get(source).into_iter().flat_map(|file| &file.uses);
        open.extend(
            uses.map(|(used, _)| *used)
                .filter(|used| seen.insert(*used)),
        );
    }
    seen
}

/// Reports each `use` that leads back to the file it stands in, once a circle.
fn circles(files: &Files, report: &mut Report) {
    let mut told = BTreeSet::new();
    for file in &files.files {
        for (used, span) in &file.uses {
            let around = reached(files, *used);
            if around.contains(&file.source) && !told.contains(&file.source) {
                let back = |other: &SourceId| reached(files, *other).contains(&file.source);
                told.extend(around.into_iter().filter(back));
                let place = Place {
                    source: file.source,
                    span: *span,
                };
                report.push(circle(place));
            }
        }
    }
}

fn circle(place: Place) -> Diagnostic {
    let message = Message::new(
        "this file uses, directly or through others, the file it stands in",
        "被引用的文件又直接或间接地引用了本文件",
    );
    Diagnostic::new(Code::FileLoop, place, message).help(
        "move what both need into a third file, and let both use that",
        "把两边都需要的内容放进另一个文件，让两边都引用它",
    )
}
