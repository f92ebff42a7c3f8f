//! A root user's key that exists already: clients that come with fixed keys find an account behind them.

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::account::KeyOwner;
use crate::lab::user::AccessKey;
use crate::lab::{Credentials, Lab};

use super::error::AwsError;

/// Gives the root user of an account the key.
///
/// # Errors
/// `InvalidInput` for a key that looks like a temporary one or is empty, `EntityAlreadyExists` for one that is somebody's,
/// `NoSuchEntity` for an account that there is not.
pub fn adopt(lab: &mut Lab, account: &AccountId, key: &Credentials) -> Result<Value, AwsError> {
    let id = &key.access_key_id;
    let sound = !id.starts_with("ASIA")
        && !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'/')
        && !key.secret_access_key.is_empty()
        && key.session_token.is_none();
    if !sound {
        return Err(AwsError::new(
            "InvalidInput",
            format!("{id} cannot be the id of a long-term key."),
        ));
    }
    let taken = lab
        .accounts
        .values()
        .any(|account| account.key_owners.contains_key(id));
    if taken {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("The Access Key with id {id} already exists."),
        ));
    }
    let created = lab.clock.now();
    let owner = lab.accounts.get_mut(account).ok_or_else(|| {
        AwsError::new("NoSuchEntity", format!("Account {account} does not exist."))
    })?;
    owner.root_keys.push(AccessKey {
        credentials: key.clone(),
        active: true,
        created,
        last_used: None,
    });
    owner.key_owners.insert(id.clone(), KeyOwner::Root);
    lab.adopted_keys.insert(id.clone(), account.clone());
    Ok(json!({ "AccessKeyId": id }))
}
