//! Resources of any service: an ARN with an owner, tags and perhaps a policy.

use std::collections::BTreeMap;

use crate::arn::{AccountId, Arn};

use super::event::PassedRole;
use super::policy::StoredPolicy;
use super::tags::Tags;

/// A bucket, an instance, a repository, a key: whatever policies can be about.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The resource's name.
    pub arn: Arn,
    /// The account that owns it (an S3 ARN does not say).
    pub owner: AccountId,
    /// Its tags; keys are case-sensitive.
    pub tags: Tags,
    /// Its resource-based policy.
    pub policy: Option<StoredPolicy>,
    /// Roles that services work with on its behalf, as they were passed last.
    pub roles: Vec<PassedRole>,
}

/// The resource that `arn` lies in: itself, or the one it is a part of (`bucket/key` lies in `bucket`).
#[must_use]
pub fn containing<'a>(
    resources: &'a BTreeMap<String, Resource>,
    arn: &str,
) -> Option<&'a Resource> {
    let mut prefix = arn;
    loop {
        if let Some(found) = resources.get(prefix) {
            return Some(found);
        }
        // Cutting at the last `/` climbs from an object to its bucket, and stops at the resource part.
        let (shorter, _) = prefix.rsplit_once('/')?;
        prefix = shorter;
    }
}
