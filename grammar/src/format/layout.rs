//! Lays out items, clauses, comments and blank lines.
//!
//! In: a parsed file. Out: [`Entry`]s. A comment on its own line stays before the clause it
//! precedes; one at the end of a clause stays at its end; one inside a clause of several
//! lines moves before it. Blank lines are kept, one at most.

use super::align::Entry;
use super::write::Printer;
use super::{item, test};
use crate::build::Built;
use crate::fold::{offset, slice};
use crate::keywords::KeywordLanguage;
use crate::lexer::{Lexed, Token};
use crate::parse::{Parse, PlacedItem};
use std::ops::Range;

/// The lines of a file.
pub(super) fn file(text: &str, parse: &Parse, language: KeywordLanguage) -> Vec<Entry> {
    let mut entries = Vec::new();
    for placed in &parse.items {
        let printer = Printer {
            text,
            language,
            names: &placed.names,
        };
        let mut layout = Layout {
            printer: &printer,
            placed,
            source: slice(text, placed.start, offset(text.len())),
            columns: test::columns(&printer, &placed.built.units),
            entries: &mut entries,
        };
        layout.item();
    }
    entries
}

struct Layout<'a> {
    printer: &'a Printer<'a>,
    placed: &'a PlacedItem,
    /// The text from the item's start on.
    source: &'a str,
    columns: test::Columns,
    entries: &'a mut Vec<Entry>,
}

impl Layout<'_> {
    fn item(&mut self) {
        let tokens = self.placed.parse.words.tokens.len();
        let mut at = 0;
        for index in 0..self.placed.parse.words.units.len() {
            let unit = self.tokens_of(index);
            self.between(at..unit.start, if index == 0 { 0 } else { 2 });
            self.unit(index, unit.clone());
            at = unit.end;
        }
        let indent = if at == 0 { 0 } else { 2 };
        self.between(at..tokens, indent);
    }

    fn token(&self, index: usize) -> Option<Lexed> {
        self.placed.parse.words.tokens.get(index).copied()
    }

    fn text(&self, token: Lexed) -> &str {
        slice(self.source, token.start, token.end)
    }

    /// The tokens from a unit's first word to its last.
    fn tokens_of(&self, index: usize) -> Range<usize> {
        let words = &self.placed.parse.words;
        let unit = words.units.get(index).cloned().unwrap_or_default();
        let first = words.lexemes.get(unit.start);
        let last = unit
            .end
            .checked_sub(1)
            .and_then(|last| words.lexemes.get(last));
        first.map_or(0, |lexeme| lexeme.tokens.start)..last.map_or(0, |lexeme| lexeme.tokens.end)
    }

    /// Comments and blank lines between two units; a comment before the first line end
    /// belongs to the line before.
    fn between(&mut self, range: Range<usize>, indent: usize) {
        let mut line_ends = usize::from(range.start == 0);
        for index in range {
            let Some(token) = self.token(index) else {
                continue;
            };
            match token.kind {
                Token::Newline => {
                    line_ends += 1;
                    if line_ends == 2 {
                        self.entries.push(Entry::Blank);
                    }
                }
                Token::Comment => {
                    let text = self.text(token).trim_end().to_owned();
                    self.comment(text, indent, line_ends == 0);
                    line_ends = 0;
                }
                _ => {}
            }
        }
    }

    fn comment(&mut self, text: String, indent: usize, trailing: bool) {
        match self.entries.last_mut() {
            Some(Entry::Line {
                comment: slot @ None,
                ..
            }) if trailing => *slot = Some(text),
            _ => self.entries.push(Entry::Comment { indent, text }),
        }
    }

    fn unit(&mut self, index: usize, tokens: Range<usize>) {
        let indent = if index == 0 { 0 } else { 2 };
        let built = self.placed.built.units.get(index);
        match built {
            None | Some(Built::Broken) => self.verbatim(tokens, indent),
            Some(built) => {
                self.inner_comments(tokens, indent);
                let lines = self.print(built, indent);
                self.entries.extend(lines);
            }
        }
    }

    fn print(&self, built: &Built, indent: usize) -> Vec<Entry> {
        match built {
            Built::Header(header) => item::header(self.printer, header),
            Built::List(list) => list
                .iter()
                .map(|sequence| plain(indent, self.printer.sequence(sequence)))
                .collect(),
            Built::Setting(setting) => vec![plain(indent, item::setting(self.printer, setting))],
            Built::Clause(clause) => self.printer.clause(clause, indent),
            Built::Line(line) => vec![plain(indent, test::line(self.printer, line, self.columns))],
            Built::Broken => Vec::new(),
        }
    }

    fn inner_comments(&mut self, tokens: Range<usize>, indent: usize) {
        let comments = tokens
            .filter_map(|index| self.token(index))
            .filter(|token| token.kind == Token::Comment);
        let texts: Vec<_> = comments
            .map(|token| self.text(token).trim_end().to_owned())
            .collect();
        let entries = texts
            .into_iter()
            .map(|text| Entry::Comment { indent, text });
        self.entries.extend(entries);
    }

    /// A unit with a mistake: its words stay as they are, its lines are only indented.
    fn verbatim(&mut self, tokens: Range<usize>, indent: usize) {
        let start = self.token(tokens.start).map_or(0, |token| token.start);
        let end = tokens
            .end
            .checked_sub(1)
            .and_then(|last| self.token(last))
            .map_or(start, |token| token.end);
        let lines = slice(self.source, start, end).split(['\n', '\r']);
        let lines = lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .enumerate();
        let entries = lines
            .map(|(nth, line)| plain(if nth == 0 { indent } else { indent + 2 }, line.to_owned()));
        self.entries.extend(entries);
    }
}

/// A line without a comment.
pub(super) fn plain(indent: usize, text: String) -> Entry {
    Entry::Line {
        indent,
        head: None,
        text,
        comment: None,
    }
}
