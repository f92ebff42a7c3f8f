//! AWS's error codes: what each means, and how to find out more. A test holds the list against the codes that are answered.
//!
//! Source: IAM API Reference, STS API Reference, "Common errors".

use super::Entry;

/// Code, meaning, what to do.
const CODES: &[(&str, &str, &str)] = &[
    (
        "AccessDenied",
        "The caller may not do this: something denies it, or nothing allows it.",
        "`.why` shows which layer refuses and which statement; `err.decision.why()` in scripts",
    ),
    (
        "AuthenticationFailed",
        "The console does not let the user in.",
        "look at the name, the password and the MFA code",
    ),
    (
        "ConcurrentModification",
        "Something else changes the same thing at the same time.",
        "call again",
    ),
    (
        "ConstraintViolationException",
        "A control policy or organization would go beyond a limit.",
        "the text names the limit",
    ),
    (
        "DeleteConflict",
        "What is to be deleted still has something attached to it.",
        "the help lists the calls that remove it",
    ),
    (
        "DuplicateCertificate",
        "The certificate is there already.",
        "list the certificates, delete the old one or keep it",
    ),
    (
        "EntityAlreadyExists",
        "The name is taken; names are unique without regard to case.",
        "choose another name, or use what is there",
    ),
    (
        "EntityTemporarilyUnmodifiable",
        "The entity is being changed.",
        "wait a moment and call again",
    ),
    (
        "ExpiredToken",
        "The temporary credentials have expired by the lab's clock.",
        "obtain new ones; `now()` shows the time",
    ),
    (
        "ExpiredTokenException",
        "The token of the identity provider has expired.",
        "obtain a new token; look at its `exp`",
    ),
    (
        "FeatureDisabled",
        "The feature is switched off in this account or organization.",
        "switch it on first",
    ),
    (
        "FeatureEnabled",
        "The feature is on already.",
        "nothing is to be done",
    ),
    (
        "IDPRejectedClaim",
        "The identity provider does not vouch for the claim.",
        "look at the token and at the provider",
    ),
    (
        "InvalidAction",
        "The service has no operation of this name.",
        "the name is the operation's, such as CreateUser",
    ),
    (
        "InvalidAuthenticationCode",
        "The codes are not those that the MFA device shows now.",
        "give two codes in a row; `mfa_codes(device, 2)`",
    ),
    (
        "InvalidClientTokenId",
        "No such credentials: unknown, inactive or deleted key, or a token that does not belong to it.",
        "look at the access key's status; deleting a role ends its sessions",
    ),
    (
        "InvalidInput",
        "A parameter does not make sense.",
        "the text says which",
    ),
    (
        "InvalidParameterValue",
        "A parameter has a value that cannot be used here.",
        "the text says which",
    ),
    (
        "InvalidUserType",
        "The operation is for IAM users only.",
        "call it as the user itself",
    ),
    (
        "LimitExceeded",
        "A quota is reached.",
        "the text names the quota and its limit; delete what is not needed",
    ),
    (
        "MalformedPolicyDocument",
        "The policy is not one that AWS stores.",
        "the caret points at the place; `?Principal`, `?Condition` tell about the elements",
    ),
    (
        "MissingAuthenticationToken",
        "The request has no credentials.",
        "call it as somebody",
    ),
    (
        "NameConflict",
        "The name is taken in another account.",
        "choose another name",
    ),
    (
        "NoSuchEntity",
        "What is named does not exist.",
        "names are exact but for case; list what there is",
    ),
    (
        "NotSupportedService",
        "The service takes no part in this.",
        "look up which services do",
    ),
    (
        "OutboundWebIdentityFederationDisabledException",
        "The account does not issue web identity tokens.",
        "switch outbound federation on first",
    ),
    (
        "PackedPolicyTooLarge",
        "Session policies and tags together are too large.",
        "make them shorter, or attach the policy to the role",
    ),
    (
        "PasswordPolicyViolation",
        "The password is not what the account's password policy asks for.",
        "`get_account_password_policy` shows it",
    ),
    (
        "PolicyEvaluation",
        "The simulator cannot evaluate the policies.",
        "look at the policies it was given",
    ),
    (
        "RegionDisabledException",
        "STS is switched off in the region.",
        "choose another region",
    ),
    (
        "ReportExpired",
        "The report is older than four hours.",
        "generate a new one",
    ),
    (
        "ReportGenerationLimitExceeded",
        "Too many reports were asked for.",
        "wait, then call again",
    ),
    (
        "ReportInProgress",
        "The report is being made.",
        "call again",
    ),
    (
        "ReportNotPresent",
        "There is no report yet.",
        "generate it first",
    ),
    (
        "RoleModified",
        "The role has changed since it was looked at.",
        "call again",
    ),
    ("ServiceFailure", "AWS failed.", "call again"),
    (
        "SessionDurationEscalationException",
        "The credentials would outlive those they come from.",
        "ask for a shorter duration",
    ),
    (
        "SignatureDoesNotMatch",
        "The secret is not that of the access key.",
        "look at the secret and at the clock",
    ),
    (
        "UnmodifiableEntity",
        "The entity belongs to AWS: a service-linked role.",
        "only the service changes it",
    ),
    (
        "ValidationError",
        "A parameter is not of the form AWS asks for.",
        "the text names the member and the constraint",
    ),
];

pub(super) fn entry(code: &str) -> Option<Entry> {
    let (code, meaning, cure) = CODES
        .iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(code))?;
    let mut entry = Entry::new(*code, format!("{meaning}\nWhat to do: {cure}."));
    entry.forms = vec![format!("expect_error(\"{code}\", || …)")];
    Some(entry)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CODES.iter().map(|(code, ..)| *code)
}

/// Codes and what they mean.
pub(super) fn meanings() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.iter().map(|(code, meaning, _)| (*code, *meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_is_answered_is_explained() {
        for code in crate::api::error::codes() {
            assert!(names().any(|known| known == code), "{code}");
        }
    }
}
