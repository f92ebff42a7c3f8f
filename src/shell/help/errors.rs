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
