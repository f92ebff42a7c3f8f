//! Users and roles as callers that can be asked about, on a copy of a lab.

use crate::arn::AccountId;
use crate::id::Kind;
use crate::lab::session::{Session, SessionOf};
use crate::lab::{Caller, Lab};

/// How long the session of a role lasts that is asked about, in seconds.
const LASTING: i64 = 3_600;

/// A user or a role.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// It is a role.
    pub is_role: bool,
    /// Its requests.
    pub caller: Caller,
}

/// The users and roles of a lab. Roles get a session each: give a copy.
pub fn identities(lab: &mut Lab) -> Vec<Identity> {
    let mut found = Vec::new();
    let mut roles = Vec::new();
    for account in lab.accounts.values() {
        found.extend(account.users.values().map(|user| Identity {
            name: user.name.clone(),
            arn: user.arn.to_string(),
            is_role: false,
            caller: Caller::User {
                account: account.id.clone(),
                id: user.id.clone(),
            },
        }));
        let of_account = account.roles.values();
        roles.extend(of_account.map(|role| {
            (
                account.id.clone(),
                role.name.clone(),
                role.arn.to_string(),
                role.id.clone(),
            )
        }));
    }
    for (account, name, arn, id) in roles {
        let caller = session(lab, &account, &name, id);
        found.push(Identity {
            name,
            arn,
            is_role: true,
            caller,
        });
    }
    found
}

fn session(lab: &mut Lab, account: &AccountId, name: &str, id: String) -> Caller {
    let now = lab.clock.now();
    let credentials = lab.issue_credentials(account, Kind::TemporaryKey, name);
    let session = Session {
        credentials: credentials.clone(),
        account: account.clone(),
        of: SessionOf::Role {
            id,
            name: "probe".to_owned(),
        },
        issued: now,
        expires: now.plus(LASTING),
        mfa: None,
        policies: None,
        scopes: Vec::new(),
        description: None,
        tags: Default::default(),
        transitive: Default::default(),
        source_identity: None,
        login: None,
        instance: None,
    };
    lab.sessions
        .insert(credentials.access_key_id.clone(), session);
    Caller::Keys(credentials)
}
