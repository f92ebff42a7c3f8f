//! Parts of AWS's answers with properties in snake_case: access keys, credentials, caller identities, events.

use std::marker::PhantomData;
use std::rc::Rc;

use rhai::Dynamic;
use serde_json::Value;

use crate::api::model::snake_case;
use crate::render::card;

use super::convert::lift;
use super::native::{Failure, Native};

/// What kind of record it is.
pub trait Kind: 'static {
    /// The type's name in scripts.
    const NAME: &'static str;
    /// What members may leave out of their names: `User` makes `name` of `UserName`.
    const PREFIX: &'static str = "";
    /// The member that stands for the record in text.
    const KEY: &'static str;
    /// Members that are masked when the record is shown.
    const SECRETS: &'static [&'static str] = &[];
}

/// An access key: `access_key_id`, `secret_access_key` when it was just created, `status`.
pub struct AccessKey;

impl Kind for AccessKey {
    const NAME: &'static str = "AccessKey";
    const KEY: &'static str = "AccessKeyId";
    const SECRETS: &'static [&'static str] = &["SecretAccessKey"];
}

/// Temporary credentials: `access_key_id`, `secret_access_key`, `session_token`, `expiration`.
pub struct Credentials;

impl Kind for Credentials {
    const NAME: &'static str = "Credentials";
    const KEY: &'static str = "AccessKeyId";
    const SECRETS: &'static [&'static str] = &["SecretAccessKey", "SessionToken"];
}

/// Who somebody is: `user_id`, `account`, `arn`.
pub struct CallerIdentity;

impl Kind for CallerIdentity {
    const NAME: &'static str = "CallerIdentity";
    const KEY: &'static str = "Arn";
}

/// An entry of the log: `number`, `time`, `caller`, `operation`, `input`, `outcome`, `code`, `message`.
pub struct Event;

impl Kind for Event {
    const NAME: &'static str = "Event";
    const KEY: &'static str = "Summary";
}

/// A document of one kind.
pub struct Record<K> {
    doc: Rc<Value>,
    kind: PhantomData<K>,
}

impl<K> Clone for Record<K> {
    fn clone(&self) -> Self {
        Self {
            doc: Rc::clone(&self.doc),
            kind: PhantomData,
        }
    }
}

impl<K> Record<K> {
    /// Wraps a document.
    #[must_use]
    pub fn new(doc: Value) -> Self {
        Self {
            doc: Rc::new(doc),
            kind: PhantomData,
        }
    }

    /// A member that is text.
    #[must_use]
    pub fn text(&self, member: &str) -> Option<&str> {
        self.doc.get(member)?.as_str()
    }
}

/// The member of a document that a property names: `user_name`, or `name` where the kind's name may be left out.
#[must_use]
pub fn member<'a>(doc: &'a Value, prefix: &str, property: &str) -> Option<&'a Value> {
    let members = doc.as_object()?;
    let full = |name: &str| snake_case(name) == property;
    let short = |name: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && snake_case(rest) == property)
    };
    members
        .iter()
        .find(|(name, _)| full(name))
        .or_else(|| members.iter().find(|(name, _)| short(name)))
        .map(|(_, value)| value)
}

/// The properties of a document, the short names where there are any.
#[must_use]
pub fn properties(doc: &Value, prefix: &str) -> Vec<String> {
    let names = doc
        .as_object()
        .into_iter()
        .flat_map(|members| members.keys());
    names
        .map(|name| match name.strip_prefix(prefix) {
            Some(rest) if !rest.is_empty() => snake_case(rest),
            _ => snake_case(name),
        })
        .collect()
}

impl<K: Kind> Native for Record<K> {
    const NAME: &'static str = K::NAME;

    fn fields(&self) -> Vec<String> {
        properties(&self.doc, K::PREFIX)
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(member(&self.doc, K::PREFIX, name).map(lift))
    }

    fn brief(&self) -> String {
        self.text(K::KEY).unwrap_or(K::NAME).to_owned()
    }

    fn card(&self) -> String {
        let members = self
            .doc
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| !value.is_null());
        let rows = members.map(|(name, value)| {
            let shown = if K::SECRETS.contains(&name.as_str()) {
                "****".to_owned()
            } else {
                card::inline(value)
            };
            (snake_case(name), shown)
        });
        card::card(K::NAME, &rows.collect::<Vec<_>>())
    }

    fn json(&self) -> Value {
        (*self.doc).clone()
    }
}
