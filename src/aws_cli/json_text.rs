//! JSON as Python's `json` module reads it: the same values as everywhere, but its words for what is wrong.
//!
//! Source: Python Library Reference, "json — JSON encoder and decoder", `JSONDecodeError`.

use serde_json::Value;

/// Reads JSON.
///
/// # Errors
/// Python's text: `Expecting value: line 1 column 2 (char 1)`.
pub fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|_| {
        let mut scanner = Scanner {
            text: text.chars().collect(),
            at: 0,
        };
        let (what, at) = match scanner.document() {
            Err(fault) => fault,
            // Python reads it, the lab does not: `NaN`, half a surrogate pair, values nested too deep.
            Ok(()) => ("Expecting value", 0),
        };
        scanner.describe(what, at)
    })
}

/// What is wrong and where, in characters.
type Fault = (&'static str, usize);

struct Scanner {
    text: Vec<char>,
    at: usize,
}

/// What the container around the next value is.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    List,
    Object,
}

impl Scanner {
    /// A loop with a stack of its own: depth costs memory only.
    fn document(&mut self) -> Result<(), Fault> {
        let mut within = Vec::new();
        self.skip_blanks();
        loop {
            let opened = self.value(&mut within)?;
            if opened {
                continue;
            }
            if !self.after_value(&mut within)? {
                return Ok(());
            }
        }
    }

    /// Reads a value; true when it is a container whose first value comes next.
    fn value(&mut self, within: &mut Vec<Within>) -> Result<bool, Fault> {
        let start = self.at;
        match self.current() {
            Some('"') => self.string().map(|()| false),
            Some('[') => {
                self.at += 1;
                self.skip_blanks();
                if self.current() == Some(']') {
                    self.at += 1;
                    return Ok(false);
                }
                within.push(Within::List);
                Ok(true)
            }
            Some('{') => {
                self.at += 1;
                self.skip_blanks();
                if self.current() == Some('}') {
                    self.at += 1;
                    return Ok(false);
                }
                within.push(Within::Object);
                self.name()?;
                Ok(true)
            }
            _ if self.literal() || self.number() => Ok(false),
            _ => Err(("Expecting value", start)),
        }
    }

    /// What follows a value; false at the end of the text.
    fn after_value(&mut self, within: &mut Vec<Within>) -> Result<bool, Fault> {
        loop {
            self.skip_blanks();
            let Some(container) = within.last().copied() else {
                return match self.current() {
                    None => Ok(false),
                    Some(_) => Err(("Extra data", self.at)),
                };
            };
            let end = if container == Within::List { ']' } else { '}' };
            match self.current() {
                Some(c) if c == end => {
                    self.at += 1;
                    within.pop();
                }
                Some(',') => {
                    self.at += 1;
                    self.skip_blanks();
                    if container == Within::Object {
                        self.name()?;
                    }
                    return Ok(true);
                }
                _ => return Err(("Expecting ',' delimiter", self.at)),
            }
        }
    }

    fn name(&mut self) -> Result<(), Fault> {
        if self.current() != Some('"') {
            return Err(("Expecting property name enclosed in double quotes", self.at));
        }
        self.string()?;
        self.skip_blanks();
        if self.current() != Some(':') {
            return Err(("Expecting ':' delimiter", self.at));
        }
        self.at += 1;
        self.skip_blanks();
        Ok(())
    }

    fn string(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.current() {
                None => return Err(("Unterminated string starting at", start)),
                Some('"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some('\\') => self.escape(start)?,
                Some('\0'..='\u{1f}') => return Err(("Invalid control character at", self.at)),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self, start: usize) -> Result<(), Fault> {
        match self.text.get(self.at + 1) {
            None => return Err(("Unterminated string starting at", start)),
            Some('u') => {
                let digits = self.text.get(self.at + 2..self.at + 6).unwrap_or_default();
                if digits.len() < 4 || !digits.iter().all(char::is_ascii_hexdigit) {
                    return Err(("Invalid \\uXXXX escape", self.at + 1));
                }
                self.at += 6;
            }
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => self.at += 2,
            Some(_) => return Err(("Invalid \\escape", self.at)),
        }
        Ok(())
    }

    fn literal(&mut self) -> bool {
        for word in ["null", "true", "false", "NaN", "Infinity", "-Infinity"] {
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.len() >= word.len()
                && rest.iter().copied().zip(word.chars()).all(|(a, b)| a == b)
            {
                self.at += word.len();
                return true;
            }
        }
        false
    }

    fn number(&mut self) -> bool {
        let digits = |scanner: &Self, mut at: usize| {
            while scanner.text.get(at).is_some_and(char::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let sign = usize::from(self.current() == Some('-'));
        let start = self.at + sign;
        let mut end = match self.text.get(start) {
            Some('0') => start + 1,
            Some('1'..='9') => digits(self, start),
            _ => return false,
        };
        if self.text.get(end) == Some(&'.') && digits(self, end + 1) > end + 1 {
            end = digits(self, end + 1);
        }
        if matches!(self.text.get(end), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.text.get(end + 1), Some('+' | '-')));
            let from = end + 1 + sign;
            if digits(self, from) > from {
                end = digits(self, from);
            }
        }
        self.at = end;
        true
    }

    fn current(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.current(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn describe(&self, what: &str, at: usize) -> String {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = before.iter().filter(|c| **c == '\n').count() + 1;
        let column = match before.iter().rposition(|c| *c == '\n') {
            Some(newline) => at - newline,
            None => at + 1,
        };
        format!("{what}: line {line} column {column} (char {at})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_in_pythons_words() {
        for (text, told) in [
            ("", "Expecting value: line 1 column 1 (char 0)"),
            ("[1,", "Expecting value: line 1 column 4 (char 3)"),
            ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
            (
                "{a:1}",
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            (
                "{\"a\" 1}",
                "Expecting ':' delimiter: line 1 column 6 (char 5)",
            ),
            ("{\"a\":1}\n}", "Extra data: line 2 column 1 (char 8)"),
            (
                "\"abc",
                "Unterminated string starting at: line 1 column 1 (char 0)",
            ),
            (
                "\"a\nb\"",
                "Invalid control character at: line 1 column 3 (char 2)",
            ),
            ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
            ("01", "Extra data: line 1 column 2 (char 1)"),
        ] {
            assert_eq!(parse(text), Err(told.to_owned()), "{text:?}");
        }
        assert!(parse(&"[".repeat(200_000)).is_err());
    }
}
