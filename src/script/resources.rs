//! What actors do besides IAM and STS operations: ask, perform actions of any service, and the root user's own tasks.

use rhai::{Array, Dynamic, Engine, ImmutableString, Map};
use serde_json::Value;

use crate::decision::Context;
use crate::lab::event::{PassedRole, ResourceEffect, RootTask};

use super::actor::{self, Actor};
use super::convert::{self, context, lift, resource};
use super::decision::Decision;
use super::document;
use super::error::Error;
use super::kinds::a_kind;
use super::native::Failure;

/// The actor a verb was called on.
///
/// # Errors
/// When the value makes no requests.
pub fn actor(value: &Dynamic) -> Result<Actor, Failure> {
    actor::of(value).ok_or_else(|| {
        Error::misuse(format!("{} makes no requests", a_kind(value)))
            .with_help("an account, a session or a user does; a role's permissions are those of its sessions")
            .thrown()
    })
}

/// Whether somebody may do something.
///
/// # Errors
/// For credentials that do not hold, and for what is no action or resource.
pub fn ask(who: &Dynamic, action: &str, on: &Dynamic, keys: &Map) -> Result<Decision, Failure> {
    let actor = actor(who)?;
    let explanation = actor.ask(action, &resource(on)?, &context(keys)?);
    let decision = explanation
        .map(Decision::from)
        .map_err(|error| Error::aws(error, "").thrown())?;
    actor.world.remember(decision.shared());
    Ok(decision)
}

fn act(
    who: &Dynamic,
    action: &str,
    on: &Dynamic,
    keys: &Map,
    effect: ResourceEffect,
) -> Result<Dynamic, Failure> {
    let answer = actor(who)?.perform(action, &resource(on)?, &context(keys)?, effect, Vec::new());
    answer
        .map(|answer| lift(&answer))
        .map_err(|error| Error::aws(error, action).thrown())
}

/// Performs an action that hands a role to a service.
fn pass(
    who: &Dynamic,
    action: &str,
    on: &Dynamic,
    role: &Dynamic,
    service: &str,
) -> Result<Dynamic, Failure> {
    let passed = PassedRole {
        role: resource(role)?,
        service: service.to_owned(),
    };
    let none = Context::default();
    let answer = actor(who)?.perform(
        action,
        &resource(on)?,
        &none,
        ResourceEffect::Use,
        vec![passed],
    );
    answer
        .map(|answer| lift(&answer))
        .map_err(|error| Error::aws(error, action).thrown())
}

/// `#{ Tags: #{ … }, Policy: … , Context: #{ … } }`
fn create(who: &Dynamic, action: &str, on: &Dynamic, options: &Map) -> Result<Dynamic, Failure> {
    let (mut tags, mut policy, mut keys) = (Vec::new(), None, Map::new());
    for (name, value) in options {
        match name.as_str() {
            "Tags" => tags = tag_pairs(value)?,
            "Policy" => policy = Some(document::document(value)?.text().to_owned()),
            "Context" => keys = value.clone().try_cast::<Map>().unwrap_or_default(),
            other => {
                return Err(Error::misuse(format!("unknown option `{other}`"))
                    .with_help("a resource takes Tags, Policy and Context")
                    .thrown());
            }
        }
    }
    act(
        who,
        action,
        on,
        &keys,
        ResourceEffect::Create { tags, policy },
    )
}

fn tag_pairs(value: &Dynamic) -> Result<Vec<(String, String)>, Failure> {
    let refused = || Error::misuse("tags are a map of texts, such as #{ team: \"blog\" }").thrown();
    let Ok(Value::Object(pairs)) = convert::to_json(value) else {
        return Err(refused());
    };
    let text = |(key, value): (String, Value)| Some((key, value.as_str()?.to_owned()));
    pairs
        .into_iter()
        .map(text)
        .collect::<Option<_>>()
        .ok_or_else(refused)
}

fn set_policy(
    who: &Dynamic,
    action: &str,
    on: &Dynamic,
    policy: &Dynamic,
) -> Result<Dynamic, Failure> {
    let policy = if policy.is_unit() {
        None
    } else {
        Some(document::document(policy)?.text().to_owned())
    };
    act(
        who,
        action,
        on,
        &Map::new(),
        ResourceEffect::SetPolicy { policy },
    )
}

fn untag(who: &Dynamic, action: &str, on: &Dynamic, keys: &Array) -> Result<Dynamic, Failure> {
    let keys = keys.iter().map(ToString::to_string).collect();
    act(who, action, on, &Map::new(), ResourceEffect::Untag { keys })
}

fn root_task(who: &Dynamic, task: RootTask) -> Result<Dynamic, Failure> {
    actor(who)?.root_task(task)
}

/// Registers the verbs.
pub fn register(engine: &mut Engine) {
    type Text = ImmutableString;
    engine.register_fn("can", |who: Dynamic, action: Text, on: Dynamic| {
        ask(&who, &action, &on, &Map::new())
    });
    engine.register_fn(
        "can",
        |who: Dynamic, action: Text, on: Dynamic, keys: Map| ask(&who, &action, &on, &keys),
    );
    engine.register_fn("perform", |who: Dynamic, action: Text, on: Dynamic| {
        act(&who, &action, &on, &Map::new(), ResourceEffect::Use)
    });
    engine.register_fn(
        "perform",
        |who: Dynamic, action: Text, on: Dynamic, keys: Map| {
            act(&who, &action, &on, &keys, ResourceEffect::Use)
        },
    );
    engine.register_fn(
        "create_resource",
        |who: Dynamic, action: Text, on: Dynamic| create(&who, &action, &on, &Map::new()),
    );
    engine.register_fn(
        "create_resource",
        |who: Dynamic, action: Text, on: Dynamic, options: Map| {
            create(&who, &action, &on, &options)
        },
    );
    engine.register_fn(
        "delete_resource",
        |who: Dynamic, action: Text, on: Dynamic| {
            act(&who, &action, &on, &Map::new(), ResourceEffect::Delete)
        },
    );
    engine.register_fn(
        "set_resource_policy",
        |who: Dynamic, action: Text, on: Dynamic, policy: Dynamic| {
            set_policy(&who, &action, &on, &policy)
        },
    );
    engine.register_fn(
        "tag_resource",
        |who: Dynamic, action: Text, on: Dynamic, tags: Map| {
            let tags = tag_pairs(&Dynamic::from_map(tags))?;
            act(
                &who,
                &action,
                &on,
                &Map::new(),
                ResourceEffect::Tag { tags },
            )
        },
    );
    engine.register_fn(
        "untag_resource",
        |who: Dynamic, action: Text, on: Dynamic, keys: Array| untag(&who, &action, &on, &keys),
    );
    engine.register_fn(
        "perform_passing",
        |who: Dynamic, action: Text, on: Dynamic, role: Dynamic, service: Text| {
            pass(&who, &action, &on, &role, &service)
        },
    );
    engine.register_fn("close_account", |who: Dynamic| {
        root_task(&who, RootTask::Close)
    });
    engine.register_fn("change_email", |who: Dynamic, email: Text| {
        root_task(&who, RootTask::ChangeEmail(email.to_string()))
    });
    engine.register_fn("change_account_name", |who: Dynamic, name: Text| {
        root_task(&who, RootTask::ChangeName(name.to_string()))
    });
}
