//! A policy as the lab keeps it: the text, and its compiled form.

use std::sync::Arc;

use crate::policy::compile::CompiledPolicy;

/// A stored policy document. Equal when the texts are.
#[derive(Clone, Debug)]
pub struct StoredPolicy {
    /// The compiled form; holds the document and its text.
    pub compiled: Arc<CompiledPolicy>,
}

impl StoredPolicy {
    /// The name it was stored under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.compiled.label().name
    }

    /// The text as it was stored.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.compiled.document().source
    }
}

impl PartialEq for StoredPolicy {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}
