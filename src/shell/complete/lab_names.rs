//! Names that the lab has: read off its sorted maps, so that a hundred thousand users cost no more than ten.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::lab::{Account, Lab};

use super::{Candidate, MOST};

/// The entries of a sorted map whose keys begin with `prefix`: the first ones, and where there are more also the last one, so
/// that what all have in common is what the shown ones have in common.
pub fn starting<'m, V>(map: &'m BTreeMap<String, V>, prefix: &str) -> Vec<(&'m String, &'m V)> {
    let from = (Bound::Included(prefix), Bound::Unbounded);
    let begins = |(key, _): &(&'m String, &'m V)| key.starts_with(prefix);
    let mut found: Vec<_> = map
        .range::<str, _>(from)
        .take_while(begins)
        .take(MOST)
        .collect();
    if found.len() == MOST {
        // Behind every key that begins so, and before every other one.
        let end = format!("{prefix}{}", char::MAX);
        let until = (Bound::Included(prefix), Bound::Included(end.as_str()));
        found.extend(map.range::<str, _>(until).next_back());
    }
    found
}

/// Names of one kind in all accounts.
pub fn names<V>(
    lab: &Lab,
    prefix: &str,
    of: impl Fn(&Account) -> &BTreeMap<String, V>,
    name: impl Fn(&V) -> &str,
    note: &str,
) -> Vec<Candidate> {
    let key = prefix.to_ascii_lowercase();
    let several = lab.accounts.len() > 1;
    let mut found = Vec::new();
    for account in lab.accounts.values() {
        let note = match several {
            true => format!("{note} in {}", account.id),
            false => note.to_owned(),
        };
        let entries = starting(of(account), &key).into_iter();
        found.extend(entries.map(|(_, value)| Candidate::with_note(name(value), &note)));
    }
    found
}

/// Ids of access keys.
pub fn access_keys(lab: &Lab, prefix: &str) -> Vec<Candidate> {
    let accounts = lab.accounts.values();
    let keys = accounts.flat_map(|account| starting(&account.key_owners, prefix));
    keys.map(|(id, _)| Candidate::plain(id)).collect()
}

/// Names of inline policies.
pub fn inline_policies(lab: &Lab, prefix: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    for account in lab.accounts.values() {
        let sets = account
            .users
            .values()
            .map(|user| (&user.policies, &user.name))
            .chain(
                account
                    .groups
                    .values()
                    .map(|group| (&group.policies, &group.name)),
            )
            .chain(
                account
                    .roles
                    .values()
                    .map(|role| (&role.policies, &role.name)),
            )
            // Most have none: a look at so many is enough.
            .take(10_000);
        for (set, owner) in sets {
            let names = set.inline.keys().filter(|name| name.starts_with(prefix));
            found.extend(names.map(|name| Candidate::with_note(name, &format!("of {owner}"))));
            if found.len() > MOST {
                return found;
            }
        }
    }
    found
}
