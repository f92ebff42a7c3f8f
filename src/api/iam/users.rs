//! Users. Source: IAM API Reference, `CreateUser`, `GetUser`, `ListUsers`, `UpdateUser`, `DeleteUser`.

use serde_json::{Value, json};

use crate::decision::Principal;
use crate::id::Kind;
use crate::lab::entity::{EntityId, key};
use crate::lab::tags::KeyCase;
use crate::lab::user::User;
use crate::lab::{Account, Tags, quota};
use crate::partition::Partition;

use super::super::access::{Target, user_name};
use super::super::call::{
    Answer, Call, already_exists, not_found, nothing, with_tags, within_quota,
};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::remains::{Remains, line};
use super::super::shape::Shape;
use super::super::table::Operation;
use super::boundaries;
use super::mfa_assignment::devices_of;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateUser",
        Target::New("user", "UserName"),
        create,
        "Creates a user.",
        Example::new("", r#"UserName: "carlos", Path: "/division/""#),
    )
    .tagging_with("TagUser"),
    Operation::new(
        "GetUser",
        Target::User,
        get,
        "Describes a user; without a name, the calling one.",
        Example::new(r#"acct.create_user("carlos");"#, r#"UserName: "carlos""#),
    ),
    Operation::new(
        "ListUsers",
        Target::List("user"),
        list,
        "Lists the users of the account.",
        Example::new(r#"acct.create_user("carlos");"#, ""),
    ),
    Operation::new(
        "UpdateUser",
        Target::User,
        update,
        "Renames a user or moves it to another path; its unique id stays.",
        Example::new(
            r#"acct.create_user("carlos");"#,
            r#"UserName: "carlos", NewUserName: "carla""#,
        ),
    ),
    Operation::new(
        "DeleteUser",
        Target::User,
        delete,
        "Deletes a user that has nothing attached any more.",
        Example::new(r#"acct.create_user("carlos");"#, r#"UserName: "carlos""#),
    ),
];

/// What every operation shows of a user.
pub fn summary(user: &User) -> Shape {
    Shape::new()
        .with("Path", user.path.as_str())
        .with("UserName", user.name.as_str())
        .with("UserId", user.id.as_str())
        .with("Arn", user.arn.as_str())
        .with("CreateDate", user.created.to_string())
        .with_some(
            "PasswordLastUsed",
            user.password_last_used.map(|time| time.to_string()),
        )
}

fn full(user: &User) -> Value {
    summary(user)
        .with_boundary(user.boundary.as_ref())
        .with_tags(&user.tags)
        .into()
}

/// The user `UserName` names, or the caller.
///
/// # Errors
/// `NoSuchEntity`; `ValidationError` when it is left out by somebody who is no user.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a User, AwsError> {
    let name = user_name(call.identity, call.input)?;
    call.account()?
        .user(name)
        .ok_or_else(|| not_found("user", name))
}

/// The same user, to change it.
///
/// # Errors
/// As [`named`].
pub fn named_mut<'a>(call: &'a mut Call<'_>) -> Result<&'a mut User, AwsError> {
    let key = key(&named(call)?.name);
    let missing = not_found("user", &key);
    call.account_mut()?.users.get_mut(&key).ok_or(missing)
}

fn create(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("UserName");
    let path = call.input.text("Path").unwrap_or("/");
    let account = call.account()?;
    if account.users.contains_key(&key(name)) {
        return Err(already_exists("User", name));
    }
    within_quota("UsersPerAccount", account.users.len(), quota::USERS)?;
    let tags = with_tags(&Tags::default(), &call.input.tags("Tags"), KeyCase::Ignored)?;
    let boundary = call.input.text("PermissionsBoundary");
    if let Some(arn) = boundary {
        boundaries::check(call, arn)?;
    }
    let id = call.id()?.clone();
    let user = User {
        name: name.to_owned(),
        path: path.to_owned(),
        id: call.lab.change()?.issue_id(&id, Kind::User, name),
        arn: call.arn(&format!("user{path}{name}"))?,
        created: call.now(),
        tags,
        boundary: boundary.map(str::to_owned),
        policies: Default::default(),
        groups: Vec::new(),
        login: None,
        password_last_used: None,
        access_keys: Vec::new(),
        signing_certificates: Vec::new(),
        ssh_keys: Vec::new(),
        service_credentials: Vec::new(),
    };
    let answer = json!({ "User": full(&user) });
    let account = call.account_mut()?;
    if let Some(arn) = &user.boundary {
        account
            .policy_use
            .entry(arn.clone())
            .or_default()
            .bounded_users
            .insert(key(name));
    }
    account
        .by_id
        .insert(user.id.clone(), EntityId::User(key(name)));
    account.users.insert(key(name), user);
    Ok(answer)
}

fn get(call: &mut Call<'_>) -> Answer {
    if let (Principal::Root { .. }, None) = (&call.identity.principal, call.input.text("UserName"))
    {
        return Ok(json!({ "User": root(call.account()?, call.identity.partition) }));
    }
    Ok(json!({ "User": full(named(call)?) }))
}

/// `GetUser` without a name, asked by the root user.
#[must_use]
pub fn root(account: &Account, partition: Partition) -> Value {
    Shape::new()
        .with("UserId", account.id.as_str())
        .with("Arn", account.root_arn(partition).as_str())
        .with("CreateDate", account.created.to_string())
        .into()
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let prefix = call.input.text("PathPrefix").unwrap_or("/");
    let account = call.account()?;
    let users = pager
        .rest(&account.users)
        .filter(|(_, user)| user.path.starts_with(prefix));
    Ok(pager.page(
        "Users",
        users.map(|(key, user)| (key, summary(user).into())),
    ))
}

fn update(call: &mut Call<'_>) -> Answer {
    let old = named(call)?.clone();
    let name = call.input.text("NewUserName").unwrap_or(&old.name);
    let path = call.input.text("NewPath").unwrap_or(&old.path);
    let (from, to) = (key(&old.name), key(name));
    let account = call.account()?;
    if from != to && account.users.contains_key(&to) {
        return Err(already_exists("User", name));
    }
    let arn = old.arn.with_resource(&format!("user{path}{name}"));
    let user = User {
        name: name.to_owned(),
        path: path.to_owned(),
        arn,
        ..old
    };
    move_user(call.account_mut()?, &from, &to, user);
    Ok(nothing())
}

/// Puts a user under another key, in every index of the account.
fn move_user(account: &mut Account, from: &str, to: &str, user: User) {
    for joined in &user.groups {
        if let Some(group) = account.groups.get_mut(joined) {
            group.members.remove(from);
            group.members.insert(to.to_owned());
        }
    }
    for usage in account.policy_use.values_mut() {
        for set in [&mut usage.users, &mut usage.bounded_users] {
            if set.remove(from) {
                set.insert(to.to_owned());
            }
        }
    }
    for id in user
        .access_keys
        .iter()
        .map(|key| &key.credentials.access_key_id)
    {
        let owner = crate::lab::account::KeyOwner::User(to.to_owned());
        account.key_owners.insert(id.clone(), owner);
    }
    account
        .by_id
        .insert(user.id.clone(), EntityId::User(to.to_owned()));
    account.users.remove(from);
    account.users.insert(to.to_owned(), user);
}

fn delete(call: &mut Call<'_>) -> Answer {
    let user = named(call)?;
    refuse_while_used(call.account()?, user)?;
    let (key, id) = (key(&user.name), user.id.clone());
    let boundary = user.boundary.clone();
    let account = call.account_mut()?;
    if let Some(usage) = boundary.and_then(|arn| account.policy_use.get_mut(&arn)) {
        usage.bounded_users.remove(&key);
    }
    account.by_id.remove(&id);
    account.users.remove(&key);
    Ok(nothing())
}

/// Order: access keys, inline policies, attached policies, groups, password, MFA devices, certificates, SSH keys, credentials
/// for single services.
fn refuse_while_used(account: &Account, user: &User) -> Result<(), AwsError> {
    let name = user.name.as_str();
    let each = |operation: &'static str, member: &'static str, of: Vec<&str>| -> Vec<String> {
        of.into_iter()
            .map(|value| line(operation, &[("UserName", name), (member, value)]))
            .collect()
    };
    let keys = user
        .access_keys
        .iter()
        .map(|key| key.credentials.access_key_id.as_str());
    let inline = user.policies.inline.keys().map(String::as_str);
    let attached = user.policies.attached.iter().map(String::as_str);
    let groups = user.groups.iter().filter_map(|key| account.groups.get(key));
    let devices = devices_of(account, &user.id).map(|(device, _)| device.serial.as_str());
    let certificates = user
        .signing_certificates
        .iter()
        .map(|known| known.id.as_str());
    let ssh_keys = user.ssh_keys.iter().map(|known| known.id.as_str());
    let credentials = user
        .service_credentials
        .iter()
        .map(|known| known.id.as_str());
    let login = user
        .login
        .iter()
        .map(|_| line("DeleteLoginProfile", &[("UserName", name)]));
    Remains::default()
        .with(
            "Cannot delete entity, must delete access keys first.",
            each("DeleteAccessKey", "AccessKeyId", keys.collect()),
        )
        .with(
            "Cannot delete entity, must delete policies first.",
            each("DeleteUserPolicy", "PolicyName", inline.collect()),
        )
        .with(
            "Cannot delete entity, must detach all policies first.",
            each("DetachUserPolicy", "PolicyArn", attached.collect()),
        )
        .with(
            "Cannot delete entity, must remove users from group first.",
            each(
                "RemoveUserFromGroup",
                "GroupName",
                groups.map(|group| group.name.as_str()).collect(),
            ),
        )
        .with(
            "Cannot delete entity, must delete login profile first.",
            login,
        )
        .with(
            "Cannot delete entity, must delete MFA device first.",
            each("DeactivateMFADevice", "SerialNumber", devices.collect()),
        )
        .with(
            "Cannot delete entity, must delete signing certificates first.",
            each(
                "DeleteSigningCertificate",
                "CertificateId",
                certificates.collect(),
            ),
        )
        .with(
            "Cannot delete entity, must delete public keys first.",
            each("DeleteSSHPublicKey", "SSHPublicKeyId", ssh_keys.collect()),
        )
        .with(
            "Cannot delete entity, must remove referenced objects first.",
            each(
                "DeleteServiceSpecificCredential",
                "ServiceSpecificCredentialId",
                credentials.collect(),
            ),
        )
        .refuse()
}
