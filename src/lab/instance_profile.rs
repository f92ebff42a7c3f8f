//! Instance profiles: what hands a role to an EC2 instance. Source: IAM User Guide, "Use instance profiles".

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::tags::Tags;

/// A container for one role.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceProfile {
    /// The name in the case it was given.
    pub name: String,
    /// `/` or `/division/…/`
    pub path: String,
    /// `AIPA…`
    pub id: String,
    /// `arn:aws:iam::A:instance-profile/path/name`
    pub arn: Arn,
    /// When the profile was created.
    pub created: Timestamp,
    /// Its tags; keys are case-sensitive.
    pub tags: Tags,
    /// Key of the role in it.
    pub role: Option<String>,
}
