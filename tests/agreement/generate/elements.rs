//! Statements: all elements, broad ones among them, so that not everything is denied.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::conditions::conditions;
use super::words::{ACTION_PATTERNS, AWS_PRINCIPALS, RESOURCE_PATTERNS, SERVICES};
use super::{one_or_many, word};

/// What statements of a layer look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Of identities, boundaries, sessions, SCPs: no principal.
    Own,
    /// Of resources and endpoints: a principal.
    Shared,
    /// Of RCPs: `"Principal": "*"`.
    Control,
}

/// A statement of that effect.
pub fn statement(shape: Shape, effect: &'static str) -> BoxedStrategy<Value> {
    let principal = match shape {
        Shape::Own => Just(vec![]).boxed(),
        Shape::Control => Just(vec![("Principal", json!("*"))]).boxed(),
        Shape::Shared => principal(),
    };
    let condition = prop_oneof![
        3 => Just(vec![]),
        2 => conditions().prop_map(|conditions| vec![("Condition", conditions)]),
    ];
    (
        principal,
        element("Action", "NotAction", actions()),
        element("Resource", "NotResource", resources()),
        condition,
    )
        .prop_map(move |(principal, action, resource, condition)| {
            let mut statement = Map::new();
            statement.insert("Effect".to_owned(), effect.into());
            let elements = [principal, action, resource, condition];
            for (name, value) in elements.into_iter().flatten() {
                statement.insert(name.to_owned(), value);
            }
            statement.into()
        })
        .boxed()
}

/// Everything, to everybody.
pub fn broad(shape: Shape) -> BoxedStrategy<Value> {
    let mut statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
    if shape == Shape::Own {
        return Just(statement).boxed();
    }
    statement["Principal"] = "*".into();
    let to_everybody = Just(statement.clone());
    let to_account = word(&["arn:aws:iam::①②:root", "①②", "arn:aws:iam::①③:root"]);
    let to_some = to_account.prop_map(move |name| {
        let mut statement = statement.clone();
        statement["Principal"] = json!({ "AWS": name });
        statement
    });
    prop_oneof![to_everybody, to_some].boxed()
}

type Elements = Vec<(&'static str, Value)>;

/// Mostly the element, now and then its `Not…` form, seldom neither.
fn element(
    name: &'static str,
    not_name: &'static str,
    values: BoxedStrategy<Value>,
) -> BoxedStrategy<Elements> {
    let form = prop_oneof![40 => Just(vec![name]), 6 => Just(vec![not_name]), 1 => Just(vec![])];
    (form, values)
        .prop_map(|(form, value)| form.into_iter().map(|name| (name, value.clone())).collect())
        .boxed()
}

fn actions() -> BoxedStrategy<Value> {
    let some = one_or_many(word(ACTION_PATTERNS));
    prop_oneof![1 => Just(Value::from("*")), 6 => some].boxed()
}

fn resources() -> BoxedStrategy<Value> {
    let some = one_or_many(word(RESOURCE_PATTERNS));
    prop_oneof![1 => Just(Value::from("*")), 2 => some].boxed()
}

fn principal() -> BoxedStrategy<Elements> {
    let keyed = (
        prop::option::weighted(0.9, one_or_many(word(AWS_PRINCIPALS))),
        prop::option::weighted(0.2, one_or_many(word(SERVICES))),
        prop::option::weighted(0.05, word(&["arn:aws:iam::①②:saml-provider/α"])),
    )
        .prop_map(|(aws, service, federated)| {
            let mut keys = Map::new();
            for (key, value) in [("AWS", aws), ("Service", service), ("Federated", federated)] {
                if let Some(value) = value {
                    keys.insert(key.to_owned(), value);
                }
            }
            Value::from(keys)
        });
    let value = prop_oneof![1 => Just(Value::from("*")), 4 => keyed].boxed();
    element("Principal", "NotPrincipal", value)
}
