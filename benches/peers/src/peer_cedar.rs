//! The peer `cedar-policy`: IAM statements translated into Cedar's language, which is another one.
//!
//! Action patterns become sets of the actions that occur; resources and keys are attributes of the context, compared with
//! `like`. Cedar has no `?` in patterns (it becomes `*`), no parts of ARNs and no case-insensitive keys; these are the differences
//! to expect. Variables are replaced while translating, since a policy set belongs to one principal here.

use std::fmt::Write as _;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use serde_json::{Map, Value, json};

use crate::account::{Pairs, Request as Asked};
use crate::verdict::Verdict;

/// What the policies of one principal are decided with.
pub struct Evaluator {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

/// A policy set for a principal with these tags; `actions` are all that are ever asked for.
pub fn evaluator(
    policies: &[&str],
    tags: &Pairs<'_>,
    actions: &[&str],
) -> Result<Evaluator, String> {
    let translation = Translation { tags, actions };
    let mut text = String::new();
    for policy in policies {
        let document: Value = serde_json::from_str(policy).map_err(|error| error.to_string())?;
        for statement in list(&document["Statement"]) {
            translation.statement(statement, &mut text)?;
        }
    }
    Ok(Evaluator {
        authorizer: Authorizer::new(),
        policies: text.parse().map_err(|error| format!("{error}"))?,
        entities: Entities::empty(),
    })
}

/// A request in the peer's types.
pub fn request(asked: &Asked<'_>) -> Option<Request> {
    let mut context = Map::new();
    context.insert("resource".to_owned(), asked.resource.into());
    for (key, value) in asked.context.iter() {
        let typed = match key {
            "aws:SourceIp" => json!({ "__extn": { "fn": "ip", "arg": value } }),
            "aws:CurrentTime" => json!({ "__extn": { "fn": "datetime", "arg": value } }),
            "aws:MultiFactorAuthAge" => json!(value.parse::<i64>().ok()?),
            _ => json!(value),
        };
        context.insert(key.to_owned(), typed);
    }
    let entity = |kind: &str, id: &str| -> Option<EntityUid> {
        EntityUid::from_json(json!({ "__entity": { "type": kind, "id": id } })).ok()
    };
    Request::new(
        entity("Principal", asked.principal)?,
        entity("Action", asked.action)?,
        entity("Resource", asked.resource)?,
        Context::from_json_value(context.into(), None).ok()?,
        None,
    )
    .ok()
}

pub fn decide(evaluator: &Evaluator, request: &Request) -> Verdict {
    let response =
        evaluator
            .authorizer
            .is_authorized(request, &evaluator.policies, &evaluator.entities);
    let decided_by_policy = response.diagnostics().reason().next().is_some();
    match (response.decision(), decided_by_policy) {
        (Decision::Allow, _) => Verdict::Allowed,
        (Decision::Deny, true) => Verdict::Denied,
        (Decision::Deny, false) => Verdict::Implicit,
    }
}

struct Translation<'a> {
    tags: &'a Pairs<'a>,
    actions: &'a [&'a str],
}

impl Translation<'_> {
    fn statement(&self, statement: &Value, out: &mut String) -> Result<(), String> {
        let verb = if statement["Effect"] == "Allow" {
            "permit"
        } else {
            "forbid"
        };
        let mut when = Vec::new();
        let mut head = "action".to_owned();
        if let Some(patterns) = statement.get("Action") {
            head = format!("action in [{}]", self.actions(patterns));
        } else {
            when.push(format!(
                "!(action in [{}])",
                self.actions(&statement["NotAction"])
            ));
        }
        let resources = |patterns: &Value| {
            let tests: Vec<String> = texts(patterns)
                .map(|pattern| format!("context.resource like {}", self.like(pattern)))
                .collect();
            format!("({})", tests.join(" || "))
        };
        if let Some(patterns) = statement.get("Resource") {
            if !texts(patterns).any(|pattern| pattern == "*") {
                when.push(resources(patterns));
            }
        } else {
            when.push(format!("!{}", resources(&statement["NotResource"])));
        }
        for (operator, block) in statement["Condition"].as_object().into_iter().flatten() {
            for (key, values) in block.as_object().into_iter().flatten() {
                when.push(self.condition(operator, key, values)?);
            }
        }
        let _ = write!(out, "{verb}(principal, {head}, resource)");
        if !when.is_empty() {
            let _ = write!(out, " when {{ {} }}", when.join(" && "));
        }
        out.push_str(";\n");
        Ok(())
    }

    /// The actions that match, as entities.
    fn actions(&self, patterns: &Value) -> String {
        let matching = self
            .actions
            .iter()
            .filter(|action| texts(patterns).any(|pattern| glob(pattern, action)));
        let entities: Vec<String> = matching
            .map(|action| format!("Action::\"{action}\""))
            .collect();
        entities.join(", ")
    }

    /// A pattern of Cedar: `*` is the only wildcard.
    fn like(&self, pattern: &str) -> String {
        let mut text = pattern.replace('?', "*");
        for (key, value) in self.tags.iter() {
            text = text.replace(&format!("${{aws:PrincipalTag/{key}}}"), value);
        }
        format!("\"{text}\"")
    }

    fn condition(&self, operator: &str, key: &str, values: &Value) -> Result<String, String> {
        let (operator, if_exists) = match operator.strip_suffix("IfExists") {
            Some(operator) => (operator, true),
            None => (operator, false),
        };
        let (operator, negated) = match operator {
            "StringNotEquals" => ("StringEquals", true),
            "ArnNotLike" => ("ArnLike", true),
            other => (other, false),
        };
        let attribute = format!("context[\"{key}\"]");
        let one = |value: &str| match operator {
            "StringEquals" | "Bool" => Ok(format!("{attribute} == \"{value}\"")),
            "StringLike" | "ArnLike" => Ok(format!("{attribute} like {}", self.like(value))),
            "IpAddress" => Ok(format!("{attribute}.isInRange(ip(\"{value}\"))")),
            "DateLessThan" => Ok(format!("{attribute} < datetime(\"{value}\")")),
            "NumericLessThan" => Ok(format!("{attribute} < {value}")),
            other => Err(format!("no translation for the operator {other}")),
        };
        let tests: Result<Vec<String>, String> = texts(values).map(one).collect();
        let any = format!("({})", tests?.join(" || "));
        let has = format!("context has \"{key}\"");
        Ok(match (negated, if_exists) {
            (true, _) => format!("!({has} && {any})"),
            (false, true) => format!("(!({has}) || {any})"),
            (false, false) => format!("({has} && {any})"),
        })
    }
}

/// The elements of a list; anything else is a list of one.
fn list(value: &Value) -> &[Value] {
    value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    list(value).iter().filter_map(Value::as_str)
}

/// `*` matches any run of characters.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            (0..=text.len()).any(|at| text.get(at..).is_some_and(|text| glob(rest, text)))
        }),
    }
}
