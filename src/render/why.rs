//! The reason of a decision as a tree that can be read in one look.
//!
//! The verdict and AWS's sentence first, then a line for each layer in the order of AWS's Access Troubleshooter, the statement
//! that decided with its place, what came nearest to allowing, and advice.

use std::fmt::{Result, Write as _};

use crate::decision::{
    Check, CheckEffect, ConditionTrace, Explanation, LayerKind, Principal, StatementTrace, advice,
};
use crate::policy::Effect;

use super::excerpt::{Mark, note};
use super::style::Style;

/// Columns of a layer's name.
const NAME_WIDTH: usize = 25;
/// The layers in the order of AWS's checks.
const LADDER: [LayerKind; 7] = [
    LayerKind::Rcp,
    LayerKind::Scp,
    LayerKind::Vpce,
    LayerKind::Resource,
    LayerKind::Identity,
    LayerKind::Boundary,
    LayerKind::Session,
];

/// The tree, ending in a line break.
#[must_use]
pub fn why(explanation: &Explanation, style: Style) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_tree(explanation, style, &mut text);
    text
}

/// The verdict and what decided, in one line.
#[must_use]
pub fn in_one_line(explanation: &Explanation) -> String {
    if let Some(deciding) = explanation.deciding() {
        let verb = if explanation.allowed() {
            "allowed"
        } else {
            "denied"
        };
        return format!("{verb} by {}", statement_name(deciding));
    }
    let refusing = explanation.checks.iter().find(|check| {
        check.effect == CheckEffect::ImplicitDeny
            && explanation.decision.blocked_by.contains(&check.layer)
    });
    match refusing {
        Some(check) => format!(
            "denied, {}: {}",
            name(check.layer, explanation),
            nearest(check)
        ),
        None if !explanation.allowed() => {
            format!("denied, {}", explanation.blocked_by_names().join(", "))
        }
        None if matches!(explanation.principal, Principal::Root { .. }) => {
            "allowed, as the root user may".to_owned()
        }
        None => "allowed, since it needs no permission".to_owned(),
    }
}

fn write_tree(explanation: &Explanation, style: Style, text: &mut String) -> Result {
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
    match explanation.sentence(None) {
        sentence if sentence.is_empty() => {
            let by = explanation.principal.caller_arn();
            let is_free = explanation.decision.deciding.is_none()
                && matches!(explanation.principal, Principal::Root { .. });
            let why = match is_free {
                true => ", the root user, who needs no identity policy",
                false => "",
            };
            writeln!(text, "  by {by}{why}")?;
        }
        sentence => writeln!(text, "  {}", style.strong(sentence))?,
    }
    if explanation.checks.is_empty() {
        return writeln!(text, "  this call needs no permission");
    }
    for layer in LADDER {
        write_layer(explanation, layer, style, text)?;
    }
    if let Some(deciding) = explanation.deciding() {
        write_deciding(deciding, explanation.allowed(), style, text);
    }
    for miss in explanation.near_misses() {
        write_miss(miss, style, text);
    }
    for known in &explanation.notes {
        writeln!(text, "{} {known}", style.strong("note:"))?;
    }
    for hint in advice(explanation) {
        writeln!(text, "{} {hint}", style.strong("hint:"))?;
    }
    Ok(())
}

/// One line for a layer; one for each level of control policies.
fn write_layer(
    explanation: &Explanation,
    layer: LayerKind,
    style: Style,
    text: &mut String,
) -> Result {
    let stands_for = |check: &&Check| {
        check.layer == layer || (layer == LayerKind::Resource && check.layer == LayerKind::Trust)
    };
    let mut checks = explanation.checks.iter().filter(stands_for).peekable();
    if checks.peek().is_none() {
        let line = format!(
            "  · {:NAME_WIDTH$}{}",
            name(layer, explanation),
            absent(layer)
        );
        return writeln!(text, "{}", style.muted(line));
    }
    for check in checks {
        let mark = match check.effect {
            CheckEffect::Allow => style.allow("✓"),
            CheckEffect::ExplicitDeny | CheckEffect::ImplicitDeny => style.deny("✗"),
            CheckEffect::NoImpact => style.muted("–"),
        };
        let target = check
            .target
            .as_ref()
            .map(|target| format!("{target}: "))
            .unwrap_or_default();
        writeln!(
            text,
            "  {mark} {:NAME_WIDTH$}{target}{}",
            name(check.layer, explanation),
            verdict_of(check)
        )?;
    }
    Ok(())
}

fn name(layer: LayerKind, explanation: &Explanation) -> &'static str {
    let assuming = explanation.is_assuming();
    match layer {
        LayerKind::Rcp => "resource control policy",
        LayerKind::Scp => "service control policy",
        LayerKind::Vpce => "VPC endpoint policy",
        LayerKind::Trust => "role's side: trust",
        LayerKind::Resource => "resource policy",
        LayerKind::Identity if assuming => "caller's side: identity",
        LayerKind::Identity => "identity policies",
        LayerKind::Boundary => "permissions boundary",
        LayerKind::Session => "session policies",
    }
}

const fn absent(layer: LayerKind) -> &'static str {
    match layer {
        LayerKind::Rcp | LayerKind::Scp => "none applies",
        LayerKind::Vpce => "not through an endpoint",
        LayerKind::Resource | LayerKind::Trust => "the resource has none",
        LayerKind::Identity => "the caller has none",
        LayerKind::Boundary => "none is set",
        LayerKind::Session => "none was passed",
    }
}

fn verdict_of(check: &Check) -> String {
    let applying = |effect| {
        check
            .statements
            .iter()
            .find(|trace| trace.effect == effect && trace.applies())
    };
    match check.effect {
        CheckEffect::ExplicitDeny => match applying(Effect::Deny) {
            Some(trace) => format!("denied by {}", statement_name(trace)),
            None => "denied".to_owned(),
        },
        CheckEffect::Allow => match applying(Effect::Allow) {
            Some(trace) => format!("allowed by {}", statement_name(trace)),
            None => "allowed".to_owned(),
        },
        CheckEffect::ImplicitDeny => format!("not allowed: {}", nearest(check)),
        CheckEffect::NoImpact => "nothing in it matched, and nothing had to".to_owned(),
    }
}

/// How far the allowing statements of a layer got.
fn nearest(check: &Check) -> String {
    let allows: Vec<&StatementTrace> = check
        .statements
        .iter()
        .filter(|trace| trace.effect == Effect::Allow)
        .collect();
    let any = |holds: fn(&StatementTrace) -> bool| allows.iter().any(|trace| holds(trace));
    match allows.len() {
        0 => "no statement allows anything".to_owned(),
        1 if !any(|trace| trace.action) => "its one allow is about other actions".to_owned(),
        count if !any(|trace| trace.action) => {
            format!("its {count} allows are about other actions")
        }
        _ if !any(|trace| trace.action && trace.resource) => {
            "the action is allowed on other resources".to_owned()
        }
        _ if !any(StatementTrace::is_about_the_request) => {
            "it is allowed to other principals".to_owned()
        }
        _ if any(StatementTrace::applies) => {
            "the account is allowed, which leaves it to identity policies".to_owned()
        }
        _ => "a condition does not hold".to_owned(),
    }
}

pub(super) fn statement_name(trace: &StatementTrace) -> String {
    match &trace.sid {
        Some(sid) if !sid.is_empty() => {
            format!("statement {} ({sid}) of {}", trace.index, trace.policy)
        }
        _ => format!("statement {} of {}", trace.index, trace.policy),
    }
}

fn write_deciding(trace: &StatementTrace, allowed: bool, style: Style, text: &mut String) {
    let title = if allowed {
        "this statement allows it"
    } else {
        "this statement denies it"
    };
    let mark = Mark {
        start: trace.span.start,
        end: trace.span.end,
        label: String::new(),
    };
    text.push_str(&excerpt(trace, title, &[mark], style));
}

/// A statement that would have allowed, with each condition that stood in the way.
fn write_miss(trace: &StatementTrace, style: Style, text: &mut String) {
    let marks: Vec<Mark> = trace
        .failing()
        .map(|condition| Mark {
            start: condition.span.start,
            end: condition.span.end,
            label: difference(condition),
        })
        .collect();
    let wishes: Vec<String> = trace.failing().map(wish).collect();
    let title = format!("would be allowed if {}", wishes.join(", and "));
    text.push_str(&excerpt(trace, &title, &marks, style));
}

fn excerpt(trace: &StatementTrace, title: &str, marks: &[Mark], style: Style) -> String {
    let part = (trace.span.start, trace.span.end);
    note(
        title,
        &trace.policy.to_string(),
        &trace.source,
        part,
        marks,
        style,
    )
}

pub(super) fn difference(condition: &ConditionTrace) -> String {
    match &condition.found {
        None => format!("{} is absent", condition.key),
        Some(values) => format!("{} is {}", condition.key, values.join(", ")),
    }
}

/// What would have to be so for a condition to hold.
pub(super) fn wish(condition: &ConditionTrace) -> String {
    let ConditionTrace {
        operator,
        key,
        wanted,
        found,
        ..
    } = condition;
    let wanted = wanted.join(" or ");
    match found {
        None => format!("`{key}` were present and {operator} {wanted}"),
        Some(_) => format!("`{key}` were {operator} {wanted}"),
    }
}
