//! What is said twice.

use crate::policy::document::{PatternElement, Statement, Version};
use crate::policy::pattern::{ArnText, Pattern, ResourcePattern};
use crate::policy::template::Special;
use crate::policy::{Document, Keys};

use super::{Finding, Severity};

/// Actions and resources that another one of the same statement covers.
pub(super) fn look(statement: &Statement, found: &mut Vec<Finding>) {
    let action = |pattern: &str, text: &str| {
        let special = Special {
            wildcards: true,
            variables: false,
        };
        Pattern::new(&pattern.to_ascii_lowercase(), special)
            .matches(&text.to_ascii_lowercase(), Keys::default())
    };
    let resource = |pattern: &str, text: &str| {
        pattern == "*"
            || ResourcePattern::new(pattern, Version::V2008)
                .matches(&ArnText::new(text), Keys::default())
    };
    covered(&statement.action, "REDUNDANT_ACTION", &action, found);
    covered(&statement.resource, "REDUNDANT_RESOURCE", &resource, found);
}

fn covered(
    element: &Option<PatternElement>,
    code: &'static str,
    covers: &dyn Fn(&str, &str) -> bool,
    found: &mut Vec<Finding>,
) {
    let Some(element) = element else { return };
    for (at, own) in element.patterns.iter().enumerate() {
        let wider = element.patterns.iter().enumerate().find(|(other, wide)| {
            // Of two that cover each other, the second one is too much.
            *other != at
                && covers(&wide.value, &own.value)
                && (*other < at || !covers(&own.value, &wide.value))
        });
        if let Some((_, wide)) = wider {
            let message = format!("`{}` is covered by `{}`", own.value, wide.value);
            found.push(Finding::new(Severity::Suggestion, code, own.span, message));
        }
    }
}

/// Statements that say what another one says.
pub(super) fn statements(document: &Document, found: &mut Vec<Finding>) {
    for (at, own) in document.statements.iter().enumerate() {
        let same = document
            .statements
            .iter()
            .take(at)
            .any(|other| says(other) == says(own));
        if same {
            let message = "another statement says the same";
            found.push(Finding::new(
                Severity::Suggestion,
                "REDUNDANT_STATEMENT",
                own.span,
                message,
            ));
        }
        if own.sid.as_deref() == Some("") {
            let message = "an empty `Sid` names nothing";
            found.push(Finding::new(
                Severity::Suggestion,
                "EMPTY_SID_VALUE",
                own.span,
                message,
            ));
        }
    }
}

/// Everything a statement says but its name and its places.
fn says(statement: &Statement) -> String {
    let patterns = |element: &Option<PatternElement>| {
        let element = element.as_ref()?;
        let mut texts: Vec<&str> = element
            .patterns
            .iter()
            .map(|text| text.value.as_str())
            .collect();
        texts.sort_unstable();
        Some((element.negated, texts.join("\n")))
    };
    let principal = statement.principal.as_ref().map(|own| {
        let names = own
            .entries
            .iter()
            .map(|entry| format!("{:?} {}", entry.kind, entry.name.value));
        (own.negated, names.collect::<Vec<_>>())
    });
    let conditions = statement.conditions.iter().map(|own| {
        let values: Vec<&str> = own.values.iter().map(|text| text.value.as_str()).collect();
        format!("{} {} {values:?}", own.operator.value, own.key.value)
    });
    format!(
        "{:?} {principal:?} {:?} {:?} {:?}",
        statement.effect,
        patterns(&statement.action),
        patterns(&statement.resource),
        conditions.collect::<Vec<_>>()
    )
}
