//! The operations of AWS Security Token Service.

pub mod assume_role;
pub mod federated_login;
pub mod federation_token;
pub mod identity;
pub mod issue;
pub mod limits;
pub mod packed_size;
pub mod role_session;
pub mod session_policies;
pub mod session_tags;
pub mod session_token;
pub mod web_identity;

use super::table::Operation;

/// All of them.
pub const OPERATIONS: &[&[Operation]] = &[
    identity::OPERATIONS,
    assume_role::OPERATIONS,
    web_identity::OPERATIONS,
    session_token::OPERATIONS,
    federation_token::OPERATIONS,
];
