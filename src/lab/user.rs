//! Users and their access keys. Source: IAM User Guide, "IAM users", "Manage access keys for IAM users".

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::caller::Credentials;
use super::entity::PolicySet;
use super::password::LoginProfile;
use super::tags::Tags;

/// An IAM user.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The name in the case it was given.
    pub name: String,
    /// `/` or `/division/…/`
    pub path: String,
    /// `AIDA…`
    pub id: String,
    /// `arn:aws:iam::A:user/path/name`
    pub arn: Arn,
    /// When the user was created.
    pub created: Timestamp,
    /// The user's tags.
    pub tags: Tags,
    /// The user's own policies; those of its groups are the groups'.
    pub policies: PolicySet,
    /// ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// Keys of the groups the user is in, in the order of joining.
    pub groups: Vec<String>,
    /// The user's password, if it may sign in to the console.
    pub login: Option<LoginProfile>,
    /// When the user last signed in.
    pub password_last_used: Option<Timestamp>,
    /// At most two.
    pub access_keys: Vec<AccessKey>,
}

/// A long-term access key.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessKey {
    /// Id and secret.
    pub credentials: Credentials,
    /// False once `UpdateAccessKey` made it `Inactive`.
    pub active: bool,
    /// When the key was created.
    pub created: Timestamp,
    /// The last call with it.
    pub last_used: Option<LastUse>,
}

/// The last call made with a key or a role.
#[derive(Clone, Debug, PartialEq)]
pub struct LastUse {
    /// When.
    pub time: Timestamp,
    /// Service prefix, such as `iam`.
    pub service: String,
    /// Region the call was made in.
    pub region: String,
}
