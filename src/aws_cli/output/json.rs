//! JSON as Python's `json.dump(indent=4)` writes it.

use serde_json::Value;

/// Indented by four blanks, characters beyond ASCII as they are.
#[must_use]
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, 1, &mut out);
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                line(at, depth, out);
                write(item, depth + 1, out);
            }
            close(']', depth, out);
        }
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (at, (key, item)) in members.iter().enumerate() {
                line(at, depth, out);
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(": ");
                write(item, depth + 1, out);
            }
            close('}', depth, out);
        }
        // Floats are written as Python writes them.
        Value::Number(number) if number.is_f64() => {
            out.push_str(&crate::aws_cli::python_text(value))
        }
        other => out.push_str(&other.to_string()),
    }
}

fn line(at: usize, depth: usize, out: &mut String) {
    out.push_str(if at == 0 { "\n" } else { ",\n" });
    out.push_str(&"    ".repeat(depth));
}

fn close(bracket: char, depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"    ".repeat(depth - 1));
    out.push(bracket);
}

/// The text with everything beyond ASCII escaped: what Python does unless told otherwise.
#[must_use]
pub fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            text.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}
