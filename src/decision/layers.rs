//! The kinds of policies that take part in a decision.

use std::fmt;
use std::sync::Arc;

use crate::policy::compile::CompiledPolicy;

/// A kind of policy. Ordered as AWS names one of several that refuse (rule U1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerKind {
    /// Resource control policies.
    Rcp,
    /// Service control policies.
    Scp,
    /// VPC endpoint policies.
    Vpce,
    /// A resource-based policy.
    Resource,
    /// A role's trust policy.
    Trust,
    /// Identity-based policies.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
}

impl LayerKind {
    /// `rcp`, `scp`, `vpce`, `resource`, `trust`, `identity`, `boundary`, `session`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rcp => "rcp",
            Self::Scp => "scp",
            Self::Vpce => "vpce",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::Identity => "identity",
            Self::Boundary => "boundary",
            Self::Session => "session",
        }
    }
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The policies that apply to a request.
#[derive(Clone, Debug, Default)]
pub struct Layers<'a> {
    /// The caller's own policies and those of its groups, or its role's.
    pub identity: &'a [Arc<CompiledPolicy>],
    /// The permissions boundary, if one is set.
    pub boundary: Option<&'a [Arc<CompiledPolicy>]>,
    /// Session policies, if any were passed.
    pub session: Option<&'a [Arc<CompiledPolicy>]>,
    /// The policy of the resource.
    pub resource: Option<ResourcePolicy<'a>>,
    /// SCPs over the caller's account, from the root down; empty outside organizations.
    pub service_control: &'a [Level],
    /// RCPs over the resource's account, from the root down; empty outside organizations.
    pub resource_control: &'a [Level],
    /// Policies of the VPC endpoint the request comes through.
    pub endpoint: Option<&'a [Arc<CompiledPolicy>]>,
    /// The caller's account is its organization's management account: SCPs do not bind it (rule B22).
    pub caller_is_management: bool,
    /// The resource's account is its organization's management account: RCPs do not bind it (rule B24).
    pub resource_is_management: bool,
}

/// Control policies attached to one node of an organization.
#[derive(Clone, Debug)]
pub struct Level {
    /// Id of the root, organizational unit or account.
    pub name: Arc<str>,
    /// At least one must allow.
    pub policies: Vec<Arc<CompiledPolicy>>,
}

/// A policy attached to a resource.
#[derive(Clone, Copy, Debug)]
pub struct ResourcePolicy<'a> {
    /// The policy.
    pub policy: &'a Arc<CompiledPolicy>,
    /// What kind of resource it belongs to.
    pub kind: ResourceKind,
}

/// Whether a resource policy adds to identity policies or must itself allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// Within an account either side may allow (rule B4).
    Plain,
    /// A role's trust policy must itself allow (rule B6).
    Trust,
    /// So must the key policy of a KMS key (rule B9).
    Key,
}

impl<'a> ResourcePolicy<'a> {
    /// The policy of a bucket, a queue, a secret, …
    #[must_use]
    pub const fn plain(policy: &'a Arc<CompiledPolicy>) -> Self {
        Self {
            policy,
            kind: ResourceKind::Plain,
        }
    }

    /// The trust policy of a role.
    #[must_use]
    pub const fn trust(policy: &'a Arc<CompiledPolicy>) -> Self {
        Self {
            policy,
            kind: ResourceKind::Trust,
        }
    }

    /// The key policy of a KMS key.
    #[must_use]
    pub const fn key(policy: &'a Arc<CompiledPolicy>) -> Self {
        Self {
            policy,
            kind: ResourceKind::Key,
        }
    }

    /// The layer it is reported as.
    #[must_use]
    pub const fn layer(&self) -> LayerKind {
        match self.kind {
            ResourceKind::Trust => LayerKind::Trust,
            ResourceKind::Plain | ResourceKind::Key => LayerKind::Resource,
        }
    }
}
