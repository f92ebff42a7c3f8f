//! JSON with positions: a small parser that keeps spans, the order of members and duplicate keys.
//!
//! Accepts exactly RFC 8259, and refuses what would be dangerous to keep: more than [`MAX_DEPTH`] levels of nesting,
//! lone surrogates, a byte order mark. Numbers stay text, because policies only ever compare them as written.

mod parser;

use std::fmt;

pub use parser::parse;

/// Deepest nesting of lists and objects that is read. A policy needs six levels.
pub const MAX_DEPTH: usize = 127;

/// A range of bytes in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The first byte alone: the opening brace of an object that lacks something.
    #[must_use]
    pub const fn opening(self) -> Self {
        Self {
            start: self.start,
            end: self.start.saturating_add(1),
        }
    }
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands; quotes, brackets and braces included.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// The JSON values.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string, decoded.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// An object: its members in the order of the text, duplicates included.
    Object(Vec<Member>),
}

/// A key of an object and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, decoded.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The decoded text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members of an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The last member of that key, if this is an object that has one.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.as_object()?.iter().rfind(|member| member.key == key)
    }

    /// The elements of a list; anything else is a list of one.
    #[must_use]
    pub fn elements(&self) -> &[Self] {
        self.as_array().unwrap_or(std::slice::from_ref(self))
    }

    /// What it is, for messages: `a string`, `a list`, …
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }
}

/// Why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Where it stops being JSON; empty at the end of the text.
    pub span: Span,
    /// What is wrong there.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<&'static str>,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}

#[cfg(test)]
mod tests;
