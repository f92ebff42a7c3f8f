//! The session as a transcript in Markdown.

use crate::shell::timeline::Entry;

/// Each input with what it printed, its value, or its error.
pub fn markdown(entries: &[Entry]) -> String {
    let mut text = String::from("# A session of iamsh\n");
    for (place, entry) in entries.iter().enumerate() {
        text.push_str("\n```text\n");
        for (number, line) in entry.input.lines().enumerate() {
            let prompt = match number {
                0 => format!("iamsh:{}> ", place + 1),
                _ => String::new(),
            };
            text.push_str(&format!("{prompt}{line}\n"));
        }
        text.push_str(&entry.printed);
        if let Some(answer) = &entry.answer {
            text.push_str(&answer.text);
            text.push('\n');
        }
        if let Some(error) = &entry.error {
            text.push_str(error);
        }
        text.push_str("```\n");
    }
    text
}
