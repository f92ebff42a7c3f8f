//! JSON as people read it.

use serde_json::Value;

use super::style::Style;

/// Indented by two blanks, members in their order.
#[must_use]
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The same with colours: names of members, text and constants told apart.
#[must_use]
pub fn coloured(value: &Value, style: Style) -> String {
    if style == Style::Plain {
        return pretty(value);
    }
    let mut text = String::new();
    write(value, 0, style, &mut text);
    text
}

fn write(value: &Value, depth: usize, style: Style, text: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members = members.iter().map(|(name, value)| (Some(name), value));
            block('{', members, '}', depth, style, text);
        }
        Value::Array(items) if !items.is_empty() => {
            block(
                '[',
                items.iter().map(|item| (None, item)),
                ']',
                depth,
                style,
                text,
            );
        }
        Value::String(_) => text.push_str(&style.literal(value)),
        Value::Object(_) | Value::Array(_) => text.push_str(&value.to_string()),
        _ => text.push_str(&style.constant(value)),
    }
}

fn block<'a>(
    open: char,
    entries: impl ExactSizeIterator<Item = (Option<&'a String>, &'a Value)>,
    close: char,
    depth: usize,
    style: Style,
    text: &mut String,
) {
    let last = entries.len().saturating_sub(1);
    text.push(open);
    for (place, (name, value)) in entries.enumerate() {
        text.push('\n');
        text.push_str(&"  ".repeat(depth + 1));
        if let Some(name) = name {
            text.push_str(&style.name(Value::from(name.as_str())));
            text.push_str(": ");
        }
        write(value, depth + 1, style, text);
        if place < last {
            text.push(',');
        }
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn colours_change_nothing_but_colours() {
        let value = json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "n": 1, "e": [], "o": {} }, null, true] });
        let coloured = coloured(&value, Style::Coloured);
        let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
        assert_eq!(escapes.replace_all(&coloured, ""), pretty(&value));
        assert!(coloured.contains('\u{1b}'));
    }
}
