//! ARNs, segment by segment: each Tab goes on to the next `:` or `/` where more than one thing lies behind it.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::lab::{Account, Lab};
use crate::reference::managed_policies;

use super::lab_names::starting;
use super::{Candidate, MOST};

/// Which ARNs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// All of them.
    All,
    /// Roles.
    Roles,
    /// Managed policies, AWS's among them.
    Policies,
    /// What a policy can name as a principal.
    Principals,
}

/// The ARNs, or their next segments, that begin with `prefix`.
pub fn arns(lab: &Lab, prefix: &str, kinds: Kinds) -> Vec<Candidate> {
    let mut found = Vec::new();
    if kinds == Kinds::Principals && !prefix.is_empty() && !prefix.starts_with('a') {
        found.extend(accounts(lab, prefix));
    }
    found.extend(resources(lab, prefix, kinds));
    if matches!(kinds, Kinds::All | Kinds::Policies) {
        found.extend(aws_policies(prefix));
    }
    for account in lab.accounts.values() {
        found.extend(of_account(account, prefix, kinds));
    }
    found
}

/// Ids of accounts.
pub fn accounts(lab: &Lab, prefix: &str) -> Vec<Candidate> {
    let accounts = lab.accounts.values();
    let matching = accounts.filter(|account| account.id.as_str().starts_with(prefix));
    matching
        .map(|account| Candidate::with_note(account.id.as_str(), &account.name))
        .collect()
}

/// A segment that all ARNs behind it share.
fn segment(text: String, prefix: &str, note: &str) -> Option<Candidate> {
    text.starts_with(prefix)
        .then(|| Candidate::with_note(text, note))
}

fn of_account(account: &Account, prefix: &str, kinds: Kinds) -> Vec<Candidate> {
    let base = format!("arn:aws:iam::{}:", account.id);
    if base.starts_with(prefix) && base != prefix {
        return segment(base, prefix, &account.name).into_iter().collect();
    }
    let Some(rest) = prefix.strip_prefix(base.as_str()) else {
        return Vec::new();
    };
    let wants = |kind: Kinds| kinds == Kinds::All || kinds == kind;
    let (people, roles) = (
        wants(Kinds::Principals),
        wants(Kinds::Principals) || wants(Kinds::Roles),
    );
    let mut found = Vec::new();
    if people {
        found.extend(segment(format!("{base}root"), prefix, "the account"));
        let users = |key: &str| paths(&account.users, key, |user| (&user.path, user.arn.as_str()));
        found.extend(entities(&base, "user/", rest, prefix, users));
    }
    if roles {
        let roles = |key: &str| paths(&account.roles, key, |role| (&role.path, role.arn.as_str()));
        found.extend(entities(&base, "role/", rest, prefix, roles));
    }
    if kinds == Kinds::All {
        let groups = |key: &str| {
            paths(&account.groups, key, |group| {
                (&group.path, group.arn.as_str())
            })
        };
        found.extend(entities(&base, "group/", rest, prefix, groups));
    }
    if wants(Kinds::Policies) {
        let policies = |key: &str| {
            paths(&account.policies, key, |policy| {
                (&policy.path, policy.arn.as_str())
            })
        };
        found.extend(entities(&base, "policy/", rest, prefix, policies));
    }
    found
}

/// The type as a segment, or the entities of the type.
fn entities(
    base: &str,
    kind: &str,
    rest: &str,
    prefix: &str,
    list: impl Fn(&str) -> Vec<String>,
) -> Vec<Candidate> {
    match rest.strip_prefix(kind) {
        Some(name) => {
            let name = name.rsplit('/').next().unwrap_or(name);
            let arns = list(&name.to_ascii_lowercase()).into_iter();
            arns.filter(|arn| arn.starts_with(prefix))
                .map(Candidate::plain)
                .collect()
        }
        None if list("").is_empty() => Vec::new(),
        None => segment(format!("{base}{kind}"), prefix, "")
            .into_iter()
            .collect(),
    }
}

/// The ARNs of the entries that begin with `key`: names are what maps are sorted by, so the names of paths are looked up among
/// a bounded number of entries.
fn paths<V>(
    map: &BTreeMap<String, V>,
    key: &str,
    of: impl for<'v> Fn(&'v V) -> (&'v String, &'v str),
) -> Vec<String> {
    let mut found: Vec<String> = starting(map, key)
        .into_iter()
        .map(|(_, value)| of(value).1.to_owned())
        .collect();
    let with_path = map
        .values()
        .take(5_000)
        .filter(|value| of(value).0.len() > 1);
    found.extend(with_path.take(MOST).map(|value| of(value).1.to_owned()));
    found
}

/// AWS's managed policies; only behind their own prefix, of which there are many.
fn aws_policies(prefix: &str) -> Vec<Candidate> {
    const BASE: &str = "arn:aws:iam::aws:policy/";
    if prefix.len() < BASE.len() {
        return segment(BASE.to_owned(), prefix, "AWS's policies")
            .into_iter()
            .collect();
    }
    let matching = managed_policies::list()
        .iter()
        .filter(|policy| policy.arn.starts_with(prefix));
    let mut found: Vec<Candidate> = Vec::new();
    let mut last = None;
    for policy in matching {
        if found.len() < MOST {
            found.push(Candidate::plain(&policy.arn));
        }
        last = Some(&policy.arn);
    }
    found.extend(last.map(Candidate::plain));
    found
}

/// Resources of any service: up to the next separator behind which more than one thing lies.
fn resources(lab: &Lab, prefix: &str, kinds: Kinds) -> Vec<Candidate> {
    if kinds != Kinds::All {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = prefix.to_owned();
    while found.len() < MOST {
        let range = (Bound::Included(from.as_str()), Bound::Unbounded);
        let Some((arn, _)) = lab.resources.range::<str, _>(range).next() else {
            break;
        };
        let Some(rest) = arn.strip_prefix(prefix) else {
            break;
        };
        let cut = rest
            .find([':', '/'])
            .map_or(arn.len(), |at| prefix.len() + at + 1);
        let piece = arn.get(..cut).unwrap_or(arn);
        found.push(Candidate::plain(piece));
        if piece.len() == arn.len() && !piece.ends_with([':', '/']) {
            from = format!("{piece}\0");
        } else {
            from = format!("{piece}{}", char::MAX);
        }
    }
    found
}
