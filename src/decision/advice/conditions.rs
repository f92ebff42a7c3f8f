//! Conditions that did not hold, or that never will: absent keys, wrong operators, variables without a value.
//!
//! Source: IAM User Guide, "Condition operators", "AWS global condition context keys", "Secure API access with MFA".

use crate::decision::{ConditionTrace, Explanation, Principal, StatementTrace};
use crate::policy::Effect;

use super::variables::key_in;

const MFA_PRESENT: &str = "aws:MultiFactorAuthPresent";

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
            hints.extend(unmet(condition, &explanation.principal));
            hints.extend(with_and_without_mfa(condition));
        }
    }
    if explanation.allowed() {
        let statements = explanation
            .checks
            .iter()
            .flat_map(|check| &check.statements);
        for trace in statements {
            let Some(missing) = missing_key(trace) else {
                continue;
            };
            hints.push(toothless(trace, missing));
            hints.extend(with_and_without_mfa(missing));
        }
    }
}

/// For which credentials a condition on `aws:MultiFactorAuthPresent` holds (rule D6): long-term ones lack the key, temporary
/// ones have it.
fn with_and_without_mfa(condition: &ConditionTrace) -> Option<String> {
    if !condition.key.eq_ignore_ascii_case(MFA_PRESENT) {
        return None;
    }
    let wants = |value: &str| {
        condition
            .wanted
            .iter()
            .any(|wanted| wanted.eq_ignore_ascii_case(value))
    };
    let [absent, no, yes] = match condition.operator.to_ascii_lowercase().as_str() {
        "bool" => [false, wants("false"), wants("true")],
        "boolifexists" => [true, wants("false"), wants("true")],
        "null" => [wants("true"), wants("false"), wants("false")],
        _ => return None,
    };
    let word = |holds| if holds { "holds" } else { "does not hold" };
    Some(format!(
        "{} {} {}: with an access key it {}, with temporary credentials without MFA it {}, with MFA it {}",
        condition.operator,
        condition.key,
        condition.wanted.join(" or "),
        word(absent),
        word(no),
        word(yes)
    ))
}

fn unmet(condition: &ConditionTrace, caller: &Principal) -> Option<String> {
    match &condition.found {
        None => source_of(&condition.key),
        // Where a variable is at fault, that is what is said.
        Some(_) if condition.wanted.iter().any(|value| key_in(value).is_some()) => None,
        Some(found) if is_without_mfa(condition, found) => {
            Some(how_to_bring_mfa(caller).to_owned())
        }
        Some(found) => difference(condition, found),
    }
}

fn is_without_mfa(condition: &ConditionTrace, found: &[String]) -> bool {
    condition.key.eq_ignore_ascii_case(MFA_PRESENT) && found.iter().any(|value| value == "false")
}

/// A user's session says whether it was obtained with MFA; a role's never does, whatever code was given for it (rule E18).
const fn how_to_bring_mfa(caller: &Principal) -> &'static str {
    match caller {
        Principal::User { .. } => {
            "these credentials were obtained without MFA: call GetSessionToken with the serial number and a code of an MFA device"
        }
        _ => {
            "the session of a role or federated user never carries MFA, not even where the role was assumed with a code: call with the credentials that GetSessionToken gives for a code"
        }
    }
}

/// How to come by a key, where that can be said.
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

/// The key without which a deny does not bite.
fn missing_key(trace: &StatementTrace) -> Option<&ConditionTrace> {
    if trace.effect == Effect::Allow || !trace.is_about_the_request() || trace.applies() {
        return None;
    }
    let absent = |condition: &&ConditionTrace| condition.found.is_none();
    trace
        .failing()
        .find(absent)
        .filter(|_| trace.failing().all(|condition| condition.found.is_none()))
}

/// A deny that would have bitten had its key been there: absent is not `false`.
fn toothless(trace: &StatementTrace, missing: &ConditionTrace) -> String {
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
    format!(
        "the deny statement {name} of {} does not bite because `{}` is absent, which is not the same as false{or}",
        trace.policy, missing.key
    )
}
