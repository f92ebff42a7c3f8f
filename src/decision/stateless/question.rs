//! A question that was read, and its answer.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::decision::{
    Decision, Explanation, Layers, Level, Principal, Request, ResourceKind, ResourcePolicy, decide,
    explain,
};
use crate::policy::compile::CompiledPolicy;

/// A question with its policies, ready to be decided.
#[derive(Debug)]
pub struct Question {
    /// The `id` member, as it was given.
    pub id: Option<Value>,
    /// The `expected` member.
    pub expected: Option<String>,
    pub(super) request: Request,
    pub(super) identity: Vec<Arc<CompiledPolicy>>,
    pub(super) boundary: Option<Vec<Arc<CompiledPolicy>>>,
    pub(super) session: Option<Vec<Arc<CompiledPolicy>>>,
    pub(super) resource: Option<AttachedPolicy>,
    pub(super) service_control: Vec<Level>,
    pub(super) resource_control: Vec<Level>,
    pub(super) endpoint: Option<Vec<Arc<CompiledPolicy>>>,
}

/// The policy of the resource.
#[derive(Debug)]
pub(super) struct AttachedPolicy {
    pub(super) kind: ResourceKind,
    pub(super) policy: Arc<CompiledPolicy>,
}

impl Question {
    /// Policies that the caller cannot have are left out: only users and sessions have policies of their own, and the root
    /// user nothing but those of its session (rules B26, B32).
    fn layers(&self) -> Layers<'_> {
        let (own, session) = match self.request.principal {
            Principal::User { .. }
            | Principal::RoleSession { .. }
            | Principal::FederatedUser { .. } => (true, true),
            Principal::Root { .. } => (false, true),
            Principal::Service { .. } | Principal::Federated { .. } | Principal::Anonymous => {
                (false, false)
            }
        };
        Layers {
            identity: if own { &self.identity } else { &[] },
            boundary: self.boundary.as_deref().filter(|_| own),
            session: self.session.as_deref().filter(|_| session),
            resource: self.resource.as_ref().map(|attached| ResourcePolicy {
                policy: &attached.policy,
                kind: attached.kind,
            }),
            service_control: &self.service_control,
            resource_control: &self.resource_control,
            endpoint: self.endpoint.as_deref(),
            ..Layers::default()
        }
    }

    /// The verdict.
    #[must_use]
    pub fn decide(&self) -> Decision {
        decide(&self.request, &self.layers())
    }

    /// The verdict with every reason.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        explain(&self.request, &self.layers())
    }

    /// The answer as one JSON object.
    #[must_use]
    pub fn answer(&self) -> Value {
        let decision = self.decide();
        let mut answer = Map::new();
        if let Some(id) = &self.id {
            answer.insert("id".to_owned(), id.clone());
        }
        answer.insert("decision".to_owned(), decision.outcome.to_string().into());
        answer.insert("blockedBy".to_owned(), decision.blocked_by_names().into());
        answer.insert("matched".to_owned(), matched(&decision));
        if !decision.allowed() {
            answer.insert("message".to_owned(), self.explain().sentence(None).into());
        }
        answer.into()
    }
}

fn matched(decision: &Decision) -> Value {
    let statements = decision.deciding.iter().map(|deciding| {
        json!({
            "layer": deciding.layer.to_string(),
            "policy": deciding.policy.label().to_string(),
            "statement": deciding.statement,
            "sid": deciding.sid(),
        })
    });
    statements.collect()
}
