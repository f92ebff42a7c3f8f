//! The condition keys of a request and their values.
//!
//! Names ignore case, the tag-key part too (rule A4); values do not.

use std::fmt;

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
}

impl KeyName {
    /// Folds and hashes a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folded: Box<str> = name.to_ascii_lowercase().into();
        Self {
            hash: fnv(&folded),
            folded,
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
    /// The name as it was set.
    name: Box<str>,
    value: ContextValue,
}

/// The condition keys that are present. A key that is not here is absent, which differs from being empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// INVARIANT: sorted by hash, then folded name; no name twice.
    entries: Vec<Entry>,
}

impl Context {
    fn place(&self, key: &KeyName) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| {
            entry
                .key
                .hash
                .cmp(&key.hash)
                .then_with(|| entry.key.folded.cmp(&key.folded))
        })
    }

    /// Sets a key. Of two spellings of one name the exact later one replaces the value.
    pub fn set(&mut self, name: &str, value: impl Into<ContextValue>) {
        let key = KeyName::new(name);
        let entry = |key| Entry {
            key,
            name: name.into(),
            value: value.into(),
        };
        match self.place(&key) {
            Ok(at) => {
                if let Some(old) = self.entries.get_mut(at) {
                    *old = entry(key);
                }
            }
            Err(at) => self.entries.insert(at, entry(key)),
        }
    }

    /// Sets a key unless it is present.
    pub fn set_default(&mut self, name: &str, value: impl Into<ContextValue>) {
        if self.get(name).is_none() {
            self.set(name, value);
        }
    }

    /// Removes a key; one that is absent is no error.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.place(&KeyName::new(name)) {
            self.entries.remove(at);
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ContextValue> {
        self.look_up(&KeyName::new(name))
    }

    /// The value of a key whose name was prepared.
    #[must_use]
    pub fn look_up(&self, key: &KeyName) -> Option<&ContextValue> {
        let at = self.place(key).ok()?;
        self.entries.get(at).map(|entry| &entry.value)
    }

    /// Names as they were set, and values, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        let mut sorted: Vec<&Entry> = self.entries.iter().collect();
        sorted.sort_by(|a, b| a.key.folded.cmp(&b.key.folded));
        sorted.into_iter().map(|entry| (&*entry.name, &entry.value))
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
