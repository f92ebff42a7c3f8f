//! What differs between two states of a lab, one line a thing: `-` it is gone, `+` it is new, `~` it is another one.

use serde_json::Value;

use crate::api::inventory::Difference;

use super::card::inline;
use super::style::Style;

/// The lines, those of members below the thing they belong to.
#[must_use]
pub fn lines(differences: &[(String, Difference)], style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, difference) in differences {
        match difference {
            Difference::Gone => lines.push(style.deny(format!("- {name}"))),
            Difference::New => lines.push(style.allow(format!("+ {name}"))),
            Difference::Changed(members) => {
                lines.push(style.strong(format!("~ {name}")));
                let members = members.iter();
                lines.extend(members.map(|(member, was, is)| {
                    format!("    {member}: {} → {}", shown(was), shown(is))
                }));
            }
        }
    }
    lines
}

fn shown(value: &Value) -> String {
    match &unquoted(value) {
        Value::Null => "–".to_owned(),
        Value::Array(items) if items.is_empty() => "–".to_owned(),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            Value::from(items.as_slice()).to_string()
        }
        other => inline(other),
    }
}

/// Policies stand in documents as texts: they are read better as what they are.
fn unquoted(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with('{') => {
            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
        }
        Value::Array(items) => items.iter().map(unquoted).collect(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, inner)| (name.clone(), unquoted(inner)))
                .collect()
        }
        other => other.clone(),
    }
}
