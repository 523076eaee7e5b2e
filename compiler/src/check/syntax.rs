//! Texts to syntax trees, by the grammar.
//!
//! In: texts of rulebooks and of lists of phrases. Out: syntax trees, and the grammar's
//! errors as diagnostics.

use zhunze_grammar::ast::{File, Item, Pattern, PhraseBody, PhrasePart};
use zhunze_grammar::{KeywordLanguage, SyntaxError};

use crate::book::{SourceId, Span};
use crate::diagnostics::{Code, Diagnostic, Message, Place};

/// The syntax tree of a rulebook, and what could not be read.
pub(super) fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let parse = zhunze_grammar::parse(text);
    let told = parse.errors.iter().map(|error| {
        told(
            error,
            Place {
                source,
                span: error.span,
            },
        )
    });
    (parse.file().clone(), told.collect())
}

/// A grammar's error as a diagnostic.
fn told(error: &SyntaxError, place: Place) -> Diagnostic {
    let both = |say: fn(&SyntaxError, KeywordLanguage) -> String| {
        Message::new(
            say(error, KeywordLanguage::English),
            say(error, KeywordLanguage::Chinese),
        )
    };
    let code = Code::find(error.code).unwrap_or(Code::Syntax);
    let mut diagnostic = Diagnostic::new(code, place, both(SyntaxError::message));
    let label = both(SyntaxError::label);
    diagnostic = diagnostic.here(label.en, label.zh);
    diagnostic.help = Some(both(SyntaxError::help)).filter(|help| !help.en.is_empty());
    match error.suggestion() {
        Some(word) => diagnostic.fix(place, word),
        None => diagnostic,
    }
}

/// The lines of a list that hold a pattern; what follows `#` is left out.
pub(super) fn list_lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = without_comment(line);
        let trimmed = content.trim_start_matches(blank);
        let from = start + content.len() - trimmed.len();
        let length = trimmed.trim_end_matches(blank).len();
        if length > 0 {
            lines.push(span(from, from + length));
        }
        start += line.len();
    }
    lines
}

/// White space and the mark that some editors put at the start of a file.
fn blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if matches!(c, '#' | '＃') && blank(before) {
            return line.get(..at).unwrap_or(line);
        }
        before = c;
    }
    line
}

fn span(start: usize, end: usize) -> Span {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span::new(narrow(start), narrow(end))
}

/// What stands before the pattern when a line of a list is read as a phrase.
const LEAD: &str = "phrase x = \"";

/// The pattern on a line of a list.
pub(super) fn pattern(
    text: &str,
    line: Span,
    source: SourceId,
) -> Result<Pattern, Box<Diagnostic>> {
    let words = text.get(line.range()).unwrap_or("");
    let (quoted, inserted) = quote(words);
    let parse = zhunze_grammar::parse(&quoted);
    let back = |at: u32| {
        let at = (at as usize).saturating_sub(LEAD.len());
        let at = at - inserted.iter().filter(|inserted| **inserted < at).count();
        line.start as usize + at.min(words.len())
    };
    let back = |at: Span| span(back(at.start), back(at.end));
    if let Some(error) = parse.errors.first() {
        let span = back(error.span);
        return Err(Box::new(told(error, Place { source, span })));
    }
    let mut pattern = first_pattern(parse.file()).unwrap_or_default();
    super::walk::pattern(&mut super::places::Move(back), &mut pattern);
    Ok(pattern)
}

/// A line in quotes: those within it get a `\`. Where these were put is told too.
fn quote(words: &str) -> (String, Vec<usize>) {
    let (mut quoted, mut inserted, mut escaped) = (LEAD.to_owned(), Vec::new(), false);
    for c in words.chars() {
        if matches!(c, '"' | '“' | '”' | '＂' | '「' | '」') && !escaped {
            inserted.push(quoted.len() - LEAD.len());
            quoted.push('\\');
        }
        escaped = c == '\\' && !escaped;
        quoted.push(c);
    }
    quoted.push_str("\"\n");
    (quoted, inserted)
}

fn first_pattern(file: &File) -> Option<Pattern> {
    let Item::Phrase(phrase) = file.items.first()? else {
        return None;
    };
    let PhraseBody::AnyOf { choices, .. } = &phrase.body else {
        return None;
    };
    match choices.first()?.parts.first()? {
        PhrasePart::Pattern { pattern, .. } => Some(pattern.clone()),
        PhrasePart::Phrase(_) | PhrasePart::Gap(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_pattern_on_each_line() {
        let text = "\u{feff}你好\r\n# all of it\n\n  a#1  # comment\n";
        let lines: Vec<_> = list_lines(text)
            .into_iter()
            .map(|line| text.get(line.range()).unwrap())
            .collect();
        assert_eq!(lines, ["你好", "a#1"]);
    }

    #[test]
    fn mistakes_in_a_list_are_pointed_at() {
        let text = "x\nsay \"no\" (a\n";
        let line = list_lines(text)[1];
        let error = pattern(text, line, SourceId(3)).unwrap_err();
        let place = error.place().unwrap();
        assert_eq!(
            (place.source, text.get(place.span.range())),
            (SourceId(3), Some("("))
        );
    }
}
