//! Snapshots: what a scenario said when somebody last looked.

pub mod format;
pub mod store;
