//! What can be wrong with the text of a rulebook, as data, and in words.
//!
//! In: made by the parser. Out: read by the compiler's diagnostics, which draw them. Every
//! error has a stable code and speaks a supervisor's words in English and in Chinese.

use crate::ast::Span;
use crate::keywords::KeywordLanguage;

/// The language a message is wanted in.
pub type Lang = KeywordLanguage;

/// Something that could have stood at the place of an error, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// In English.
    pub english: &'static str,
    /// In Chinese.
    pub chinese: &'static str,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// `E0101` and so on: the same for the same kind of mistake, for ever.
    pub code: &'static str,
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: ErrorKind,
}

/// The kinds of mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// A word that does not fit where it stands (`None`: the line ends too early).
    Unexpected {
        /// The word.
        found: Option<String>,
        /// What would have fitted.
        expected: Vec<Expected>,
        /// The keyword that was probably meant.
        suggestion: Option<&'static str>,
        /// How to say what was meant another way.
        hint: Option<Hint>,
    },
    /// A quote that is not closed on its line.
    UnterminatedString,
    /// A line that starts no item.
    UnknownItem {
        /// Its first word.
        found: String,
        /// The keyword that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A mistake inside a quoted pattern.
    BadPattern(PatternProblem),
    /// Brackets or conditions inside one another without end.
    TooDeep,
    /// A number or duration that cannot be kept exactly.
    Number(NumberProblem),
    /// A line that starts no clause.
    UnknownClause {
        /// Its first word.
        found: String,
        /// The keyword that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A clause at the start of a line.
    NotIndented,
    /// The same part of a clause said twice.
    SaidTwice,
    /// A character that means nothing.
    UnknownCharacter(String),
}

/// What was meant, and is said another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// `3 times within 60s`
    AllWithin,
    /// `say "a" or "b"`
    AnyOf,
    /// `expect not pass`
    ExpectFail,
    /// A moment where only its name can stand.
    NameFirst,
    /// `agent speaks and duration > 60s`
    Where,
}

/// What can be wrong inside a quoted pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternProblem {
    /// Nothing between the quotes.
    Empty,
    /// A bracket that is never closed.
    Unclosed(char),
    /// A closing bracket without an opening one.
    Unopened(char),
    /// `|` outside brackets.
    StrayBar,
    /// No phrase's name between `{` and `}`.
    BadName,
    /// A slot of no known kind, or with numbers that its kind does not take.
    BadSlot,
    /// A gap that is not `..`, `..5` or `..2-8`.
    BadGap,
    /// A gap with an absurd number.
    GapTooLong,
    /// `\` at the very end.
    LoneBackslash,
    /// Brackets inside one another without end.
    TooDeep,
}

/// What can be wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberProblem {
    /// More than three decimals.
    TooFine,
    /// Too large.
    TooLarge,
    /// A duration that is not a whole number of milliseconds.
    NotWholeMilliseconds,
    /// A number of things that is 0.
    Zero,
}

impl ErrorKind {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            ErrorKind::Unexpected { .. } => "E0101",
            ErrorKind::UnterminatedString => "E0102",
            ErrorKind::UnknownItem { .. } => "E0103",
            ErrorKind::BadPattern(_) => "E0104",
            ErrorKind::TooDeep => "E0105",
            ErrorKind::Number(_) => "E0106",
            ErrorKind::UnknownClause { .. } => "E0107",
            ErrorKind::NotIndented => "E0108",
            ErrorKind::SaidTwice => "E0109",
            ErrorKind::UnknownCharacter(_) => "E0110",
        }
    }
}

impl SyntaxError {
    pub(crate) fn new(span: Span, kind: ErrorKind) -> Self {
        Self {
            code: kind.code(),
            span,
            kind,
        }
    }

    pub(crate) fn shifted(&self, by: u32) -> Self {
        Self {
            span: Span::new(self.span.start + by, self.span.end + by),
            ..self.clone()
        }
    }

    /// The keyword that was probably meant instead of the word at `span`.
    pub fn suggestion(&self) -> Option<&'static str> {
        match &self.kind {
            ErrorKind::Unexpected { suggestion, .. }
            | ErrorKind::UnknownItem { suggestion, .. }
            | ErrorKind::UnknownClause { suggestion, .. } => *suggestion,
            _ => None,
        }
    }

    /// The title: one sentence.
    pub fn message(&self, lang: Lang) -> String {
        let (english, chinese) = crate::messages::message(&self.kind);
        pick(lang, english, chinese)
    }

    /// What to write under the place.
    pub fn label(&self, lang: Lang) -> String {
        let (english, chinese) = crate::messages::label(&self.kind);
        pick(lang, english, chinese)
    }

    /// What to do about it.
    pub fn help(&self, lang: Lang) -> String {
        let (english, chinese) = crate::messages::help(&self.kind);
        pick(lang, english, chinese)
    }
}

fn pick(lang: Lang, english: String, chinese: String) -> String {
    match lang {
        KeywordLanguage::English => english,
        KeywordLanguage::Chinese => chinese,
    }
}
