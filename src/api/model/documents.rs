//! Policy documents in answers: text on the wire, objects for whoever reads the answer through an SDK or the AWS CLI.

use serde_json::Value;

use super::Operation;
use super::shape::{Kind, Shape};

/// The answer with every policy document as the object its text describes; what is no JSON stays text.
#[must_use]
pub fn with_documents(answer: Value, operation: &Operation) -> Value {
    match &operation.output {
        Some(shape) => decode(answer, shape),
        None => answer,
    }
}

fn decode(value: Value, shape: &Shape) -> Value {
    match (&shape.kind, value) {
        (Kind::Structure(_), Value::Object(members)) => members
            .into_iter()
            .map(|(name, value)| match shape.member(&name) {
                Some(member) => {
                    let value = decode(value, &member.shape);
                    (name, value)
                }
                None => (name, value),
            })
            .collect(),
        (Kind::List(list), Value::Array(items)) => items
            .into_iter()
            .map(|item| decode(item, &list.member))
            .collect(),
        (Kind::String(_), Value::String(text))
            if shape.name.eq_ignore_ascii_case("policyDocumentType") =>
        {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        (_, other) => other,
    }
}
