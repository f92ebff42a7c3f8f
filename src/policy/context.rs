//! The condition keys of a request and their values.
//!
//! Names ignore case, the tag-key part too (rule A4); values do not. A resource may have two tags whose keys differ only in case:
//! both are kept, and a policy finds the one it spells exactly, else the first (rule U25).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::hash;

/// The value of a condition key.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ContextValue {
    /// A single-valued key.
    One(String),
    /// A multi-valued key (rule D18), possibly empty.
    Many(Vec<String>),
}

impl ContextValue {
    /// All values, in order.
    #[must_use]
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl fmt::Display for ContextValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(value) => f.write_str(value),
            Self::Many(values) => write!(f, "[{}]", values.join(", ")),
        }
    }
}

impl From<&str> for ContextValue {
    fn from(value: &str) -> Self {
        Self::One(value.to_owned())
    }
}

impl From<String> for ContextValue {
    fn from(value: String) -> Self {
        Self::One(value)
    }
}

impl From<Vec<String>> for ContextValue {
    fn from(values: Vec<String>) -> Self {
        Self::Many(values)
    }
}

/// The name of a condition key, ready to be looked up: hashed once, its case not counting.
#[derive(Clone, Debug)]
pub struct KeyName {
    hash: u64,
    name: Name,
}

/// A name that costs nothing to clone.
#[derive(Clone, Debug)]
enum Name {
    Known(&'static str),
    Given(Arc<str>),
}

impl KeyName {
    /// A name that a policy or a request brings along.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            hash: hash::folded(name),
            name: Name::Given(name.into()),
        }
    }

    /// A name known beforehand, as a constant.
    #[must_use]
    pub const fn known(name: &'static str) -> Self {
        Self {
            hash: hash::folded(name),
            name: Name::Known(name),
        }
    }

    /// The name as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.name {
            Name::Known(name) => name,
            Name::Given(name) => name,
        }
    }

    /// Whether it is a spelling of a name that has this hash.
    fn spells(&self, hash: u64, name: &str) -> bool {
        self.hash == hash && self.as_str().eq_ignore_ascii_case(name)
    }
}

/// Two spellings of a name differ: a policy may tell them apart (rule U25).
impl PartialEq for KeyName {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.as_str() == other.as_str()
    }
}

impl Eq for KeyName {}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    key: KeyName,
    value: ContextValue,
}

/// The condition keys that are present. A key that is not here is absent, which differs from being empty.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(
    from = "Vec<(String, ContextValue)>",
    into = "Vec<(String, ContextValue)>"
)]
pub struct Context {
    /// INVARIANT: sorted by hash; no spelling twice, and spellings of one name in the order they were set.
    entries: Vec<Entry>,
}

impl Context {
    /// No keys yet, and room for some.
    #[must_use]
    pub fn with_capacity(keys: usize) -> Self {
        Self {
            entries: Vec::with_capacity(keys),
        }
    }

    /// Sets a key; the value of another spelling of its name stays.
    pub fn set(&mut self, name: &str, value: impl Into<ContextValue>) {
        self.put(KeyName::new(name), value);
    }

    /// Sets a key whose name was prepared.
    pub fn put(&mut self, key: KeyName, value: impl Into<ContextValue>) {
        let value = value.into();
        let hash = key.hash;
        let start = self.entries.partition_point(|entry| entry.key.hash < hash);
        let rest = self.entries.get_mut(start..).unwrap_or_default();
        let same_hash = rest.iter_mut().take_while(|entry| entry.key.hash == hash);
        let mut end = start;
        for entry in same_hash {
            if entry.key == key {
                entry.value = value;
                return;
            }
            end += 1;
        }
        self.entries.insert(end, Entry { key, value });
    }

    /// Sets a key unless it is present.
    pub fn set_default(&mut self, name: &str, value: impl Into<ContextValue>) {
        self.put_default(KeyName::new(name), value);
    }

    /// Sets a key whose name was prepared, unless it is present.
    pub fn put_default(&mut self, key: KeyName, value: impl Into<ContextValue>) {
        if self.look_up(&key).is_none() {
            self.put(key, value);
        }
    }

    /// Removes a key in all its spellings; one that is absent is no error.
    pub fn remove(&mut self, name: &str) {
        let hash = hash::folded(name);
        self.entries.retain(|entry| !entry.key.spells(hash, name));
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ContextValue> {
        self.find(hash::folded(name), name)
    }

    /// The value of a key whose name was prepared.
    #[must_use]
    pub fn look_up(&self, key: &KeyName) -> Option<&ContextValue> {
        self.find(key.hash, key.as_str())
    }

    /// The spelling that is asked for, else the first.
    fn find(&self, hash: u64, name: &str) -> Option<&ContextValue> {
        let start = self.entries.partition_point(|entry| entry.key.hash < hash);
        let rest = self.entries.get(start..).unwrap_or_default();
        let mut first = None;
        for entry in rest.iter().take_while(|entry| entry.key.hash == hash) {
            if entry.key.as_str() == name {
                return Some(&entry.value);
            }
            if first.is_none() && entry.key.spells(hash, name) {
                first = Some(&entry.value);
            }
        }
        first
    }

    /// Names as they were set, and values, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        let mut sorted: Vec<_> = self.entries().collect();
        sorted.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase());
        sorted.into_iter()
    }

    /// The same in an order that is always the same and means nothing: for whoever needs all, and needs them fast.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        let entries = self.entries.iter();
        entries.map(|entry| (entry.key.as_str(), &entry.value))
    }
}

impl From<Vec<(String, ContextValue)>> for Context {
    fn from(keys: Vec<(String, ContextValue)>) -> Self {
        let mut context = Self::with_capacity(keys.len());
        for (name, value) in keys {
            context.set(&name, value);
        }
        context
    }
}

impl From<Context> for Vec<(String, ContextValue)> {
    fn from(context: Context) -> Self {
        let keys = context.iter();
        keys.map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }
}

/// All keys of a request as policies see them: those that come with the request, and behind them those that its caller always
/// has. A key that both hold, in whatever spelling, has the value of the request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys<'a> {
    request: Option<&'a Context>,
    caller: Option<&'a Context>,
}

impl<'a> Keys<'a> {
    /// The keys of a request over those of its caller.
    #[must_use]
    pub const fn new(request: &'a Context, caller: &'a Context) -> Self {
        Self {
            request: Some(request),
            caller: Some(caller),
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn look_up(&self, key: &KeyName) -> Option<&'a ContextValue> {
        let found = self.request.and_then(|context| context.look_up(key));
        found.or_else(|| self.caller?.look_up(key))
    }
}

impl<'a> From<&'a Context> for Keys<'a> {
    fn from(context: &'a Context) -> Self {
        Self {
            request: Some(context),
            caller: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a4_names_ignore_case_and_absent_is_not_empty() {
        let mut context = Context::default();
        context.set("aws:PrincipalTag/Team", "blog");
        assert_eq!(context.get("AWS:principaltag/TEAM"), Some(&"blog".into()));
        assert_eq!(context.get("aws:username"), None);
        context.set("aws:username", "");
        assert_eq!(context.get("aws:username"), Some(&"".into()));
        context.remove("AWS:USERNAME");
        assert_eq!(context.get("aws:username"), None);
    }

    #[test]
    fn u25_the_exact_spelling_is_found_before_the_first() {
        let mut context = Context::default();
        context.set("aws:ResourceTag/team", "red");
        context.set("aws:ResourceTag/Team", "blue");
        assert_eq!(context.get("aws:ResourceTag/Team"), Some(&"blue".into()));
        assert_eq!(context.get("aws:ResourceTag/TEAM"), Some(&"red".into()));
        context.set("aws:ResourceTag/team", "green");
        assert_eq!(context.get("AWS:RESOURCETAG/TEAM"), Some(&"green".into()));
        context.remove("aws:resourcetag/team");
        assert_eq!(context, Context::default());
    }

    #[test]
    fn keys_of_the_request_stand_before_those_of_the_caller() {
        let (mut request, mut caller) = (Context::default(), Context::default());
        request.set("aws:SourceIp", "10.0.0.1");
        caller.set("AWS:sourceip", "10.0.0.2");
        caller.put(KeyName::known("aws:username"), "carlos");
        let keys = Keys::new(&request, &caller);
        let value = |name: &str| keys.look_up(&KeyName::new(name));
        assert_eq!(value("aws:SourceIP"), Some(&"10.0.0.1".into()));
        assert_eq!(value("aws:userName"), Some(&"carlos".into()));
        assert_eq!(value("aws:userid"), None);
    }
}
