//! The rhai engine over the operation table: native types, verbs, asserts, limits.
//!
//! Translates script values to commands and answers to script values. It never validates, authorizes or changes the lab:
//! [`crate::api`] does. Knows nothing of terminals. Only this folder names rhai.

mod acting;
mod actor;
mod answer;
mod arn;
mod asserts;
pub mod aws_lines;
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
pub mod function_table;
mod identity_provider;
mod imports;
mod interpreter;
mod kinds;
mod limits;
mod native;
mod observed;
mod organization;
mod profile;
pub mod property_table;
mod record;
mod recording;
mod resources;
mod returns;
mod roots;
mod scan;
mod session_view;
mod show;
mod sorting;
mod stack;
mod statements;
mod test_functions;
mod trace;
mod transcript;
mod value_view;
mod verb_table;
mod verbs;
mod world;

pub use fault::{Fault, FaultKind};
pub use interpreter::{Interpreter, Setup, Unwatched, Watcher};
pub use limits::OPERATIONS;
pub use observed::{Exchange, GivenDocument, Snapshot};
pub use recording::{Entries, Recorded, Recording};
pub use scan::{Open, Piece, PieceKind, Scan, Walker, scan};
pub use session_view::{Function, Ran, Variable};
pub use stack::{STACK_SIZE, with_stack};
pub use statements::extents;
pub use test_functions::{Parts, TestFunction, parts};
pub use transcript::transcript;
pub use value_view::{Answer, Look};
pub use verb_table::{Verb, has_verb, verb, verbs};
