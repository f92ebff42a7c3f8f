//! Managed policies of AWS, and services.

use crate::reference::{managed_policies, services};
use crate::render::style::Style;

/// What the catalogue knows of a topic.
pub fn reference(topic: &str, style: Style) -> Option<String> {
    policy(topic, style).or_else(|| service(topic, style))
}

fn policy(topic: &str, style: Style) -> Option<String> {
    let all = managed_policies::list();
    let found = all
        .iter()
        .find(|policy| policy.arn == topic || policy.name == topic)?;
    let document = managed_policies::document(&found.arn).unwrap_or_default();
    let json = serde_json::from_str(&document).unwrap_or_default();
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
