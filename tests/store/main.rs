//! Labs kept in files: nothing answered is lost, nothing is half done, and a file that cannot be used says why.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod command_line;
mod files;
mod kill;
