//! What to do about a decision: the answers to the questions people ask when they read one.
//!
//! Plain sentences, each about one thing that is seen in the [`Explanation`]; nothing is guessed. AWS's own words come first and
//! are never mixed with these (rule G6).

mod assuming;
mod conditions;
mod remedy;
mod spelling;
mod targets;
mod variables;

use serde_json::Value;

use crate::policy::Effect;

use super::explain::{Explanation, StatementTrace};

pub use remedy::{Change, Remedy, in_the_way, remedies};

/// Advice on a decision, the most telling first; often none.
#[must_use]
pub fn advice(explanation: &Explanation) -> Vec<String> {
    let mut hints = Vec::new();
    assuming::advise(explanation, &mut hints);
    conditions::advise(explanation, &mut hints);
    variables::advise(explanation, &mut hints);
    targets::advise(explanation, &mut hints);
    spelling::advise(explanation, &mut hints);
    let mut seen = Vec::new();
    hints.retain(|hint| {
        let new = !seen.contains(hint);
        seen.push(hint.clone());
        new
    });
    hints
}

/// Which requests carry a condition key, and how a caller comes by it; for keys that not every request carries.
#[must_use]
pub fn who_has_it(key: &str) -> Option<String> {
    conditions::source_of(key)
}

/// The allowing statements of layers that refuse.
fn allowing(explanation: &Explanation) -> impl Iterator<Item = &StatementTrace> {
    let refusing = explanation
        .checks
        .iter()
        .filter(|check| explanation.decision.blocked_by.contains(&check.layer));
    refusing
        .flat_map(|check| &check.statements)
        .filter(|trace| trace.effect == Effect::Allow)
}

/// A statement as it is written.
fn written(trace: &StatementTrace) -> Option<Value> {
    let text = trace.source.get(trace.span.start..trace.span.end)?;
    serde_json::from_str(text).ok()
}

/// A string, or the strings of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
