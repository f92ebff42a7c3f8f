//! `--output yaml`: block style, keys sorted, as the emitter of `ruamel.yaml` writes it.
//!
//! Source: YAML 1.2, chapters 6 and 7; AWS CLI User Guide, "YAML output format".

mod quoting;

use serde_json::Value;

use super::scalar::text;

/// The document of a value.
#[must_use]
pub fn block(value: &Value) -> String {
    let mut out = Writer::default();
    match value {
        // A scalar alone is printed as JSON: YAML would close it with a line of dots.
        Value::Array(_) | Value::Object(_) => out.node(value, 0, Place::Document),
        scalar => out.push(&scalar.to_string()),
    }
    out.push("\n");
    out.text
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Document,
    /// After `key:`.
    Member,
    /// After `- `.
    Item,
}

/// What was written, and the column it ends in.
#[derive(Default)]
struct Writer {
    text: String,
    column: usize,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        match text.rfind('\n') {
            Some(at) => self.column = text.get(at + 1..).unwrap_or_default().chars().count(),
            None => self.column += text.chars().count(),
        }
    }

    fn new_line(&mut self, indent: usize) {
        self.push("\n");
        self.push(&" ".repeat(indent));
    }

    /// `indent` is where the keys and dashes of the node begin.
    fn node(&mut self, value: &Value, indent: usize, place: Place) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(key, _)| *key);
                for (at, (key, value)) in members.into_iter().enumerate() {
                    if at > 0 || place == Place::Member {
                        self.new_line(indent);
                    }
                    self.scalar(key, indent, false);
                    self.push(":");
                    let inner = if value.is_array() { indent } else { indent + 2 };
                    self.after_colon(value, inner, indent);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    if at > 0 || place == Place::Member {
                        self.new_line(indent);
                    }
                    self.push("- ");
                    match item {
                        Value::String(text) => self.scalar(text, indent + 2, true),
                        _ => self.node(item, indent + 2, Place::Item),
                    }
                }
            }
            Value::Object(_) => self.push("{}"),
            Value::Array(_) => self.push("[]"),
            Value::String(text) => self.scalar(text, indent, true),
            Value::Null => self.push("null"),
            Value::Bool(truth) => self.push(if *truth { "true" } else { "false" }),
            number @ Value::Number(_) => self.push(&text(number)),
        }
    }

    fn after_colon(&mut self, value: &Value, inner: usize, indent: usize) {
        let is_block = match value {
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            _ => false,
        };
        if is_block {
            self.node(value, inner, Place::Member);
            return;
        }
        self.push(" ");
        match value {
            Value::String(text) => self.scalar(text, indent + 2, true),
            other => self.node(other, inner, Place::Member),
        }
    }
}
