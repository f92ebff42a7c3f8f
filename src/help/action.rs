//! Actions of every service, from the service authorization reference; wildcards list what they stand for.

use crate::reference::services::{self, AccessLevel, Action, Service};

use super::Entry;

/// Actions a pattern lists at the most.
const LISTED: usize = 40;

/// The answer for `service:Action`, for a pattern of actions, or for a service's prefix.
pub(super) fn entry(word: &str) -> Option<Entry> {
    if word.contains('*') || word.contains('?') {
        return pattern(word);
    }
    if let Some((service, action)) = services::action(word) {
        return Some(one(service, action));
    }
    services::find(word).map(service)
}

fn one(service: &Service, action: &Action) -> Entry {
    let types = service.resource_types_of(action).map(|(kind, required)| {
        let must = if required { ", required" } else { "" };
        (kind.name.to_owned(), format!("{}{must}", kind.arn))
    });
    let types: Vec<(String, String)> = types.collect();
    let keys = service.condition_keys_of(action).into_iter();
    let keys = keys.map(|key| (key.name.to_owned(), super::condition_key::values(key)));
    let name = format!("{}:{}", service.key, action.name);
    let on = match types.is_empty() {
        true => "It takes no resource: a statement that allows it says `\"Resource\": \"*\"`.",
        false => "It is asked on a resource of one of these types.",
    };
    let mut entry = Entry::new(
        format!("{name} — {}", service.name),
        format!(
            "An action; access level: {}. {on}",
            level(action.access_level)
        ),
    );
    entry.forms = vec![
        format!("who.can(\"{name}\", resource)"),
        format!("allow(\"{name}\", resource)"),
    ];
    entry
        .with("resource types", types)
        .with("condition keys, besides the global ones", keys.collect())
}

fn pattern(word: &str) -> Option<Entry> {
    let found = services::matching(word);
    if found.is_empty() {
        return None;
    }
    let more = found.len().saturating_sub(LISTED);
    let mut facts: Vec<(String, String)> = found
        .iter()
        .take(LISTED)
        .map(|(service, action)| {
            (
                format!("{}:{}", service.key, action.name),
                level(action.access_level).to_owned(),
            )
        })
        .collect();
    if more > 0 {
        facts.push((format!("and {more} more"), String::new()));
    }
    let meaning = format!("A pattern; {} known actions match it.", found.len());
    Some(Entry::new(word, meaning).with("actions", facts))
}

fn service(service: &Service) -> Entry {
    let types = service.resource_types().iter();
    let types = types
        .map(|kind| (kind.name.to_owned(), kind.arn.to_owned()))
        .collect();
    let meaning = format!(
        "A service with {} actions: `?{}:*` lists them.",
        service.actions().len(),
        service.key
    );
    Entry::new(format!("{} — {}", service.key, service.name), meaning).with("resource types", types)
}

const fn level(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::List => "list",
        AccessLevel::Read => "read",
        AccessLevel::Write => "write",
        AccessLevel::Tagging => "tagging",
        AccessLevel::PermissionsManagement => "permissions management",
    }
}
