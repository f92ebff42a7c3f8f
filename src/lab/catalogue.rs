//! AWS managed policies in use: each is parsed and compiled when it is first attached.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::policy::Document;
use crate::policy::compile::{CompiledPolicy, PolicyLabel};
use crate::reference::managed_policies;

use super::Lab;

/// The policies of AWS's catalogue that were needed so far. A cache: it tells nothing about the world, so all are equal.
#[derive(Clone, Debug, Default)]
pub struct Catalogue(BTreeMap<String, Arc<CompiledPolicy>>);

impl PartialEq for Catalogue {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Lab {
    /// True when `arn` names one of AWS's managed policies.
    #[must_use]
    pub fn is_aws_policy(&self, arn: &str) -> bool {
        managed_policies::find(arn).is_some()
    }

    /// Compiles one of AWS's managed policies, so that [`Lab::managed_policy`] finds it; false if there is none.
    pub fn use_aws_policy(&mut self, arn: &str) -> bool {
        if self.catalogue.0.contains_key(arn) {
            return true;
        }
        let Some(compiled) = compile(arn) else {
            return false;
        };
        self.catalogue.0.insert(arn.to_owned(), Arc::new(compiled));
        true
    }

    /// The version in force of a managed policy that is in use, AWS's or a customer's.
    #[must_use]
    pub fn managed_policy(&self, arn: &str) -> Option<Arc<CompiledPolicy>> {
        if let Some(compiled) = self.catalogue.0.get(arn) {
            return Some(Arc::clone(compiled));
        }
        let account = arn.split(':').nth(4)?.parse().ok()?;
        let version = self.account(&account)?.policy(arn)?.default()?;
        Some(Arc::clone(&version.policy.compiled))
    }
}

fn compile(arn: &str) -> Option<CompiledPolicy> {
    let entry = managed_policies::find(arn)?;
    let text = managed_policies::document(arn)?;
    let (document, _) = Document::parse(&text).ok()?;
    let label = PolicyLabel {
        name: entry.name.as_str().into(),
        arn: Some(arn.into()),
    };
    Some(CompiledPolicy::new(label, Arc::new(document)))
}
