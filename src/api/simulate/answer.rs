//! Verdicts as AWS shows them. Source: IAM API Reference, `EvaluationResult`, `ResourceSpecificResult`.

use serde_json::{Map, Value, json};

use crate::decision::{CheckEffect, Explanation, LayerKind, Outcome, StatementTrace};
use crate::lab::Lab;
use crate::policy::pattern::Pattern;
use crate::policy::template::Special;
use crate::policy::{Effect, Keys};
use crate::reference::services;

use super::super::shape::Shape;
use super::context_keys;
use super::{Simulation, Verdict};

/// Layers whose statements are shown.
#[must_use]
pub const fn is_listed(layer: LayerKind) -> bool {
    matches!(
        layer,
        LayerKind::Identity | LayerKind::Resource | LayerKind::Trust
    )
}

/// The layer of permissions boundaries.
#[must_use]
pub const fn is_boundary(layer: LayerKind) -> bool {
    matches!(layer, LayerKind::Boundary)
}

/// `EvaluationResult` of one action on all resources; no resources stand for `*`.
#[must_use]
pub fn evaluation_result(
    lab: &Lab,
    simulation: &Simulation,
    action: &str,
    resources: &[&str],
) -> Value {
    let asked = if resources.is_empty() {
        &["*"]
    } else {
        resources
    };
    let verdicts: Vec<Verdict> = asked
        .iter()
        .map(|resource| simulation.ask(lab, action, resource))
        .collect();
    let decision = most_restrictive(verdicts.iter().map(|one| decision(one.outcome())));
    let template = resources
        .first()
        .map_or("*", |resource| arn_template(action, resource));
    let mut missing = context_keys::Keys::default();
    missing.extend(verdicts.iter().flat_map(|one| one.missing.clone()));
    let mut matched: Vec<Value> = Vec::new();
    for statement in verdicts
        .iter()
        .filter(|one| self::decision(one.outcome()) == decision)
        .flat_map(matched_statements)
    {
        if !matched.contains(&statement) {
            matched.push(statement);
        }
    }
    let details: Vec<Map<String, Value>> = verdicts.iter().filter_map(decision_details).collect();
    Shape::new()
        .with("EvalActionName", action)
        .with("EvalResourceName", template)
        .with("EvalDecision", decision)
        .with("MatchedStatements", matched)
        .with("MissingContextValues", missing.into_names())
        .with_some("OrganizationsDecisionDetail", organizations(&verdicts))
        .with_some("PermissionsBoundaryDecisionDetail", boundary(&verdicts))
        .with_some(
            "EvalDecisionDetails",
            (!resources.is_empty() && !details.is_empty()).then(|| joined(&details)),
        )
        .with_some(
            "ResourceSpecificResults",
            (!resources.is_empty()).then(|| specific_results(resources, &verdicts)),
        )
        .into()
}

fn specific_results(resources: &[&str], verdicts: &[Verdict]) -> Value {
    let results = resources.iter().zip(verdicts).map(|(resource, verdict)| {
        let one = std::slice::from_ref(verdict);
        Value::from(
            Shape::new()
                .with("EvalResourceName", *resource)
                .with("EvalResourceDecision", decision(verdict.outcome()))
                .with("MatchedStatements", matched_statements(verdict))
                .with("MissingContextValues", verdict.missing.clone())
                .with_some("EvalDecisionDetails", decision_details(verdict))
                .with_some("PermissionsBoundaryDecisionDetail", boundary(one)),
        )
    });
    results.collect()
}

impl Verdict {
    const fn outcome(&self) -> Outcome {
        self.explanation.decision.outcome
    }

    /// What a layer said by itself; none when it was not asked.
    fn says(&self, layer: LayerKind) -> Option<&'static str> {
        let statements: Vec<&StatementTrace> = self
            .explanation
            .checks
            .iter()
            .filter(|check| check.layer == layer)
            .flat_map(|check| &check.statements)
            .collect();
        let asked = self
            .explanation
            .checks
            .iter()
            .any(|check| check.layer == layer);
        let applies = |effect| {
            statements
                .iter()
                .any(|trace| trace.effect == effect && trace.applies())
        };
        asked.then(|| {
            if applies(Effect::Deny) {
                decision(Outcome::ExplicitlyDenied)
            } else if applies(Effect::Allow) {
                decision(Outcome::Allowed)
            } else {
                decision(Outcome::ImplicitlyDenied)
            }
        })
    }
}

const fn decision(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::ExplicitlyDenied => "explicitDeny",
        Outcome::ImplicitlyDenied => "implicitDeny",
    }
}

fn most_restrictive(decisions: impl Iterator<Item = &'static str>) -> &'static str {
    let rank = |decision: &&str| match *decision {
        "explicitDeny" => 2,
        "implicitDeny" => 1,
        _ => 0,
    };
    decisions.max_by_key(rank).unwrap_or("implicitDeny")
}

/// The ARN with `${…}` in it of the action's resource type that the resource is of, else of its first; `*` where it has none.
fn arn_template(action: &str, resource: &str) -> &'static str {
    let Some((service, action)) = services::action(action) else {
        return "*";
    };
    let mut templates = service.resource_types_of(action).map(|(kind, _)| kind.arn);
    let first = templates.next().unwrap_or("*");
    std::iter::once(first)
        .chain(templates)
        .find(|template| is_of(template, resource))
        .unwrap_or(first)
}

/// Whether an ARN is of the form of a template.
fn is_of(template: &str, arn: &str) -> bool {
    let mut pattern = String::new();
    for (at, part) in template.split("${").enumerate() {
        match part.split_once('}') {
            Some((_, literal)) if at > 0 => {
                pattern.push('*');
                pattern.push_str(literal);
            }
            _ => pattern.push_str(part),
        }
    }
    let wildcards = Special {
        wildcards: true,
        variables: false,
    };
    Pattern::new(&pattern, wildcards).matches(arn, Keys::default())
}

/// The statements that made the decision: denies of an explicit one, allows of an allow, none of an implicit denial.
fn matched_statements(verdict: &Verdict) -> Vec<Value> {
    let effect = match verdict.outcome() {
        Outcome::Allowed => Effect::Allow,
        Outcome::ExplicitlyDenied => Effect::Deny,
        Outcome::ImplicitlyDenied => return Vec::new(),
    };
    verdict
        .explanation
        .checks
        .iter()
        .filter(|check| is_listed(check.layer))
        .flat_map(|check| check.statements.iter().map(|trace| (check.layer, trace)))
        .filter(|(_, trace)| trace.effect == effect && trace.applies())
        .map(|(layer, trace)| statement(layer, trace))
        .collect()
}

fn statement(layer: LayerKind, trace: &StatementTrace) -> Value {
    json!({
        "SourcePolicyId": &*trace.policy.name,
        "SourcePolicyType": policy_type(layer),
        "StartPosition": position(before(&trace.source, trace.span.start)),
        "EndPosition": position(trace.source.get(..trace.span.end).unwrap_or(&trace.source)),
    })
}

const fn policy_type(layer: LayerKind) -> &'static str {
    match layer {
        LayerKind::Resource | LayerKind::Trust => "Resource Policy",
        LayerKind::Boundary => "Permissions Boundary Policy",
        _ => "IAM Policy",
    }
}

/// AWS counts a statement from the end of what stands before it, white space included.
fn before(source: &str, start: usize) -> &str {
    source.get(..start).unwrap_or(source).trim_end()
}

/// Line and column, both counted from 1, of what follows `text`.
fn position(text: &str) -> Value {
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    json!({ "Line": line, "Column": column })
}

/// Whether every SCP level allows; none outside organizations.
fn organizations(verdicts: &[Verdict]) -> Option<Value> {
    let allowed = verdicts
        .iter()
        .all(|verdict| allows_organization(&verdict.explanation));
    verdicts
        .iter()
        .any(|verdict| verdict.in_organization)
        .then(|| json!({ "AllowedByOrganizations": allowed }))
}

fn allows_organization(explanation: &Explanation) -> bool {
    explanation
        .checks
        .iter()
        .filter(|check| check.layer == LayerKind::Scp)
        .all(|check| check.effect == CheckEffect::Allow)
}

/// Whether the boundary allows; none where there is no boundary.
fn boundary(verdicts: &[Verdict]) -> Option<Value> {
    let said: Vec<&str> = verdicts
        .iter()
        .filter_map(|verdict| verdict.says(LayerKind::Boundary))
        .collect();
    let allowed = said.iter().all(|said| *said == "allowed");
    (!said.is_empty()).then(|| json!({ "AllowedByPermissionsBoundary": allowed }))
}

/// What each type of policy said: empty within an account, none when an SCP ended it.
fn decision_details(verdict: &Verdict) -> Option<Map<String, Value>> {
    if !allows_organization(&verdict.explanation) {
        return None;
    }
    let mut details = Map::new();
    if verdict.explanation.same_account {
        return Some(details);
    }
    for layer in [
        LayerKind::Identity,
        LayerKind::Boundary,
        LayerKind::Resource,
        LayerKind::Trust,
    ] {
        if let Some(said) = verdict.says(layer) {
            details.insert(policy_type(layer).to_owned(), said.into());
        }
    }
    Some(details)
}

/// The most restrictive decision of each type of policy.
fn joined(all: &[Map<String, Value>]) -> Value {
    let mut joined: Vec<(&String, &str)> = Vec::new();
    let pairs = all.iter().flatten();
    for (name, value) in pairs.filter_map(|(name, value)| Some((name, value.as_str()?))) {
        match joined.iter_mut().find(|(known, _)| *known == name) {
            Some((_, worst)) => {
                let rank = |said: &str| {
                    ["allowed", "implicitDeny", "explicitDeny"]
                        .iter()
                        .position(|known| *known == said)
                };
                if rank(value) > rank(worst) {
                    *worst = value;
                }
            }
            None => joined.push((name, value)),
        }
    }
    let entries = joined.into_iter();
    Value::Object(
        entries
            .map(|(name, worst)| (name.clone(), worst.into()))
            .collect(),
    )
}
