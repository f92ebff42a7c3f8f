//! AWS's quotas: numbers in one table, so that a quota AWS raises is a change of data.
//!
//! Sizes of documents are in [`SizeLimits`](crate::policy::size::SizeLimits).
//! Source: IAM User Guide, "IAM and AWS STS quotas".

/// Managed policies attached to a user, group or role.
pub const ATTACHED_POLICIES: usize = 10;
/// Managed session policies passed with one call.
pub const SESSION_POLICY_ARNS: usize = 10;
/// Versions of a managed policy.
pub const POLICY_VERSIONS: usize = 5;
/// Access keys of a user, or of the root user.
pub const ACCESS_KEYS: usize = 2;
/// MFA devices of a user, or of the root user.
pub const MFA_DEVICES: usize = 8;
/// Groups a user is in.
pub const GROUPS_PER_USER: usize = 10;
/// Tags of a user, role, policy, or session.
pub const TAGS: usize = 50;
/// Users of an account.
pub const USERS: usize = 5000;
/// Groups of an account.
pub const GROUPS: usize = 300;
/// Roles of an account.
pub const ROLES: usize = 1000;
/// Instance profiles of an account.
pub const INSTANCE_PROFILES: usize = 1000;
/// OpenID Connect providers of an account.
pub const OIDC_PROVIDERS: usize = 100;
/// Audiences of an OpenID Connect provider.
pub const OIDC_CLIENTS: usize = 100;
/// Thumbprints of an OpenID Connect provider.
pub const OIDC_THUMBPRINTS: usize = 5;
/// SAML providers of an account.
pub const SAML_PROVIDERS: usize = 100;
/// Customer managed policies of an account.
pub const POLICIES: usize = 1500;
/// SCPs, and RCPs, attached to one node; `FullAWSAccess` and `RCPFullAWSAccess` count.
pub const CONTROL_POLICIES_PER_NODE: usize = 5;
