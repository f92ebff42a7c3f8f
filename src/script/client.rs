//! `client("iam", session)`: the operations as boto3 has them: one map of parameters, the whole answer as a document.

use rhai::{Array, Dynamic, Engine, ImmutableString, Map};
use serde_json::{Value, json};

use crate::api::model::{self, Operation, with_documents};

use super::actor::{self, Actor};
use super::convert::{lift, parameter, to_json};
use super::error::Error;
use super::kinds::{a_kind, with_article};
use super::native::{Failure, Native};

/// A client of one service.
#[derive(Clone)]
pub struct Client {
    actor: Actor,
    service: &'static model::Service,
}

impl Client {
    /// The operation of this name in any spelling.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.service.find(name)
    }

    /// Calls an operation.
    ///
    /// # Errors
    /// AWS's.
    pub fn call(
        &self,
        operation: &'static Operation,
        parameters: &Map,
    ) -> Result<Dynamic, Failure> {
        let input = input(operation, parameters)?;
        self.answer(operation, input).map(|answer| lift(&answer))
    }

    fn answer(&self, operation: &'static Operation, input: Value) -> Result<Value, Failure> {
        let answer = self.actor.call(self.service.name, operation.name, input);
        let answer = answer.map_err(|error| Error::aws(error, operation.name).thrown())?;
        Ok(with_documents(answer, operation))
    }

    /// All pages of a listing, each as it comes.
    fn paginate(&self, name: &str, parameters: &Map) -> Result<Array, Failure> {
        let found = self
            .operation(name)
            .and_then(|operation| Some((operation, operation.paginator.as_ref()?)));
        let Some((operation, paginator)) = found else {
            return Err(Error::misuse(format!("`{name}` does not come in pages")).thrown());
        };
        let mut input = input(operation, parameters)?;
        let mut pages = Array::new();
        loop {
            let page = self.answer(operation, input.clone())?;
            let next = page.get(paginator.output_token).cloned();
            pages.push(lift(&page));
            let (Some(marker), Some(members)) = (next, input.as_object_mut()) else {
                return Ok(pages);
            };
            members.insert(paginator.input_token.to_owned(), marker);
        }
    }
}

/// The parameters, AWS's names or their snake_case; what is neither is for validation to refuse.
fn input(operation: &Operation, parameters: &Map) -> Result<Value, Failure> {
    let entries = parameters.iter().map(|(key, value)| {
        let named = |member: &&model::Member| {
            member.name == key.as_str() || model::snake_case(member.name) == key.as_str()
        };
        let refused = |kind: String| {
            Error::misuse(format!("{key} cannot be {}", with_article(&kind))).thrown()
        };
        match operation.parameters().find(named) {
            Some(member) => Ok((
                member.name.to_owned(),
                parameter(value, member).map_err(refused)?,
            )),
            None => Ok((key.to_string(), to_json(value).map_err(refused)?)),
        }
    });
    entries.collect()
}

impl Native for Client {
    const NAME: &'static str = "Client";

    fn fields(&self) -> Vec<String> {
        vec!["service".to_owned()]
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok((name == "service").then(|| self.service.name.into()))
    }

    fn brief(&self) -> String {
        format!("client of {}", self.service.name)
    }

    fn card(&self) -> String {
        self.brief()
    }

    fn json(&self) -> Value {
        json!({ "service": self.service.name })
    }
}

fn client(service: &str, who: &Dynamic) -> Result<Client, Failure> {
    let Some(service) = model::service(service) else {
        let known = model::SERVICES.join(", ");
        return Err(Error::misuse(format!("there is no client for `{service}`"))
            .with_help(format!("the services are {known}"))
            .thrown());
    };
    let actor = actor::of(who).ok_or_else(|| {
        Error::misuse(format!("{} makes no requests", a_kind(who)))
            .with_help("a client belongs to an account, a session or a user")
            .thrown()
    })?;
    Ok(Client { actor, service })
}

/// Registers the constructor; the operations are found in [`super::verbs`].
pub fn register(engine: &mut Engine) {
    engine.register_fn("client", |service: ImmutableString, who: Dynamic| {
        client(&service, &who)
    });
    engine.register_fn("paginate", |client: &mut Client, name: ImmutableString| {
        client.paginate(&name, &Map::new())
    });
    engine.register_fn(
        "paginate",
        |client: &mut Client, name: ImmutableString, parameters: Map| {
            client.paginate(&name, &parameters)
        },
    );
}
