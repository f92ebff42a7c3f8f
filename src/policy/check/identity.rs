//! Managed, inline and session policies: the checks of IAM's validator for identity policies, in its order.
//!
//! 1 syntax · 2 version · 3 legacy parsing · 4 statement ids · 5 actions there · 6 resource format · 7 action prefixes ·
//! 8 resources there · 9 no principal. The first that fails is reported, whatever comes before it in the text.
//! Source: IAM User Guide, "Troubleshoot IAM policies"; the texts are those AWS answers with.

use super::grammar::{self, EffectForm, absent, statements, strings};
use super::{CheckError, Fault, MALFORMED, action, resource_arn};
use crate::policy::json::{Node, Span};

/// Everything that is against the grammar.
pub(super) const SYNTAX: &str = "Syntax errors in policy.";
const LEGACY: &str = "The policy failed legacy parsing";

/// Runs the checks in AWS's order.
pub(super) fn check(root: &Node) -> Result<(), CheckError> {
    syntax(root).map_err(|fault| fault.says(MALFORMED, SYNTAX))?;
    version(root)?;
    let resource_format = legacy(root)?;
    statement_ids(root)?;
    for statement in statements(root) {
        let fault = absent(statement, "Action", "NotAction").map(|span| {
            Fault::new(
                span,
                "say what is allowed or denied, such as `\"Action\": \"s3:GetObject\"`",
            )
        });
        refuse(fault, "Policy statement must contain actions.")?;
    }
    resource_format.map_or(Ok(()), Err)?;
    action_prefixes(root)?;
    for statement in statements(root) {
        let fault = absent(statement, "Resource", "NotResource")
            .map(|span| Fault::new(span, "say on what, such as `\"Resource\": \"*\"`"));
        refuse(fault, "Policy statement must contain resources.")?;
    }
    no_principal(root)
}

fn refuse(fault: Option<Fault>, message: &str) -> Result<(), CheckError> {
    fault.map_or(Ok(()), |fault| Err(fault.says(MALFORMED, message)))
}

fn syntax(root: &Node) -> Result<(), Fault> {
    grammar::document(root)?;
    grammar::version(root)?;
    for statement in statements(root) {
        grammar::object(statement, "a statement")?;
        match grammar::effect(statement) {
            EffectForm::Exact | EffectForm::WrongCase(_) => {}
            EffectForm::Unknown(node) => {
                return Err(Fault::new(node.span, grammar::effect_help(node)));
            }
            EffectForm::Missing => {
                let help = "add `\"Effect\": \"Allow\"` or `\"Deny\"`";
                return Err(Fault::new(statement.span.opening(), help));
            }
        }
        grammar::statement(statement)?;
    }
    Ok(())
}

fn version(root: &Node) -> Result<(), CheckError> {
    let span = match root.member("Version") {
        None => root.span.opening(),
        Some(member) if member.value.as_str() == Some("2008-10-17") => member.value.span,
        Some(_) => return Ok(()),
    };
    let fault = Fault::new(span, "write `\"Version\": \"2012-10-17\"`");
    Err(fault.says(
        MALFORMED,
        "Policy document must be version 2012-10-17 or greater.",
    ))
}

/// Step 3. What is wrong with the format of a resource is only noted: it is reported later, but silences the legacy
/// parser for all resources that follow.
fn legacy(root: &Node) -> Result<Option<CheckError>, CheckError> {
    for statement in statements(root) {
        if let EffectForm::WrongCase(node) = grammar::effect(statement) {
            let fault = Fault::new(node.span, grammar::effect_help(node));
            return Err(fault.says(MALFORMED, LEGACY));
        }
        refuse(grammar::wrong_date(statement), LEGACY)?;
    }
    let mut noted = None;
    for element in ["Resource", "NotResource"] {
        for statement in statements(root) {
            let mut resources = strings(statement, element);
            resources.sort_by(|a, b| b.0.cmp(a.0));
            if noted.is_none() {
                noted = resources
                    .iter()
                    .find_map(|resource| format_error(*resource));
            }
            if noted.is_none() {
                let fault = resources.iter().find_map(|(text, span)| {
                    Some(Fault::new(*span, resource_arn::legacy_fault(text)?))
                });
                refuse(fault, LEGACY)?;
            }
        }
    }
    Ok(noted)
}

fn format_error((resource, span): (&str, Span)) -> Option<CheckError> {
    let fault = resource_arn::format_fault(resource)?;
    Some(Fault::new(span, fault.help).says(MALFORMED, fault.message))
}

fn statement_ids(root: &Node) -> Result<(), CheckError> {
    for statement in statements(root) {
        for (sid, span) in strings(statement, "Sid") {
            if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                let fault = Fault::new(span, "use letters and digits only");
                return Err(fault.says(
                    MALFORMED,
                    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular \
                     expression [0-9A-Za-z]*",
                ));
            }
        }
    }
    refuse(
        grammar::repeated_sid(root),
        "Statement IDs (SID) in a single policy must be unique.",
    )
}

fn action_prefixes(root: &Node) -> Result<(), CheckError> {
    for element in ["Action", "NotAction"] {
        for statement in statements(root) {
            for (text, span) in strings(statement, element) {
                if let Some(fault) = action::fault(text) {
                    return Err(Fault::new(span, fault.help).says(MALFORMED, fault.message));
                }
            }
        }
    }
    Ok(())
}

fn no_principal(root: &Node) -> Result<(), CheckError> {
    for statement in statements(root) {
        for element in ["Principal", "NotPrincipal"] {
            let fault = statement.member(element).map(|member| {
                let help = "remove it: the policy applies to whom it is attached to";
                Fault::new(member.key_span, help)
            });
            refuse(fault, "Policy document should not specify a principal.")?;
        }
    }
    Ok(())
}
