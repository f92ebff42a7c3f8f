//! Versions of managed policies. Source: IAM API Reference, `CreatePolicyVersion`, `GetPolicyVersion`,
//! `ListPolicyVersions`, `SetDefaultPolicyVersion`, `DeletePolicyVersion`.

use serde_json::{Value, json};

use crate::lab::entity::key;
use crate::lab::managed_policy::{ManagedPolicy, PolicyVersion};
use crate::lab::quota;
use crate::policy::check::PolicyKind;
use crate::reference::managed_policies;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::documents;
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::policies::{named, not_found, refuse_aws_policy};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreatePolicyVersion",
        Target::Arn("PolicyArn"),
        create,
        "Adds a version to a managed policy, with SetAsDefault the one in force.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));
let document = allow("s3:*", "*");"#,
            "PolicyArn: policy.arn, PolicyDocument: document, SetAsDefault: true",
        ),
    ),
    Operation::new(
        "GetPolicyVersion",
        Target::Arn("PolicyArn"),
        get,
        "Shows a version of a managed policy with its document.",
        Example::new(
            "",
            r#"PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess", VersionId: "v1""#,
        ),
    ),
    Operation::new(
        "ListPolicyVersions",
        Target::Arn("PolicyArn"),
        list,
        "Lists the versions of a managed policy, newest first.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));"#,
            "PolicyArn: policy.arn",
        ),
    ),
    Operation::new(
        "SetDefaultPolicyVersion",
        Target::Arn("PolicyArn"),
        set_default,
        "Puts a version of a managed policy in force.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));"#,
            r#"PolicyArn: policy.arn, VersionId: "v1""#,
        ),
    ),
    Operation::new(
        "DeletePolicyVersion",
        Target::Arn("PolicyArn"),
        delete,
        "Deletes a version of a managed policy that is not the one in force.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));
acct.create_policy_version(policy, allow("s3:*", "*"));"#,
            r#"PolicyArn: policy.arn, VersionId: "v2""#,
        ),
    ),
];

fn summary(policy: &ManagedPolicy, version: &PolicyVersion) -> Shape {
    Shape::new()
        .with("VersionId", version.id())
        .with("IsDefaultVersion", version.number == policy.default_version)
        .with("CreateDate", version.created.to_string())
}

fn missing(arn: &str, version: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("Policy {arn} version {version} does not exist or is not attachable."),
    )
}

fn number(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.parse().ok()
}

/// The policy of a call, to change it, and the version that `VersionId` names.
fn changed<'a>(
    call: &'a mut Call<'_>,
    action: &str,
) -> Result<(&'a mut ManagedPolicy, u32), AwsError> {
    let arn = call.input.required("PolicyArn");
    let version = call.input.required("VersionId");
    refuse_aws_policy(call, arn, action)?;
    let policy = named(call)?;
    let number = number(version)
        .filter(|number| policy.version(*number).is_some())
        .ok_or_else(|| missing(arn, version))?;
    let policy = call
        .account_mut()?
        .policy_mut(arn)
        .ok_or_else(|| not_found(arn))?;
    Ok((policy, number))
}

fn create(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("PolicyArn");
    refuse_aws_policy(call, arn, "CreatePolicyVersion")?;
    let text = call.input.required("PolicyDocument");
    let document = documents::checked(&call.lab, PolicyKind::Managed, text)?;
    let policy = named(call)?;
    if policy.versions.len() >= quota::POLICY_VERSIONS {
        return Err(AwsError::new(
            "LimitExceeded",
            "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
        ));
    }
    let stored = documents::stored(&policy.name, Some(arn), document);
    let (key, now, as_default) = (
        key(&policy.name),
        call.now(),
        call.input.flag("SetAsDefault"),
    );
    let policy = call
        .account_mut()?
        .policies
        .get_mut(&key)
        .ok_or_else(|| not_found(arn))?;
    let version = PolicyVersion {
        number: policy.next_version,
        policy: stored,
        created: now,
    };
    policy.next_version += 1;
    if as_default {
        policy.default_version = version.number;
        policy.updated = now;
    }
    let shown = summary(policy, &version);
    policy.versions.push(version);
    Ok(json!({ "PolicyVersion": Value::from(shown) }))
}

fn get(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("PolicyArn");
    let wanted = call.input.required("VersionId");
    if let Some(entry) = managed_policies::find(arn) {
        if entry.default_version != wanted {
            return Err(missing(arn, wanted).with_help(format!(
                "the catalogue holds the default version only: {}",
                entry.default_version
            )));
        }
        return Ok(json!({ "PolicyVersion": {
            "Document": managed_policies::document(arn), "VersionId": wanted,
            "IsDefaultVersion": true, "CreateDate": entry.updated.to_string(),
        } }));
    }
    let policy = named(call)?;
    let version = number(wanted)
        .and_then(|number| policy.version(number))
        .ok_or_else(|| missing(arn, wanted))?;
    let shown = summary(policy, version).with("Document", version.policy.text());
    Ok(json!({ "PolicyVersion": Value::from(shown) }))
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    if let Some(entry) = managed_policies::find(call.input.required("PolicyArn")) {
        let only = json!({
            "VersionId": entry.default_version, "IsDefaultVersion": true, "CreateDate": entry.updated.to_string(),
        });
        return Ok(pager.page_of("Versions", vec![only]));
    }
    let policy = named(call)?;
    let newest_first = policy.versions.iter().rev();
    Ok(pager.page_of(
        "Versions",
        newest_first
            .map(|version| summary(policy, version).into())
            .collect(),
    ))
}

fn set_default(call: &mut Call<'_>) -> Answer {
    let now = call.now();
    let (policy, number) = changed(call, "SetDefaultPolicyVersion")?;
    policy.default_version = number;
    policy.updated = now;
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let (policy, number) = changed(call, "DeletePolicyVersion")?;
    if policy.default_version == number {
        return Err(AwsError::new(
            "DeleteConflict",
            "Cannot delete the default version of a policy.",
        ));
    }
    policy.versions.retain(|version| version.number != number);
    Ok(nothing())
}
