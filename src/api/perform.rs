//! Actions of any service on the lab's resources: a bucket is created, an instance stopped, a repository pushed to.
//!
//! The lab does not simulate the services; it decides whether they would have been allowed to act, and keeps what
//! decisions depend on: that a resource exists, whose it is, its tags and its policy.

use serde_json::{Value, json};

use crate::arn::{AccountId, Arn};
use crate::decision::{Context, ContextValue, ResourcePolicy};
use crate::lab::event::{PassedRole, ResourceEffect};
use crate::lab::tags::KeyCase;
use crate::lab::{Lab, Resource, StoredPolicy, Tags};
use crate::partition::Partition;
use crate::policy::check::PolicyKind;

use super::access::{Ask, set_target_keys};
use super::authenticate::Identity;
use super::authorize::authorize;
use super::call::with_tags;
use super::context::describe_resource;
use super::documents;
use super::error::AwsError;
use super::last_used;
use super::pass_role;
use super::shape::{Shape, tag_list};

/// What is performed.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// `service:Action`
    pub action: &'a str,
    /// ARN, or `*`.
    pub resource: &'a str,
    /// What it does to the resource.
    pub effect: &'a ResourceEffect,
    /// Roles it hands to services.
    pub passes: &'a [PassedRole],
}

/// Performs an action if the caller may, passing roles included, and does to the resource what the action does.
///
/// # Errors
/// `AccessDenied`; `ValidationError` for what is no action or ARN; `EntityAlreadyExists`, `NoSuchEntity` for the resource;
/// `InvalidParameterValue` for a role that the service cannot assume.
pub fn perform(
    lab: &mut Lab,
    identity: &Identity,
    act: &Act<'_>,
    given: &Context,
) -> Result<Value, AwsError> {
    let mut ask = Ask::new(act.action, act.resource);
    set_tag_keys(act.effect, &mut ask);
    let policy = resource_policy(lab, identity, &mut ask)?;
    authorize(lab, identity, &ask, policy, given)?;
    for passed in act.passes {
        pass_role::check(lab, identity, passed, act.resource, given).map_err(|error| {
            error.with_note(format!("{} hands the role {} on", act.action, passed.role))
        })?;
    }
    let answer = change(lab, ask.owner, act.resource, act.effect)?;
    if let Some(resource) = lab.resources.get_mut(act.resource)
        && !act.passes.is_empty()
    {
        resource.roles = act.passes.to_vec();
    }
    let service = act.action.split(':').next().unwrap_or_default();
    last_used::record(lab, identity, service);
    Ok(answer)
}

fn set_tag_keys(effect: &ResourceEffect, ask: &mut Ask) {
    match effect {
        ResourceEffect::Create { tags, .. } => {
            let tags: Vec<(&str, &str)> =
                tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            ask.request_tags(&tags);
            ask.resource_tags(tags.into_iter());
        }
        ResourceEffect::Tag { tags } => {
            let tags: Vec<(&str, &str)> =
                tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            ask.request_tags(&tags);
        }
        ResourceEffect::Untag { keys } => ask.key("aws:TagKeys", ContextValue::Many(keys.clone())),
        ResourceEffect::Use | ResourceEffect::Delete | ResourceEffect::SetPolicy { .. } => {}
    }
}

/// Adds what the lab knows of the resource to the question, and finds the policy attached to it: a role's trust policy, or
/// that of a resource.
///
/// # Errors
/// `ValidationError` for what is no action or ARN.
pub fn resource_policy<'a>(
    lab: &'a Lab,
    identity: &Identity,
    ask: &mut Ask,
) -> Result<Option<ResourcePolicy<'a>>, AwsError> {
    check_action(&ask.action)?;
    if ask.resource == "*" {
        ask.owner = identity.account.clone();
        return Ok(None);
    }
    let arn: Arn = ask.resource.parse().map_err(|_| {
        AwsError::new("ValidationError", format!("{} is invalid", ask.resource))
            .with_help("a resource is an ARN of six parts, or `*` for actions that take none")
    })?;
    if arn.service() == "iam" {
        return Ok(describe_entity(lab, &arn, ask));
    }
    let kind = if arn.service() == "kms" {
        ResourcePolicy::key
    } else {
        ResourcePolicy::plain
    };
    let known = describe_resource(lab, identity, ask);
    Ok(known
        .and_then(|resource| resource.policy.as_ref())
        .map(|policy| kind(&policy.compiled)))
}

/// Users, roles and policies are resources too; a role's trust policy decides who may assume it.
fn describe_entity<'a>(lab: &'a Lab, arn: &Arn, ask: &mut Ask) -> Option<ResourcePolicy<'a>> {
    ask.owner = arn.account_id();
    let account = ask.owner.as_ref().and_then(|id| lab.account(id))?;
    let tags = account.tags_of(arn)?;
    if !ask.action.eq_ignore_ascii_case("iam:PassRole") {
        ask.resource_tags(tags.iter());
    }
    if let Some(("iam", operation)) = ask.action.to_ascii_lowercase().split_once(':') {
        set_target_keys(
            account,
            operation,
            arn.resource_type(),
            arn.resource_name(),
            ask,
        );
    }
    if arn.resource_type() != "role" || !ask.action.to_ascii_lowercase().starts_with("sts:") {
        return None;
    }
    let role = account.role(arn.resource_name())?;
    Some(ResourcePolicy::trust(&role.trust.compiled))
}

fn check_action(action: &str) -> Result<(), AwsError> {
    let shaped = action.split_once(':').is_some_and(|(service, name)| {
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        plain(service) && plain(name)
    });
    if shaped {
        return Ok(());
    }
    Err(
        AwsError::new("ValidationError", format!("{action} is not an action")).with_help(
            "an action is `service:Name`, such as `s3:GetObject`; a request has no wildcards",
        ),
    )
}

fn missing(arn: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("The resource {arn} does not exist."),
    )
}

fn change(
    lab: &mut Lab,
    owner: Option<AccountId>,
    resource: &str,
    effect: &ResourceEffect,
) -> Result<Value, AwsError> {
    match effect {
        ResourceEffect::Use => Ok(Value::Null),
        ResourceEffect::Create { tags, policy } => {
            create(lab, owner, resource, tags, policy.as_deref())
        }
        ResourceEffect::Delete => lab
            .resources
            .remove(resource)
            .map(|_| Value::Null)
            .ok_or_else(|| missing(resource)),
        ResourceEffect::SetPolicy { policy } => {
            let policy = policy
                .as_deref()
                .map(|text| stored_policy(lab, resource, text))
                .transpose()?;
            found(lab, resource)?.policy = policy;
            Ok(Value::Null)
        }
        ResourceEffect::Tag { tags } => {
            let given: Vec<(&str, &str)> =
                tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let resource = found(lab, resource)?;
            resource.tags = with_tags(&resource.tags, &given, KeyCase::Kept)?;
            Ok(Value::Null)
        }
        ResourceEffect::Untag { keys } => {
            let resource = found(lab, resource)?;
            for key in keys {
                resource.tags.remove(key, KeyCase::Kept);
            }
            Ok(Value::Null)
        }
    }
}

fn found<'a>(lab: &'a mut Lab, arn: &str) -> Result<&'a mut Resource, AwsError> {
    lab.resources.get_mut(arn).ok_or_else(|| missing(arn))
}

fn create(
    lab: &mut Lab,
    owner: Option<AccountId>,
    resource: &str,
    tags: &[(String, String)],
    policy: Option<&str>,
) -> Result<Value, AwsError> {
    let arn: Arn = resource.parse().map_err(|_| {
        AwsError::new("ValidationError", format!("{resource} is invalid"))
            .with_help("what is created needs an ARN of its own")
    })?;
    if lab.resources.contains_key(resource) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("The resource {resource} already exists."),
        ));
    }
    let owner = owner.ok_or_else(super::call::unsigned)?;
    let given: Vec<(&str, &str)> = tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let tags = with_tags(&Tags::default(), &given, KeyCase::Kept)?;
    let policy = policy
        .map(|text| stored_policy(lab, resource, text))
        .transpose()?;
    let shown = Shape::new()
        .with("Arn", resource)
        .with("Owner", owner.as_str())
        .with("Tags", tag_list(&tags));
    lab.resources.insert(
        resource.to_owned(),
        Resource {
            arn,
            owner,
            tags,
            policy,
            roles: Vec::new(),
        },
    );
    Ok(json!({ "Resource": Value::from(shown) }))
}

fn stored_policy(lab: &Lab, resource: &str, text: &str) -> Result<StoredPolicy, AwsError> {
    let document = documents::checked(lab, PolicyKind::Resource, text)?;
    let partition = Partition::of_arn(resource).unwrap_or_default();
    documents::stored_with_principals(lab, partition, resource, PolicyKind::Resource, document)
}
