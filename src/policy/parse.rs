//! From JSON to a [`Document`], leniently: what AWS would not store but can be evaluated is read.
//!
//! Read with a warning: unknown elements, unknown operators, the same key twice (the last one counts, rule A20), a
//! version that does not exist. Read silently: no `Version`, any `Sid`, a principal anywhere, a single statement
//! without its list. Refused: what leaves the meaning open. Which documents AWS stores is [`check`](super::check)'s.
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language".

mod elements;
mod reader;

use std::fmt;
use std::sync::Arc;

use super::document::{Document, Effect, Statement, Version};
use super::json::{self, Kind, Member, Node, Span};
use super::suggest::did_you_mean;
use elements::{conditions, patterns, principals};
use reader::{Reader, string};

/// The elements of a document, in the order people write them.
pub(crate) const DOCUMENT_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

/// The elements of a statement, in the order people write them.
pub(crate) const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// The keys of a `Principal` object.
pub(super) const PRINCIPAL_KEYS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

/// Why a text cannot be evaluated as a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to do about it, where that is known.
    pub help: Option<String>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// Something that was read, but is probably not what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where.
    pub span: Span,
    /// What is odd about it.
    pub message: String,
}

impl Document {
    /// Reads a policy as the evaluation reads it: leniently.
    ///
    /// # Errors
    /// [`ParseError`] for a text that is no JSON, has no statement, has values of the wrong JSON type, a statement
    /// without a valid `Effect`, an element together with its `Not…` form, or an element that is a misspelled known one.
    pub fn parse(text: &str) -> Result<(Self, Vec<Warning>), ParseError> {
        let root = json::parse(text).map_err(|error| ParseError {
            message: error.message,
            span: error.span,
            help: error.help.map(str::to_owned),
        })?;
        from_node(text, &root)
    }
}

/// Reads a text whose JSON has been parsed already.
pub(super) fn from_node(text: &str, root: &Node) -> Result<(Document, Vec<Warning>), ParseError> {
    let mut reader = Reader::default();
    let members = reader.members(root, "a policy")?;
    reader.known_elements(&members, &DOCUMENT_ELEMENTS)?;
    let mut document = Document {
        source: Arc::from(text),
        version: Version::V2008,
        id: None,
        statements: Vec::new(),
    };
    if let Some(member) = element(&members, "Version") {
        document.version = version(&mut reader, &member.value)?;
    }
    if let Some(member) = element(&members, "Id") {
        document.id = Some(string(&member.value, "`Id`")?.value);
    }
    let Some(member) = element(&members, "Statement") else {
        return Err(missing(
            "the policy has no `Statement`",
            root.span.opening(),
        ));
    };
    document
        .statements
        .reserve_exact(member.value.elements().len());
    for node in member.value.elements() {
        document.statements.push(statement(&mut reader, node)?);
    }
    if document.statements.is_empty() {
        return Err(missing("the policy has no statement", member.value.span));
    }
    Ok((document, reader.warnings))
}

fn element<'a>(members: &[&'a Member], name: &str) -> Option<&'a Member> {
    members.iter().copied().find(|member| member.key == name)
}

/// Exactly one of an element and its `Not…` form, if any.
fn either<'a>(
    members: &[&'a Member],
    name: &str,
    not_name: &str,
) -> Result<Option<(bool, &'a Node)>, ParseError> {
    match (element(members, name), element(members, not_name)) {
        (Some(_), Some(second)) => Err(ParseError {
            message: format!("the statement has both `{name}` and `{not_name}`"),
            span: second.key_span,
            help: Some("keep one of them".to_owned()),
        }),
        (Some(member), None) => Ok(Some((false, &member.value))),
        (None, Some(member)) => Ok(Some((true, &member.value))),
        (None, None) => Ok(None),
    }
}

fn missing(message: &str, span: Span) -> ParseError {
    ParseError {
        message: message.to_owned(),
        span,
        help: None,
    }
}

fn version(reader: &mut Reader, node: &Node) -> Result<Version, ParseError> {
    let text = string(node, "`Version`")?;
    match text.value.as_str() {
        "2012-10-17" => Ok(Version::V2012),
        "2008-10-17" => Ok(Version::V2008),
        other => {
            reader.warn(
                node.span,
                format!("unknown version `{other}`: it is read as 2008-10-17, without variables"),
            );
            Ok(Version::V2008)
        }
    }
}

fn statement(reader: &mut Reader, node: &Node) -> Result<Statement, ParseError> {
    let members = reader.members(node, "a statement")?;
    reader.known_elements(&members, &STATEMENT_ELEMENTS)?;
    let Some(effect_member) = element(&members, "Effect") else {
        return Err(missing(
            "the statement has no `Effect`",
            node.span.opening(),
        ));
    };
    let effect = effect(&effect_member.value)?;
    let sid = match element(&members, "Sid") {
        Some(member) => Some(string(&member.value, "`Sid`")?.value),
        None => None,
    };
    let principal = match either(&members, "Principal", "NotPrincipal")? {
        Some((negated, value)) => Some(principals(reader, value, negated)?),
        None => None,
    };
    let action = match either(&members, "Action", "NotAction")? {
        Some((negated, value)) => Some(patterns(reader, value, negated)?),
        None => {
            let message = "the statement has neither `Action` nor `NotAction`: it never applies";
            reader.warn(node.span.opening(), message.to_owned());
            None
        }
    };
    let resource = match either(&members, "Resource", "NotResource")? {
        Some((negated, value)) => Some(patterns(reader, value, negated)?),
        None => None,
    };
    let conditions = match element(&members, "Condition") {
        Some(member) => conditions(reader, &member.value)?,
        None => Vec::new(),
    };
    Ok(Statement {
        span: node.span,
        sid,
        effect,
        principal,
        action,
        resource,
        conditions,
    })
}

fn effect(node: &Node) -> Result<Effect, ParseError> {
    let message = match &node.kind {
        Kind::String(text) if text == "Allow" => return Ok(Effect::Allow),
        Kind::String(text) if text == "Deny" => return Ok(Effect::Deny),
        Kind::String(text) => format!("unknown effect `{text}`"),
        _ => format!("`Effect` is {}, not a string", node.noun()),
    };
    Err(ParseError {
        message,
        span: node.span,
        help: Some(did_you_mean(
            node.as_str().unwrap_or_default(),
            &["Allow", "Deny"],
        )),
    })
}

#[cfg(test)]
mod tests;
