//! What a call asks permission for: actions on resources, with the keys that the call itself sets.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity and Access Management".

use crate::arn::{AccountId, Arn};
use crate::decision::{ContextValue, Principal};
use crate::lab::role::Role;
use crate::lab::{Account, Tags};
use crate::partition::Partition;

use super::authenticate::Identity;
use super::error::AwsError;
use super::input::Input;

/// What an operation of the table is authorized on. Members are those of its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Needs no permission and survives an explicit deny (rule B27).
    Nothing,
    /// The resource `*`.
    Everything,
    /// The user named by `UserName`, or the calling user where it is left out.
    User,
    /// The group named by `GroupName`.
    Group,
    /// The role named by `RoleName`.
    Role,
    /// An entity of another type, and the member that names it.
    Named(&'static str, &'static str),
    /// The entity whose ARN stands in this member.
    Arn(&'static str),
    /// An entity that is to be created: its type and the member that names it.
    New(&'static str, &'static str),
    /// All entities of a type, below `PathPrefix`.
    List(&'static str),
    /// The handler asks itself.
    Handler,
}

/// One question to the decision engine.
#[derive(Clone, Debug)]
pub struct Ask {
    /// `service:Action`
    pub action: String,
    /// ARN, or `*`.
    pub resource: String,
    /// Owner of the resource.
    pub owner: Option<AccountId>,
    /// How a denial names the resource, where that is not its ARN.
    pub named: Option<String>,
    /// Keys that follow from the call's parameters and from the resource.
    pub keys: Vec<(String, ContextValue)>,
}

impl Ask {
    /// A question without keys of its own.
    #[must_use]
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            owner: None,
            named: None,
            keys: Vec::new(),
        }
    }

    /// Adds a condition key.
    pub fn key(&mut self, name: impl Into<String>, value: impl Into<ContextValue>) {
        self.keys.push((name.into(), value.into()));
    }

    /// Adds the tags of the resource, under the global and the IAM key.
    pub fn resource_tags<'t>(&mut self, tags: impl Iterator<Item = (&'t str, &'t str)>) {
        for (key, value) in tags {
            self.key(format!("aws:ResourceTag/{key}"), value);
            if self.action.starts_with("iam:") || self.action.starts_with("sts:") {
                self.key(format!("iam:ResourceTag/{key}"), value);
            }
        }
    }

    /// Adds tags that come with the request; none passed sets no key (rule U8).
    pub fn request_tags(&mut self, tags: &[(&str, &str)]) {
        for (key, value) in tags {
            self.key(format!("aws:RequestTag/{key}"), *value);
        }
        self.tag_keys(tags.iter().map(|(key, _)| (*key).to_owned()).collect());
    }

    /// Adds the keys of tags that the request sets or removes.
    pub fn tag_keys(&mut self, keys: Vec<String>) {
        if !keys.is_empty() {
            self.key("aws:TagKeys", ContextValue::Many(keys));
        }
    }
}

/// The name a call is about: `UserName`, or the calling user's own.
///
/// # Errors
/// `ValidationError` when it is left out by somebody who is no user.
pub fn user_name<'a>(identity: &'a Identity, input: Input<'a>) -> Result<&'a str, AwsError> {
    match (input.text("UserName"), &identity.principal) {
        (Some(name), _) => Ok(name),
        (None, Principal::User { arn, .. }) => Ok(arn.resource_name()),
        _ => Err(AwsError::new(
            "ValidationError",
            "Must specify userName when calling with non-User credentials",
        )),
    }
}

/// The question an operation of the IAM table asks.
///
/// # Errors
/// `ValidationError` when the call does not say whom it is about.
pub fn ask(
    account: &Account,
    identity: &Identity,
    operation: &str,
    target: Target,
    input: Input<'_>,
) -> Result<Ask, AwsError> {
    let action = format!("iam:{operation}");
    // What a call is about is looked for in the partition where the call is made.
    let partition = identity.partition;
    let mut ask = match target {
        // The root user may leave its name out of calls about its own credentials.
        Target::User
            if matches!(identity.principal, Principal::Root { .. }) && !input.has("UserName") =>
        {
            Ask::new(action, account.root_arn(partition).as_str())
        }
        Target::User => {
            let name = user_name(identity, input)?;
            let user = account.user(name);
            let path = user.map_or("/", |user| user.path.as_str());
            entity(
                action,
                partition,
                account,
                "user",
                path,
                name,
                user.map(|user| &user.tags),
            )
        }
        Target::Role => {
            let name = input.required("RoleName");
            let role = account.role(name);
            let path = role.map_or("/", |role| role.path.as_str());
            entity(
                action,
                partition,
                account,
                "role",
                path,
                name,
                role.map(|role| &role.tags),
            )
        }
        Target::Group => {
            let name = input.required("GroupName");
            let path = account.group(name).map_or("/", |group| group.path.as_str());
            entity(action, partition, account, "group", path, name, None)
        }
        Target::Named(kind, member) => {
            let name = input.required(member);
            let known = account.arn_named(kind, name);
            let path =
                known.map_or_else(|| format!("{kind}/{name}"), |arn| arn.resource().to_owned());
            let arn = Arn::iam(partition, &account.id, &path);
            let mut ask = Ask::new(action, arn.as_str());
            ask.named = Some(format!("{} {name}", kind.replace('-', " ")));
            if let Some(tags) = known.and_then(|arn| account.tags_of(arn)) {
                ask.resource_tags(tags.iter());
            }
            ask
        }
        Target::Arn(member) => {
            let arn = input.required(member);
            let mut ask = Ask::new(action, arn);
            let parsed = arn.parse::<Arn>().ok();
            // Of the entities that are given by their ARN, AWS puts the type before it for policies only.
            if member == "PolicyArn" {
                ask.named = Some(format!("policy {arn}"));
            }
            if let Some(tags) = parsed.and_then(|arn| account.tags_of(&arn)) {
                ask.resource_tags(tags.iter());
            }
            ask
        }
        Target::New(kind, member) => {
            let path = input.text("Path").unwrap_or("/");
            let name = input.required(member);
            let mut ask = Ask::new(
                action,
                Arn::iam(partition, &account.id, &format!("{kind}{path}{name}")).as_str(),
            );
            ask.resource_tags(input.tags("Tags").into_iter());
            ask
        }
        Target::List(kind) => {
            let path = input.text("PathPrefix").unwrap_or("/");
            Ask::new(
                action,
                Arn::iam(partition, &account.id, &format!("{kind}{path}")).as_str(),
            )
        }
        Target::Everything | Target::Nothing | Target::Handler => Ask::new(action, "*"),
    };
    ask.owner = Some(account.id.clone());
    ask.request_tags(&input.tags("Tags"));
    ask.tag_keys(
        input
            .texts("TagKeys")
            .into_iter()
            .map(str::to_owned)
            .collect(),
    );
    set_iam_keys(account, operation, target, input, &mut ask);
    Ok(ask)
}

/// An IAM entity: it is matched by its ARN and named in denials by its type and name.
fn entity(
    action: String,
    partition: Partition,
    account: &Account,
    kind: &str,
    path: &str,
    name: &str,
    tags: Option<&Tags>,
) -> Ask {
    let arn = Arn::iam(partition, &account.id, &format!("{kind}{path}{name}"));
    let mut ask = Ask::new(action, arn.as_str());
    ask.named = Some(format!("{kind} {name}"));
    if let Some(tags) = tags {
        ask.resource_tags(tags.iter());
    }
    ask
}

/// Operations whose `iam:PermissionsBoundary` is the boundary that the target has now.
const BOUNDARY_OF_TARGET: &[&str] = &[
    "AttachRolePolicy",
    "AttachUserPolicy",
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DeleteUserPermissionsBoundary",
    "DeleteUserPolicy",
    "DetachRolePolicy",
    "DetachUserPolicy",
    "GetRole",
    "PutRolePolicy",
    "PutUserPolicy",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
];

/// The `iam:` keys. Source: IAM User Guide, "IAM and AWS STS condition context keys".
fn set_iam_keys(
    account: &Account,
    operation: &str,
    target: Target,
    input: Input<'_>,
    ask: &mut Ask,
) {
    let attaches = operation.starts_with("Attach") || operation.starts_with("Detach");
    if let Some(arn) = input.text("PolicyArn").filter(|_| attaches) {
        ask.key("iam:PolicyARN", arn);
    }
    if let Some(boundary) = input.text("PermissionsBoundary") {
        ask.key("iam:PermissionsBoundary", boundary);
    }
    match target {
        Target::User => {
            let name = input.text("UserName").unwrap_or_default();
            set_target_keys(account, operation, "user", name, ask);
        }
        Target::Role => {
            set_target_keys(account, operation, "role", input.required("RoleName"), ask);
        }
        _ => {}
    }
}

/// The `iam:` keys that follow from what the target is now: its boundary, the service that a role belongs to.
pub fn set_target_keys(account: &Account, operation: &str, kind: &str, name: &str, ask: &mut Ask) {
    let is = |known: &str| known.eq_ignore_ascii_case(operation);
    let role = account.role(name).filter(|_| kind == "role");
    if let Some(service) = role.and_then(Role::service)
        && is("DeleteServiceLinkedRole")
    {
        ask.key("iam:AWSServiceName", service);
    }
    let user = account.user(name).filter(|_| kind == "user");
    let boundary = user
        .and_then(|user| user.boundary.as_deref())
        .or_else(|| role?.boundary.as_deref());
    if let Some(boundary) = boundary
        && BOUNDARY_OF_TARGET.iter().any(|known| is(known))
    {
        ask.key("iam:PermissionsBoundary", boundary);
    }
}
