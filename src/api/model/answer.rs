//! Answers against their shape: the order of members, and what does not belong.

use serde_json::{Map as Object, Value};

use super::shape::{Kind, Member, Shape};

/// Puts the members of structures into the model's order; what the model does not know follows, nothing is lost.
pub fn conform(shape: &Shape, value: &mut Value) {
    match (&shape.kind, value) {
        (Kind::Structure(structure), Value::Object(given)) => {
            let mut members = structure.members.iter();
            // Most answers are written in this order: they are only looked through.
            if !given
                .keys()
                .all(|name| members.any(|member| member.name == name))
            {
                order(given, &structure.members);
            }
            let mut members = structure.members.iter();
            for (name, inner) in given {
                let Some(member) = members.find(|member| member.name == name) else {
                    break;
                };
                conform(&member.shape, inner);
            }
        }
        (Kind::List(list), Value::Array(items)) => {
            for item in items {
                conform(&list.member, item);
            }
        }
        (Kind::Map(map), Value::Object(entries)) => {
            for inner in entries.values_mut() {
                conform(&map.value, inner);
            }
        }
        _ => {}
    }
}

fn order(given: &mut Object<String, Value>, members: &[Member]) {
    let mut ordered = Object::with_capacity(given.len());
    for member in members {
        if let Some((name, inner)) = given.shift_remove_entry(member.name) {
            ordered.insert(name, inner);
        }
    }
    ordered.append(given);
    *given = ordered;
}

/// What is wrong with an answer, one line each: members that are unknown, missing or of the wrong type.
///
/// Empty for a good answer. Timestamps and blobs are text; `null` is no value of any shape.
#[must_use]
pub fn complaints(shape: &Shape, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(shape, value, shape.name, &mut found);
    found
}

fn visit(shape: &Shape, value: &Value, path: &str, found: &mut Vec<String>) {
    match (&shape.kind, value) {
        (Kind::Structure(structure), Value::Object(given)) => {
            for name in &structure.required {
                if !given.contains_key(*name) {
                    found.push(format!("`{path}` lacks `{name}`"));
                }
            }
            for (name, inner) in given {
                match shape.member(name) {
                    Some(member) => visit(&member.shape, inner, &format!("{path}.{name}"), found),
                    None => found.push(format!("`{path}` has no member `{name}`")),
                }
            }
        }
        (Kind::List(list), Value::Array(items)) => {
            for (at, item) in items.iter().enumerate() {
                visit(&list.member, item, &format!("{path}[{at}]"), found);
            }
        }
        (Kind::Map(map), Value::Object(entries)) => {
            for (key, inner) in entries {
                visit(&map.value, inner, &format!("{path}.{key}"), found);
            }
        }
        (Kind::String(_) | Kind::Timestamp | Kind::Blob, Value::String(_))
        | (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::Integer(_), Value::Number(number)) if number.is_i64() => {}
        (kind, value) => {
            let (expected, got) = (kind_name(kind), value_name(value));
            found.push(format!("`{path}` is {got}, the model says {expected}"));
        }
    }
}

const fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) => "a structure",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
        Kind::String(_) => "a string",
        Kind::Integer(_) => "an integer",
        Kind::Boolean => "a boolean",
        Kind::Timestamp => "a timestamp",
        Kind::Blob => "a blob",
    }
}

const fn value_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::service;
    use super::*;

    fn output(name: &str) -> &'static Shape {
        let operation = service("iam").unwrap().operation(name).unwrap();
        operation.output.as_ref().unwrap()
    }

    fn conformed(mut answer: Value) -> Value {
        conform(output("ListUsers"), &mut answer);
        answer
    }

    #[test]
    fn members_come_in_the_order_of_the_model_and_unknown_ones_last() {
        let answer = json!({"More": 1, "Marker": "m", "Users": [
            {"CreateDate": "2026-01-02T03:04:05Z", "Extra": null, "Arn": "a", "Path": "/"}
        ], "IsTruncated": true});
        assert_eq!(
            conformed(answer).to_string(),
            r#"{"Users":[{"Path":"/","Arn":"a","CreateDate":"2026-01-02T03:04:05Z","Extra":null}],"IsTruncated":true,"Marker":"m","More":1}"#
        );
        for odd in [json!(null), json!([1]), json!({"Users": 3})] {
            assert_eq!(conformed(odd.clone()), odd);
        }
    }

    #[test]
    fn complaints_name_the_place() {
        let answer = json!({"Users": [{
            "Path": "/", "UserName": 7, "UserId": "AIDA", "Arn": "arn", "CreateDate": 3, "Nam": "x"
        }], "IsTruncated": "yes", "Marker": null});
        assert_eq!(
            complaints(output("ListUsers"), &answer),
            [
                "`ListUsersResponse.Users[0].UserName` is a number, the model says a string",
                "`ListUsersResponse.Users[0].CreateDate` is a number, the model says a timestamp",
                "`ListUsersResponse.Users[0]` has no member `Nam`",
                "`ListUsersResponse.IsTruncated` is a string, the model says a boolean",
                "`ListUsersResponse.Marker` is null, the model says a string",
            ]
        );
        assert_eq!(
            complaints(output("GetUser"), &json!({})),
            ["`GetUserResponse` lacks `User`"]
        );
        let good = json!({"SummaryMap": {"Users": 1}});
        assert!(complaints(output("GetAccountSummary"), &good).is_empty());
    }
}
