//! What every answer looks like: a title, what it is, forms to copy, facts in columns, an example.

use std::fmt::Write as _;

use crate::render::style::Style;

/// Columns of a fact's name, where none is longer.
const NAME_WIDTH: usize = 24;

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub title: String,
    /// What that is, in a sentence or some.
    pub meaning: String,
    /// Ways to write it, ready to copy.
    pub forms: Vec<String>,
    /// Headed groups of facts: a name and what is to be said about it.
    pub groups: Vec<(&'static str, Vec<(String, String)>)>,
    /// A script that shows it.
    pub example: Option<&'static str>,
}

impl Entry {
    /// An answer of a title and a sentence.
    #[must_use]
    pub fn new(title: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            meaning: meaning.into(),
            ..Self::default()
        }
    }

    /// Adds a group of facts, unless there are none.
    #[must_use]
    pub fn with(mut self, heading: &'static str, facts: Vec<(String, String)>) -> Self {
        if !facts.is_empty() {
            self.groups.push((heading, facts));
        }
        self
    }

    /// The text, ending in a line break.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        let mut text = format!("{}\n{}\n", style.strong(&self.title), self.meaning);
        if !self.forms.is_empty() {
            text.push('\n');
        }
        for form in &self.forms {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "  {form}");
        }
        for (heading, facts) in &self.groups {
            let _ = writeln!(text, "\n{}", style.muted(heading));
            let longest = facts.iter().map(|(name, _)| name.chars().count()).max();
            let width = longest.unwrap_or(0).max(NAME_WIDTH);
            for (name, fact) in facts {
                let line = format!("  {name:width$}  {fact}");
                let _ = writeln!(text, "{}", line.trim_end());
            }
        }
        if let Some(example) = self.example {
            let _ = writeln!(text, "\n{}", style.muted("example"));
            for line in example.lines() {
                let _ = writeln!(text, "  {line}");
            }
        }
        text
    }
}
