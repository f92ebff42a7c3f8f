//! The rules of the policy language and of decisions by their numbers, each with AWS's own example where there is one.
//!
//! Most ask through the JSON form of `iamsh decide`, the rest act in a lab. Rules whose tests need the insides of a module
//! stand beside it; `complete` knows all numbers and looks for each.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "documents are written where they are passed"
)]

mod ask;
#[path = "../api/support.rs"]
#[allow(
    dead_code,
    reason = "shared with the tests of the operations, which use the rest"
)]
mod support;

mod combination;
mod complete;
mod conditions;
mod context_keys;
mod grants;
mod iam_keys;
mod organizations;
mod principals;
mod sentences;
mod syntax;
