//! Cuts the tokens of a file into items, and each item into its header and clauses.
//!
//! In: the tokens of a whole text. Out: [`Cut`]s that cover all of them. Only lines,
//! indentation and first words are looked at here; what a clause says is read later.

use crate::fold::{fold_word, slice};
use crate::keywords::{self, ItemKind, Keyword, Place, TABLE};
use crate::lexer::{Lexed, Token};
use std::ops::Range;

/// A header or a clause: a range of tokens from its first word to its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) tokens: Range<usize>,
    /// It stands at the start of a line and should be indented.
    pub(crate) not_indented: bool,
}

/// One item with the comments and blank lines before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    /// All its tokens, trivia before its header included.
    pub(crate) tokens: Range<usize>,
    /// What it is; `None` where its first word says nothing, and for what is left after
    /// the last item.
    pub(crate) kind: Option<ItemKind>,
    /// `override` or `drop` stands before what it is.
    pub(crate) adapts: bool,
    /// The header, then the clauses.
    pub(crate) units: Vec<Unit>,
}

/// A line: its tokens, how far it is indented, and its first and last word.
struct Line {
    tokens: Range<usize>,
    indent: usize,
    words: Option<(usize, usize)>,
    comment: bool,
}

/// Cuts a file.
pub(crate) fn cut(text: &str, tokens: &[Lexed]) -> Vec<Cut> {
    let mut cutter = Cutter {
        text,
        tokens,
        cuts: Vec::new(),
        base: None,
        comma: false,
        start: 0,
    };
    for line in lines(text, tokens) {
        cutter.line(&line);
    }
    cutter.finish()
}

fn lines(text: &str, tokens: &[Lexed]) -> Vec<Line> {
    tokens
        .split_inclusive(|token| token.kind == Token::Newline)
        .scan(0, |start, line| {
            let range = *start..*start + line.len();
            *start = range.end;
            Some(read_line(text, line, range))
        })
        .collect()
}

fn read_line(text: &str, line: &[Lexed], tokens: Range<usize>) -> Line {
    let word = |token: &Lexed| !token.kind.is_trivia();
    let first = line.iter().position(word);
    let last = line.iter().rposition(word);
    let space = line.first().filter(|token| token.kind == Token::Space);
    Line {
        words: first
            .zip(last)
            .map(|(a, b)| (tokens.start + a, tokens.start + b)),
        comment: line.iter().any(|token| token.kind == Token::Comment),
        indent: space.map_or(0, |token| columns(slice(text, token.start, token.end))),
        tokens,
    }
}

fn columns(space: &str) -> usize {
    space
        .chars()
        .map(|c| match c {
            '\t' => 4,
            '\u{3000}' => 2,
            '\u{feff}' | '\u{200b}' => 0,
            _ => 1,
        })
        .sum()
}

struct Cutter<'a> {
    text: &'a str,
    tokens: &'a [Lexed],
    cuts: Vec<Cut>,
    /// The indentation of the current item's clauses.
    base: Option<usize>,
    /// The line before ended with a comma.
    comma: bool,
    /// Where the trivia not yet given to an item starts.
    start: usize,
}

impl Cutter<'_> {
    fn line(&mut self, line: &Line) {
        let Some((first, last)) = line.words else {
            return self.trivia_line(line);
        };
        if self.starts_item(line, first) {
            self.new_item(first, last);
        } else {
            self.clause_line(line, first, last);
        }
        self.comma = self.kind_at(last) == Some(Token::Comma);
        self.start = line.tokens.end;
        if let Some(cut) = self.cuts.last_mut() {
            cut.tokens.end = line.tokens.end;
        }
    }

    /// An indented comment belongs to the item above it, anything else to the next one.
    fn trivia_line(&mut self, line: &Line) {
        let follows = line.comment && line.indent > 0 && self.start == line.tokens.start;
        if let Some(cut) = self.cuts.last_mut().filter(|_| follows) {
            cut.tokens.end = line.tokens.end;
            self.start = line.tokens.end;
        }
    }

    fn kind_at(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).map(|token| token.kind)
    }

    fn word(&self, index: usize) -> &str {
        let token = self.tokens.get(index);
        token.map_or("", |token| slice(self.text, token.start, token.end))
    }

    fn kind(&self) -> Option<ItemKind> {
        self.cuts.last().and_then(|cut| cut.kind)
    }

    fn starts_item(&self, line: &Line, first: usize) -> bool {
        if self.cuts.is_empty() {
            return true;
        }
        if line.indent > 0 || self.kind_at(first) != Some(Token::Word) {
            return false;
        }
        let word = self.word(first);
        if starting_word(word).is_some() {
            return true;
        }
        !self.comma && !self.kind().is_some_and(|kind| opens_clause(kind, word))
    }

    fn new_item(&mut self, first: usize, last: usize) {
        self.base = None;
        let (kind, adapts) = self.item_kind(first, last);
        self.cuts.push(Cut {
            tokens: self.start..last + 1,
            kind,
            adapts,
            units: vec![unit(first, last, false)],
        });
    }

    /// What an item is. `override rule` is a rule, `drop rule` a drop.
    fn item_kind(&self, first: usize, last: usize) -> (Option<ItemKind>, bool) {
        if self.kind_at(first) != Some(Token::Word) {
            return (None, false);
        }
        let word = self.word(first);
        let Some((start, taken)) = starting_word(word) else {
            return (None, false);
        };
        match start {
            Start::Item(kind) => (Some(kind), kind == ItemKind::Drop),
            Start::Override => {
                let rest = word.get(taken..).unwrap_or("");
                let next = (first + 1..=last).find(|at| self.kind_at(*at) == Some(Token::Word));
                let next = next.map_or("", |at| self.word(at));
                let inner = starting_item(if rest.is_empty() { next } else { rest });
                (inner.map(|(kind, _)| kind), true)
            }
        }
    }

    fn clause_line(&mut self, line: &Line, first: usize, last: usize) {
        let goes_on = self.goes_on(line);
        let Some(cut) = self.cuts.last_mut() else {
            return;
        };
        match cut.units.last_mut() {
            Some(unit) if goes_on => unit.tokens.end = last + 1,
            _ => {
                if line.indent > 0 {
                    self.base.get_or_insert(line.indent);
                }
                cut.units.push(unit(first, last, line.indent == 0));
            }
        }
    }

    fn goes_on(&self, line: &Line) -> bool {
        let list =
            self.kind() == Some(ItemKind::Phrase) && (self.base.is_some() || self.ends_in_any_of());
        let clauses = list || self.kind().is_none_or(ItemKind::has_clauses);
        self.comma || !clauses || self.base.is_some_and(|base| line.indent > base)
    }

    /// `phrase x = any of` at the end of a line: a list follows.
    fn ends_in_any_of(&self) -> bool {
        let Some(unit) = self.cuts.last().and_then(|cut| cut.units.last()) else {
            return false;
        };
        let mut words = unit
            .tokens
            .clone()
            .rev()
            .filter(|index| self.kind_at(*index) == Some(Token::Word));
        let at_end = words.clone().next() == Some(unit.tokens.end.saturating_sub(1));
        let last = words
            .next()
            .map(|index| fold_word(self.word(index)))
            .unwrap_or_default();
        let before = words
            .next()
            .map(|index| fold_word(self.word(index)))
            .unwrap_or_default();
        at_end
            && (last == "of"
                && (matches!(before.as_str(), "any" | "all") || self.number_before(&unit.tokens))
                || ["任一", "任意一个", "全部", "个"]
                    .iter()
                    .any(|end| last.ends_with(end)))
    }

    /// `2 of` at the end of a line.
    fn number_before(&self, line: &Range<usize>) -> bool {
        let mut words = line.clone().rev().filter(|index| {
            let token = self.tokens.get(*index);
            token.is_some_and(|token| !token.kind.is_trivia())
        });
        words.nth(1).and_then(|index| self.kind_at(index)) == Some(Token::Number)
    }

    fn finish(mut self) -> Vec<Cut> {
        let end = self.tokens.len();
        if self.start < end {
            self.cuts.push(Cut {
                tokens: self.start..end,
                kind: None,
                adapts: false,
                units: Vec::new(),
            });
        }
        self.cuts
    }
}

fn unit(first: usize, last: usize, not_indented: bool) -> Unit {
    Unit {
        tokens: first..last + 1,
        not_indented,
    }
}

/// How an item starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Item(ItemKind),
    Override,
}

/// What a line starting with this word is, and how many bytes of it the keyword takes.
fn starting_word(word: &str) -> Option<(Start, usize)> {
    if let Some((kind, taken)) = starting_item(word) {
        return Some((Start::Item(kind), taken));
    }
    let mut spellings = Keyword::Override.spellings();
    let spelling = spellings.find(|spelling| {
        fold_word(word) == **spelling || (!spelling.is_ascii() && word.starts_with(*spelling))
    })?;
    Some((
        Start::Override,
        if spelling.is_ascii() {
            word.len()
        } else {
            spelling.len()
        },
    ))
}

/// The lengths of the words that the first word of a header is made of (`改写规则`).
pub(crate) fn header_words(word: &str) -> Option<Vec<usize>> {
    let (start, taken) = starting_word(word)?;
    let mut cut = vec![taken];
    let mut rest = word.get(taken..).unwrap_or("");
    if matches!(start, Start::Override | Start::Item(ItemKind::Drop))
        && let Some((_, inner)) = starting_item(rest)
    {
        cut.push(inner);
        rest = rest.get(inner..).unwrap_or("");
    }
    if !rest.is_empty() {
        cut.push(rest.len());
    }
    Some(cut)
}

/// The kind of item that a line starting with this word is, and how many bytes of the word
/// the keyword takes (`短语开场白` runs on into the name).
pub(crate) fn starting_item(word: &str) -> Option<(ItemKind, usize)> {
    let folded = fold_word(word);
    let whole = keywords::single(&folded).find_map(keywords::item_kind);
    whole
        .map(|kind| (kind, word.len()))
        .or_else(|| run_on_item(word))
}

fn run_on_item(word: &str) -> Option<(ItemKind, usize)> {
    let rows = TABLE.iter().filter(|row| row.place == Place::Header);
    let spellings = rows.flat_map(|row| row.chinese.iter().map(|zh| (row.keyword, *zh)));
    let longest = spellings
        .filter(|(_, zh)| word.starts_with(zh))
        .max_by_key(|(_, zh)| zh.len())?;
    keywords::item_kind(longest.0).map(|kind| (kind, longest.1.len()))
}

/// Whether a word at the start of a line looks like a clause of such an item.
fn opens_clause(kind: ItemKind, word: &str) -> bool {
    let folded = fold_word(word);
    let counts =
        |keyword: Keyword| keyword.in_scope(kind.scope()) && keywords::item_kind(keyword).is_none();
    let multi = keywords::english(&folded)
        .iter()
        .any(|(_, keyword)| counts(*keyword));
    let prefixes = word
        .char_indices()
        .map(|(at, c)| word.get(..at + c.len_utf8()).unwrap_or(""));
    multi
        || prefixes
            .into_iter()
            .any(|prefix| keywords::chinese(prefix).iter().any(|k| counts(*k)))
}
