//! The changes: a statement removed, an effect turned round, an action or a resource widened, a condition dropped.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::policy::Document;
use crate::policy::check::check;
use crate::policy::document::{PatternElement, Statement, Text};
use crate::script::{Exchange, GivenDocument};

/// A policy changed in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The file of the policy.
    pub file: Option<PathBuf>,
    /// Its name.
    pub policy: String,
    /// The line of the change in the policy, from 1.
    pub line: usize,
    /// What was changed.
    pub change: String,
    /// The policy, and what it became.
    pub exchange: Exchange,
}

/// All changes of some documents that AWS would store.
#[must_use]
pub fn mutants(documents: &[GivenDocument]) -> Vec<Mutant> {
    let mut seen = BTreeSet::new();
    let fresh = documents
        .iter()
        .filter(|given| seen.insert(given.text.as_str()));
    fresh.flat_map(of_document).collect()
}

fn of_document(given: &GivenDocument) -> Vec<Mutant> {
    let parsed = Document::parse(&given.text).ok();
    let json = serde_json::from_str::<Value>(&given.text).ok();
    let (Some((document, _)), Some(json)) = (parsed, json) else {
        return Vec::new();
    };
    let mut changes = Changes {
        given,
        json: &json,
        found: Vec::new(),
    };
    for (at, statement) in document.statements.iter().enumerate() {
        changes.of_statement(at, statement);
    }
    changes.found
}

struct Changes<'a> {
    given: &'a GivenDocument,
    json: &'a Value,
    found: Vec<Mutant>,
}

impl Changes<'_> {
    fn of_statement(&mut self, at: usize, statement: &Statement) {
        let start = statement.span.start;
        self.add(start, format!("statement {at} removed"), |json| {
            remove(json, at)
        });
        self.add(
            start,
            format!("Effect of statement {at} turned round"),
            |json| member(json, at, "Effect").map(turn_round),
        );
        for text in plain(&statement.action) {
            let wide = wider_action(&text.value);
            let change = format!("Action {} of statement {at} widened to {wide}", text.value);
            self.add(text.span.start, change, |json| {
                member(json, at, "Action").map(|value| replace(value, &text.value, &wide))
            });
        }
        for text in plain(&statement.resource) {
            let change = format!("Resource {} of statement {at} widened to *", text.value);
            self.add(text.span.start, change, |json| {
                member(json, at, "Resource").map(|value| replace(value, &text.value, "*"))
            });
        }
        for condition in &statement.conditions {
            let (operator, key) = (&condition.operator.value, &condition.key.value);
            let change = format!("condition {operator} {key} of statement {at} dropped");
            self.add(condition.span.start, change, |json| {
                drop_condition(json, at, operator, key)
            });
        }
    }

    /// Adds a change, unless nothing changes or AWS would not store it.
    fn add(&mut self, start: usize, change: String, make: impl FnOnce(&mut Value) -> Option<()>) {
        let mut json = self.json.clone();
        if make(&mut json).is_none() || json == *self.json {
            return;
        }
        let to = json.to_string();
        if check(self.given.kind, &to).is_err() {
            return;
        }
        let before = self.given.text.get(..start).unwrap_or_default();
        self.found.push(Mutant {
            file: self.given.file.clone(),
            policy: self.given.name.clone(),
            line: before.matches('\n').count() + 1,
            change,
            exchange: Exchange {
                from: self.given.text.clone(),
                to,
            },
        });
    }
}

/// The patterns of an element that is no `Not…`: wider is less there.
fn plain(element: &Option<PatternElement>) -> impl Iterator<Item = &Text> {
    let plain = element.iter().filter(|element| !element.negated);
    plain.flat_map(|element| &element.patterns)
}

/// All of the service; all services for what is that already.
fn wider_action(action: &str) -> String {
    match action.split_once(':') {
        Some((service, name)) if name != "*" => format!("{service}:*"),
        _ => "*".to_owned(),
    }
}

fn statement(json: &mut Value, at: usize) -> Option<&mut Map<String, Value>> {
    let statement = element(json.as_object_mut()?, "Statement")?;
    match statement {
        Value::Array(all) => all.get_mut(at)?.as_object_mut(),
        Value::Object(one) => Some(one),
        _ => None,
    }
}

/// An element by its name; IAM reads those in any case.
fn element<'a>(members: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Value> {
    let mut all = members.iter_mut();
    all.find_map(|(own, value)| own.eq_ignore_ascii_case(name).then_some(value))
}

fn member<'a>(json: &'a mut Value, at: usize, name: &str) -> Option<&'a mut Value> {
    element(statement(json, at)?, name)
}

fn remove(json: &mut Value, at: usize) -> Option<()> {
    let all = element(json.as_object_mut()?, "Statement")?.as_array_mut()?;
    (at < all.len()).then(|| drop(all.remove(at)))
}

fn turn_round(effect: &mut Value) {
    let is_allow = effect
        .as_str()
        .is_some_and(|effect| effect.eq_ignore_ascii_case("allow"));
    *effect = Value::from(if is_allow { "Deny" } else { "Allow" });
}

fn replace(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
        Value::String(text) if text == from => to.clone_into(text),
        _ => {}
    }
}

fn drop_condition(json: &mut Value, at: usize, operator: &str, key: &str) -> Option<()> {
    let own = statement(json, at)?;
    let (name, conditions) = own
        .iter_mut()
        .find(|(name, _)| name.eq_ignore_ascii_case("Condition"))
        .map(|(name, value)| (name.clone(), value))?;
    let conditions = conditions.as_object_mut()?;
    let keys = conditions.get_mut(operator)?.as_object_mut()?;
    keys.shift_remove(key)?;
    if keys.is_empty() {
        conditions.shift_remove(operator);
    }
    if conditions.is_empty() {
        own.shift_remove(&name);
    }
    Some(())
}
