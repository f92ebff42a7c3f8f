//! Conditions that did not hold, or that never will: absent keys, wrong operators, variables without a value.
//!
//! Source: IAM User Guide, "Condition operators", "AWS global condition context keys", "Secure API access with MFA".

use crate::decision::{ConditionTrace, Explanation, StatementTrace};
use crate::policy::Effect;

/// Keys that only some requests carry, and how to come by them. A `*` at the end stands for any tag key.
const WHO_HAS_IT: &[(&str, &str)] = &[
    (
        "aws:MultiFactorAuthPresent",
        "long-term access keys never carry aws:MultiFactorAuthPresent; call GetSessionToken with the code of an MFA device",
    ),
    (
        "aws:MultiFactorAuthAge",
        "only credentials obtained with an MFA code carry aws:MultiFactorAuthAge",
    ),
    (
        "aws:PrincipalTag/*",
        "aws:PrincipalTag comes from tags of the user or role, or from session tags",
    ),
    (
        "aws:ResourceTag/*",
        "aws:ResourceTag comes from the tags of the resource",
    ),
    (
        "iam:ResourceTag/*",
        "iam:ResourceTag comes from the tags of the user or role",
    ),
    (
        "aws:RequestTag/*",
        "aws:RequestTag is there when the call itself passes that tag",
    ),
    (
        "aws:TagKeys",
        "aws:TagKeys is there when the call itself passes tags",
    ),
    (
        "aws:username",
        "only IAM users carry aws:username; sessions of roles and the root user do not",
    ),
    (
        "aws:TokenIssueTime",
        "only temporary credentials carry aws:TokenIssueTime",
    ),
    (
        "aws:SourceArn",
        "only requests of AWS services carry aws:SourceArn",
    ),
    (
        "aws:SourceAccount",
        "only requests of AWS services carry aws:SourceAccount",
    ),
    (
        "aws:PrincipalOrgID",
        "only callers whose account is in an organization carry aws:PrincipalOrgID",
    ),
    (
        "aws:PrincipalOrgPaths",
        "only callers whose account is in an organization carry aws:PrincipalOrgPaths",
    ),
    (
        "aws:SourceVpce",
        "only requests through a VPC endpoint carry aws:SourceVpce",
    ),
    (
        "aws:SourceVpc",
        "only requests through a VPC endpoint carry aws:SourceVpc",
    ),
    (
        "aws:SourceIp",
        "requests through a VPC endpoint carry no aws:SourceIp",
    ),
    (
        "sts:ExternalId",
        "sts:ExternalId is there when the call passes ExternalId",
    ),
    (
        "sts:SourceIdentity",
        "sts:SourceIdentity is there when a source identity is passed or inherited",
    ),
    (
        "iam:PermissionsBoundary",
        "iam:PermissionsBoundary is the boundary the call sets, or the one the target has",
    ),
    (
        "iam:PassedToService",
        "only iam:PassRole carries iam:PassedToService",
    ),
];

pub(super) fn advise(explanation: &Explanation, hints: &mut Vec<String>) {
    for miss in explanation.near_misses() {
        for condition in miss.failing() {
            hints.extend(unmet(condition));
        }
    }
    if explanation.allowed() {
        let statements = explanation
            .checks
            .iter()
            .flat_map(|check| &check.statements);
        hints.extend(statements.filter_map(toothless));
    }
}

fn unmet(condition: &ConditionTrace) -> Option<String> {
    if let Some(variable) = condition.wanted.iter().find(|value| value.contains("${")) {
        return Some(format!(
            "the variable in `{variable}` has no value for this caller, so it matches nothing"
        ));
    }
    match &condition.found {
        None => source_of(&condition.key),
        Some(found) => difference(condition, found),
    }
}

pub(super) fn source_of(key: &str) -> Option<String> {
    let named = |known: &str| match known.strip_suffix('*') {
        Some(prefix) => key
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
        None => known.eq_ignore_ascii_case(key),
    };
    WHO_HAS_IT
        .iter()
        .find(|(known, _)| named(known))
        .map(|(_, words)| (*words).to_owned())
}

/// A value that differs in a telling way.
fn difference(condition: &ConditionTrace, found: &[String]) -> Option<String> {
    let operator = condition.operator.to_ascii_lowercase();
    let exact = operator.contains("stringequals");
    let pairs = || {
        condition
            .wanted
            .iter()
            .flat_map(|wanted| found.iter().map(move |found| (wanted, found)))
    };
    if exact
        && condition
            .wanted
            .iter()
            .any(|wanted| wanted.contains(['*', '?']))
    {
        return Some("under StringEquals `*` and `?` are ordinary characters; StringLike reads them as wildcards".to_owned());
    }
    let case_only =
        pairs().any(|(wanted, found)| wanted != found && wanted.eq_ignore_ascii_case(found));
    if case_only && exact && !operator.contains("ignorecase") {
        return Some(format!(
            "`{}` differs in case only, and {} minds case",
            condition.key, condition.operator
        ));
    }
    if found.len() > 1 && !operator.starts_with("for") {
        return Some(format!(
            "`{}` has several values: only ForAnyValue and ForAllValues can match it",
            condition.key
        ));
    }
    None
}

/// A deny that would have bitten had its key been there: absent is not `false`.
fn toothless(trace: &StatementTrace) -> Option<String> {
    if trace.effect == Effect::Allow || !trace.is_about_the_request() || trace.applies() {
        return None;
    }
    let absent = |condition: &&ConditionTrace| condition.found.is_none();
    let missing = trace
        .failing()
        .find(absent)
        .filter(|_| trace.failing().all(|condition| condition.found.is_none()))?;
    let name = trace
        .sid
        .clone()
        .filter(|sid| !sid.is_empty())
        .unwrap_or_else(|| trace.index.to_string());
    let or = if missing.operator.to_ascii_lowercase().starts_with("bool") {
        "; BoolIfExists would also deny when it is absent"
    } else {
        ""
    };
    Some(format!(
        "the deny statement {name} of {} does not bite because `{}` is absent, which is not the same as false{or}",
        trace.policy, missing.key
    ))
}
