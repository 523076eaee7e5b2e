//! The names that a file declares.
//!
//! In: the items of a file, cut but not read. Out: [`Names`], by which words run together
//! are told apart and names are told from keywords.

use crate::cut::{Cut, starting_item};
use crate::fold::{fold_word, slice};
use crate::keywords::{ItemKind, Keyword};
use crate::lexer::{Lexed, Token};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a name was declared as: several things at once, when tables share it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    /// A moment.
    pub(crate) moment: bool,
    /// A phrase.
    pub(crate) phrase: bool,
    /// An attribute of an event.
    pub(crate) attribute: bool,
    /// Something that clauses speak of. (Rules, sections and templates are only spoken of
    /// in tests and where only their names can stand.)
    pub(crate) word: bool,
}

impl Declared {
    const WORD: Declared = Declared {
        moment: false,
        phrase: false,
        attribute: false,
        word: true,
    };

    fn of(kind: ItemKind) -> Declared {
        use ItemKind::{Apply, Moment, Phrase, Rule, Section, Template};
        Declared {
            moment: kind == Moment,
            phrase: kind == Phrase,
            attribute: false,
            word: !matches!(kind, Apply | Rule | Section | Template),
        }
    }

    fn and(self, other: Declared) -> Declared {
        Declared {
            moment: self.moment || other.moment,
            phrase: self.phrase || other.phrase,
            attribute: self.attribute || other.attribute,
            word: self.word || other.word,
        }
    }
}

/// The names that a file declares (folded).
pub(crate) type Names = BTreeMap<String, Declared>;

fn add(names: &mut Names, name: &str, what: Declared) {
    let known = names.entry(crate::fold::fold(name)).or_default();
    *known = known.and(what);
}

/// Whether clauses speak of something by this (folded) name.
pub(crate) fn is_word(names: &Names, name: &str) -> bool {
    names.get(name).is_some_and(|declared| declared.word)
}

/// The names that a file declares, so that words run together can be told apart.
pub(crate) fn declared(text: &str, tokens: &[Lexed], cuts: &[Cut]) -> Names {
    let mut names = Names::new();
    for cut in cuts {
        let Some(kind) = cut.kind else { continue };
        for (index, unit) in cut.units.iter().enumerate() {
            let words = tokens.get(unit.tokens.clone()).unwrap_or(&[]);
            if let Some(name) = declared_here(text, words, cut, index) {
                add(&mut names, name, Declared::of(kind));
            }
            if index == 0 && kind == ItemKind::Apply {
                let name = crate::only::applied(text, words);
                name.into_iter()
                    .for_each(|name| add(&mut names, name, Declared::of(kind)));
            }
            if index == 0 && kind == ItemKind::Event {
                let attribute = Declared {
                    attribute: true,
                    ..Declared::WORD
                };
                attributes(text, words).for_each(|(name, _)| add(&mut names, name, attribute));
            }
        }
    }
    names
}

/// The names that are known in one item: a template knows its own parameters too.
pub(crate) fn within(all: &Arc<Names>, text: &str, tokens: &[Lexed], cut: &Cut) -> Arc<Names> {
    let header = cut.units.first();
    let Some(header) = header.filter(|_| cut.kind == Some(ItemKind::Template)) else {
        return Arc::clone(all);
    };
    let mut names = Names::clone(all);
    let words = tokens.get(header.tokens.clone()).unwrap_or(&[]);
    for (name, kind) in attributes(text, words) {
        let is = |keyword: Keyword| keyword.spellings().any(|word| fold_word(kind) == word);
        // A parameter hides what has its name outside.
        let param = Declared {
            moment: is(Keyword::MomentType),
            phrase: is(Keyword::PhraseType),
            ..Declared::WORD
        };
        names.insert(crate::fold::fold(name), param);
    }
    Arc::new(names)
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

/// Each `NAME: WORD`.
fn attributes<'a>(text: &'a str, words: &'a [Lexed]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let words: Vec<_> = words
        .iter()
        .filter(|token| !token.kind.is_trivia())
        .collect();
    let pairs: Vec<_> = words
        .windows(3)
        .filter_map(|three| match three {
            [name, colon, kind] if name.kind == Token::Word && colon.kind == Token::Colon => {
                let word = |token: &Lexed| slice(text, token.start, token.end);
                Some((word(name), word(kind)))
            }
            _ => None,
        })
        .collect();
    pairs.into_iter()
}
