//! A text as it was typed, together with what rhai reads: positions come from the one, carets belong into the other.

use std::ops::Range;

use rhai::Position;

use super::aws_lines::{Rewritten, rewrite};

/// The text of a module, or all inputs of a session.
#[derive(Clone, Debug, Default)]
pub struct Source {
    typed: String,
    rewritten: Rewritten,
}

impl Source {
    /// A whole text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            typed: text.to_owned(),
            rewritten: rewrite(text),
        }
    }

    /// Adds an input and the line end behind it; gives what rhai is to read of it.
    pub fn push(&mut self, input: &str) -> String {
        let mut part = rewrite(input);
        let read = part.text.clone();
        let (typed, text) = (self.typed.len(), self.rewritten.text.len());
        let moved = |range: &mut Range<usize>, by: usize| *range = range.start + by..range.end + by;
        for line in &mut part.lines {
            moved(&mut line.source, typed);
            moved(&mut line.output, text);
            for (source, output) in &mut line.words {
                moved(source, typed);
                moved(output, text);
            }
        }
        self.rewritten.lines.append(&mut part.lines);
        self.rewritten.text.push_str(&part.text);
        self.rewritten.text.push('\n');
        self.typed.push_str(input);
        self.typed.push('\n');
        read
    }

    /// As typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// As rhai reads it.
    #[must_use]
    pub fn read(&self) -> &str {
        &self.rewritten.text
    }

    /// The typed byte of a position.
    #[must_use]
    pub fn byte(&self, at: Position) -> Option<usize> {
        byte_of(&self.rewritten.text, at).map(|byte| self.rewritten.source_of(byte))
    }

    /// The typed bytes of a word of the command line at a position, 0 for the first behind `aws`.
    #[must_use]
    pub fn word(&self, at: Position, word: usize) -> Option<Range<usize>> {
        self.rewritten
            .word_at(byte_of(&self.rewritten.text, at)?, word)
    }
}

/// The byte of a position: rhai counts characters from 1.
#[must_use]
pub fn byte_of(text: &str, at: Position) -> Option<usize> {
    let (line, column) = (at.line()?, at.position().unwrap_or(1).max(1));
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(start..)?;
    rest.char_indices()
        .map(|(offset, _)| start + offset)
        .chain([text.len()])
        .nth(column - 1)
}
