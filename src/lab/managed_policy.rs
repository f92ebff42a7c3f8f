//! Managed policies and their versions.
//! Source: IAM User Guide, "Managed policies and inline policies", "Versioning IAM policies".

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::policy::StoredPolicy;
use super::tags::Tags;

/// A customer managed policy.
#[derive(Clone, Debug, PartialEq)]
pub struct ManagedPolicy {
    /// The name in the case it was given.
    pub name: String,
    /// `/` or `/division/…/`
    pub path: String,
    /// `ANPA…`
    pub id: String,
    /// `arn:aws:iam::A:policy/path/name`
    pub arn: Arn,
    /// Free text, fixed at creation.
    pub description: Option<String>,
    /// When the policy was created.
    pub created: Timestamp,
    /// When a version was last made the default.
    pub updated: Timestamp,
    /// The policy's tags; their keys are case-sensitive.
    pub tags: Tags,
    /// At most five, oldest first.
    pub versions: Vec<PolicyVersion>,
    /// Number of the version in force.
    pub default_version: u32,
    /// Number the next version gets: numbers are not used again.
    pub next_version: u32,
}

/// One version of a managed policy.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyVersion {
    /// 1 for `v1`.
    pub number: u32,
    /// The document.
    pub policy: StoredPolicy,
    /// When the version was created.
    pub created: Timestamp,
}

impl PolicyVersion {
    /// `v1`, `v2`, …
    #[must_use]
    pub fn id(&self) -> String {
        format!("v{}", self.number)
    }
}

impl ManagedPolicy {
    /// The version in force.
    #[must_use]
    pub fn default(&self) -> Option<&PolicyVersion> {
        self.version(self.default_version)
    }

    /// The version with this number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&PolicyVersion> {
        self.versions.iter().find(|v| v.number == number)
    }
}
