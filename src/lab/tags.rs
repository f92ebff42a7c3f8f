//! Tags: key–value pairs in the order they were set.
//!
//! Source: IAM User Guide, "Rules for tagging in IAM and AWS STS".

/// The tags of an entity or a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<(String, String)>);

/// Whether two spellings of a tag key are one key (rule C14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyCase {
    /// Users, roles and sessions: `department` replaces `Department`, whose spelling stays.
    Ignored,
    /// Policies and other resources.
    Kept,
}

impl KeyCase {
    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Ignored => a.eq_ignore_ascii_case(b),
            Self::Kept => a == b,
        }
    }
}

impl Tags {
    /// The pairs in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str, case: KeyCase) -> Option<&str> {
        self.iter().find(|(k, _)| case.same(k, key)).map(|(_, v)| v)
    }

    /// Sets a value; a key that is there keeps its place and spelling.
    pub fn set(&mut self, key: &str, value: &str, case: KeyCase) {
        match self.0.iter_mut().find(|(k, _)| case.same(k, key)) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((key.to_owned(), value.to_owned())),
        }
    }

    /// Removes a key; one that is not there is no error.
    pub fn remove(&mut self, key: &str, case: KeyCase) {
        self.0.retain(|(k, _)| !case.same(k, key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c14_keys_of_users_ignore_case_and_keep_their_spelling() {
        let mut tags = Tags::default();
        tags.set("Department", "eng", KeyCase::Ignored);
        tags.set("department", "ops", KeyCase::Ignored);
        assert_eq!(tags.iter().collect::<Vec<_>>(), [("Department", "ops")]);
    }

    #[test]
    fn c14_keys_of_policies_are_case_sensitive() {
        let mut tags = Tags::default();
        tags.set("Department", "eng", KeyCase::Kept);
        tags.set("department", "ops", KeyCase::Kept);
        assert_eq!(tags.len(), 2);
        tags.remove("department", KeyCase::Kept);
        assert_eq!(tags.get("Department", KeyCase::Kept), Some("eng"));
    }
}
