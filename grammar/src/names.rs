//! The names that a file declares.
//!
//! In: the items of a file, cut but not read. Out: [`Names`], by which words run together
//! are told apart and names are told from keywords.

use crate::cut::{Cut, starting_item};
use crate::fold::{fold_word, slice};
use crate::keywords::{ItemKind, Keyword};
use crate::lexer::{Lexed, Token};
use std::collections::BTreeMap;

/// What a name was declared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declared {
    /// A moment.
    Moment,
    /// Anything else.
    Other,
}

/// The names that a file declares (folded).
pub(crate) type Names = BTreeMap<String, Declared>;

/// The names that a file declares, so that words run together can be told apart.
pub(crate) fn declared(text: &str, tokens: &[Lexed], cuts: &[Cut]) -> Names {
    let mut names = Names::new();
    for cut in cuts {
        let Some(kind) = cut.kind else { continue };
        let mut add = |name: &str, what| names.insert(crate::fold::fold(name), what);
        for (index, unit) in cut.units.iter().enumerate() {
            let words = tokens.get(unit.tokens.clone()).unwrap_or(&[]);
            if let Some(name) = declared_here(text, words, cut, index) {
                let what = if kind == ItemKind::Moment {
                    Declared::Moment
                } else {
                    Declared::Other
                };
                add(name, what);
            }
            let named = [ItemKind::Event, ItemKind::Template, ItemKind::Apply].contains(&kind);
            if named && index == 0 {
                attributes(text, words).for_each(|name| {
                    add(name, Declared::Other);
                });
            }
        }
    }
    names
}

/// The name that a header or a `score` line declares.
fn declared_here<'a>(text: &'a str, words: &[Lexed], cut: &Cut, index: usize) -> Option<&'a str> {
    let kind = cut.kind?;
    let mut words = words.iter().filter(|token| !token.kind.is_trivia());
    let first = words.next().filter(|token| token.kind == Token::Word)?;
    let word = slice(text, first.start, first.end);
    let taken = match (kind, index) {
        (ItemKind::Rulebook, 0) => return None,
        (ItemKind::Use | ItemKind::Test | ItemKind::Extends | ItemKind::Drop, _) => return None,
        (ItemKind::Apply, _) => return None,
        (_, 0) if cut.adapts => return words.nth(1).map(|name| slice(text, name.start, name.end)),
        (ItemKind::Rulebook, _) => score_word(word)?,
        (_, 0) => starting_item(word)?.1,
        _ => return None,
    };
    if taken < word.len() {
        return word.get(taken..);
    }
    let name = words.next().filter(|token| token.kind == Token::Word)?;
    Some(slice(text, name.start, name.end))
}

fn score_word(word: &str) -> Option<usize> {
    let mut spellings = Keyword::Score.spellings();
    spellings
        .find(|spelling| fold_word(word) == *spelling)
        .map(|_| word.len())
}

fn attributes<'a>(text: &'a str, words: &'a [Lexed]) -> impl Iterator<Item = &'a str> {
    let words: Vec<_> = words
        .iter()
        .filter(|token| !token.kind.is_trivia())
        .collect();
    let pairs: Vec<_> = words
        .windows(2)
        .filter_map(|pair| match pair {
            [name, colon] if name.kind == Token::Word && colon.kind == Token::Colon => {
                Some(slice(text, name.start, name.end))
            }
            _ => None,
        })
        .collect();
    pairs.into_iter()
}
