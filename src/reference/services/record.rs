//! One service from its record; `tools/generate_service_reference.py` describes the lines.

use super::{AccessLevel, Action, ConditionKey, Pair, ResourceType, Service, ValueType};

/// `None` if the text is not what the generator writes.
pub(super) fn parse(key: &'static str, name: &'static str, text: &'static str) -> Option<Service> {
    let mut service = Service {
        key,
        name,
        actions: Vec::new(),
        resource_types: Vec::new(),
        condition_keys: Vec::new(),
    };
    for line in text.lines() {
        let mut fields = line.split('\t');
        let first = fields.next()?;
        if let Some(name) = first.strip_prefix('k') {
            service
                .condition_keys
                .push(condition_key(name, fields.next()?)?);
        } else if let Some(name) = first.strip_prefix('r') {
            service.resource_types.push(ResourceType {
                name,
                arn: fields.next()?,
                keys: places(fields.next()?)?,
            });
        } else {
            service.actions.push(Action {
                name: first.strip_prefix('a')?,
                access_level: access_level(fields.next()?)?,
                resources: pairs(fields.next()?)?,
                keys: places(fields.next()?)?,
            });
        }
    }
    Some(service)
}

fn condition_key(name: &'static str, kind: &str) -> Option<ConditionKey> {
    let element = kind.strip_prefix("ArrayOf");
    let value = match element.unwrap_or(kind) {
        "String" => ValueType::String,
        "ARN" => ValueType::Arn,
        "Bool" => ValueType::Bool,
        "Numeric" => ValueType::Numeric,
        "Date" => ValueType::Date,
        "IPAddress" => ValueType::IpAddress,
        _ => return None,
    };
    Some(ConditionKey {
        name,
        value,
        multivalued: element.is_some(),
    })
}

fn access_level(letter: &str) -> Option<AccessLevel> {
    Some(match letter {
        "L" => AccessLevel::List,
        "R" => AccessLevel::Read,
        "W" => AccessLevel::Write,
        "T" => AccessLevel::Tagging,
        "P" => AccessLevel::PermissionsManagement,
        _ => return None,
    })
}

/// `2*:0,3;4` — a required resource type with two keys, and another without.
fn pairs(text: &str) -> Option<Vec<Pair>> {
    entries(text, ';')
        .map(|pair| {
            let (place, keys) = pair.split_once(':').unwrap_or((pair, ""));
            let required = place.strip_suffix('*');
            Some(Pair {
                place: required.unwrap_or(place).parse().ok()?,
                required: required.is_some(),
                keys: places(keys)?,
            })
        })
        .collect()
}

fn places(text: &str) -> Option<Vec<usize>> {
    entries(text, ',').map(|place| place.parse().ok()).collect()
}

/// The parts of a list; an empty text is an empty list.
fn entries(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).filter(|part| !part.is_empty())
}
