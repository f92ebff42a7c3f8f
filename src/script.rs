//! The rhai engine over the operation table: native types, verbs, asserts, limits.
//!
//! Translates script values to commands and answers to script values. It never validates, authorizes or changes the lab:
//! [`crate::api`] does. Knows nothing of terminals. Only this folder names rhai.

mod actor;
mod answer;
mod arn;
mod asserts;
mod aws_lines;
mod certificate;
mod client;
mod command_line;
mod complete_input;
mod console;
mod convert;
mod decision;
mod doc;
mod document;
mod endpoint;
mod engine;
mod entity;
mod error;
mod events;
mod fault;
mod identity_provider;
mod imports;
mod interpreter;
mod kinds;
mod limits;
mod native;
mod organization;
mod profile;
mod record;
mod resources;
mod roots;
mod scan;
mod show;
mod stack;
mod statements;
mod transcript;
mod verbs;
mod world;

pub use fault::{Fault, FaultKind};
pub use interpreter::{Interpreter, Setup, Unwatched, Watcher};
pub use limits::OPERATIONS;
pub use stack::with_stack;
pub use transcript::transcript;
