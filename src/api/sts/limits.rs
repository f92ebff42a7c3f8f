//! What temporary credentials cannot be used for, whatever policies say (rule E16).
//!
//! Source: IAM User Guide, "Comparing the AWS STS API operations".

use crate::lab::Lab;
use crate::lab::session::SessionOf;

use super::super::authenticate::Identity;
use super::super::error::AwsError;
use super::super::table::Service;

/// Refuses calls that a session's kind cannot make.
///
/// # Errors
/// `AccessDenied` for `GetSessionToken` and `GetFederationToken` with session credentials, else `InvalidClientTokenId` (U31).
pub fn check(
    lab: &Lab,
    identity: &Identity,
    service: Service,
    operation: &str,
) -> Result<(), AwsError> {
    let Some(session) = identity.session(lab) else {
        return Ok(());
    };
    let mints = matches!(operation, "GetSessionToken" | "GetFederationToken");
    let has_own_keys = matches!(session.of, SessionOf::Root | SessionOf::User { .. });
    if mints && !has_own_keys {
        return Err(AwsError::new(
            "AccessDenied",
            format!("Cannot call {operation} with session credentials"),
        ));
    }
    let refused = match (&session.of, service) {
        (SessionOf::FederatedUser { .. }, Service::Iam) => true,
        (SessionOf::FederatedUser { .. }, Service::Sts) => operation != "GetCallerIdentity",
        (SessionOf::User { .. } | SessionOf::Root, Service::Iam) => session.mfa.is_none(),
        (SessionOf::User { .. } | SessionOf::Root, Service::Sts) => {
            !matches!(operation, "GetCallerIdentity" | "AssumeRole")
        }
        (SessionOf::Role { .. } | SessionOf::SignIn { .. }, _) => false,
    };
    if !refused {
        return Ok(());
    }
    Err(AwsError::new(
        "InvalidClientTokenId",
        "The security token included in the request is invalid",
    )
    .with_help(format!(
        "credentials of this kind cannot be used for {}:{operation}",
        service.name()
    )))
}
