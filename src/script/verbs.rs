//! The verbs of scripts: every operation of the table as a method, without a line of code for each.
//!
//! On an account or a session the verb is the operation in snake_case: `session.create_user("carlos")`. On a handle the word for
//! it is left out, and the handle fills in its own parameter: `carlos.attach_policy(p)` is `AttachUserPolicy`.
//! Required parameters come first, in AWS's order, then optional ones; a map at the end names any others.

use std::any::TypeId;
use std::collections::BTreeSet;

use rhai::{Dynamic, Engine, EvalAltResult, Map, Position};
use serde_json::Value;

use crate::api::model::{self, Member, Operation};
use crate::api::table::{self, Service};

use super::actor::{self, Account, Actor, Session};
use super::answer;
use super::client::Client;
use super::convert::parameter;
use super::doc::Doc;
use super::entity::{Entity, Group, Kind, Policy, Role, User};
use super::error::Error;
use super::kinds::{kind, with_article};
use super::native::Failure;

/// Verbs with a name of their own on a handle.
const ALIASES: &[(&str, &str, &str)] = &[("Role", "update_trust", "update_assume_role_policy")];

/// The kinds of handles.
const KINDS: &[&str] = &[User::NAME, Group::NAME, Role::NAME, Policy::NAME];

/// The member of operations that a kind of handle fills in.
pub(super) fn filled_by(kind: &str) -> Option<&'static str> {
    match kind {
        "User" => Some("UserName"),
        "Group" => Some("GroupName"),
        "Role" => Some("RoleName"),
        "Policy" => Some("PolicyArn"),
        _ => None,
    }
}

/// Most values a verb takes: what is beyond goes into the options.
const MOST_VALUES: usize = 5;

/// What a verb was called on.
struct Receiver {
    actor: Actor,
    /// The handle's kind, the member it fills in, and with what.
    bound: Option<Bound>,
}

struct Bound {
    kind: &'static str,
    member: &'static str,
    value: String,
}

impl Receiver {
    fn of(value: &Dynamic) -> Option<Self> {
        if value.is::<Account>() || value.is::<Session>() {
            return actor::of(value).map(|actor| Self { actor, bound: None });
        }
        Self::entity::<User>(value, "UserName", Entity::name)
            .or_else(|| Self::entity::<Group>(value, "GroupName", Entity::name))
            .or_else(|| Self::entity::<Role>(value, "RoleName", Entity::name))
            .or_else(|| Self::entity::<Policy>(value, "PolicyArn", Entity::arn))
    }

    fn entity<K: Kind>(
        value: &Dynamic,
        member: &'static str,
        id: fn(&Entity<K>) -> String,
    ) -> Option<Self> {
        let entity = value.read_lock::<Entity<K>>()?;
        Some(Self {
            actor: entity.actor.clone(),
            bound: Some(Bound {
                kind: K::NAME,
                member,
                value: id(&entity),
            }),
        })
    }

    fn operation(&self, verb: &str) -> Option<&'static Operation> {
        operation_of(
            self.bound.as_ref().map_or("Session", |bound| bound.kind),
            verb,
        )
    }
}

/// The operation that a verb stands for on a type of values.
pub(super) fn operation_of(kind: &str, verb: &str) -> Option<&'static Operation> {
    let Some(member) = filled_by(kind) else {
        return find(verb);
    };
    meanings(kind, verb)
        .iter()
        .filter_map(|name| find(name))
        .find(|operation| operation.parameters().any(|other| other.name == member))
}

/// The names of operations that a verb of a handle may stand for: with the kind put between its words, behind it, or left out.
fn meanings(kind: &str, verb: &str) -> Vec<String> {
    let alias = ALIASES
        .iter()
        .find(|(of, name, _)| *of == kind && *name == verb);
    if let Some((_, _, operation)) = alias {
        return vec![(*operation).to_owned()];
    }
    let kind = kind.to_lowercase();
    let words: Vec<&str> = verb.split('_').collect();
    let put = |at: usize| {
        let (before, after) = words.split_at(at);
        [before, &[kind.as_str()], after].concat().join("_")
    };
    let mut names: Vec<String> = (1..=words.len()).map(put).collect();
    names.extend(["to", "from", "for"].map(|link| format!("{verb}_{link}_{kind}")));
    names.push(verb.to_owned());
    names
}

/// The operation of the table with this name in snake_case.
fn find(name: &str) -> Option<&'static Operation> {
    [Service::Iam, Service::Sts]
        .into_iter()
        .find_map(|service| {
            let operation = model::service(service.name())?.find(name)?;
            table::find(service, operation.name).map(|_| operation)
        })
}

/// Registers every verb once for each number of values it may take. Whom it is called on is looked at when it is called, so that
/// one registration serves accounts, sessions, clients and handles, and the model is read only when a verb is used.
pub fn register(engine: &mut Engine) {
    for verb in all() {
        for values in 0..=MOST_VALUES {
            let types = vec![TypeId::of::<Dynamic>(); values + 1];
            let name = verb.clone();
            engine.register_raw_fn(verb.as_str(), types, move |_context, args| {
                dispatch(&name, args)
            });
        }
    }
}

fn dispatch(verb: &str, args: &mut [&mut Dynamic]) -> Result<Dynamic, Failure> {
    let values: Vec<Dynamic> = args.iter().skip(1).map(|arg| (**arg).clone()).collect();
    let Some(receiver) = args.first() else {
        return Err(no_such(verb, args));
    };
    let client = receiver.read_lock::<Client>().map(|client| client.clone());
    let answer = match (client, Receiver::of(receiver)) {
        (Some(client), _) => of_client(&client, verb, values)?,
        (None, Some(receiver)) => call(&receiver, verb, values)?,
        (None, None) => None,
    };
    answer.ok_or_else(|| no_such(verb, args))
}

/// What rhai itself says of a method that the receiver does not have.
fn no_such(verb: &str, args: &[&mut Dynamic]) -> Failure {
    let types: Vec<&str> = args.iter().map(|arg| kind(arg)).collect();
    EvalAltResult::ErrorFunctionNotFound(format!("{verb} ({})", types.join(", ")), Position::NONE)
        .into()
}

/// boto3's form: one map, or nothing.
fn of_client(
    client: &Client,
    verb: &str,
    mut args: Vec<Dynamic>,
) -> Result<Option<Dynamic>, Failure> {
    let Some(operation) = client.operation(verb) else {
        return Ok(None);
    };
    let parameters = match (args.pop(), args.is_empty()) {
        (None, _) => Map::new(),
        (Some(map), true) if map.is_map() => map.cast::<Map>(),
        _ => {
            return Err(
                Error::misuse(format!("`{verb}` of a client takes one map of parameters")).thrown(),
            );
        }
    };
    client.call(operation, &parameters).map(Some)
}

/// Calls a verb; `None` when there is no such verb.
fn call(receiver: &Receiver, verb: &str, args: Vec<Dynamic>) -> Result<Option<Dynamic>, Failure> {
    let Some(operation) = receiver.operation(verb) else {
        return Ok(None);
    };
    let input = input(operation, receiver.bound.as_ref(), verb, args)?;
    answer::call(&receiver.actor, operation, &input).map(Some)
}

/// The parameters of a call: those of the handle, positional ones, and the options.
fn input(
    operation: &Operation,
    bound: Option<&Bound>,
    verb: &str,
    mut args: Vec<Dynamic>,
) -> Result<Value, Failure> {
    let mut input = serde_json::Map::new();
    if let Some(bound) = bound {
        input.insert(bound.member.to_owned(), bound.value.clone().into());
    }
    let places = positions(operation, bound);
    let required = places.iter().filter(|member| member.required).count();
    let last_is_options = match args.as_slice() {
        [only] if names_parameters(operation, only) => true,
        [.., last] => args.len() > required && (last.is_map() || last.is::<Doc>()),
        [] => false,
    };
    let options = if last_is_options { args.pop() } else { None };
    if args.len() > places.len() {
        return Err(
            Error::misuse(format!("`{verb}` takes {}", signature(operation, bound)))
                .with_help(format!("{} values were given", args.len()))
                .thrown(),
        );
    }
    for (member, value) in places.iter().zip(&args) {
        input.insert(member.name.to_owned(), converted(value, member)?);
    }
    for (key, value) in options.iter().flat_map(entries) {
        let value = match operation.parameters().find(|member| member.name == key) {
            Some(member) => converted(&value, member)?,
            None => super::convert::to_json(&value).map_err(|kind| no_json(&key, &kind))?,
        };
        input.insert(key, value);
    }
    Ok(Value::Object(input))
}

/// A map all of whose keys are parameters is boto3's form of the call, and not the value of the first one.
fn names_parameters(operation: &Operation, value: &Dynamic) -> bool {
    let keys = entries(value);
    let is_parameter = |name: &str| operation.parameters().any(|member| member.name == name);
    !keys.is_empty() && keys.iter().all(|(key, _)| is_parameter(key))
}

/// The parameters in the order in which values stand for them: required ones first.
fn positions<'a>(operation: &'a Operation, bound: Option<&Bound>) -> Vec<&'a Member> {
    in_order(operation, bound.map(|bound| bound.member))
}

/// The same, without the member that a handle fills in.
pub(super) fn in_order<'a>(operation: &'a Operation, filled: Option<&str>) -> Vec<&'a Member> {
    let free = |member: &&Member| filled.is_none_or(|filled| filled != member.name);
    let required = operation
        .parameters()
        .filter(|member| member.required)
        .filter(free);
    let optional = operation
        .parameters()
        .filter(|member| !member.required)
        .filter(free);
    required.chain(optional).collect()
}

/// `(UserName, PolicyArn, #{ options })`
fn signature(operation: &Operation, bound: Option<&Bound>) -> String {
    let places = positions(operation, bound);
    let mut names: Vec<&str> = places
        .iter()
        .filter(|member| member.required)
        .map(|member| member.name)
        .collect();
    let options: Vec<&str> = places
        .iter()
        .filter(|member| !member.required)
        .map(|member| member.name)
        .collect();
    let options = format!("#{{ {} }}", options.join(", "));
    if options.len() > 5 {
        names.push(&options);
    }
    format!("({})", names.join(", "))
}

fn converted(value: &Dynamic, member: &Member) -> Result<Value, Failure> {
    parameter(value, member).map_err(|kind| no_json(member.name, &kind))
}

fn no_json(member: &str, kind: &str) -> Failure {
    Error::misuse(format!("{member} cannot be {}", with_article(kind))).thrown()
}

/// The entries of an options map.
fn entries(options: &Dynamic) -> Vec<(String, Dynamic)> {
    if let Some(map) = options.read_lock::<Map>() {
        return map
            .iter()
            .map(|(key, value)| (key.to_string(), value.clone()))
            .collect();
    }
    let doc = options.read_lock::<Doc>();
    let members = doc
        .iter()
        .flat_map(|doc| doc.0.as_object().into_iter().flatten());
    members
        .map(|(key, value)| (key.clone(), super::convert::lift(value)))
        .collect()
}

/// Every verb there is, on whatever it is called.
fn all() -> BTreeSet<String> {
    let operations = [Service::Iam, Service::Sts]
        .into_iter()
        .flat_map(table::operations)
        .flat_map(|group| group.iter());
    let full: Vec<String> = operations
        .map(|operation| model::snake_case(operation.name))
        .collect();
    let short = full
        .iter()
        .flat_map(|name| KINDS.iter().filter_map(|kind| shortened(name, kind)));
    let aliases = ALIASES.iter().map(|(_, name, _)| (*name).to_owned());
    short.chain(aliases).chain(full.iter().cloned()).collect()
}

/// The name without the word for the handle it is called on: the reverse of [`Bound::names`].
fn shortened(name: &str, kind: &str) -> Option<String> {
    let kind = kind.to_lowercase();
    let words: Vec<&str> = name.split('_').collect();
    let at = words.iter().position(|word| *word == kind)?;
    let links = ["to", "from", "for"];
    let linked = at
        .checked_sub(1)
        .and_then(|before| words.get(before))
        .is_some_and(|word| links.contains(word));
    let keep = |place: &usize| *place != at && !(linked && *place + 1 == at);
    let rest: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(place, _)| keep(place))
        .map(|(_, word)| *word)
        .collect();
    (!rest.is_empty()).then(|| rest.join("_"))
}

/// The verbs of a type, for "did you mean": by the type's name in scripts. On handles the word for them is left out; operations that
/// do not have that word and still are about one, such as `create_access_key`, keep their names.
#[must_use]
pub fn names(type_name: &str) -> Vec<String> {
    let verbs = all();
    let Some(filled) = filled_by(type_name) else {
        return verbs.into_iter().collect();
    };
    let own = |name: &String| {
        shortened(name, type_name).or_else(|| {
            let mut parameters = find(name)?.parameters();
            parameters
                .any(|member| member.name == filled)
                .then(|| name.clone())
        })
    };
    verbs.iter().filter_map(own).collect()
}
