//! The client's check, in botocore's words and order: all faults at once, required members first.
//!
//! Clients check only names, types and minimums; maximums, patterns and enumerations always reach the service.

use serde_json::Value;

use super::super::model::{Kind, Operation, Range, Shape, Structure};
use super::{Invalid, python};

const STR: &str = "<class 'str'>";
const INT: &str = "<class 'int'>";
const BOOL: &str = "<class 'bool'>";
const DICT: &str = "<class 'dict'>";
const LIST: &str = "<class 'list'>, <class 'tuple'>";
const BLOB: &str = "<class 'bytes'>, <class 'bytearray'>, file-like object";
const TIME: &str = "<class 'datetime.datetime'>, timestamp-string";

/// Refuses what boto3 and the AWS CLI refuse before sending.
///
/// # Errors
/// [`Invalid::Client`] with `Parameter validation failed:` and one line a fault. An operation without parameters
/// refuses nothing, as botocore does.
pub fn parameters(operation: &Operation, input: &Value) -> Result<(), Invalid> {
    let Some(shape) = &operation.input else {
        return Ok(());
    };
    let mut faults = Vec::new();
    check(shape, input, "", &mut faults);
    if faults.is_empty() {
        return Ok(());
    }
    Err(Invalid::Client(format!(
        "Parameter validation failed:\n{}",
        faults.join("\n")
    )))
}

fn check(shape: &Shape, value: &Value, path: &str, faults: &mut Vec<String>) {
    match (&shape.kind, value) {
        (Kind::Structure(structure), Value::Object(given)) => {
            check_structure(structure, given, path, faults);
        }
        (Kind::List(list), Value::Array(items)) => {
            check_length(list.length, items.len(), path, faults);
            for (at, item) in items.iter().enumerate() {
                check(&list.member, item, &format!("{path}[{at}]"), faults);
            }
        }
        (Kind::Map(map), Value::Object(entries)) => {
            for (key, item) in entries {
                let name = Value::from(key.as_str());
                check(&map.key, &name, &format!("{path} (key: {key})"), faults);
                check(&map.value, item, &format!("{path}.{key}"), faults);
            }
        }
        (Kind::String(text), Value::String(given)) => {
            check_length(text.length, given.chars().count(), path, faults);
        }
        (Kind::Integer(range), Value::Number(number)) if !number.is_f64() => {
            check_minimum(*range, value, path, faults);
        }
        // In Python a bool is an int; the service refuses it later.
        (Kind::Integer(range), Value::Bool(_)) => check_minimum(*range, value, path, faults),
        // Which texts are dates is the service's to say.
        (Kind::Timestamp, Value::String(_) | Value::Number(_))
        | (Kind::Blob, Value::String(_))
        | (Kind::Boolean, Value::Bool(_)) => {}
        (kind, _) => faults.push(format!(
            "Invalid type for parameter {}, value: {}, type: {}, valid types: {}",
            display(path),
            python::text(value),
            python::class(value),
            valid_types(kind)
        )),
    }
}

fn check_structure(
    structure: &Structure,
    given: &serde_json::Map<String, Value>,
    path: &str,
    faults: &mut Vec<String>,
) {
    let name = display(path);
    let members = || {
        let names: Vec<_> = structure.members.iter().map(|m| m.name).collect();
        names.join(", ")
    };
    if structure.union && given.is_empty() {
        // The missing blank is botocore's.
        faults.push(format!(
            "Must set one of the following keys for tagged unionstructure {name}: {}.",
            members()
        ));
    }
    if structure.union && given.len() > 1 {
        faults.push(format!(
            "Invalid number of parameters set for tagged union structure {name}. \
             Can only set one of the following keys: {}.",
            members()
        ));
    }
    for required in &structure.required {
        if !given.contains_key(*required) {
            faults.push(format!(
                "Missing required parameter in {name}: \"{required}\""
            ));
        }
    }
    let find = |key: &str| structure.members.iter().find(|m| m.name == key);
    for key in given.keys().filter(|key| find(key).is_none()) {
        faults.push(format!(
            "Unknown parameter in {name}: \"{key}\", must be one of: {}",
            members()
        ));
    }
    for (key, value) in given {
        if let Some(member) = find(key) {
            check(&member.shape, value, &format!("{path}.{key}"), faults);
        }
    }
}

fn check_length(range: Range, length: usize, path: &str, faults: &mut Vec<String>) {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    if let Some(min) = range.min.filter(|min| length < *min) {
        faults.push(format!(
            "Invalid length for parameter {}, value: {length}, valid min length: {min}",
            display(path)
        ));
    }
}

fn check_minimum(range: Range, value: &Value, path: &str, faults: &mut Vec<String>) {
    // What is no `i64` here is larger than every `i64`.
    let number = match value {
        Value::Bool(flag) => i64::from(*flag),
        _ => value.as_i64().unwrap_or(i64::MAX),
    };
    if let Some(min) = range.min.filter(|min| number < *min) {
        faults.push(format!(
            "Invalid value for parameter {}, value: {}, valid min value: {min}",
            display(path),
            python::text(value)
        ));
    }
}

/// The place as botocore writes it: `input` for the whole, else without the leading dot.
fn display(path: &str) -> &str {
    if path.is_empty() {
        return "input";
    }
    path.strip_prefix('.').unwrap_or(path)
}

const fn valid_types(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) | Kind::Map(_) => DICT,
        Kind::List(_) => LIST,
        Kind::String(_) => STR,
        Kind::Integer(_) => INT,
        Kind::Boolean => BOOL,
        Kind::Timestamp => TIME,
        Kind::Blob => BLOB,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::super::model;
    use super::*;

    /// Cases recorded from botocore itself by `tools/record_parameter_checks.py`.
    #[test]
    fn every_recorded_case_gets_the_text_of_botocore() {
        let cases: Value = serde_json::from_str(include_str!("botocore_cases.json")).unwrap();
        let cases = cases.as_array().unwrap();
        assert!(cases.len() > 30);
        for case in cases {
            let service = model::service(case["service"].as_str().unwrap()).unwrap();
            let operation = service
                .operation(case["operation"].as_str().unwrap())
                .unwrap();
            let given = parameters(operation, &case["input"]).map_err(|e| e.to_string());
            let expected = match &case["message"] {
                Value::String(message) => Err(message.clone()),
                _ => Ok(()),
            };
            assert_eq!(given, expected, "{case}");
        }
    }
}
