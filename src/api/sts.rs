//! The operations of AWS Security Token Service.

pub mod assume_role;
pub mod assume_root;
mod chain;
pub mod decode_message;
pub mod delegated_token;
pub mod federated_login;
pub mod federation_token;
pub mod identity;
pub mod issue;
pub mod limits;
pub mod packed_size;
pub mod role_session;
pub mod saml;
pub mod scoped_credentials;
pub mod session_policies;
pub mod session_tags;
pub mod session_token;
pub mod web_identity;
pub mod web_identity_token;

use super::table::Operation;

/// All of them.
pub const OPERATIONS: &[&[Operation]] = &[
    identity::OPERATIONS,
    assume_role::OPERATIONS,
    decode_message::OPERATIONS,
    delegated_token::OPERATIONS,
    scoped_credentials::OPERATIONS,
    web_identity_token::OPERATIONS,
    assume_root::OPERATIONS,
    web_identity::OPERATIONS,
    saml::OPERATIONS,
    session_token::OPERATIONS,
    federation_token::OPERATIONS,
];
