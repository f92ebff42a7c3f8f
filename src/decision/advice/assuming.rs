//! Who may become whom: the two sides of `AssumeRole`, and roles handed to services.
//!
//! Source: IAM User Guide, "Methods to assume a role", "Troubleshoot IAM roles"; STS API Reference, `AssumeRole`.

use crate::decision::{Explanation, LayerKind, Outcome, Principal, StatementTrace};
use crate::policy::Effect;

use super::remedy::statement;

pub(super) fn advise(explanation: &Explanation, hints: &mut Vec<String>) {
    let implicit = explanation.decision.outcome == Outcome::ImplicitlyDenied;
    if implicit && explanation.action.eq_ignore_ascii_case("iam:PassRole") {
        pass_role(explanation, hints);
    }
    if !implicit || !explanation.is_assuming() {
        return;
    }
    let blocked = |layer| explanation.decision.blocked_by.contains(&layer);
    if blocked(LayerKind::Trust) {
        trust_side(explanation, hints);
    }
    if blocked(LayerKind::Identity) {
        identity_side(explanation, hints);
    }
    if explanation.action.eq_ignore_ascii_case("sts:TagSession") {
        hints.push("the session gets tags, passed or inherited: that needs sts:TagSession beside sts:AssumeRole, wherever that is allowed".to_owned());
    }
    if explanation
        .action
        .eq_ignore_ascii_case("sts:SetSourceIdentity")
    {
        hints.push("a source identity is set or inherited: that needs sts:SetSourceIdentity beside sts:AssumeRole on both sides, at each hop".to_owned());
    }
}

fn trust_side(explanation: &Explanation, hints: &mut Vec<String>) {
    let statements = trust_statements(explanation);
    if matches!(&explanation.principal, Principal::RoleSession { role, .. } if role.as_str() == explanation.resource)
    {
        hints.push("a role does not trust itself by itself (since 2022): its own trust policy must name it".to_owned());
    }
    if !statements.iter().any(|trace| trace.is_about_the_request()) {
        let statement = statement(explanation, LayerKind::Trust);
        hints.push(format!(
            "to let the caller in, add to the role's trust policy: {statement}"
        ));
    }
}

fn identity_side(explanation: &Explanation, hints: &mut Vec<String>) {
    let statement = statement(explanation, LayerKind::Identity);
    if explanation.decision.blocked_by.contains(&LayerKind::Trust) {
        hints.push(format!(
            "the caller's own policies must allow it as well, so add to them: {statement}"
        ));
        return;
    }
    hints.push(format!("the trust policy leaves it to the caller's account; add to the caller's policies: {statement}"));
    if explanation.same_account {
        let who = lasting_arn(&explanation.principal);
        hints.push(format!(
            "or name {who} itself in the trust policy: within one account that is enough"
        ));
    }
}

fn pass_role(explanation: &Explanation, hints: &mut Vec<String>) {
    let statement = statement(explanation, LayerKind::Identity);
    hints.push(format!(
        "the call hands this role to a service, which needs iam:PassRole on the role itself; add to the caller's policies: {statement}"
    ));
}

fn trust_statements(explanation: &Explanation) -> Vec<&StatementTrace> {
    let checks = explanation
        .checks
        .iter()
        .filter(|check| check.layer == LayerKind::Trust);
    checks
        .flat_map(|check| &check.statements)
        .filter(|trace| trace.effect == Effect::Allow)
        .collect()
}

/// The ARN that policies name: a session's role, a user itself.
pub(super) fn lasting_arn(principal: &Principal) -> String {
    match principal {
        Principal::RoleSession { role, .. } => role.to_string(),
        other => other.caller_arn(),
    }
}

pub(super) const fn principal_key(principal: &Principal) -> &'static str {
    match principal {
        Principal::Service { .. } => "Service",
        Principal::Federated { .. } => "Federated",
        _ => "AWS",
    }
}
