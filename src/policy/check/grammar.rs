//! The grammar that all kinds of policies share. Each kind puts the faults found here into its own words.
//!
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language".

use std::collections::BTreeSet;

use super::Fault;
use crate::policy::date::parse_date;
use crate::policy::json::{Kind, Member, Node, Span};
use crate::policy::operators;
use crate::policy::parse::{DOCUMENT_ELEMENTS, PRINCIPAL_KEYS, STATEMENT_ELEMENTS};
use crate::policy::suggest::did_you_mean;

/// How the `Effect` of a statement is written.
pub(super) enum EffectForm<'a> {
    Exact,
    /// `allow`, `DENY`, …: some validators have words of their own for it.
    WrongCase(&'a Node),
    Unknown(&'a Node),
    Missing,
}

/// The statements of a policy: those of the list, or the one that stands alone.
pub(super) fn statements(root: &Node) -> &[Node] {
    root.member("Statement")
        .map_or(&[], |member| member.value.elements())
}

/// The strings of an element, a single one or a list of them, with their places.
pub(super) fn strings<'a>(statement: &'a Node, element: &str) -> Vec<(&'a str, Span)> {
    let Some(member) = statement.member(element) else {
        return Vec::new();
    };
    let strings = member.value.elements().iter();
    strings
        .filter_map(|node| Some((node.as_str()?, node.span)))
        .collect()
}

/// Neither form of an element, or an empty list: its place, if that is so.
pub(super) fn absent(statement: &Node, name: &str, not_name: &str) -> Option<Span> {
    match statement
        .member(name)
        .or_else(|| statement.member(not_name))
    {
        None => Some(statement.span.opening()),
        Some(member) if member.value.as_array().is_some_and(<[Node]>::is_empty) => {
            Some(member.value.span)
        }
        Some(_) => None,
    }
}

/// The outer level: an object of known elements, a string `Id`, at least one statement.
pub(super) fn document(root: &Node) -> Result<(), Fault> {
    object(root, "a policy")?;
    no_duplicates(root)?;
    known_members(root, &DOCUMENT_ELEMENTS, "element")?;
    if let Some(member) = root.member("Id")
        && member.value.as_str().is_none()
    {
        return Err(wrong_type(&member.value, "`Id`", "a string"));
    }
    if let Some(span) = no_statement(root) {
        return Err(Fault::new(span, "at least one statement is needed"));
    }
    Ok(())
}

/// Where a statement should be, if there is none.
pub(super) fn no_statement(root: &Node) -> Option<Span> {
    match root.member("Statement") {
        None => Some(root.span.opening()),
        Some(member) if member.value.elements().is_empty() => Some(member.value.span),
        Some(_) => None,
    }
}

/// One of the two versions, if `Version` is there at all.
pub(super) fn version(root: &Node) -> Result<(), Fault> {
    match root.member("Version") {
        Some(member) if !matches!(member.value.as_str(), Some("2012-10-17" | "2008-10-17")) => {
            Err(Fault::new(
                member.value.span,
                "there are two versions: `2012-10-17` and `2008-10-17`",
            ))
        }
        _ => Ok(()),
    }
}

/// Every element of a statement but its effect: known, of the right type, not both forms of one.
pub(super) fn statement(node: &Node) -> Result<(), Fault> {
    object(node, "a statement")?;
    no_duplicates(node)?;
    known_members(node, &STATEMENT_ELEMENTS, "element")?;
    if let Some(member) = node.member("Sid")
        && member.value.as_str().is_none()
    {
        return Err(wrong_type(&member.value, "`Sid`", "a string"));
    }
    for name in ["Principal", "Action", "Resource"] {
        one_form(node, name, &format!("Not{name}"))?;
    }
    for name in ["Action", "NotAction", "Resource", "NotResource"] {
        string_or_list(node, name)?;
    }
    for name in ["Principal", "NotPrincipal"] {
        if let Some(member) = node.member(name) {
            principal(&member.value)?;
        }
    }
    node.member("Condition")
        .map_or(Ok(()), |member| condition(&member.value))
}

/// Not an element together with its `Not…` form (rule A25).
fn one_form(statement: &Node, name: &str, not_name: &str) -> Result<(), Fault> {
    match (statement.member(name), statement.member(not_name)) {
        (Some(_), Some(second)) => {
            let help = format!("keep one of `{name}` and `{not_name}`");
            Err(Fault::new(second.key_span, help))
        }
        _ => Ok(()),
    }
}

/// A string or a list of strings; AWS also stores `null` in a list of resources.
fn string_or_list(statement: &Node, name: &str) -> Result<(), Fault> {
    let Some(member) = statement.member(name) else {
        return Ok(());
    };
    let null_allowed = name.ends_with("Resource") && member.value.as_array().is_some();
    for element in member.value.elements() {
        if element.as_str().is_none() && !(null_allowed && element.kind == Kind::Null) {
            return Err(wrong_type(element, &format!("`{name}`"), "a string"));
        }
    }
    Ok(())
}

pub(super) fn effect(statement: &Node) -> EffectForm<'_> {
    let Some(member) = statement.member("Effect") else {
        return EffectForm::Missing;
    };
    let text = member.value.as_str().unwrap_or_default();
    match text {
        "Allow" | "Deny" => EffectForm::Exact,
        _ if text.eq_ignore_ascii_case("Allow") || text.eq_ignore_ascii_case("Deny") => {
            EffectForm::WrongCase(&member.value)
        }
        _ => EffectForm::Unknown(&member.value),
    }
}

/// The two effects, as advice.
pub(super) fn effect_help(written: &Node) -> String {
    did_you_mean(written.as_str().unwrap_or_default(), &["Allow", "Deny"])
}

/// The second of two statements with one non-empty `Sid`.
pub(super) fn repeated_sid(root: &Node) -> Option<Fault> {
    let mut seen = BTreeSet::new();
    for statement in statements(root) {
        for (sid, span) in strings(statement, "Sid") {
            if !sid.is_empty() && !seen.insert(sid) {
                let help = format!("`{sid}` names an earlier statement already");
                return Some(Fault::new(span, help));
            }
        }
    }
    None
}

/// A bare string, or an object of lists under known keys. Which names are right is not looked at.
fn principal(node: &Node) -> Result<(), Fault> {
    if node.as_str().is_some() {
        return Ok(());
    }
    object(node, "a principal")?;
    known_members(node, &PRINCIPAL_KEYS, "kind of principal")?;
    for member in node.as_object().unwrap_or_default() {
        for element in member.value.elements() {
            if element.as_str().is_none() {
                return Err(wrong_type(element, "a principal", "a string"));
            }
        }
    }
    Ok(())
}

/// Operators → keys → values. An operator without keys may be any word, as at AWS.
fn condition(node: &Node) -> Result<(), Fault> {
    for block in object(node, "`Condition`")? {
        let keys = object(&block.value, "the block of a condition operator")?;
        if !keys.is_empty() && !operators::is_exact(&block.key) {
            let meant = operators::suggestion(&block.key)
                .map_or_else(String::new, |meant| format!(": did you mean `{meant}`?"));
            let help = format!("unknown condition operator{meant}");
            return Err(Fault::new(block.key_span, help));
        }
        let values = keys.iter().flat_map(|member| member.value.elements());
        for value in values {
            if matches!(value.kind, Kind::Null | Kind::Array(_) | Kind::Object(_)) {
                let expected = "a string, a number or a boolean";
                return Err(wrong_type(value, "a condition value", expected));
            }
        }
    }
    Ok(())
}

/// The first value of a date operator that is no date.
pub(super) fn wrong_date(statement: &Node) -> Option<Fault> {
    let operators = statement.member("Condition")?.value.as_object()?;
    operators
        .iter()
        .filter(|block| operators::base(&block.key).starts_with("Date"))
        .flat_map(|block| block.value.as_object().unwrap_or_default())
        .flat_map(|member| member.value.elements())
        .find(|value| match &value.kind {
            Kind::String(text) | Kind::Number(text) => parse_date(text).is_none(),
            _ => true,
        })
        .map(|value| {
            let help = "write a date such as `2026-01-31T12:00:00Z`, or seconds since 1970";
            Fault::new(value.span, help)
        })
}

pub(super) fn object<'a>(node: &'a Node, what: &str) -> Result<&'a [Member], Fault> {
    node.as_object()
        .ok_or_else(|| wrong_type(node, what, "an object"))
}

/// The first member that is none of the known ones.
pub(super) fn unknown_member<'a>(node: &'a Node, known: &[&str]) -> Option<&'a Member> {
    let mut members = node.as_object()?.iter();
    members.find(|member| !known.contains(&member.key.as_str()))
}

pub(super) fn known_members(node: &Node, known: &[&str], noun: &str) -> Result<(), Fault> {
    match unknown_member(node, known) {
        None => Ok(()),
        Some(member) => {
            let help = format!("unknown {noun}: {}", did_you_mean(&member.key, known));
            Err(Fault::new(member.key_span, help))
        }
    }
}

/// No object holds a key twice, at any depth (rule A20).
pub(super) fn no_duplicates(node: &Node) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for member in node.as_object().unwrap_or_default() {
        if !seen.insert(&member.key) {
            let help = format!("`{}` is given twice: keep one of them", member.key);
            return Err(Fault::new(member.key_span, help));
        }
        no_duplicates(&member.value)?;
    }
    for element in node.as_array().unwrap_or_default() {
        no_duplicates(element)?;
    }
    Ok(())
}

fn wrong_type(node: &Node, what: &str, expected: &str) -> Fault {
    let help = format!("{what} is {}, not {expected}", node.noun());
    Fault::new(node.span, help)
}
