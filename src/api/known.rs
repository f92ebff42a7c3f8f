//! Callers the operator of a lab may name: whose credentials they are is known to the lab.

use crate::arn::Arn;
use crate::lab::{Caller, Lab};

use super::authenticate::authenticate;
use super::error::AwsError;

/// The caller that an access key id, the ARN of a root user, a user or a session stands for.
///
/// # Errors
/// `NoSuchEntity` when the lab knows no such caller.
pub fn caller_named(lab: &Lab, name: &str) -> Result<Caller, AwsError> {
    by_key(lab, name)
        .or_else(|| by_arn(lab, &name.parse().ok()?))
        .ok_or_else(|| {
            AwsError::new("NoSuchEntity", format!("No caller {name} is known."))
                .with_help("an access key id, or the ARN of a root user, a user or a live session")
        })
}

fn by_key(lab: &Lab, id: &str) -> Option<Caller> {
    if let Some(session) = lab.sessions.get(id) {
        return Some(Caller::Keys(session.credentials.clone()));
    }
    let mut accounts = lab.accounts.values();
    let account = accounts.find(|account| account.key_owners.contains_key(id))?;
    let users = account.users.values().flat_map(|user| &user.access_keys);
    let mut keys = account.root_keys.iter().chain(users);
    let key = keys.find(|key| key.credentials.access_key_id == id)?;
    Some(Caller::Keys(key.credentials.clone()))
}

fn by_arn(lab: &Lab, arn: &Arn) -> Option<Caller> {
    let id = arn.account_id()?;
    let account = lab.account(&id)?;
    match (arn.service(), arn.resource_type()) {
        ("iam", "root") => Some(Caller::Root(id)),
        ("iam", "user") => {
            let user = account
                .user(arn.resource_name())
                .filter(|user| user.arn == *arn)?;
            Some(Caller::User {
                account: id,
                id: user.id.clone(),
            })
        }
        ("sts", _) => {
            let callers = lab.sessions.values().rev();
            let mut callers = callers.map(|session| Caller::Keys(session.credentials.clone()));
            callers.find(|caller| {
                let identity = authenticate(lab, caller, None);
                identity.is_ok_and(|who| who.principal.caller_arn() == arn.as_str())
            })
        }
        _ => None,
    }
}
