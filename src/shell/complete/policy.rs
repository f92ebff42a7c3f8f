//! Inside policies: elements, effects, actions, condition operators and keys.

use crate::policy::operators::OPERATORS;
use crate::policy::parse::{DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS};
use crate::reference::global_keys::GLOBAL_KEYS;
use crate::reference::services;

use super::wanted::Wanted;
use super::{Candidate, MOST};

/// What a key of the map at this path may be; none where the map is no part of a policy.
pub fn keys(path: &[&str], prefix: &str) -> Option<Vec<Candidate>> {
    let beginning = |words: &[&str]| {
        let words = words.iter().filter(|word| word.starts_with(prefix));
        words.map(|&word| Candidate::plain(word)).collect()
    };
    match path {
        [] => Some(beginning(&DOCUMENT_ELEMENTS)),
        [.., "Statement"] => Some(beginning(&STATEMENT_ELEMENTS)),
        [.., "Principal" | "NotPrincipal"] => {
            Some(beginning(&["AWS", "CanonicalUser", "Federated", "Service"]))
        }
        [.., "Condition"] => Some(operators(prefix)),
        [.., "Condition", _] => Some(condition_keys(prefix)),
        _ => None,
    }
}

/// What the value of an element is for.
pub fn value(path: &[&str]) -> Option<Wanted> {
    let (last, before) = path.split_last()?;
    match *last {
        "Action" | "NotAction" => Some(Wanted::Action),
        "Resource" | "NotResource" => Some(Wanted::Arn),
        "Effect" => Some(Wanted::OneOf(vec!["Allow", "Deny"])),
        "Version" => Some(Wanted::OneOf(vec!["2008-10-17", "2012-10-17"])),
        "AWS" => Some(Wanted::Principal),
        "Service" if before.last().is_some_and(|key| key.ends_with("Principal")) => {
            Some(Wanted::ServicePrincipal)
        }
        "aws:PrincipalArn" | "aws:SourceArn" | "ArnLike" | "ArnEquals" => Some(Wanted::Arn),
        _ => None,
    }
}

fn operators(prefix: &str) -> Vec<Candidate> {
    const SETS: [&str; 3] = ["", "ForAllValues:", "ForAnyValue:"];
    let all = SETS
        .iter()
        .flat_map(|set| OPERATORS.iter().map(move |name| format!("{set}{name}")));
    let shown = all
        .filter(|name| name.starts_with(prefix) && (prefix.contains(':') || !name.contains(':')));
    let mut found: Vec<Candidate> = shown.map(Candidate::plain).collect();
    if !prefix.contains(':') {
        let sets = SETS
            .iter()
            .filter(|set| !set.is_empty() && set.starts_with(prefix));
        found.extend(sets.map(|&set| Candidate::plain(set)));
    }
    found
}

/// Condition keys: the global ones, and those of the service whose prefix is typed.
fn condition_keys(prefix: &str) -> Vec<Candidate> {
    let matches = |name: &str| {
        name.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let mut found: Vec<Candidate> = GLOBAL_KEYS
        .iter()
        .filter(|name| matches(name))
        .map(|&name| Candidate::plain(name))
        .collect();
    match prefix.split_once(':') {
        Some((service, _)) if service != "aws" => {
            let keys = services::find(service).map_or(&[][..], |service| service.condition_keys());
            let own = keys.iter().filter(|key| matches(key.name));
            found.extend(own.take(MOST).map(|key| {
                Candidate::with_note(until_placeholder(key.name), &format!("{:?}", key.value))
            }));
        }
        Some(_) => {}
        None => found.extend(service_prefixes(prefix)),
    }
    found
}

fn until_placeholder(name: &str) -> &str {
    name.split("${").next().unwrap_or(name)
}

fn service_prefixes(prefix: &str) -> impl Iterator<Item = Candidate> {
    let prefix = prefix.to_ascii_lowercase();
    services::list()
        .filter(move |(key, _)| key.starts_with(&prefix))
        .map(|(key, name)| Candidate::with_note(format!("{key}:"), name))
}

/// Actions: services first, then the actions of the one that is typed.
pub fn actions(prefix: &str) -> Vec<Candidate> {
    let Some((service, name)) = prefix.split_once(':') else {
        return service_prefixes(prefix).collect();
    };
    let Some(service) = services::find(service) else {
        return Vec::new();
    };
    let matching = service.actions().iter().filter(|action| {
        action
            .name
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    });
    let note = |action: &services::Action| format!("{:?}", action.access_level);
    let full = |action: &services::Action| format!("{}:{}", service.key, action.name);
    let found = matching.map(|action| Candidate::with_note(full(action), &note(action)));
    found.collect()
}

/// Service principals. Most services have the one that follows from their prefix.
pub fn service_principals(prefix: &str) -> Vec<Candidate> {
    let names = services::list().map(|(key, name)| (format!("{key}.amazonaws.com"), name));
    let matching = names.filter(|(principal, _)| principal.starts_with(prefix));
    matching
        .map(|(principal, name)| Candidate::with_note(principal, name))
        .collect()
}
