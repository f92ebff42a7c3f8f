//! The operations of AWS Identity and Access Management, by what they are about.

pub mod access_keys;
pub mod account;
pub mod attachments;
pub mod authorization_details;
pub mod boundaries;
pub mod context_provider;
pub mod groups;
pub mod inline_policies;
pub mod instance_profiles;
pub mod login_profiles;
pub mod membership;
pub mod mfa_assignment;
pub mod mfa_devices;
pub mod oidc_providers;
pub mod password_policy;
pub mod policies;
pub mod policy_versions;
pub mod roles;
pub mod simulation;
pub mod tags;
pub mod users;

use super::table::Operation;

/// All of them.
pub const OPERATIONS: &[&[Operation]] = &[
    users::OPERATIONS,
    groups::OPERATIONS,
    membership::OPERATIONS,
    roles::OPERATIONS,
    instance_profiles::OPERATIONS,
    oidc_providers::OPERATIONS,
    policies::OPERATIONS,
    policy_versions::OPERATIONS,
    attachments::OPERATIONS,
    inline_policies::OPERATIONS,
    boundaries::OPERATIONS,
    access_keys::OPERATIONS,
    login_profiles::OPERATIONS,
    password_policy::OPERATIONS,
    mfa_devices::OPERATIONS,
    mfa_assignment::OPERATIONS,
    tags::OPERATIONS,
    simulation::OPERATIONS,
    account::OPERATIONS,
    authorization_details::OPERATIONS,
];
