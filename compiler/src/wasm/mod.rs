//! A small structured assembler on top of wasm-encoder.
//!
//! In: expressions built with Rust operators and statements added to a [`Body`]. Out: a
//! `wasm_encoder::Function`. It keeps 32- and 64-bit values apart at Rust's compile time
//! and counts branch depths, so that the engine reads like the low-level code it is.

mod body;
mod expr;

pub(crate) use body::{Body, Label};
pub(crate) use expr::{Arg, I32, I64, Local32, Local64, c32, c64, select32, select64};

/// A function of the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FnId(pub(crate) u32);

/// A mutable 32-bit global.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Global32(pub(crate) u32);

/// A mutable 64-bit global.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Global64(pub(crate) u32);
