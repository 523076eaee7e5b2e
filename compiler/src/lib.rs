//! The compiler: syntax trees become a checked rulebook, monitors and a WASM module.
pub mod book;
pub mod check;
pub mod diagnostics;
pub mod explain;
pub mod range;
pub mod sources;
pub mod text;

mod bounds;
mod engine;
mod lints;
mod manifest;
mod module;
mod monitors;
mod phrases;
mod wasm;

pub use bounds::{Bounds, bounds, work};
pub use check::{Checked, Settings, check, check_with};
pub use manifest::{ABI_VERSION, LANGUAGE_VERSION, outline};
pub use module::{Compiled, compile, print_monitors};
pub use monitors::TooLarge;
pub use sources::{Loader, Sources};
