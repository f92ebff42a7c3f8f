//! Session policies: at most one inline and ten managed ones, a union among themselves (rule B20).
//!
//! Source: IAM User Guide, "Policies and permissions in AWS Identity and Access Management", session policies.

use crate::arn::AccountId;
use crate::lab::{StoredPolicy, quota};
use crate::policy::check::PolicyKind;
use crate::policy::size::{self, SizeLimits};

use super::super::call::Reach;
use super::super::documents;
use super::super::error::AwsError;
use super::super::iam::attachments::check_arn;
use super::super::input::Input;

/// The policies passed with a call; none when there were none.
///
/// # Errors
/// `MalformedPolicyDocument` for the inline one, `ValidationError` for an ARN or a policy that is not of the account.
pub fn passed(
    lab: &mut Reach<'_>,
    account: &AccountId,
    input: Input<'_>,
) -> Result<Option<Vec<StoredPolicy>>, AwsError> {
    let mut policies = Vec::new();
    if let Some(text) = input.text("Policy") {
        within_size(text)?;
        let document = documents::checked(lab, PolicyKind::Session, text)?;
        policies.push(documents::stored("session policy", None, document));
    }
    let arns = input.structures("PolicyArns");
    if arns.len() > quota::SESSION_POLICY_ARNS {
        return Err(AwsError::new(
            "ValidationError",
            format!(
                "The number of managed policies passed must be at most {}.",
                quota::SESSION_POLICY_ARNS
            ),
        ));
    }
    for arn in arns.iter().map(|policy| policy.required("arn")) {
        policies.push(managed(lab, account, arn)?);
    }
    Ok((!policies.is_empty()).then_some(policies))
}

fn within_size(text: &str) -> Result<(), AwsError> {
    let limit = SizeLimits::default().session;
    if size::without_blanks(text) <= limit {
        return Ok(());
    }
    Err(AwsError::new(
        "ValidationError",
        format!(
            "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less \
             than or equal to {limit}"
        ),
    ))
}

/// The version in force now: a session keeps it.
fn managed(lab: &mut Reach<'_>, account: &AccountId, arn: &str) -> Result<StoredPolicy, AwsError> {
    check_arn(arn)?;
    lab.change()?.use_aws_policy(arn);
    let own = arn.split(':').nth(4) == Some(account.as_str()) || lab.is_aws_policy(arn);
    let found = lab.managed_policy(arn).filter(|_| own);
    found
        .map(|compiled| StoredPolicy { compiled })
        .ok_or_else(|| {
            AwsError::new(
                "ValidationError",
                format!("Policy {arn} does not exist or is not attachable."),
            )
            .with_help("managed session policies must be in the account of the session")
        })
}
