//! `.diff`: what entities, and what access, differ between two labs.

use crate::partition::Partition;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::api::{self, describe};
use crate::decision::Context;
use crate::lab::Lab;
use crate::reference::services;
use crate::render::card::inline;
use crate::render::style::Style;

use super::probe::{self, Identity};

/// Most decisions that are compared; beyond it some are left out, and it is said.
const MOST: usize = 50_000;
/// Actions that stand for a pattern.
const SAMPLES: usize = 3;

/// The report: `-` is only in `old`, `+` only in `new`, `~` in both and different.
#[must_use]
pub fn report(old: &Lab, new: &Lab, style: Style) -> String {
    let (before, after) = (entities(old), entities(new));
    let mut lines = Vec::new();
    for (arn, entity) in &before {
        match after.get(arn) {
            None => lines.push(style.deny(format!("- {arn}"))),
            Some(other) if other != entity => {
                lines.push(style.strong(format!("~ {arn}")));
                lines.extend(members(entity, other));
            }
            Some(_) => {}
        }
    }
    let added = after.keys().filter(|arn| !before.contains_key(*arn));
    lines.extend(added.map(|arn| style.allow(format!("+ {arn}"))));
    if lines.is_empty() {
        lines.push("no entity differs".to_owned());
    }
    let access = access(old, new, style);
    lines.push(String::new());
    lines.extend(access);
    lines.join("\n")
}

/// The members that differ.
fn members(old: &Value, new: &Value) -> Vec<String> {
    let none = Value::Null;
    let names = |value: &Value| -> BTreeSet<String> {
        value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let all = names(old)
        .into_iter()
        .chain(names(new))
        .collect::<BTreeSet<_>>();
    let differing = all.into_iter().filter_map(|name| {
        let (was, is) = (
            old.get(&name).unwrap_or(&none),
            new.get(&name).unwrap_or(&none),
        );
        (was != is).then(|| format!("    {name}: {} → {}", shown(was), shown(is)))
    });
    differing.collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Array(items) if items.iter().any(Value::is_object) => value.to_string(),
        other => inline(other),
    }
}

/// Everything that has an ARN, with what it is like.
fn entities(lab: &Lab) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for account in lab.accounts.values() {
        found.insert(
            account.root_arn(Partition::Aws).to_string(),
            json!({ "Name": account.name, "Email": account.email, "Alias": account.alias, "Closed": account.closed }),
        );
        for user in account.users.values() {
            let detail: Option<Value> = Some(describe::user_detail(account, user).into());
            found.extend(detail.map(|value| (user.arn.to_string(), value)));
        }
        for group in account.groups.values() {
            let detail = describe::group(lab, &account.id, &group.id);
            found.extend(detail.map(|value| (group.arn.to_string(), value)));
        }
        for role in account.roles.values() {
            let mut detail = describe::role(lab, &account.id, &role.id);
            if let Some(members) = detail.as_mut().and_then(Value::as_object_mut) {
                // Using a role does not make it another one.
                members.shift_remove("RoleLastUsed");
            }
            found.extend(detail.map(|value| (role.arn.to_string(), value)));
        }
        for policy in account.policies.values() {
            let detail = describe::policy(lab, &account.id, policy.arn.as_str());
            found.extend(detail.map(|value| (policy.arn.to_string(), value)));
        }
    }
    let resources = lab.resources.iter();
    found.extend(resources.map(|(arn, resource)| {
        let tags: Vec<String> = resource
            .tags
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let policy = resource
            .policy
            .as_ref()
            .map(|policy| policy.text().to_owned());
        (
            arn.clone(),
            json!({ "Owner": resource.owner.as_str(), "Tags": tags, "Policy": policy }),
        )
    }));
    found
}

/// The decisions that differ, for everybody who is in both labs, on the actions and resources that policies speak of.
fn access(old: &Lab, new: &Lab, style: Style) -> Vec<String> {
    let (mut old, mut new) = (old.clone(), new.clone());
    let (before, after) = (probe::identities(&mut old), probe::identities(&mut new));
    let before: BTreeMap<&str, &Identity> =
        before.iter().map(|one| (one.arn.as_str(), one)).collect();
    let pairs: Vec<_> = after
        .iter()
        .filter_map(|one| Some((*before.get(one.arn.as_str())?, one)))
        .collect();
    let questions = questions(&old, &new);
    let fitting = MOST / pairs.len().max(1);
    let mut lines = Vec::new();
    for (was, is) in &pairs {
        for (action, resource) in questions.iter().take(fitting) {
            let ask = |lab: &Lab, one: &Identity| {
                let asked = api::evaluate(lab, &one.caller, action, resource, &Context::default());
                asked.is_ok_and(|explanation| explanation.allowed())
            };
            match (ask(&old, was), ask(&new, is)) {
                (false, true) => {
                    lines.push(style.allow(format!("+ {} may {action} on {resource}", is.arn)))
                }
                (true, false) => {
                    lines.push(style.deny(format!("- {} may {action} on {resource}", is.arn)))
                }
                _ => {}
            }
        }
    }
    if lines.is_empty() {
        lines.push("no access differs of those who are in both".to_owned());
    }
    if fitting < questions.len() {
        lines.push(format!(
            "{fitting} of {} questions were compared",
            questions.len()
        ));
    }
    lines
}

/// Actions and resources that the policies of either lab name.
fn questions(old: &Lab, new: &Lab) -> Vec<(String, String)> {
    let mut found = BTreeSet::new();
    for lab in [old, new] {
        for text in policies(lab) {
            let Ok(document) = serde_json::from_str::<Value>(&text) else {
                continue;
            };
            let statements = texts(document.get("Statement"));
            for statement in statements {
                let actions = strings(statement.get("Action"))
                    .into_iter()
                    .flat_map(|one| concrete(&one));
                let actions: Vec<String> = actions.collect();
                let mut resources: Vec<String> = strings(statement.get("Resource"));
                if resources.is_empty() {
                    resources.extend(lab.accounts.values().flat_map(|account| {
                        account.roles.values().map(|role| role.arn.to_string())
                    }));
                }
                for action in &actions {
                    for resource in &resources {
                        found.insert((action.clone(), filled(resource)));
                    }
                }
            }
        }
    }
    found.into_iter().collect()
}

/// An example of what a pattern of resources matches.
fn filled(pattern: &str) -> String {
    match pattern {
        "*" => pattern.to_owned(),
        pattern => pattern.replace('*', "example").replace('?', "x"),
    }
}

/// Some actions that a pattern matches.
fn concrete(pattern: &str) -> Vec<String> {
    if !pattern.contains(['*', '?']) {
        return vec![pattern.to_owned()];
    }
    let names = services::matching(pattern);
    let names = names
        .into_iter()
        .map(|(service, action)| format!("{}:{}", service.key, action.name));
    names.take(SAMPLES).collect()
}

fn texts(statements: Option<&Value>) -> Vec<&Value> {
    match statements {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// The texts of all policies that something has.
fn policies(lab: &Lab) -> Vec<String> {
    let mut found = Vec::new();
    for account in lab.accounts.values() {
        let sets = account
            .users
            .values()
            .map(|user| &user.policies)
            .chain(account.groups.values().map(|group| &group.policies))
            .chain(account.roles.values().map(|role| &role.policies));
        for set in sets {
            found.extend(set.inline.values().map(|policy| policy.text().to_owned()));
            for arn in &set.attached {
                let aws = crate::reference::managed_policies::document(arn).map(Cow::into_owned);
                found.extend(aws);
            }
        }
        found.extend(
            account
                .roles
                .values()
                .map(|role| role.trust.text().to_owned()),
        );
        let managed = account
            .policies
            .values()
            .filter_map(|policy| policy.default());
        found.extend(managed.map(|version| version.policy.text().to_owned()));
    }
    let resources = lab
        .resources
        .values()
        .filter_map(|resource| resource.policy.as_ref());
    found.extend(resources.map(|policy| policy.text().to_owned()));
    found.sort();
    found.dedup();
    found
}
