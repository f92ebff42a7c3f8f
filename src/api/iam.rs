//! The operations of AWS Identity and Access Management, by what they are about.

pub mod access_keys;
pub mod account;
pub mod account_settings;
pub mod attachments;
pub mod authorization_details;
pub mod boundaries;
pub mod context_provider;
pub mod credential_report;
pub mod delegation_requests;
pub mod groups;
pub mod inline_policies;
pub mod instance_profiles;
pub mod last_accessed;
pub mod login_profiles;
pub mod membership;
pub mod mfa_assignment;
pub mod mfa_devices;
pub mod oidc_providers;
pub mod organizations_access;
pub mod organizations_root;
pub mod outbound_federation;
pub mod password_policy;
pub mod policies;
pub mod policy_versions;
pub mod role_templates;
pub mod roles;
pub mod saml_providers;
pub mod server_certificates;
pub mod service_credentials;
pub mod service_linked_roles;
pub mod signing_certificates;
pub mod simulation;
pub mod ssh_public_keys;
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
    server_certificates::OPERATIONS,
    signing_certificates::OPERATIONS,
    ssh_public_keys::OPERATIONS,
    service_credentials::OPERATIONS,
    service_linked_roles::OPERATIONS,
    organizations_root::OPERATIONS,
    oidc_providers::OPERATIONS,
    saml_providers::OPERATIONS,
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
    outbound_federation::OPERATIONS,
    delegation_requests::OPERATIONS,
    role_templates::OPERATIONS,
    account_settings::OPERATIONS,
    credential_report::OPERATIONS,
    last_accessed::OPERATIONS,
    organizations_access::OPERATIONS,
    account::OPERATIONS,
    authorization_details::OPERATIONS,
];
