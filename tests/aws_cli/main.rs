//! `aws` lines: what they ask the lab, what they print, whose credentials they carry.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod binary;
mod credentials;
mod facts;
mod lines;
mod pages;
mod properties;
mod requests;
mod support;
