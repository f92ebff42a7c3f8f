//! Script values to JSON and back.

use std::rc::Rc;

use rhai::{Array, Dynamic, Map};
use serde_json::Value;

use crate::api::model::{Kind, Member, Shape};
use crate::decision::{Context, ContextValue};

use super::actor::{Account, Session};
use super::arn::ScriptArn;
use super::doc::Doc;
use super::document::{self, PolicyDocument, Statement};
use super::entity::{Entity, Group, Policy, Role, User};
use super::error::Error;
use super::kinds::{a_kind, kind};
use super::native::{Failure, Native};
use super::record::{AccessKey, CallerIdentity, Credentials, Event, Record};

/// JSON as a script value: objects become documents, arrays become arrays.
pub fn lift(value: &Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().unwrap_or(f64::NAN).into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(lift).collect::<Array>().into(),
        Value::Object(_) => Dynamic::from(Doc(Rc::new(value.clone()))),
    }
}

/// A script value as JSON. Entities stand as their ARNs, so that policies can name them.
///
/// # Errors
/// The name of a type that has no JSON form.
pub fn to_json(value: &Dynamic) -> Result<Value, String> {
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.as_bool() {
        return Ok(flag.into());
    }
    if let Ok(number) = value.as_int() {
        return Ok(number.into());
    }
    if let Ok(number) = value.as_float() {
        return Ok(number.into());
    }
    if let Ok(letter) = value.as_char() {
        return Ok(letter.to_string().into());
    }
    if let Ok(text) = value.clone().into_immutable_string() {
        return Ok(text.as_str().into());
    }
    if let Some(items) = value.read_lock::<Array>() {
        return items.iter().map(to_json).collect();
    }
    if let Some(map) = value.read_lock::<Map>() {
        return map
            .iter()
            .map(|(key, value)| Ok((key.to_string(), to_json(value)?)))
            .collect();
    }
    if let Some(doc) = value.read_lock::<Doc>() {
        return Ok((*doc.0).clone());
    }
    whole(value)
        .or_else(|| reference(value, "Arn").map(Value::String))
        .ok_or_else(|| kind(value).to_owned())
}

/// Values that are documents themselves.
fn whole(value: &Dynamic) -> Option<Value> {
    fn json<T: Native>(value: &Dynamic) -> Option<Value> {
        value.read_lock::<T>().map(|native| native.json())
    }
    json::<PolicyDocument>(value)
        .or_else(|| json::<Statement>(value))
        .or_else(|| json::<Record<Credentials>>(value))
        .or_else(|| json::<Record<CallerIdentity>>(value))
        .or_else(|| json::<Record<Event>>(value))
        .or_else(|| json::<super::decision::Decision>(value))
        .or_else(|| json::<Error>(value))
}

/// What stands for a handle in a member of this name: the ARN, or the name where one is asked for.
fn reference(value: &Dynamic, member: &str) -> Option<String> {
    let by_name = member.ends_with("Name");
    macro_rules! entity {
        ($kind:ty) => {
            if let Some(entity) = value.read_lock::<Entity<$kind>>() {
                return Some(if by_name { entity.name() } else { entity.arn() });
            }
        };
    }
    entity!(User);
    entity!(Group);
    entity!(Role);
    entity!(Policy);
    if let Some(account) = value.read_lock::<Account>() {
        let json = account.json();
        return json.get("arn").and_then(Value::as_str).map(str::to_owned);
    }
    if let Some(session) = value.read_lock::<Session>() {
        return Some(session.brief());
    }
    if let Some(key) = value.read_lock::<Record<AccessKey>>() {
        return Some(key.brief());
    }
    value.read_lock::<ScriptArn>().map(|arn| arn.brief())
}

/// A value as a word of an `aws` line, for a member of this name: the name or the ARN of a handle, text as it is, the rest as JSON.
///
/// # Errors
/// The name of a type that has no such form.
pub fn word(value: &Dynamic, member: &str) -> Result<String, String> {
    if let Some(text) = reference(value, member) {
        return Ok(text);
    }
    Ok(match of_text(value, member)? {
        Value::String(text) => text,
        other => other.to_string(),
    })
}

/// A parameter of an operation, as its shape wants it: handles become ARNs or names, documents their text, maps of tags lists.
///
/// # Errors
/// The name of a type that has no JSON form.
pub fn parameter(value: &Dynamic, member: &Member) -> Result<Value, String> {
    of_shape(value, &member.shape, member.name)
}

fn of_shape(value: &Dynamic, shape: &Shape, name: &str) -> Result<Value, String> {
    match &shape.kind {
        Kind::String(_) => of_text(value, name),
        Kind::List(list) => {
            if let Some(items) = value.read_lock::<Array>() {
                return items
                    .iter()
                    .map(|item| of_shape(item, &list.member, name))
                    .collect();
            }
            let pairs = to_json(value)?;
            match pairs {
                Value::Object(pairs) if is_tag(&list.member) => Ok(pairs
                    .into_iter()
                    .map(|(key, value)| serde_json::json!({ "Key": key, "Value": value }))
                    .collect()),
                other => Ok(other),
            }
        }
        Kind::Structure(_) => {
            let Some(map) = value.read_lock::<Map>() else {
                return to_json(value);
            };
            let members = map.iter().map(|(key, value)| {
                let value = match shape.member(key) {
                    Some(member) => parameter(value, member)?,
                    None => to_json(value)?,
                };
                Ok((key.to_string(), value))
            });
            members.collect()
        }
        _ => to_json(value),
    }
}

fn is_tag(shape: &Shape) -> bool {
    shape.member("Key").is_some() && shape.member("Value").is_some()
}

fn of_text(value: &Dynamic, name: &str) -> Result<Value, String> {
    if let Some(text) = reference(value, name) {
        return Ok(text.into());
    }
    let is_document = value.is_map() || value.is::<Doc>() || value.is::<PolicyDocument>();
    if is_document && let Ok(document) = document::document(value) {
        return Ok(document.text().into());
    }
    to_json(value)
}

/// The resource an action is asked on: an ARN, `*`, or a handle.
///
/// # Errors
/// For anything else.
pub fn resource(value: &Dynamic) -> Result<String, Failure> {
    if let Ok(text) = value.clone().into_immutable_string() {
        return Ok(text.to_string());
    }
    reference(value, "Arn").ok_or_else(|| {
        Error::misuse(format!("{} is no resource", a_kind(value)))
            .with_help("a resource is an ARN, `*`, or something that has an ARN")
            .thrown()
    })
}

/// Condition keys from a map: texts, numbers and booleans are single values, arrays lists.
///
/// # Errors
/// For values that are neither.
pub fn context(map: &Map) -> Result<Context, Failure> {
    let mut context = Context::default();
    for (name, value) in map {
        context.set(name, context_value(name, value)?);
    }
    Ok(context)
}

fn context_value(name: &str, value: &Dynamic) -> Result<ContextValue, Failure> {
    let refused = || {
        Error::misuse(format!(
            "the condition key `{name}` cannot be {}",
            a_kind(value)
        ))
        .with_help("a value is a text, a number, a boolean, or an array of those")
        .thrown()
    };
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        _ => Err(refused()),
    };
    match to_json(value).map_err(|_| refused())? {
        Value::Array(items) => Ok(ContextValue::Many(
            items.iter().map(text).collect::<Result<_, _>>()?,
        )),
        single => Ok(ContextValue::One(text(&single)?)),
    }
}
