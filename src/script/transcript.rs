//! A script and what came of it, statement by statement: what snapshots hold.

use std::cell::RefCell;
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use super::interpreter::Watcher;
use super::recording::Recording;
use super::statements::extents;

/// Runs a script in a fresh lab and writes down each statement with what it printed, its value, or the error that ended it.
/// Its tests are no part of that.
#[must_use]
pub fn transcript(name: &str, folder: Option<PathBuf>, text: &str) -> String {
    Recording::new(name, folder).scenario(text).transcript
}

/// Writes down what a script does.
pub struct Writer<'a> {
    text: &'a str,
    extents: Vec<Range<usize>>,
    /// The first statement not written yet.
    next: usize,
    written: Rc<RefCell<String>>,
}

impl<'a> Writer<'a> {
    /// A writer for this script; what it prints goes to the same place.
    pub fn new(text: &'a str, written: Rc<RefCell<String>>) -> Self {
        Self {
            text,
            extents: extents(text),
            next: 0,
            written,
        }
    }

    /// Writes the statements that begin at or before a byte.
    pub fn write_until(&mut self, at: usize) {
        while let Some(range) = self
            .extents
            .get(self.next)
            .filter(|range| range.start <= at)
        {
            let statement = self.text.get(range.clone()).unwrap_or_default();
            let mut written = self.written.borrow_mut();
            for (number, line) in statement.lines().enumerate() {
                written.push_str(if number == 0 { "> " } else { "  " });
                written.push_str(line.trim_end());
                written.push('\n');
            }
            self.next += 1;
        }
    }
}

impl Watcher for Writer<'_> {
    fn begins(&mut self, at: usize) {
        self.write_until(at);
    }

    fn ends(&mut self, value: Option<String>) {
        if let Some(value) = value {
            let mut written = self.written.borrow_mut();
            written.push_str(&value);
            written.push('\n');
        }
    }
}
