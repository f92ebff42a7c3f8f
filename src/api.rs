//! The AWS operations: one table, one way in.

pub mod model;
pub mod validate;
