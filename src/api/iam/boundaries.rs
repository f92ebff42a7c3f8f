//! Permissions boundaries. Source: IAM API Reference, `PutUserPermissionsBoundary`, `PutRolePermissionsBoundary`,
//! `DeleteUserPermissionsBoundary`, `DeleteRolePermissionsBoundary`.

use crate::lab::Account;
use crate::lab::entity::key;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;
use super::{attachments, roles, users};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "PutUserPermissionsBoundary",
        Target::User,
        |call| put(call, Bounded::User),
        "Sets the managed policy that a user's permissions cannot go beyond.",
        Example::new(
            r#"acct.create_user("carlos");"#,
            r#"UserName: "carlos", PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "DeleteUserPermissionsBoundary",
        Target::User,
        |call| delete(call, Bounded::User),
        "Removes a user's permissions boundary.",
        Example::new(
            r#"acct.create_user("carlos", #{ PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "PutRolePermissionsBoundary",
        Target::Role,
        |call| put(call, Bounded::Role),
        "Sets the managed policy that a role's permissions cannot go beyond.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role", PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess""#,
        ),
    ),
    Operation::new(
        "DeleteRolePermissionsBoundary",
        Target::Role,
        |call| delete(call, Bounded::Role),
        "Removes a role's permissions boundary.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));
acct.put_role_permissions_boundary("blog-role", "arn:aws:iam::aws:policy/ReadOnlyAccess");"#,
            r#"RoleName: "blog-role""#,
        ),
    ),
];

/// What can have a boundary.
#[derive(Clone, Copy)]
enum Bounded {
    User,
    Role,
}

/// Fails unless `arn` is a managed policy that can be a boundary.
///
/// # Errors
/// `ValidationError` for what is no ARN, `NoSuchEntity` for a policy that does not exist.
pub fn check(call: &mut Call<'_>, arn: &str) -> Result<(), AwsError> {
    attachments::check_policy(call, arn)
}

fn put(call: &mut Call<'_>, kind: Bounded) -> Answer {
    let arn = call.input.required("PermissionsBoundary").to_owned();
    set(call, kind, Some(arn))
}

fn delete(call: &mut Call<'_>, kind: Bounded) -> Answer {
    set(call, kind, None)
}

fn set(call: &mut Call<'_>, kind: Bounded, new: Option<String>) -> Answer {
    let key = match kind {
        Bounded::User => key(&users::named(call)?.name),
        Bounded::Role => {
            let role = roles::named(call)?;
            roles::refuse_protected(role)?;
            key(&role.name)
        }
    };
    if let Some(arn) = &new {
        check(call, arn)?;
    }
    replace(call.account_mut()?, kind, &key, new);
    Ok(nothing())
}

fn replace(account: &mut Account, kind: Bounded, key: &str, new: Option<String>) {
    let slot = match kind {
        Bounded::User => account.users.get_mut(key).map(|user| &mut user.boundary),
        Bounded::Role => account.roles.get_mut(key).map(|role| &mut role.boundary),
    };
    let Some(slot) = slot else { return };
    let old = std::mem::replace(slot, new.clone());
    for (arn, set) in [(old, false), (new, true)] {
        let Some(arn) = arn else { continue };
        let usage = account.policy_use.entry(arn).or_default();
        let keys = match kind {
            Bounded::User => &mut usage.bounded_users,
            Bounded::Role => &mut usage.bounded_roles,
        };
        if set {
            keys.insert(key.to_owned());
        } else {
            keys.remove(key);
        }
    }
}
