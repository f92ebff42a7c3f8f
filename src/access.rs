//! What the policies of some accounts let whom do, and how that differs between two states of them.
//!
//! Asked without a request: for every kind of action and resource that the policies tell apart, whether a principal may, never, or
//! under which conditions. Knows of identity policies, groups, permissions boundaries, service control policies, and of the
//! policies of roles and resources with the principals they name; sessions are those of their roles.

mod difference;
mod dump;
mod grants;
mod kinds;
mod of_lab;

pub use difference::{Change, Direction, difference};
pub use dump::{Unreadable, of_dump, of_policy};
pub use of_lab::of_lab;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::policy::Document;
use crate::policy::compile::{CompiledPolicy, PolicyLabel};

/// The policies that decide for each principal.
#[derive(Debug, Default)]
pub struct Access {
    /// By principal: its ARN, or who a policy of a resource names.
    pub holders: BTreeMap<String, Holder>,
}

/// The policies that decide for one principal.
#[derive(Debug, Default)]
pub struct Holder {
    /// Of these, one must allow.
    pub identity: Vec<Arc<CompiledPolicy>>,
    /// Of each of these as well: the boundary, the levels of service control policies.
    pub limits: Vec<Vec<Arc<CompiledPolicy>>>,
    /// Values of the condition keys that policy variables of this principal stand for.
    pub variables: BTreeMap<String, String>,
}

impl Holder {
    /// All its policies.
    fn policies(&self) -> impl Iterator<Item = &Arc<CompiledPolicy>> {
        self.identity.iter().chain(self.limits.iter().flatten())
    }
}

impl Access {
    /// Adds what the policy of a resource gives to each principal that it names.
    fn add_resource(&mut self, arn: &str, document: &Document) {
        let mut by_name: BTreeMap<&str, Vec<crate::policy::Statement>> = BTreeMap::new();
        for statement in &document.statements {
            let Some(principal) = &statement.principal else {
                continue;
            };
            let mut own = statement.clone();
            own.principal = None;
            own.resource.get_or_insert_with(|| of_itself(arn));
            let not = principal.negated;
            for entry in &principal.entries {
                let name = if not {
                    "everybody else"
                } else {
                    entry.name.value.as_str()
                };
                by_name.entry(name).or_default().push(own.clone());
            }
        }
        for (name, statements) in by_name {
            let part = Document {
                statements,
                ..document.clone()
            };
            let key = format!("{name} (by the policy of {arn})");
            let holder = self.holders.entry(key).or_default();
            holder.identity.push(compiled(arn, part));
        }
    }
}

/// A policy that names no resource is about its own.
fn of_itself(arn: &str) -> crate::policy::document::PatternElement {
    use crate::policy::document::{PatternElement, Text};
    let span = crate::policy::Span::new(0, 0);
    PatternElement {
        negated: false,
        patterns: vec![Text {
            value: arn.to_owned(),
            span,
        }],
        span,
    }
}

fn compiled(name: &str, document: Document) -> Arc<CompiledPolicy> {
    let label = PolicyLabel {
        name: name.into(),
        arn: None,
    };
    Arc::new(CompiledPolicy::new(label, Arc::new(document)))
}

#[cfg(test)]
mod tests;
