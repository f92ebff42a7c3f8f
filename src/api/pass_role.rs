//! Handing a role to a service: `iam:PassRole` is decided in the caller's name, and the role must trust the service.
//!
//! It is no operation of its own: it is asked whenever a call hands a role on (rules B38, B39).
//! Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service".

use crate::arn::Arn;
use crate::decision::{Context, Principal, ResourcePolicy};
use crate::lab::Lab;
use crate::lab::event::PassedRole;
use crate::lab::role::Role;

use super::access::Ask;
use super::authenticate::Identity;
use super::authorize::{Case, authorize};
use super::error::AwsError;

/// Checks that the caller may pass the role, and that the service can assume it. `resource` is what gets the role.
///
/// # Errors
/// `AccessDenied`; `InvalidParameterValue` for a role that does not exist or does not trust the service.
pub fn check(
    lab: &Lab,
    identity: &Identity,
    passed: &PassedRole,
    resource: &str,
    given: &Context,
) -> Result<(), AwsError> {
    let arn: Arn = passed.role.parse().map_err(|_| {
        AwsError::new("ValidationError", format!("{} is invalid", passed.role))
            .with_help("a role is passed by its ARN")
    })?;
    if arn.account_id() != identity.account {
        return Err(AwsError::new(
            "AccessDenied",
            "Cross-account pass role is not allowed.",
        ));
    }
    permitted(lab, identity, &arn, Some(&passed.service), resource, given)?;
    let role = arn
        .account_id()
        .and_then(|id| lab.account(&id)?.role(arn.resource_name()))
        .filter(|role| role.arn == arn)
        .ok_or_else(|| not_assumable(passed).with_help("no role has this ARN"))?;
    trusts(lab, role, passed, resource)
}

/// Decides `iam:PassRole` on a role. The tags of the role are no condition keys of it.
///
/// # Errors
/// `AccessDenied`.
pub fn permitted(
    lab: &Lab,
    identity: &Identity,
    role: &Arn,
    service: Option<&str>,
    resource: &str,
    given: &Context,
) -> Result<(), AwsError> {
    let mut ask = Ask::new("iam:PassRole", role.as_str());
    ask.owner = role.account_id();
    if let Some(service) = service {
        ask.key("iam:PassedToService", service);
    }
    if resource != "*" {
        ask.key("iam:AssociatedResourceArn", resource);
    }
    authorize(lab, identity, &ask, None, given)
}

/// Whether a role's trust policy lets a service assume it; `None` where there is no such role.
#[must_use]
pub fn role_trusts(lab: &Lab, role: &str, service: &str) -> Option<bool> {
    let arn: Arn = role.parse().ok()?;
    let role = lab.account(&arn.account_id()?)?.role(arn.resource_name())?;
    let passed = PassedRole {
        role: arn.to_string(),
        service: service.to_owned(),
    };
    Some(trusts(lab, role, &passed, "*").is_ok())
}

/// The service assumes the role on behalf of the resource.
fn trusts(lab: &Lab, role: &Role, passed: &PassedRole, resource: &str) -> Result<(), AwsError> {
    let service = Identity::of_nobody(Principal::Service {
        name: passed.service.clone(),
    });
    let mut ask = Ask::new("sts:AssumeRole", role.arn.as_str());
    ask.owner = role.arn.account_id();
    ask.resource_tags(role.tags.iter());
    if resource != "*" {
        ask.key("aws:SourceArn", resource);
    }
    ask.key("aws:SourceAccount", role.arn.account());
    let trust = ResourcePolicy::trust(&role.trust.compiled);
    let case = Case::new(lab, &service, &ask, Some(trust), &Context::default())?;
    if case.decide().allowed() {
        return Ok(());
    }
    let mut error = not_assumable(passed).with_help(format!(
        "the trust policy of {} must let {} assume it",
        role.name, passed.service
    ));
    error.reason = Some(case.explain().into());
    Err(error)
}

fn not_assumable(passed: &PassedRole) -> AwsError {
    AwsError::new(
        "InvalidParameterValue",
        format!(
            "The role {} cannot be assumed by {}.",
            passed.role, passed.service
        ),
    )
}
