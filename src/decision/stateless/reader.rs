//! Questions from JSON: their policies read, checked where the reader is strict, and compiled once.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::decision::{Level, Request, ResourceKind};
use crate::policy::check::{self, PolicyKind};
use crate::policy::compile::{CompiledPolicy, PolicyLabel};
use crate::policy::{Document, Version};

use super::form::{Form, Named};
use super::question::{AttachedPolicy, Question};
use super::{Unreadable, request};

/// Compiled policies kept for the questions to come; a file of a million requests holds few different policies.
const KEPT_POLICIES: usize = 4096;

/// Reads questions, keeping compiled policies between them.
#[derive(Debug, Default)]
pub struct Reader {
    strict: bool,
    /// By name, kind and text: the kind decides what a strict reader refuses.
    compiled: HashMap<(String, PolicyKind, Box<str>), Arc<CompiledPolicy>>,
}

impl Reader {
    /// A reader; a strict one refuses policies that AWS would not store, with AWS's text.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        Self {
            strict,
            compiled: HashMap::new(),
        }
    }

    /// Reads one question.
    ///
    /// # Errors
    /// For text of another form, and for policies that cannot be evaluated.
    pub fn read(&mut self, text: &str) -> Result<Question, Unreadable> {
        let form: Form<'_> = serde_json::from_str(text).map_err(|error| Unreadable {
            message: error.to_string(),
        })?;
        let request = request::request(form.request)?;
        let resource = self.resource_policy(&request, form.resource_policy)?;
        Ok(Question {
            id: form.id,
            expected: form.expected,
            request,
            identity: self.policies(
                "identity policy",
                PolicyKind::Managed,
                &form.identity_policies,
            )?,
            boundary: self.optional(
                "permissions boundary",
                PolicyKind::Managed,
                &form.permissions_boundary,
            )?,
            session: self.optional(
                "session policy",
                PolicyKind::Session,
                &form.session_policies,
            )?,
            resource,
            service_control: self.levels(
                "SCP",
                PolicyKind::ServiceControl,
                &form.service_control_policies,
            )?,
            resource_control: self.resource_levels(&form.resource_control_policies)?,
            endpoint: self.optional(
                "VPC endpoint policy",
                PolicyKind::Resource,
                &form.vpc_endpoint_policies,
            )?,
        })
    }

    /// The policy of the resource, where it takes part. A role always has a trust policy, which must itself allow (rule B6):
    /// none given is one that trusts nobody.
    fn resource_policy(
        &mut self,
        request: &Request,
        given: Option<&RawValue>,
    ) -> Result<Option<AttachedPolicy>, Unreadable> {
        let Some(kind) = resource_kind(request) else {
            return Ok(None);
        };
        let policy = match given.filter(|policy| policy.get() != "null") {
            Some(policy) if kind == ResourceKind::Trust => {
                self.policy("trust policy", PolicyKind::Trust, policy)?
            }
            Some(policy) => self.policy("resource policy", PolicyKind::Resource, policy)?,
            None if kind == ResourceKind::Trust => trusting_nobody(),
            None => return Ok(None),
        };
        Ok(Some(AttachedPolicy { kind, policy }))
    }

    /// An empty list is no layer.
    fn optional(
        &mut self,
        what: &str,
        kind: PolicyKind,
        policies: &[&RawValue],
    ) -> Result<Option<Vec<Arc<CompiledPolicy>>>, Unreadable> {
        match policies {
            [] => Ok(None),
            policies => self.policies(what, kind, policies).map(Some),
        }
    }

    fn policies(
        &mut self,
        what: &str,
        kind: PolicyKind,
        policies: &[&RawValue],
    ) -> Result<Vec<Arc<CompiledPolicy>>, Unreadable> {
        let numbered = policies.iter().enumerate();
        numbered
            .map(|(number, policy)| self.policy(&format!("{what} {}", number + 1), kind, policy))
            .collect()
    }

    fn levels(
        &mut self,
        what: &str,
        kind: PolicyKind,
        levels: &[Vec<&RawValue>],
    ) -> Result<Vec<Level>, Unreadable> {
        let numbered = levels.iter().enumerate();
        numbered
            .map(|(number, policies)| {
                let name = format!("{what} level {}", number + 1);
                Ok(Level {
                    policies: self.policies(&name, kind, policies)?,
                    name: name.into(),
                })
            })
            .collect()
    }

    /// `RCPFullAWSAccess` is on every level by itself.
    fn resource_levels(&mut self, levels: &[Vec<&RawValue>]) -> Result<Vec<Level>, Unreadable> {
        let mut levels = self.levels("RCP", PolicyKind::ResourceControl, levels)?;
        if levels.is_empty() {
            return Ok(levels);
        }
        let full = self.compiled(
            "RCPFullAWSAccess",
            PolicyKind::Resource,
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
        )?;
        for level in &mut levels {
            level.policies.push(Arc::clone(&full));
        }
        Ok(levels)
    }

    /// A document, or `{"name": …, "document": …}`.
    fn policy(
        &mut self,
        what: &str,
        kind: PolicyKind,
        raw: &RawValue,
    ) -> Result<Arc<CompiledPolicy>, Unreadable> {
        match serde_json::from_str::<Named<'_>>(raw.get()) {
            Ok(named) => self.compiled(&named.name, kind, named.document.get()),
            Err(_) => self.compiled(what, kind, raw.get()),
        }
    }

    fn compiled(
        &mut self,
        name: &str,
        kind: PolicyKind,
        text: &str,
    ) -> Result<Arc<CompiledPolicy>, Unreadable> {
        let key = (name.to_owned(), kind, Box::from(text));
        if let Some(known) = self.compiled.get(&key) {
            return Ok(Arc::clone(known));
        }
        let document = self.document(name, kind, text)?;
        let label = PolicyLabel {
            name: name.into(),
            arn: name.starts_with("arn:").then(|| name.into()),
        };
        let compiled = Arc::new(CompiledPolicy::new(label, Arc::new(document)));
        if self.compiled.len() >= KEPT_POLICIES {
            self.compiled.clear();
        }
        self.compiled.insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }

    fn document(&self, name: &str, kind: PolicyKind, text: &str) -> Result<Document, Unreadable> {
        let refused = |message: &str| Unreadable {
            message: format!("{name}: {message}"),
        };
        if self.strict {
            return check::check(kind, text).map_err(|error| refused(&error.message));
        }
        Document::parse(text)
            .map(|(document, _)| document)
            .map_err(|error| refused(&error.message))
    }
}

/// What the policy of the resource is to the request. A trust policy says who may assume the role, nothing of the calls that
/// read or change it: `None`.
fn resource_kind(request: &Request) -> Option<ResourceKind> {
    let mut parts = request.resource.arn.split(':');
    match (parts.nth(2), parts.nth(2)) {
        (Some("iam"), Some(resource)) if resource.starts_with("role/") => {
            let service = request.action.split(':').next().unwrap_or_default();
            service
                .eq_ignore_ascii_case("sts")
                .then_some(ResourceKind::Trust)
        }
        (Some("kms"), _) => Some(ResourceKind::Key),
        _ => Some(ResourceKind::Plain),
    }
}

fn trusting_nobody() -> Arc<CompiledPolicy> {
    let document = Document {
        source: "".into(),
        version: Version::V2012,
        id: None,
        statements: Vec::new(),
    };
    let label = PolicyLabel {
        name: "trust policy".into(),
        arn: None,
    };
    Arc::new(CompiledPolicy::new(label, Arc::new(document)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strict_reader_checks_a_policy_again_in_another_place() {
        let named = r#"{"name":"p","document":{"Version":"2012-10-17","Statement":
            {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}}"#;
        let question = |policies: &str| {
            format!(
                r#"{{"request":{{"principal":"arn:aws:iam::111122223333:user/bob","action":"s3:GetObject",
                "resource":"arn:aws:s3:::b/k"}},{policies}}}"#
            )
        };
        let mut reader = Reader::new(true);
        let of_resource = question(&format!(r#""resourcePolicy":{named}"#));
        let of_identity = question(&format!(r#""identityPolicies":[{named}]"#));
        assert!(reader.read(&of_resource).is_ok());
        assert_eq!(
            reader.read(&of_identity).unwrap_err().message,
            "p: Policy document should not specify a principal."
        );
    }
}
