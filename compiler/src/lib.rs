//! The compiler: syntax trees become a checked rulebook, monitors and a WASM module.
pub mod book;
pub mod text;
