//! Answers and errors as the caller sees them.
#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod calls;
mod codes;
mod failures;
