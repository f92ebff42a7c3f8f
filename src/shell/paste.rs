//! Text as it is pasted: transcripts with our prompts, a whole policy.
//!
//! Prompts are taken off and the outputs between them left out; a JSON policy becomes a value of a script.

use serde_json::Value;

/// What is to be run for what was typed or pasted, one after the other.
#[must_use]
pub fn inputs(text: &str) -> Vec<String> {
    if let Some(policy) = policy(text) {
        return vec![policy];
    }
    transcript(text).unwrap_or_else(|| vec![text.to_owned()])
}

/// The inputs of a transcript; none where no line begins with a prompt.
fn transcript(text: &str) -> Option<Vec<String>> {
    let mut inputs: Vec<String> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(first) = behind_prompt(line) else {
            continue;
        };
        let mut input = first.to_owned();
        // Open brackets go on: what follows is input, not output.
        while is_open(&input) {
            let Some(next) = lines.next_if(|next| behind_prompt(next).is_none()) else {
                break;
            };
            input.push('\n');
            input.push_str(next);
        }
        inputs.push(input);
    }
    inputs.retain(|input| !input.trim().is_empty());
    (!inputs.is_empty()).then_some(inputs)
}

/// What stands behind `iamsh:7> `, with whatever the prompt says before it, or behind `$ `.
fn behind_prompt(line: &str) -> Option<&str> {
    if let Some(command) = line.strip_prefix("$ ") {
        return Some(command);
    }
    let at = line.find("iamsh:")?;
    let before = line.get(..at)?;
    if !before.is_empty() && !before.ends_with(' ') || before.contains(['"', '`', '\'', ';']) {
        return None;
    }
    let (number, rest) = line.get(at + "iamsh:".len()..)?.split_once('>')?;
    let is_number = !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit());
    is_number.then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

/// More brackets are opened than closed, or the line goes on.
fn is_open(input: &str) -> bool {
    use crate::script::{PieceKind, scan};
    let scanned = scan(input);
    let mut depth = 0_i32;
    for piece in scanned
        .pieces
        .iter()
        .filter(|piece| piece.kind == PieceKind::Mark)
    {
        match input.get(piece.range.clone()) {
            Some("(" | "[" | "{") => depth += 1,
            Some(")" | "]" | "}") => depth -= 1,
            _ => {}
        }
    }
    depth > 0 || scanned.open.is_some() || input.ends_with('\\')
}

/// A JSON object with a statement is a policy.
fn policy(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if !trimmed.starts_with('{') {
        return None;
    }
    let json: Value = serde_json::from_str(trimmed).ok()?;
    let is_policy = json.get("Statement").is_some();
    // As many marks as the text needs: a raw string ends at the first quote with as many behind it.
    let mut marks = "#".to_owned();
    while trimmed.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    is_policy.then(|| format!("let pasted = policy({marks}\"{trimmed}\"{marks}); pasted"))
}

#[cfg(test)]
mod tests {
    use super::inputs;

    #[test]
    fn prompts_and_outputs_are_left_out() {
        let pasted = "carlos@123456789012 59m iamsh:3> let x = #{\n    a: 1,\n};\niamsh:4> x\n#{\"a\": 1}\niamsh:5> x.a";
        assert_eq!(inputs(pasted), ["let x = #{\n    a: 1,\n};", "x", "x.a"]);
        assert_eq!(
            inputs("$ aws iam list-users\n{\n}\n"),
            ["aws iam list-users"]
        );
        for same in [
            "let a = 1;\nlet b = 2;",
            "print(\"iamsh:3> x\")",
            "{ 1 }",
            "#{ Statement: 1 }",
        ] {
            assert_eq!(inputs(same), [same]);
        }
    }

    #[test]
    fn a_policy_is_a_value() {
        assert_eq!(
            inputs("{\n \"Statement\": []\n}\n"),
            ["let pasted = policy(#\"{\n \"Statement\": []\n}\"#); pasted"]
        );
    }
}
