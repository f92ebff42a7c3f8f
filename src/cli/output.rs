//! Standard output for scripts: a closed pipe ends the script quietly.

use std::cell::Cell;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Writes lines to standard output.
pub struct Output {
    stop: Arc<AtomicBool>,
    closed: Cell<bool>,
}

impl Output {
    /// An output that raises `stop` when nobody reads any more.
    pub const fn new(stop: Arc<AtomicBool>) -> Self {
        Self {
            stop,
            closed: Cell::new(false),
        }
    }

    /// Writes a line.
    pub fn line(&self, text: &str) {
        self.keep(writeln!(io::stdout().lock(), "{text}"));
    }

    /// Nobody reads any more: what follows from it is no error.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    fn keep(&self, written: io::Result<()>) {
        if written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
            self.closed.set(true);
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}
