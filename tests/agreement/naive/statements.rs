//! Statements: whether one applies, and what the policies of a layer say together.

use serde_json::Value;

use super::conditions;
use super::context::Context;
use super::principals::{Caller, Named};
use super::strings::{action_matches, resource_matches};

/// A request as statements see it.
pub struct Question<'a> {
    pub caller: &'a Caller,
    /// In lower case.
    pub action: &'a str,
    pub resource: &'a str,
    pub context: &'a Context,
    pub has_boundary: bool,
    pub same_partition: bool,
}

/// What the statements of a layer that apply say.
#[derive(Clone, Copy, Default)]
pub struct Findings {
    pub denies: bool,
    pub grant: Option<Named>,
}

impl Findings {
    pub fn allows(&self) -> bool {
        self.grant.is_some()
    }
}

/// Reads every statement of every policy of a layer.
pub fn findings(layer: &str, policies: &[Value], question: &Question<'_>) -> Findings {
    let mut found = Findings::default();
    for policy in policies {
        let document = policy.get("document").unwrap_or(policy);
        let is_2012 = document["Version"] == "2012-10-17";
        for statement in one_or_many(&document["Statement"]) {
            let Some(named) = names_caller(layer, statement, question) else {
                continue;
            };
            if !applies(layer, statement, is_2012, question) {
                continue;
            }
            match statement["Effect"].as_str().unwrap() {
                "Deny" => found.denies = true,
                _ => found.grant = found.grant.max(Some(named)),
            }
        }
    }
    found
}

pub fn one_or_many(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => vec![],
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    }
}

/// Only policies of resources and endpoints take principals (B35).
fn names_caller(layer: &str, statement: &Value, question: &Question<'_>) -> Option<Named> {
    let has_element =
        statement.get("Principal").is_some() || statement.get("NotPrincipal").is_some();
    let by_element = || question.caller.named_by(statement, question.has_boundary);
    match layer {
        // Partitions do not trust each other (B33).
        "resource" if question.caller.account.is_some() && !question.same_partition => None,
        "resource" if !has_element => None,
        "vpce" if !has_element => Some(Named::Directly),
        "resource" | "vpce" => by_element(),
        _ => Some(Named::Directly),
    }
}

fn applies(layer: &str, statement: &Value, is_2012: bool, question: &Question<'_>) -> bool {
    let any = |element: &str, one: &dyn Fn(&str) -> bool| {
        statement.get(element).map(|value| {
            one_or_many(value)
                .into_iter()
                .filter(|pattern| !pattern.is_null())
                .any(|pattern| one(pattern.as_str().unwrap()))
        })
    };
    let action = |pattern: &str| action_matches(pattern, question.action);
    let resource =
        |pattern: &str| resource_matches(pattern, question.resource, is_2012, question.context);
    let action_fits = any("Action", &action)
        .or_else(|| any("NotAction", &action).map(|listed| !listed))
        .unwrap_or(false);
    // Only the policy of a resource may leave its resource out.
    let resource_fits = any("Resource", &resource)
        .or_else(|| any("NotResource", &resource).map(|listed| !listed))
        .unwrap_or(layer == "resource");
    action_fits && resource_fits && conditions_hold(statement, is_2012, question.context)
}

fn conditions_hold(statement: &Value, is_2012: bool, context: &Context) -> bool {
    let blocks = statement["Condition"].as_object();
    blocks.into_iter().flatten().all(|(operator, keys)| {
        keys.as_object().unwrap().iter().all(|(key, values)| {
            conditions::holds(operator, key, &one_or_many(values), is_2012, context)
        })
    })
}
