//! Parses a file, and parses it again after an edit.
//!
//! In: text. Out: a [`Parse`]. Each item is parsed alone and kept by its text; parsing an
//! edited text uses again every item whose text is the same, as long as the file still
//! declares the same names (which decide how words run together are told apart). Typed
//! trees are built anew each time, since every place in them may have moved: that is cheap
//! beside parsing.

use crate::ast::File;
use crate::build::{self, BuiltItem};
use crate::cut;
use crate::errors::SyntaxError;
use crate::fold::slice;
use crate::item::{self, ItemParse};
use crate::lexer::{Lexed, lex};
use crate::names::{self, Names};
use crate::syntax::{self, SyntaxNode};
use std::collections::HashMap;
use std::sync::Arc;

/// What came of parsing a text.
#[derive(Debug, Clone)]
pub struct Parse {
    /// The mistakes, in the order of their places.
    pub errors: Vec<SyntaxError>,
    green: rowan::GreenNode,
    file: File,
    pub(crate) items: Vec<PlacedItem>,
    names: Arc<Names>,
    cache: HashMap<String, Arc<ItemParse>>,
}

/// An item at its place.
#[derive(Debug, Clone)]
pub(crate) struct PlacedItem {
    pub(crate) start: u32,
    pub(crate) parse: Arc<ItemParse>,
    pub(crate) built: BuiltItem,
    /// The names that are known in it.
    pub(crate) names: Arc<Names>,
}

/// Parses a text. Never fails: mistakes are in [`Parse::errors`].
pub fn parse(text: &str) -> Parse {
    run(text, None)
}

impl Parse {
    /// The typed tree.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// The lossless tree; its text is the source exactly.
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// Parses an edited text; only the items that changed are read again.
    #[must_use]
    pub fn reparse(&self, new_text: &str) -> Parse {
        run(new_text, Some(self))
    }

    /// How many of the items are shared with `other`: what a [`Parse::reparse`] saved.
    pub fn shared_items(&self, other: &Parse) -> usize {
        let shared = |item: &&PlacedItem| {
            other
                .items
                .iter()
                .any(|old| Arc::ptr_eq(&old.parse, &item.parse))
        };
        self.items.iter().filter(shared).count()
    }
}

fn run(text: &str, old: Option<&Parse>) -> Parse {
    let tokens = lex(text);
    let cuts = cut::cut(text, &tokens);
    let names = Arc::new(names::declared(text, &tokens, &cuts));
    let old = old.filter(|old| old.names == names);
    let mut cache = HashMap::new();
    let mut items = Vec::new();
    for cut in &cuts {
        let (start, source) = source(text, &tokens, cut);
        let names = names::within(&names, text, &tokens, cut);
        let known = cache
            .get(source)
            .or_else(|| old.and_then(|old| old.cache.get(source)));
        let parse = known
            .cloned()
            .unwrap_or_else(|| Arc::new(item::parse(text, &tokens, cut, &names)));
        cache.insert(source.to_owned(), Arc::clone(&parse));
        let built = build::item(source, start, &parse, &names);
        items.push(PlacedItem {
            start,
            parse,
            built,
            names,
        });
    }
    assemble(items, names, cache)
}

fn source<'a>(text: &'a str, tokens: &[Lexed], cut: &cut::Cut) -> (u32, &'a str) {
    let start = tokens.get(cut.tokens.start).map_or(0, |token| token.start);
    let last = cut
        .tokens
        .end
        .checked_sub(1)
        .and_then(|last| tokens.get(last));
    let end = last.map_or(start, |token| token.end);
    (start, slice(text, start, end))
}

fn assemble(
    items: Vec<PlacedItem>,
    names: Arc<Names>,
    cache: HashMap<String, Arc<ItemParse>>,
) -> Parse {
    let mut errors = Vec::new();
    for item in &items {
        errors.extend(
            item.parse
                .errors
                .iter()
                .map(|error| error.shifted(item.start)),
        );
        errors.extend(item.built.errors.iter().cloned());
    }
    errors.sort_by_key(|error| (error.span.start, error.span.end));
    Parse {
        errors,
        green: syntax::root(items.iter().map(|item| item.parse.green.clone())),
        file: File {
            items: items
                .iter()
                .filter_map(|item| item.built.item.clone())
                .collect(),
        },
        items,
        names,
        cache,
    }
}
