//! Policy variables without a value: what they stand in matches nothing, and the policy does not show it.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags", requests without a value for a variable.

use crate::decision::{Explanation, StatementTrace};

use super::conditions::source_of;
use super::targets::statements;

pub(super) fn advise(explanation: &Explanation, hints: &mut Vec<String>) {
    for trace in statements(explanation).filter(|trace| !trace.resource) {
        hints.extend(trace.unresolved.iter().map(|key| in_resource(trace, key)));
        hints.extend(trace.unresolved.iter().filter_map(|key| source_of(key)));
    }
    let conditions = explanation.near_misses().flat_map(StatementTrace::failing);
    for value in conditions.flat_map(|condition| &condition.wanted) {
        if let Some(key) = key_in(value) {
            hints.push(format!(
                "the variable in `{value}` has no value for this caller, so it matches nothing"
            ));
            hints.extend(source_of(key));
        }
    }
}

fn in_resource(trace: &StatementTrace, key: &str) -> String {
    format!(
        "the variable `${{{key}}}` in the resource of statement {} of {} has no value for this caller, so it matches nothing",
        trace.index, trace.policy
    )
}

/// The key of a variable that a value still holds.
pub(super) fn key_in(value: &str) -> Option<&str> {
    let (_, inside) = value.split_once("${")?;
    let (name, _) = inside.split_once('}')?;
    name.split(',').next().map(str::trim)
}
