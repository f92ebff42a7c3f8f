//! What typing is helped with: the session and the lab as completion, hints and highlighting see them. Knows no engine.

use std::path::Path;

use crate::lab::Lab;
use crate::script::{Function, Variable};

/// A look at the session between two keys.
pub struct View<'a> {
    /// The session's variables.
    pub variables: &'a [Variable],
    /// The session's functions.
    pub functions: &'a [Function],
    /// Names of the engine's functions, sorted.
    pub names: &'a [String],
    /// The lab.
    pub lab: &'a Lab,
    /// The folder files are read from.
    pub folder: &'a Path,
    /// Names of the branches.
    pub branches: &'a [String],
    /// Names of the checkpoints.
    pub checkpoints: &'a [String],
    /// Names of the profiles of `aws` lines.
    pub profiles: &'a [String],
}

impl View<'_> {
    /// The variable of this name.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The engine has a function of this name.
    #[must_use]
    pub fn is_of_the_engine(&self, name: &str) -> bool {
        let names = self.names;
        names
            .binary_search_by(|known| known.as_str().cmp(name))
            .is_ok()
    }
}
