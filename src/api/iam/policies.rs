//! Managed policies. Source: IAM API Reference, `CreatePolicy`, `GetPolicy`, `ListPolicies`, `DeletePolicy`.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::id::Kind;
use crate::lab::entity::key;
use crate::lab::managed_policy::{ManagedPolicy, PolicyVersion};
use crate::lab::tags::KeyCase;
use crate::lab::{Account, Tags, quota};
use crate::policy::check::PolicyKind;
use crate::reference::managed_policies;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags, within_quota};
use super::super::documents;
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::remains::{Remains, line};
use super::super::shape::{Shape, tag_list};
use super::super::table::Operation;
use super::attachments::check_arn;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreatePolicy",
        Target::New("policy", "PolicyName"),
        create,
        "Creates a managed policy; the document becomes version v1.",
        Example::new(
            r#"let document = allow("s3:GetObject", "*");"#,
            r#"PolicyName: "ReadAll", PolicyDocument: document"#,
        ),
    )
    .tagging_with("TagPolicy"),
    Operation::new(
        "GetPolicy",
        Target::Arn("PolicyArn"),
        get,
        "Describes a managed policy; its document is that of a version.",
        Example::new(
            "",
            r#"PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess""#,
        ),
    ),
    Operation::new(
        "ListPolicies",
        Target::List("policy"),
        list,
        "Lists managed policies; with Scope \"Local\", only the account's own.",
        Example::new(
            r#"acct.create_policy("ReadAll", allow("s3:GetObject", "*"));"#,
            r#"Scope: "Local""#,
        ),
    ),
    Operation::new(
        "DeletePolicy",
        Target::Arn("PolicyArn"),
        delete,
        "Deletes a managed policy that is attached to nothing and has one version left.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));"#,
            "PolicyArn: policy.arn",
        ),
    ),
];

/// `Policy ARN was not found.`
#[must_use]
pub fn not_found(arn: &str) -> AwsError {
    AwsError::new("NoSuchEntity", format!("Policy {arn} was not found."))
}

/// Refuses to change AWS's own policies (rule B34).
///
/// # Errors
/// `AccessDenied`.
pub fn refuse_aws_policy(call: &Call<'_>, arn: &str, action: &str) -> Result<(), AwsError> {
    if !managed_policies::is_aws(arn) {
        return Ok(());
    }
    Err(AwsError::new(
        "AccessDenied",
        format!(
            "User: {} is not authorized to perform: iam:{action} on resource: policy {arn}",
            call.identity.principal.caller_arn()
        ),
    )
    .with_help("AWS managed policies cannot be changed or deleted by anybody"))
}

/// The account's own policy that `PolicyArn` names.
///
/// # Errors
/// `ValidationError` for what is no ARN, `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a ManagedPolicy, AwsError> {
    let arn = call.input.required("PolicyArn");
    check_arn(arn)?;
    call.account()?.policy(arn).ok_or_else(|| not_found(arn))
}

/// What lists show of an account's own policy.
pub fn summary(account: &Account, policy: &ManagedPolicy) -> Shape {
    let usage = account.policy_use.get(policy.arn.as_str());
    Shape::new()
        .with("PolicyName", policy.name.as_str())
        .with("PolicyId", policy.id.as_str())
        .with("Arn", policy.arn.as_str())
        .with("Path", policy.path.as_str())
        .with("DefaultVersionId", format!("v{}", policy.default_version))
        .with(
            "AttachmentCount",
            usage.map_or(0, |usage| usage.attachments()),
        )
        .with(
            "PermissionsBoundaryUsageCount",
            usage.map_or(0, |usage| usage.boundaries()),
        )
        .with("IsAttachable", true)
        .with("CreateDate", policy.created.to_string())
        .with("UpdateDate", policy.updated.to_string())
}

/// What lists show of one of AWS's policies.
pub fn aws_summary(account: &Account, policy: &managed_policies::ManagedPolicy) -> Shape {
    let usage = account.policy_use.get(&policy.arn);
    Shape::new()
        .with("PolicyName", policy.name.as_str())
        .with("PolicyId", policy.id())
        .with("Arn", policy.arn.as_str())
        .with("Path", policy.path.as_str())
        .with("DefaultVersionId", policy.default_version.as_str())
        .with(
            "AttachmentCount",
            usage.map_or(0, |usage| usage.attachments()),
        )
        .with(
            "PermissionsBoundaryUsageCount",
            usage.map_or(0, |usage| usage.boundaries()),
        )
        .with("IsAttachable", true)
        .with("CreateDate", policy.created.to_string())
        .with("UpdateDate", policy.updated.to_string())
}

fn create(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("PolicyName");
    let path = call.input.text("Path").unwrap_or("/");
    let text = call.input.required("PolicyDocument");
    let document = documents::checked(&call.lab, PolicyKind::Managed, text)?;
    let account = call.account()?;
    if account.policies.contains_key(&key(name)) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("A policy called {name} already exists. Duplicate names are not allowed."),
        ));
    }
    within_quota(
        "PoliciesPerAccount",
        account.policies.len(),
        quota::POLICIES,
    )?;
    let tags = with_tags(&Tags::default(), &call.input.tags("Tags"), KeyCase::Kept)?;
    let id = call.id()?.clone();
    let arn = call.arn(&format!("policy{path}{name}"))?;
    let now = call.now();
    let stored = documents::stored(name, Some(arn.as_str()), document);
    let policy = ManagedPolicy {
        name: name.to_owned(),
        path: path.to_owned(),
        id: call.lab.change()?.issue_id(&id, Kind::ManagedPolicy, name),
        arn,
        description: call.input.text("Description").map(str::to_owned),
        created: now,
        updated: now,
        tags,
        versions: vec![PolicyVersion {
            number: 1,
            policy: stored,
            created: now,
        }],
        default_version: 1,
        next_version: 2,
    };
    let account = call.account_mut()?;
    let shown = summary(account, &policy).with_tags(&policy.tags);
    account.policies.insert(key(name), policy);
    Ok(json!({ "Policy": Value::from(shown) }))
}

fn get(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("PolicyArn");
    if let Some(entry) = managed_policies::find(arn) {
        let shown = aws_summary(call.account()?, &entry).with("Tags", json!([]));
        return Ok(json!({ "Policy": Value::from(shown) }));
    }
    let policy = named(call)?;
    let shown = summary(call.account()?, policy)
        .with_some("Description", policy.description.as_deref())
        .with("Tags", tag_list(&policy.tags));
    Ok(json!({ "Policy": Value::from(shown) }))
}

/// A policy of a listing: made into a document only when it is on the page.
enum Listed<'a> {
    Own(&'a ManagedPolicy),
    Aws(Cow<'static, managed_policies::ManagedPolicy>),
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let input = call.input;
    let scope = input.text("Scope").unwrap_or("All");
    let prefix = input.text("PathPrefix").unwrap_or("/");
    let account = call.account()?;
    let used = |arn: &str| {
        let usage = account.policy_use.get(arn);
        let count = match input.text("PolicyUsageFilter") {
            Some("PermissionsBoundary") => usage.map_or(0, |usage| usage.boundaries()),
            _ => usage.map_or(0, |usage| usage.attachments()),
        };
        count > 0 || !input.flag("OnlyAttached")
    };
    let own = account
        .policies
        .values()
        .filter(|_| scope != "AWS")
        .filter(|policy| policy.path.starts_with(prefix) && used(policy.arn.as_str()))
        .map(Listed::Own);
    let aws = managed_policies::list()
        .iter()
        .filter(|policy| scope != "Local" && policy.path.starts_with(prefix))
        .map(|policy| policy.in_partition(call.identity.partition))
        .filter(|policy| used(&policy.arn))
        .map(Listed::Aws);
    Ok(
        pager.page_by("Policies", own.chain(aws), |policy| match policy {
            Listed::Own(policy) => summary(account, policy).into(),
            Listed::Aws(policy) => aws_summary(account, &policy).into(),
        }),
    )
}

/// Order: attachments and boundaries, then versions.
fn refuse_while_used(account: &Account, policy: &ManagedPolicy) -> Result<(), AwsError> {
    let arn = policy.arn.as_str();
    let versions = policy
        .versions
        .iter()
        .filter(|version| version.number != policy.default_version);
    Remains::default()
        .with("Cannot delete a policy attached to entities.", detachments(account, arn))
        .with(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. \
             The default version is deleted with the policy.",
            versions.map(|version| {
                line("DeletePolicyVersion", &[("PolicyArn", arn), ("VersionId", &version.id())])
            }),
        )
        .refuse()
}

/// The calls that would detach a policy from all it is attached to, and take it away as a boundary.
fn detachments(account: &Account, arn: &str) -> Vec<String> {
    let Some(usage) = account.policy_use.get(arn) else {
        return Vec::new();
    };
    let users = usage.users.iter().filter_map(|key| account.users.get(key));
    let groups = usage
        .groups
        .iter()
        .filter_map(|key| account.groups.get(key));
    let roles = usage.roles.iter().filter_map(|key| account.roles.get(key));
    let bounded_users = usage
        .bounded_users
        .iter()
        .filter_map(|key| account.users.get(key));
    let bounded_roles = usage
        .bounded_roles
        .iter()
        .filter_map(|key| account.roles.get(key));
    let detach =
        |operation, member, name: &str| line(operation, &[(member, name), ("PolicyArn", arn)]);
    users
        .map(|user| detach("DetachUserPolicy", "UserName", &user.name))
        .chain(groups.map(|group| detach("DetachGroupPolicy", "GroupName", &group.name)))
        .chain(roles.map(|role| detach("DetachRolePolicy", "RoleName", &role.name)))
        .chain(bounded_users.map(|user| {
            line(
                "DeleteUserPermissionsBoundary",
                &[("UserName", user.name.as_str())],
            )
        }))
        .chain(bounded_roles.map(|role| {
            line(
                "DeleteRolePermissionsBoundary",
                &[("RoleName", role.name.as_str())],
            )
        }))
        .collect()
}

fn delete(call: &mut Call<'_>) -> Answer {
    refuse_aws_policy(call, call.input.required("PolicyArn"), "DeletePolicy")?;
    let policy = named(call)?;
    let account = call.account()?;
    refuse_while_used(account, policy)?;
    let (key, arn) = (key(&policy.name), policy.arn.to_string());
    let account = call.account_mut()?;
    account.policies.remove(&key);
    account.policy_use.remove(&arn);
    Ok(nothing())
}
