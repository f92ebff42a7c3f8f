//! `VpcEndpoint`: a door of a network, with a policy of its own, set up by the lab's operator.

use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::{Value, json};

use crate::lab::Command;
use crate::lab::event::EndpointChange as Change;

use super::document;
use super::native::{Failure, Native};
use super::organization::account_id;
use super::world::World;

/// A VPC endpoint.
#[derive(Clone)]
pub struct VpcEndpoint {
    world: Rc<World>,
    id: Rc<str>,
}

impl VpcEndpoint {
    fn change(&self, change: Change) -> Result<(), Failure> {
        let done = self.world.done(Command::Endpoint {
            endpoint: self.id.to_string(),
            change,
        });
        done.map(|_| ())
    }
}

impl Native for VpcEndpoint {
    const NAME: &'static str = "VpcEndpoint";

    fn fields(&self) -> Vec<String> {
        ["id", "vpc", "owner"].map(Into::into).to_vec()
    }

    fn brief(&self) -> String {
        self.id.to_string()
    }

    fn json(&self) -> Value {
        self.world.look(|lab| {
            lab.endpoints.get(&*self.id).map_or(Value::Null, |endpoint| {
                json!({ "id": endpoint.id, "vpc": endpoint.vpc, "owner": endpoint.owner.as_str() })
            })
        })
    }
}

/// The text of a policy; none for `()`, which stands for full access.
fn policy_text(policy: &Dynamic) -> Result<Option<String>, Failure> {
    if policy.is_unit() {
        return Ok(None);
    }
    document::document(policy).map(|document| Some(document.text().to_owned()))
}

/// Registers the constructor and the changes.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    type Text = ImmutableString;
    let make = |world: &Rc<World>, id: &str, vpc: &str, owner: &Dynamic, policy: &Dynamic| {
        let endpoint = VpcEndpoint {
            world: Rc::clone(world),
            id: id.into(),
        };
        endpoint.change(Change::Create {
            vpc: vpc.to_owned(),
            owner: account_id(owner)?,
            policy: policy_text(policy)?,
        })?;
        Ok::<_, Failure>(endpoint)
    };
    let w = Rc::clone(world);
    engine.register_fn(
        "vpc_endpoint",
        move |id: Text, vpc: Text, owner: Dynamic| make(&w, &id, &vpc, &owner, &Dynamic::UNIT),
    );
    let w = Rc::clone(world);
    engine.register_fn(
        "vpc_endpoint",
        move |id: Text, vpc: Text, owner: Dynamic, policy: Dynamic| {
            make(&w, &id, &vpc, &owner, &policy)
        },
    );
    engine.register_fn(
        "set_policy",
        |endpoint: &mut VpcEndpoint, policy: Dynamic| {
            endpoint.change(Change::SetPolicy {
                policy: policy_text(&policy)?,
            })
        },
    );
    engine.register_fn("delete", |endpoint: &mut VpcEndpoint| {
        endpoint.change(Change::Delete)
    });
}
