//! A finding about a policy, with a caret at what it is about.

use crate::lint::{Finding, Severity};

use super::diagnostic::{Diagnostic, Marked};
use super::style::Style;

/// The finding as text, ending in a line break. `given` is where the policy comes from, where it is a part of another text;
/// `name` is what the policy is called.
#[must_use]
pub fn finding(
    finding: &Finding,
    given: Option<&Marked>,
    name: &str,
    text: &str,
    style: Style,
) -> String {
    let own = Marked {
        name: name.to_owned(),
        text: text.to_owned(),
        start: finding.span.start,
        end: finding.span.end,
        label: None,
    };
    let diagnostic = Diagnostic {
        title: finding.message.clone(),
        places: given.cloned().into_iter().chain([own]).collect(),
        help: finding.help.iter().cloned().collect(),
        footer: None,
    };
    let name = format!("{}[{}]", finding.severity.words(), finding.code);
    diagnostic.render_as(&name, finding.severity == Severity::Error, style)
}
