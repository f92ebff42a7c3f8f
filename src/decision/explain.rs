//! The reason: every layer, every statement that was looked at, and why it did or did not apply.
//!
//! A second pass over the same policies, for whoever asks: a decision alone pays nothing for it. The checks stand in the order
//! of AWS's Access Troubleshooter: RCPs, SCPs, VPC endpoint, resource, principal, permissions boundary, session.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::policy::compile::{Action, CompiledPolicy, CompiledStatement, PolicyLabel};
use crate::policy::document::{self, Effect};
use crate::policy::template::{Special, Token, Variable, tokens};
use crate::policy::{ContextValue, KeyName, Keys, Span};

use super::asked::Asked;
use super::evaluate::{evaluate, lacking};
use super::layers::{LayerKind, Layers};
use super::request::{Principal, Request};
use super::source::CallerSide;
use super::verdict::{Decision, Outcome};

/// A decision with its reason, as data of its own.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The verdict.
    pub decision: Decision,
    /// The layers whose allow is needed and missing, whether or not something denies besides.
    pub lacking: Vec<LayerKind>,
    /// Who asked.
    pub principal: Principal,
    /// The condition key that tells the caller from everybody else, and its value: `aws:PrincipalArn`, or a service's name.
    pub caller_key: Option<(String, String)>,
    /// For what.
    pub action: String,
    /// On what.
    pub resource: String,
    /// The caller's account owns the resource.
    pub same_account: bool,
    /// Both are in one organization, as the keys `aws:PrincipalOrgID` and `aws:ResourceOrgID` say.
    pub same_organization: bool,
    /// What each layer said, in AWS's order.
    pub checks: Vec<Check>,
    /// Word every refusal by an SCP as an explicit deny, as AWS once did (rule U35).
    pub scp_refusals_read_explicit: bool,
    /// What whoever gathered the policies knows besides: whose a deleted id was, where a policy is attached. Plain sentences.
    pub notes: Vec<String>,
}

/// What a layer said.
#[derive(Clone, Debug)]
pub struct Check {
    /// The kind of policies.
    pub layer: LayerKind,
    /// The node of the organization, for control policies.
    pub target: Option<String>,
    /// What came of it.
    pub effect: CheckEffect,
    /// The statements that were looked at.
    pub statements: Vec<StatementTrace>,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CheckEffect {
    /// A statement allows.
    Allow,
    /// A statement denies.
    ExplicitDeny,
    /// An allow was needed, and no statement gives it.
    ImplicitDeny,
    /// Nothing matched, and nothing was needed.
    NoImpact,
}

/// Why a statement did or did not apply.
#[derive(Clone, Debug)]
pub struct StatementTrace {
    /// The policy it stands in.
    pub policy: PolicyLabel,
    /// The text of that policy.
    pub source: Arc<str>,
    /// Its place among the statements, 0 for the first.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// What it does when it applies.
    pub effect: Effect,
    /// Its place in the text.
    pub span: Span,
    /// It is about the action.
    pub action: bool,
    /// It is about the resource.
    pub resource: bool,
    /// Keys of the variables in its resources that the request has no value for; such a resource matches nothing (rule D16).
    pub unresolved: Vec<String>,
    /// It names the caller; layers that take no principals name everybody.
    pub principal: bool,
    /// Its conditions, one by one.
    pub conditions: Vec<ConditionTrace>,
}

/// Why a condition held or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionTrace {
    /// The operator as written.
    pub operator: String,
    /// The key as written.
    pub key: String,
    /// The policy's values, variables replaced.
    pub wanted: Vec<String>,
    /// The request's values; none when the key is absent, which is not the same as differing.
    pub found: Option<Vec<String>>,
    /// Whether it held.
    pub holds: bool,
    /// Place of the condition's values in the policy.
    pub span: Span,
}

impl StatementTrace {
    /// True when everything matched.
    #[must_use]
    pub fn applies(&self) -> bool {
        self.is_about_the_request() && self.conditions.iter().all(|condition| condition.holds)
    }

    /// True when action, resource and principal match, whatever the conditions say.
    #[must_use]
    pub const fn is_about_the_request(&self) -> bool {
        self.action && self.resource && self.principal
    }

    /// The conditions that did not hold.
    pub fn failing(&self) -> impl Iterator<Item = &ConditionTrace> {
        self.conditions.iter().filter(|condition| !condition.holds)
    }
}

impl Explanation {
    /// True when the request may go on.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.decision.allowed()
    }

    /// True for the authorizations of `AssumeRole` and its kin, where the role's trust policy has the last word.
    #[must_use]
    pub fn is_assuming(&self) -> bool {
        let trust = |check: &Check| check.layer == LayerKind::Trust;
        self.checks.iter().any(trust)
    }

    /// The names of the layers that refuse.
    #[must_use]
    pub fn blocked_by_names(&self) -> Vec<&'static str> {
        self.decision.blocked_by_names()
    }

    /// Statements of a refusing layer that would have allowed, had their conditions held.
    pub fn near_misses(&self) -> impl Iterator<Item = &StatementTrace> {
        self.checks
            .iter()
            .filter(|check| check.effect == CheckEffect::ImplicitDeny)
            .flat_map(|check| &check.statements)
            .filter(|trace| {
                trace.effect == Effect::Allow && trace.is_about_the_request() && !trace.applies()
            })
    }

    /// The statement that decided, with its trace. Its policy is known by its text: a user's inline policy and a group's may
    /// share a name.
    #[must_use]
    pub fn deciding(&self) -> Option<&StatementTrace> {
        let deciding = self.decision.deciding.as_ref()?;
        self.checks
            .iter()
            .filter(|check| check.layer == deciding.layer)
            .flat_map(|check| &check.statements)
            .find(|trace| {
                trace.index == deciding.statement
                    && Arc::ptr_eq(&trace.source, &deciding.policy.document().source)
            })
    }

    /// The statement that decided, and the layer it stands in.
    fn matched(&self) -> Option<Value> {
        let layer = self.decision.deciding.as_ref()?.layer;
        let mut statement = json!({ "layer": layer.name() });
        if let (Some(all), Value::Object(rest)) =
            (statement.as_object_mut(), statement_json(self.deciding()?))
        {
            all.extend(rest);
        }
        Some(statement)
    }

    /// Everything as one JSON document.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "outcome": self.decision.outcome.to_string(),
            "blocked_by": self.blocked_by_names(),
            "principal": self.principal.caller_arn(),
            "action": self.action,
            "resource": self.resource,
            "message": (!self.allowed()).then(|| self.sentence(None)),
            "matched": self.matched().into_iter().collect::<Vec<_>>(),
            "checks": self.checks.iter().map(check_json).collect::<Vec<_>>(),
            "notes": self.notes,
        })
    }
}

fn check_json(check: &Check) -> Value {
    json!({
        "layer": check.layer.name(),
        "target": check.target,
        "effect": check.effect,
        "statements": check.statements.iter().map(statement_json).collect::<Vec<_>>(),
    })
}

fn statement_json(trace: &StatementTrace) -> Value {
    let conditions = trace.conditions.iter().map(|condition| {
        json!({
            "operator": condition.operator, "key": condition.key, "wanted": condition.wanted,
            "found": condition.found, "holds": condition.holds,
        })
    });
    json!({
        "policy": trace.policy.to_string(),
        "statement": trace.index,
        "sid": trace.sid,
        "effect": match trace.effect { Effect::Allow => "Allow", Effect::Deny => "Deny" },
        "applies": trace.applies(),
        "action": trace.action,
        "resource": trace.resource,
        "principal": trace.principal,
        "conditions": conditions.collect::<Vec<_>>(),
    })
}

/// Decides a request and says why.
#[must_use]
pub fn explain(request: &Request, layers: &Layers<'_>) -> Explanation {
    let action = Action::new(&request.action);
    let keys = Keys::from(&request.context);
    let asked = Asked::new(&request.principal, &action, &request.resource, keys, layers);
    reasons(&asked, layers)
}

/// Decides a question and says why.
pub(super) fn reasons(asked: &Asked<'_>, layers: &Layers<'_>) -> Explanation {
    let decision = evaluate(asked, layers, &CallerSide::new(layers));
    let tracer = Tracer {
        asked,
        blocked_by: &decision.blocked_by,
    };
    let mut checks = Vec::new();
    if !asked.needs_no_permission() {
        if asked.is_under_rcps(layers) {
            tracer.levels(LayerKind::Rcp, layers.resource_control, &mut checks);
        }
        if asked.is_under_scps(layers) {
            tracer.levels(LayerKind::Scp, layers.service_control, &mut checks);
        }
        if let Some(policies) = layers.endpoint {
            checks.push(tracer.check(LayerKind::Vpce, policies));
        }
        if let Some(attached) = &layers.resource {
            checks.push(tracer.check(attached.layer(), std::slice::from_ref(attached.policy)));
        } else if decision.blocked_by.contains(&LayerKind::Resource) {
            checks.push(tracer.check(LayerKind::Resource, &[]));
        }
        if asked.account.is_some() {
            checks.push(tracer.check(LayerKind::Identity, layers.identity));
        }
        if let Some(policies) = layers.boundary {
            checks.push(tracer.check(LayerKind::Boundary, policies));
        }
        if layers.session.is_some() || decision.blocked_by.contains(&LayerKind::Session) {
            checks.push(tracer.check(LayerKind::Session, layers.session.unwrap_or_default()));
        }
    }
    Explanation {
        lacking: match decision.outcome {
            Outcome::ExplicitlyDenied => lacking(asked, layers, &CallerSide::new(layers)),
            _ => decision.blocked_by.clone(),
        },
        principal: asked.principal.clone(),
        caller_key: caller_key(asked.keys),
        action: asked.action.written().to_owned(),
        resource: asked.arn.text.to_owned(),
        same_account: asked.is_in_own_account(),
        same_organization: asked.is_within_an_organization(),
        decision,
        checks,
        scp_refusals_read_explicit: false,
        notes: Vec::new(),
    }
}

fn caller_key(keys: Keys<'_>) -> Option<(String, String)> {
    let single = |name: &str| match keys.look_up(&KeyName::new(name)) {
        Some(ContextValue::One(value)) => Some((name.to_owned(), value.clone())),
        _ => None,
    };
    single("aws:PrincipalArn").or_else(|| single("aws:PrincipalServiceName"))
}

struct Tracer<'a> {
    asked: &'a Asked<'a>,
    blocked_by: &'a [LayerKind],
}

impl Tracer<'_> {
    fn levels(&self, layer: LayerKind, levels: &[super::layers::Level], checks: &mut Vec<Check>) {
        for level in levels {
            let mut check = self.check(layer, &level.policies);
            check.target = Some(level.name.to_string());
            if check.effect == CheckEffect::NoImpact {
                check.effect = CheckEffect::ImplicitDeny;
            }
            checks.push(check);
        }
    }

    fn check(&self, layer: LayerKind, policies: &[Arc<CompiledPolicy>]) -> Check {
        let statements: Vec<StatementTrace> = policies
            .iter()
            .flat_map(|policy| self.statements(layer, policy))
            .collect();
        let applies = |effect| {
            statements
                .iter()
                .any(|trace| trace.effect == effect && trace.applies())
        };
        let effect = if applies(Effect::Deny) {
            CheckEffect::ExplicitDeny
        } else if self.blocked_by.contains(&layer) && self.asked_for_allow(layer) {
            CheckEffect::ImplicitDeny
        } else if applies(Effect::Allow) {
            CheckEffect::Allow
        } else {
            CheckEffect::NoImpact
        };
        Check {
            layer,
            target: None,
            effect,
            statements,
        }
    }

    /// Levels of control policies are judged one by one, not by the layer as a whole.
    fn asked_for_allow(&self, layer: LayerKind) -> bool {
        !matches!(layer, LayerKind::Rcp | LayerKind::Scp)
    }

    fn statements(&self, layer: LayerKind, policy: &CompiledPolicy) -> Vec<StatementTrace> {
        let written = policy.document().statements.iter();
        let pairs = policy.statements().iter().zip(written).enumerate();
        pairs
            .map(|(at, (compiled, written))| self.statement(layer, policy, at, compiled, written))
            .collect()
    }

    fn statement(
        &self,
        layer: LayerKind,
        policy: &CompiledPolicy,
        at: usize,
        compiled: &CompiledStatement,
        written: &document::Statement,
    ) -> StatementTrace {
        let action = compiled.matches_action(self.asked.action);
        // What is not about the action is not looked at any further.
        let conditions = if action {
            self.conditions(compiled, written)
        } else {
            Vec::new()
        };
        StatementTrace {
            policy: policy.label().clone(),
            source: Arc::clone(&policy.document().source),
            index: at,
            sid: written.sid.clone(),
            effect: written.effect,
            span: written.span,
            action,
            resource: self.asked.is_about_resource(layer, compiled),
            unresolved: if action {
                self.unresolved(policy, written)
            } else {
                Vec::new()
            },
            principal: self
                .asked
                .naming(layer, policy, at, written.effect)
                .is_some(),
            conditions,
        }
    }

    fn unresolved(&self, policy: &CompiledPolicy, written: &document::Statement) -> Vec<String> {
        let special = Special::new(true, policy.document().version);
        let elements = written.resource.iter();
        let patterns = elements.flat_map(|element| &element.patterns);
        let patterns = patterns.filter(|pattern| pattern.value.contains("${"));
        let found = patterns.flat_map(|pattern| tokens(&pattern.value, special));
        found
            .filter_map(|token| match token {
                Token::Variable(Variable { key, default: None }) => Some(key),
                _ => None,
            })
            .filter(|key| {
                let value = self.asked.keys.look_up(&KeyName::new(key));
                // A list of values is no text to put there (rule D17).
                !matches!(value, Some(ContextValue::One(_)))
            })
            .map(String::from)
            .collect()
    }

    fn conditions(
        &self,
        compiled: &CompiledStatement,
        written: &document::Statement,
    ) -> Vec<ConditionTrace> {
        let keys = self.asked.keys;
        let pairs = compiled.conditions().iter().zip(&written.conditions);
        pairs
            .map(|(condition, written)| ConditionTrace {
                operator: written.operator.value.clone(),
                key: written.key.value.clone(),
                wanted: condition.wanted(written, keys),
                found: keys
                    .look_up(condition.key())
                    .map(|value| value.values().to_vec()),
                holds: condition.holds(keys),
                span: written.span,
            })
            .collect()
    }
}
