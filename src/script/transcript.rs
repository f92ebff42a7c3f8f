//! A script and what came of it, statement by statement: what snapshots hold.

use std::cell::RefCell;
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use crate::lab::Settings;
use crate::render::style::Style;
use crate::store::KeptLab;

use super::interpreter::{Interpreter, Setup, Watcher};
use super::limits::OPERATIONS;
use super::statements::extents;

/// Runs a script in a fresh lab and writes down each statement with what it printed, its value, or the error that ended it.
#[must_use]
pub fn transcript(name: &str, folder: Option<PathBuf>, text: &str) -> String {
    let written = Rc::new(RefCell::new(String::new()));
    let print = {
        let written = Rc::clone(&written);
        Rc::new(move |line: &str| {
            let mut written = written.borrow_mut();
            written.push_str(line);
            written.push('\n');
        })
    };
    let setup = Setup {
        lab: KeptLab::in_memory(Settings::default()),
        folder,
        operations: OPERATIONS,
        stop: Default::default(),
        print,
        name: name.to_owned(),
    };
    let mut interpreter = Interpreter::new(setup);
    let mut writer = Writer {
        text,
        extents: extents(text),
        next: 0,
        written: Rc::clone(&written),
    };
    let result = interpreter.run_watched(text, &mut writer);
    if let Err(fault) = result {
        written.borrow_mut().push_str(&fault.render(Style::Plain));
    } else {
        writer.write_until(usize::MAX);
    }
    written.take()
}

struct Writer<'a> {
    text: &'a str,
    extents: Vec<Range<usize>>,
    /// The first statement not written yet.
    next: usize,
    written: Rc<RefCell<String>>,
}

impl Writer<'_> {
    /// Writes the statements that begin at or before a byte.
    fn write_until(&mut self, at: usize) {
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
