//! The event and report model, and readers and writers of formats.
//!
//! In: call documents and event streams. Out: [`call::Call`] for the evaluators, and
//! [`report`]s made from their [`verdict::Verdicts`].
pub mod call;
pub mod manifest;
pub mod verdict;
