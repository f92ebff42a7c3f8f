//! JSON values as YAML. Text stands plain only where YAML cannot take it for anything else.

use serde_json::Value;

/// The value as a YAML document without a line break at its end.
#[must_use]
pub fn yaml(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text.trim_start_matches('\n').to_owned()
}

fn write(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                text.push_str(&format!("\n{indent}{}:", scalar(name)));
                below(value, depth, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                let mut part = String::new();
                write(item, depth + 1, &mut part);
                // The first member of an item stands behind its dash.
                text.push_str(&format!("\n{indent}- {}", part.trim_start()));
            }
        }
        Value::String(plain) => text.push_str(&scalar(plain)),
        other => text.push_str(&other.to_string()),
    }
}

fn below(value: &Value, depth: usize, text: &mut String) {
    let nested = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if !nested {
        text.push(' ');
    }
    write(value, depth + 1, text);
}

/// Text without quotes where it begins with a letter and has nothing of YAML's own in it.
fn scalar(text: &str) -> String {
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let plain = text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/')
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-./:@+=,* ".contains(letter))
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if plain {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::yaml;

    #[test]
    fn nesting_and_quotes_are_yaml() {
        let value = json!({
            "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:Get*", "*"], "Resource": "*" }],
            "Empty": [], "Yes": "yes", "Number": 1,
        });
        assert_eq!(
            yaml(&value),
            "Version: \"2012-10-17\"\nStatement:\n  - Effect: Allow\n    Action:\n      - s3:Get*\n      - \"*\"\n    Resource: \"*\"\nEmpty: []\n\"Yes\": \"yes\"\nNumber: 1"
        );
        assert_eq!(yaml(&json!("x")), "x");
    }
}
