//! Expansion: what several files say becomes one list of items.
//!
//! In: the syntax trees of all files, and the values given from outside. Out:
//! [`Expanded`]: `use`, `extends`, `override`, `drop`, parameters and templates are carried
//! out on the syntax, so that all that follows sees only phrases, moments, events,
//! sections, rules and tests. Their places still say where each word was written.

mod apply;
mod arguments;
mod change;
mod far;
mod given;
mod put;
mod said;
mod settings;
mod unused;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use zhunze_grammar::ast::{Item, Rulebook, Span};

use self::arguments::Source;
use self::put::{Put, Values};
use super::load::Files;
use super::report::Report;
use super::walk;
use crate::book::{self, SourceId};
use crate::sources::Sources;

pub(super) use given::{PATH, text};
pub(super) use said::Said;

/// Files may use files so deep.
const MOST_LEVELS: usize = 32;
/// Bytes of templates that all `apply` together may write out.
const MOST_APPLIED: u64 = 16 << 20;

/// An item and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The item.
    pub(super) item: Item,
    /// The file whose names it belongs to.
    pub(super) owner: SourceId,
    /// The section that it stands in.
    pub(super) section: Option<String>,
    /// Nobody wrote it as an item of its own.
    pub(super) quiet: bool,
}

/// Everything.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// Phrases, moments, events, sections, rules and tests.
    pub(super) entries: Vec<Entry>,
    /// The `rulebook` line with all settings, those of extended rulebooks too.
    pub(super) header: Option<Rulebook>,
    /// The rulebook and those it extends.
    pub(super) chain: Vec<SourceId>,
    /// The parameters of these and their values.
    pub(super) params: Vec<book::Param>,
    /// Rules that were dropped, and why.
    pub(super) dropped: Vec<(String, String)>,
    /// Rules put together from lines that could not all be read.
    pub(super) broken: Vec<Span>,
    /// Where names stand that could not be understood.
    pub(super) lost: Vec<Span>,
}

/// Expands the rulebook; `set` are the values given from outside.
pub(super) fn expand(
    files: &Files,
    sources: &Sources,
    set: &BTreeMap<String, String>,
    report: &mut Report,
) -> Expanded {
    let mut expander = Expander {
        files,
        sources,
        report,
        templates: BTreeMap::new(),
        taken: BTreeMap::new(),
        held: BTreeMap::new(),
        open: Vec::new(),
        applied: 0,
        set,
        far: far::Far::default(),
        out: Expanded::default(),
    };
    expander.far = expander.find_far();
    if let Some(main) = files.files.first() {
        let mut source = Source::outside(set);
        let whole = expander.whole(main.source, &mut source);
        expander.unknown_given(&source);
        expander.out.header = whole.header;
        expander.out.entries = whole.entries;
        expander.out.chain = whole.chain;
        expander.unused();
    }
    expander.out
}

struct Expander<'a> {
    files: &'a Files,
    sources: &'a Sources,
    report: &'a mut Report,
    /// All templates, and whose they are.
    templates: BTreeMap<String, apply::Known>,
    /// The files that were used, and with which values.
    taken: BTreeMap<SourceId, uses::Taken>,
    /// Rules and tests of libraries that were used by files whose rules do not count.
    held: BTreeMap<SourceId, Vec<Entry>>,
    /// The files that are being expanded.
    open: Vec<SourceId>,
    applied: u64,
    /// The values given from outside.
    set: &'a BTreeMap<String, String>,
    /// Which of them are for files that are used.
    far: far::Far,
    out: Expanded,
}

/// What one file comes to.
#[derive(Default)]
struct Whole {
    entries: Vec<Entry>,
    header: Option<Rulebook>,
    /// The file and those it extends.
    chain: Vec<SourceId>,
    values: Values,
}

impl Expander<'_> {
    /// Expands a file.
    fn whole(&mut self, source: SourceId, given: &mut Source<'_>) -> Whole {
        let Some(loaded) = self.files.get(source) else {
            return Whole::default();
        };
        self.open.push(source);
        let items = &loaded.file.items;
        let mut whole = self.base(source, items, given);
        let base = std::mem::take(&mut whole.entries);
        self.params(items, given, &mut whole);
        let mut items: Vec<Item> = items.clone();
        for item in &mut items {
            put_in(&whole.values, item);
        }
        self.items(source, items, base, &mut whole);
        whole.chain.insert(0, source);
        self.open.pop();
        whole
    }

    /// Whether a file can be expanded within those that are being expanded.
    fn may_open(&mut self, source: SourceId, span: Span) -> bool {
        let deep = self.open.len() >= MOST_LEVELS;
        if deep {
            self.say(Said::TooDeep(span));
        }
        !deep && !self.open.contains(&source)
    }

    /// Sorts the items of a file into entries and changes, and carries the changes out.
    fn items(&mut self, source: SourceId, items: Vec<Item>, base: Vec<Entry>, to: &mut Whole) {
        let mut section: Option<String> = None;
        let mut changes = Vec::new();
        let mut base = Some(base);
        for item in items {
            match item {
                Item::Rulebook(it) => {
                    let inherited = to.header.take();
                    to.header.get_or_insert(settings::merged(inherited, it));
                }
                Item::Extends(_) => to.entries.extend(base.take().into_iter().flatten()),
                Item::Use(it) => to.entries.extend(self.used(&it, section.as_deref())),
                Item::Param(_) => {}
                Item::Template(it) => self.template(it, source),
                Item::Override(it) => {
                    if let Item::Section(it) = &*it.item {
                        section = Some(it.name.node.clone());
                    }
                    changes.push(Item::Override(it));
                }
                Item::Drop(_) => changes.push(item),
                Item::Section(ref it) => {
                    section = Some(it.name.node.clone());
                    to.entries.push(entry(item, source, None));
                }
                _ => to.entries.push(entry(item, source, section.clone())),
            }
        }
        self.apply_all(source, &mut to.entries);
        for change in changes {
            self.change(source, change, &mut to.entries);
        }
    }

    /// What the file extends, if it extends any.
    fn base(&mut self, source: SourceId, items: &[Item], given: &mut Source<'_>) -> Whole {
        let mut extends = items.iter().filter_map(|item| match item {
            Item::Extends(it) => Some(it),
            _ => None,
        });
        let overrides = items.iter().filter_map(|item| match item {
            Item::Override(it) => match &*it.item {
                Item::Param(param) => Some(param.clone()),
                _ => None,
            },
            _ => None,
        });
        let first = extends.next();
        for second in extends {
            self.say(Said::ExtendsTwice(second.span));
        }
        let overrides: Vec<_> = overrides.collect();
        given.override_with(&overrides);
        let Some(first) = first else {
            self.nothing_overridden(&overrides, &BTreeSet::new());
            return Whole::default();
        };
        let Some(base) = self.files.mentioned(&first.path) else {
            return Whole::default();
        };
        if !self.may_open(base, first.path.span) || !self.may_extend(source, base, first) {
            return Whole::default();
        }
        let mut whole = self.whole(base, given);
        self.nothing_overridden(&overrides, &whole.values.names());
        // The tests say what the extended rulebook does, not what this one makes of it.
        let stays = |entry: &Entry| !matches!(entry.item, Item::Test(_));
        whole.entries.retain(stays);
        whole
    }
}

/// Puts values in for the parameters of a file; a template's own come first.
fn put_in(values: &Values, item: &mut Item) {
    match item {
        Item::Template(it) => {
            let own: Vec<&str> = it.params.iter().map(|it| it.name.node.as_str()).collect();
            let values = values.without(&own);
            walk::item(&mut Put(&values), item);
        }
        _ => walk::item(&mut Put(values), item),
    }
}

/// An item as its file has it.
fn entry(item: Item, owner: SourceId, section: Option<String>) -> Entry {
    Entry {
        item,
        owner,
        section,
        quiet: false,
    }
}
