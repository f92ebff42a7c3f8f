//! What a word is found in, where it names nothing; and what was probably meant.

use crate::policy::suggest::nearest;
use crate::reference::services;
use crate::render::style::Style;

use super::{Entry, error_code, functions, language, operation};

/// Lines a group shows at the most.
const LISTED: usize = 15;

pub(super) fn text(words: &str, style: Style) -> String {
    let wanted: Vec<String> = words
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let matches = |name: &str, about: &str| {
        let text = format!("{} {}", name.replace('_', " "), about).to_lowercase();
        wanted
            .iter()
            .all(|word| text.contains(word) || name.to_lowercase().contains(word))
    };
    let operations = operation::summaries()
        .filter(|(name, summary)| matches(name, summary))
        .map(|(name, summary)| (name, summary.to_owned()));
    let functions = functions::FUNCTIONS
        .iter()
        .filter(|function| matches(function.name, function.meaning))
        .map(|function| (function.written().join(" · "), function.meaning.to_owned()));
    let codes = error_code::meanings().filter(|(code, meaning)| matches(code, meaning));
    let codes = codes.map(|(code, meaning)| (code.to_owned(), meaning.to_owned()));
    let terms = language::meanings().filter(|(term, meaning)| matches(term, meaning));
    let terms = terms.map(|(term, meaning)| (term.to_owned(), meaning.to_owned()));
    let entry = Entry::new(words, "Not the name of anything; it is found in")
        .with("functions of scripts", some(functions))
        .with("operations", some(operations))
        .with("errors", some(codes))
        .with("policies", some(terms));
    if !entry.groups.is_empty() {
        return entry.text(style);
    }
    let near = meant(words).map(|near| format!("Did you mean `?{near}`? "));
    format!(
        "Nothing is known of `{words}`. {}`?` alone gives an overview.\n",
        near.unwrap_or_default()
    )
}

/// At most so many, and how many more there are.
fn some(facts: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut all: Vec<_> = facts.collect();
    let more = all.len().saturating_sub(LISTED);
    all.truncate(LISTED);
    if more > 0 {
        all.push((format!("and {more} more"), String::new()));
    }
    all
}

/// The word that is most like it.
fn meant(word: &str) -> Option<String> {
    if let Some(action) = services::suggest(word) {
        return Some(action);
    }
    let last = word.rsplit('.').next().unwrap_or(word);
    let words = super::words();
    nearest(last, words.iter().map(String::as_str)).map(str::to_owned)
}
