//! Roles that belong to a service: AWS writes their policies, and deletes them when the service agrees (rule B34).
//!
//! Source: IAM API Reference, `CreateServiceLinkedRole`, `DeleteServiceLinkedRole`, `GetServiceLinkedRoleDeletionStatus`.

use serde_json::{Value, json};

use crate::arn::Arn;
use crate::id::Kind;
use crate::lab::deletion::DeletionTask;
use crate::lab::entity::{EntityId, PolicySet, key};
use crate::lab::role::Role;
use crate::lab::{Lab, Tags, quota};
use crate::policy::check::PolicyKind;
use crate::reference::service_roles::{self, SERVICE_ROLES, ServiceRole};

use super::super::access::{Ask, Target};
use super::super::authorize::authorize;
use super::super::call::{Answer, Call, not_found, within_quota};
use super::super::context::GLOBAL_REGION;
use super::super::documents;
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::roles;

/// What the ARNs of these roles begin with, after the account.
const PATH: &str = "/aws-service-role/";

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateServiceLinkedRole",
        Target::Handler,
        create,
        "Creates the role of a service, with the policies that AWS wrote for it.",
        Example::new("", r#"AWSServiceName: "elasticbeanstalk.amazonaws.com""#),
    ),
    Operation::new(
        "DeleteServiceLinkedRole",
        Target::Role,
        delete,
        "Asks for a service-linked role to be deleted; it is, unless resources still need it.",
        Example::new(
            r#"let role = iam.create_service_linked_role(#{ AWSServiceName: "ecs.amazonaws.com" }).Role;"#,
            "RoleName: role.RoleName",
        ),
    ),
    Operation::new(
        "GetServiceLinkedRoleDeletionStatus",
        Target::Handler,
        status,
        "Tells what became of the deletion of a service-linked role.",
        Example::new(
            r#"let role = iam.create_service_linked_role(#{ AWSServiceName: "ecs.amazonaws.com" }).Role;
let task = iam.delete_service_linked_role(#{ RoleName: role.RoleName }).DeletionTaskId;"#,
            "DeletionTaskId: task",
        ),
    ),
];

fn invalid(text: String) -> AwsError {
    AwsError::new("InvalidInput", text)
}

/// What these calls are authorized on: the role's ARN, with the service as a condition key.
fn permitted(call: &Call<'_>, action: &str, service: &str, arn: &Arn) -> Result<(), AwsError> {
    let mut ask = Ask::new(action, arn.as_str());
    ask.owner = arn.account_id();
    ask.key("iam:AWSServiceName", service);
    authorize(&call.lab, call.identity, &ask, None, call.given)
}

fn create(call: &mut Call<'_>) -> Answer {
    let service = call.input.required("AWSServiceName");
    let suffix = call.input.text("CustomSuffix");
    let known = service_roles::of(service);
    let mut name = known.map_or("*", |known| known.role).to_owned();
    if let Some(suffix) = suffix {
        name = format!("{name}_{suffix}");
    }
    let path = format!("{PATH}{service}/");
    let arn = call.arn(&format!("role{path}{name}"))?;
    permitted(call, "iam:CreateServiceLinkedRole", service, &arn)?;
    let known = known.ok_or_else(|| unknown(service))?;
    if suffix.is_some() && !known.suffix {
        return Err(invalid(format!(
            "Custom suffix is not allowed for {service}"
        )));
    }
    let account = call.account()?;
    if account.roles.contains_key(&key(&name)) {
        return Err(invalid(format!(
            "Service role name {name} has been taken in this account, please try a different suffix."
        )));
    }
    within_quota("RolesPerAccount", account.roles.len(), quota::ROLES)?;
    let role = role(call, known, name, path, arn)?;
    let answer = json!({ "Role": Value::from(roles::summary(&call.lab, &role)) });
    insert(call, role)?;
    Ok(answer)
}

fn unknown(service: &str) -> AwsError {
    let names: Vec<&str> = SERVICE_ROLES.iter().map(|role| role.service).collect();
    AwsError::new(
        "NoSuchEntity",
        format!("There is no service-linked role for the service {service}."),
    )
    .with_help(format!("the lab knows {}", names.join(", ")))
}

fn role(
    call: &mut Call<'_>,
    known: &ServiceRole,
    name: String,
    path: String,
    arn: Arn,
) -> Result<Role, AwsError> {
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": known.service }, "Action": "sts:AssumeRole" }] });
    let trust = documents::checked(&call.lab, PolicyKind::Trust, &trust.to_string())?;
    let id = call.id()?.clone();
    let policy = format!(
        "arn:{}:iam::aws:policy{PATH}{}",
        arn.partition(),
        known.policy
    );
    call.lab.change()?.use_aws_policy(&policy);
    Ok(Role {
        id: call.lab.change()?.issue_id(&id, Kind::Role, &name),
        trust: documents::stored(&name, None, trust),
        name,
        path,
        arn,
        created: call.now(),
        description: call.input.text("Description").map(str::to_owned),
        max_session_duration: roles::DEFAULT_MAX_SESSION,
        tags: Tags::default(),
        policies: PolicySet {
            attached: vec![policy],
            ..PolicySet::default()
        },
        boundary: None,
        last_used: None,
    })
}

fn insert(call: &mut Call<'_>, role: Role) -> Result<(), AwsError> {
    let account = call.account_mut()?;
    let key = key(&role.name);
    for arn in &role.policies.attached {
        let usage = account.policy_use.entry(arn.clone()).or_default();
        usage.roles.insert(key.clone());
    }
    account
        .by_id
        .insert(role.id.clone(), EntityId::Role(key.clone()));
    account.roles.insert(key, role);
    Ok(())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("RoleName");
    let role = roles::named(call)?;
    if !role.is_service_linked() {
        return Err(not_found("service-linked role", name)
            .with_help("other roles are deleted with DeleteRole"));
    }
    let service = role.service().unwrap_or_default().to_owned();
    let (name, arn, unique) = (role.name.clone(), role.arn.to_string(), role.id.clone());
    let used_by = users(&call.lab, &arn);
    let account = call.account()?;
    let number = account.deletion_tasks.len() as u64;
    let uuid = call
        .lab
        .deriver()
        .uuid(&format!("deletion {unique}"), number);
    let task = format!("task{PATH}{service}/{name}/{uuid}");
    let deleted = used_by.is_empty();
    let account = call.account_mut()?;
    account
        .deletion_tasks
        .insert(task.clone(), DeletionTask { role: arn, used_by });
    if deleted {
        for usage in account.policy_use.values_mut() {
            usage.roles.remove(&key(&name));
        }
        account.by_id.remove(&unique);
        account.roles.remove(&key(&name));
    }
    Ok(json!({ "DeletionTaskId": task }))
}

/// The resources for which services work with a role.
fn users(lab: &Lab, role: &str) -> Vec<String> {
    let uses = lab
        .resources
        .values()
        .filter(|resource| resource.roles.iter().any(|passed| passed.role == role));
    uses.map(|resource| resource.arn.to_string()).collect()
}

fn status(call: &mut Call<'_>) -> Answer {
    let id = call.input.required("DeletionTaskId");
    // task/aws-service-role/SERVICE/ROLE/UUID
    let parts: Vec<&str> = id.split('/').collect();
    let ["task", "aws-service-role", service, role, _] = parts.as_slice() else {
        return Err(invalid(format!("Deletion Task Id {id} is invalid.")));
    };
    let arn = call.arn(&format!("role{PATH}{service}/{role}"))?;
    permitted(
        call,
        "iam:GetServiceLinkedRoleDeletionStatus",
        service,
        &arn,
    )?;
    let task = call.account()?.deletion_tasks.get(id).ok_or_else(|| {
        AwsError::new(
            "NoSuchEntity",
            format!("Deletion Task Id {id} cannot be found."),
        )
    })?;
    if task.used_by.is_empty() {
        return Ok(json!({ "Status": "SUCCEEDED" }));
    }
    let usage = json!([{ "Region": GLOBAL_REGION, "Resources": task.used_by }]);
    let reason = Shape::new()
        .with(
            "Reason",
            "Resources that use the role must be deleted first.",
        )
        .with("RoleUsageList", usage);
    Ok(Shape::new()
        .with("Status", "FAILED")
        .with("Reason", reason)
        .into())
}
