//! What would have to change for a denied request to be allowed, layer by layer: the least statement to add, the denial to make an
//! exception of, and what the request itself would have to bring.
//!
//! Every change is sufficient: made where it says, all of them together, the request is allowed. Nothing else is opened than is
//! asked for. Source: IAM User Guide, "Policy evaluation logic", "Troubleshoot access denied error messages".

use serde_json::{Map, Value, json};

use crate::arn::Arn;
use crate::decision::{Check, ConditionTrace, Explanation, LayerKind, Principal, StatementTrace};
use crate::policy::Effect;
use crate::reference::services;

use super::assuming::{lasting_arn, principal_key};
use super::written;

/// The least that is to be changed in one place.
#[derive(Clone, Debug)]
pub struct Remedy<'a> {
    /// The kind of policies.
    pub layer: LayerKind,
    /// The node of the organization, for control policies.
    pub target: Option<&'a str>,
    /// The change.
    pub change: Change<'a>,
    /// What would do as well: statements whose conditions would have to be met, or to fail where they deny.
    pub or: Vec<&'a StatementTrace>,
}

/// A change of a policy.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// A policy of the layer gets this statement as well.
    Add(Value),
    /// This statement of a policy denies; it does not with the text beside it, or must be removed where there is none.
    Except(&'a StatementTrace, Option<Value>),
    /// No statement can allow it, for this reason.
    Never(&'static str),
}

/// What would have to change, all of it; empty for what is allowed.
#[must_use]
pub fn remedies(explanation: &Explanation) -> Vec<Remedy<'_>> {
    let mut found = Vec::new();
    for check in &explanation.checks {
        let denials = applying(check, Effect::Deny);
        found.extend(denials.map(|trace| exception(explanation, check, trace)));
    }
    for &layer in &explanation.lacking {
        let checks: Vec<&Check> = explanation
            .checks
            .iter()
            .filter(|check| check.layer == layer && applying(check, Effect::Allow).next().is_none())
            .collect();
        found.extend(
            checks
                .iter()
                .map(|check| addition(explanation, layer, Some(check))),
        );
        if checks.is_empty() {
            found.push(addition(explanation, layer, None));
        }
    }
    found
}

fn applying(check: &Check, effect: Effect) -> impl Iterator<Item = &StatementTrace> {
    let statements = check.statements.iter();
    statements.filter(move |trace| trace.effect == effect && trace.applies())
}

fn exception<'a>(
    explanation: &Explanation,
    check: &'a Check,
    trace: &'a StatementTrace,
) -> Remedy<'a> {
    let excepted = written(trace).and_then(|statement| excepting(explanation, statement));
    Remedy {
        layer: check.layer,
        target: check.target.as_deref(),
        change: Change::Except(trace, excepted),
        or: Some(trace)
            .filter(|trace| !trace.conditions.is_empty())
            .into_iter()
            .collect(),
    }
}

/// The statement with one more condition, which the caller and nobody else fails. It compares by `StringNotEquals`: several keys and
/// operators must all hold, and of several values none may be equal.
fn excepting(explanation: &Explanation, mut statement: Value) -> Option<Value> {
    let (key, value) = explanation.caller_key.clone()?;
    let conditions = member(statement.as_object_mut()?, "Condition")?;
    let keys = member(conditions, "StringNotEquals")?;
    let name = same_name(keys, &key);
    let values = keys.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    match values {
        Value::Array(list) if list.is_empty() => *values = value.into(),
        Value::Array(list) => list.push(value.into()),
        one => {
            let both = json!([one.take(), value]);
            *one = both;
        }
    }
    Some(statement)
}

/// An object inside an object; made where there is none.
fn member<'a>(
    object: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Map<String, Value>> {
    let name = same_name(object, name);
    object
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}

/// The name as it is written already: operators and keys do not mind case.
fn same_name(object: &Map<String, Value>, name: &str) -> String {
    let written = object.keys().find(|own| own.eq_ignore_ascii_case(name));
    written.map_or(name, String::as_str).to_owned()
}

fn addition<'a>(
    explanation: &Explanation,
    layer: LayerKind,
    check: Option<&'a Check>,
) -> Remedy<'a> {
    let nearly = check.into_iter().flat_map(|check| &check.statements);
    let nearly = nearly
        .filter(|trace| trace.effect == Effect::Allow && trace.is_about_the_request())
        .filter(|trace| !trace.applies());
    Remedy {
        layer,
        target: check.and_then(|check| check.target.as_deref()),
        change: match never(explanation, layer) {
            Some(reason) => Change::Never(reason),
            None => Change::Add(statement(explanation, layer)),
        },
        or: nearly.collect(),
    }
}

/// Why a policy of the resource cannot let the caller in.
fn never(explanation: &Explanation, layer: LayerKind) -> Option<&'static str> {
    if !matches!(layer, LayerKind::Resource | LayerKind::Trust) {
        return None;
    }
    let Explanation {
        principal, action, ..
    } = explanation;
    let of = explanation.resource.parse::<Arn>().ok();
    let (own, other) = (principal.partition(), of.as_ref().map(Arn::partition));
    if own.is_some_and(|own| other.is_some_and(|other| other != own)) {
        return Some(
            "caller and resource belong to different partitions, which do not trust each other",
        );
    }
    if layer == LayerKind::Resource && of.is_some_and(|arn| arn.service() == "iam") {
        return Some(
            "what belongs to IAM has no policy that lets others in: act as a role of its account",
        );
    }
    let exchanged = [
        "sts:AssumeRole",
        "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity",
    ];
    let by = match principal {
        Principal::Federated { saml: true, .. } => "sts:AssumeRoleWithSAML",
        Principal::Federated { saml: false, .. } => "sts:AssumeRoleWithWebIdentity",
        _ => return None,
    };
    let own = ["sts:TagSession", "sts:SetSourceIdentity", by];
    let fits = own.iter().any(|own| action.eq_ignore_ascii_case(own));
    let is_other = exchanged
        .iter()
        .any(|other| action.eq_ignore_ascii_case(other));
    match (fits, is_other) {
        (true, _) => None,
        (_, true) => Some("the token of this provider is exchanged by the call of its kind only"),
        _ => Some("a token by itself may do nothing but be exchanged for a session"),
    }
}

/// AWS's pages give the action no resource: whatever it is asked on, a policy says `*`.
fn takes_no_resource(action: &str) -> bool {
    services::action(action)
        .is_some_and(|(service, action)| service.resource_types_of(action).next().is_none())
}

/// The least statement of a layer that allows the request.
pub(super) fn statement(explanation: &Explanation, layer: LayerKind) -> Value {
    let Explanation {
        principal, action, ..
    } = explanation;
    // A resource that reads like a variable: what stands for the dollar sign is the same in every version of the language.
    let resource = match takes_no_resource(action) {
        true => "*".to_owned(),
        false => explanation.resource.replace("${", "?{"),
    };
    match layer {
        LayerKind::Trust => {
            json!({ "Effect": "Allow", "Principal": named(principal), "Action": action })
        }
        LayerKind::Resource => {
            json!({ "Effect": "Allow", "Principal": named(principal), "Action": action, "Resource": resource })
        }
        // Everybody comes through an endpoint; who is let in is for the other layers to say.
        LayerKind::Vpce | LayerKind::Rcp => {
            json!({ "Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource })
        }
        LayerKind::Scp | LayerKind::Identity | LayerKind::Boundary | LayerKind::Session => {
            json!({ "Effect": "Allow", "Action": action, "Resource": resource })
        }
    }
}

fn named(principal: &Principal) -> Value {
    match principal {
        Principal::Anonymous => "*".into(),
        principal => json!({ principal_key(principal): lasting_arn(principal) }),
    }
}

/// The condition that fails now, or that holds where it should not.
pub fn in_the_way(trace: &StatementTrace) -> impl Iterator<Item = &ConditionTrace> {
    let wanted = trace.effect == Effect::Deny;
    trace
        .conditions
        .iter()
        .filter(move |condition| condition.holds == wanted)
}
