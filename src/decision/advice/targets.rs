//! Actions and resources that do not fit together: an object's action on a bucket, an ARN where none is taken, a misspelt action.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services".

use crate::decision::{Explanation, Outcome, StatementTrace};
use crate::reference::services::{self, Service};

use super::{allowing, texts, written};

pub(super) fn advise(explanation: &Explanation, hints: &mut Vec<String>) {
    if explanation.decision.outcome != Outcome::ImplicitlyDenied {
        return;
    }
    let Some((service, action)) = services::action(&explanation.action) else {
        hints.extend(unknown_action(&explanation.action));
        return;
    };
    let types: Vec<_> = service.resource_types_of(action).collect();
    if types.is_empty() {
        // The lab's own operations are asked on what they ask themselves: `user/` for a list of users.
        if explanation.resource != "*" && !["iam", "sts"].contains(&service.key) {
            hints.push(format!(
                "{} takes no resource: it is asked, and must be allowed, on `*`",
                explanation.action
            ));
        }
        hints.extend(
            statements(explanation).filter_map(|trace| names_resources(trace, &explanation.action)),
        );
        return;
    }
    let taken: Vec<&str> = types.iter().map(|(kind, _)| kind.name).collect();
    let misses = statements(explanation).filter(|trace| !trace.resource);
    let wrong: Vec<String> = misses
        .filter_map(|trace| wrong_type(explanation, service, &taken, trace))
        .collect();
    hints.extend(wrong);
}

/// A statement about the action that names resources of a type which the action does not take.
fn wrong_type(
    explanation: &Explanation,
    service: &Service,
    taken: &[&str],
    trace: &StatementTrace,
) -> Option<String> {
    let statement = written(trace)?;
    let named = texts(statement.get("Resource")?);
    let kind = |arn: &str| service.resource_type_of(arn).map(|kind| kind.name);
    let wrong = named
        .iter()
        .find(|arn| kind(arn).is_some_and(|kind| !taken.contains(&kind)))?;
    let action = &explanation.action;
    let asked = kind(&explanation.resource).filter(|kind| taken.contains(kind));
    let right = match asked {
        Some(asked) => format!(
            "{action} is about a resource of type {asked}: write \"{}\"",
            explanation.resource
        ),
        None => format!(
            "{action} is about a resource of type {}",
            taken.join(" or ")
        ),
    };
    Some(format!(
        "statement {} of {} names {wrong}, a resource of type {}; {right}",
        trace.index,
        trace.policy,
        kind(wrong).unwrap_or_default()
    ))
}

/// The allowing statements about the action, in layers that refuse.
pub(super) fn statements(explanation: &Explanation) -> impl Iterator<Item = &StatementTrace> {
    allowing(explanation).filter(|trace| trace.action)
}

fn names_resources(trace: &StatementTrace, action: &str) -> Option<String> {
    let statement = written(trace)?;
    let resources = statement.get("Resource")?;
    let never = !trace.resource && !texts(resources).contains(&"*");
    never.then(|| format!("{action} takes no resource: a statement that names resources never allows it; it needs `\"Resource\": \"*\"`"))
}

fn unknown_action(action: &str) -> Option<String> {
    let known = services::find(action.split(':').next()?).is_some();
    match services::suggest(action) {
        Some(near) => Some(format!(
            "AWS's reference knows no action {action}; did you mean {near}?"
        )),
        None if known => Some(format!("AWS's reference knows no action {action}")),
        None => None,
    }
}
