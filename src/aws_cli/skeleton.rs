//! `--generate-cli-skeleton`: what a request, or an answer, looks like.
//!
//! Source: AWS CLI User Guide, "Generating a AWS CLI skeleton template"; where the AWS CLI takes any value of an
//! enumeration, the first is taken here.

use serde_json::{Map, Value};

use crate::api::model::{Kind, Operation, Shape};

/// The parameters of an operation, each with an empty value.
#[must_use]
pub fn of_input(operation: &Operation) -> Value {
    match &operation.input {
        Some(shape) => empty(shape, "", Show::Empty),
        None => Map::new().into(),
    }
}

/// The answer of an operation, each text being the name of its member.
#[must_use]
pub fn of_output(operation: &Operation) -> Value {
    match &operation.output {
        Some(shape) => empty(shape, "", Show::Names),
        None => Map::new().into(),
    }
}

/// Input in YAML.
#[must_use]
pub fn of_input_in_yaml(operation: &Operation) -> String {
    let mut text = String::new();
    for member in operation.parameters() {
        let value = empty(&member.shape, member.name, Show::Empty);
        let single: Value = Map::from_iter([(member.name.to_owned(), value)]).into();
        let comment = if member.required {
            "  # [REQUIRED]"
        } else {
            ""
        };
        let block = super::output::yaml_block(&single);
        match block.split_once('\n') {
            Some((first, rest)) => text.push_str(&format!("{first}{comment}\n{rest}")),
            None => text.push_str(&block),
        }
    }
    text
}

#[derive(Clone, Copy, PartialEq)]
enum Show {
    Empty,
    Names,
}

fn empty(shape: &Shape, name: &str, show: Show) -> Value {
    match &shape.kind {
        Kind::Structure(structure) => {
            let members = structure.members.iter();
            let members = members.map(|member| {
                (
                    member.name.to_owned(),
                    empty(&member.shape, member.name, show),
                )
            });
            Value::Object(members.collect())
        }
        Kind::List(list) => vec![empty(&list.member, list.member.name, show)].into(),
        Kind::Map(map) => {
            Map::from_iter([("KeyName".to_owned(), empty(&map.value, "", show))]).into()
        }
        Kind::String(_) if show == Show::Names => name.into(),
        Kind::String(text) => text.values.first().copied().unwrap_or_default().into(),
        Kind::Integer(_) => 0.into(),
        Kind::Boolean => true.into(),
        Kind::Timestamp => "1970-01-01T00:00:00".into(),
        Kind::Blob => Value::Null,
    }
}
