//! The policy language: text with spans → [`Document`] → checked by AWS's rules → compiled for decisions.
//!
//! Owns JSON with positions, the document model, what AWS refuses to store and in which words, patterns, variables
//! and condition operators. Knows nothing of accounts or callers.
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language".

pub mod check;
pub mod compile;
pub mod condition;
pub mod context;
pub mod date;
pub mod document;
mod hash;
pub mod json;
pub mod operators;
pub mod parse;
pub mod pattern;
pub mod size;
pub(crate) mod suggest;
pub mod template;

pub use context::{Context, ContextValue, KeyName, Keys};
pub use document::{Document, Effect, Statement, Version};
pub use json::Span;
pub use parse::{ParseError, Warning};
