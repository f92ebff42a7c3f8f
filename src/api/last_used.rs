//! Notes the last use of access keys and roles, as `GetAccessKeyLastUsed` and `RoleLastUsed` show it.

use crate::decision::Principal;
use crate::lab::Lab;
use crate::lab::account::KeyOwner;
use crate::lab::user::LastUse;

use super::authenticate::Identity;
use super::context::GLOBAL_REGION;

/// Records a successful call to `service` made with these credentials.
pub fn record(lab: &mut Lab, identity: &Identity, service: &str) {
    let usage = LastUse {
        time: lab.clock.now(),
        service: service.to_owned(),
        region: GLOBAL_REGION.to_owned(),
    };
    let Some(account) = identity
        .account
        .as_ref()
        .and_then(|id| lab.accounts.get_mut(id))
    else {
        return;
    };
    if let Principal::RoleSession { role, .. } = &identity.principal {
        let key = crate::lab::entity::key(role.resource_name());
        if let Some(role) = account.roles.get_mut(&key) {
            role.last_used = Some(usage);
        }
        return;
    }
    let Some(id) = identity.key.as_ref().filter(|_| !identity.temporary) else {
        return;
    };
    let keys = match account.key_owners.get(id) {
        Some(KeyOwner::Root) => &mut account.root_keys,
        Some(KeyOwner::User(user)) => match account.users.get_mut(user) {
            Some(user) => &mut user.access_keys,
            None => return,
        },
        None => return,
    };
    if let Some(key) = keys
        .iter_mut()
        .find(|key| &key.credentials.access_key_id == id)
    {
        key.last_used = Some(usage);
    }
}
