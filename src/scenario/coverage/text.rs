//! Coverage as a table for people.

use crate::render::style::Style;

use super::{Coverage, Part, PartKind, PolicyCoverage, percent};

/// A line for each policy, below it what never decided, and a last line for all.
#[must_use]
pub fn table(coverage: &Coverage, style: Style) -> String {
    let mut text = String::new();
    for policy in &coverage.policies {
        let (decided, all) = policy.covered();
        let share = format!("{:5.1}%", percent(decided, all));
        let share = if decided == all {
            style.allow(share)
        } else {
            style.deny(share)
        };
        text.push_str(&format!("{share}  {decided}/{all}  {}\n", title(policy)));
        for (number, part) in numbered(policy) {
            if part.hits == 0 {
                let line = line_of(&policy.text, part.span.start);
                let name = name(number, part);
                text.push_str(&format!(
                    "{}\n",
                    style.muted(format!("        line {line}: {name} never decided"))
                ));
            }
        }
    }
    text.push_str(&format!("policy coverage: {:.1}%\n", coverage.percent()));
    text
}

/// The policy's file, or its name.
pub(super) fn title(policy: &PolicyCoverage) -> String {
    match &policy.file {
        Some(file) => file.display().to_string(),
        None => policy.name.clone(),
    }
}

/// Each part with the number of its statement, 0 for the first.
pub(super) fn numbered(policy: &PolicyCoverage) -> impl Iterator<Item = (usize, &Part)> {
    let mut statements = 0_usize;
    policy.parts.iter().map(move |part| {
        statements += usize::from(part.kind == PartKind::Statement);
        (statements.saturating_sub(1), part)
    })
}

/// `statement 0 (Sid)`, `action s3:GetObject of statement 0`
pub(super) fn name(statement: usize, part: &Part) -> String {
    match part.kind {
        PartKind::Statement if part.text.is_empty() => format!("statement {statement}"),
        PartKind::Statement => format!("statement {statement} ({})", part.text),
        kind => format!("{} {} of statement {statement}", kind.word(), part.text),
    }
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}
