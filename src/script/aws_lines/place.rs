//! From places in what rhai reads back to places in what was typed.

use std::ops::Range;

use rhai::Position;

use super::super::fault::byte_of;
use super::super::scan::Walker;
use super::{Refusal, rewrite};

/// A line and what it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line as typed, comment included, the end of the line not.
    pub source: Range<usize>,
    /// The call it became.
    pub output: Range<usize>,
    /// Its words as typed, the first one not.
    pub words: Vec<Range<usize>>,
    /// It stands in a `${…}` of another.
    pub nested: bool,
}

/// Text that is the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Where it begins in what was typed.
    pub source: usize,
    /// Where it begins in what rhai reads.
    pub output: usize,
    /// Bytes.
    pub length: usize,
}

/// A text as it was typed, and as rhai reads it. Both have the same lines.
#[derive(Clone, Debug, Default)]
pub struct Source {
    typed: String,
    read: String,
    lines: Vec<Line>,
    copied: Vec<Copied>,
}

impl Source {
    /// Adds a text and a line break, and gives what rhai reads of it.
    ///
    /// # Errors
    /// What the lab does not do; its places are those of the whole. The text is added all the same.
    pub fn push(&mut self, text: &str) -> Result<&str, Refusal> {
        let rewritten = rewrite(text);
        let (typed, read) = (self.typed.len(), self.read.len());
        self.typed.push_str(text);
        self.typed.push('\n');
        self.read.push_str(&rewritten.text);
        self.read.push('\n');
        let moved = |range: &Range<usize>, by: usize| range.start + by..range.end + by;
        self.lines.extend(rewritten.lines.iter().map(|line| Line {
            source: moved(&line.source, typed),
            output: moved(&line.output, read),
            words: line.words.iter().map(|word| moved(word, typed)).collect(),
            nested: line.nested,
        }));
        self.copied
            .extend(rewritten.copied.iter().map(|piece| Copied {
                source: piece.source + typed,
                output: piece.output + read,
                length: piece.length,
            }));
        // The line break between two texts.
        self.copied.push(Copied {
            source: self.typed.len() - 1,
            output: self.read.len() - 1,
            length: 1,
        });
        match rewritten.refusals.into_iter().next() {
            Some(refusal) => Err(Refusal {
                at: moved(&refusal.at, typed),
                ..refusal
            }),
            None => Ok(self.read.get(read..).unwrap_or_default()),
        }
    }

    /// The text as it was typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The text as rhai reads it.
    #[must_use]
    pub fn read(&self) -> &str {
        &self.read
    }

    /// The typed byte behind a byte of what rhai reads; the first of its line where a call took that line's place.
    #[must_use]
    pub fn typed_at(&self, byte: usize) -> usize {
        match self.copy_at(byte) {
            Some(copied) => copied.source + (byte - copied.output),
            None => match self.line_at(byte) {
                Some(line) => line.source.start,
                None => self.typed.len(),
            },
        }
    }

    /// The same for the end of a stretch.
    #[must_use]
    pub fn typed_end(&self, byte: usize) -> usize {
        let Some(last) = byte.checked_sub(1) else {
            return 0;
        };
        match (self.copy_at(last), self.line_at(last)) {
            (None, Some(line)) => line.source.end,
            _ => self.typed_at(last) + 1,
        }
    }

    /// The typed byte of a position of rhai's.
    #[must_use]
    pub fn typed_of(&self, at: Position) -> Option<usize> {
        byte_of(&self.read, at).map(|byte| self.typed_at(byte))
    }

    /// Line and column of a position of rhai's in what was typed, both from 1.
    #[must_use]
    pub fn position(&self, at: Position) -> Option<(usize, usize)> {
        let byte = self.typed_of(at)?;
        let before = self.typed.get(..byte)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        Some((before.matches('\n').count() + 1, line.chars().count() + 1))
    }

    /// What stands at a position of rhai's: a word of a line, a line, or one piece of code.
    #[must_use]
    pub fn marked(&self, at: Position, word: Option<usize>) -> Option<Range<usize>> {
        let byte = byte_of(&self.read, at)?;
        if self.copy_at(byte).is_none()
            && let Some(line) = self.line_at(byte)
        {
            let word = word.and_then(|word| line.words.get(word));
            return Some(word.cloned().unwrap_or_else(|| self.command_of(line)));
        }
        let mut walker = Walker::new(&self.typed, self.typed_at(byte));
        // A property's place is its dot: what is wrong stands behind it.
        if self.typed.get(walker.at()..)?.starts_with('.') {
            walker.step();
        }
        let start = walker.at();
        walker.step();
        Some(start..walker.at())
    }

    /// From the first word of a line to its last, as far as they stand on one line of the text.
    fn command_of(&self, line: &Line) -> Range<usize> {
        let end = line.words.last().map_or(line.source.end, |word| word.end);
        let text = self.typed.get(line.source.start..end).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default();
        let first = first.strip_suffix('\\').unwrap_or(first).trim_end();
        line.source.start..line.source.start + first.len()
    }

    fn copy_at(&self, byte: usize) -> Option<&Copied> {
        let next = self.copied.partition_point(|piece| piece.output <= byte);
        let piece = self.copied.get(next.checked_sub(1)?)?;
        (byte < piece.output + piece.length).then_some(piece)
    }

    /// The innermost line whose call holds a byte.
    fn line_at(&self, byte: usize) -> Option<&Line> {
        let next = self.lines.partition_point(|line| line.output.start <= byte);
        let before = self.lines.get(..next)?;
        before.iter().rev().find(|line| byte < line.output.end)
    }
}
