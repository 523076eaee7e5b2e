//! The formatter: one way to write each rulebook, in English or Chinese keywords.
//!
//! In: text. Out: the same text laid out anew, every comment kept. What the text says is
//! read, printed and read again; should the two differ, nothing is changed and
//! [`FormatError::MeaningChanged`] says so. Clauses with mistakes are kept as they are.

mod align;
mod clause;
mod compose;
mod expr;
mod item;
mod layout;
mod moment;
mod phrase;
mod reuse;
mod test;
mod window;
mod write;

use crate::keywords::KeywordLanguage;
use crate::lexeme::Lex;
use crate::lexer::{Token, lex};
use crate::parse::{Parse, parse};

/// How to format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FormatOptions {
    /// The language of the keywords; `None`: whichever the file has more of.
    pub keywords: Option<KeywordLanguage>,
}

/// Why a text was not formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatError {
    /// What was printed does not say the same as what was read: names that are keywords in
    /// the other language, or a mistake in the formatter. The text is best left alone.
    MeaningChanged,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("formatting would change what the rulebook says")
    }
}

impl std::error::Error for FormatError {}

/// Formats a text.
///
/// # Errors
/// When the result would not say the same.
pub fn format(text: &str, options: FormatOptions) -> Result<String, FormatError> {
    let before = parse(text);
    let language = options.keywords.unwrap_or_else(|| majority(text, &before));
    let entries = layout::file(text, &before, language);
    let output = align::render(entries);
    let after = parse(&output);
    let same = before.file() == after.file()
        && mistakes(&before) == mistakes(&after)
        && comments(text) == comments(&output);
    if same {
        Ok(output)
    } else {
        Err(FormatError::MeaningChanged)
    }
}

/// The language most keywords of a file are written in.
fn majority(text: &str, parse: &Parse) -> KeywordLanguage {
    let mut english = 0_usize;
    let mut chinese = 0_usize;
    for item in &parse.items {
        let source = crate::fold::slice(text, item.start, crate::fold::offset(text.len()));
        for (index, lexeme) in item.parse.words.lexemes.iter().enumerate() {
            if matches!(lexeme.kind, Lex::Keyword(_)) {
                let word = crate::fold::fold(item.parse.words.text(source, index));
                *(if word.is_ascii() {
                    &mut english
                } else {
                    &mut chinese
                }) += 1;
            }
        }
    }
    if chinese > english {
        KeywordLanguage::Chinese
    } else {
        KeywordLanguage::English
    }
}

/// The codes of the mistakes that layout cannot mend.
fn mistakes(parse: &Parse) -> Vec<&'static str> {
    let codes = parse.errors.iter().map(|error| error.code);
    codes.filter(|code| *code != "E0108").collect()
}

/// All comments, in an order that does not depend on the layout.
fn comments(text: &str) -> Vec<String> {
    let tokens = lex(text)
        .into_iter()
        .filter(|token| token.kind == Token::Comment);
    let mut all: Vec<_> = tokens
        .map(|token| {
            crate::fold::slice(text, token.start, token.end)
                .trim_end()
                .to_owned()
        })
        .collect();
    all.sort();
    all
}
