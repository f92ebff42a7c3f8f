//! The REPL as a person meets it: keys are typed into a pseudo-terminal, and the screen is read.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod checkpoints;
mod commands;
mod editing;
mod help;
mod interrupt;
mod kept;
mod learn;
mod looking;
mod recorded;
mod screens;
mod terminal;
