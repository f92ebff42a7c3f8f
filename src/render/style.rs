//! What things look like. No other file names a colour.

use std::fmt::Display;

use owo_colors::OwoColorize;

/// Whether output is coloured; decided once, at the start of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences: files, pipes, snapshots.
    Plain,
    /// For terminals.
    Coloured,
}

impl Style {
    fn apply(self, text: &dyn Display, coloured: impl Fn(&dyn Display) -> String) -> String {
        match self {
            Self::Plain => text.to_string(),
            Self::Coloured => coloured(text),
        }
    }

    /// What is allowed.
    #[must_use]
    pub fn allow(self, text: impl Display) -> String {
        self.apply(&text, |text| text.green().to_string())
    }

    /// What is denied, and errors.
    #[must_use]
    pub fn deny(self, text: impl Display) -> String {
        self.apply(&text, |text| text.red().to_string())
    }

    /// What matters less.
    #[must_use]
    pub fn muted(self, text: impl Display) -> String {
        self.apply(&text, |text| text.dimmed().to_string())
    }

    /// What the eye should find first.
    #[must_use]
    pub fn strong(self, text: impl Display) -> String {
        self.apply(&text, |text| text.bold().to_string())
    }
}
