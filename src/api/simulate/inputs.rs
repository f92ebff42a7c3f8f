//! The parameters of a simulation: documents, context entries, callers, owners.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;

use crate::arn::{AccountId, Arn};
use crate::clock::Timestamp;
use crate::decision::{Context, ContextValue};
use crate::policy::Document;
use crate::policy::check::{self, CheckError, PolicyKind, Settings};
use crate::policy::compile::{CompiledPolicy, PolicyLabel};
use crate::policy::size::SizeLimits;

use super::super::error::{AwsError, Place};
use super::super::input::Input;

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidInput", message)
}

/// Reads a list of documents; each is called `member.1`, `member.2` and so on in the answer.
///
/// # Errors
/// `InvalidInput` with the text that storing the policy would be refused with.
pub fn policies(
    member: &str,
    kind: PolicyKind,
    texts: &[&str],
) -> Result<Vec<Arc<CompiledPolicy>>, AwsError> {
    let numbered = texts.iter().enumerate();
    numbered
        .map(|(at, text)| checked(&format!("{member}.{}", at + 1), kind, text))
        .collect()
}

/// The policy every resource has. A trust policy is taken as well, so it is read without the checks of a kind.
///
/// # Errors
/// `InvalidInput` for what cannot be read.
pub fn resource_policy(text: &str) -> Result<Arc<CompiledPolicy>, AwsError> {
    let (document, _) = Document::parse(text).map_err(|error| {
        let mut answer = invalid("Syntax errors in policy.").with_help(error.message);
        answer.place = Some(Place {
            text: text.to_owned(),
            span: error.span,
        });
        answer
    })?;
    Ok(compiled("ResourcePolicy", document))
}

fn checked(name: &str, kind: PolicyKind, text: &str) -> Result<Arc<CompiledPolicy>, AwsError> {
    // The simulator takes longer documents than are stored.
    let settings = Settings {
        limits: SizeLimits {
            managed: usize::MAX,
            control: usize::MAX,
            ..SizeLimits::default()
        },
        ..Settings::default()
    };
    let refused = |error: CheckError| {
        let mut answer = invalid(error.message);
        answer.help = error.help;
        answer.place = Some(Place {
            text: text.to_owned(),
            span: error.span,
        });
        answer
    };
    let document = check::check_with(kind, text, &settings).map_err(refused)?;
    Ok(compiled(name, document))
}

fn compiled(name: &str, document: Document) -> Arc<CompiledPolicy> {
    let label = PolicyLabel {
        name: name.into(),
        arn: None,
    };
    Arc::new(CompiledPolicy::new(label, Arc::new(document)))
}

/// The boundary passed: one document at most.
///
/// # Errors
/// `InvalidInput` for more than one, or for what cannot be stored.
pub fn boundary(input: Input<'_>) -> Result<Option<Vec<Arc<CompiledPolicy>>>, AwsError> {
    let member = "PermissionsBoundaryPolicyInputList";
    let texts = input.texts(member);
    if texts.len() > 1 {
        return Err(invalid(
            "Only one permissions boundary policy can be specified.",
        ));
    }
    let boundary = policies(member, PolicyKind::Managed, &texts)?;
    Ok((!boundary.is_empty()).then_some(boundary))
}

/// Checks `ActionNames`: `service:Name`, no wildcards.
///
/// # Errors
/// `InvalidInput`.
pub fn actions(input: Input<'_>) -> Result<Vec<&str>, AwsError> {
    let names = input.texts("ActionNames");
    let shaped = |name: &str| {
        name.split_once(':').is_some_and(|(service, action)| {
            !service.is_empty() && !action.is_empty() && !name.contains(['*', '?', ' '])
        })
    };
    match names.iter().find(|name| !shaped(name)) {
        Some(name) => Err(invalid(format!("Invalid Action Name: {name}"))
            .with_help("an action is `service:Name`, such as `s3:GetObject`, without wildcards")),
        None => Ok(names),
    }
}

/// Checks `ResourceArns`, and that a scenario has all it needs.
///
/// # Errors
/// `InvalidInput`.
pub fn resources(input: Input<'_>) -> Result<Vec<&str>, AwsError> {
    let arns = input.texts("ResourceArns");
    let wrong = arns
        .iter()
        .find(|arn| **arn != "*" && arn.parse::<Arn>().is_err());
    if let Some(arn) = wrong {
        return Err(invalid(format!("Invalid Resource Arn: {arn}")));
    }
    if let Some(option) = input.text("ResourceHandlingOption") {
        check_scenario(option, &arns)?;
    }
    Ok(arns)
}

/// Scenarios and the types of EC2's resources each asks for.
const SCENARIOS: &[(&str, &[&str])] = &[
    (
        "EC2-VPC-InstanceStore",
        &["instance", "image", "security-group", "network-interface"],
    ),
    (
        "EC2-VPC-InstanceStore-Subnet",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "subnet",
        ],
    ),
    (
        "EC2-VPC-EBS",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "volume",
        ],
    ),
    (
        "EC2-VPC-EBS-Subnet",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "subnet",
            "volume",
        ],
    ),
];

fn check_scenario(option: &str, arns: &[&str]) -> Result<(), AwsError> {
    let Some((_, wanted)) = SCENARIOS.iter().find(|(name, _)| *name == option) else {
        let names: Vec<&str> = SCENARIOS.iter().map(|(name, _)| *name).collect();
        return Err(
            invalid(format!("Invalid Resource Handling Option: {option}"))
                .with_help(format!("the options are {}", names.join(", "))),
        );
    };
    let is_there = |kind: &str| {
        arns.iter().any(|text| {
            text.parse::<Arn>()
                .is_ok_and(|arn| arn.service() == "ec2" && arn.resource_type() == kind)
        })
    };
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|kind| !is_there(kind))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(invalid(format!(
        "The resource handling option {option} needs resources of EC2 that are missing: {}",
        missing.join(", ")
    )))
}

/// Reads `ContextEntries`.
///
/// # Errors
/// `InvalidInput` for values that are not of their type.
pub fn context_entries(input: Input<'_>, context: &mut Context) -> Result<(), AwsError> {
    for entry in input.structures("ContextEntries") {
        let name = entry.text("ContextKeyName").unwrap_or_default();
        let kind = entry.text("ContextKeyType").unwrap_or("string");
        let values = entry.texts("ContextKeyValues");
        let single = kind.strip_suffix("List");
        if let Some(value) = values
            .iter()
            .find(|value| !is_of_type(single.unwrap_or(kind), value))
        {
            return Err(invalid(format!(
                "Invalid Context Key Value: {value} of {name} is not of type {kind}"
            )));
        }
        match (single, values.as_slice()) {
            (Some(_), _) => context.set(
                name,
                ContextValue::Many(values.iter().map(|value| (*value).to_owned()).collect()),
            ),
            (None, [value]) => context.set(name, *value),
            (None, _) => {
                return Err(invalid(format!(
                    "Invalid Context Key Value: {name} of type {kind} has one value"
                ))
                .with_help(format!("a key with several values is of type `{kind}List`")));
            }
        }
    }
    Ok(())
}

fn is_of_type(kind: &str, value: &str) -> bool {
    match kind {
        "numeric" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "boolean" => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        "ip" => value.parse::<IpNet>().is_ok() || value.parse::<std::net::IpAddr>().is_ok(),
        "binary" => STANDARD.decode(value).is_ok(),
        "date" => Timestamp::parse(value).is_some() || value.parse::<i64>().is_ok(),
        _ => true,
    }
}

/// Owner of resources whose ARN does not say: an account id, or an ARN of the account.
///
/// # Errors
/// `InvalidInput`.
pub fn owner(input: Input<'_>) -> Result<Option<AccountId>, AwsError> {
    let Some(text) = input.text("ResourceOwner") else {
        return Ok(None);
    };
    text.parse()
        .ok()
        .or_else(|| text.parse::<Arn>().ok()?.account_id())
        .map(Some)
        .ok_or_else(|| invalid(format!("Invalid Resource Owner: {text}")))
}
