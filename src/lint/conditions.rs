//! Conditions that never hold, hold by accident, or are about keys that do not exist (rule D23).

use crate::policy::document::{Condition, Effect, Statement};
use crate::policy::operators;
use crate::policy::suggest::nearest;
use crate::reference::global_keys::GLOBAL_KEYS;
use crate::reference::services;

use super::{Finding, Severity};

fn is_global(key: &str) -> bool {
    GLOBAL_KEYS
        .iter()
        .any(|known| match known.strip_suffix('/') {
            Some(stem) => key
                .split_once('/')
                .is_some_and(|(own, tag)| own.eq_ignore_ascii_case(stem) && !tag.is_empty()),
            None => key.eq_ignore_ascii_case(known),
        })
}

pub(super) fn look(statement: &Statement, found: &mut Vec<Finding>) {
    for condition in &statement.conditions {
        found.extend(unknown_key(condition));
        found.extend(sets(statement, condition));
        found.extend(wildcard(condition));
        found.extend(null_if_exists(condition));
    }
}

/// A finding about the operator.
fn about(
    condition: &Condition,
    severity: Severity,
    code: &'static str,
    message: String,
) -> Finding {
    Finding::new(severity, code, condition.operator.span, message)
}

/// Whether a key may have several values, where it is known.
fn is_list(key: &str) -> Option<bool> {
    services::is_multivalued(key).or_else(|| is_global(key).then_some(false))
}

/// `ForAllValues` and `ForAnyValue` where they do not belong, and their absence where they do.
fn sets(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let (key, operator) = (&condition.key.value, &condition.operator.value);
    match (is_list(key)?, set_prefix(operator)) {
        (false, Some("ForAllValues")) => {
            let severity = match statement.effect {
                Effect::Allow => Severity::SecurityWarning,
                Effect::Deny => Severity::Warning,
            };
            let message = format!(
                "`{key}` has one value, and `ForAllValues` holds as well when it is absent"
            );
            let code = "FORALLVALUES_WITH_SINGLE_VALUED_KEY";
            Some(about(condition, severity, code, message).with_help("leave `ForAllValues:` out"))
        }
        (true, None) if operators::base(operator) != "Null" => {
            let message = format!("`{key}` may have several values, and `{operator}` compares one");
            let help = "put `ForAnyValue:` or `ForAllValues:` before the operator";
            Some(about(condition, Severity::Warning, "MISSING_QUALIFIER", message).with_help(help))
        }
        (true, Some("ForAllValues")) if is_unguarded(statement, condition) => {
            let message = format!(
                "`ForAllValues` with `{key}` holds as well when the key is absent, and then allows"
            );
            let help = format!("add `\"Null\": {{ \"{key}\": \"false\" }}`");
            let code = "FORALLVALUES_WITHOUT_NULL_CHECK";
            Some(about(condition, Severity::SecurityWarning, code, message).with_help(help))
        }
        _ => None,
    }
}

fn set_prefix(operator: &str) -> Option<&'static str> {
    let prefix = operator.split_once(':')?.0;
    ["ForAllValues", "ForAnyValue"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(prefix))
}

/// Nothing else asks whether the key is there.
fn is_unguarded(statement: &Statement, condition: &Condition) -> bool {
    let guards = |other: &Condition| {
        other.key.value.eq_ignore_ascii_case(&condition.key.value)
            && set_prefix(&other.operator.value) != Some("ForAllValues")
    };
    statement.effect == Effect::Allow && !statement.conditions.iter().any(guards)
}

/// `StringEquals` takes `*` for an asterisk.
fn wildcard(condition: &Condition) -> Option<Finding> {
    let operator = &condition.operator.value;
    let (equals, like) = match operators::base(operator) {
        "StringEquals" => ("StringEquals", "StringLike"),
        "StringNotEquals" => ("StringNotEquals", "StringNotLike"),
        _ => return None,
    };
    let is_wild = |text: &str| {
        text.replace("${*}", "")
            .replace("${?}", "")
            .contains(['*', '?'])
    };
    let text = condition.values.iter().find(|text| is_wild(&text.value))?;
    let message = format!("`{equals}` compares `{}` letter by letter", text.value);
    let finding = Finding::new(
        Severity::Warning,
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
        text.span,
        message,
    );
    Some(finding.with_help(format!("wildcards need `{like}`")))
}

/// `Null` asks whether the key is there: `IfExists` makes that question void.
fn null_if_exists(condition: &Condition) -> Option<Finding> {
    let operator = &condition.operator.value;
    let is_void = operator.to_ascii_lowercase().ends_with("nullifexists");
    let message = "`Null` already asks whether the key is there".to_owned();
    is_void.then(|| {
        about(condition, Severity::Warning, "NULL_WITH_IF_EXISTS", message)
            .with_help("leave `IfExists` out")
    })
}

fn unknown_key(condition: &Condition) -> Option<Finding> {
    let key = condition.key.value.as_str();
    let prefix = key.split(':').next().unwrap_or_default();
    let is_of_all = prefix.eq_ignore_ascii_case("aws");
    // Keys of identity providers are named after them, and only those of AWS can be misspelt.
    let is_of_aws = is_of_all || services::find(&prefix.to_ascii_lowercase()).is_some();
    let is_known = is_global(key) || services::condition_key(key).is_some();
    if is_known || !is_of_aws || key.contains("${") {
        return None;
    }
    let code = match is_of_all {
        true => "INVALID_GLOBAL_CONDITION_KEY",
        false => "INVALID_SERVICE_CONDITION_KEY",
    };
    let message = format!("there is no condition key `{key}`");
    let finding = Finding::new(Severity::Warning, code, condition.key.span, message);
    Some(match nearest(key, GLOBAL_KEYS.iter().copied()) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding,
    })
}
