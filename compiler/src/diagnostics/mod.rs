//! What the compiler has to say about a rulebook, as data.
//!
//! In: made while checking. Out: [`render`] for people, [`to_json`] and [`to_sarif`] for
//! programs. Texts are kept in both languages; whoever shows them chooses.

pub mod codes;
mod json;
mod lines;
mod render;
mod sarif;

pub use codes::{Code, CodeInfo};
pub use json::to_json;
pub use lines::{LineIndex, Position};
pub use render::render;
pub use sarif::to_sarif;

use crate::book::{Language, SourceId, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The rulebook can not be used.
    Error,
    /// The rulebook can be used, but something looks wrong.
    Warning,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Message {
    /// A text in both languages.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// A place in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which file.
    pub source: SourceId,
    /// Where in it.
    pub span: Span,
}

/// A place with something to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What; may be empty.
    pub text: Message,
}

/// A change that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub place: Place,
    /// By what.
    pub replacement: String,
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, for instance `E0202`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
    /// Where; the first is the place itself, the others explain it. Empty only when the
    /// rulebook as such could not be found.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<Message>,
    /// A change that does it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic at a place; the code says how bad it is.
    pub fn new(code: Code, place: Place, message: Message) -> Self {
        let label = Label {
            place,
            text: Message::default(),
        };
        Self {
            labels: vec![label],
            ..Self::placeless(code, message)
        }
    }

    /// A diagnostic about no place.
    pub fn placeless(code: Code, message: Message) -> Self {
        let severity = code.severity();
        Self {
            code,
            severity,
            message,
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Says something at the place itself.
    pub fn here(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = Message::new(en, zh);
        }
        self
    }

    /// Points to another place.
    pub fn also(mut self, place: Place, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.labels.push(Label {
            place,
            text: Message::new(en, zh),
        });
        self
    }

    /// Says what to do.
    pub fn help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.help = Some(Message::new(en, zh));
        self
    }

    /// Offers a change.
    pub fn fix(mut self, place: Place, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            place,
            replacement: replacement.into(),
        });
        self
    }

    /// The main place.
    pub fn place(&self) -> Option<Place> {
        self.labels.first().map(|label| label.place)
    }

    /// Whether it keeps the rulebook from being used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
