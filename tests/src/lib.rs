//! Helpers of the cross-crate tests: files, a second host, and random rulebooks and calls.
//!
//! [`metered`] counts what an event costs; [`plain_host`] runs modules in another engine (wasmi) by docs/abi.md alone;
//! [`random`] makes checked rulebooks and calls from a seed; [`differential`] judges these by
//! the module and by the reference evaluator.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the crate is test code: what is unexpected should fail loudly"
)]

pub mod covers;
pub mod differential;
pub mod files;
pub mod metered;
pub mod plain_host;
pub mod random;
pub mod random_phrases;
pub mod random_values;
