//! Error codes: what they mean, and what to do.

use crate::api::model::{self, SERVICES};
use crate::render::style::Style;

/// Codes with what they mean and what to do about them.
#[rustfmt::skip]
const MEANINGS: &[(&str, &str, &str)] = &[
    ("AccessDenied", "the caller is known, and no policy allows the call, or one denies it", ".why shows which layer refused, what came nearest to allowing it, and what to change"),
    ("NoSuchEntity", "there is nothing of this name in the caller's account", "names are looked up in their exact case, in the caller's own account; list_users, list_roles, … show what there is"),
    ("EntityAlreadyExists", "a name is taken; case does not tell names apart", "get it instead of creating it, or delete it first"),
    ("DeleteConflict", "something still hangs on it: policies, keys, memberships", "detach, remove and delete what the message names, then try again"),
    ("ValidationError", "a parameter is missing, too long, or of the wrong form", "the message says which one; ?operation lists the bounds"),
    ("MalformedPolicyDocument", "the policy is no JSON, or its grammar is wrong", "the caret under the policy shows the place"),
    ("InvalidInput", "a parameter is well formed and makes no sense here", "the message says which one"),
    ("LimitExceeded", "a quota of the account or of the entity is used up", "delete something; get_account_summary lists quotas"),
    ("ExpiredToken", "temporary credentials are past their end", "assume the role again; the prompt shows the time that is left"),
    ("InvalidClientTokenId", "the access key, its user or its account does not exist, or is not active", "was the key deleted or set Inactive, or the account closed?"),
    ("SignatureDoesNotMatch", "the secret does not belong to the access key", "the secret is shown once, when the key is created"),
    ("PackedPolicyTooLarge", "session policies and tags are too large together", "shorten the session policy, or pass managed policies by ARN"),
    ("UnmodifiableEntity", "AWS made it and alone changes it", "service-linked roles and AWS's policies are read-only"),
    ("PolicyNotAttachable", "the policy belongs to a service-linked role", "use another policy"),
    ("EntityTemporarilyUnmodifiable", "it was changed a moment ago", "advance the clock and try again"),
    ("AuthenticationFailed", "the console does not let the user in", "look at the name, the password and the MFA code"),
    ("ConcurrentModification", "something else changes the same thing at the same time", "call again"),
    ("ConstraintViolationException", "a control policy or organization would go beyond a limit", "the text names the limit"),
    ("DuplicateCertificate", "the certificate is there already", "list the certificates, delete the old one or keep it"),
    ("ExpiredTokenException", "the token of the identity provider has expired", "obtain a new token; look at its `exp`"),
    ("FeatureDisabled", "the feature is switched off in this account or organization", "switch it on first"),
    ("FeatureEnabled", "the feature is on already", "nothing is to be done"),
    ("IDPRejectedClaim", "the identity provider does not vouch for the claim", "look at the token and at the provider"),
    ("InvalidAction", "the service has no operation of this name", "the name is the operation's, such as CreateUser"),
    ("InvalidAuthenticationCode", "the codes are not those that the MFA device shows now", "give two codes in a row; `mfa_codes(device, 2)`"),
    ("InvalidParameterValue", "a parameter has a value that cannot be used here", "the text says which"),
    ("InvalidUserType", "the operation is for IAM users only", "call it as the user itself"),
    ("MissingAuthenticationToken", "the request has no credentials", "call it as somebody"),
    ("NameConflict", "the name is taken in another account", "choose another name"),
    ("NotSupportedService", "the service takes no part in this", "look up which services do"),
    ("OutboundWebIdentityFederationDisabledException", "the account does not issue web identity tokens", "switch outbound federation on first"),
    ("PasswordPolicyViolation", "the password is not what the account's password policy asks for", "`get_account_password_policy` shows it"),
    ("PolicyEvaluation", "the simulator cannot evaluate the policies", "look at the policies it was given"),
    ("RegionDisabledException", "sTS is switched off in the region", "choose another region"),
    ("ReportExpired", "the report is older than four hours", "generate a new one"),
    ("ReportGenerationLimitExceeded", "too many reports were asked for", "wait, then call again"),
    ("ReportInProgress", "the report is being made", "call again"),
    ("ReportNotPresent", "there is no report yet", "generate it first"),
    ("RoleModified", "the role has changed since it was looked at", "call again"),
    ("ServiceFailure", "aWS failed", "call again"),
    ("SessionDurationEscalationException", "the credentials would outlive those they come from", "ask for a shorter duration"),
    ("InvalidArgument", "not AWS's: the lab was used in a way it does not know", "the help below the error says what is expected"),
    ("AssertionFailed", "not AWS's: an assert of a script does not hold", "the reason below it shows what was there instead"),
];

/// The meaning of a code, and the operations that declare it.
pub fn error(code: &str, style: Style) -> Option<String> {
    let meaning = MEANINGS
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(code));
    let code = meaning.map_or(code, |(known, ..)| known);
    let services = SERVICES.iter().filter_map(|name| model::service(name));
    let operations = services.flat_map(|service| service.operations());
    let declaring: Vec<&str> = operations
        .filter(|operation| operation.error(code).is_some())
        .map(|operation| operation.name)
        .collect();
    if meaning.is_none() && declaring.is_empty() {
        return None;
    }
    let mut text = vec![style.strong(code)];
    if let Some((_, meaning, advice)) = meaning {
        text.push(format!("  {meaning}"));
        text.push(format!("  {advice}"));
    }
    if !declaring.is_empty() {
        const SHOWN: usize = 12;
        let names = declaring
            .iter()
            .take(SHOWN)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let more = match declaring.len().checked_sub(SHOWN) {
            Some(more) if more > 0 => format!(" and {more} more"),
            _ => String::new(),
        };
        text.push(format!("  {} {names}{more}", style.muted("from")));
    }
    Some(text.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::MEANINGS;

    #[test]
    fn every_code_that_is_answered_is_explained() {
        for code in crate::api::error::codes() {
            assert!(MEANINGS.iter().any(|(known, ..)| *known == code), "{code}");
        }
    }
}
