//! What a text is for: decided by the parameter it is given to.

use crate::api::model::{Kind, Member};
use crate::script::{function_table, verb};

/// What is to be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The name of a user.
    User,
    /// The name of a group.
    Group,
    /// The name of a role.
    Role,
    /// The name of an instance profile.
    InstanceProfile,
    /// The name of an inline policy.
    InlinePolicy,
    /// The ARN of a managed policy.
    PolicyArn,
    /// The ARN of a role.
    RoleArn,
    /// Any ARN.
    Arn,
    /// Somebody a policy can name: an ARN, an account, a service.
    Principal,
    /// `service:Action`.
    Action,
    /// The twelve digits of an account.
    Account,
    /// `ec2.amazonaws.com`.
    ServicePrincipal,
    /// An id of an access key.
    AccessKey,
    /// A file below the current folder.
    File,
    /// An error code of AWS.
    ErrorCode,
    /// One of these.
    OneOf(Vec<&'static str>),
}

/// What a parameter of an operation takes; none for free text.
#[must_use]
pub fn of_member(operation: &str, member: &Member) -> Option<Wanted> {
    of_kind(&member.shape.kind).or_else(|| of_name(operation, member.name))
}

fn of_kind(kind: &Kind) -> Option<Wanted> {
    match kind {
        Kind::String(text) if !text.values.is_empty() => Some(Wanted::OneOf(text.values.clone())),
        Kind::List(list) => of_kind(&list.member.kind),
        Kind::Boolean => Some(Wanted::OneOf(vec!["false", "true"])),
        _ => None,
    }
}

fn of_name(operation: &str, name: &str) -> Option<Wanted> {
    // A name that is being given is new.
    if name
        .strip_suffix("Name")
        .is_some_and(|kind| operation == format!("Create{kind}"))
    {
        return None;
    }
    Some(match name {
        "UserName" => Wanted::User,
        "GroupName" => Wanted::Group,
        "RoleName" => Wanted::Role,
        "InstanceProfileName" => Wanted::InstanceProfile,
        "PolicyName" => Wanted::InlinePolicy,
        "PolicyArn" | "PermissionsBoundary" | "PolicyArns" => Wanted::PolicyArn,
        "RoleArn" => Wanted::RoleArn,
        "ActionNames" => Wanted::Action,
        "AccessKeyId" => Wanted::AccessKey,
        "AWSServiceName" => Wanted::ServicePrincipal,
        _ if name.ends_with("Arn") || name.ends_with("Arns") => Wanted::Arn,
        _ => return None,
    })
}

/// What an argument of a function or of a method that is no operation takes.
fn of_parameter(function: &str, parameter: &str) -> Option<Wanted> {
    Some(match (function, parameter) {
        ("account", "id") => Wanted::Account,
        ("service", "name") | (_, "service") if function != "client" => Wanted::ServicePrincipal,
        ("client", "service") => Wanted::OneOf(vec!["iam", "sts"]),
        ("policy_file", "name") => Wanted::File,
        ("expect_error", "code") => Wanted::ErrorCode,
        ("setting", "name") => Wanted::OneOf(settings()),
        (_, "action" | "actions") => Wanted::Action,
        (_, "resource" | "resources" | "text") => Wanted::Arn,
        (_, "role") => Wanted::RoleArn,
        (_, "principal") => Wanted::Principal,
        _ => return None,
    })
}

fn settings() -> Vec<&'static str> {
    crate::lab::settings::SWITCHES
        .iter()
        .map(|(name, _)| *name)
        .collect()
}

/// What the `argument`-th value of a call takes. `kind` is the receiver's type; none for functions.
#[must_use]
pub fn of_argument(kind: Option<&str>, name: &str, argument: usize) -> Option<Wanted> {
    if let Some(verb) = kind.and_then(|kind| verb(kind, name)) {
        let member = verb.places.get(argument)?;
        return of_member(verb.operation.name, member);
    }
    let row = function_table::named(name).find(|row| match kind {
        Some(kind) => row.of.contains(&kind),
        None => row.of.is_empty(),
    })?;
    let parameter = row.takes.split(", ").nth(argument)?;
    of_parameter(name, parameter.trim_matches(['[', ']']))
}
