//! Session tags and role chaining. Source: IAM User Guide, "Pass session tags in AWS STS".

use std::collections::BTreeSet;

use crate::lab::tags::KeyCase;
use crate::lab::{Session, Tags, quota};

use super::super::error::AwsError;
use super::super::input::Input;

/// The tags of a new session.
#[derive(Clone, Debug, Default)]
pub struct SessionTags {
    /// Inherited transitive tags and those passed.
    pub all: Tags,
    /// Transitive keys, in lower case.
    pub transitive: BTreeSet<String>,
}

fn refused(text: &str) -> AwsError {
    AwsError::new("InvalidParameterValue", text)
}

/// Joins what is passed with what the caller's own session hands on (rules E9–E11).
///
/// # Errors
/// `InvalidParameterValue` for a key passed twice, a transitive key that is not passed, or one that is transitive already.
pub fn joined(caller: Option<&Session>, input: Input<'_>) -> Result<SessionTags, AwsError> {
    let keys = input.texts("TransitiveTagKeys");
    checked(inherited(caller), &input.tags("Tags"), &keys)
}

/// The tags that are handed on, and those that are given now.
///
/// # Errors
/// As [`joined`].
pub fn checked(
    mut tags: SessionTags,
    given: &[(&str, &str)],
    transitive: &[&str],
) -> Result<SessionTags, AwsError> {
    let mut passed = Tags::default();
    for (key, value) in given {
        if passed.get(key, KeyCase::Ignored).is_some() {
            return Err(refused(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        passed.set(key, value, KeyCase::Ignored);
    }
    for key in transitive {
        if passed.get(key, KeyCase::Ignored).is_none() {
            return Err(refused(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
    }
    for (key, value) in passed.iter() {
        if tags.transitive.contains(&key.to_ascii_lowercase()) {
            return Err(refused(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key \
                 from the calling session.",
            ));
        }
        tags.all.set(key, value, KeyCase::Ignored);
    }
    let fresh = transitive.iter().map(|key| key.to_ascii_lowercase());
    tags.transitive.extend(fresh);
    if tags.all.len() > quota::TAGS {
        return Err(refused("The number of session tags must be at most 50."));
    }
    Ok(tags)
}

/// The transitive tags of the caller's session.
#[must_use]
pub fn inherited(caller: Option<&Session>) -> SessionTags {
    let mut tags = SessionTags::default();
    let Some(session) = caller else {
        return tags;
    };
    for (key, value) in session.tags.iter() {
        let lower = key.to_ascii_lowercase();
        if session.transitive.contains(&lower) {
            tags.all.set(key, value, KeyCase::Ignored);
            tags.transitive.insert(lower);
        }
    }
    tags
}
