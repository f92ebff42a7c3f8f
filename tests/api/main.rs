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
mod assume_role;
mod attachments;
mod authentication;
mod authorization;
mod boundaries;
mod chains;
mod endpoints;
mod federation;
mod groups;
mod inline_policies;
mod instance_profiles;
mod mfa;
mod oidc_providers;
mod pass_role;
mod passwords;
mod policies;
mod properties;
mod quotas;
mod resources;
mod roles;
mod session_tokens;
mod simulation;
mod table;
mod tags;
mod users;
mod web_identity;
