//! Condition keys: their type, whether they have several values, who has them.
//!
//! Source: IAM User Guide, "AWS global condition context keys", "IAM and AWS STS condition context keys".

use crate::api::model::capitalized;
use crate::decision::who_has_it;
use crate::reference::services::{self, ConditionKey, ValueType};

use super::Entry;

/// The answer for a condition key; a family may be named without its last part (`aws:PrincipalTag`).
pub(super) fn entry(word: &str) -> Option<Entry> {
    let key = services::condition_key(word)
        .or_else(|| services::condition_key(&format!("{word}/key")))
        .filter(|_| word.contains(':'));
    let whose = who_has_it(word).or_else(|| who_has_it(&format!("{word}/key")));
    let (name, values, operators) = match key {
        Some(key) => (key.name, self::values(key), operators(key)),
        None if whose.is_some() => (word, "text".to_owned(), "StringEquals, StringLike, …"),
        None => return None,
    };
    let meaning = match whose {
        Some(whose) => format!("A condition key: {values}. {}.", capital(&whose)),
        None => format!("A condition key: {values}."),
    };
    let mut entry = Entry::new(name, meaning);
    entry.forms = vec![format!(
        "\"Condition\": {{ \"{}\": {{ \"{name}\": … }} }}",
        operators.split(',').next().unwrap_or_default()
    )];
    Some(entry.with("operators", vec![(operators.to_owned(), String::new())]))
}

/// Type and number of values.
pub(super) fn values(key: &ConditionKey) -> String {
    let kind = match key.value {
        ValueType::String => "text",
        ValueType::Arn => "ARN",
        ValueType::Bool => "true or false",
        ValueType::Numeric => "number",
        ValueType::Date => "time, ISO 8601 or seconds since 1970",
        ValueType::IpAddress => "IP address",
    };
    if key.multivalued {
        format!("{kind}, several values")
    } else {
        kind.to_owned()
    }
}

const fn operators(key: &ConditionKey) -> &'static str {
    if key.multivalued {
        return "ForAnyValue:StringEquals, ForAllValues:StringEquals, … and Null";
    }
    match key.value {
        ValueType::String => {
            "StringEquals, StringNotEquals, StringLike, StringNotLike, …IgnoreCase, Null"
        }
        ValueType::Arn => "ArnLike, ArnEquals, ArnNotLike, Null",
        ValueType::Bool => "Bool, Null",
        ValueType::Numeric => "NumericEquals, NumericLessThan, NumericGreaterThan, …Equals, Null",
        ValueType::Date => "DateLessThan, DateGreaterThan, DateEquals, …Equals, Null",
        ValueType::IpAddress => "IpAddress, NotIpAddress, Null",
    }
}

fn capital(text: &str) -> String {
    // Names of keys keep their case.
    if text.contains(':')
        && text
            .split(' ')
            .next()
            .is_some_and(|word| word.contains(':'))
    {
        return text.to_owned();
    }
    capitalized(text)
}
