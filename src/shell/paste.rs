//! Text as it is pasted: transcripts with our prompts, a whole policy.
//!
//! Prompts are taken off and the outputs between them left out. A policy as JSON is no script; what is done with it is for the
//! person to say.

use serde_json::Value;

use crate::lint::{Severity, findings, guess};
use crate::render::finding::finding;
use crate::render::style::Style;
use crate::script::{Piece, PieceKind, scan};

/// What is to be run for what was typed or pasted, one after the other.
#[must_use]
pub fn inputs(text: &str) -> Vec<String> {
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

/// A line begins with one of our prompts, or with `$ `.
#[must_use]
pub fn is_transcript(text: &str) -> bool {
    text.lines().any(|line| behind_prompt(line).is_some())
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
#[must_use]
pub fn is_open(input: &str) -> bool {
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

/// The text is a JSON object, finished or not: no script begins with a brace, a text and a colon.
#[must_use]
pub fn is_json(text: &str) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let pieces = scan(text).pieces;
    let solid = |piece: &&Piece| piece.kind != PieceKind::Space;
    let mut words = pieces.iter().filter(solid);
    let mut next = || words.next().and_then(|piece| text.get(piece.range.clone()));
    next() == Some("{") && next().is_some_and(|key| key.starts_with('"')) && next() == Some(":")
}

/// A policy that was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy<'a> {
    text: &'a str,
    /// Its statements; none where the text cannot be read.
    statements: Option<usize>,
}

/// The policy that a text is: JSON with a statement.
#[must_use]
pub fn policy(text: &str) -> Option<Policy<'_>> {
    let text = text.trim();
    let names_statements = is_json(text) && text.contains("\"Statement\"");
    let json: Option<Value> = serde_json::from_str(text).ok();
    let statement = json.as_ref().map(|json| json.get("Statement"));
    let statements = match statement {
        None if names_statements => None,
        None | Some(None) => return None,
        Some(Some(Value::Array(list))) => Some(list.len()),
        Some(Some(_)) => Some(1),
    };
    Some(Policy { text, statements })
}

impl Policy<'_> {
    /// The question what to do with it; none for a text that is no JSON after all.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<String> {
        let counted = match self.statements? {
            1 => "1 statement".to_owned(),
            many => format!("{many} statements"),
        };
        Some(format!(
            "a policy of {counted}: Enter keeps it as `{name}`, or type a name (Esc leaves it) "
        ))
    }

    /// Why AWS would not store it, with a caret; empty for one that it would.
    #[must_use]
    pub fn errors(&self, style: Style) -> String {
        let found = findings(guess(self.text), self.text);
        let errors = found.iter().filter(|own| own.severity == Severity::Error);
        errors
            .map(|error| finding(error, None, "policy", self.text, style))
            .collect()
    }

    /// The script that keeps it.
    #[must_use]
    pub fn kept_as(&self, name: &str) -> String {
        // As many marks as the text needs: a raw string ends at the first quote with as many behind it.
        let mut marks = "#".to_owned();
        while self.text.contains(&format!("\"{marks}")) {
            marks.push('#');
        }
        format!("let {name} = policy({marks}\"{}\"{marks});", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(policy(same), None);
            assert!(!is_json(same));
        }
    }

    #[test]
    fn a_policy_can_be_kept() {
        let policy = policy("{\n \"Statement\": [{\"Sid\": \"#\"}]\n}\n").unwrap();
        assert_eq!(
            policy.question("pasted").unwrap(),
            "a policy of 1 statement: Enter keeps it as `pasted`, or type a name (Esc leaves it) "
        );
        assert_eq!(
            policy.kept_as("p"),
            "let p = policy(##\"{\n \"Statement\": [{\"Sid\": \"#\"}]\n}\"##);"
        );
    }

    #[test]
    fn what_aws_would_not_store_is_said() {
        let errors = |text: &str| policy(text).unwrap().errors(Style::Plain);
        let good = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        assert_eq!(errors(good), "");
        let text = errors(&good.replace("s3:*", "s3"));
        assert!(text.contains("error[MalformedPolicyDocument]"), "{text}");
        assert!(text.contains("^^^^"), "{text}");
        // Without its last brace it is still known for what it was meant to be.
        let broken = good.strip_suffix("}}").unwrap();
        assert!(policy(broken).unwrap().question("p").is_none());
        assert!(errors(broken).contains("error["), "{}", errors(broken));
        // Other JSON is none.
        assert_eq!(policy("{\"a\": 1}"), None);
    }
}
