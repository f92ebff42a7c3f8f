//! Access keys. Source: IAM API Reference, `CreateAccessKey`, `ListAccessKeys`, `UpdateAccessKey`, `DeleteAccessKey`,
//! `GetAccessKeyLastUsed`.

use serde_json::{Map, Value, json};

use crate::decision::Principal;
use crate::id::{Kind, account_of_key};
use crate::lab::account::KeyOwner;
use crate::lab::entity::key;
use crate::lab::quota;
use crate::lab::user::AccessKey;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::users;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateAccessKey",
        Target::User,
        create,
        "Creates an access key; its secret is shown this once.",
        Example::new(r#"acct.create_user("carlos");"#, r#"UserName: "carlos""#),
    ),
    Operation::new(
        "ListAccessKeys",
        Target::User,
        list,
        "Lists the access keys of a user, without their secrets.",
        Example::new(
            r#"acct.create_user("carlos");
acct.create_access_key("carlos");"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "UpdateAccessKey",
        Target::User,
        update,
        "Makes an access key Active or Inactive.",
        Example::new(
            r#"acct.create_user("carlos");
let key = acct.create_access_key("carlos");"#,
            r#"AccessKeyId: key.access_key_id, Status: "Inactive", UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "DeleteAccessKey",
        Target::User,
        delete,
        "Deletes an access key.",
        Example::new(
            r#"acct.create_user("carlos");
let key = acct.create_access_key("carlos");"#,
            r#"AccessKeyId: key.access_key_id, UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "GetAccessKeyLastUsed",
        Target::Everything,
        last_used,
        "Tells when an access key was last used, and for which service.",
        Example::new(
            r#"acct.create_user("carlos");
let key = acct.create_access_key("carlos");"#,
            "AccessKeyId: key.access_key_id",
        ),
    ),
];

/// Whose keys a call is about: a user's, or the root user's own when it leaves the name out.
///
/// # Errors
/// `NoSuchEntity`; `ValidationError` when the name is left out by somebody who is no user.
pub fn owner(call: &Call<'_>) -> Result<KeyOwner, AwsError> {
    if matches!(call.identity.principal, Principal::Root { .. }) && !call.input.has("UserName") {
        return Ok(KeyOwner::Root);
    }
    Ok(KeyOwner::User(key(&users::named(call)?.name)))
}

fn keys<'a>(call: &'a Call<'_>, owner: &KeyOwner) -> Result<&'a [AccessKey], AwsError> {
    let account = call.account()?;
    Ok(match owner {
        KeyOwner::Root => &account.root_keys,
        KeyOwner::User(user) => account
            .users
            .get(user)
            .map_or(&[], |user| user.access_keys.as_slice()),
    })
}

fn keys_mut<'a>(
    call: &'a mut Call<'_>,
    owner: &KeyOwner,
) -> Result<Option<&'a mut Vec<AccessKey>>, AwsError> {
    let account = call.account_mut()?;
    Ok(match owner {
        KeyOwner::Root => Some(&mut account.root_keys),
        KeyOwner::User(user) => account
            .users
            .get_mut(user)
            .map(|user| &mut user.access_keys),
    })
}

/// The name of the owner, in the case it was given; none for the root user.
///
/// # Errors
/// When the caller is of no account.
pub fn owner_name(call: &Call<'_>, owner: &KeyOwner) -> Result<Option<String>, AwsError> {
    Ok(match owner {
        KeyOwner::Root => None,
        KeyOwner::User(user) => call
            .account()?
            .users
            .get(user)
            .map(|user| user.name.clone()),
    })
}

const fn status(key: &AccessKey) -> &'static str {
    if key.active { "Active" } else { "Inactive" }
}

fn create(call: &mut Call<'_>) -> Answer {
    let owner = owner(call)?;
    within_quota(
        "AccessKeysPerUser",
        keys(call, &owner)?.len(),
        quota::ACCESS_KEYS,
    )?;
    let name = owner_name(call, &owner)?;
    let id = call.id()?.clone();
    let credentials = call.lab.change()?.issue_credentials(
        &id,
        Kind::AccessKey,
        name.as_deref().unwrap_or_default(),
    );
    let key = AccessKey {
        credentials,
        active: true,
        created: call.now(),
        last_used: None,
    };
    let mut shown = Map::new();
    shown.insert("UserName".to_owned(), name.unwrap_or_default().into());
    shown.insert(
        "AccessKeyId".to_owned(),
        key.credentials.access_key_id.clone().into(),
    );
    shown.insert("Status".to_owned(), status(&key).into());
    shown.insert(
        "SecretAccessKey".to_owned(),
        key.credentials.secret_access_key.clone().into(),
    );
    shown.insert("CreateDate".to_owned(), key.created.to_string().into());
    call.account_mut()?
        .key_owners
        .insert(key.credentials.access_key_id.clone(), owner.clone());
    if let Some(keys) = keys_mut(call, &owner)? {
        keys.push(key);
    }
    Ok(json!({ "AccessKey": shown }))
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let owner = owner(call)?;
    let name = owner_name(call, &owner)?;
    let shown = keys(call, &owner)?.iter().map(|key| {
        let mut item = Map::new();
        if let Some(name) = &name {
            item.insert("UserName".to_owned(), name.as_str().into());
        }
        item.insert(
            "AccessKeyId".to_owned(),
            key.credentials.access_key_id.clone().into(),
        );
        item.insert("Status".to_owned(), status(key).into());
        item.insert("CreateDate".to_owned(), key.created.to_string().into());
        Value::from(item)
    });
    Ok(pager.page_of("AccessKeyMetadata", shown.collect()))
}

fn missing(id: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("The Access Key with id {id} cannot be found."),
    )
}

/// The owner of the key a call names, once it is known to have it.
fn owner_of_key(call: &Call<'_>) -> Result<KeyOwner, AwsError> {
    let id = call.input.required("AccessKeyId");
    let owner = owner(call)?;
    let has = keys(call, &owner)?
        .iter()
        .any(|key| key.credentials.access_key_id == id);
    if has { Ok(owner) } else { Err(missing(id)) }
}

fn update(call: &mut Call<'_>) -> Answer {
    let owner = owner_of_key(call)?;
    let id = call.input.required("AccessKeyId");
    let active = call.input.required("Status") == "Active";
    for key in keys_mut(call, &owner)?.into_iter().flatten() {
        if key.credentials.access_key_id == id {
            key.active = active;
        }
    }
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let owner = owner_of_key(call)?;
    let id = call.input.required("AccessKeyId");
    if let Some(keys) = keys_mut(call, &owner)? {
        keys.retain(|key| key.credentials.access_key_id != id);
    }
    call.account_mut()?.key_owners.remove(id);
    Ok(nothing())
}

fn last_used(call: &mut Call<'_>) -> Answer {
    let id = call.input.required("AccessKeyId");
    let account = call.account()?;
    let owner = account_of_key(id)
        .filter(|of| *of == account.id)
        .and_then(|_| account.key_owners.get(id))
        .ok_or_else(|| missing(id))?;
    let used = keys(call, owner)?
        .iter()
        .find(|key| key.credentials.access_key_id == id)
        .and_then(|key| key.last_used.as_ref());
    let mut answer = Map::new();
    if let Some(name) = owner_name(call, owner)? {
        answer.insert("UserName".to_owned(), name.into());
    }
    let usage = match used {
        Some(used) => json!({
            "LastUsedDate": used.time.to_string(), "ServiceName": used.service, "Region": used.region,
        }),
        None => json!({ "ServiceName": "N/A", "Region": "N/A" }),
    };
    answer.insert("AccessKeyLastUsed".to_owned(), usage);
    Ok(answer.into())
}
