//! What the value of an input looks like on the screen.

use serde_json::Value;

use crate::render::style::Style;
use crate::render::table::Table;
use crate::render::why::why;
use crate::render::{card, json, yaml};
use crate::script::{Answer, Look};

/// How values are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// For people: cards, tables, documents, reasons.
    #[default]
    Table,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// Values alone, with tabs between them, as `aws --output text` has them.
    Text,
}

impl Mode {
    /// The names of the modes.
    pub const NAMES: &'static [&'static str] = &["table", "json", "yaml", "text"];

    /// The mode of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "table" => Self::Table,
            "json" => Self::Json,
            "yaml" => Self::Yaml,
            "text" => Self::Text,
            _ => return None,
        })
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::Text => "text",
        }
    }
}

/// Members of documents that tables leave out: they say again what others say, or are long.
const NOT_IN_TABLES: &[&str] = &["Summary", "Message"];

/// The value as text, without a line break at its end.
#[must_use]
pub fn present(answer: &Answer, mode: Mode, width: usize, style: Style) -> String {
    match mode {
        Mode::Table => for_people(answer, width, style),
        Mode::Json => json::coloured(&answer.json(), style),
        Mode::Yaml => yaml::yaml(&answer.json()),
        Mode::Text => tabs(&answer.json()),
    }
}

fn for_people(answer: &Answer, width: usize, style: Style) -> String {
    match answer.look() {
        Look::Text => answer.text.clone(),
        Look::Card => card::coloured(&answer.text, style),
        Look::Document(document) => json::coloured(&document, style),
        Look::Reason(explanation) => why(&explanation, style).trim_end().to_owned(),
        Look::Rows(rows) => {
            let table = Table::of_documents(&rows, NOT_IN_TABLES);
            if table.columns.is_empty() {
                return json::coloured(&Value::Array(rows), style);
            }
            table.render(width, style)
        }
    }
}

/// Scalars of a document in one line; nested ones below it.
fn tabs(value: &Value) -> String {
    let mut lines = Vec::new();
    write_tabs(value, &mut lines);
    lines.join("\n")
}

fn write_tabs(value: &Value, lines: &mut Vec<String>) {
    let nested = |value: &&Value| value.is_object() || value.is_array();
    let scalars = |values: Vec<&Value>, lines: &mut Vec<String>| {
        let plain: Vec<String> = values
            .iter()
            .filter(|value| !nested(value))
            .map(|value| plain(value))
            .collect();
        if !plain.is_empty() {
            lines.push(plain.join("\t"));
        }
        for value in values.iter().filter(|value| nested(value)) {
            write_tabs(value, lines);
        }
    };
    match value {
        Value::Object(members) => scalars(members.values().collect(), lines),
        Value::Array(items) => scalars(items.iter().collect(), lines),
        other => lines.push(plain(other)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}
