//! `ContextProvider`: which claims or attributes of an identity provider make up a trusted identity.
//!
//! Source: IAM API Reference, `ContextProviderType`. There is no IAM Identity Center in the lab, so no provider can be joined to one.

use serde_json::{Map, Value, json};

use super::super::error::AwsError;
use super::super::input::Input;

/// What a call that creates a provider gives.
///
/// # Errors
/// `InvalidInput`.
pub fn given(input: Input<'_>) -> Result<Option<Value>, AwsError> {
    if let Some(arn) = input.text("IdentityCenterInstanceArn") {
        return Err(AwsError::new(
            "InvalidInput",
            format!("The IAM Identity Center instance {arn} does not exist."),
        )
        .with_help("the lab has no IAM Identity Center"));
    }
    let Some(context) = input.value("ContextProvider") else {
        return Ok(None);
    };
    let members = Input::new(context);
    if members.has("SubjectTypeValue") == members.has("SubjectTypeSourceKey") {
        return Err(AwsError::new(
            "InvalidInput",
            "Exactly one of SubjectTypeValue and SubjectTypeSourceKey must be given.",
        ));
    }
    Ok(Some(context.clone()))
}

/// What is there after a call that updates a provider.
///
/// # Errors
/// `InvalidInput`.
pub fn changed(input: Input<'_>, old: Option<Value>) -> Result<Option<Value>, AwsError> {
    let new = given(input)?;
    if input.flag("RemoveContextProvider") {
        if new.is_some() {
            return Err(AwsError::new(
                "InvalidInput",
                "A context provider cannot be set and removed in one call.",
            ));
        }
        return Ok(None);
    }
    Ok(new.or(old))
}

/// `TrustedIdentityPropagationContext` of a login: what `find` finds under the keys that the provider names.
#[must_use]
pub fn propagated(
    context: &Value,
    provider: &str,
    issuer: &str,
    find: impl Fn(&str) -> Option<String>,
) -> Value {
    let members = Input::new(context);
    let kind = members
        .text("SubjectTypeValue")
        .map(str::to_owned)
        .or_else(|| find(members.required("SubjectTypeSourceKey")));
    let mut origin = Map::new();
    for (name, value) in [
        ("Subject", find(members.required("SubjectSourceKey"))),
        ("SubjectType", kind),
        ("Issuer", Some(issuer.to_owned())),
        ("FederatedProviderArn", Some(provider.to_owned())),
    ] {
        if let Some(value) = value {
            origin.insert(name.to_owned(), value.into());
        }
    }
    let mut transaction = Map::new();
    for definition in members.structures("KeyDefinitionList") {
        let source = definition.required("SourceKey");
        if let Some(value) = find(source) {
            let target = definition.text("TargetKey").unwrap_or(source);
            transaction.insert(target.to_owned(), value.into());
        }
    }
    json!({ "OriginIdentity": origin, "TransactionContext": { "IdentityProvider": transaction } })
}
