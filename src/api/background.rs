//! What a decision by itself cannot know and the world does: whose a deleted id was, where a policy is attached, what tags a call
//! carries, whether a role may be handed on. Plain sentences for the reason, beside the advice that needs no world.
//!
//! Source: IAM User Guide, "Troubleshoot IAM roles", "AWS JSON policy elements: Principal".

use std::sync::Arc;

use crate::decision::{
    ContextValue, Deciding, Explanation, LayerKind, Principal, Request, ResourcePolicy,
};
use crate::lab::entity::PolicySet;
use crate::lab::{Account, Former, Lab};
use crate::policy::document::PrincipalKind;

use super::authenticate::Identity;
use super::pass_role;
use super::sts::session_tags::inherited;

/// The sentences about one decision.
pub fn notes(
    lab: &Lab,
    identity: &Identity,
    request: &Request,
    explanation: &Explanation,
    attached: Option<&ResourcePolicy<'_>>,
) -> Vec<String> {
    let mut notes = Vec::new();
    if !explanation.allowed() {
        notes.extend(attached.into_iter().flat_map(|policy| deleted(lab, policy)));
        if request.action.eq_ignore_ascii_case("sts:TagSession") {
            notes.extend(session_tags(lab, identity, request));
        }
        if request.action.eq_ignore_ascii_case("iam:PassRole") {
            notes.extend(passed_role(lab, request));
        }
        if matches!(identity.principal, Principal::Federated { .. }) {
            notes.extend(claims(explanation));
        }
        notes.extend(missing_allow(lab, identity, explanation));
    }
    let holder = explanation.decision.deciding.as_ref();
    notes.extend(holder.and_then(|deciding| held_by(lab, identity, deciding)));
    notes
}

/// Unique ids of deleted users and roles that a trust or resource policy still names (rule C3).
fn deleted(lab: &Lab, attached: &ResourcePolicy<'_>) -> Vec<String> {
    let document = attached.policy.document();
    let principals = document
        .statements
        .iter()
        .filter_map(|statement| statement.principal.as_ref());
    let names = principals
        .flat_map(|principal| &principal.entries)
        .filter(|entry| entry.kind == PrincipalKind::Aws)
        .map(|entry| entry.name.value.as_str());
    names
        .filter(|name| lab.arn_of_id(name).is_none())
        .filter_map(|id| Some(was(lab, id, &lab.former(id)?)))
        .collect()
}

fn was(lab: &Lab, id: &str, former: &Former) -> String {
    let Former {
        account,
        kind,
        name,
    } = former;
    let today = lab.account(account).and_then(|account| match *kind {
        "user" => account.user(name).map(|user| user.id.as_str()),
        _ => account.role(name).map(|role| role.id.as_str()),
    });
    let now = match today {
        Some(today) => format!(
            "the {kind} {name} of today is {today}, somebody else to the policy: save the policy again with its ARN to trust it"
        ),
        None => format!("no {kind} of this name exists today"),
    };
    format!(
        "the policy names {id}, which was the {kind} {name} of account {account} and is deleted; {now}"
    )
}

/// The tags that make `sts:TagSession` necessary (rules E2, E10).
fn session_tags(lab: &Lab, identity: &Identity, request: &Request) -> Vec<String> {
    let passed = request
        .context
        .get("aws:TagKeys")
        .map(ContextValue::values)
        .unwrap_or_default();
    let handed_on = inherited(identity.session(lab)).all;
    let handed_on: Vec<&str> = handed_on.iter().map(|(key, _)| key).collect();
    let passed =
        (!passed.is_empty()).then(|| format!("the call passes the tags {}", passed.join(", ")));
    let handed_on = (!handed_on.is_empty()).then(|| {
        format!(
            "the caller's own session hands on the tags {}",
            handed_on.join(", ")
        )
    });
    passed.into_iter().chain(handed_on).collect()
}

/// Each condition that the trust policy puts on a token, held or not: wanted, got, operator.
fn claims(explanation: &Explanation) -> Vec<String> {
    let checks = explanation
        .checks
        .iter()
        .filter(|check| check.layer == LayerKind::Trust);
    let statements = checks.flat_map(|check| &check.statements);
    let conditions = statements
        .filter(|trace| trace.is_about_the_request())
        .flat_map(|trace| &trace.conditions);
    conditions
        .map(|condition| {
            let got = condition
                .found
                .as_ref()
                .map_or("absent".to_owned(), |found| found.join(", "));
            format!(
                "{} must be {} {}, and is {got}: {}",
                condition.key,
                condition.operator,
                condition.wanted.join(" or "),
                if condition.holds {
                    "holds"
                } else {
                    "does not hold"
                }
            )
        })
        .collect()
}

/// The boundary that allows too little: a caller seldom knows that it has one.
fn missing_allow(lab: &Lab, identity: &Identity, explanation: &Explanation) -> Option<String> {
    let decision = &explanation.decision;
    if decision.deciding.is_some() || !decision.blocked_by.contains(&LayerKind::Boundary) {
        return None;
    }
    let account = identity.account.as_ref().and_then(|id| lab.account(id))?;
    let boundary = match &identity.principal {
        Principal::User { id, .. } | Principal::FederatedUser { user_id: id, .. } => {
            account.user_by_id(id)?.boundary.as_ref()
        }
        Principal::RoleSession { id, .. } => account.role_by_id(id)?.boundary.as_ref(),
        _ => None,
    }?;
    Some(format!(
        "{boundary} is the permissions boundary of {}",
        whose(&identity.principal)
    ))
}

/// Where a role would go to, and whether it would be of use there.
fn passed_role(lab: &Lab, request: &Request) -> Option<String> {
    let service = request
        .context
        .get("iam:PassedToService")?
        .values()
        .first()?;
    let trusts = match pass_role::role_trusts(lab, &request.resource.arn, service)? {
        true => "trusts it",
        false => "does not trust it: its trust policy must let the service assume it",
    };
    Some(format!(
        "the role goes to {service} (`iam:PassedToService`) and {trusts}"
    ))
}

/// To what the policy that decided is attached, where its name does not say so.
fn held_by(lab: &Lab, identity: &Identity, deciding: &Deciding) -> Option<String> {
    let account = identity.account.as_ref().and_then(|id| lab.account(id))?;
    let holder = match deciding.layer {
        LayerKind::Identity => holder(lab, account, &identity.principal, deciding)?,
        LayerKind::Boundary => {
            format!("the permissions boundary of {}", whose(&identity.principal))
        }
        LayerKind::Session => "passed to the session".to_owned(),
        _ => return None,
    };
    Some(format!("{} is {holder}", deciding.policy.label()))
}

fn holder(
    lab: &Lab,
    account: &Account,
    principal: &Principal,
    deciding: &Deciding,
) -> Option<String> {
    let how = |set: &PolicySet| {
        let same = |policy: &Arc<_>| Arc::ptr_eq(policy, &deciding.policy);
        if set.inline.values().any(|inline| same(&inline.compiled)) {
            return Some("embedded in");
        }
        let mut attached = set
            .attached
            .iter()
            .filter_map(|arn| lab.managed_policy(arn));
        attached
            .any(|policy| same(&policy))
            .then_some("attached to")
    };
    let own = |set: &PolicySet| how(set).map(|how| format!("{how} {}", whose(principal)));
    match principal {
        Principal::User { id, .. } | Principal::FederatedUser { user_id: id, .. } => {
            let user = account.user_by_id(id)?;
            let groups = user.groups.iter().filter_map(|key| account.groups.get(key));
            own(&user.policies).or_else(|| {
                groups
                    .filter_map(|group| {
                        Some(format!("{} group {}", how(&group.policies)?, group.name))
                    })
                    .next()
            })
        }
        Principal::RoleSession { id, .. } => own(&account.role_by_id(id)?.policies),
        _ => None,
    }
}

fn whose(principal: &Principal) -> String {
    match principal {
        Principal::User { arn, .. } | Principal::FederatedUser { user: arn, .. } => {
            format!("user {}", arn.resource_name())
        }
        Principal::RoleSession { role, .. } => format!("role {}", role.resource_name()),
        other => other.caller_arn(),
    }
}
