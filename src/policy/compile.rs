//! A document made ready for decisions: patterns split, conditions typed, statements indexed by what they are about.
//!
//! Every policy is compiled by itself and never changes: an edited policy is a new one, and nothing else is touched.

mod action;
mod index;
mod statement;

use std::fmt;
use std::sync::Arc;

use super::document::{Document, Effect, PrincipalElement};
pub use action::Action;
use index::Index;
pub use statement::CompiledStatement;

/// What a policy is called in decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLabel {
    /// Its name.
    pub name: Arc<str>,
    /// Its ARN; inline policies have none.
    pub arn: Option<Arc<str>>,
}

impl fmt::Display for PolicyLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.arn.as_ref().unwrap_or(&self.name))
    }
}

/// A policy ready for decisions. Costs nothing to share.
#[derive(Debug)]
pub struct CompiledPolicy {
    label: PolicyLabel,
    document: Arc<Document>,
    statements: Box<[Arc<CompiledStatement>]>,
    allow: Index,
    deny: Index,
}

impl CompiledPolicy {
    /// Compiles a document.
    #[must_use]
    pub fn new(label: PolicyLabel, document: Arc<Document>) -> Self {
        let compile = |statement| Arc::new(CompiledStatement::new(statement, document.version));
        let statements = document.statements.iter().map(compile).collect();
        let (allow, deny) = (
            Index::new(&document, Effect::Allow),
            Index::new(&document, Effect::Deny),
        );
        Self {
            label,
            document,
            statements,
            allow,
            deny,
        }
    }

    /// What the policy is called.
    #[must_use]
    pub const fn label(&self) -> &PolicyLabel {
        &self.label
    }

    /// What was compiled.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// All statements, in the order of the document.
    #[must_use]
    pub fn statements(&self) -> &[Arc<CompiledStatement>] {
        &self.statements
    }

    /// The statements of this effect that are about an action, with their places, in order.
    ///
    /// Costs as much as there are statements that name the action, its service, or every service.
    pub fn about<'p>(
        &'p self,
        action: &Action,
        effect: Effect,
    ) -> impl Iterator<Item = (usize, &'p Arc<CompiledStatement>)> {
        let index = match effect {
            Effect::Allow => &self.allow,
            Effect::Deny => &self.deny,
        };
        index
            .candidates(action)
            .filter_map(|at| Some((at, self.statements.get(at)?)))
            .filter(|(_, statement)| statement.matches_action(action))
    }

    /// The principal element of the statement at a place.
    #[must_use]
    pub fn principal_element(&self, at: usize) -> Option<&PrincipalElement> {
        self.document.statements.get(at)?.principal.as_ref()
    }
}

#[cfg(test)]
mod tests;
