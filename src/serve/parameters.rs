//! A call's parameters from a form, by the model: `Tags.member.1.Key`, `Map.entry.1.key`.
//!
//! What the model does not know is ignored, and of a value that is given twice the first counts, as AWS does. A number or a flag
//! that cannot be read stays text, which the model's constraints then refuse.
//! Source: AWS SDK "Query protocol", as the SDKs serialize it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::api::model::{Kind, Shape};

use super::form::Form;

/// Members of the protocol, not of calls.
const PROTOCOL: [&str; 2] = ["Action", "Version"];

/// What the form says at one place of a shape.
#[derive(Default)]
struct Node<'a> {
    text: Option<&'a str>,
    /// By member name; elements of lists and entries of maps by number.
    members: BTreeMap<&'a str, Node<'a>>,
    numbered: BTreeMap<u32, Node<'a>>,
}

/// The parameters of a call whose input has this shape.
pub fn parameters(form: &Form, shape: &Shape) -> Value {
    let mut root = Node::default();
    for (name, value) in form.pairs().filter(|(name, _)| !PROTOCOL.contains(name)) {
        place(&mut root, shape, name, value);
    }
    shaped(root, shape)
}

/// Puts a value where its name says; nowhere if the shape has no such place.
///
/// INVARIANT: goes no deeper than the shape, however long the name is.
fn place<'a>(node: &mut Node<'a>, shape: &Shape, name: &'a str, value: &'a str) {
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    match &shape.kind {
        Kind::Structure(_) => {
            if let Some(member) = shape.member(first) {
                let node = node.members.entry(member.name).or_default();
                below(node, &member.shape, rest, value);
            }
        }
        Kind::List(list) => {
            if let Some((number, rest)) = numbered(first, rest, "member") {
                below(
                    node.numbered.entry(number).or_default(),
                    &list.member,
                    rest,
                    value,
                );
            }
        }
        Kind::Map(map) => {
            let Some((number, Some(rest))) = numbered(first, rest, "entry") else {
                return;
            };
            let entry = node.numbered.entry(number).or_default();
            let (half, rest) = match rest.split_once('.') {
                Some((half, rest)) => (half, Some(rest)),
                None => (rest, None),
            };
            match half {
                "key" => below(
                    entry.members.entry("key").or_default(),
                    &map.key,
                    rest,
                    value,
                ),
                "value" => below(
                    entry.members.entry("value").or_default(),
                    &map.value,
                    rest,
                    value,
                ),
                _ => {}
            }
        }
        _ => {}
    }
}

fn below<'a>(node: &mut Node<'a>, shape: &Shape, rest: Option<&'a str>, value: &'a str) {
    match rest {
        Some(rest) => place(node, shape, rest, value),
        None => {
            node.text.get_or_insert(value);
        }
    }
}

/// `member.7.rest` as 7 and `rest`.
fn numbered<'a>(first: &str, rest: Option<&'a str>, word: &str) -> Option<(u32, Option<&'a str>)> {
    let rest = rest.filter(|_| first == word)?;
    match rest.split_once('.') {
        Some((number, rest)) => Some((number.parse().ok()?, Some(rest))),
        None => Some((rest.parse().ok()?, None)),
    }
}

fn shaped(node: Node<'_>, shape: &Shape) -> Value {
    match &shape.kind {
        Kind::Structure(_) => {
            let mut given = node.members;
            let members = shape.members().iter().filter_map(|member| {
                let inner = given.remove(member.name)?;
                Some((member.name.to_owned(), shaped(inner, &member.shape)))
            });
            Value::Object(members.collect())
        }
        Kind::List(list) => {
            let items = node.numbered.into_values();
            items.map(|item| shaped(item, &list.member)).collect()
        }
        Kind::Map(map) => Value::Object(entries(node, &map.value)),
        Kind::Integer(_) => node.text.map_or(Value::Null, integer),
        Kind::Boolean => match node.text {
            Some("true") => true.into(),
            Some("false") => false.into(),
            other => other.into(),
        },
        Kind::String(_) | Kind::Timestamp | Kind::Blob => node.text.into(),
    }
}

fn entries(node: Node<'_>, value: &Shape) -> Map<String, Value> {
    let entries = node.numbered.into_values().filter_map(|mut entry| {
        let key = entry.members.remove("key")?.text?.to_owned();
        let inner = entry.members.remove("value").unwrap_or_default();
        Some((key, shaped(inner, value)))
    });
    let mut map = Map::new();
    for (key, inner) in entries {
        map.entry(key).or_insert(inner);
    }
    map
}

/// A number as Java reads it: a sign and leading zeros are allowed.
fn integer(text: &str) -> Value {
    match text.parse::<i32>() {
        Ok(number) => number.into(),
        Err(_) => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::model;

    fn read(service: &str, operation: &str, text: &str) -> Value {
        let operation = model::service(service)
            .unwrap()
            .operation(operation)
            .unwrap();
        let form = Form::read(text.as_bytes()).unwrap();
        parameters(&form, operation.input.as_ref().unwrap())
    }

    #[test]
    fn lists_structures_and_scalars_are_read_by_the_model() {
        assert_eq!(
            read(
                "iam",
                "CreateUser",
                "Action=CreateUser&Version=2010-05-08&UserName=carlos&UserName=second&Unknown=1&\
                 Tags.member.2.Key=b&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Value=&Tags.x.1=y&Path.a.b=c"
            ),
            json!({ "Path": null, "UserName": "carlos", "Tags": [{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "" }] })
        );
    }

    #[test]
    fn numbers_and_flags_that_cannot_be_read_stay_text() {
        assert_eq!(
            read("iam", "ListUsers", "MaxItems=%2B07"),
            json!({ "MaxItems": 7 })
        );
        assert_eq!(
            read("iam", "ListUsers", "MaxItems=many"),
            json!({ "MaxItems": "many" })
        );
        assert_eq!(
            read("iam", "ListPolicies", "OnlyAttached=true"),
            json!({ "OnlyAttached": true })
        );
        assert_eq!(
            read("iam", "ListPolicies", "OnlyAttached=yes"),
            json!({ "OnlyAttached": "yes" })
        );
    }

    #[test]
    fn an_empty_list_and_a_missing_one_differ() {
        assert_eq!(
            read("iam", "TagUser", "UserName=a&Tags="),
            json!({ "UserName": "a", "Tags": [] })
        );
        assert_eq!(
            read("iam", "TagUser", "UserName=a"),
            json!({ "UserName": "a" })
        );
    }

    #[test]
    fn a_name_of_any_length_goes_no_deeper_than_the_shape() {
        let name = format!("Tags{}=1", ".member.1".repeat(100_000));
        assert_eq!(read("iam", "TagUser", &name), json!({ "Tags": [{}] }));
    }
}
