//! Who a command claims to come from. Whether the claim holds is decided when the command is authenticated.

use serde::{Deserialize, Serialize};

use crate::arn::AccountId;

/// Proof of identity that comes with a command.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum Caller {
    /// The root user of an account, signed in.
    Root(AccountId),
    /// An IAM user, as with a long-term access key, without one having been created.
    User {
        /// The user's account.
        account: AccountId,
        /// `AIDA…`: a re-created user of the same name is somebody else.
        id: String,
    },
    /// Keys, long-term or temporary.
    Keys(Credentials),
    /// An AWS service acting for itself, such as `ec2.amazonaws.com`.
    Service(String),
    /// Nobody in particular: a request without credentials.
    Anonymous,
}

/// Access key id, secret and, for temporary credentials, session token.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Credentials {
    /// `AKIA…` or `ASIA…`
    pub access_key_id: String,
    /// 40 characters.
    pub secret_access_key: String,
    /// Only with temporary credentials.
    pub session_token: Option<String>,
}
