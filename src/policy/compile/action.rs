//! Actions of requests, made ready to be looked up in the policies' indexes.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::policy::hash;

/// `service:Name`, folded and hashed once. Actions that differ only in case are equal (rule A1).
#[derive(Clone)]
pub struct Action {
    /// The text as it was written, then in lower case: halves of the same length.
    texts: Box<str>,
    hash: u64,
    service: u64,
}

impl Action {
    /// Prepares an action; any text is one, though a text without a colon belongs to no service.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut texts = String::with_capacity(2 * text.len());
        texts.push_str(text);
        texts.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        Self {
            texts: texts.into(),
            hash: hash::folded(text),
            service: hash::folded(text.split(':').next().unwrap_or_default()),
        }
    }

    /// As it was written.
    #[must_use]
    pub fn written(&self) -> &str {
        self.texts.get(..self.texts.len() / 2).unwrap_or_default()
    }

    /// In lower case.
    #[must_use]
    pub fn folded(&self) -> &str {
        self.texts.get(self.texts.len() / 2..).unwrap_or_default()
    }

    /// What stands before the colon, in lower case.
    #[must_use]
    pub fn service(&self) -> &str {
        self.folded().split(':').next().unwrap_or_default()
    }

    /// Hash of the whole action.
    pub(super) const fn hash(&self) -> u64 {
        self.hash
    }

    /// Hash of the service.
    pub(super) const fn service_hash(&self) -> u64 {
        self.service
    }
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.folded() == other.folded()
    }
}

impl Eq for Action {}

impl Hash for Action {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written())
    }
}
