//! Where only a name can stand: a new one, or one of a single table.
//!
//! In: the tokens of a header or clause and a place among them. Out: whether the word there
//! is a name as a whole, whatever keywords and declared names it is made of
//! (`作为 投诉记录`, `期望 通话记录 满足`), or how a keyword is cut off before such a name.

use crate::fold::{fold_word, slice};
use crate::keywords::{ItemKind, Keyword};
use crate::lexer::{Lexed, Token};

/// A word among the tokens of its header or clause (trivia left out).
pub(crate) struct Place<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: ItemKind,
    pub(crate) header: bool,
    pub(crate) words: &'a [Lexed],
    pub(crate) at: usize,
}

fn word(text: &str, token: &Lexed) -> String {
    fold_word(slice(text, token.start, token.end))
}

fn spells(keyword: Keyword, word: &str) -> bool {
    keyword.spellings().any(|spelling| spelling == word)
}

/// The rest of a word that starts with a Chinese keyword.
fn after(keyword: Keyword, word: &str) -> Option<&str> {
    let mut spellings = keyword.spellings().filter(|spelling| !spelling.is_ascii());
    spellings
        .find_map(|spelling| word.strip_prefix(spelling))
        .filter(|rest| !rest.is_empty())
}

/// Whether a word begins what a test expects of a rule.
fn is_outcome(word: &str) -> bool {
    let outcomes = [
        Keyword::Satisfied,
        Keyword::Violated,
        Keyword::NotApplicable,
    ];
    let mut spellings = outcomes.into_iter().flat_map(Keyword::spellings);
    word == "not" || spellings.any(|spelling| word.starts_with(spelling))
}

/// What a test can expect besides rules, followed by a name.
const TABLES: [Keyword; 3] = [Keyword::Score, Keyword::ExpectSection, Keyword::Grade];

impl Place<'_> {
    fn word(&self, at: Option<usize>) -> String {
        let token = at.and_then(|at| self.words.get(at));
        token.map_or(String::new(), |token| word(self.text, token))
    }

    fn follows(&self, kind: Token) -> bool {
        self.words
            .get(self.at + 1)
            .is_some_and(|token| token.kind == kind)
    }

    /// Everything before the word.
    fn before(&self) -> String {
        let before = self.words.iter().take(self.at);
        before.map(|token| word(self.text, token)).collect()
    }

    /// Whether the word is a name as a whole.
    pub(crate) fn is_name(&self) -> bool {
        let last = || self.word(self.at.checked_sub(1));
        match self.kind {
            ItemKind::Apply => self.header && spells(Keyword::As, &last()),
            ItemKind::Section => self.header && spells(Keyword::Of, &last()),
            ItemKind::Rulebook => {
                let first = self.word(Some(0));
                let of = [Keyword::Grade, Keyword::Weights];
                let of = of.into_iter().any(|keyword| spells(keyword, &first));
                of && self.at == 2 && spells(Keyword::Of, &last())
            }
            ItemKind::Test => !self.header && self.at < 4 && self.in_test(),
            _ => false,
        }
    }

    fn in_test(&self) -> bool {
        let before = self.before();
        if spells(Keyword::Expect, &before) {
            return is_outcome(&self.word(Some(self.at + 1)));
        }
        if spells(Keyword::TheCall, &before) {
            return self.follows(Token::Equal);
        }
        let mut expects = Keyword::Expect.spellings();
        let table = expects.find_map(|expect| before.strip_prefix(expect));
        let is = |keyword| table.is_some_and(|table| spells(keyword, table));
        let valued = is(Keyword::Score) || is(Keyword::ExpectSection);
        is(Keyword::Grade) || valued && self.follows(Token::Equal)
    }

    /// The lengths of the keywords before such a name in one word, and of the name.
    pub(crate) fn cut(&self, whole: &str) -> Option<Vec<usize>> {
        let rest = match self.kind {
            ItemKind::Apply if self.header => {
                let bracket = self.at.checked_sub(1).and_then(|at| self.words.get(at));
                let behind = self.at == 2 || bracket.map(|token| token.kind) == Some(Token::Close);
                after(Keyword::As, whole).filter(|_| behind)?
            }
            ItemKind::Test if !self.header && self.at == 0 => {
                let rest = after(Keyword::Expect, whole)?;
                if !is_outcome(&self.word(Some(1))) {
                    let name = TABLES.into_iter().find_map(|table| after(table, rest))?;
                    let (expect, table) = (whole.len() - rest.len(), rest.len() - name.len());
                    return Some(vec![expect, table, name.len()]);
                }
                rest
            }
            _ => return None,
        };
        Some(vec![whole.len() - rest.len(), rest.len()])
    }
}

/// The name after `as`, if the header of an `apply` has one.
pub(crate) fn applied<'a>(text: &'a str, tokens: &[Lexed]) -> Option<&'a str> {
    let words: Vec<Lexed> = tokens
        .iter()
        .filter(|token| !token.kind.is_trivia())
        .copied()
        .collect();
    (2..words.len()).find_map(|at| {
        let token = words.get(at).filter(|token| token.kind == Token::Word)?;
        let whole = slice(text, token.start, token.end);
        let place = Place {
            text,
            kind: ItemKind::Apply,
            header: true,
            words: &words,
            at,
        };
        if place.is_name() {
            return Some(whole);
        }
        let taken = place.cut(whole)?.first().copied()?;
        whole.get(taken..)
    })
}
