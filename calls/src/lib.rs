//! The event and report model, and readers and writers of formats.
//!
//! In: call documents and event streams. Out: [`call::Call`] for the evaluators, and
//! [`report`]s made from their [`verdict::Verdicts`].
pub mod call;
pub mod decompress;
pub mod error;
mod making;
pub mod manifest;
mod message;
mod notes;
pub mod parse;
pub mod points;
pub mod read;
pub mod report;
pub mod schema;
pub mod seen;
pub mod stream;
mod tables;
pub mod value;
pub mod verdict;
mod write;
