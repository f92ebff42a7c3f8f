//! What would have to change for a denied request to be allowed, as numbered steps: each names the place, the statement to put there as
//! one line of JSON that can be copied, and what the request could bring instead.

use std::fmt::{Result, Write as _};

use serde_json::Value;

use crate::decision::{
    Change, Explanation, LayerKind, Principal, Remedy, StatementTrace, in_the_way, remedies,
    who_has_it,
};
use crate::policy::Effect;

use super::style::Style;
use super::why::{difference, statement_name, wish};

/// The steps, ending in a line break.
#[must_use]
pub fn what_would_allow(explanation: &Explanation, style: Style) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = write(explanation, style, &mut text);
    text
}

fn write(explanation: &Explanation, style: Style, text: &mut String) -> Result {
    let outcome = explanation.decision.outcome;
    let verdict = match explanation.allowed() {
        true => style.allow(outcome),
        false => style.deny(outcome),
    };
    writeln!(
        text,
        "{verdict}  {} on {}",
        explanation.action, explanation.resource
    )?;
    writeln!(text, "  by {}", explanation.principal.caller_arn())?;
    if explanation.allowed() {
        return writeln!(text, "it is allowed already; .why says by what");
    }
    let steps = remedies(explanation);
    match steps.len() {
        1 => writeln!(text, "one thing would have to change:")?,
        count => writeln!(text, "{count} things would have to change:")?,
    }
    for (number, step) in steps.iter().enumerate() {
        write_step(number + 1, step, explanation, style, text)?;
    }
    Ok(())
}

fn write_step(
    number: usize,
    step: &Remedy<'_>,
    explanation: &Explanation,
    style: Style,
    text: &mut String,
) -> Result {
    let place = place(step, explanation);
    match &step.change {
        Change::Add(statement) => {
            writeln!(text, "{number}. {place} must allow it; add")?;
            write_statement(statement, style, text)?;
        }
        Change::Except(trace, Some(statement)) => {
            writeln!(
                text,
                "{number}. {place} denies it: {}; except this caller from it",
                statement_name(trace)
            )?;
            write_statement(statement, style, text)?;
        }
        Change::Except(trace, None) => {
            writeln!(
                text,
                "{number}. {place} denies it: {}; remove the statement",
                statement_name(trace)
            )?;
        }
        Change::Never(reason) => {
            writeln!(text, "{number}. nothing can be added to {place}: {reason}")?
        }
    }
    for trace in &step.or {
        write_other_way(trace, style, text)?;
    }
    Ok(())
}

fn write_statement(statement: &Value, style: Style, text: &mut String) -> Result {
    writeln!(text, "   {}", style.strong(statement))
}

/// What the request would have to be like, for the statements to stay as they are.
fn write_other_way(trace: &StatementTrace, style: Style, text: &mut String) -> Result {
    let denies = trace.effect == Effect::Deny;
    let wishes: Vec<String> = in_the_way(trace)
        .map(|condition| match denies {
            true => format!(
                "not {} {} {}",
                condition.operator,
                condition.key,
                condition.wanted.join(" or ")
            ),
            false => wish(condition),
        })
        .collect();
    let found: Vec<String> = in_the_way(trace).map(difference).collect();
    let (begin, joint) = match denies {
        true => ("or have the request not meet it", " or "),
        false => ("or have the request meet", " and "),
    };
    let of = match denies {
        true => String::new(),
        false => format!(" {}", statement_name(trace)),
    };
    writeln!(
        text,
        "   {}{of}: {} ({})",
        style.muted(begin),
        wishes.join(joint),
        found.join(", ")
    )?;
    for condition in in_the_way(trace).filter(|condition| condition.found.is_none()) {
        if let Some(hint) = who_has_it(&condition.key) {
            writeln!(text, "   {hint}")?;
        }
    }
    Ok(())
}

/// Where the policy is that has to change.
fn place(step: &Remedy<'_>, explanation: &Explanation) -> String {
    let resource = &explanation.resource;
    let at = step.target.unwrap_or("its organization");
    match step.layer {
        LayerKind::Rcp => format!("a resource control policy of {at}"),
        LayerKind::Scp => format!("a service control policy of {at}"),
        LayerKind::Vpce => "the policy of the VPC endpoint".to_owned(),
        LayerKind::Resource => format!("the resource policy for {resource}"),
        LayerKind::Trust => format!("the trust policy of {resource}"),
        LayerKind::Identity => format!("an identity policy of {}", whose(&explanation.principal)),
        LayerKind::Boundary => format!(
            "the permissions boundary of {}",
            whose(&explanation.principal)
        ),
        LayerKind::Session => "the session policy, passed when the session is made,".to_owned(),
    }
}

/// Who has policies of its own: the user or role behind a session.
fn whose(principal: &Principal) -> String {
    match principal {
        Principal::User { arn, .. } | Principal::FederatedUser { user: arn, .. } => arn.to_string(),
        Principal::RoleSession { role, .. } => role.to_string(),
        other => other.caller_arn(),
    }
}
