//! The condition keys that policies ask for: in conditions, and as variables.
//!
//! Source: IAM API Reference, `GetContextKeysForCustomPolicy`.

use crate::decision::Context;
use crate::policy::document::{Document, PatternElement, Statement, Version};
use crate::policy::template::{Special, Token, tokens};

/// Names of condition keys, each once without regard to case, in the order they are met.
#[derive(Debug, Default)]
pub struct Keys(Vec<String>);

impl Keys {
    /// Adds names that are not there yet.
    pub fn extend(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            if !self.0.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                self.0.push(name);
            }
        }
    }

    /// Those that a context has no value for.
    #[must_use]
    pub fn absent_from(mut self, context: &Context) -> Vec<String> {
        self.0.retain(|name| context.get(name).is_none());
        self.0
    }

    /// All of them.
    #[must_use]
    pub fn into_names(self) -> Vec<String> {
        self.0
    }
}

/// The keys of a whole document.
#[must_use]
pub fn of_document(document: &Document) -> Vec<String> {
    let version = document.version;
    let of = |statement| {
        of_resource(version, statement)
            .into_iter()
            .chain(of_conditions(version, statement))
    };
    document.statements.iter().flat_map(of).collect()
}

/// The variables in `Resource` or `NotResource`.
#[must_use]
pub fn of_resource(version: Version, statement: &Statement) -> Vec<String> {
    let patterns = |element: &PatternElement| -> Vec<String> {
        element
            .patterns
            .iter()
            .flat_map(|pattern| variables(version, &pattern.value))
            .collect()
    };
    statement.resource.as_ref().map_or_else(Vec::new, patterns)
}

/// The keys of the conditions, and the variables in their values.
#[must_use]
pub fn of_conditions(version: Version, statement: &Statement) -> Vec<String> {
    let mut found = Vec::new();
    for condition in &statement.conditions {
        found.push(condition.key.value.clone());
        for value in &condition.values {
            found.extend(variables(version, &value.value));
        }
    }
    found
}

fn variables(version: Version, text: &str) -> Vec<String> {
    tokens(text, Special::new(true, version))
        .into_iter()
        .filter_map(|token| match token {
            Token::Variable(variable) => Some(variable.key.into()),
            _ => None,
        })
        .collect()
}
