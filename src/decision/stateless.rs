//! Stateless decisions: a question and all its policies in one JSON object.
//!
//! The form is that of `iamsh decide`. Policies are read leniently (what AWS would refuse to store but can be evaluated is
//! evaluated) unless the reader is strict. Keys that AWS derives from the principal are filled in where the request does not
//! give them.

mod form;
mod question;
mod reader;
mod request;

use std::fmt;

pub use question::Question;
pub use reader::Reader;

/// A question that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}
