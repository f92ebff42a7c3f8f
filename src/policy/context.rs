//! The condition keys of a request and their values.
//!
//! Names ignore case, the tag-key part too (rule A4); values do not. A resource may have two tags whose keys differ only in case:
//! both are kept, and a policy finds the one it spells exactly, else the first (rule U25).

use std::fmt;
use std::ops::Range;

/// The value of a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The name of a condition key, ready to be looked up: folded to lower case and hashed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyName {
    hash: u64,
    folded: Box<str>,
    /// As it was written.
    name: Box<str>,
}

impl KeyName {
    /// Folds and hashes a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folded: Box<str> = name.to_ascii_lowercase().into();
        Self {
            hash: fnv(&folded),
            folded,
            name: name.into(),
        }
    }

    /// The name in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.folded
    }
}

/// FNV-1a, which needs no state and no seed: equal in every run.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    key: KeyName,
    value: ContextValue,
}

/// The condition keys that are present. A key that is not here is absent, which differs from being empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// INVARIANT: sorted by hash, then folded name; no spelling twice, and spellings of one name in the order they were set.
    entries: Vec<Entry>,
}

impl Context {
    /// Where the spellings of a name are, or would be.
    fn place(&self, key: &KeyName) -> Range<usize> {
        let order = |entry: &Entry| {
            let own = &entry.key;
            (own.hash, &own.folded).cmp(&(key.hash, &key.folded))
        };
        let start = self.entries.partition_point(|entry| order(entry).is_lt());
        let rest = self.entries.get(start..).unwrap_or_default();
        let spellings = rest.iter().take_while(|entry| order(entry).is_eq()).count();
        start..start + spellings
    }

    /// Sets a key; the value of another spelling of its name stays.
    pub fn set(&mut self, name: &str, value: impl Into<ContextValue>) {
        let key = KeyName::new(name);
        let value = value.into();
        let place = self.place(&key);
        let end = place.end;
        let mut spellings = self.entries.get_mut(place).into_iter().flatten();
        match spellings.find(|entry| entry.key.name == key.name) {
            Some(entry) => entry.value = value,
            None => self.entries.insert(end, Entry { key, value }),
        }
    }

    /// Sets a key unless it is present.
    pub fn set_default(&mut self, name: &str, value: impl Into<ContextValue>) {
        if self.get(name).is_none() {
            self.set(name, value);
        }
    }

    /// Removes a key in all its spellings; one that is absent is no error.
    pub fn remove(&mut self, name: &str) {
        let place = self.place(&KeyName::new(name));
        self.entries.drain(place);
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ContextValue> {
        self.look_up(&KeyName::new(name))
    }

    /// The value of a key whose name was prepared.
    #[must_use]
    pub fn look_up(&self, key: &KeyName) -> Option<&ContextValue> {
        let spellings = self.entries.get(self.place(key))?;
        let exact = spellings.iter().find(|entry| entry.key.name == key.name);
        exact.or(spellings.first()).map(|entry| &entry.value)
    }

    /// Names as they were set, and values, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        let mut sorted: Vec<&Entry> = self.entries.iter().collect();
        sorted.sort_by(|a, b| a.key.folded.cmp(&b.key.folded));
        sorted
            .into_iter()
            .map(|entry| (&*entry.key.name, &entry.value))
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
}
