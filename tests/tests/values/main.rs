//! Values and timers, construct by construct: what docs/meaning.md says of each, in the
//! module (in wasmi) and in the reference evaluator.
//!
//! A test asks conditions or a value at every step of a moment and says what they are.

mod arithmetic;
mod clock;
mod fields;
mod looking_back;
mod making;
mod speech;
mod timers;
