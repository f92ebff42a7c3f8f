//! The files of snapshots, as the crate insta writes and reads them, so that both tools work on one set of files.
//!
//! A line `---`, a header of YAML, a line `---`, then the content and one line break. Read tolerantly: of the header nothing is
//! compared.

use std::fmt::Write;

/// The version of what transcripts look like.
const TRANSCRIPT: u32 = 1;

/// A snapshot as text.
#[must_use]
pub fn write(source: &str, content: &str) -> String {
    // JSON's strings are YAML's as well.
    let source = serde_json::Value::from(source);
    let mut text = format!("---\nsource: {source}\n");
    let _ = write!(text, "info:\n  transcript: {TRANSCRIPT}\n");
    let _ = write!(text, "---\n{}\n", normal(content));
    text
}

/// The content of a snapshot.
///
/// # Errors
/// What is wrong with a file that is no snapshot.
pub fn content(file: &str) -> Result<String, String> {
    let file = file.replace("\r\n", "\n");
    let rest = file
        .strip_prefix("---\n")
        .ok_or("it does not begin with a line `---`")?;
    let end = match rest.strip_prefix("---\n") {
        Some(content) => return Ok(normal(content)),
        None => rest.find("\n---\n"),
    };
    let (header, content) = match end {
        Some(at) => (rest.get(..at), rest.get(at + 5..)),
        None => (rest.strip_suffix("\n---"), Some("")),
    };
    let header = header.ok_or("its header does not end with a line `---`")?;
    let is_key =
        |line: &str| line.starts_with([' ', '-', '#']) || line.contains(':') || line.is_empty();
    match header.lines().find(|line| !is_key(line)) {
        Some(line) => Err(format!("`{line}` is no line of a header")),
        None => Ok(normal(content.unwrap_or_default())),
    }
}

/// What is compared: line breaks of one kind, and the end trimmed.
#[must_use]
pub fn normal(content: &str) -> String {
    content.replace("\r\n", "\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in ["", "a", "\n\nleading\n", "a\n---\nb\n\n", "ünï\r\ncode"] {
            assert_eq!(
                content(&write("a \"b\".rhai", text)).as_deref(),
                Ok(normal(text).as_str())
            );
        }
    }

    #[test]
    fn files_of_insta_are_read() {
        let file = "---\nsource: tests/transcripts.rs\nexpression: a\nsnapshot_kind: text\n---\n\n> let a = 1;\n---\n1\n";
        assert_eq!(content(file).unwrap(), "\n> let a = 1;\n---\n1");
    }

    #[test]
    fn what_is_no_snapshot_is_said() {
        assert!(content("").unwrap_err().contains("begin"));
        assert!(content("---\nsource: a\n").unwrap_err().contains("end"));
        assert!(
            content("---\n<<<<<<< HEAD\n---\n")
                .unwrap_err()
                .contains("<<<<<<< HEAD")
        );
    }
}
