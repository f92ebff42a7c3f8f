//! The elements of a statement that hold lists: principals, actions, resources, conditions.

use super::reader::{Reader, string, wrong_type};
use super::{PRINCIPAL_KEYS, ParseError};
use crate::policy::document::{
    Condition, PatternElement, PrincipalElement, PrincipalEntry, PrincipalKind, Text,
};
use crate::policy::json::{Kind, Node};
use crate::policy::operators;
use crate::policy::suggest::did_you_mean;

/// The value of `Action`, `NotAction`, `Resource` or `NotResource`. AWS stores lists with `null` in them: it is skipped.
pub(super) fn patterns(
    reader: &mut Reader,
    node: &Node,
    negated: bool,
) -> Result<PatternElement, ParseError> {
    let mut patterns = Vec::with_capacity(node.elements().len());
    for element in node.elements() {
        if element.kind == Kind::Null && node.as_array().is_some() {
            reader.warn(element.span, "`null` in a list is skipped".to_owned());
            continue;
        }
        let what = if node.as_array().is_some() {
            "an element of the list"
        } else {
            "the value"
        };
        patterns.push(string(element, what)?);
    }
    Ok(PatternElement {
        negated,
        patterns,
        span: node.span,
    })
}

/// The value of `Principal` or `NotPrincipal`.
pub(super) fn principals(
    reader: &mut Reader,
    node: &Node,
    negated: bool,
) -> Result<PrincipalElement, ParseError> {
    let entries = match &node.kind {
        Kind::String(_) => vec![bare_principal(node)?],
        _ => keyed_principals(reader, node)?,
    };
    if entries.is_empty() {
        reader.warn(node.span, "the principal names nobody".to_owned());
    }
    Ok(PrincipalElement {
        negated,
        entries,
        span: node.span,
    })
}

fn bare_principal(node: &Node) -> Result<PrincipalEntry, ParseError> {
    let name = string(node, "the principal")?;
    if name.value != "*" {
        return Err(ParseError {
            message: "a principal without its kind can only be `*`".to_owned(),
            span: node.span,
            help: Some("say what it is, such as `{\"AWS\": \"…\"}`".to_owned()),
        });
    }
    Ok(PrincipalEntry {
        kind: PrincipalKind::Everybody,
        name,
    })
}

fn keyed_principals(reader: &mut Reader, node: &Node) -> Result<Vec<PrincipalEntry>, ParseError> {
    let mut entries = Vec::new();
    for member in reader.members(node, "the principal")? {
        let Some(kind) = principal_kind(&member.key) else {
            return Err(ParseError {
                message: format!("unknown kind of principal `{}`", member.key),
                span: member.key_span,
                help: Some(did_you_mean(&member.key, &PRINCIPAL_KEYS)),
            });
        };
        for element in member.value.elements() {
            let name = string(element, "a principal")?;
            entries.push(PrincipalEntry { kind, name });
        }
    }
    Ok(entries)
}

fn principal_kind(key: &str) -> Option<PrincipalKind> {
    match key {
        "AWS" => Some(PrincipalKind::Aws),
        "Service" => Some(PrincipalKind::Service),
        "Federated" => Some(PrincipalKind::Federated),
        "CanonicalUser" => Some(PrincipalKind::CanonicalUser),
        _ => None,
    }
}

/// The value of `Condition`, flattened. A block without keys demands nothing (rule D22).
pub(super) fn conditions(reader: &mut Reader, node: &Node) -> Result<Vec<Condition>, ParseError> {
    let mut conditions: Vec<Condition> = Vec::new();
    for block in reader.members(node, "`Condition`")? {
        let operator = Text {
            value: block.key.clone(),
            span: block.key_span,
        };
        let keys = reader.members(&block.value, "the block of a condition operator")?;
        if !keys.is_empty() && !operators::is_known(&block.key) {
            let message = format!(
                "unknown condition operator `{}`: the statement never applies",
                block.key
            );
            reader.warn(block.key_span, message);
        }
        let mut seen = std::collections::BTreeSet::new();
        for member in keys {
            if !seen.insert(member.key.to_ascii_lowercase()) {
                let message = format!(
                    "`{}` is given twice, in different case: both must hold",
                    member.key
                );
                reader.warn(member.key_span, message);
            }
            conditions.push(Condition {
                operator: operator.clone(),
                key: Text {
                    value: member.key.clone(),
                    span: member.key_span,
                },
                values: condition_values(&member.value)?,
                span: member.value.span,
            });
        }
    }
    // Most statements have one condition, and a vector that grew has room for four.
    conditions.shrink_to_fit();
    Ok(conditions)
}

/// Strings, and booleans and numbers as their text (rule A19).
fn condition_values(node: &Node) -> Result<Vec<Text>, ParseError> {
    let text = |element: &Node| {
        let value = match &element.kind {
            Kind::String(text) | Kind::Number(text) => text.clone(),
            Kind::Bool(value) => value.to_string(),
            Kind::Null | Kind::Array(_) | Kind::Object(_) => {
                let expected = "a string, a number or a boolean";
                return Err(wrong_type(element, "a condition value", expected));
            }
        };
        Ok(Text {
            value,
            span: element.span,
        })
    };
    node.elements().iter().map(text).collect()
}
