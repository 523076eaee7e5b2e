//! Rulebook text to a lossless syntax tree, and back.
//!
//! In: the text of one `.rulebook` file. Out: a [`Parse`]: the typed tree the compiler
//! reads, the lossless tree an editor reads, and the errors. Parsing never fails: what
//! cannot be read is reported and left out of the typed tree.

mod ahead;
pub mod ast;
mod build;
mod canon;
mod cut;
pub mod errors;
mod expected;
mod fold;
mod format;
mod hints;
mod item;
pub mod keywords;
mod lexeme;
pub mod lexer;
mod line_index;
mod messages;
mod modes;
mod names;
mod naming;
mod only;
mod parse;
mod pattern;
mod segment;
mod shapes;
mod spoken;
mod suggest;
pub mod syntax;
mod tree;
mod words;

pub use ast::Span;
pub use errors::{ErrorKind, Expected, Hint, Lang, NumberProblem, PatternProblem, SyntaxError};
pub use format::{FormatError, FormatOptions, format};
pub use keywords::{Keyword, KeywordLanguage};
pub use line_index::{Encoding, LineColumn, LineIndex};
pub use parse::{Parse, parse};
pub use rowan;
pub use syntax::{SyntaxKind, SyntaxNode, SyntaxToken};
