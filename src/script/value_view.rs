//! The value of an input, for whoever shows it: what it looks like, and the same as JSON.

use std::sync::Arc;

use rhai::{Array, Dynamic, Map};
use serde_json::Value;

use crate::decision::Explanation;

use super::convert::to_json;
use super::decision::Decision;
use super::doc::Doc;
use super::document::PolicyDocument;
use super::error::Error;
use super::kinds::{document, is_native, kind};

/// A value with its text.
#[derive(Clone)]
pub struct Answer {
    pub(super) value: Dynamic,
    /// As transcripts show it.
    pub text: String,
    /// As scripts make text of it.
    pub brief: String,
}

/// What a value looks like.
#[derive(Clone, Debug)]
pub enum Look {
    /// Its text says it all.
    Text,
    /// A thing and its properties.
    Card,
    /// A JSON document.
    Document(Value),
    /// Things of one kind: one row each.
    Rows(Vec<Value>),
    /// A decision.
    Reason(Arc<Explanation>),
}

impl Answer {
    /// The name of the value's type.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        kind(&self.value)
    }

    /// What it looks like.
    #[must_use]
    pub fn look(&self) -> Look {
        let value = &self.value;
        if let Some(decision) = value.read_lock::<Decision>() {
            return Look::Reason(decision.shared());
        }
        if value.is::<Doc>() || value.is::<PolicyDocument>() || value.is::<Map>() {
            return Look::Document(self.json());
        }
        if value.is::<Error>() {
            return Look::Text;
        }
        if let Some(items) = value.read_lock::<Array>() {
            return list(&items);
        }
        if is_native(value) {
            Look::Card
        } else {
            Look::Text
        }
    }

    /// The value as JSON, with everything it says of itself; its text where it has no JSON form.
    #[must_use]
    pub fn json(&self) -> Value {
        json(&self.value)
    }

    /// The outcome, where the value is a decision.
    #[must_use]
    pub fn allowed(&self) -> Option<bool> {
        let decision = self.value.read_lock::<Decision>()?;
        Some(decision.explanation().allowed())
    }

    /// The value as script text that gives it again: numbers, booleans and plain text.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let plain = self.value.is_int() || self.value.is_bool() || self.value.is_string();
        plain.then(|| self.json().to_string())
    }
}

/// Things that are documents of one kind are rows; everything else is JSON.
fn list(items: &Array) -> Look {
    let (Some(first), true) = (items.first(), items.len() < 1_000_000) else {
        return Look::Text;
    };
    let known = is_native(first) || first.is::<Doc>();
    let alike = items.iter().all(|item| kind(item) == kind(first));
    if known && alike && !first.is::<PolicyDocument>() {
        return Look::Rows(items.iter().map(json).collect());
    }
    Look::Text
}

fn json(value: &Dynamic) -> Value {
    if let Some(items) = value.read_lock::<Array>() {
        return items.iter().map(json).collect();
    }
    document(value)
        .or_else(|| to_json(value).ok())
        .unwrap_or_else(|| value.to_string().into())
}
