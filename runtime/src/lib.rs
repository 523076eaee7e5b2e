//! Loads a module, feeds it events, returns findings and reports.
//!
//! In: the bytes of a module that follows docs/abi.md, and calls. Out: [`Verdicts`] and
//! reports.
//!
//! * [`Engine`] checks and compiles modules within [`Limits`]; a [`Rulebook`] is one that
//!   may be shared by all threads.
//! * A [`Scorer`] is one instance of it, one a thread. It judges whole calls, one after
//!   another.
//! * A [`Session`] is one call while it goes on. It owns its state and borrows a scorer
//!   for each step, so that any number of sessions share one instance, and a session can
//!   move between threads, be copied into a snapshot and go on elsewhere.

mod cache;
mod decode;
mod encode;
mod engine;
mod error;
mod instance;
mod interface;
mod rulebook;
mod scorer;
mod sections;
mod session;
mod snapshot;

pub use encode::Encoder;
pub use engine::{Engine, Limits};
pub use error::{Error, Refusal, SnapshotError};
pub use rulebook::Rulebook;
pub use scorer::Scorer;
pub use session::{Options, Session};
pub use zhunze_calls::verdict::Verdicts;
