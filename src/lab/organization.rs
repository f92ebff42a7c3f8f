//! Organizations: accounts under organizational units, with control policies at every level.
//!
//! Source: AWS Organizations User Guide, "Terminology and concepts", "SCP evaluation", "RCP evaluation".

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::arn::AccountId;

use super::Lab;
use super::policy::StoredPolicy;

/// An organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Organization {
    /// `o-…`
    pub id: String,
    /// The account that pays and whose principals no SCP binds.
    pub management: AccountId,
    /// Id of the root node, `r-…`.
    pub root: String,
    /// Root, organizational units and member accounts, by `r-…`, `ou-…` or account id.
    pub nodes: BTreeMap<String, Node>,
    /// What the management account may do about the root users of the members.
    pub root_features: BTreeSet<RootFeature>,
}

/// Central root access. Source: IAM User Guide, "Centrally manage root access for member accounts".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RootFeature {
    /// Their credentials are managed centrally.
    Credentials,
    /// Their powers can be taken on for single tasks.
    Sessions,
}

impl RootFeature {
    /// AWS's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credentials => "RootCredentialsManagement",
            Self::Sessions => "RootSessions",
        }
    }
}

/// A place in the tree where control policies can be attached.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// `Root`, the name of the unit, or the account id.
    pub name: String,
    /// Id of the node above; none for the root.
    pub parent: Option<String>,
    /// Service control policies, in the order they were attached.
    pub service_control: Vec<StoredPolicy>,
    /// Resource control policies, in the order they were attached; `RCPFullAWSAccess` is always among them.
    pub resource_control: Vec<StoredPolicy>,
}

/// The two kinds of control policies.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum ControlKind {
    /// Service control policies bind the principals of the accounts below.
    Service,
    /// Resource control policies bind the resources of the accounts below.
    Resource,
}

impl Node {
    /// The policies of a kind.
    #[must_use]
    pub const fn policies(&self, kind: ControlKind) -> &Vec<StoredPolicy> {
        match kind {
            ControlKind::Service => &self.service_control,
            ControlKind::Resource => &self.resource_control,
        }
    }

    /// The same, to change them.
    pub const fn policies_mut(&mut self, kind: ControlKind) -> &mut Vec<StoredPolicy> {
        match kind {
            ControlKind::Service => &mut self.service_control,
            ControlKind::Resource => &mut self.resource_control,
        }
    }
}

impl Organization {
    /// Ids and nodes from the root down to the account; empty for an account that is no member.
    #[must_use]
    pub fn path(&self, account: &AccountId) -> Vec<(&str, &Node)> {
        let mut path = Vec::new();
        let mut next = self.nodes.get_key_value(account.as_str());
        while let Some((id, node)) = next {
            path.push((id.as_str(), node));
            next = node
                .parent
                .as_ref()
                .and_then(|parent| self.nodes.get_key_value(parent));
        }
        path.reverse();
        path
    }

    /// `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` shows it: the account itself is not part of it.
    #[must_use]
    pub fn path_text(&self, account: &AccountId) -> String {
        let mut text = format!("{}/", self.id);
        for (id, _) in self
            .path(account)
            .iter()
            .filter(|(id, _)| *id != account.as_str())
        {
            text.push_str(id);
            text.push('/');
        }
        text
    }
}

impl Lab {
    /// The organization an account belongs to.
    #[must_use]
    pub fn organization_of(&self, account: &AccountId) -> Option<&Organization> {
        self.organizations
            .values()
            .find(|organization| organization.nodes.contains_key(account.as_str()))
    }
}
