//! Answers to `?…`: what a word of IAM or of the shell means, as far as AWS's model, its reference and this program's own tables know.
//!
//! Pure text: nothing here looks at a lab. What only a session knows (its variables and functions) is for the shell to add.

mod action;
mod condition_key;
mod entry;
mod error_code;
mod functions;
mod language;
mod operation;
mod overview;
mod search;

use crate::render::style::Style;

pub use entry::Entry;
pub use functions::{FUNCTIONS, Form, Function};

/// What the words after `?` are about: an operation in any spelling (`create_user`, `session.assume_role`), an action (`s3:GetObject`),
/// a condition key (`aws:PrincipalTag`), an error code, a function of scripts, an element of policies, or words to search for. Nothing
/// asks for the overview.
#[must_use]
pub fn answer(question: &str, style: Style) -> String {
    let word = question.trim().trim_end_matches("()");
    if word.is_empty() {
        return overview::text(style);
    }
    match entry(word) {
        Some(entry) => entry.text(style),
        None => search::text(word, style),
    }
}

/// The one thing that a word names; `None` for words to search for.
#[must_use]
pub fn entry(word: &str) -> Option<Entry> {
    let last = word.rsplit('.').next().unwrap_or(word);
    language::entry(word)
        .or_else(|| functions::entry(last))
        .or_else(|| operation::entry(last))
        .or_else(|| error_code::entry(word))
        .or_else(|| action::entry(word))
        .or_else(|| condition_key::entry(word))
}

/// Every word that [`entry`] knows without a colon in it, for completion and suggestions.
#[must_use]
pub fn words() -> Vec<String> {
    let mut words: Vec<String> = operation::names().collect();
    words.extend(
        functions::FUNCTIONS
            .iter()
            .map(|function| function.name.to_owned()),
    );
    words.extend(error_code::names().map(str::to_owned));
    words.extend(language::names().map(str::to_owned));
    words.sort();
    words.dedup();
    words
}
