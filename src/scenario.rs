//! Scenarios: found in files, run in parallel in labs of their own, compared with snapshots, reported.
//!
//! Stands beside the shell and knows nothing of it. Reads and writes the files of scenarios and snapshots, but neither the
//! environment nor the clock: the command line hands those in.

pub mod coverage;
pub mod discover;
pub mod document;
pub mod files;
pub mod header;
pub mod mutation;
pub mod outcome;
pub mod pool;
pub mod report;
pub mod run;
pub mod select;
pub mod snapshot;
pub mod unreferenced;
