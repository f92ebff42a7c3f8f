//! Scripts as their authors meet them: values, verbs, asserts, and what goes wrong, in its exact words.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod asserts;
mod clients;
mod command_lines;
mod examples;
mod faults;
mod files;
mod help;
mod limits;
mod organizations;
mod properties;
mod remedies;
mod sessions;
mod support;
mod values;
mod why;
