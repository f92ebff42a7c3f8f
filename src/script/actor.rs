//! `Account` and `Session`: those who act. Every operation is a method of both, see [`super::verbs`].

use std::rc::Rc;

use rhai::{Dynamic, Engine};
use serde_json::{Value, json};

use crate::api::AwsError;
use crate::arn::AccountId;
use crate::decision::{Context, Explanation};
use crate::lab::event::{PassedRole, ResourceEffect, RootTask};
use crate::lab::{Account as LabAccount, Caller, Command, Credentials};
use crate::partition::Partition;
use crate::render::card;

use super::convert;
use super::entity::{self, Entity};
use super::error::Error;
use super::native::{Failure, Native};
use super::record::{self, Record};
use super::world::World;

/// Somebody who makes requests, with the condition keys that go with each of them.
#[derive(Clone)]
pub struct Actor {
    /// The lab.
    pub world: Rc<World>,
    /// Who it is.
    pub caller: Caller,
    /// Condition keys of every request.
    pub given: Rc<Context>,
}

impl Actor {
    /// An actor whose requests carry no keys of their own.
    #[must_use]
    pub fn new(world: Rc<World>, caller: Caller) -> Self {
        Self {
            world,
            caller,
            given: Rc::default(),
        }
    }

    /// The same lab and keys, somebody else.
    #[must_use]
    pub fn become_caller(&self, caller: Caller) -> Self {
        Self {
            caller,
            ..self.clone()
        }
    }

    /// Calls an operation.
    ///
    /// # Errors
    /// AWS's.
    pub fn call(&self, service: &str, operation: &str, input: Value) -> Result<Value, AwsError> {
        self.world.execute(Command::Call {
            caller: self.caller.clone(),
            service: service.to_owned(),
            operation: operation.to_owned(),
            input,
            context: (*self.given).clone(),
        })
    }

    /// Performs an action of any service on a resource, handing roles to services where the action does that.
    ///
    /// # Errors
    /// AWS's.
    pub fn perform(
        &self,
        action: &str,
        resource: &str,
        given: &Context,
        effect: ResourceEffect,
        passes: Vec<PassedRole>,
    ) -> Result<Value, AwsError> {
        self.world.execute(Command::Perform {
            caller: self.caller.clone(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: overlaid(&self.given, given),
            effect,
            passes,
        })
    }

    /// Whether an action would be allowed, and why.
    ///
    /// # Errors
    /// AWS's, for credentials that do not hold and for what is no action or ARN.
    pub fn ask(
        &self,
        action: &str,
        resource: &str,
        given: &Context,
    ) -> Result<Explanation, AwsError> {
        self.world.evaluate(
            &self.caller,
            action,
            resource,
            &overlaid(&self.given, given),
        )
    }

    /// A task of the root user.
    ///
    /// # Errors
    /// `AccessDenied` for everybody else.
    pub fn root_task(&self, task: RootTask) -> Result<Dynamic, Failure> {
        let answer = self.world.done(Command::RootTask {
            caller: self.caller.clone(),
            task,
        });
        answer.map(|answer| convert::lift(&answer))
    }

    /// Who it is, as its requests would be answered now.
    fn identity_now(&self) -> Result<Value, AwsError> {
        self.world.whoami(&self.caller, &self.given)
    }

    fn identity(&self) -> Result<Value, Failure> {
        self.identity_now()
            .map_err(|error| Error::aws(error, "GetCallerIdentity").thrown())
    }
}

/// Keys of a session, and those of one request, which win.
fn overlaid(base: &Context, given: &Context) -> Context {
    let mut context = base.clone();
    for (name, value) in given.iter() {
        context.set(name, value.clone());
    }
    context
}

/// The actor that a script value is: an account is its root user, a user itself.
#[must_use]
pub fn of(value: &Dynamic) -> Option<Actor> {
    if let Some(account) = value.read_lock::<Account>() {
        return Some(account.actor.clone());
    }
    if let Some(session) = value.read_lock::<Session>() {
        return Some(session.actor.clone());
    }
    let user = value.read_lock::<Entity<entity::User>>()?;
    Some(user.as_actor())
}

/// An account, acting as its root user.
#[derive(Clone)]
pub struct Account {
    /// The root user.
    pub actor: Actor,
    /// Twelve digits.
    pub id: AccountId,
}

impl Account {
    /// The account of this id.
    #[must_use]
    pub fn new(world: Rc<World>, id: AccountId) -> Self {
        Self {
            actor: Actor::new(world, Caller::Root(id.clone())),
            id,
        }
    }

    fn look<T>(&self, at: impl FnOnce(&LabAccount) -> T) -> Option<T> {
        self.actor.world.look(|lab| lab.account(&self.id).map(at))
    }
}

impl Native for Account {
    const NAME: &'static str = "Account";

    fn fields(&self) -> Vec<String> {
        ["id", "arn", "name", "email", "alias", "closed"]
            .map(Into::into)
            .to_vec()
    }

    fn brief(&self) -> String {
        self.id.to_string()
    }

    fn json(&self) -> Value {
        self.look(|account| {
            json!({
                "id": account.id.as_str(), "arn": account.root_arn(Partition::Aws).as_str(), "name": account.name,
                "email": account.email, "alias": account.alias, "closed": account.closed,
            })
        })
        .unwrap_or_default()
    }
}

/// Somebody signed in: a user, a role's session, a service.
#[derive(Clone)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// The keys it was made with, as AWS answered them.
    issued: Option<Rc<Value>>,
}

impl Session {
    /// A session of somebody.
    #[must_use]
    pub fn new(actor: Actor) -> Self {
        Self {
            actor,
            issued: None,
        }
    }

    /// A session with the keys of an answer; none when it holds no keys.
    #[must_use]
    pub fn with_keys(actor: &Actor, credentials: &Value) -> Option<Self> {
        let text = |name: &str| {
            credentials
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let keys = Credentials {
            access_key_id: text("AccessKeyId")?,
            secret_access_key: text("SecretAccessKey")?,
            session_token: text("SessionToken"),
        };
        let actor = actor.become_caller(Caller::Keys(keys));
        Some(Self {
            actor,
            issued: Some(Rc::new(credentials.clone())),
        })
    }

    /// The same session with condition keys for each of its requests.
    #[must_use]
    pub fn with_context(&self, given: &Context) -> Self {
        let given = Rc::new(overlaid(&self.actor.given, given));
        Self {
            actor: Actor {
                given,
                ..self.actor.clone()
            },
            issued: self.issued.clone(),
        }
    }
}

impl Native for Session {
    const NAME: &'static str = "Session";

    fn fields(&self) -> Vec<String> {
        ["arn", "user_id", "account", "credentials", "expiration"]
            .map(Into::into)
            .to_vec()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        let of_identity = |member: &str| -> Result<Option<Dynamic>, Failure> {
            Ok(self.actor.identity()?.get(member).map(convert::lift))
        };
        match name {
            "arn" => of_identity("Arn"),
            "user_id" => of_identity("UserId"),
            "account" => of_identity("Account"),
            "credentials" => Ok(Some(match &self.issued {
                Some(keys) => Dynamic::from(Record::<record::Credentials>::new((**keys).clone())),
                None => Dynamic::UNIT,
            })),
            "expiration" => {
                let issued = self.issued.as_ref().and_then(|keys| keys.get("Expiration"));
                Ok(Some(issued.map_or(Dynamic::UNIT, convert::lift)))
            }
            _ => Ok(None),
        }
    }

    fn brief(&self) -> String {
        let json = self.json();
        json.get("arn")
            .and_then(Value::as_str)
            .unwrap_or("session")
            .to_owned()
    }

    fn card(&self) -> String {
        match self.actor.identity_now() {
            Ok(identity) => {
                let members = identity.as_object().into_iter().flatten();
                let mut rows: Vec<_> = members
                    .map(|(name, value)| (crate::api::model::snake_case(name), card::inline(value)))
                    .collect();
                if let Some(end) = self.issued.as_ref().and_then(|keys| keys.get("Expiration")) {
                    rows.push(("expiration".to_owned(), card::inline(end)));
                }
                card::card("Session", &rows)
            }
            Err(error) => card::card("Session", &[("unusable".to_owned(), error.message)]),
        }
    }

    fn json(&self) -> Value {
        match self.actor.identity_now() {
            Ok(identity) => json!({
                "arn": identity.get("Arn"), "user_id": identity.get("UserId"), "account": identity.get("Account"),
                "expiration": self.issued.as_ref().and_then(|keys| keys.get("Expiration")),
            }),
            Err(error) => json!({ "code": error.code }),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self.actor.caller == other.actor.caller
    }
}

/// Registers what sessions offer besides properties and operations.
pub fn register(engine: &mut Engine) {
    engine.register_fn("session", |account: &mut Account| {
        Session::new(account.actor.clone())
    });
    engine.register_fn(
        "with_context",
        |session: &mut Session, keys: rhai::Map| -> Result<Session, Failure> {
            Ok(session.with_context(&convert::context(&keys)?))
        },
    );
}
