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

    /// A word of a language.
    #[must_use]
    pub fn keyword(self, text: impl Display) -> String {
        self.apply(&text, |text| text.magenta().to_string())
    }

    /// Text in quotes.
    #[must_use]
    pub fn literal(self, text: impl Display) -> String {
        self.apply(&text, |text| text.green().to_string())
    }

    /// Numbers and other constants.
    #[must_use]
    pub fn constant(self, text: impl Display) -> String {
        self.apply(&text, |text| text.yellow().to_string())
    }

    /// Names of functions, commands and members.
    #[must_use]
    pub fn name(self, text: impl Display) -> String {
        self.apply(&text, |text| text.cyan().to_string())
    }

    /// Who one is, as oneself.
    #[must_use]
    pub fn own(self, text: impl Display) -> String {
        self.apply(&text, |text| text.cyan().bold().to_string())
    }

    /// Who one is, in a role.
    #[must_use]
    pub fn assumed(self, text: impl Display) -> String {
        self.apply(&text, |text| text.yellow().bold().to_string())
    }

    /// What belongs to what the cursor is at.
    #[must_use]
    pub fn paired(self, text: impl Display) -> String {
        self.apply(&text, |text| text.bold().underline().to_string())
    }
}
