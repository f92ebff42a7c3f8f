//! The words of single constraints, and values as Java prints them.

use serde_json::Value;

use super::super::super::model::{Kind, Range, Shape, Text, lower_camel};

/// What IAM says about a path.
pub(super) const BEGIN_AND_END: &str =
    "It must begin and end with / and contain only alphanumeric characters and/or / characters.";

/// Patterns whose violation IAM reports in special words, behind `The specified value for x is invalid.`
const SPECIAL: [(&str, &str); 4] = [
    (
        r"[\w+=,.@-]+",
        "It must contain only alphanumeric characters and/or the following: +=,.@_-",
    ),
    (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", BEGIN_AND_END),
    (r"((/[A-Za-z0-9\.,\+@=_-]+)*)/", BEGIN_AND_END),
    (
        r"\u002F[\u0021-\u007F]*",
        "It must begin with / and contain only alphanumeric characters and/or / characters.",
    ),
];

/// IAM's own words for a violated pattern, if it has some.
pub(super) fn special(text: &Text) -> Option<&'static str> {
    let pattern = text.pattern()?;
    let row = SPECIAL.iter().find(|(known, _)| *known == pattern)?;
    Some(row.1)
}

/// Every constraint of a text, broken or not.
pub(super) fn all_of(text: &Text, with_values: bool) -> String {
    let Range { min, max } = text.length;
    let mut out: Vec<_> = max.map(|max| upper(max, "length")).into_iter().collect();
    out.extend(min.map(|min| lower(min, "length")));
    out.extend(text.pattern().map(pattern));
    if !text.values.is_empty() {
        out.push(values(text, with_values));
    }
    out.join(", ")
}

/// An enumeration; IAM leaves the values out.
pub(super) fn values(text: &Text, with_values: bool) -> String {
    if with_values {
        format!(
            "Member must satisfy enum value set: [{}]",
            text.values.join(", ")
        )
    } else {
        "Member must satisfy enum value set".to_owned()
    }
}

/// A size as the model counts.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The bounds that `number` breaks.
pub(super) fn bounds(range: Range, number: i64, what: &str) -> Vec<String> {
    let above = range.max.filter(|max| number > *max);
    let below = range.min.filter(|min| number < *min);
    above
        .map(|max| upper(max, what))
        .into_iter()
        .chain(below.map(|min| lower(min, what)))
        .collect()
}

fn upper(max: i64, what: &str) -> String {
    format!("Member must have {what} less than or equal to {max}")
}

fn lower(min: i64, what: &str) -> String {
    format!("Member must have {what} greater than or equal to {min}")
}

/// A pattern, in AWS's own spelling of it.
pub(super) fn pattern(source: &str) -> String {
    format!("Member must satisfy regular expression pattern: {source}")
}

/// A value as Java prints it: `[a, b]`, `{k=v}`, `Tag(key=a, value=b)`; secrets are left out.
pub(super) fn java_text(shape: &Shape, value: &Value) -> String {
    match (&shape.kind, value) {
        _ if shape.sensitive => "***".to_owned(),
        (_, Value::String(text)) => text.clone(),
        (Kind::List(list), Value::Array(items)) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| java_text(&list.member, item))
                .collect();
            format!("[{}]", items.join(", "))
        }
        (Kind::Map(map), Value::Object(entries)) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, item)| format!("{key}={}", java_text(&map.value, item)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        (Kind::Structure(structure), Value::Object(given)) => {
            let members = structure.members.iter().filter_map(|member| {
                let inner = java_text(&member.shape, given.get(member.name)?);
                Some(format!("{}={inner}", lower_camel(member.name)))
            });
            format!("{}({})", shape.name, members.collect::<Vec<_>>().join(", "))
        }
        // Numbers, booleans and null; anything else is not of its type and never reported.
        (_, value) => value.to_string(),
    }
}
