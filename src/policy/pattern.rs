//! Matching strings and ARNs against templates, in time that grows with text times pattern at worst.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Resource", "… Condition operators" (rules A9–A14).

mod arn;
mod arn_value;
mod glob;

use super::context::Keys;
use super::template::{Special, Token, tokens};
pub use arn::{ArnText, ResourcePattern};
pub use arn_value::ArnValue;
use glob::Glob;

/// A compiled string pattern. Most are one of the first three kinds.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// `*` alone.
    Anything,
    /// No wildcard and no variable.
    Exactly(Box<str>),
    /// Literal text, then one `*`.
    Beginning(Box<str>),
    /// Everything else.
    Glob(Box<Glob>),
}

impl Pattern {
    /// Compiles a string in which the `special` characters count.
    #[must_use]
    pub fn new(text: &str, special: Special) -> Self {
        Self::of_tokens(tokens(text, special))
    }

    fn of_tokens(mut tokens: Vec<Token>) -> Self {
        match tokens.as_mut_slice() {
            [] => Self::Exactly("".into()),
            [Token::Star] => Self::Anything,
            [Token::Text(text)] => Self::Exactly(std::mem::take(text)),
            [Token::Text(text), Token::Star] => Self::Beginning(std::mem::take(text)),
            _ => Self::Glob(Box::new(Glob::new(tokens))),
        }
    }

    /// Whether `text` matches. A variable that does not resolve matches nothing (rule D16).
    #[must_use]
    pub fn matches(&self, text: &str, keys: Keys<'_>) -> bool {
        match self {
            Self::Anything => true,
            Self::Exactly(own) => **own == *text,
            Self::Beginning(own) => text.starts_with(&**own),
            Self::Glob(glob) => glob.matches(text, keys),
        }
    }

    /// Whether `text` matches ignoring case; for patterns without wildcards.
    #[must_use]
    pub fn equals_ignoring_case(&self, text: &str, keys: Keys<'_>) -> bool {
        match self {
            Self::Exactly(own) => equal_ignoring_case(own, text),
            _ => self
                .resolved(keys)
                .is_some_and(|own| equal_ignoring_case(&own, text)),
        }
    }

    /// The pattern with its variables replaced; `None` when one does not resolve.
    #[must_use]
    pub fn resolved(&self, keys: Keys<'_>) -> Option<String> {
        match self {
            Self::Anything => Some("*".to_owned()),
            Self::Exactly(text) => Some(text.to_string()),
            Self::Beginning(text) => Some(format!("{text}*")),
            Self::Glob(glob) => glob.resolved(keys),
        }
    }
}

fn equal_ignoring_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.to_lowercase() == b.to_lowercase()
}

#[cfg(test)]
mod tests;
