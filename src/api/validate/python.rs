//! Values as Python prints them: botocore's messages are made of `str(value)` and `type(value)`.

use std::fmt::Write as _;

use serde_json::Value;

/// Deeper values are cut with `...`, as Python cuts a value that holds itself.
const DEPTH: usize = 64;

/// `<class 'int'>` and the like.
pub(crate) fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "<class 'NoneType'>",
        Value::Bool(_) => "<class 'bool'>",
        Value::Number(number) if number.is_f64() => "<class 'float'>",
        Value::Number(_) => "<class 'int'>",
        Value::String(_) => "<class 'str'>",
        Value::Array(_) => "<class 'list'>",
        Value::Object(_) => "<class 'dict'>",
    }
}

/// `str(value)`: text as it is, everything else as `repr(value)`.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        _ => {
            let mut out = String::new();
            repr(value, 0, &mut out);
            out
        }
    }
}

fn repr(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => out.push_str(&float_or_int(number)),
        Value::String(text) => quoted(text, out),
        Value::Array(_) | Value::Object(_) if depth == DEPTH => out.push_str("..."),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                comma(at, out);
                repr(item, depth + 1, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                comma(at, out);
                quoted(key, out);
                out.push_str(": ");
                repr(item, depth + 1, out);
            }
            out.push('}');
        }
    }
}

fn comma(at: usize, out: &mut String) {
    if at > 0 {
        out.push_str(", ");
    }
}

/// Python writes an exponent below 1e-4 and from 1e16 on, with at least two digits.
fn float_or_int(number: &serde_json::Number) -> String {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else {
        return number.to_string();
    };
    let size = float.abs();
    if size == 0.0 || (1e-4..1e16).contains(&size) {
        return format!("{float:?}");
    }
    let shortest = format!("{float:e}");
    match shortest.split_once('e') {
        Some((digits, exponent)) => {
            let (sign, exponent) = match exponent.strip_prefix('-') {
                Some(exponent) => ('-', exponent),
                None => ('+', exponent),
            };
            format!("{digits}e{sign}{exponent:0>2}")
        }
        None => shortest,
    }
}

/// In single quotes, unless the text has those and no double ones.
pub(crate) fn quoted(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            _ if letter == quote => {
                out.push('\\');
                out.push(letter);
            }
            _ if letter.is_control() => {
                // Writing to a string cannot fail; controls are all below U+0100.
                let _ = write!(out, "\\x{:02x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_print_as_in_python() {
        for (value, expected) in [
            (json!(null), "None"),
            (json!(true), "True"),
            (json!(-3), "-3"),
            (json!(1.0), "1.0"),
            (json!(0.0001), "0.0001"),
            (json!(0.00001), "1e-05"),
            (json!(1e16), "1e+16"),
            (json!(1.5e300), "1.5e+300"),
            (json!("plain 'text'"), "plain 'text'"),
            (
                json!(["a", "it's", "\"", "both '\""]),
                r#"['a', "it's", '"', 'both \'"']"#,
            ),
            (json!(["\n\t\r\\\u{0}\u{7f}é"]), r"['\n\t\r\\\x00\x7fé']"),
            (
                json!({"a": 1, "b": [false, null], "c": {}}),
                "{'a': 1, 'b': [False, None], 'c': {}}",
            ),
        ] {
            assert_eq!(text(&value), expected);
        }
    }
}
