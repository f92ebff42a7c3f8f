//! One request against layers of compiled policies → a [`Decision`], and on demand its [`Explanation`].
//!
//! Knows nothing of how policies were attached or how the request's context was derived: the lab supplies both.
//! Source: IAM User Guide, "Policy evaluation logic".

mod advice;
mod asked;
mod caller;
pub mod derive;
mod evaluate;
mod explain;
mod found;
mod grant;
mod layers;
mod memo;
pub mod request;
mod sentence;
mod source;
pub mod stateless;
mod verdict;
mod who_can;

pub use crate::policy::compile::Action;
pub use crate::policy::{Context, ContextValue, KeyName};
pub use advice::{Change, Remedy, advice, in_the_way, remedies, who_has_it};
pub use caller::{Caller, CallerPolicies, Query};
pub use evaluate::decide;
pub use explain::{Check, CheckEffect, ConditionTrace, Explanation, StatementTrace, explain};
pub use grant::names;
pub use layers::{LayerKind, Layers, Level, ResourceKind, ResourcePolicy};
pub use request::{Principal, Request, Resource};
pub use verdict::{Deciding, Decision, Outcome};
pub use who_can::who_can;
