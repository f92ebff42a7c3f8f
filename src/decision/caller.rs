//! A caller made ready for many requests: who it is, its condition keys and its policies, prepared once.

use std::sync::Arc;

use crate::policy::compile::{Action, CompiledPolicy};
use crate::policy::{Context, Keys};

use super::asked::Asked;
use super::derive;
use super::evaluate::evaluate;
use super::explain::{Explanation, reasons};
use super::found::ByPolicy;
use super::layers::{Layers, Level, ResourcePolicy};
use super::memo::{Memo, Narrowed};
use super::request::{Principal, Resource};
use super::source::CallerSide;
use super::verdict::Decision;

/// The policies that come with a caller, whatever it asks for.
#[derive(Clone, Debug, Default)]
pub struct CallerPolicies {
    /// Its own policies and those of its groups, or its role's.
    pub identity: Vec<Arc<CompiledPolicy>>,
    /// The permissions boundary, if one is set.
    pub boundary: Option<Vec<Arc<CompiledPolicy>>>,
    /// Session policies, if any were passed.
    pub session: Option<Vec<Arc<CompiledPolicy>>>,
    /// SCPs over its account, from the root down; empty outside organizations.
    pub service_control: Arc<[Level]>,
    /// Its account is its organization's management account: SCPs do not bind it (rule B22).
    pub is_management: bool,
}

/// A question to one caller or to many: everything about a request that does not depend on who asks.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// What is asked for. Worth keeping where it is asked again.
    pub action: &'a Action,
    /// What it is asked on.
    pub resource: &'a Resource,
    /// The condition keys that come with the request. They stand before those of the caller.
    pub context: &'a Context,
    /// The policy of the resource.
    pub resource_policy: Option<ResourcePolicy<'a>>,
    /// RCPs over the resource's account, from the root down; empty outside organizations.
    pub resource_control: &'a [Level],
    /// The resource's account is its organization's management account: RCPs do not bind it (rule B24).
    pub resource_is_management: bool,
    /// Policies of the VPC endpoint the request comes through.
    pub endpoint: Option<&'a [Arc<CompiledPolicy>]>,
}

impl<'a> Query<'a> {
    /// A question on a resource without policies.
    #[must_use]
    pub const fn new(action: &'a Action, resource: &'a Resource, context: &'a Context) -> Self {
        Self {
            action,
            resource,
            context,
            resource_policy: None,
            resource_control: &[],
            resource_is_management: false,
            endpoint: None,
        }
    }
}

/// A caller ready for many requests. It remembers, for each action it was asked about, which statements of its policies are about
/// that action, so that asking again costs no search.
///
/// Decisions are those of [`decide`](super::decide()) for the same request.
#[derive(Debug)]
pub struct Caller {
    principal: Principal,
    keys: Context,
    policies: CallerPolicies,
    memo: Memo,
}

impl Caller {
    /// Prepares a caller. `keys` are the condition keys that it always has, such as its tags; those that follow from who it is
    /// are added.
    #[must_use]
    pub fn new(principal: Principal, mut keys: Context, policies: CallerPolicies) -> Self {
        derive::principal_keys(&principal, &mut keys);
        Self {
            principal,
            keys,
            policies,
            memo: Memo::default(),
        }
    }

    /// Who it is.
    #[must_use]
    pub const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The condition keys that it always has.
    #[must_use]
    pub const fn keys(&self) -> &Context {
        &self.keys
    }

    /// Its policies.
    #[must_use]
    pub const fn policies(&self) -> &CallerPolicies {
        &self.policies
    }

    /// Gives it other policies; what it remembers of the old ones is forgotten.
    pub fn set_policies(&mut self, policies: CallerPolicies) {
        self.policies = policies;
        self.memo.forget();
    }

    /// Decides, and remembers which statements are about the action.
    #[must_use]
    pub fn decide(&mut self, query: &Query<'_>) -> Decision {
        if let Some(narrowed) = self.memo.get(query.action) {
            return self.evaluate(query, &narrowed.side());
        }
        let narrowed = Narrowed::new(&self.policies, query.action);
        let decision = self.evaluate(query, &narrowed.side());
        self.memo.keep(query.action, narrowed);
        decision
    }

    /// Decides without remembering: for a question that is asked of many callers once.
    #[must_use]
    pub fn decide_once(&self, query: &Query<'_>) -> Decision {
        self.evaluate(query, &CallerSide::new(&self.layers(query)))
    }

    /// Decides by what was found out about policies, and adds those of this caller to it.
    pub(super) fn decide_among_many(&self, query: &Query<'_>, found: &mut ByPolicy) -> Decision {
        let layers = self.layers(query);
        let optional = [layers.boundary, layers.session];
        let levels = layers.service_control.iter();
        found.learn(layers.identity, query.action);
        for policies in optional.into_iter().flatten() {
            found.learn(policies, query.action);
        }
        for level in levels {
            found.learn(&level.policies, query.action);
        }
        self.evaluate(query, &CallerSide::found(&layers, found))
    }

    /// Decides and says why.
    #[must_use]
    pub fn explain(&self, query: &Query<'_>) -> Explanation {
        let layers = self.layers(query);
        reasons(&self.asked(query, &layers), &layers)
    }

    fn evaluate(&self, query: &Query<'_>, side: &CallerSide<'_>) -> Decision {
        let layers = self.layers(query);
        evaluate(&self.asked(query, &layers), &layers, side)
    }

    fn asked<'a>(&'a self, query: &Query<'a>, layers: &Layers<'_>) -> Asked<'a> {
        let keys = Keys::new(query.context, &self.keys);
        Asked::new(&self.principal, query.action, query.resource, keys, layers)
    }

    fn layers<'a>(&'a self, query: &Query<'a>) -> Layers<'a> {
        Layers {
            identity: &self.policies.identity,
            boundary: self.policies.boundary.as_deref(),
            session: self.policies.session.as_deref(),
            resource: query.resource_policy,
            service_control: &self.policies.service_control,
            resource_control: query.resource_control,
            endpoint: query.endpoint,
            caller_is_management: self.policies.is_management,
            resource_is_management: query.resource_is_management,
        }
    }
}
