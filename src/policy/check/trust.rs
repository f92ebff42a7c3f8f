//! Role trust policies: the checks and texts of `CreateRole` and `UpdateAssumeRolePolicy`.
//!
//! The version and the list of statements come first, then each statement from its effect to its resources, then
//! statement ids, shared OIDC providers and principals (U38). Actions of STS other than the assume-role ones are stored.
//! Source: IAM User Guide, "Update a role trust policy", "IAM JSON policy elements: Principal".

use super::grammar::{self, EffectForm, absent, statements, strings};
use super::principal::{invalid_principal, named_principals};
use super::{CheckError, Fault, MALFORMED, PolicyKind, Settings, shared_provider};
use crate::policy::document::{Document, PrincipalKind};
use crate::policy::json::{Kind, Node, Span};
use crate::policy::parse::DOCUMENT_ELEMENTS;

/// Whatever has no text of its own.
pub(super) const SYNTAX: &str = "Syntax error in policy.";

/// What the text alone decides, but for the names of principals.
pub(super) fn check(root: &Node) -> Result<(), CheckError> {
    let syntax = |fault: Fault| fault.says(MALFORMED, SYNTAX);
    grammar::object(root, "a policy").map_err(syntax)?;
    grammar::version(root)
        .map_err(|fault| fault.says(MALFORMED, "The policy must contain a valid version string"))?;
    if let Some(span) = grammar::no_statement(root) {
        return refuse(
            span,
            "at least one statement is needed",
            "Could not parse the policy: Statement is empty!",
        );
    }
    grammar::known_members(root, &DOCUMENT_ELEMENTS, "element").map_err(syntax)?;
    for node in statements(root) {
        grammar::object(node, "a statement").map_err(syntax)?;
        effect(node)?;
        not_principal(node)?;
        principal(node)?;
        grammar::statement(node).map_err(syntax)?;
        grammar::wrong_date(node).map_or(Ok(()), |fault| Err(syntax(fault)))?;
        action(node)?;
        no_resource(node)?;
    }
    grammar::document(root).map_err(syntax)?;
    grammar::repeated_sid(root).map_or(Ok(()), |fault| {
        Err(fault.says(MALFORMED, "The Statement Ids in the policy are not unique"))
    })
}

/// Shared providers, then the names of principals, as far as the text decides.
pub(super) fn check_principals(document: &Document, settings: &Settings) -> Result<(), CheckError> {
    if settings.shared_provider_controls {
        shared_provider::check(document)?;
    }
    for (entry, must_exist) in named_principals(document) {
        if must_exist.is_none() || entry.kind == PrincipalKind::CanonicalUser {
            return Err(invalid_principal(PolicyKind::Trust, entry));
        }
    }
    Ok(())
}

fn refuse(
    span: Span,
    help: impl Into<String>,
    message: impl Into<String>,
) -> Result<(), CheckError> {
    Err(Fault::new(span, help).says(MALFORMED, message))
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

fn not_principal(statement: &Node) -> Result<(), CheckError> {
    let Some(member) = statement.member("NotPrincipal") else {
        return Ok(());
    };
    let allows = strings(statement, "Effect")
        .iter()
        .any(|(effect, _)| *effect == "Allow");
    let message = if allows {
        "Allow with NotPrincipal is not allowed."
    } else {
        "AssumeRole policy must not contain NotPrincipal field."
    };
    refuse(
        member.key_span,
        "name who is meant with `Principal`",
        message,
    )
}

fn principal(statement: &Node) -> Result<(), CheckError> {
    let Some(member) = statement.member("Principal") else {
        return refuse(
            statement.span.opening(),
            "say who may assume the role, such as `\"Principal\": {\"AWS\": \"111122223333\"}`",
            "Missing required field Principal",
        );
    };
    let value = &member.value;
    if names_nobody(value) {
        return refuse(
            value.span,
            "say who may assume the role",
            "Missing required field Principal cannot be empty!",
        );
    }
    match value.as_str() {
        Some(name) => refuse(
            value.span,
            format!("say what it is: `{{\"AWS\": \"{name}\"}}`"),
            format!("AssumeRolepolicy contained an invalid principal: \"STAR\":\"{name}\"."),
        ),
        None => Ok(()),
    }
}

/// `{}`, or nothing but empty lists in it.
fn names_nobody(principal: &Node) -> bool {
    match &principal.kind {
        Kind::Object(members) => members
            .iter()
            .all(|member| member.value.elements().is_empty()),
        _ => false,
    }
}

fn action(statement: &Node) -> Result<(), CheckError> {
    // `NotAction` does not make up for it: it would name actions of other services.
    if let Some(span) = absent(statement, "Action", "Action") {
        return refuse(
            span,
            "say how the role is assumed, such as `\"Action\": \"sts:AssumeRole\"`",
            "Missing required field Action",
        );
    }
    for (text, span) in strings(statement, "Action") {
        let is_sts = text
            .split_once(':')
            .is_some_and(|(service, _)| service.eq_ignore_ascii_case("sts"));
        if !is_sts {
            return refuse(
                span,
                "name actions of STS, such as `sts:AssumeRole`",
                "AssumeRole policy may only specify STS AssumeRole actions.",
            );
        }
    }
    Ok(())
}

fn no_resource(statement: &Node) -> Result<(), CheckError> {
    let help = "remove it: the resource is the role";
    if let Some(member) = statement.member("Resource") {
        return refuse(member.key_span, help, "Has prohibited field Resource");
    }
    match statement.member("NotResource") {
        Some(member) => refuse(
            member.key_span,
            help,
            "AssumeRole policy must not contain resources.",
        ),
        None => Ok(()),
    }
}
