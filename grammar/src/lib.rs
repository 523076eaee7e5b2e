//! Rulebook text to a lossless syntax tree, and back.
pub mod ast;
