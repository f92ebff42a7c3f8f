//! The operations through their one way in: success, AWS's errors in AWS's words, and what must not happen.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "tests fail by panicking, and hand over what they have just written down"
)]

mod support;

mod access_keys;
mod account;
mod any_call;
mod assume_role;
mod attachments;
mod authentication;
mod authorization;
mod boundaries;
mod chains;
mod credential_report;
mod denial_messages;
mod endpoints;
mod federation;
mod groups;
mod inline_policies;
mod instance_profiles;
mod last_accessed;
mod mfa;
mod never_used;
mod oidc_providers;
mod operations_doc;
mod organizations_root;
mod outbound_federation;
mod pass_role;
mod passwords;
mod policies;
mod properties;
mod quotas;
mod resources;
mod roles;
mod saml;
mod scoped_credentials;
mod server_certificates;
mod service_linked_roles;
mod session_tokens;
mod simulation;
mod table;
mod tags;
mod user_credentials;
mod users;
mod web_identity;
