//! Groups. Source: IAM User Guide, "IAM user groups".

use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::entity::PolicySet;

/// A group of users. It is no principal: policies cannot name it.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The name in the case it was given.
    pub name: String,
    /// `/` or `/division/…/`
    pub path: String,
    /// `AGPA…`
    pub id: String,
    /// `arn:aws:iam::A:group/path/name`
    pub arn: Arn,
    /// When the group was created.
    pub created: Timestamp,
    /// The group's policies: its members' identity policies.
    pub policies: PolicySet,
    /// Keys of the members.
    pub members: BTreeSet<String>,
}
