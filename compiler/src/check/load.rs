//! Reads the rulebook and every file it mentions.
//!
//! In: the loader. Out: [`Files`]: their syntax trees (with global places), which file
//! sees which, and the lists of phrases they take from text files. Missing files and
//! circles are reported. What the loader lacks is taken from the standard library.

use std::collections::{BTreeMap, BTreeSet};

use zhunze_grammar::ast::{File, Item, PhraseBody, Rulebook, Span, Text};

use super::places::Places;
use super::report::Report;
use crate::book::SourceId;
use crate::diagnostics::{Code, Diagnostic, Message};
use crate::sources::{Loader, Sources, join};

/// A file that was read.
#[derive(Debug)]
pub(super) struct Loaded {
    /// Its source.
    pub(super) source: SourceId,
    /// Its syntax tree.
    pub(super) file: File,
    /// The files whose names it sees: itself, what it uses, what they use.
    sees: BTreeSet<SourceId>,
    /// The files it uses or extends, and where it says so.
    uses: Vec<(SourceId, Span)>,
}

impl Loaded {
    /// Its `rulebook` line; a library has none.
    pub(super) fn header(&self) -> Option<&Rulebook> {
        self.file.items.iter().find_map(|item| match item {
            Item::Rulebook(rulebook) => Some(rulebook),
            _ => None,
        })
    }
}

/// All files.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The rulebook first.
    pub(super) files: Vec<Loaded>,
    /// Where each file's places are.
    pub(super) places: Places,
    /// What could not be read, in any file.
    pub(super) broken: Vec<Span>,
    /// The values that were given from outside: they see what the rulebook sees.
    pub(super) given: Option<SourceId>,
    /// The source that a mention of a file stands for, by its place.
    mentions: BTreeMap<u32, SourceId>,
}

impl Files {
    /// The file with this source.
    pub(super) fn get(&self, source: SourceId) -> Option<&Loaded> {
        self.files.iter().find(|file| file.source == source)
    }

    /// Whether names of `other` can be used in `here`. A list sees what the files see that
    /// take it.
    pub(super) fn sees(&self, here: SourceId, other: SourceId) -> bool {
        if here == other {
            return true;
        }
        let here = match self.given {
            Some(given) if given == here => SourceId(0),
            _ => here,
        };
        if here == other {
            return true;
        }
        match self.get(here) {
            Some(file) => file.sees.contains(&other),
            None => {
                let takers = self.mentions.iter().filter(|(_, list)| **list == here);
                let taker = |at: u32| self.get(self.places.source(Span::new(at, at)));
                let mut takers = takers.filter_map(|(at, _)| taker(*at));
                takers.any(|taker| taker.sees.contains(&other))
            }
        }
    }

    /// All that a file uses, directly or not, and itself.
    pub(super) fn reached(&self, from: SourceId) -> BTreeSet<SourceId> {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(source) = open.pop() {
            let uses = self.get(source).into_iter().flat_map(|file| &file.uses);
            open.extend(
                uses.map(|(used, _)| *used)
                    .filter(|used| seen.insert(*used)),
            );
        }
        seen
    }

    /// The source that `text` mentions; `None` when it is missing.
    pub(super) fn mentioned(&self, text: &Text) -> Option<SourceId> {
        self.mentions.get(&text.span.start).copied()
    }

    /// Whether something within `span` could not be read.
    pub(super) fn broken(&self, span: Span) -> bool {
        let touches = |at: &Span| at.start <= span.end && span.start <= at.end;
        self.broken.iter().any(touches)
    }
}

/// Reads everything. `given` is a text of its own that stands beside the files.
pub(super) fn load(
    main: &str,
    loader: &dyn Loader,
    given: Option<(&str, String)>,
    report: &mut Report,
) -> (Sources, Files) {
    let mut reading = Reading {
        loader,
        sources: Sources::default(),
        files: Files::default(),
    };
    match loader.load(main) {
        None => report.push(no_main(main)),
        Some(text) => {
            let source = reading.push(main, text);
            if let Some((path, text)) = given {
                let source = reading.push(path, text);
                reading.files.given = Some(source);
            }
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
    let all: Vec<_> = files
        .files
        .iter()
        .map(|it| files.reached(it.source))
        .collect();
    for (file, sees) in files.files.iter_mut().zip(all) {
        file.sees = sees;
    }
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

/// A file that an item mentions.
struct Mention<'a> {
    text: &'a Text,
    /// Its path, as from the file it stands in.
    path: String,
    /// It is a list of phrases.
    list: bool,
    /// It is a file of the standard library, written `std.hold`.
    dotted: bool,
}

impl Reading<'_> {
    fn push(&mut self, path: &str, text: String) -> SourceId {
        self.files.places.push(text.len());
        self.sources.push(path, text)
    }

    fn parse(&mut self, source: SourceId, report: &mut Report) {
        let (mut file, errors) = super::syntax::parse(source, self.sources.text(source));
        let mut global = self.files.places.moved(source);
        let items = file.items.iter_mut();
        items.for_each(|item| super::walk::item(&mut global, item));
        drop(global);
        let places = errors.iter().filter_map(Diagnostic::place);
        let broken: Vec<Span> = places
            .map(|at| self.files.places.global(source, at.span))
            .collect();
        self.files.broken.extend(broken);
        errors.into_iter().for_each(|error| report.push(error));
        self.files.files.push(Loaded {
            source,
            file,
            sees: BTreeSet::new(),
            uses: Vec::new(),
        });
    }

    /// Reads what the `at`-th file mentions.
    fn follow(&mut self, at: usize, report: &mut Report) {
        let Some(loaded) = self.files.files.get(at) else {
            return;
        };
        let source = loaded.source;
        let items = loaded.file.items.clone();
        for mention in items.iter().filter_map(mention) {
            let text = mention.text;
            let Some((found, new)) = self.find(source, &mention) else {
                let place = self.files.places.place(text.span);
                report.push(no_file(place, &text.node, mention.dotted));
                continue;
            };
            self.files.mentions.insert(text.span.start, found);
            if mention.list {
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

    /// The source of a file that is mentioned, and whether it is yet to be parsed.
    fn find(&mut self, from: SourceId, mention: &Mention<'_>) -> Option<(SourceId, bool)> {
        let beside = join(self.sources.path(from), &mention.path);
        // A file of the library means its neighbours in the library.
        let standard = match mention.dotted || mention.path.starts_with("std/") {
            true => mention.path.as_str(),
            false => beside.as_str(),
        };
        let known = [beside.as_str(), standard];
        let known = known.iter().find_map(|path| self.sources.find(path));
        if let Some(source) = known {
            return Some((source, self.files.get(source).is_none()));
        }
        if let Some(text) = self.loader.load(&beside) {
            return Some((self.push(&beside, text), true));
        }
        let text = zhunze_stdlib::source(standard)?;
        Some((self.push(standard, text.to_owned()), true))
    }
}

fn no_file(place: crate::diagnostics::Place, name: &str, dotted: bool) -> Diagnostic {
    let message = Message::new(
        format!("the file `{name}` can not be found"),
        format!("找不到文件“{name}”"),
    );
    let diagnostic = Diagnostic::new(Code::MissingFile, place, message);
    if dotted {
        let known: Vec<String> = zhunze_stdlib::paths().map(dots).collect();
        return diagnostic.help(
            format!("the standard library has {}", known.join(", ")),
            format!("标准库里有：{}", known.join("、")),
        );
    }
    diagnostic.help(
        "the name counts from the folder of the file that mentions it",
        "文件名从写着它的那个文件所在的文件夹算起",
    )
}

/// The path of a file of the library as it is written after `use`.
fn dots(path: &str) -> String {
    path.trim_end_matches(".rulebook").replace('/', ".")
}

/// The file that an item mentions.
fn mention(item: &Item) -> Option<Mention<'_>> {
    let plain = |text, list| Mention {
        text,
        path: text.node.clone(),
        list,
        dotted: false,
    };
    match item {
        Item::Use(it) if it.dotted => Some(Mention {
            path: format!("{}.rulebook", it.path.node.replace('.', "/")),
            dotted: true,
            ..plain(&it.path, false)
        }),
        Item::Use(it) => Some(plain(&it.path, false)),
        Item::Extends(it) => Some(plain(&it.path, false)),
        Item::Override(it) => mention(&it.item),
        Item::Phrase(it) => match &it.body {
            PhraseBody::FromFile(text) => Some(plain(text, true)),
            _ => None,
        },
        _ => None,
    }
}

/// Reports each `use` that leads back to the file it stands in, once a circle.
fn circles(files: &Files, report: &mut Report) {
    let mut told = BTreeSet::new();
    for file in &files.files {
        for (used, span) in &file.uses {
            let around = files.reached(*used);
            if around.contains(&file.source) && !told.contains(&file.source) {
                let back = |other: &SourceId| files.reached(*other).contains(&file.source);
                told.extend(around.into_iter().filter(back));
                report.push(circle(files.places.place(*span)));
            }
        }
    }
}

fn circle(place: crate::diagnostics::Place) -> Diagnostic {
    let message = Message::new(
        "this file uses, directly or through others, the file it stands in",
        "被引用的文件又直接或间接地引用了本文件",
    );
    Diagnostic::new(Code::FileLoop, place, message).help(
        "move what both need into a third file, and let both use that",
        "把两边都需要的内容放进另一个文件，让两边都引用它",
    )
}
