//! Trust policies that nobody, or anybody, can use (rule D23).

use crate::policy::document::{Effect, PrincipalEntry, PrincipalKind, Statement};

use super::{Finding, Severity};

/// What stands in the ARN of a SAML provider.
const SAML: &str = ":saml-provider/";

pub(super) fn look(statement: &Statement, found: &mut Vec<Finding>) {
    let Some(principal) = statement.principal.as_ref().filter(|own| !own.negated) else {
        return;
    };
    let patterns = statement
        .action
        .iter()
        .flat_map(|element| &element.patterns);
    let actions: Vec<String> = patterns
        .map(|text| text.value.to_ascii_lowercase())
        .collect();
    for entry in &principal.entries {
        let wanted = exchange(entry);
        let takes = |action: &String| {
            action == wanted || action.contains(['*', '?']) || !action.starts_with("sts:assumerole")
        };
        if !actions.iter().any(takes) {
            let message = format!(
                "`{}` cannot make the calls that this statement is about",
                entry.name.value
            );
            let help = format!("it calls {}", written(wanted));
            found.push(
                Finding::new(
                    Severity::Warning,
                    "MISMATCHED_ACTION_FOR_PRINCIPAL",
                    entry.name.span,
                    message,
                )
                .with_help(help),
            );
        }
        let is_open = statement.effect == Effect::Allow && statement.conditions.is_empty();
        if is_open && wanted == "sts:assumerolewithwebidentity" {
            let message = format!(
                "everybody whom `{}` knows may assume the role",
                entry.name.value
            );
            let help = "compare the token's `aud` and `sub` in a condition";
            found.push(
                Finding::new(
                    Severity::SecurityWarning,
                    "MISSING_CONDITION_FOR_OIDC_PRINCIPAL",
                    entry.name.span,
                    message,
                )
                .with_help(help),
            );
        }
    }
}

/// The call that a principal of this kind makes, in lower case.
fn exchange(entry: &PrincipalEntry) -> &'static str {
    match entry.kind {
        PrincipalKind::Federated if entry.name.value.contains(SAML) => "sts:assumerolewithsaml",
        PrincipalKind::Federated => "sts:assumerolewithwebidentity",
        _ => "sts:assumerole",
    }
}

fn written(action: &str) -> &'static str {
    match action {
        "sts:assumerolewithsaml" => "sts:AssumeRoleWithSAML",
        "sts:assumerolewithwebidentity" => "sts:AssumeRoleWithWebIdentity",
        _ => "sts:AssumeRole",
    }
}
