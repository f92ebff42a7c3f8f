//! The functions a script begins with: accounts, services, keys, the clock, files.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, EvalAltResult, INT, ImmutableString, Map, Position};
use serde_json::{Value, json};

use crate::lab::{Caller, Command};

use super::actor::{Account, Actor, Session};
use super::convert::lift;
use super::document::PolicyDocument;
use super::error::Error;
use super::kinds::a_kind;
use super::native::{Failure, Native};
use super::organization::account_id;
use super::record::{self, Record};
use super::world::World;

/// `exit()` ends a script; the code travels in the payload, which an interrupt has none of.
#[derive(Clone, Copy, Debug)]
pub struct Exit(pub u8);

/// The account of this id, created where there is none yet.
fn account(world: &Rc<World>, id: &Dynamic, options: &Map) -> Result<Account, Failure> {
    let id = account_id(id)?;
    let text = |name: &str| -> Result<Option<String>, Failure> {
        let Some(value) = options.get(name) else {
            return Ok(None);
        };
        let text = value.clone().into_immutable_string();
        text.map(|text| Some(text.to_string()))
            .map_err(|_| Error::misuse(format!("{name} cannot be {}", a_kind(value))).thrown())
    };
    if let Some(unknown) = options
        .keys()
        .find(|key| !["Email", "Name"].contains(&key.as_str()))
    {
        return Err(Error::misuse(format!("unknown option `{unknown}`"))
            .with_help("an account takes Email and Name")
            .thrown());
    }
    let (email, name) = (text("Email")?, text("Name")?);
    let exists = world.look(|lab| lab.account(&id).is_some());
    if exists && (email.is_some() || name.is_some()) {
        return Err(Error::misuse(format!("account {id} exists already"))
            .with_help("its e-mail and name are given once, when it is created")
            .thrown());
    }
    if !exists {
        let email = email.unwrap_or_else(|| format!("root@{id}.example.com"));
        let name = name.unwrap_or_else(|| format!("account {id}"));
        world.done(Command::CreateAccount {
            id: id.clone(),
            email,
            name,
        })?;
    }
    Ok(Account::new(Rc::clone(world), id))
}

fn accounts(world: &Rc<World>) -> Array {
    let ids: Vec<_> = world.look(|lab| lab.accounts.keys().cloned().collect());
    ids.into_iter()
        .map(|id| Dynamic::from(Account::new(Rc::clone(world), id)))
        .collect()
}

fn service(world: &Rc<World>, name: &str) -> Result<Session, Failure> {
    if !name.contains('.') {
        return Err(Error::misuse(format!("`{name}` is no service principal"))
            .with_help("a service principal is a name such as ec2.amazonaws.com")
            .thrown());
    }
    Ok(Session::new(Actor::new(
        Rc::clone(world),
        Caller::Service(name.to_owned()),
    )))
}

/// A session with keys: an access key, credentials, or the three texts.
fn with_keys(world: &Rc<World>, keys: &Value) -> Result<Session, Failure> {
    Session::with_keys(&Actor::new(Rc::clone(world), Caller::Anonymous), keys).ok_or_else(|| {
        Error::misuse("these keys have no secret")
            .with_help("the secret of an access key is shown once, when the key is created")
            .thrown()
    })
}

fn keys(id: &str, secret: &str, token: Option<&str>) -> Value {
    json!({ "AccessKeyId": id, "SecretAccessKey": secret, "SessionToken": token })
}

/// Seconds from a number, or from text such as `90s`, `15m`, `2h`, `1d`.
fn seconds(value: &Dynamic) -> Result<u32, Failure> {
    let refused = || {
        Error::misuse(format!("`{value}` is no length of time"))
            .with_help("seconds as a number, or a text such as 90s, 15m, 2h, 1d")
            .thrown()
    };
    if let Ok(number) = value.as_int() {
        return u32::try_from(number).map_err(|_| refused());
    }
    let text = value
        .clone()
        .into_immutable_string()
        .map_err(|_| refused())?;
    let (number, unit) = text
        .split_at_checked(text.len().saturating_sub(1))
        .unwrap_or_default();
    let factor = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]
        .iter()
        .find(|(name, _)| *name == unit);
    let number: Option<u32> = number.parse().ok();
    number
        .zip(factor)
        .and_then(|(number, (_, factor))| number.checked_mul(*factor))
        .ok_or_else(refused)
}

fn advance(world: &World, by: &Dynamic) -> Result<ImmutableString, Failure> {
    world.done(Command::Advance {
        seconds: seconds(by)?,
    })?;
    Ok(now(world))
}

fn now(world: &World) -> ImmutableString {
    world.look(|lab| lab.clock.now().to_string()).into()
}

fn exit(code: INT) -> Result<(), Failure> {
    let code = u8::try_from(code).unwrap_or(1);
    Err(EvalAltResult::ErrorTerminated(Dynamic::from(Exit(code)), Position::NONE).into())
}

/// Registers the functions.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    type Text = ImmutableString;
    let of = |world: &Rc<World>| Rc::clone(world);
    let w = of(world);
    engine.register_fn("account", move |id: Dynamic| account(&w, &id, &Map::new()));
    let w = of(world);
    engine.register_fn("account", move |id: Dynamic, options: Map| {
        account(&w, &id, &options)
    });
    let w = of(world);
    engine.register_fn("accounts", move || accounts(&w));
    let w = of(world);
    engine.register_fn("service", move |name: Text| service(&w, &name));
    let w = of(world);
    engine.register_fn("anonymous", move || {
        Session::new(Actor::new(Rc::clone(&w), Caller::Anonymous))
    });
    let w = of(world);
    engine.register_fn("session", move |id: Text, secret: Text| {
        with_keys(&w, &keys(&id, &secret, None))
    });
    let w = of(world);
    engine.register_fn("session", move |id: Text, secret: Text, token: Text| {
        with_keys(&w, &keys(&id, &secret, Some(&token)))
    });
    let w = of(world);
    engine.register_fn("session", move |key: &mut Record<record::AccessKey>| {
        with_keys(&w, &key.json())
    });
    let w = of(world);
    engine.register_fn("session", move |key: &mut Record<record::Credentials>| {
        with_keys(&w, &key.json())
    });
    let w = of(world);
    engine.register_fn("now", move || now(&w));
    let w = of(world);
    engine.register_fn("timestamp", move || now(&w));
    let w = of(world);
    engine.register_fn("advance", move |by: Dynamic| advance(&w, &by));
    let w = of(world);
    engine.register_fn("sleep", move |by: INT| advance(&w, &by.into()).map(|_| ()));
    let w = of(world);
    engine.register_fn("setting", move |name: Text, value: bool| {
        w.done(Command::Configure {
            setting: name.to_string(),
            value,
        })
        .map(|answer| lift(&answer))
    });
    let w = of(world);
    engine.register_fn("policy_file", move |name: Text| {
        let text = w
            .read_file(&name)
            .map_err(|message| Error::misuse(message).thrown())?;
        Ok::<_, Failure>(PolicyDocument::new(&text))
    });
    engine.register_fn("exit", || exit(0));
    engine.register_fn("exit", exit);
}
