//! What the lab's operator sees of an entity: the documents of `GetAccountAuthorizationDetails`, one at a time.
//!
//! Reads and changes nothing, and asks nobody's permission: this is the view from outside, for prompts, scripts' properties and
//! reports. What a *caller* may see is decided by the operations.

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::entity::{EntityId, PolicySet, key};
use crate::lab::group::Group;
use crate::lab::role::Role;
use crate::lab::user::User;
use crate::lab::{Account, Lab, ManagedPolicy};
use crate::reference::managed_policies;

use super::iam::attachments::attached_list;
use super::iam::{groups, instance_profiles, policies, roles, users};
use super::shape::Shape;

/// The user with this unique id.
#[must_use]
pub fn user(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
    let account = lab.account(account)?;
    Some(user_detail(account, account.user_by_id(id)?).into())
}

/// The group with this unique id, with the names of its users.
#[must_use]
pub fn group(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
    let account = lab.account(account)?;
    let EntityId::Group(key) = account.by_id.get(id)? else {
        return None;
    };
    let group = account.groups.get(key)?;
    let members = group
        .members
        .iter()
        .filter_map(|key| account.users.get(key));
    let names: Vec<&str> = members.map(|user| user.name.as_str()).collect();
    Some(group_detail(group).with("UserList", names).into())
}

/// The role with this unique id.
#[must_use]
pub fn role(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
    let account = lab.account(account)?;
    Some(role_detail(lab, account, account.role_by_id(id)?).into())
}

/// The managed policy with this ARN, AWS's own among them, as `account` has it.
#[must_use]
pub fn policy(lab: &Lab, account: &AccountId, arn: &str) -> Option<Value> {
    let account = lab.account(account)?;
    let own = account
        .policy(arn)
        .map(|policy| policy_detail(account, policy));
    own.or_else(|| Some(aws_policy_detail(account, &*managed_policies::find(arn)?)))
        .map(Into::into)
}

/// The managed policy with this ARN, without its documents: they are the costly part.
#[must_use]
pub fn policy_summary(lab: &Lab, account: &AccountId, arn: &str) -> Option<Value> {
    let account = lab.account(account)?;
    let own = account
        .policy(arn)
        .map(|policy| policies::summary(account, policy).with_tags(&policy.tags));
    own.or_else(|| {
        Some(policies::aws_summary(
            account,
            &*managed_policies::find(arn)?,
        ))
    })
    .map(Into::into)
}

/// A user with its groups, policies and tags.
#[must_use]
pub fn user_detail(account: &Account, user: &User) -> Shape {
    let joined = user.groups.iter().filter_map(|key| account.groups.get(key));
    let names: Vec<&str> = joined.map(|group| group.name.as_str()).collect();
    let mut shape = users::summary(user).with("GroupList", names);
    if !user.policies.inline.is_empty() {
        shape = shape.with("UserPolicyList", inline_list(&user.policies));
    }
    shape
        .with("AttachedManagedPolicies", attached_list(&user.policies))
        .with_boundary(user.boundary.as_ref())
        .with_tags(&user.tags)
}

/// A group with its policies.
#[must_use]
pub fn group_detail(group: &Group) -> Shape {
    groups::shape(group)
        .with("GroupPolicyList", inline_list(&group.policies))
        .with("AttachedManagedPolicies", attached_list(&group.policies))
}

/// A role with its trust policy, policies and tags.
#[must_use]
pub fn role_detail(lab: &Lab, account: &Account, role: &Role) -> Shape {
    let role_key = key(&role.name);
    let profiles: Vec<Value> = instance_profiles::holding(account, &role_key)
        .map(|profile| instance_profiles::shape(lab, account, profile).into())
        .collect();
    roles::identity(lab, role)
        .with("InstanceProfileList", profiles)
        .with("RolePolicyList", inline_list(&role.policies))
        .with("AttachedManagedPolicies", attached_list(&role.policies))
        .with_boundary(role.boundary.as_ref())
        .with_tags(&role.tags)
        .with("RoleLastUsed", roles::last_used(role))
}

/// A customer managed policy with its versions, newest first.
#[must_use]
pub fn policy_detail(account: &Account, policy: &ManagedPolicy) -> Shape {
    let versions = policy.versions.iter().rev().map(|version| {
        json!({
            "Document": version.policy.text(),
            "VersionId": version.id(),
            "IsDefaultVersion": version.number == policy.default_version,
            "CreateDate": version.created.to_string(),
        })
    });
    policies::summary(account, policy).with("PolicyVersionList", versions.collect::<Vec<_>>())
}

/// One of AWS's own policies; the catalogue knows its default version only.
#[must_use]
pub fn aws_policy_detail(account: &Account, policy: &managed_policies::ManagedPolicy) -> Shape {
    let version = json!([{
        "Document": managed_policies::document(&policy.arn),
        "VersionId": policy.default_version,
        "IsDefaultVersion": true,
        "CreateDate": policy.updated.to_string(),
    }]);
    policies::aws_summary(account, policy).with("PolicyVersionList", version)
}

fn inline_list(policies: &PolicySet) -> Vec<Value> {
    let pairs = policies.inline.iter();
    pairs
        .map(|(name, policy)| json!({ "PolicyName": name, "PolicyDocument": policy.text() }))
        .collect()
}
