//! Roles. Source: IAM User Guide, "IAM roles".

use crate::arn::Arn;
use crate::clock::Timestamp;

use super::entity::PolicySet;
use super::policy::StoredPolicy;
use super::tags::Tags;
use super::user::LastUse;

/// An IAM role. It makes no requests itself: its sessions do.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The name in the case it was given.
    pub name: String,
    /// `/` or `/division/…/`
    pub path: String,
    /// `AROA…`
    pub id: String,
    /// `arn:aws:iam::A:role/path/name`
    pub arn: Arn,
    /// When the role was created.
    pub created: Timestamp,
    /// Free text.
    pub description: Option<String>,
    /// Who may assume the role; principals stand in it as unique ids (rule C2).
    pub trust: StoredPolicy,
    /// Longest lifetime a caller may request when assuming this role, in seconds (3600..=43200; default 3600).
    ///
    /// A role assumed by another role session is capped at 3600 whatever this says (role chaining).
    /// Source: IAM User Guide, "Methods to assume a role".
    pub max_session_duration: u32,
    /// The role's tags.
    pub tags: Tags,
    /// The role's permissions.
    pub policies: PolicySet,
    /// ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// The last call one of its sessions made.
    pub last_used: Option<LastUse>,
}

impl Role {
    /// ARN of a session of this role.
    #[must_use]
    pub fn session_arn(&self, session: &str) -> Arn {
        let resource = format!("assumed-role/{}/{session}", self.name);
        let (partition, account) = (self.arn.partition(), self.arn.account());
        Arn::new(partition, "sts", "", account, &resource)
    }

    /// True for roles only AWS may change (path `/aws-service-role/…`).
    #[must_use]
    pub fn is_service_linked(&self) -> bool {
        self.service().is_some()
    }

    /// The service that the role is linked to.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        self.path
            .strip_prefix("/aws-service-role/")?
            .strip_suffix('/')
    }
}
