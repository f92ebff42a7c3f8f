//! What the IAM entities of an account have in common.

use std::collections::BTreeMap;

use super::policy::StoredPolicy;

/// Which entity of an account a unique id belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntityId {
    /// Key of the user's map.
    User(String),
    /// Key of the group's map.
    Group(String),
    /// Key of the role's map.
    Role(String),
}

/// The key under which a name is found: IAM names are unique without regard to case.
#[must_use]
pub fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// The policies of a user, group or role.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicySet {
    /// Inline policies by name.
    pub inline: BTreeMap<String, StoredPolicy>,
    /// ARNs of attached managed policies, in the order of attachment.
    pub attached: Vec<String>,
}

impl PolicySet {
    /// True when nothing is embedded or attached.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inline.is_empty() && self.attached.is_empty()
    }
}
