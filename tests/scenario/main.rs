//! `iamsh test` as a team meets it, in folders without Cargo.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod access;
mod check;
mod diff;
mod failures;
mod files;
mod life;
mod order;
mod packaging;
mod policies;
mod reports;
mod selection;
mod support;
