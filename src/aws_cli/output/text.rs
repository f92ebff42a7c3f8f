//! `--output text`: rows of values separated by tabs, in the order of their keys.
//!
//! Source: AWS CLI User Guide, "Text output format".

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::scalar::{is_scalar, text};

/// The rows of an answer.
pub fn tabbed(answer: &Value) -> String {
    let mut out = String::new();
    write(answer, None, None, &mut out);
    out
}

/// `label` is the key that led here; `columns` are those of the list around.
fn write(value: &Value, label: Option<&str>, columns: Option<&[&str]>, out: &mut String) {
    match value {
        Value::Object(members) => write_object(members, label, columns, out),
        Value::Array(items) => write_list(items, label, out),
        scalar => line(&[text(scalar)], out),
    }
}

fn line(cells: &[String], out: &mut String) {
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn write_list(items: &[Value], label: Option<&str>, out: &mut String) {
    if items.is_empty() {
        return;
    }
    if items.iter().any(Value::is_object) {
        let columns = columns_of(items);
        for item in items {
            write(item, label, Some(&columns), out);
        }
        return;
    }
    let (scalars, others): (Vec<&Value>, Vec<&Value>) =
        items.iter().partition(|item| is_scalar(item));
    if !scalars.is_empty() {
        write_scalars(&scalars, label, out);
    }
    for other in others {
        write(other, label, None, out);
    }
}

fn write_scalars(items: &[&Value], label: Option<&str>, out: &mut String) {
    match label {
        Some(label) => {
            for item in items {
                line(&[label.to_uppercase(), text(item)], out);
            }
        }
        None => {
            let cells: Vec<String> = items.iter().map(|item| text(item)).collect();
            line(&cells, out);
        }
    }
}

/// Every key that has a single value somewhere in the list.
fn columns_of(items: &[Value]) -> Vec<&str> {
    let keys: BTreeSet<&str> = items
        .iter()
        .filter_map(Value::as_object)
        .flatten()
        .filter(|(_, value)| is_scalar(value))
        .map(|(key, _)| key.as_str())
        .collect();
    keys.into_iter().collect()
}

fn write_object(
    members: &Map<String, Value>,
    label: Option<&str>,
    columns: Option<&[&str]>,
    out: &mut String,
) {
    let keys: BTreeSet<&str> = members.keys().map(String::as_str).collect();
    let mut cells: Vec<String> = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    match columns {
        Some(columns) => {
            cells.extend(
                columns
                    .iter()
                    .map(|key| members.get(*key).map_or_else(String::new, text)),
            );
            rest.extend(keys.iter().filter(|key| !columns.contains(key)));
        }
        None => {
            for key in keys {
                match members.get(key) {
                    Some(value) if is_scalar(value) => cells.push(text(value)),
                    _ => rest.push(key),
                }
            }
        }
    }
    if !cells.is_empty() {
        if let Some(label) = label {
            cells.insert(0, label.to_uppercase());
        }
        line(&cells, out);
    }
    for key in rest {
        if let Some(value) = members.get(key) {
            write(value, Some(key), None, out);
        }
    }
}
