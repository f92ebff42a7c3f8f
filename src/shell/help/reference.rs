//! Actions, condition keys, services and managed policies: from AWS's catalogue.

use crate::reference::{managed_policies, services};
use crate::render::style::Style;

/// What the catalogue knows of a topic.
pub fn reference(topic: &str, style: Style) -> Option<String> {
    if topic.starts_with("arn:") || !topic.contains(':') {
        return policy(topic, style).or_else(|| service(topic, style));
    }
    action(topic, style).or_else(|| condition_key(topic, style))
}

fn action(topic: &str, style: Style) -> Option<String> {
    let (service, action) = services::action(topic)?;
    let mut text = vec![
        style.strong(format!("{}:{}", service.key, action.name)),
        format!("  an action of {}, {:?}", service.name, action.access_level),
    ];
    let resources: Vec<_> = service.resource_types_of(action).collect();
    if resources.is_empty() {
        text.push("  on * only".to_owned());
    } else {
        text.push(style.strong("Resources"));
    }
    for (resource, required) in resources {
        let required = if required { "  required" } else { "" };
        text.push(format!(
            "  {}  {}{required}",
            resource.name,
            style.name(resource.arn)
        ));
    }
    let keys = service.condition_keys_of(action);
    if !keys.is_empty() {
        text.push(style.strong("Condition keys"));
        text.extend(
            keys.iter()
                .map(|key| format!("  {}  {}", key.name, kind(key))),
        );
    }
    Some(text.join("\n"))
}

fn kind(key: &services::ConditionKey) -> String {
    let many = if key.multivalued {
        ", several values: ForAnyValue or ForAllValues"
    } else {
        ""
    };
    format!("{:?}{many}", key.value)
}

/// A key; `aws:PrincipalTag` is asked for without the tag's name.
fn condition_key(topic: &str, style: Style) -> Option<String> {
    let key = services::condition_key(topic)
        .or_else(|| services::condition_key(&format!("{topic}/name")))
        .map(|key| (key.name.to_owned(), kind(key)));
    let global = GLOBAL
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(topic));
    if key.is_none() && global.is_none() {
        return None;
    }
    let (name, kind) = key.unwrap_or_else(|| (topic.to_owned(), String::new()));
    let mut text = vec![style.strong(name), "  a condition key".to_owned()];
    if !kind.is_empty() {
        text.push(format!("  {kind}"));
    }
    text.extend(global.map(|(_, meaning)| format!("  {meaning}")));
    Some(text.join("\n"))
}

/// Global keys in our words. Source: IAM User Guide, "AWS global condition context keys".
#[rustfmt::skip]
const GLOBAL: &[(&str, &str)] = &[
    ("aws:PrincipalTag", "a tag of the caller: of the user, or of the role and its session; aws:PrincipalTag/team names one"),
    ("aws:RequestTag", "a tag that the request sets"),
    ("aws:ResourceTag", "a tag of the resource"),
    ("aws:TagKeys", "the keys of the tags that the request sets or removes"),
    ("aws:PrincipalArn", "the ARN of the user or of the role behind a session"),
    ("aws:PrincipalAccount", "the account of the caller"),
    ("aws:PrincipalOrgID", "the organization of the caller's account"),
    ("aws:SourceIp", "the address the request comes from; who.can(…, #{ \"aws:SourceIp\": … }) gives it"),
    ("aws:MultiFactorAuthPresent", "true in sessions that were begun with an MFA code; absent with long-term keys"),
    ("aws:MultiFactorAuthAge", "seconds since the MFA code was given"),
    ("aws:CurrentTime", "the lab's time"),
    ("aws:SecureTransport", "whether the request came over TLS"),
    ("aws:SourceVpce", "the VPC endpoint the request came through"),
    ("aws:username", "the name of the user; absent for roles"),
    ("aws:userid", "the unique id of the caller, for sessions with the session's name behind it"),
    ("aws:SourceArn", "the resource for which a service makes the request"),
    ("aws:SourceAccount", "the account for which a service makes the request"),
    ("aws:ViaAWSService", "whether a service makes the request with the caller's credentials"),
];

fn policy(topic: &str, style: Style) -> Option<String> {
    let all = managed_policies::list();
    let found = all
        .iter()
        .find(|policy| policy.arn == topic || policy.name == topic)?;
    let document = managed_policies::document(&found.arn).unwrap_or_default();
    let json = serde_json::from_str(document).unwrap_or_default();
    Some(format!(
        "{}\n  one of AWS's managed policies, {} of {}\n{}",
        style.strong(&found.arn),
        found.default_version,
        found.updated,
        crate::render::json::coloured(&json, style)
    ))
}

fn service(topic: &str, style: Style) -> Option<String> {
    let service = services::find(topic)?;
    let resources: Vec<&str> = service
        .resource_types()
        .iter()
        .map(|one| one.name)
        .collect();
    Some(format!(
        "{}\n  {}: {} actions, resources {}\n  {}",
        style.strong(service.key),
        service.name,
        service.actions().len(),
        if resources.is_empty() {
            "none".to_owned()
        } else {
            resources.join(", ")
        },
        style.muted(format!(
            "type allow(\"{}: and Tab to see its actions",
            service.key
        ))
    ))
}
