//! Every recorded line makes the calls that the AWS CLI makes of it, or fails with its text.

use base64::Engine as _;
use serde_json::Value;

use crate::support::{InMemory, Shell, code_of, told};

fn files(row: &Value) -> InMemory {
    let files = InMemory::default();
    for (name, content) in row["files"].as_object().into_iter().flatten() {
        let bytes = match content {
            Value::String(text) => text.clone().into_bytes(),
            other => base64::engine::general_purpose::STANDARD
                .decode(other["base64"].as_str().unwrap())
                .unwrap(),
        };
        files.0.borrow_mut().insert(name.clone(), bytes);
    }
    files
}

/// What differs from the record, if anything does.
fn difference(row: &Value) -> Option<String> {
    let words: Vec<String> = serde_json::from_value(row["words"].clone()).unwrap();
    let mut shell = Shell::new();
    shell.files = files(row);
    let output = shell.words(&words);
    let recorded: Vec<String> = serde_json::from_value(row["stderr"].clone()).unwrap();
    let text = recorded.first().map_or("", String::as_str);
    let code = code_of(text, row["code"].as_i64().unwrap());
    let ours = told(&output.stderr);
    let differs = |what: &str, theirs: &dyn std::fmt::Debug, ours: &dyn std::fmt::Debug| {
        Some(format!(
            "{words:?}\n  {what}\n  theirs {theirs:?}\n  ours   {ours:?}"
        ))
    };
    if code != 0 {
        let all_there = recorded.iter().all(|part| ours.contains(part.as_str()));
        let whole = recorded.len() > 1 || text.ends_with(':') || ours == text;
        if !all_there || !whole {
            return differs("text", &recorded, &ours);
        }
        return if i64::from(output.code) == code {
            None
        } else {
            differs("code", &code, &output.code)
        };
    }
    if let Some(stdout) = row["stdout"].as_str() {
        return if output.stdout == stdout {
            None
        } else {
            differs("stdout", &stdout, &output.stdout)
        };
    }
    // The recorded answers are empty; the lab's may go on for pages.
    let mut calls = shell.calls();
    calls.truncate(row["calls"].as_array().map_or(0, Vec::len).max(1));
    let calls = Value::from(calls);
    if calls != row["calls"] {
        return differs(
            "calls",
            &row["calls"].to_string(),
            &format!("{calls} {ours}"),
        );
    }
    None
}

#[test]
fn lines_make_the_calls_the_aws_cli_makes_or_fail_in_its_words() {
    let rows: Vec<Value> = serde_json::from_str(include_str!("fixtures/requests.json")).unwrap();
    assert!(rows.len() > 500);
    let differences: Vec<String> = rows.iter().filter_map(difference).collect();
    assert!(
        differences.is_empty(),
        "{} of {} differ\n{}",
        differences.len(),
        rows.len(),
        differences.join("\n")
    );
}
