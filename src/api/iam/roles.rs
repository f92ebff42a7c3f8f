//! Roles. Source: IAM API Reference, `CreateRole`, `GetRole`, `ListRoles`, `UpdateRole`, `UpdateRoleDescription`,
//! `UpdateAssumeRolePolicy`, `DeleteRole`.

use serde_json::{Value, json};

use crate::id::Kind;
use crate::lab::entity::{EntityId, key};
use crate::lab::role::Role;
use crate::lab::tags::KeyCase;
use crate::lab::{Account, Lab, StoredPolicy, Tags, quota};
use crate::policy::check::PolicyKind;

use super::super::access::Target;
use super::super::call::{
    Answer, Call, already_exists, not_found, nothing, with_tags, within_quota,
};
use super::super::documents;
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::remains::{Remains, line};
use super::super::shape::Shape;
use super::super::table::Operation;
use super::{boundaries, instance_profiles};

/// Seconds a session lasts at most unless the role says otherwise.
pub const DEFAULT_MAX_SESSION: u32 = 3600;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateRole",
        Target::New("role", "RoleName"),
        create,
        "Creates a role with its trust policy.",
        Example::new(
            "let trust = trust_for(acct);",
            r#"RoleName: "blog-role", AssumeRolePolicyDocument: trust, MaxSessionDuration: 7200"#,
        ),
    )
    .tagging_with("TagRole"),
    Operation::new(
        "GetRole",
        Target::Role,
        get,
        "Describes a role, its trust policy included.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role""#,
        ),
    ),
    Operation::new(
        "ListRoles",
        Target::List("role"),
        list,
        "Lists the roles of the account.",
        Example::new(r#"acct.create_role("blog-role", trust_for(acct));"#, ""),
    ),
    Operation::new(
        "UpdateRole",
        Target::Role,
        update,
        "Changes a role's description or its longest session, 3600 to 43200 seconds.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role", MaxSessionDuration: 7200"#,
        ),
    ),
    Operation::new(
        "UpdateRoleDescription",
        Target::Role,
        update_description,
        "Changes a role's description.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role", Description: "writes the blog""#,
        ),
    ),
    Operation::new(
        "UpdateAssumeRolePolicy",
        Target::Role,
        update_trust,
        "Replaces a role's trust policy; sessions that exist go on.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));
let trust = trust_for(acct.create_user("carlos"));"#,
            r#"RoleName: "blog-role", PolicyDocument: trust"#,
        ),
    ),
    Operation::new(
        "DeleteRole",
        Target::Role,
        delete,
        "Deletes a role that has no policies any more; its sessions end.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role""#,
        ),
    ),
];

/// What every operation shows of a role.
#[must_use]
pub fn summary(lab: &Lab, role: &Role) -> Shape {
    identity(lab, role).with_some("Description", role.description.as_deref())
}

/// Who a role is and whom it trusts.
#[must_use]
pub fn identity(lab: &Lab, role: &Role) -> Shape {
    Shape::new()
        .with("Path", role.path.as_str())
        .with("RoleName", role.name.as_str())
        .with("RoleId", role.id.as_str())
        .with("Arn", role.arn.as_str())
        .with("CreateDate", role.created.to_string())
        .with("AssumeRolePolicyDocument", trust_text(lab, role))
}

/// The trust policy as it is shown: living principals by their ARNs (rule C2).
#[must_use]
pub fn trust_text(lab: &Lab, role: &Role) -> String {
    lab.show_principals(role.trust.compiled.document())
}

fn full(lab: &Lab, role: &Role) -> Value {
    summary(lab, role)
        .with("MaxSessionDuration", role.max_session_duration)
        .with_boundary(role.boundary.as_ref())
        .with_tags(&role.tags)
        .with("RoleLastUsed", last_used(role))
        .into()
}

/// `{}` for a role that was never used.
#[must_use]
pub fn last_used(role: &Role) -> Value {
    role.last_used.as_ref().map_or_else(
        || json!({}),
        |usage| json!({ "LastUsedDate": usage.time.to_string(), "Region": usage.region }),
    )
}

/// The role that `RoleName` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a Role, AwsError> {
    let name = call.input.required("RoleName");
    call.account()?
        .role(name)
        .ok_or_else(|| not_found("role", name))
}

/// The same role, to change it; service-linked roles are AWS's to change (rule B34).
///
/// # Errors
/// `NoSuchEntity` or `UnmodifiableEntity`.
pub fn named_mut<'a>(call: &'a mut Call<'_>) -> Result<&'a mut Role, AwsError> {
    let role = named(call)?;
    refuse_protected(role)?;
    let key = key(&role.name);
    let missing = not_found("role", &key);
    call.account_mut()?.roles.get_mut(&key).ok_or(missing)
}

/// Refuses to change what only AWS may change.
///
/// # Errors
/// `UnmodifiableEntity`.
pub fn refuse_protected(role: &Role) -> Result<(), AwsError> {
    if !role.is_service_linked() {
        return Ok(());
    }
    Err(AwsError::new(
        "UnmodifiableEntity",
        format!(
            "Cannot perform the operation on the protected role '{}' - this role is only modifiable by AWS",
            role.name
        ),
    ))
}

fn trust_policy(call: &Call<'_>, role: &str, text: &str) -> Result<StoredPolicy, AwsError> {
    let document = documents::checked(&call.lab, PolicyKind::Trust, text)?;
    documents::stored_with_principals(
        &call.lab,
        call.identity.partition,
        role,
        PolicyKind::Trust,
        document,
    )
}

fn create(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("RoleName");
    let path = call.input.text("Path").unwrap_or("/");
    let account = call.account()?;
    if account.roles.contains_key(&key(name)) {
        return Err(already_exists("Role", name));
    }
    within_quota("RolesPerAccount", account.roles.len(), quota::ROLES)?;
    let tags = with_tags(&Tags::default(), &call.input.tags("Tags"), KeyCase::Ignored)?;
    let boundary = call.input.text("PermissionsBoundary");
    if let Some(arn) = boundary {
        boundaries::check(call, arn)?;
    }
    let trust = trust_policy(call, name, call.input.required("AssumeRolePolicyDocument"))?;
    let id = call.id()?.clone();
    let role = Role {
        name: name.to_owned(),
        path: path.to_owned(),
        id: call.lab.change()?.issue_id(&id, Kind::Role, name),
        arn: call.arn(&format!("role{path}{name}"))?,
        created: call.now(),
        description: call.input.text("Description").map(str::to_owned),
        trust,
        max_session_duration: call
            .input
            .number("MaxSessionDuration")
            .unwrap_or(DEFAULT_MAX_SESSION),
        tags,
        policies: Default::default(),
        boundary: boundary.map(str::to_owned),
        last_used: None,
    };
    let shown = summary(&call.lab, &role)
        .with_boundary(role.boundary.as_ref())
        .with_tags(&role.tags);
    let answer = json!({ "Role": Value::from(shown) });
    let account = call.account_mut()?;
    if let Some(arn) = &role.boundary {
        account
            .policy_use
            .entry(arn.clone())
            .or_default()
            .bounded_roles
            .insert(key(name));
    }
    account
        .by_id
        .insert(role.id.clone(), EntityId::Role(key(name)));
    account.roles.insert(key(name), role);
    Ok(answer)
}

fn get(call: &mut Call<'_>) -> Answer {
    Ok(json!({ "Role": full(&call.lab, named(call)?) }))
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let prefix = call.input.text("PathPrefix").unwrap_or("/");
    let account = call.account()?;
    let roles = pager
        .rest(&account.roles)
        .filter(|(_, role)| role.path.starts_with(prefix));
    let shown = roles.map(|(key, role)| {
        let shape = summary(&call.lab, role).with("MaxSessionDuration", role.max_session_duration);
        (key, shape.into())
    });
    Ok(pager.page("Roles", shown))
}

fn update(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let role = named_mut(call)?;
    if let Some(description) = input.text("Description") {
        role.description = Some(description.to_owned());
    }
    if let Some(seconds) = input.number("MaxSessionDuration") {
        role.max_session_duration = seconds;
    }
    Ok(json!({}))
}

fn update_description(call: &mut Call<'_>) -> Answer {
    let description = call.input.required("Description").to_owned();
    named_mut(call)?.description = Some(description);
    Ok(json!({ "Role": full(&call.lab, named(call)?) }))
}

fn update_trust(call: &mut Call<'_>) -> Answer {
    let name = named(call)?.name.clone();
    let trust = trust_policy(call, &name, call.input.required("PolicyDocument"))?;
    named_mut(call)?.trust = trust;
    Ok(nothing())
}

/// Order: instance profiles, attached policies, inline policies.
fn refuse_while_used(account: &Account, role: &Role) -> Result<(), AwsError> {
    let name = role.name.as_str();
    let role_key = key(name);
    let profiles = instance_profiles::holding(account, &role_key);
    let attached = role.policies.attached.iter();
    let inline = role.policies.inline.keys();
    Remains::default()
        .with(
            instance_profiles::IN_USE,
            profiles.map(|profile| instance_profiles::removal(&profile.name, name)),
        )
        .with(
            "Cannot delete entity, must detach all policies first.",
            attached.map(|arn| {
                line(
                    "DetachRolePolicy",
                    &[("RoleName", name), ("PolicyArn", arn)],
                )
            }),
        )
        .with(
            "Cannot delete entity, must delete policies first.",
            inline.map(|policy| {
                line(
                    "DeleteRolePolicy",
                    &[("RoleName", name), ("PolicyName", policy)],
                )
            }),
        )
        .refuse()
}

fn delete(call: &mut Call<'_>) -> Answer {
    let role = named(call)?;
    refuse_protected(role)?;
    refuse_while_used(call.account()?, role)?;
    let role_key = key(&role.name);
    let (key, id, boundary) = (role_key, role.id.clone(), role.boundary.clone());
    let account = call.account_mut()?;
    if let Some(usage) = boundary.and_then(|arn| account.policy_use.get_mut(&arn)) {
        usage.bounded_roles.remove(&key);
    }
    account.by_id.remove(&id);
    account.roles.remove(&key);
    Ok(nothing())
}
