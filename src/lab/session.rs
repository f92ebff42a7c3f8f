//! Temporary credentials and what they stand for.
//! Source: IAM User Guide, "Temporary security credentials in IAM".

use std::collections::BTreeSet;

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::decision::ContextValue;

use super::caller::Credentials;
use super::policy::StoredPolicy;
use super::tags::Tags;

/// A session: credentials that expire.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Key id, secret and token.
    pub credentials: Credentials,
    /// Account the session acts in.
    pub account: AccountId,
    /// Whose session it is.
    pub of: SessionOf,
    /// When it was issued (`aws:TokenIssueTime`).
    pub issued: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When an MFA code was given for it (`aws:MultiFactorAuthAge` counts from here).
    pub mfa: Option<Timestamp>,
    /// Session policies; none passed is not the same as an empty list.
    pub policies: Option<Vec<StoredPolicy>>,
    /// Policies that scope the session down further: each must allow by itself.
    pub scopes: Vec<StoredPolicy>,
    /// What the caller said the session is for.
    pub description: Option<String>,
    /// Session tags, inherited transitive ones included.
    pub tags: Tags,
    /// Keys of the transitive tags, in lower case.
    pub transitive: BTreeSet<String>,
    /// `aws:SourceIdentity`, immutable through a chain.
    pub source_identity: Option<String>,
    /// ARN of the EC2 instance that works with it (`ec2:SourceInstanceARN`).
    pub instance: Option<String>,
    /// How the session was obtained with an identity provider's word.
    pub login: Option<Login>,
}

/// A login with an identity provider, as later requests show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Login {
    /// `aws:FederatedProvider`: ARN of the provider, or the host of a built-in one.
    pub provider: String,
    /// What the provider's condition keys begin with: its host, or `saml`.
    pub prefix: String,
    /// Its condition keys on requests of the session.
    pub keys: Vec<(String, ContextValue)>,
}

/// Whose session it is. Entities are named by unique id: a re-created one is somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionOf {
    /// `GetSessionToken` by the root user.
    Root,
    /// `AssumeRoot` by the management account, for one task.
    AssumedRoot,
    /// `GetSessionToken` by a user.
    User {
        /// `AIDA…`
        id: String,
    },
    /// A user signed in to the console.
    SignIn {
        /// `AIDA…`
        id: String,
    },
    /// A role that was assumed.
    Role {
        /// `AROA…`
        id: String,
        /// The session name.
        name: String,
    },
    /// `GetFederationToken`.
    FederatedUser {
        /// `AIDA…` of the user who called; none when the root user did.
        user: Option<String>,
        /// Name of the federated user.
        name: String,
    },
}
