//! `use` and `extends`: which file, which version, which of its items.

use zhunze_grammar::ast::{Argument, Extends, Item, Name, Text, Use};

use super::arguments::Source;
use super::{Entry, Expander, Said};
use crate::book::SourceId;

/// The values that a file was used with, in the order of their names.
pub(super) type Taken = Vec<(Name, Argument)>;

impl Expander<'_> {
    /// What a `use` brings.
    pub(super) fn used(&mut self, it: &Use, section: Option<&str>) -> Vec<Entry> {
        let Some(source) = self.files.mentioned(&it.path) else {
            return Vec::new();
        };
        if !self.may_open(source, it.path.span) {
            return Vec::new();
        }
        self.version(source, it.version.as_ref());
        let mut taken = it.arguments.clone();
        taken.sort_by(|(a, _), (b, _)| a.node.cmp(&b.node));
        let mut entries = match self.taken.get(&source) {
            // Without values it is the file as it has been used.
            Some(before) if taken.is_empty() || *before == taken => self.release(source),
            Some(_) => {
                self.say(Said::UsedTwice(it.path.span));
                return Vec::new();
            }
            None => {
                self.taken.insert(source, taken);
                self.fresh(source, it)
            }
        };
        if self.is_library(source) {
            for entry in &mut entries {
                if matches!(entry.item, Item::Rule(_)) {
                    entry.section = section.map(str::to_owned);
                }
            }
            return entries;
        }
        let (kept, held) = entries.into_iter().partition(|entry| is_name(&entry.item));
        self.hold(held);
        kept
    }

    /// A file that is used for the first time.
    fn fresh(&mut self, source: SourceId, it: &Use) -> Vec<Entry> {
        if self.is_library(source) {
            self.fit_for_library(source);
        }
        let mut arguments = it.arguments.clone();
        let far = self.far_values(source, &it.arguments);
        arguments.extend(far.iter().cloned());
        let mut given = Source::arguments(&arguments, it.path.span);
        let whole = self.whole(source, &mut given);
        self.unknown_given(&given);
        self.note_far(source, &far, &whole);
        whole.entries
    }

    /// Rules of libraries wait for a `use` that lets them count.
    fn hold(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            if self.is_library(entry.owner) {
                self.held.entry(entry.owner).or_default().push(entry);
            }
        }
    }

    fn release(&mut self, source: SourceId) -> Vec<Entry> {
        let reached = self.files.reached(source);
        let held = reached.iter().filter_map(|it| self.held.remove(it));
        held.flatten().collect()
    }

    pub(super) fn is_library(&self, source: SourceId) -> bool {
        let file = self.files.get(source);
        file.is_some_and(|file| file.header().is_none())
    }

    /// Reports what has no meaning in a library.
    fn fit_for_library(&mut self, source: SourceId) {
        let items = self.files.get(source).map_or(&[][..], |it| &it.file.items);
        for item in items {
            match item {
                Item::Section(it) => self.say(Said::SectionInLibrary(it.name.span)),
                Item::Extends(it) => self.say(Said::ExtendsInLibrary(it.path.span)),
                _ => {}
            }
        }
    }

    /// Whether one file may extend another.
    pub(super) fn may_extend(&mut self, source: SourceId, base: SourceId, it: &Extends) -> bool {
        if self.is_library(base) {
            self.say(Said::ExtendsLibrary(it.path.clone()));
            return false;
        }
        self.version(base, it.version.as_ref());
        !self.is_library(source)
    }

    /// Reports a file that has not the version that is asked for. All the rest of it is
    /// looked at all the same.
    fn version(&mut self, source: SourceId, asked: Option<&Text>) {
        let Some(asked) = asked else { return };
        let header = self.files.get(source).and_then(|file| file.header());
        let found = header.and_then(|header| header.version.as_ref());
        let found = found.map(|version| version.node.clone());
        if found.as_ref() != Some(&asked.node) {
            self.say(Said::WrongVersion(asked.clone(), found));
        }
    }
}

/// What a file hands on to those that use it.
fn is_name(item: &Item) -> bool {
    matches!(item, Item::Phrase(_) | Item::Moment(_) | Item::Event(_))
}
