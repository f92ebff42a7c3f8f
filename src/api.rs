//! The AWS operations: one table, and one way in.
//!
//! Every change of a [`Lab`](crate::lab::Lab) is a [`Command`](crate::lab::Command) given to [`execute()`]: parameters are validated from the model, the caller is
//! authenticated and authorized, the handler changes the lab, and the event log records what came of it.
//! Front ends translate to commands and answers to text; they decide nothing.

pub mod access;
pub mod access_advisor;
pub mod authenticate;
pub mod authorization_message;
pub mod authorize;
mod background;
pub mod call;
pub mod context;
pub mod describe;
pub mod documents;
pub mod endpoint;
pub mod error;
pub mod example;
pub mod execute;
pub mod history;
pub mod iam;
pub mod input;
pub mod inventory;
pub mod known;
pub mod last_used;
pub mod mfa;
pub mod model;
pub mod organization;
pub mod pager;
pub mod pass_role;
pub mod perform;
mod prefixed_id;
pub mod qr_code;
pub mod region;
pub mod remains;
pub mod root_key;
pub mod root_task;
pub mod shape;
pub mod sign_in;
pub mod signature;
pub mod simulate;
pub mod sts;
pub mod table;
mod unknown_principals;
pub mod validate;

pub use error::AwsError;
pub use execute::{Answered, evaluate, execute, look, record, replay, whoami};
pub use known::caller_named;
