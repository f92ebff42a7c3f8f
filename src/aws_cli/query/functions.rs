//! The functions of JMESPath, with the errors of Python's `jmespath`.
//!
//! Source: "JMESPath Specification", Built-in Functions.

use jmespath::ast::Ast;
use serde_json::{Map, Number, Value};

use super::{Answer, equal, evaluate, order};
use crate::aws_cli::output::escaped_json;
use crate::aws_cli::python_text;

/// Types an argument may have.
type Types = &'static [&'static str];

const ANY: Types = &[];
const NUMBER: Types = &["number"];
const STRING: Types = &["string"];
const ARRAY: Types = &["array"];
const OBJECT: Types = &["object"];
const EXPRESSION: Types = &["expref"];
const NUMBERS: Types = &["array-number"];
const STRINGS: Types = &["array-string"];
const SORTABLE: Types = &["array-string", "array-number"];

/// Name, types of the arguments, whether the last may come again.
const SIGNATURES: &[(&str, &[Types], bool)] = &[
    ("abs", &[NUMBER], false),
    ("avg", &[NUMBERS], false),
    ("ceil", &[NUMBER], false),
    ("contains", &[&["array", "string"], ANY], false),
    ("ends_with", &[STRING, STRING], false),
    ("floor", &[NUMBER], false),
    ("join", &[STRING, STRINGS], false),
    ("keys", &[OBJECT], false),
    ("length", &[&["string", "array", "object"]], false),
    ("map", &[EXPRESSION, ARRAY], false),
    ("max", &[SORTABLE], false),
    ("max_by", &[ARRAY, EXPRESSION], false),
    ("merge", &[OBJECT], true),
    ("min", &[SORTABLE], false),
    ("min_by", &[ARRAY, EXPRESSION], false),
    ("not_null", &[ANY], true),
    ("reverse", &[&["array", "string"]], false),
    ("sort", &[SORTABLE], false),
    ("sort_by", &[ARRAY, EXPRESSION], false),
    ("starts_with", &[STRING, STRING], false),
    ("sum", &[NUMBERS], false),
    ("to_array", &[ANY], false),
    ("to_number", &[ANY], false),
    ("to_string", &[ANY], false),
    ("type", &[ANY], false),
    ("values", &[OBJECT], false),
];

/// An argument: a value, or an expression that the function applies.
enum Argument<'a> {
    Value(Value),
    Expression(&'a Ast),
}

/// Calls a function on the current value.
pub(super) fn call(name: &str, given: &[Ast], value: &Value) -> Answer {
    let Some((_, types, again)) = SIGNATURES.iter().find(|(known, ..)| *known == name) else {
        return Err(format!("Unknown function: {name}()"));
    };
    check_count(name, types.len(), *again, given.len())?;
    let mut arguments = Vec::with_capacity(given.len());
    for (at, ast) in given.iter().enumerate() {
        let wanted = types.get(at).or(types.last()).copied().unwrap_or(ANY);
        let argument = match ast {
            Ast::Expref { ast, .. } => Argument::Expression(ast),
            _ => Argument::Value(evaluate(ast, value)?),
        };
        check_type(name, &argument, wanted)?;
        arguments.push(argument);
    }
    apply(name, arguments)
}

fn check_count(name: &str, wanted: usize, again: bool, given: usize) -> Result<(), String> {
    if given == wanted || (again && given > wanted) {
        return Ok(());
    }
    let at_least = if again { "at least " } else { "" };
    let plural = if wanted == 1 { "" } else { "s" };
    Err(format!(
        "Expected {at_least}{wanted} argument{plural} for function {name}(), received {given}"
    ))
}

fn check_type(name: &str, argument: &Argument<'_>, wanted: Types) -> Result<(), String> {
    let (value, found) = match argument {
        Argument::Expression(_) => (Value::from("expression"), "expref"),
        Argument::Value(value) => (value.clone(), type_of(value)),
    };
    let all = |kind: &str| {
        value
            .as_array()
            .is_some_and(|items| items.iter().all(|item| type_of(item) == kind))
    };
    let fits = |kind: &&str| match kind.strip_prefix("array-") {
        Some(inner) => found == "array" && all(inner),
        None => *kind == found,
    };
    if (wanted.is_empty() && found != "expref") || wanted.iter().any(fits) {
        return Ok(());
    }
    let names: Vec<String> = wanted.iter().map(|kind| format!("'{kind}'")).collect();
    Err(format!(
        "In function {name}(), invalid type for value: {}, expected one of: [{}], received: \"{found}\"",
        python_text(&value),
        names.join(", ")
    ))
}

const fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn apply(name: &str, arguments: Vec<Argument<'_>>) -> Answer {
    let mut values = Vec::new();
    let mut expression = None;
    for argument in arguments {
        match argument {
            Argument::Value(value) => values.push(value),
            Argument::Expression(ast) => expression = Some(ast),
        }
    }
    if let Some(each) = expression {
        let items = match values.into_iter().next() {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        return by_expression(name, items, each);
    }
    let mut values = values.into_iter();
    let first = values.next().unwrap_or_default();
    Ok(match name {
        "contains" => contains(&first, &values.next().unwrap_or_default()).into(),
        "starts_with" | "ends_with" => {
            let part = values.next().unwrap_or_default();
            let (text, part) = (text_of(&first), text_of(&part));
            if name == "starts_with" {
                text.starts_with(part).into()
            } else {
                text.ends_with(part).into()
            }
        }
        "join" => {
            let parts = values.next().unwrap_or_default();
            let parts: Vec<&str> = elements(&parts).iter().map(text_of).collect();
            parts.join(text_of(&first)).into()
        }
        "merge" => {
            let mut merged = Map::new();
            for value in std::iter::once(first).chain(values) {
                if let Value::Object(members) = value {
                    merged.extend(members);
                }
            }
            merged.into()
        }
        "not_null" => std::iter::once(first)
            .chain(values)
            .find(|value| !value.is_null())
            .unwrap_or_default(),
        _ => of_one(name, first),
    })
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn contains(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
        (Value::Array(items), part) => items.iter().any(|item| equal(item, part)),
        _ => false,
    }
}

fn of_one(name: &str, value: Value) -> Value {
    match (name, value) {
        ("abs" | "ceil" | "floor", value) => rounded(name, &value),
        ("sum", value) => sum(&value),
        ("avg", value) => {
            let count = elements(&value).len();
            let total = sum(&value).as_f64().unwrap_or_default();
            if count == 0 {
                Value::Null
            } else {
                (total / count as f64).into()
            }
        }
        ("keys", Value::Object(members)) => members
            .into_iter()
            .map(|(key, _)| Value::from(key))
            .collect(),
        ("values", Value::Object(members)) => members.into_iter().map(|(_, value)| value).collect(),
        ("length", Value::String(text)) => text.chars().count().into(),
        ("length", Value::Array(items)) => items.len().into(),
        ("length", Value::Object(members)) => members.len().into(),
        ("reverse", Value::String(text)) => text.chars().rev().collect::<String>().into(),
        ("reverse", Value::Array(items)) => items.into_iter().rev().collect(),
        ("sort", value) => sorted(elements(&value).to_vec(), Value::clone).into(),
        ("max", value) => sorted(elements(&value).to_vec(), Value::clone)
            .pop()
            .unwrap_or_default(),
        ("min", value) => {
            let sorted = sorted(elements(&value).to_vec(), Value::clone);
            sorted.into_iter().next().unwrap_or_default()
        }
        ("to_array", Value::Array(items)) => items.into(),
        ("to_array", value) => vec![value].into(),
        ("to_number", Value::Number(number)) => number.into(),
        ("to_number", Value::String(text)) => number(&text),
        ("to_string", Value::String(text)) => text.into(),
        ("to_string", value) => escaped_json(&value.to_string()).into(),
        ("type", value) => type_of(&value).into(),
        _ => Value::Null,
    }
}

fn number(text: &str) -> Value {
    if let Ok(whole) = text.trim().parse::<i64>() {
        return whole.into();
    }
    let float = text.trim().parse::<f64>().ok();
    float
        .and_then(Number::from_f64)
        .map_or(Value::Null, Value::Number)
}

fn rounded(name: &str, value: &Value) -> Value {
    if let Some(whole) = value.as_i64() {
        return if name == "abs" {
            whole.saturating_abs().into()
        } else {
            whole.into()
        };
    }
    let float = value.as_f64().unwrap_or_default();
    let rounded = match name {
        "abs" => return float.abs().into(),
        "ceil" => float.ceil(),
        _ => float.floor(),
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and the value is whole"
    )]
    let whole = rounded as i64;
    whole.into()
}

fn sum(value: &Value) -> Value {
    let items = elements(value);
    let whole = items
        .iter()
        .try_fold(0_i64, |sum, item| sum.checked_add(item.as_i64()?));
    match whole {
        Some(whole) => whole.into(),
        None => items.iter().filter_map(Value::as_f64).sum::<f64>().into(),
    }
}

/// Stable, by keys that are all numbers or all texts.
fn sorted<T>(items: Vec<T>, key: impl Fn(&T) -> Value) -> Vec<T> {
    let mut keyed: Vec<(Value, T)> = items.into_iter().map(|item| (key(&item), item)).collect();
    keyed.sort_by(|a, b| order(&a.0, &b.0).unwrap_or(std::cmp::Ordering::Equal));
    keyed.into_iter().map(|(_, item)| item).collect()
}

fn by_expression(name: &str, items: Vec<Value>, each: &Ast) -> Answer {
    let keys = items
        .iter()
        .map(|item| evaluate(each, item))
        .collect::<Result<Vec<_>, _>>()?;
    if name == "map" {
        return Ok(keys.into());
    }
    let wanted = keys.first().map_or("number", type_of);
    for key in &keys {
        let found = type_of(key);
        if found != wanted || !matches!(found, "number" | "string") {
            return Err(format!(
                "In function {name}(), invalid type for value: {}, expected one of: [{}], received: \"{found}\"",
                python_text(key),
                if matches!(wanted, "number" | "string") {
                    format!("'{wanted}'")
                } else {
                    "'string', 'number'".to_owned()
                },
            ));
        }
    }
    let pairs: Vec<(Value, Value)> = keys.into_iter().zip(items).collect();
    let mut sorted = sorted(pairs, |(key, _)| key.clone()).into_iter();
    Ok(match name {
        "sort_by" => sorted.map(|(_, item)| item).collect(),
        "min_by" => sorted.next().map_or(Value::Null, |(_, item)| item),
        // The first of several greatest ones.
        _ => {
            let pairs: Vec<_> = sorted.collect();
            let greatest = pairs.last().map(|(key, _)| key.clone()).unwrap_or_default();
            let found = pairs.into_iter().find(|(key, _)| equal(key, &greatest));
            found.map_or(Value::Null, |(_, item)| item)
        }
    })
}
