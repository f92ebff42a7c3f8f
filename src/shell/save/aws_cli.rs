//! The calls of a session as lines for the AWS CLI.

use serde_json::Value;

use crate::api::model::{self, kebab_case};
use crate::lab::event::Outcome;
use crate::lab::{Command, Event, Lab};

/// Each successful call, with a comment where somebody else begins to call.
pub fn lines(lab: &Lab) -> String {
    let mut text = String::from("#!/bin/sh\n");
    let mut caller = String::new();
    for event in lab.log.events() {
        let Some(line) = line(event) else { continue };
        if event.caller != caller {
            caller.clone_from(&event.caller);
            text.push_str(&format!("# as {caller}\n"));
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn line(event: &Event) -> Option<String> {
    let (
        Command::Call {
            service,
            operation,
            input,
            ..
        },
        Outcome::Done(_),
    ) = (&event.command, &event.outcome)
    else {
        return None;
    };
    let operation = model::service(service)?.operation(operation)?;
    let members = input.as_object().into_iter().flatten();
    let options =
        members.map(|(name, value)| format!(" --{} {}", kebab_case(name), value_of(value)));
    Some(format!(
        "aws {service} {}{}",
        operation.kebab_name,
        options.collect::<String>()
    ))
}

fn value_of(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().map(value_of).collect::<Vec<_>>().join(" ")
        }
        other => quoted(&other.to_string()),
    }
}

/// Text as a word of the shell.
fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@+=,%".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(value_of(&json!("carlos")), "carlos");
        assert_eq!(value_of(&json!("it's")), r"'it'\''s'");
        assert_eq!(value_of(&json!(["a", "b c"])), "a 'b c'");
        assert_eq!(value_of(&json!([{ "Key": "k" }])), r#"'[{"Key":"k"}]'"#);
        assert_eq!(value_of(&json!(5)), "5");
    }
}
