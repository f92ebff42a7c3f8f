//! Shorthand: `Key=a,Value=b`, lists `a=1,2` and `a=[1,2]`, structures `a={b=c}`, quotes, `a@=file://…`.
//!
//! The grammar knows no model: [`fit`] brings what it gives to the shape of the parameter. Characters beyond U+FFFF need
//! quotes, as in the AWS CLI. Source: AWS CLI User Guide, "Using shorthand syntax with the AWS CLI".

use serde_json::{Map, Value};

use crate::api::model::{Kind, Shape};

use super::files::Files;
use super::paramfile;
use super::words::python_integer;

/// Deeper values are refused: Python's own limit is not far above.
const DEEPEST: usize = 100;

/// Reads shorthand.
///
/// # Errors
/// The AWS CLI's text, with the place in the value below it.
pub fn parse(text: &str, files: &dyn Files) -> Result<Value, String> {
    let mut parser = Parser {
        text: text.chars().collect(),
        at: 0,
        depth: 0,
        resolves: false,
        files,
    };
    parser
        .parameter()
        .map(Value::Object)
        .map_err(|fault| match fault {
            Fault::Syntax(message) | Fault::Other(message) => message,
        })
}

/// Only syntax faults let a list of values end early.
enum Fault {
    Syntax(String),
    Other(String),
}

struct Parser<'f> {
    text: Vec<char>,
    at: usize,
    depth: usize,
    /// The value after `@=` is a file's.
    resolves: bool,
    files: &'f dyn Files,
}

impl Parser<'_> {
    fn parameter(&mut self) -> Result<Map<String, Value>, Fault> {
        let mut pairs = Map::new();
        let (key, value) = self.pair()?;
        pairs.insert(key, value);
        let mut last = self.at;
        while self.at < self.text.len() {
            self.expect_amid_blanks(',')?;
            let (key, value) = self.pair()?;
            if pairs.contains_key(&key) {
                let place = self.place(last + 1);
                return Err(Fault::Other(format!(
                    "Second instance of key \"{key}\" encountered for input:\n{place}\n\
                     This is often because there is a preceding \",\" instead of a space."
                )));
            }
            pairs.insert(key, value);
            last = self.at;
        }
        Ok(pairs)
    }

    fn pair(&mut self) -> Result<(String, Value), Fault> {
        let key = self.key_and_equals()?;
        Ok((key, self.values()?))
    }

    fn key_and_equals(&mut self) -> Result<String, Fault> {
        let mut key = String::new();
        while let Some(c) = self
            .current()
            .filter(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(*c))
        {
            key.push(c);
            self.at += 1;
        }
        self.resolves = self.expect_amid_blanks('@').is_ok();
        self.expect_amid_blanks('=')?;
        Ok(key)
    }

    fn values(&mut self) -> Result<Value, Fault> {
        match self.current() {
            None => Ok(Value::from("")),
            Some('[') => self.list(),
            Some('{') => self.structure(),
            Some(_) => self.comma_separated(),
        }
    }

    fn comma_separated(&mut self) -> Result<Value, Fault> {
        let first = self.first_value()?;
        self.skip_blanks();
        if self.current() != Some(',') {
            return Ok(first.into());
        }
        self.expect_amid_blanks(',')?;
        let mut values = vec![first];
        loop {
            match self.next_of_list() {
                Ok((value, true)) => {
                    values.push(value);
                    break;
                }
                Ok((value, false)) => values.push(value),
                Err(Fault::Syntax(_)) if self.at < self.text.len() => {
                    // Not a value but the next key: it begins after the comma before it.
                    while self.at > 0 && self.current() != Some(',') {
                        self.at -= 1;
                    }
                    break;
                }
                Err(fault) => return Err(fault),
            }
        }
        match <[String; 1]>::try_from(values) {
            Ok([only]) => Ok(only.into()),
            Err(values) => Ok(values.into()),
        }
    }

    /// The next value, and whether it is the last one.
    fn next_of_list(&mut self) -> Result<(String, bool), Fault> {
        let value = self.second_value()?;
        self.skip_blanks();
        if self.at >= self.text.len() {
            return Ok((value, true));
        }
        self.expect_amid_blanks(',')?;
        Ok((value, false))
    }

    fn list(&mut self) -> Result<Value, Fault> {
        self.enter()?;
        self.expect_amid_blanks('[')?;
        let mut values = Vec::new();
        while self.current() != Some(']') {
            values.push(self.nested()?);
            self.comma_before(']')?;
        }
        self.expect(']')?;
        self.depth -= 1;
        Ok(values.into())
    }

    fn structure(&mut self) -> Result<Value, Fault> {
        self.enter()?;
        self.expect_amid_blanks('{')?;
        let mut pairs = Map::new();
        while self.current() != Some('}') {
            let key = self.key_and_equals()?;
            let value = self.nested()?;
            self.comma_before('}')?;
            pairs.insert(key, value);
        }
        self.expect('}')?;
        self.depth -= 1;
        Ok(pairs.into())
    }

    fn nested(&mut self) -> Result<Value, Fault> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.structure(),
            _ => self.first_value().map(Value::from),
        }
    }

    fn enter(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Other("maximum recursion depth exceeded".to_owned()));
        }
        Ok(())
    }

    fn comma_before(&mut self, end: char) -> Result<(), Fault> {
        self.skip_blanks();
        if self.current() != Some(end) {
            self.expect(',')?;
            self.skip_blanks();
        }
        Ok(())
    }

    fn first_value(&mut self) -> Result<String, Fault> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => {
                let word = self.word(follows_first).unwrap_or_default();
                self.resolved(word)
            }
        }
    }

    fn second_value(&mut self) -> Result<String, Fault> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => match self.word(follows_second) {
                Some(word) => self.resolved(word),
                None => Err(self.unexpected("<second>", "<none>")),
            },
        }
    }

    /// A bare word, whose escaped commas are commas and whose blanks at the end do not count.
    fn word(&mut self, follows: fn(char) -> bool) -> Option<String> {
        let mut word = String::new();
        let mut allowed: fn(char) -> bool = begins;
        loop {
            match (self.current(), self.text.get(self.at + 1)) {
                (Some('\\'), Some(',')) => {
                    word.push(',');
                    self.at += 2;
                }
                (Some(c), _) if allowed(c) => {
                    word.push(c);
                    self.at += 1;
                }
                _ if word.is_empty() => return None,
                _ => return Some(word.trim_end().to_owned()),
            }
            allowed = follows;
        }
    }

    /// Up to the first quote that is not escaped; up to the last one where all of them are.
    fn quoted(&mut self, quote: char) -> Result<String, Fault> {
        let mut at = self.at + 1;
        let mut last_escaped = None;
        let end = loop {
            match (self.text.get(at), self.text.get(at + 1)) {
                (Some('\\'), Some(next)) if *next == quote => {
                    last_escaped = Some(at + 1);
                    at += 2;
                }
                (Some(c), _) if *c == quote => break Some(at),
                (Some(_), _) => at += 1,
                (None, _) => break last_escaped,
            }
        };
        let Some(end) = end else {
            let name = if quote == '\'' {
                "<singled quoted>"
            } else {
                "<double quoted>"
            };
            return Err(self.unexpected(name, "<none>"));
        };
        let inner: String = self
            .text
            .get(self.at + 1..end)
            .unwrap_or_default()
            .iter()
            .collect();
        self.at = end + 1;
        let escaped = format!("\\{quote}");
        let plain = inner
            .replace(&escaped, &quote.to_string())
            .replace("\\\\", "\\");
        self.resolved(plain)
    }

    fn resolved(&self, text: String) -> Result<String, Fault> {
        if !self.resolves {
            return Ok(text);
        }
        match paramfile::load_text(&text, self.files) {
            Ok(loaded) => Ok(loaded.unwrap_or(text)),
            Err(why) => Err(Fault::Other(why)),
        }
    }

    fn current(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self
            .current()
            .is_some_and(|c| c.is_ascii_whitespace() || c == '\u{b}')
        {
            self.at += 1;
        }
    }

    fn expect_amid_blanks(&mut self, wanted: char) -> Result<(), Fault> {
        self.skip_blanks();
        self.expect(wanted)?;
        self.skip_blanks();
        Ok(())
    }

    fn expect(&mut self, wanted: char) -> Result<(), Fault> {
        if self.current() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        let found = self
            .current()
            .map_or_else(|| "EOF".to_owned(), String::from);
        Err(self.unexpected(&wanted.to_string(), &found))
    }

    fn unexpected(&self, wanted: &str, found: &str) -> Fault {
        let place = self.place(self.at);
        Fault::Syntax(format!(
            "Expected: '{wanted}', received: '{found}' for input:\n{place}"
        ))
    }

    /// The text with a caret below the place, inside of it where it has several lines.
    fn place(&self, at: usize) -> String {
        let text = |range: &[char]| range.iter().collect::<String>();
        let before = self.text.get(..at).unwrap_or(&self.text);
        let after = self.text.get(at..).unwrap_or_default();
        let column = match before.iter().rposition(|c| *c == '\n') {
            Some(line) => at - line - 1,
            None => at,
        };
        let line_end = after.iter().position(|c| *c == '\n').unwrap_or(after.len());
        let (line, rest) = after.split_at(line_end);
        format!(
            "{}{}\n{}^{}",
            text(before),
            text(line),
            " ".repeat(column),
            text(rest)
        )
    }
}

const fn begins(c: char) -> bool {
    !matches!(c, '\0'..=' ' | '"' | '\'' | ',' | '=' | '[' | '{' | '\u{10000}'..)
}

fn follows_first(c: char) -> bool {
    c.is_whitespace() || !matches!(c, '\0'..=' ' | '"' | '\'' | ',' | ']' | '}' | '\u{10000}'..)
}

fn follows_second(c: char) -> bool {
    c.is_whitespace() || !matches!(c, '\0'..=' ' | '"' | '\'' | ',' | '=' | '\u{10000}'..)
}

/// Brings a parsed value to a shape: single values where lists are wanted, numbers, truth values.
///
/// # Errors
/// Python's text for what is no number.
pub fn fit(shape: &Shape, value: Value) -> Result<Value, String> {
    Ok(match (&shape.kind, value) {
        (Kind::Structure(_), Value::Object(members)) => {
            let mut fitted = Map::with_capacity(members.len());
            for (name, value) in members {
                let value = match shape.member(&name) {
                    Some(member) => fit(&member.shape, value)?,
                    None => value,
                };
                fitted.insert(name, value);
            }
            fitted.into()
        }
        (Kind::List(list), Value::Array(items)) => items
            .into_iter()
            .map(|item| fit(&list.member, item))
            .collect::<Result<_, _>>()?,
        // One value alone is not looked into any further.
        (Kind::List(_), single) => Value::Array(vec![single]),
        (Kind::Map(map), Value::Object(entries)) => entries
            .into_iter()
            .map(|(key, value)| Ok((key, fit(&map.value, value)?)))
            .collect::<Result<Map<_, _>, String>>()?
            .into(),
        (Kind::Integer(_), Value::String(text)) => integer(&text)?,
        (Kind::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("true") => true.into(),
        (Kind::Boolean, Value::String(text)) if text.eq_ignore_ascii_case("false") => false.into(),
        (_, value) => value,
    })
}

/// A whole number as Python reads it; one beyond 64 bits becomes the nearest within.
///
/// # Errors
/// Python's text.
pub fn integer(text: &str) -> Result<Value, String> {
    let Some(digits) = python_integer(text) else {
        return Err(format!(
            "invalid literal for int() with base 10: {}",
            super::python_quoted(text)
        ));
    };
    let furthest = if digits.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    Ok(digits.parse::<i64>().unwrap_or(furthest).into())
}
