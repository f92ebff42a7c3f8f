//! Reports for other programs: JUnit XML, TAP, JSON lines, annotations of GitHub.

mod github;
mod json_lines;
mod junit;
mod tap;

pub use github::annotations;
pub use json_lines::{json_line, json_lines};
pub use junit::junit;
pub use tap::tap;

#[cfg(test)]
mod tests;
