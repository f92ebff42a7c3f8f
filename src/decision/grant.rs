//! How a `Principal` element names a caller, which decides what its `Allow` is worth.
//!
//! Source: IAM User Guide, "Policy evaluation for requests within a single account", "IAM JSON policy elements: Principal",
//! "… NotPrincipal" (rules of section 2 and B29–B36, C8–C12).

use crate::arn::Arn;
use crate::policy::document::{Effect, PrincipalElement, PrincipalEntry, PrincipalKind};

use super::request::Principal;

/// What an `Allow` that names the caller so is worth in the same account. Ordered from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// The caller's account: only delegates; an identity policy must allow as well.
    Account,
    /// The role of a session, or the user behind a federated one: boundary and session policies still limit.
    Behind,
    /// The caller itself, or everybody: needs nothing else.
    Direct,
}

/// How the element names the caller under this effect; `None` when the statement is not about it.
#[must_use]
pub fn naming(
    element: &PrincipalElement,
    effect: Effect,
    principal: &Principal,
    has_boundary: bool,
) -> Option<Grant> {
    if !element.negated {
        return element
            .entries
            .iter()
            .filter_map(|entry| entry_names(entry, principal))
            .max();
    }
    match effect {
        // Everybody else, anonymous callers among them (rule B29).
        Effect::Allow => {
            let listed = element
                .entries
                .iter()
                .any(|entry| entry_names(entry, principal).is_some());
            (!listed).then_some(Grant::Direct)
        }
        Effect::Deny => (has_boundary || !is_exempt(element, principal)).then_some(Grant::Direct),
    }
}

/// Whether a `NotPrincipal` with `Deny` lets the caller off: account *and* user, role or federated user must be listed
/// (rules B30, U17).
fn is_exempt(element: &PrincipalElement, principal: &Principal) -> bool {
    let lists = |wanted: Grant| {
        element
            .entries
            .iter()
            .any(|entry| entry_names(entry, principal) == Some(wanted))
    };
    match principal {
        Principal::Root { .. } => lists(Grant::Account) || lists(Grant::Direct),
        Principal::User { .. } => {
            lists_everybody(element) || (lists(Grant::Account) && lists(Grant::Direct))
        }
        Principal::FederatedUser { .. } => {
            lists_everybody(element) || (lists(Grant::Account) && lists(Grant::Direct))
        }
        Principal::RoleSession { .. } => {
            lists_everybody(element) || (lists(Grant::Account) && lists(Grant::Behind))
        }
        Principal::Service { .. } | Principal::Federated { .. } | Principal::Anonymous => {
            lists(Grant::Direct)
        }
    }
}

fn lists_everybody(element: &PrincipalElement) -> bool {
    element.entries.iter().any(is_everybody)
}

fn is_everybody(entry: &PrincipalEntry) -> bool {
    matches!(entry.kind, PrincipalKind::Everybody | PrincipalKind::Aws) && entry.name.value == "*"
}

/// Whether a name of a `Principal` element stands for this caller, in whichever way.
#[must_use]
pub fn names(entry: &PrincipalEntry, principal: &Principal) -> bool {
    entry_names(entry, principal).is_some()
}

fn entry_names(entry: &PrincipalEntry, principal: &Principal) -> Option<Grant> {
    if is_everybody(entry) {
        return Some(Grant::Direct);
    }
    let name = entry.name.value.as_str();
    match (entry.kind, principal) {
        (PrincipalKind::Service, Principal::Service { name: own }) => {
            (name == own).then_some(Grant::Direct)
        }
        (PrincipalKind::Federated, Principal::Federated { provider, .. }) => {
            (name == provider).then_some(Grant::Direct)
        }
        (PrincipalKind::Aws, _) => identity_named(name, principal),
        _ => None,
    }
}

fn identity_named(name: &str, principal: &Principal) -> Option<Grant> {
    let direct = |own: &Arn| (name == own.as_str()).then_some(Grant::Direct);
    let by_id = |id: &str, grant: Grant| (!id.is_empty() && name == id).then_some(grant);
    let behind = |own: &Arn| (name == own.as_str()).then_some(Grant::Behind);
    let named = match principal {
        Principal::Root { .. } => None,
        Principal::User { arn, id } => direct(arn).or_else(|| by_id(id, Grant::Direct)),
        Principal::RoleSession {
            session, role, id, ..
        } => direct(session)
            .or_else(|| behind(role))
            .or_else(|| by_id(id, Grant::Behind)),
        Principal::FederatedUser {
            session,
            user,
            user_id,
        } => {
            let of_root = user.resource() == "root";
            direct(session)
                .or_else(|| behind(user).filter(|_| !of_root))
                .or_else(|| by_id(user_id, Grant::Behind))
        }
        Principal::Service { .. } | Principal::Federated { .. } | Principal::Anonymous => {
            return None;
        }
    };
    named.or_else(|| account_named(name, principal))
}

/// The account by its root ARN or its twelve digits (rule C1); partitions do not trust each other (rule B33).
fn account_named(name: &str, principal: &Principal) -> Option<Grant> {
    let own = principal.account_digits()?;
    if name == own {
        return Some(Grant::Account);
    }
    let rest = name
        .strip_prefix("arn:")?
        .strip_prefix(principal.partition()?)?;
    let account = rest.strip_prefix(":iam:")?.split_once(':')?.1;
    (account.strip_suffix(":root")? == own).then_some(Grant::Account)
}
