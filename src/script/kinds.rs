//! What scripts call the types of values.

use rhai::Dynamic;
use serde_json::Value;

use super::actor::{Account, Session};
use super::arn::ScriptArn;
use super::client::Client;
use super::decision::Decision;
use super::doc::Doc;
use super::document::{PolicyDocument, Statement};
use super::endpoint::VpcEndpoint;
use super::entity::{Entity, Group, Policy, Role, User};
use super::error::Error;
use super::identity_provider::IdentityProvider;
use super::native::Native;
use super::organization::Organization;
use super::record::{AccessKey, CallerIdentity, Credentials, Event, Record};

/// A type's name, and how a value of it becomes JSON.
type Known = (&'static str, fn(&Dynamic) -> Option<Value>);

/// The name of a type of the lab, and the value as JSON for whoever asks; none for rhai's own types.
fn native(value: &Dynamic) -> Option<Known> {
    fn json<T: Native>(value: &Dynamic) -> Option<Value> {
        Some(value.read_lock::<T>()?.json())
    }
    macro_rules! natives {
        ($($native:ty),* $(,)?) => {
            $(if value.is::<$native>() { return Some((<$native as Native>::NAME, json::<$native>)); })*
        };
    }
    natives!(
        Account,
        Session,
        Entity<User>,
        Entity<Group>,
        Entity<Role>,
        Entity<Policy>,
        Client,
        Decision,
        Error,
        Organization,
        PolicyDocument,
        Record<AccessKey>,
        Record<CallerIdentity>,
        Record<Credentials>,
        Record<Event>,
        ScriptArn,
        Statement,
        VpcEndpoint,
        IdentityProvider,
    );
    None
}

/// Whether a value is of a type of the lab.
#[must_use]
pub fn is_native(value: &Dynamic) -> bool {
    native(value).is_some()
}

/// A value of a type of the lab with everything it says of itself.
#[must_use]
pub fn document(value: &Dynamic) -> Option<Value> {
    let (_, json) = native(value)?;
    json(value)
}

/// The name of a value's type.
#[must_use]
pub fn kind(value: &Dynamic) -> &'static str {
    if value.is::<Doc>() {
        return "document";
    }
    native(value).map_or_else(|| plain(value.type_name()), |(name, _)| name)
}

/// rhai's names of its own types, as people say them.
#[must_use]
pub fn plain(name: &str) -> &str {
    match name {
        "&str | ImmutableString | String" | "&str" | "ImmutableString" | "String" | "string" => {
            "string"
        }
        "i64" => "integer",
        "f64" => "float",
        "()" => "nothing",
        "Fn" => "function",
        other => other,
    }
}

/// `a string`, `an integer`.
#[must_use]
pub fn a_kind(value: &Dynamic) -> String {
    with_article(kind(value))
}

/// A name with its article.
#[must_use]
pub fn with_article(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    match name {
        "nothing" => name.to_owned(),
        _ if vowel => format!("an {name}"),
        _ => format!("a {name}"),
    }
}
