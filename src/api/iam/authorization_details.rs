//! Everything about an account's identities at once. Source: IAM API Reference, `GetAccountAuthorizationDetails`.

use serde_json::{Value, json};

use crate::lab::Account;
use crate::lab::entity::PolicySet;
use crate::reference::managed_policies;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::attachments::{attached_list, split_page};
use super::{groups, policies, roles, users};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetAccountAuthorizationDetails",
    Target::Everything,
    details,
    "Dumps users, groups, roles and policies with all their documents.",
    r#"let acct = account("123456789012"); acct.create_user("carlos"); acct.get_account_authorization_details().UserDetailList.len()"#,
)];

fn inline_list(policies: &PolicySet) -> Vec<Value> {
    let pairs = policies.inline.iter();
    pairs
        .map(|(name, policy)| json!({ "PolicyName": name, "PolicyDocument": policy.text() }))
        .collect()
}

fn details(call: &mut Call<'_>) -> Answer {
    let filter = call.input.texts("Filter");
    let wanted = |kind: &str| filter.is_empty() || filter.contains(&kind);
    let account = call.account()?;
    let mut items = Vec::new();
    let mut add = |list: &str, item: Shape| items.push(json!([list, Value::from(item)]));
    if wanted("User") {
        for user in account.users.values() {
            let names: Vec<&str> = user
                .groups
                .iter()
                .filter_map(|key| account.groups.get(key))
                .map(|g| g.name.as_str())
                .collect();
            let mut shape = users::summary(user).with("GroupList", names);
            if !user.policies.inline.is_empty() {
                shape = shape.with("UserPolicyList", inline_list(&user.policies));
            }
            let shape = shape
                .with("AttachedManagedPolicies", attached_list(&user.policies))
                .with_boundary(user.boundary.as_ref())
                .with_tags(&user.tags);
            add("UserDetailList", shape);
        }
    }
    if wanted("Group") {
        for group in account.groups.values() {
            let shape = groups::shape(group)
                .with("GroupPolicyList", inline_list(&group.policies))
                .with("AttachedManagedPolicies", attached_list(&group.policies));
            add("GroupDetailList", shape);
        }
    }
    if wanted("Role") {
        for role in account.roles.values() {
            let shape = Shape::new()
                .with("Path", role.path.as_str())
                .with("RoleName", role.name.as_str())
                .with("RoleId", role.id.as_str())
                .with("Arn", role.arn.as_str())
                .with("CreateDate", role.created.to_string())
                .with(
                    "AssumeRolePolicyDocument",
                    roles::trust_text(call.lab, role),
                )
                .with("InstanceProfileList", json!([]))
                .with("RolePolicyList", inline_list(&role.policies))
                .with("AttachedManagedPolicies", attached_list(&role.policies))
                .with_boundary(role.boundary.as_ref())
                .with_tags(&role.tags)
                .with("RoleLastUsed", roles::last_used(role));
            add("RoleDetailList", shape);
        }
    }
    if wanted("LocalManagedPolicy") {
        for shape in local_policies(account) {
            add("Policies", shape);
        }
    }
    if wanted("AWSManagedPolicy") {
        for shape in aws_policies(account) {
            add("Policies", shape);
        }
    }
    let lists = [
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Policies",
    ];
    Ok(split_page(&Pager::new(call.input)?, &lists, items))
}

fn local_policies(account: &Account) -> Vec<Shape> {
    let described = account.policies.values().map(|policy| {
        let versions: Vec<Value> = policy
            .versions
            .iter()
            .rev()
            .map(|version| {
                json!({
                    "Document": version.policy.text(),
                    "VersionId": version.id(),
                    "IsDefaultVersion": version.number == policy.default_version,
                    "CreateDate": version.created.to_string(),
                })
            })
            .collect();
        policies::summary(account, policy).with("PolicyVersionList", versions)
    });
    described.collect()
}

/// AWS's own policies appear when they are attached to something in the account.
fn aws_policies(account: &Account) -> Vec<Shape> {
    let used = account
        .policy_use
        .iter()
        .filter(|(_, usage)| usage.attachments() + usage.boundaries() > 0);
    let entries = used.filter_map(|(arn, _)| managed_policies::find(arn));
    let described = entries.map(|entry| {
        let version = json!([{
            "Document": managed_policies::document(&entry.arn),
            "VersionId": entry.default_version,
            "IsDefaultVersion": true,
            "CreateDate": entry.updated.to_string(),
        }]);
        policies::aws_summary(account, entry).with("PolicyVersionList", version)
    });
    described.collect()
}
