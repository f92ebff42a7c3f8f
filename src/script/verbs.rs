//! The verbs of scripts: every operation of the table as a method, without a line of code for each.
//!
//! On an account or a session the verb is the operation in snake_case: `session.create_user("carlos")`. On a handle the word for
//! it is left out, and the handle fills in its own parameter: `carlos.attach_policy(p)` is `AttachUserPolicy`.
//! Required parameters come first, in AWS's order, then optional ones; a map at the end names any others.

use rhai::{Dynamic, Engine, Map};
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
use super::native::{Failure, Native};

/// Verbs with a name of their own on a handle.
const ALIASES: &[(&str, &str, &str)] = &[("Role", "update_trust", "update_assume_role_policy")];

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
        match &self.bound {
            None => find(verb),
            Some(bound) => {
                bound
                    .names(verb)
                    .iter()
                    .filter_map(|name| find(name))
                    .find(|operation| {
                        operation
                            .parameters()
                            .any(|member| member.name == bound.member)
                    })
            }
        }
    }
}

impl Bound {
    /// The names of operations that a verb may stand for: with the kind put between its words, behind it, or left out.
    fn names(&self, verb: &str) -> Vec<String> {
        let alias = ALIASES
            .iter()
            .find(|(kind, name, _)| *kind == self.kind && *name == verb);
        if let Some((_, _, operation)) = alias {
            return vec![(*operation).to_owned()];
        }
        let kind = self.kind.to_lowercase();
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

/// Registers the verbs: rhai asks here for methods that it does not know itself.
#[expect(
    deprecated,
    reason = "rhai marks the hook as volatile; this is its only use"
)]
pub fn register(engine: &mut Engine) {
    engine.on_missing_function(|name, args, _is_method, _context| {
        let Some((receiver, args)) = args.split_first() else {
            return Ok(None);
        };
        let args: Vec<Dynamic> = args.iter().map(|arg| (**arg).clone()).collect();
        if let Some(client) = receiver.read_lock::<Client>() {
            return of_client(&client, name, args);
        }
        match Receiver::of(receiver) {
            Some(receiver) => call(&receiver, name, args),
            None => Ok(None),
        }
    });
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
    let is_map = |value: &Dynamic| value.is_map() || value.is::<Doc>();
    let options = if args.len() > required && args.last().is_some_and(is_map) {
        args.pop()
    } else {
        None
    };
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

/// The parameters in the order in which values stand for them: required ones first.
fn positions<'a>(operation: &'a Operation, bound: Option<&Bound>) -> Vec<&'a Member> {
    let free = |member: &&Member| bound.is_none_or(|bound| bound.member != member.name);
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
    Error::misuse(format!("{member} cannot be a {kind}")).thrown()
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

/// The verbs there are for a type, for "did you mean": by the type's name in scripts.
#[must_use]
pub fn names(type_name: &str) -> Vec<String> {
    let operations = [Service::Iam, Service::Sts]
        .into_iter()
        .flat_map(table::operations)
        .flat_map(|group| group.iter());
    let names = operations.map(|operation| model::snake_case(operation.name));
    if type_name == Account::NAME || type_name == Session::NAME {
        return names.collect();
    }
    let kind = type_name.to_lowercase();
    let joined = format!("_{kind}");
    let mut short: Vec<String> = names
        .filter(|name| name.contains(&joined))
        .map(|name| {
            name.replacen(&joined, "", 1)
                .trim_end_matches("_to")
                .trim_end_matches("_from")
                .to_owned()
        })
        .collect();
    short.extend(
        ALIASES
            .iter()
            .filter(|(of, _, _)| *of == type_name)
            .map(|(_, name, _)| (*name).to_owned()),
    );
    short
}
