//! `iamsh serve`: requests as clients make them, and answers as they read them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod admin;
mod answers;
mod authentication;
mod clients;
mod partitions;
mod process;
mod repeats;
mod server;

mod signer;
mod sockets;

mod support;
