//! Parts of answers that several operations share. Members that AWS leaves out when empty are left out.

use serde_json::{Map, Value, json};

use crate::lab::Tags;

/// A document under construction: members in the order they are added.
#[derive(Debug, Default)]
pub struct Shape(Map<String, Value>);

impl Shape {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a member if there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds `Tags` unless there are none.
    #[must_use]
    pub fn with_tags(self, tags: &Tags) -> Self {
        if tags.is_empty() {
            self
        } else {
            self.with("Tags", tag_list(tags))
        }
    }

    /// Adds `PermissionsBoundary` if one is set.
    #[must_use]
    pub fn with_boundary(self, arn: Option<&String>) -> Self {
        let boundary = arn.map(
            |arn| json!({ "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn }),
        );
        self.with_some("PermissionsBoundary", boundary)
    }
}

impl From<Shape> for Value {
    fn from(shape: Shape) -> Self {
        Self::Object(shape.0)
    }
}

/// `[{Key, Value}, …]`
#[must_use]
pub fn tag_list(tags: &Tags) -> Value {
    tags.iter()
        .map(|(key, value)| json!({ "Key": key, "Value": value }))
        .collect()
}
