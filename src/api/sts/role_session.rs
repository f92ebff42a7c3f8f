//! What every way to assume a role has in common: finding it, how long it may last, who the session is.

use crate::arn::{AccountId, Arn};
use crate::lab::Lab;
use crate::lab::role::Role;
use crate::lab::session::SessionOf;

use super::super::error::AwsError;
use super::super::shape::Shape;

/// Seconds a session lasts where the call does not say.
pub const DEFAULT_DURATION: u32 = 3600;

/// The longest `MaxSessionDuration` a role can have, in seconds.
const LONGEST_DURATION: u32 = 43_200;

/// Fails for what is no ARN at all.
///
/// # Errors
/// `ValidationError`.
pub fn check_arn(arn: &str) -> Result<Arn, AwsError> {
    arn.parse()
        .map_err(|_| AwsError::new("ValidationError", format!("{arn} is invalid")))
}

/// The role with exactly this ARN: case and path count (rules A8, C6).
#[must_use]
pub fn find<'a>(lab: &'a Lab, arn: &str) -> Option<(AccountId, &'a Role)> {
    let parsed: Arn = arn.parse().ok()?;
    let account = lab
        .account(&parsed.account_id()?)
        .filter(|account| !account.closed)?;
    let role = account
        .role(parsed.resource_name())
        .filter(|role| role.arn == parsed)?;
    Some((account.id.clone(), role))
}

/// Whose session it is.
#[must_use]
pub fn of(role: &Role, name: &str) -> SessionOf {
    SessionOf::Role {
        id: role.id.clone(),
        name: name.to_owned(),
    }
}

/// `AssumedRoleUser`: who the session is (rule E24).
#[must_use]
pub fn assumed_role_user(role: &Role, name: &str) -> Shape {
    let arn = role.session_arn(name);
    Shape::new()
        .with("AssumedRoleId", format!("{}:{name}", role.id))
        .with("Arn", arn.as_str())
}

/// The duration asked for, within the role's maximum (rule E12).
///
/// # Errors
/// `ValidationError`.
pub fn duration(role: &Role, asked: Option<u32>) -> Result<u32, AwsError> {
    let asked = asked.unwrap_or(DEFAULT_DURATION);
    if asked <= role.max_session_duration {
        return Ok(asked);
    }
    Err(AwsError::new(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    )
    .with_help(format!(
        "MaxSessionDuration of {name} is {} seconds; up to {LONGEST_DURATION} can be set with \
         aws iam update-role --role-name {name} --max-session-duration {asked}",
        role.max_session_duration,
        name = role.name
    )))
}

/// Only with the setting `unique_session_names`: AWS itself lets two sessions share a name (rule E6).
///
/// # Errors
/// `EntityAlreadyExists`.
pub fn check_name_is_free(lab: &Lab, role: &Role, name: &str) -> Result<(), AwsError> {
    let same = of(role, name);
    let taken = lab.settings.unique_session_names
        && lab
            .sessions
            .values()
            .any(|session| session.of == same && session.expires > lab.clock.now());
    if !taken {
        return Ok(());
    }
    Err(AwsError::new(
        "EntityAlreadyExists",
        format!(
            "A session named {name} of role {} is still valid.",
            role.name
        ),
    )
    .with_help("AWS would allow it; the lab's setting `unique_session_names` is on"))
}
