//! Actions in policies that nobody has: a statement that was meant to be about the request and is not, for a letter.

use crate::decision::{Explanation, Outcome, StatementTrace};
use crate::reference::services;

use super::{allowing, texts, written};

pub(super) fn advise(explanation: &Explanation, hints: &mut Vec<String>) {
    if explanation.decision.outcome != Outcome::ImplicitlyDenied {
        return;
    }
    let others = allowing(explanation).filter(|trace| !trace.action);
    hints.extend(others.filter_map(|trace| meant(trace, &explanation.action)));
}

/// The action of a statement that reads like the one that was asked.
fn meant(trace: &StatementTrace, asked: &str) -> Option<String> {
    let statement = written(trace)?;
    let actions = texts(statement.get("Action")?);
    let is_meant = |action: &&str| {
        services::suggest(action).is_some_and(|near| near.eq_ignore_ascii_case(asked))
    };
    let misspelt = actions.into_iter().find(is_meant)?;
    Some(format!(
        "statement {} of {} allows {misspelt}, which is no action; did you mean {asked}?",
        trace.index, trace.policy
    ))
}
