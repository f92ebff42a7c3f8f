//! One request against layers of compiled policies → a [`Decision`], and on demand its [`Explanation`].
//!
//! Knows nothing of how policies were attached or how the request's context was derived: the lab supplies both.
//! Source: IAM User Guide, "Policy evaluation logic".

pub mod request;

pub use request::{Context, ContextValue, Principal, Request, Resource};
