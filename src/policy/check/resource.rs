//! Policies of resources other than roles, in the words of S3 (`PutBucketPolicy`).
//!
//! S3 publishes no order; this is the order of a statement's elements. Whether a resource belongs to the bucket, and
//! whether principals exist, is for the caller to see.
//! Source: Amazon S3 User Guide, "Policies and permissions in Amazon S3"; the texts are those S3 answers with.

use super::grammar::{self, EffectForm, absent, statements, strings};
use super::principal::{invalid_principal, named_principals};
use super::{CheckError, Fault, PolicyKind, action, resource_arn};
use crate::policy::document::{Document, PrincipalKind};
use crate::policy::json::{Node, Span};
use crate::policy::parse::{DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS};
use crate::policy::suggest::did_you_mean;

/// S3's code.
pub(super) const CODE: &str = "MalformedPolicy";
/// Whatever has no text of its own.
pub(super) const SYNTAX: &str = "Invalid policy syntax.";
pub(super) const INVALID_PRINCIPAL: &str = "Invalid principal in policy";

/// What the text alone decides, but for the names of principals.
pub(super) fn check(root: &Node) -> Result<(), CheckError> {
    let syntax = |fault: Fault| fault.says(CODE, SYNTAX);
    grammar::object(root, "a policy").map_err(syntax)?;
    known_fields(root, &DOCUMENT_ELEMENTS)?;
    grammar::version(root)
        .map_err(|fault| fault.says(CODE, "The policy must contain a valid version string"))?;
    if let Some(span) = grammar::no_statement(root) {
        let message = "Could not parse the policy: Statement is empty!";
        return refuse(span, "at least one statement is needed", message);
    }
    grammar::document(root).map_err(syntax)?;
    for node in statements(root) {
        grammar::object(node, "a statement").map_err(syntax)?;
        known_fields(node, &STATEMENT_ELEMENTS)?;
        effect(node)?;
        principal(node)?;
        grammar::statement(node).map_err(syntax)?;
        actions(node)?;
        resources(node)?;
    }
    grammar::repeated_sid(root).map_or(Ok(()), |fault| {
        Err(fault.says(CODE, "The Statement Ids in the policy are not unique"))
    })
}

/// The names of principals, as far as the text decides. CloudFront's identities are users of no account.
pub(super) fn check_principals(document: &Document) -> Result<(), CheckError> {
    let cloudfront = "arn:aws:iam::cloudfront:user/";
    for (entry, must_exist) in named_principals(document) {
        let of_cloudfront =
            entry.kind == PrincipalKind::Aws && entry.name.value.starts_with(cloudfront);
        if must_exist.is_none() && !of_cloudfront {
            return Err(invalid_principal(PolicyKind::Resource, entry));
        }
    }
    Ok(())
}

fn refuse(
    span: Span,
    help: impl Into<String>,
    message: impl Into<String>,
) -> Result<(), CheckError> {
    Err(Fault::new(span, help).says(CODE, message))
}

fn known_fields(node: &Node, known: &[&str]) -> Result<(), CheckError> {
    match grammar::unknown_member(node, known) {
        None => Ok(()),
        Some(member) => refuse(
            member.key_span,
            did_you_mean(&member.key, known),
            format!("Unknown field {}", member.key),
        ),
    }
}

fn effect(statement: &Node) -> Result<(), CheckError> {
    match grammar::effect(statement) {
        EffectForm::Exact => Ok(()),
        EffectForm::Missing => refuse(
            statement.span.opening(),
            "add `\"Effect\": \"Allow\"` or `\"Deny\"`",
            "Missing required field Effect",
        ),
        EffectForm::WrongCase(node) | EffectForm::Unknown(node) => {
            let message = match node.as_str() {
                Some(text) => format!("Invalid effect: {text}"),
                None => SYNTAX.to_owned(),
            };
            refuse(node.span, grammar::effect_help(node), message)
        }
    }
}

fn principal(statement: &Node) -> Result<(), CheckError> {
    let element = statement
        .member("Principal")
        .or_else(|| statement.member("NotPrincipal"));
    let Some(member) = element else {
        return refuse(
            statement.span.opening(),
            "say who is allowed or denied, such as `\"Principal\": {\"AWS\": \"111122223333\"}`",
            "Missing required field Principal",
        );
    };
    match member.value.as_str() {
        None | Some("*") => Ok(()),
        Some(name) => refuse(
            member.value.span,
            format!("say what it is: `{{\"AWS\": \"{name}\"}}`"),
            INVALID_PRINCIPAL,
        ),
    }
}

fn actions(statement: &Node) -> Result<(), CheckError> {
    if let Some(span) = absent(statement, "Action", "NotAction") {
        let help = "say what is allowed or denied, such as `\"Action\": \"s3:GetObject\"`";
        return refuse(span, help, "Missing required field Action");
    }
    for element in ["Action", "NotAction"] {
        for (text, span) in strings(statement, element) {
            if let Some(fault) = action::fault(text) {
                return refuse(span, fault.help, "Policy has invalid action");
            }
        }
    }
    Ok(())
}

fn resources(statement: &Node) -> Result<(), CheckError> {
    if let Some(span) = absent(statement, "Resource", "NotResource") {
        let help = "say on what: the ARN of the resource, or `*`";
        return refuse(span, help, "Missing required field Resource");
    }
    for element in ["Resource", "NotResource"] {
        for (text, span) in strings(statement, element) {
            let help = resource_arn::format_fault(text)
                .map(|fault| fault.help)
                .or_else(|| resource_arn::legacy_fault(text));
            if let Some(help) = help {
                return refuse(span, help, "Policy has invalid resource");
            }
        }
    }
    Ok(())
}
