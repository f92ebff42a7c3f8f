//! Service and resource control policies, as Organizations checks them.
//!
//! Organizations has one text for all faults. Since September 2025 SCPs take the whole language but principals (B23);
//! RCPs that customers write only deny, and always everybody (B24). Actions of services that RCPs do not cover are stored:
//! the list of services grows.
//! Source: AWS Organizations User Guide, "SCP syntax", "RCP syntax".

use super::grammar::{self, EffectForm, absent, statements, strings};
use super::{CheckError, Fault, action, resource_arn};
use crate::policy::json::{Node, Span};

/// Organizations' code.
pub(super) const CODE: &str = "MalformedPolicyDocumentException";
/// Organizations' text.
pub(super) const TEXT: &str =
    "The provided policy document does not meet the requirements of the specified policy type.";

pub(super) fn check_service_control(root: &Node) -> Result<(), CheckError> {
    common(root)
        .and_then(|()| each_statement(root, service_control_statement))
        .map_err(|fault| fault.says(CODE, TEXT))
}

pub(super) fn check_resource_control(root: &Node) -> Result<(), CheckError> {
    common(root)
        .and_then(|()| each_statement(root, resource_control_statement))
        .map_err(|fault| fault.says(CODE, TEXT))
}

fn each_statement(root: &Node, check: fn(&Node) -> Result<(), Fault>) -> Result<(), Fault> {
    statements(root).iter().try_for_each(check)
}

fn common(root: &Node) -> Result<(), Fault> {
    grammar::document(root)?;
    let version = root.member("Version");
    if version.is_none_or(|member| member.value.as_str() != Some("2012-10-17")) {
        let span = version.map_or(root.span.opening(), |member| member.value.span);
        return Err(Fault::new(span, "write `\"Version\": \"2012-10-17\"`"));
    }
    for statement in statements(root) {
        grammar::statement(statement)?;
        effect(statement)?;
        if let Some(span) = absent(statement, "Action", "NotAction") {
            return Err(Fault::new(span, "the statement needs actions"));
        }
        if let Some(span) = absent(statement, "Resource", "NotResource") {
            return Err(Fault::new(
                span,
                "the statement needs resources, such as `*`",
            ));
        }
        shapes(statement)?;
    }
    grammar::repeated_sid(root).map_or(Ok(()), Err)
}

fn effect(statement: &Node) -> Result<(), Fault> {
    match grammar::effect(statement) {
        EffectForm::Exact => Ok(()),
        EffectForm::Missing => {
            let help = "add `\"Effect\": \"Allow\"` or `\"Deny\"`";
            Err(Fault::new(statement.span.opening(), help))
        }
        EffectForm::WrongCase(node) | EffectForm::Unknown(node) => {
            Err(Fault::new(node.span, grammar::effect_help(node)))
        }
    }
}

fn shapes(statement: &Node) -> Result<(), Fault> {
    for element in ["Action", "NotAction"] {
        for (text, span) in strings(statement, element) {
            if let Some(fault) = action::fault(text) {
                return Err(Fault::new(span, fault.help));
            }
        }
    }
    for element in ["Resource", "NotResource"] {
        for (text, span) in strings(statement, element) {
            if let Some(fault) = resource_arn::format_fault(text) {
                return Err(Fault::new(span, fault.help));
            }
        }
    }
    Ok(())
}

fn service_control_statement(statement: &Node) -> Result<(), Fault> {
    let help = "remove it: an SCP applies to all principals of the accounts below";
    prohibited(statement, &["Principal", "NotPrincipal"], help)
}

fn resource_control_statement(statement: &Node) -> Result<(), Fault> {
    let effect = statement.member("Effect").map(|member| &member.value);
    if let Some(node) = effect
        && node.as_str() != Some("Deny")
    {
        return Err(Fault::new(node.span, "an RCP can only deny: write `Deny`"));
    }
    let help =
        "an RCP applies to everybody: write `\"Principal\": \"*\"` and except some by conditions";
    prohibited(statement, &["NotPrincipal"], help)?;
    let principal = statement.member("Principal").map(|member| &member.value);
    if principal.is_none_or(|node| node.as_str() != Some("*")) {
        let span: Span = principal.map_or(statement.span.opening(), |node| node.span);
        return Err(Fault::new(span, help));
    }
    let help = "an RCP lists its actions: write `Action`";
    prohibited(statement, &["NotAction"], help)
}

fn prohibited(statement: &Node, elements: &[&str], help: &str) -> Result<(), Fault> {
    let mut found = elements.iter().filter_map(|name| statement.member(name));
    found
        .next()
        .map_or(Ok(()), |member| Err(Fault::new(member.key_span, help)))
}
