//! Mistakes in what the user wrote, with carets into the text.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::style::Style;

/// A mistake and where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong: lower case, no final period, unless AWS says it.
    pub title: String,
    /// The places at fault, the main one first.
    pub places: Vec<Marked>,
    /// What to do.
    pub help: Vec<String>,
    /// Text printed as it is below the rest.
    pub footer: Option<String>,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// What the text is called.
    pub name: String,
    /// The text.
    pub text: String,
    /// First byte at fault.
    pub start: usize,
    /// One past the last byte at fault.
    pub end: usize,
    /// Words at the caret.
    pub label: Option<String>,
}

impl Diagnostic {
    /// As text, ending in a line break.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        self.render_as("error", true, style)
    }

    /// The same for something else than an error: `name` stands where `error` would.
    #[must_use]
    pub fn render_as(&self, name: &str, is_error: bool, style: Style) -> String {
        let level = match is_error {
            true => Level::ERROR,
            false => Level::WARNING,
        };
        let level = level.with_name(name);
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (number, place) in self.places.iter().enumerate() {
            let (start, end) = place.bounds();
            let annotation = AnnotationKind::Primary
                .span(start..end)
                .label(place.label.as_deref());
            let snippet = Snippet::source(&place.text)
                .path(&place.name)
                .annotation(annotation);
            groups.push(if number == 0 {
                level.clone().primary_title(&self.title).element(snippet)
            } else {
                Group::with_title(Level::NOTE.secondary_title("in this policy")).element(snippet)
            });
        }
        if groups.is_empty() {
            groups.push(Group::with_title(level.clone().primary_title(&self.title)));
        }
        for help in &self.help {
            groups.push(Group::with_title(Level::HELP.secondary_title(help)));
        }
        let mut text = renderer.render(&groups);
        text.push('\n');
        if let Some(footer) = &self.footer {
            text.push('\n');
            text.push_str(footer.trim_end());
            text.push('\n');
        }
        text
    }
}

impl Marked {
    /// The span inside the text, on character boundaries.
    fn bounds(&self) -> (usize, usize) {
        let floor = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(self.start);
        (start, floor(self.end.max(start)).max(start))
    }
}
