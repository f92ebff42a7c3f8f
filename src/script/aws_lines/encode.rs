//! A line's words as rhai text: an array with a text for each plain word, and an array of parts for each that holds code.

use super::Writer;
use super::words::{Item, Part};

impl Writer<'_> {
    /// The arguments of the call. An interpolated value stays one word, whatever it holds.
    pub(super) fn words(&mut self, items: &[Item]) {
        self.push("([");
        for item in items {
            match item {
                Item::Break => self.push("\n"),
                Item::Word(_, parts) => match parts.as_slice() {
                    [Part::Text(text)] => {
                        let text = literal(text);
                        self.push(&text);
                        self.push(", ");
                    }
                    parts => self.parts(parts),
                },
            }
        }
        self.push("])");
    }

    fn parts(&mut self, parts: &[Part]) {
        self.push("[");
        for part in parts {
            match part {
                Part::Text(text) => {
                    let text = literal(text);
                    self.push(&text);
                    self.push(", ");
                }
                Part::Code(code) => {
                    self.push("{");
                    self.interpolated(code.clone());
                    self.push("}, ");
                }
                Part::Break => self.push("\n"),
            }
        }
        self.push("], ");
    }

    fn push(&mut self, text: &str) {
        self.done.text.push_str(text);
    }
}

/// A text as a string literal on one line.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for letter in text.chars() {
        match letter {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\0' => literal.push_str("\\x00"),
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}
