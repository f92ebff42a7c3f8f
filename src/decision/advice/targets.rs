//! Actions and resources that do not fit together: an object's action on a bucket, an ARN where none is taken, a misspelt action.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services".

use crate::decision::{Explanation, Outcome, StatementTrace};
use crate::policy::Effect;
use crate::reference::services;

use super::{texts, written};

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
        if explanation.resource != "*" {
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
    let kinds: Vec<&str> = types.iter().map(|(kind, _)| kind.name).collect();
    let arns: Vec<&str> = types.iter().map(|(kind, _)| kind.arn).collect();
    let misses = statements(explanation).any(|trace| !trace.resource);
    if misses {
        hints.push(format!(
            "{} is about a resource of type {}: {}",
            explanation.action,
            kinds.join(" or "),
            arns.join(" or ")
        ));
    }
}

/// The allowing statements about the action, in layers that refuse.
fn statements(explanation: &Explanation) -> impl Iterator<Item = &StatementTrace> {
    let refusing = explanation
        .checks
        .iter()
        .filter(|check| explanation.decision.blocked_by.contains(&check.layer));
    refusing
        .flat_map(|check| &check.statements)
        .filter(|trace| trace.effect == Effect::Allow && trace.action)
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
