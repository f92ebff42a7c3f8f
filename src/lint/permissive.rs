//! Statements that give more than is safe.

use crate::policy::check::PolicyKind;
use crate::policy::document::{Effect, PatternElement, PrincipalKind, Statement, Text};
use crate::reference::services;

use super::{Finding, Severity};

pub(super) fn look(kind: PolicyKind, statement: &Statement, found: &mut Vec<Finding>) {
    if statement.effect != Effect::Allow {
        return;
    }
    let is_control = matches!(
        kind,
        PolicyKind::ServiceControl | PolicyKind::ResourceControl
    );
    if !is_control {
        everywhere(statement, found);
    }
    everybody(kind, statement, found);
    if let Some(action) = statement
        .action
        .as_ref()
        .filter(|action| action.negated && !is_control)
    {
        let message =
            "`NotAction` with `Allow` allows every other action, those of tomorrow as well";
        found.push(Finding::new(
            Severity::SecurityWarning,
            "ALLOW_WITH_NOT_ACTION",
            action.span,
            message,
        ));
    }
}

fn plain(element: &Option<PatternElement>) -> impl Iterator<Item = &Text> {
    let plain = element.iter().filter(|element| !element.negated);
    plain.flat_map(|element| &element.patterns)
}

/// Actions that hand on powers, on every resource.
fn everywhere(statement: &Statement, found: &mut Vec<Finding>) {
    let Some(resource) = plain(&statement.resource).find(|text| text.value == "*") else {
        return;
    };
    for action in plain(&statement.action) {
        let lower = action.value.to_ascii_lowercase();
        if lower == "*" {
            let message =
                "every action on every resource: whoever has this policy is an administrator";
            found.push(Finding::new(
                Severity::SecurityWarning,
                "ALLOW_EVERYTHING",
                action.span,
                message,
            ));
            continue;
        }
        for (name, exact, wild) in [
            (
                "iam:PassRole",
                "PASS_ROLE_WITH_STAR_IN_RESOURCE",
                "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
            ),
            (
                "iam:CreateServiceLinkedRole",
                "CREATE_SLR_WITH_STAR_IN_RESOURCE",
                "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
            ),
        ] {
            let limited = statement.conditions.iter().any(|own| {
                ["iam:PassedToService", "iam:AWSServiceName"]
                    .iter()
                    .any(|key| own.key.value.eq_ignore_ascii_case(key))
            });
            let code = match lower == name.to_ascii_lowercase() {
                true if !limited => exact,
                false if stands_for(&action.value, name) => wild,
                _ => continue,
            };
            let message = format!("`{}` on `*` allows {name} for every role", action.value);
            let help = "name the roles in a statement of its own";
            found.push(
                Finding::new(Severity::SecurityWarning, code, resource.span, message)
                    .with_help(help),
            );
        }
    }
}

fn stands_for(pattern: &str, action: &str) -> bool {
    let named = |(service, own): &(&services::Service, &services::Action)| {
        format!("{}:{}", service.key, own.name) == action
    };
    pattern.contains(['*', '?']) && services::matching(pattern).iter().any(named)
}

/// Principals that are anybody.
fn everybody(kind: PolicyKind, statement: &Statement, found: &mut Vec<Finding>) {
    let Some(principal) = &statement.principal else {
        return;
    };
    if principal.negated {
        let message = "`NotPrincipal` with `Allow` names everybody else, anonymous callers as well";
        found.push(Finding::new(
            Severity::SecurityWarning,
            "ALLOW_WITH_NOT_PRINCIPAL",
            principal.span,
            message,
        ));
        return;
    }
    let is_anybody = |kind| matches!(kind, PrincipalKind::Everybody | PrincipalKind::Aws);
    let anybody = principal
        .entries
        .iter()
        .find(|entry| is_anybody(entry.kind) && entry.name.value == "*");
    if let Some(entry) =
        anybody.filter(|_| statement.conditions.is_empty() && kind != PolicyKind::ResourceControl)
    {
        let message = "everybody is allowed, whatever account they come from";
        let help = "name the principals, or add a condition such as aws:PrincipalOrgID";
        found.push(
            Finding::new(
                Severity::SecurityWarning,
                "ALLOW_TO_EVERYBODY",
                entry.name.span,
                message,
            )
            .with_help(help),
        );
    }
}
