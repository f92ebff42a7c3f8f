//! Attaching managed policies. Source: IAM API Reference, `AttachUserPolicy` and its kin, `ListEntitiesForPolicy`.

use serde_json::{Map, Value, json};

use crate::lab::Account;
use crate::lab::account::PolicyUse;
use crate::lab::entity::{PolicySet, key};
use crate::lab::quota;
use crate::partition::Partition;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::{groups, roles, users};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "AttachUserPolicy",
        Target::User,
        |call| attach(call, Holder::User),
        "Attaches a managed policy to a user.",
        Example::new(
            r#"acct.create_user("carlos");"#,
            r#"UserName: "carlos", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "AttachGroupPolicy",
        Target::Group,
        |call| attach(call, Holder::Group),
        "Attaches a managed policy to a group.",
        Example::new(
            r#"acct.create_group("developers");"#,
            r#"GroupName: "developers", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "AttachRolePolicy",
        Target::Role,
        |call| attach(call, Holder::Role),
        "Attaches a managed policy to a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "DetachUserPolicy",
        Target::User,
        |call| detach(call, Holder::User),
        "Detaches a managed policy from a user.",
        Example::new(
            r#"acct.create_user("carlos");
acct.attach_user_policy("carlos", "arn:aws:iam::aws:policy/ReadOnlyAccess");"#,
            r#"UserName: "carlos", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "DetachGroupPolicy",
        Target::Group,
        |call| detach(call, Holder::Group),
        "Detaches a managed policy from a group.",
        Example::new(
            r#"acct.create_group("developers");
acct.attach_group_policy("developers", "arn:aws:iam::aws:policy/ReadOnlyAccess");"#,
            r#"GroupName: "developers", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "DetachRolePolicy",
        Target::Role,
        |call| detach(call, Holder::Role),
        "Detaches a managed policy from a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));
acct.attach_role_policy("blog-role", "arn:aws:iam::aws:policy/ReadOnlyAccess");"#,
            r#"RoleName: "blog-role", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "ListAttachedUserPolicies",
        Target::User,
        |call| list(call, Holder::User),
        "Lists the managed policies attached to a user.",
        Example::new(r#"acct.create_user("carlos");"#, r#"UserName: "carlos""#),
    ),
    Operation::new(
        "ListAttachedGroupPolicies",
        Target::Group,
        |call| list(call, Holder::Group),
        "Lists the managed policies attached to a group.",
        Example::new(
            r#"acct.create_group("developers");"#,
            r#"GroupName: "developers""#,
        ),
    ),
    Operation::new(
        "ListAttachedRolePolicies",
        Target::Role,
        |call| list(call, Holder::Role),
        "Lists the managed policies attached to a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role""#,
        ),
    ),
    Operation::new(
        "ListEntitiesForPolicy",
        Target::Arn("PolicyArn"),
        list_entities,
        "Lists the users, groups and roles a managed policy is attached to.",
        Example::new(
            r#"acct.create_user("carlos");
acct.attach_user_policy("carlos", "arn:aws:iam::aws:policy/ReadOnlyAccess");"#,
            r#"PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
];

/// What policies can be attached to or embedded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
}

impl Holder {
    /// The key of the entity a call names; roles that are AWS's to change are refused when it is to be `changed`.
    ///
    /// # Errors
    /// `NoSuchEntity` or `UnmodifiableEntity`.
    pub fn key(self, call: &Call<'_>, changed: bool) -> Result<String, AwsError> {
        Ok(match self {
            Self::User => key(&users::named(call)?.name),
            Self::Group => key(&groups::named(call)?.name),
            Self::Role => {
                let role = roles::named(call)?;
                if changed {
                    roles::refuse_protected(role)?;
                }
                key(&role.name)
            }
        })
    }

    /// The policies of the entity with this key.
    #[must_use]
    pub fn policies<'a>(self, account: &'a Account, key: &str) -> Option<&'a PolicySet> {
        match self {
            Self::User => account.users.get(key).map(|user| &user.policies),
            Self::Group => account.groups.get(key).map(|group| &group.policies),
            Self::Role => account.roles.get(key).map(|role| &role.policies),
        }
    }

    /// The same, to change them.
    pub fn policies_mut<'a>(
        self,
        account: &'a mut Account,
        key: &str,
    ) -> Option<&'a mut PolicySet> {
        match self {
            Self::User => account.users.get_mut(key).map(|user| &mut user.policies),
            Self::Group => account.groups.get_mut(key).map(|group| &mut group.policies),
            Self::Role => account.roles.get_mut(key).map(|role| &mut role.policies),
        }
    }

    /// `User`, `Group` or `Role`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
            Self::Role => "Role",
        }
    }

    fn usage(self, usage: &mut PolicyUse) -> &mut std::collections::BTreeSet<String> {
        match self {
            Self::User => &mut usage.users,
            Self::Group => &mut usage.groups,
            Self::Role => &mut usage.roles,
        }
    }
}

/// Fails unless `arn` names a managed policy the account can attach.
///
/// # Errors
/// `ValidationError` for what is no ARN of a policy, `NoSuchEntity` for a policy that does not exist.
pub fn check_policy(call: &mut Call<'_>, arn: &str) -> Result<(), AwsError> {
    check_arn(arn)?;
    let here = Partition::of_arn(arn) == Some(call.identity.partition);
    let own = call.account()?.policy(arn).is_some();
    if here && (own || call.lab.change()?.use_aws_policy(arn)) {
        return Ok(());
    }
    Err(AwsError::new(
        "NoSuchEntity",
        format!("Policy {arn} does not exist or is not attachable."),
    ))
}

/// Fails unless `arn` is an ARN of a managed policy: six parts, and an account of twelve digits or `aws`.
///
/// # Errors
/// `ValidationError`.
pub fn check_arn(arn: &str) -> Result<(), AwsError> {
    let parsed = arn.parse::<crate::arn::Arn>().ok();
    let shaped = parsed.is_some_and(|arn| {
        arn.service() == "iam"
            && (arn.account() == "aws" || arn.account_id().is_some())
            && arn.resource().starts_with("policy/")
    });
    if shaped {
        Ok(())
    } else {
        Err(AwsError::new(
            "ValidationError",
            "Invalid ARN:  Could not be parsed!",
        ))
    }
}

fn attach(call: &mut Call<'_>, holder: Holder) -> Answer {
    let arn = call.input.required("PolicyArn").to_owned();
    let key = holder.key(call, true)?;
    check_policy(call, &arn)?;
    let account = call.account_mut()?;
    let Some(policies) = holder.policies_mut(account, &key) else {
        return Ok(nothing());
    };
    if policies.attached.contains(&arn) {
        return Ok(nothing());
    }
    let name = format!("PoliciesPer{}", holder.title());
    within_quota(&name, policies.attached.len(), quota::ATTACHED_POLICIES)?;
    policies.attached.push(arn.clone());
    holder
        .usage(account.policy_use.entry(arn).or_default())
        .insert(key);
    Ok(nothing())
}

fn detach(call: &mut Call<'_>, holder: Holder) -> Answer {
    let arn = call.input.required("PolicyArn").to_owned();
    let key = holder.key(call, true)?;
    check_arn(&arn)?;
    let account = call.account_mut()?;
    let missing = AwsError::new("NoSuchEntity", format!("Policy {arn} was not found."));
    let policies = holder
        .policies_mut(account, &key)
        .filter(|set| set.attached.contains(&arn))
        .ok_or(missing)?;
    policies.attached.retain(|attached| *attached != arn);
    if let Some(usage) = account.policy_use.get_mut(&arn) {
        holder.usage(usage).remove(&key);
    }
    Ok(nothing())
}

/// `[{PolicyName, PolicyArn}, …]` of attached policies.
pub fn attached_list(policies: &PolicySet) -> Vec<Value> {
    policies
        .attached
        .iter()
        .map(|arn| json!({ "PolicyName": arn.rsplit('/').next(), "PolicyArn": arn }))
        .collect()
}

fn list(call: &mut Call<'_>, holder: Holder) -> Answer {
    let pager = Pager::new(call.input)?;
    let key = holder.key(call, false)?;
    let shown = holder
        .policies(call.account()?, &key)
        .map(attached_list)
        .unwrap_or_default();
    Ok(pager.page_of("AttachedPolicies", shown))
}

fn list_entities(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("PolicyArn").to_owned();
    check_arn(&arn)?;
    if call.account()?.policy(&arn).is_none() && !call.lab.is_aws_policy(&arn) {
        return Err(AwsError::new(
            "NoSuchEntity",
            format!("Policy {arn} was not found."),
        ));
    }
    let account = call.account()?;
    let usage = account.policy_use.get(&arn).cloned().unwrap_or_default();
    let wanted = |kind: &str| {
        call.input
            .text("EntityFilter")
            .is_none_or(|filter| filter == kind)
    };
    let as_boundary = call.input.text("PolicyUsageFilter") == Some("PermissionsBoundary");
    let prefix = call.input.text("PathPrefix").unwrap_or("/");
    let mut entities = Vec::new();
    if wanted("Group") && !as_boundary {
        for group in usage
            .groups
            .iter()
            .filter_map(|key| account.groups.get(key))
        {
            entities.push((
                "PolicyGroups",
                &group.path,
                json!({ "GroupName": group.name, "GroupId": group.id }),
            ));
        }
    }
    if wanted("User") {
        let keys = if as_boundary {
            &usage.bounded_users
        } else {
            &usage.users
        };
        for user in keys.iter().filter_map(|key| account.users.get(key)) {
            entities.push((
                "PolicyUsers",
                &user.path,
                json!({ "UserName": user.name, "UserId": user.id }),
            ));
        }
    }
    if wanted("Role") {
        let keys = if as_boundary {
            &usage.bounded_roles
        } else {
            &usage.roles
        };
        for role in keys.iter().filter_map(|key| account.roles.get(key)) {
            entities.push((
                "PolicyRoles",
                &role.path,
                json!({ "RoleName": role.name, "RoleId": role.id }),
            ));
        }
    }
    let below = entities
        .into_iter()
        .filter(|(_, path, _)| path.starts_with(prefix));
    let items = below
        .map(|(list, _, entity)| json!([list, entity]))
        .collect();
    Ok(split_page(
        &Pager::new(call.input)?,
        &["PolicyGroups", "PolicyUsers", "PolicyRoles"],
        items,
    ))
}

/// One page over several lists: the items are `[name of the list, item]`.
pub fn split_page(pager: &Pager, lists: &[&str], items: Vec<Value>) -> Value {
    let page = pager.page_of("Items", items);
    let mut answer: Map<String, Value> = lists
        .iter()
        .map(|list| ((*list).to_owned(), Value::Array(Vec::new())))
        .collect();
    for item in page
        .get("Items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let list = item
            .get(0)
            .and_then(Value::as_str)
            .and_then(|list| answer.get_mut(list));
        if let (Some(Value::Array(list)), Some(entity)) = (list, item.get(1)) {
            list.push(entity.clone());
        }
    }
    for member in ["IsTruncated", "Marker"] {
        if let Some(value) = page.get(member) {
            answer.insert(member.to_owned(), value.clone());
        }
    }
    answer.into()
}
