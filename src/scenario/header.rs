//! The lines `//@ …` at the head of a script, and `<!--@ … -->` at that of a document: how one file is run.

use std::fmt;

use crate::clock::Timestamp;
use crate::policy::suggest::nearest;

/// How a file is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is called; its file's name where none is given.
    pub name: Option<String>,
    /// Words it can be chosen by.
    pub tags: Vec<String>,
    /// Why it is not run; empty where no reason is given.
    pub skip: Option<String>,
    /// It must fail.
    pub expect_fail: bool,
    /// Where the lab's clock starts.
    pub now: Option<Timestamp>,
    /// What the lab's ids are derived from.
    pub seed: Option<u64>,
    /// Whether its transcript is held by a snapshot.
    pub snapshot: bool,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            name: None,
            tags: Vec::new(),
            skip: None,
            expect_fail: false,
            now: None,
            seed: None,
            snapshot: true,
        }
    }
}

/// A line that is none of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    /// From 1.
    pub line: usize,
    /// What is wrong, and what could be meant.
    pub message: String,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

const DIRECTIVES: [&str; 7] = [
    "name",
    "tags",
    "skip",
    "expect-fail",
    "now",
    "seed",
    "snapshot",
];

impl Header {
    /// Reads the header of a script or document. It ends with the first line of anything else than comments.
    ///
    /// # Errors
    /// For a directive that is unknown, or whose value is no such thing.
    pub fn read(text: &str) -> Result<Self, HeaderError> {
        let mut header = Self::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            let directive = line
                .strip_prefix("//@")
                .or_else(|| line.strip_prefix("<!--@")?.strip_suffix("-->"));
            if let Some(directive) = directive {
                let wrong = |message| HeaderError {
                    line: number + 1,
                    message,
                };
                header.set(directive.trim()).map_err(wrong)?;
            } else if !(line.is_empty() || line.starts_with("//") || line.starts_with("#!")) {
                break;
            }
        }
        Ok(header)
    }

    fn set(&mut self, directive: &str) -> Result<(), String> {
        let (name, value) = directive.split_once(':').unwrap_or((directive, ""));
        let (name, value) = (name.trim(), value.trim());
        let needs = |what: &str| format!("`//@ {name}: {value}`: {what} is expected");
        match name {
            "name" if value.is_empty() => return Err(needs("a name")),
            "name" => self.name = Some(value.to_owned()),
            "tags" => {
                let tags = value.split([',', ' ']).filter(|tag| !tag.is_empty());
                self.tags.extend(tags.map(str::to_owned));
            }
            "skip" => self.skip = Some(value.to_owned()),
            "expect-fail" => self.expect_fail = switch(value).ok_or_else(|| needs("yes or no"))?,
            "snapshot" => self.snapshot = switch(value).ok_or_else(|| needs("yes or no"))?,
            "now" => {
                let time = Timestamp::parse(value);
                self.now = Some(time.ok_or_else(|| needs("a time such as 2026-01-01T00:00:00Z"))?);
            }
            "seed" => self.seed = Some(value.parse().map_err(|_| needs("a number"))?),
            other => {
                return Err(match nearest(other, DIRECTIVES) {
                    Some(near) => format!("there is no `//@ {other}`: did you mean `{near}`?"),
                    None => format!(
                        "there is no `//@ {other}`: there are {}",
                        DIRECTIVES.join(", ")
                    ),
                });
            }
        }
        Ok(())
    }
}

fn switch(value: &str) -> Option<bool> {
    match value {
        "" | "yes" | "true" | "on" => Some(true),
        "no" | "false" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_up_to_the_first_statement() {
        let text = "#!/usr/bin/env iamsh\n//@ name: boundary\n// words\n//@ tags: sts, slow\n//@ skip\n\n//@ expect-fail\n\
                    //@ now: 2027-01-01T00:00:00Z\n//@ seed: 7\n//@ snapshot: no\nlet a = 1;\n//@ nonsense\n";
        let header = Header::read(text).unwrap();
        assert_eq!(header.name.as_deref(), Some("boundary"));
        assert_eq!(header.tags, ["sts", "slow"]);
        assert_eq!(header.skip.as_deref(), Some(""));
        assert!(header.expect_fail && !header.snapshot);
        assert_eq!(header.now.unwrap().to_string(), "2027-01-01T00:00:00Z");
        assert_eq!(header.seed, Some(7));
        assert_eq!(
            Header::read("<!--@ name: runbook -->\n# Title\n")
                .unwrap()
                .name
                .as_deref(),
            Some("runbook")
        );
    }

    #[test]
    fn a_wrong_line_is_named_with_what_could_be_meant() {
        let wrong = |text| Header::read(text).unwrap_err().to_string();
        assert_eq!(
            wrong("\n//@ tag: a"),
            "line 2: there is no `//@ tag`: did you mean `tags`?"
        );
        assert_eq!(
            wrong("//@ seed: x"),
            "line 1: `//@ seed: x`: a number is expected"
        );
        assert!(wrong("//@ now: noon").contains("2026-01-01T00:00:00Z"));
    }
}
