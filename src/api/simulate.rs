//! The policy simulator: what policies would answer, for a caller and resources that need not exist.
//!
//! Answered by the engine that decides real requests. Unlike AWS's own it knows trust policies: a question about assuming a
//! role of the lab is asked of that role's trust policy too. As AWS's own, it takes no other policy of a resource into
//! account than the one passed, and knows of the request only what is passed, who the caller is and what time it is.
//! Source: IAM User Guide, "IAM policy testing with the IAM policy simulator"; IAM API Reference, `EvaluationResult`.

pub mod answer;
pub mod caller;
pub mod context_keys;
pub mod inputs;
pub mod source;

use std::sync::Arc;

use crate::arn::{AccountId, Arn};
use crate::decision::{self, Context, Explanation, Layers, Level, Request, ResourcePolicy};
use crate::lab::Lab;
use crate::lab::entity::key;
use crate::policy::compile::CompiledPolicy;
use crate::policy::document::{Statement, Version};

use super::authenticate::Identity;

/// Everything that decides, whichever action and resource are asked about.
pub struct Simulation {
    /// Who asks.
    pub caller: Identity,
    /// The caller's own policies.
    pub identity: Vec<Arc<CompiledPolicy>>,
    /// Its permissions boundary.
    pub boundary: Option<Vec<Arc<CompiledPolicy>>>,
    /// SCPs from the root down; empty outside organizations.
    pub service_control: Vec<Level>,
    /// SCPs do not bind the caller's account.
    pub caller_is_management: bool,
    /// The policy that every resource is treated as having.
    pub resource_policy: Option<Arc<CompiledPolicy>>,
    /// Owner of resources whose ARN does not say.
    pub owner: Option<AccountId>,
    /// The condition keys that are present.
    pub context: Context,
}

/// What came of one action on one resource.
pub struct Verdict {
    /// The decision and its reasons.
    pub explanation: Explanation,
    /// Condition keys that policies about the action ask for and nobody gave, in the order they are met.
    pub missing: Vec<String>,
    /// SCPs were asked.
    pub in_organization: bool,
}

impl Simulation {
    /// Decides one action on one resource: an ARN or `*`.
    #[must_use]
    pub fn ask(&self, lab: &Lab, action: &str, resource: &str) -> Verdict {
        let owner = resource
            .parse::<Arn>()
            .ok()
            .and_then(|arn| arn.account_id())
            .or_else(|| self.owner.clone())
            .or_else(|| self.caller.account.clone());
        let mut context = self.context.clone();
        if let Some(owner) = &owner {
            context.set_default("aws:ResourceAccount", owner.as_str());
        }
        let request = Request {
            principal: self.caller.principal.clone(),
            action: action.to_owned(),
            resource: decision::Resource {
                arn: resource.to_owned(),
                account: owner,
            },
            context,
        };
        let trust = self.trust_policy(lab, action, resource);
        let layers = Layers {
            identity: &self.identity,
            boundary: self.boundary.as_deref(),
            resource: self
                .resource_policy
                .as_ref()
                .or(trust.as_ref())
                .map(|policy| attached(policy, action, resource)),
            service_control: &self.service_control,
            caller_is_management: self.caller_is_management,
            ..Layers::default()
        };
        let explanation = decision::explain(&request, &layers);
        let resource_policy = layers.resource.map(|attached| attached.policy);
        Verdict {
            missing: self.missing(&explanation, resource_policy, &request.context),
            explanation,
            in_organization: !self.service_control.is_empty() && !self.caller_is_management,
        }
    }

    /// The trust policy of a role of the lab that is asked to be assumed.
    fn trust_policy(&self, lab: &Lab, action: &str, resource: &str) -> Option<Arc<CompiledPolicy>> {
        if !is_about_a_session(action) {
            return None;
        }
        let arn: Arn = resource.parse().ok()?;
        let role = lab
            .account(&arn.account_id()?)?
            .roles
            .get(&key(arn.resource_name()))
            .filter(|role| role.arn == arn)?;
        Some(source::named(TRUST_ID, &role.trust.compiled))
    }

    /// Keys that statements about the action ask for and the context has not.
    fn missing(
        &self,
        explanation: &Explanation,
        resource_policy: Option<&Arc<CompiledPolicy>>,
        context: &Context,
    ) -> Vec<String> {
        let policies = resource_policy
            .into_iter()
            .chain(&self.identity)
            .chain(self.boundary.iter().flatten());
        let written: Vec<(Version, &Statement)> = policies
            .flat_map(|policy| {
                let document = policy.document();
                let version = document.version;
                document.statements.iter().map(move |one| (version, one))
            })
            .collect();
        // Explanations show the statements of every layer in the order of its policies.
        let traces = explanation
            .checks
            .iter()
            .filter(|check| answer::is_listed(check.layer) || answer::is_boundary(check.layer))
            .flat_map(|check| &check.statements);
        let mut missing = context_keys::Keys::default();
        for (trace, (version, statement)) in traces.zip(written) {
            if !trace.action || !trace.principal {
                continue;
            }
            let in_resource = context_keys::of_resource(version, statement);
            let unresolved = in_resource.iter().any(|key| context.get(key).is_none());
            if trace.resource || unresolved {
                missing.extend(in_resource);
                missing.extend(context_keys::of_conditions(version, statement));
            }
        }
        missing.absent_from(context)
    }
}

/// What the trust policy of a role is called in the answer.
const TRUST_ID: &str = "AssumeRolePolicyDocument";

fn is_about_a_session(action: &str) -> bool {
    action.to_ascii_lowercase().starts_with("sts:")
}

/// The policy as that of the kind of resource which the ARN names.
fn attached<'p>(
    policy: &'p Arc<CompiledPolicy>,
    action: &str,
    resource: &str,
) -> ResourcePolicy<'p> {
    let arn = resource.parse::<Arn>().ok();
    let is = |service: &str, kind: &str| {
        arn.as_ref()
            .is_some_and(|arn| arn.service() == service && arn.resource_type() == kind)
    };
    if is_about_a_session(action) && is("iam", "role") {
        ResourcePolicy::trust(policy)
    } else if is("kms", "key") {
        ResourcePolicy::key(policy)
    } else {
        ResourcePolicy::plain(policy)
    }
}
