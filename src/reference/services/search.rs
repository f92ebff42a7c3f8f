//! What was meant by a name, and what a wildcard stands for.

use strsim::damerau_levenshtein;

use super::super::glob;
use super::{Action, Service, find, list, reference};

/// Every action that a pattern such as `s3:Get*`, `*:Describe?pcs` or `*` stands for, sorted by service and name.
///
/// A pattern without a colon stands for nothing, unless it is `*`.
#[must_use]
pub fn matching(pattern: &str) -> Vec<(&'static Service, &'static Action)> {
    let parts = match pattern.split_once(':') {
        Some(parts) => parts,
        None if !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'*') => ("*", "*"),
        None => return Vec::new(),
    };
    let (wanted_service, wanted_action) = parts;
    let entries = reference().map_or(&[][..], |reference| reference.entries.as_slice());
    let services = entries
        .iter()
        .filter(|entry| glob::matches(wanted_service, &entry.key))
        .filter_map(|entry| find(&entry.key));
    services
        .flat_map(|service| {
            let actions = service.actions().iter();
            actions
                .filter(|action| glob::matches(wanted_action, action.name))
                .map(move |action| (service, action))
        })
        .collect()
}

/// What was probably meant by an action that does not exist: `s3:GetObjcet` → `s3:GetObject`.
///
/// `None` if the action exists, holds a wildcard, or is like nothing known. A service that does not exist is corrected
/// first, and the action with it if it then needs it.
#[must_use]
pub fn suggest(action: &str) -> Option<String> {
    let (key, name) = action.split_once(':')?;
    if action.contains(['*', '?']) || super::action(action).is_some() {
        return None;
    }
    let service = match find(key) {
        Some(service) => service,
        None => find(closest(key, list().map(|(key, _)| key))?)?,
    };
    let names = service.actions().iter().map(|action| action.name);
    let name = match service.action(name) {
        Some(action) => action.name,
        None => closest(name, names)?,
    };
    Some(format!("{}:{name}", service.key))
}

/// The candidate with the fewest typing errors, if they are few for its length; the first of several.
fn closest(typed: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // Longer than any name with its allowed errors: not worth comparing, and the comparison is quadratic.
    if typed.len() > 128 {
        return None;
    }
    let typed = typed.to_ascii_lowercase();
    let allowed = 1 + typed.chars().count() / 5;
    candidates
        .map(|known| {
            (
                damerau_levenshtein(&typed, &known.to_ascii_lowercase()),
                known,
            )
        })
        .filter(|(errors, _)| *errors <= allowed)
        .min_by_key(|(errors, _)| *errors)
        .map(|(_, known)| known)
}
