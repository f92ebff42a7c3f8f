//! Completion: from the text before the cursor, the session and the lab to candidates. A pure function.
//!
//! `place` says what the cursor is in, `types` what stands before a dot, `wanted` what a text is for, and the others
//! list what there is of that.

mod arns;
mod aws;
mod files;
mod lab_names;
pub mod place;
mod policy;
mod script;
pub mod types;
mod wanted;
mod words;

#[cfg(test)]
pub mod tests;

use super::view::View;

pub use aws::line as aws_line;
pub use script::KEYWORDS;

/// Most candidates of one kind: nobody reads more, and a long list costs time.
pub const MOST: usize = 200;

/// Something that may be typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What is inserted.
    pub text: String,
    /// What is shown for it: a signature, or the text with what it is.
    pub shown: String,
}

impl Candidate {
    /// A candidate that shows what it inserts.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            shown: text.clone(),
            text,
        }
    }

    /// A candidate with a word on what it is.
    #[must_use]
    pub fn with_note(text: impl Into<String>, note: &str) -> Self {
        let text = text.into();
        let shown = if note.is_empty() {
            text.clone()
        } else {
            format!("{text}  {note}")
        };
        Self { text, shown }
    }
}

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The byte where what is replaced begins.
    pub start: usize,
    /// What may stand there, sorted.
    pub candidates: Vec<Candidate>,
}

impl Completion {
    pub(super) fn new(start: usize, mut candidates: Vec<Candidate>) -> Self {
        candidates.sort();
        candidates.dedup();
        Self { start, candidates }
    }
}

/// What may stand at byte `cursor` of `input`.
#[must_use]
pub fn complete(view: &View<'_>, input: &str, cursor: usize) -> Completion {
    let Some(before) = input.get(..cursor) else {
        return Completion::default();
    };
    if before.starts_with(['.', '?']) {
        return words::complete(view, before);
    }
    match aws::line(before) {
        Some(start) => aws::complete(view, before, start),
        None => script::complete(view, before),
    }
}
