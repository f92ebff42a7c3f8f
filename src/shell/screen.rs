//! Where output goes: the terminal, a pager when it is longer than the screen, or a file.

use std::fs::File;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

use crate::render::style::Style;

use super::present::Mode;

/// Output and how it looks.
pub struct Screen {
    /// Whether to colour what goes to the terminal.
    pub style: Style,
    /// Cells in a line.
    pub width: usize,
    /// Lines of the terminal; none where it is not known.
    pub height: Option<usize>,
    /// How values are shown.
    pub mode: Mode,
    /// The command that shows long output; none for no pager.
    pub pager: Option<String>,
    /// Whether the pager is used.
    pub paging: bool,
    /// Where all output goes.
    pub to: Option<File>,
    /// Where the output of the next input goes.
    pub once: Option<File>,
}

impl Screen {
    /// Colours, unless the output goes to a file.
    #[must_use]
    pub fn style(&self) -> Style {
        match (&self.once, &self.to) {
            (None, None) => self.style,
            _ => Style::Plain,
        }
    }

    /// Writes a line that a script prints.
    pub fn line(&mut self, line: &str) {
        // What cannot be written is lost; the session is not.
        let _ = match self.once.as_mut().or(self.to.as_mut()) {
            Some(file) => writeln!(file, "{line}"),
            None => writeln!(io::stdout().lock(), "{line}"),
        };
    }

    /// Shows a text.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn show(&mut self, text: &str) -> io::Result<()> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        if let Some(file) = self.once.as_mut().or(self.to.as_mut()) {
            return writeln!(file, "{text}");
        }
        match &self.pager {
            Some(pager) if self.paging && self.is_too_long(text) && page(pager, text).is_ok() => {
                Ok(())
            }
            _ => writeln!(io::stdout().lock(), "{text}"),
        }
    }

    /// Says something to the person, wherever output goes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn say(&self, text: &str) -> io::Result<()> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        writeln!(io::stdout().lock(), "{text}")
    }

    fn is_too_long(&self, text: &str) -> bool {
        let width = self.width.max(1);
        let Some(height) = self.height.filter(|height| *height > 1) else {
            return false;
        };
        let lines = text.lines().map(|line| line.width().div_ceil(width).max(1));
        lines.sum::<usize>() >= height
    }
}

/// Runs the pager and hands it the text. One that is left before the end is no failure.
fn page(pager: &str, text: &str) -> io::Result<()> {
    let mut words = pager.split_whitespace();
    let program = words.next().ok_or(io::ErrorKind::NotFound)?;
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        let _ = writeln!(input, "{text}");
    }
    child.wait().map(|_| ())
}
