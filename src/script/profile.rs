//! `profile(name, who)`: a profile of the virtual `~/.aws` files for somebody of the lab, so that `aws … --profile name` is them.
//!
//! Source: AWS CLI User Guide, "Configuration and credential file settings in the AWS CLI".

use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::{Caller, Command, Credentials};

use super::actor;
use super::entity::{Entity, Role};
use super::error::Error;
use super::kinds::a_kind;
use super::native::{Failure, Native};
use super::record::{self, Record};
use super::world::World;

/// Gives a profile to somebody. Who has no keys gets an access key, created by the account's root user.
fn profile(world: &World, name: &str, who: &Dynamic, source: &str) -> Result<(), Failure> {
    let settings = match who.read_lock::<Entity<Role>>() {
        Some(role) => vec![
            ("role_arn", role.arn()),
            ("source_profile", source.to_owned()),
        ],
        None => {
            let keys = keys_of(world, who)?;
            let token = keys.session_token.map(|token| ("aws_session_token", token));
            [
                ("aws_access_key_id", keys.access_key_id),
                ("aws_secret_access_key", keys.secret_access_key),
            ]
            .into_iter()
            .chain(token)
            .collect()
        }
    };
    let settings = settings
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    world.set_environment(|environment| environment.set_profile(name, settings.collect()));
    Ok(())
}

fn keys_of(world: &World, who: &Dynamic) -> Result<Credentials, Failure> {
    let record = who
        .read_lock::<Record<record::AccessKey>>()
        .map(|key| key.json())
        .or_else(|| {
            let credentials = who.read_lock::<Record<record::Credentials>>()?;
            Some(credentials.json())
        });
    if let Some(record) = record {
        return credentials(&record).ok_or_else(|| {
            Error::misuse("these keys have no secret")
                .with_help("the secret of an access key is shown once, when the key is created")
                .thrown()
        });
    }
    let refused = || {
        Error::misuse(format!("{} has no keys", a_kind(who)))
            .with_help(
                "a profile is for a user, a role, a session, an account's root user, or keys",
            )
            .thrown()
    };
    let actor = actor::of(who).ok_or_else(refused)?;
    match actor.caller {
        Caller::Keys(keys) => Ok(keys),
        Caller::Root(account) => new_key(world, account, json!({})),
        Caller::User { ref account, .. } => {
            let identity = world.whoami(&actor.caller, &actor.given);
            let identity = identity.map_err(|error| Error::aws(error, "").thrown())?;
            let arn = identity.get("Arn").and_then(Value::as_str);
            let name = arn
                .and_then(|arn| arn.rsplit('/').next())
                .unwrap_or_default();
            new_key(world, account.clone(), json!({ "UserName": name }))
        }
        Caller::Signed(_) | Caller::Service(_) | Caller::Anonymous => Err(refused()),
    }
}

fn new_key(world: &World, account: AccountId, input: Value) -> Result<Credentials, Failure> {
    let answer = world.done(Command::Call {
        caller: Caller::Root(account),
        service: "iam".to_owned(),
        operation: "CreateAccessKey".to_owned(),
        input,
        context: Default::default(),
    })?;
    let key = answer.get("AccessKey").and_then(credentials);
    key.ok_or_else(|| Error::misuse("the key has no secret").thrown())
}

fn credentials(keys: &Value) -> Option<Credentials> {
    let text = |name: &str| keys.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Credentials {
        access_key_id: text("AccessKeyId")?,
        secret_access_key: text("SecretAccessKey")?,
        session_token: text("SessionToken"),
    })
}

/// Registers the function.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    type Text = ImmutableString;
    let w = Rc::clone(world);
    engine.register_fn("profile", move |name: Text, who: Dynamic| {
        profile(&w, &name, &who, "default")
    });
    let w = Rc::clone(world);
    engine.register_fn(
        "profile",
        move |name: Text, role: Dynamic, source: Text| match role.is::<Entity<Role>>() {
            true => profile(&w, &name, &role, &source),
            false => Err(
                Error::misuse(format!("{} needs no source profile", a_kind(&role)))
                    .with_help("a source profile says who assumes a role")
                    .thrown(),
            ),
        },
    );
}
