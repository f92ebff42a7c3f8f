//! A thing and its properties, one a line.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::style::Style;

/// A title, and below it the properties in two columns.
#[must_use]
pub fn card(title: &str, rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let mut text = title.to_owned();
    for (name, value) in rows {
        text.push_str(&format!(
            "\n  {name}{}  {value}",
            " ".repeat(width - name.width())
        ));
    }
    text
}

/// A card with its title and the names of its properties told apart.
#[must_use]
pub fn coloured(card: &str, style: Style) -> String {
    let mut lines = card.lines();
    let mut text = style.strong(lines.next().unwrap_or_default());
    for line in lines {
        let name_at = line.len() - line.trim_start().len();
        let name_end = line
            .get(name_at..)
            .and_then(|rest| rest.find("  "))
            .map_or(line.len(), |end| name_at + end);
        let (name, value) = line.split_at_checked(name_end).unwrap_or((line, ""));
        text.push('\n');
        text.push_str(&style.muted(name));
        text.push_str(value);
    }
    text
}

/// A value in one line: text without quotes, lists by commas, objects as JSON.
#[must_use]
pub fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) if items.is_empty() => "–".to_owned(),
        Value::Array(items) => items.iter().map(inline).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_line_up() {
        let rows = [
            ("id".to_owned(), "1".to_owned()),
            ("größe".to_owned(), inline(&json!(["a", 2]))),
        ];
        assert_eq!(card("Thing", &rows), "Thing\n  id     1\n  größe  a, 2");
    }
}
