//! A part of a policy with marks in it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::style::Style;

/// A mark: bytes of the excerpt's text, and words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Words at the caret.
    pub label: String,
}

/// A note with an excerpt below it, ending in a line break. `part` is the piece of `text` to show, in bytes.
#[must_use]
pub fn note(
    title: &str,
    name: &str,
    text: &str,
    part: (usize, usize),
    marks: &[Mark],
    style: Style,
) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let shown = text.get(part.0..part.1).unwrap_or_default();
    let line = text.get(..part.0).unwrap_or_default().matches('\n').count() + 1;
    let mut snippet = Snippet::source(shown).path(name).line_start(line);
    for mark in marks {
        let inside = |at: usize| at.saturating_sub(part.0).min(shown.len());
        let span = inside(mark.start)..inside(mark.end);
        let label = (!mark.label.is_empty()).then_some(mark.label.as_str());
        snippet = snippet.annotation(AnnotationKind::Primary.span(span).label(label));
    }
    let group = Group::with_title(Level::NOTE.secondary_title(title)).element(snippet);
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}
