//! A principal that does not exist: where it was looked for, and what was probably meant.
//!
//! Source: IAM User Guide, "Troubleshoot IAM policies", "Error: Invalid principal in policy".

use crate::arn::Arn;
use crate::lab::{Account, Lab};
use crate::policy::document::{PrincipalEntry, PrincipalKind};
use crate::policy::suggest::nearest;

/// What to say of it; `None` where its form alone says what is wrong.
#[must_use]
pub fn help(lab: &Lab, entry: &PrincipalEntry) -> Option<String> {
    let name = entry.name.value.as_str();
    if entry.kind != PrincipalKind::Aws || name.contains(['*', '?']) {
        return None;
    }
    let arn: Arn = name.parse().ok()?;
    let id = arn.account_id()?;
    let Some(account) = lab.account(&id) else {
        return Some(format!(
            "there is no account {id} in this lab; create it first: account(\"{id}\")"
        ));
    };
    let kind = arn.resource_type();
    let names = names(account, kind)?;
    let wanted = arn.resource_name();
    let near = nearest(wanted, names.iter().map(|(name, _)| *name))
        .and_then(|near| names.iter().find(|(name, _)| *name == near));
    Some(match near {
        Some((same, arn)) if *same == wanted => {
            format!("the {kind} {wanted} of account {id} has another path: {arn}")
        }
        Some((_, arn)) => format!(
            "account {id} has no {kind} {wanted}; did you mean {arn}? Otherwise create it first"
        ),
        None => format!("account {id} has no {kind} {wanted}: create it first"),
    })
}

/// Names and ARNs of an account's users or roles.
fn names<'a>(account: &'a Account, kind: &str) -> Option<Vec<(&'a str, &'a str)>> {
    match kind {
        "user" => Some(
            account
                .users
                .values()
                .map(|user| (user.name.as_str(), user.arn.as_str()))
                .collect(),
        ),
        "role" => Some(
            account
                .roles
                .values()
                .map(|role| (role.name.as_str(), role.arn.as_str()))
                .collect(),
        ),
        _ => None,
    }
}
