//! Who a command claims to come from. Whether the claim holds is decided when the command is authenticated.

use serde::{Deserialize, Serialize};

use crate::arn::AccountId;
use crate::clock::Timestamp;

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
    /// Whoever signed a request. Boxed: it is the largest of the callers, and rare in scripts.
    Signed(Box<Signed>),
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

/// A request's signature, Signature Version 4: proof that its sender knows a secret, without the secret.
/// Source: AWS IAM User Guide, "AWS Signature Version 4 for API requests".
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// `AKIA…` or `ASIA…`
    pub access_key_id: String,
    /// Only with temporary credentials.
    pub session_token: Option<String>,
    /// When it was signed, as the signature says it: `20260101T000000Z`.
    pub date: String,
    /// The day it holds for, `20260101`: part of the scope.
    pub day: String,
    /// The region it holds for: part of the scope.
    pub region: String,
    /// The service it holds for: part of the scope.
    pub service: String,
    /// SHA-256 of the canonical request, in hexadecimal digits.
    pub request_hash: String,
    /// HMAC-SHA-256, in hexadecimal digits.
    pub signature: String,
    /// For how many seconds a presigned request may be used; none for one that is signed in its headers.
    pub lifetime: Option<u32>,
    /// When it arrived, by the clock of who signs requests, which is not the lab's; none where dates do not matter.
    pub received: Option<Timestamp>,
}
