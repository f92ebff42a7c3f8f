//! The reason of a decision as a tree that can be read in one look.
//!
//! The verdict and AWS's sentence first, then a line for each layer, the deciding statement with its place, and what came
//! nearest to allowing.

use std::fmt::Write as _;

use crate::decision::{Check, CheckEffect, ConditionTrace, Explanation, LayerKind, StatementTrace};

use super::style::Style;

/// The tree, ending in a line break.
#[must_use]
pub fn why(explanation: &Explanation, style: Style) -> String {
    let mut text = String::new();
    let _ = write_tree(explanation, style, &mut text);
    text
}

fn write_tree(explanation: &Explanation, style: Style, text: &mut String) -> std::fmt::Result {
    let outcome = explanation.decision.outcome;
    let verdict = if explanation.allowed() {
        style.allow(outcome)
    } else {
        style.deny(outcome)
    };
    writeln!(
        text,
        "{verdict}  {} on {}",
        explanation.action, explanation.resource
    )?;
    writeln!(text, "  by {}", explanation.principal.caller_arn())?;
    let sentence = explanation.sentence(None);
    if !sentence.is_empty() {
        writeln!(text, "  {}", style.strong(sentence))?;
    }
    for check in &explanation.checks {
        write_check(check, style, text)?;
    }
    if let Some(deciding) = explanation.deciding() {
        let verb = if explanation.allowed() {
            "allowed"
        } else {
            "denied"
        };
        writeln!(text, "  {verb} by {}", statement_name(deciding))?;
        write_excerpt(deciding, style, text)?;
    } else if explanation.allowed() && explanation.checks.is_empty() {
        writeln!(text, "  this call needs no permission")?;
    }
    for miss in explanation.near_misses() {
        writeln!(text, "  {} would allow it if", statement_name(miss))?;
        for condition in miss.failing() {
            writeln!(text, "    {}", wish(condition))?;
        }
    }
    Ok(())
}

fn write_check(check: &Check, style: Style, text: &mut String) -> std::fmt::Result {
    let (mark, words) = match check.effect {
        CheckEffect::Allow => (style.allow("✓"), "allows"),
        CheckEffect::ExplicitDeny => (style.deny("✗"), "denies"),
        CheckEffect::ImplicitDeny => (style.deny("✗"), "does not allow"),
        CheckEffect::NoImpact => (style.muted("–"), "has no say"),
    };
    let target = check
        .target
        .as_ref()
        .map(|target| format!(" at {target}"))
        .unwrap_or_default();
    write!(text, "  {mark} {}{target} {words}", layer_name(check.layer))?;
    if check.effect == CheckEffect::ImplicitDeny {
        write!(text, "{}", style.muted(format!(": {}", nearest(check))))?;
    }
    writeln!(text)
}

const fn layer_name(layer: LayerKind) -> &'static str {
    match layer {
        LayerKind::Rcp => "resource control policy",
        LayerKind::Scp => "service control policy",
        LayerKind::Vpce => "VPC endpoint policy",
        LayerKind::Resource => "resource policy",
        LayerKind::Trust => "trust policy",
        LayerKind::Identity => "identity policies",
        LayerKind::Boundary => "permissions boundary",
        LayerKind::Session => "session policies",
    }
}

/// How far the statements of a layer got.
fn nearest(check: &Check) -> String {
    let allows = || {
        check
            .statements
            .iter()
            .filter(|trace| trace.effect == crate::policy::Effect::Allow)
    };
    let count = allows().count();
    if count == 0 {
        return "there is no statement that allows anything".to_owned();
    }
    if !allows().any(|trace| trace.action) {
        return format!("none of its {count} allowing statements is about this action");
    }
    if !allows().any(|trace| trace.action && trace.resource) {
        return "the action is there, but for other resources".to_owned();
    }
    if !allows().any(StatementTrace::is_about_the_request) {
        return "it names other principals".to_owned();
    }
    "a condition does not hold".to_owned()
}

fn statement_name(trace: &StatementTrace) -> String {
    match &trace.sid {
        Some(sid) if !sid.is_empty() => {
            format!("statement {} (\"{sid}\") of {}", trace.index, trace.policy)
        }
        _ => format!("statement {} of {}", trace.index, trace.policy),
    }
}

/// The first line of the statement, with a caret below its beginning.
fn write_excerpt(trace: &StatementTrace, style: Style, text: &mut String) -> std::fmt::Result {
    let before = trace.source.get(..trace.span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let statement = trace
        .source
        .get(trace.span.start..trace.span.end)
        .unwrap_or_default();
    let folded = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(
        text,
        "    {} {folded}",
        style.muted(format!("{line}:{column}"))
    )?;
    writeln!(
        text,
        "    {} ^",
        " ".repeat(format!("{line}:{column}").len())
    )
}

/// What would have to be so for a condition to hold.
fn wish(condition: &ConditionTrace) -> String {
    let ConditionTrace {
        operator,
        key,
        wanted,
        found,
        ..
    } = condition;
    let wanted = wanted.join(" or ");
    match found {
        None => format!("{key} were present ({operator} {wanted}); it is absent"),
        Some(values) => format!("{key} met {operator} {wanted}; it is {}", values.join(", ")),
    }
}
