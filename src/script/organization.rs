//! `Organization`: accounts under common control policies, set up by the lab's operator.

use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::Command;
use crate::lab::event::OrganizationChange as Change;
use crate::lab::organization::ControlKind;

use super::actor::Account;
use super::convert::lift;
use super::document;
use super::error::Error;
use super::kinds::a_kind;
use super::native::{Failure, Native};
use super::world::World;

/// An organization.
#[derive(Clone)]
pub struct Organization {
    world: Rc<World>,
    id: Rc<str>,
}

impl Organization {
    /// The organization of this id.
    #[must_use]
    pub fn new(world: Rc<World>, id: &str) -> Self {
        Self {
            world,
            id: id.into(),
        }
    }

    fn change(&self, change: Change) -> Result<Dynamic, Failure> {
        let answer = self.world.done(Command::Organize {
            organization: self.id.to_string(),
            change,
        });
        answer.map(|answer| lift(&answer))
    }

    fn attach(
        &self,
        kind: ControlKind,
        target: &Dynamic,
        name: &str,
        policy: &Dynamic,
    ) -> Result<Dynamic, Failure> {
        let document = document::document(policy)?.text().to_owned();
        self.change(Change::Attach {
            kind,
            target: node(target)?,
            name: name.to_owned(),
            document,
        })
    }

    fn detach(&self, kind: ControlKind, target: &Dynamic, name: &str) -> Result<Dynamic, Failure> {
        self.change(Change::Detach {
            kind,
            target: node(target)?,
            name: name.to_owned(),
        })
    }
}

/// The id of a node: given as text, or an account.
fn node(value: &Dynamic) -> Result<String, Failure> {
    if let Some(account) = value.read_lock::<Account>() {
        return Ok(account.id.to_string());
    }
    value
        .clone()
        .into_immutable_string()
        .map(|text| text.to_string())
        .map_err(|_| {
            Error::misuse(format!("{} is no node of an organization", a_kind(value)))
                .with_help("a node is the id of the root, a unit or an account")
                .thrown()
        })
}

/// The id of an account, given as text or as the account.
///
/// # Errors
/// For anything else.
pub fn account_id(value: &Dynamic) -> Result<AccountId, Failure> {
    let refused = |what: String| {
        Error::misuse(format!("{what} is no account id"))
            .with_help("an account id is a text of twelve digits")
            .thrown()
    };
    if let Some(account) = value.read_lock::<Account>() {
        return Ok(account.id.clone());
    }
    let text = value
        .clone()
        .into_immutable_string()
        .map_err(|_| refused(a_kind(value)))?;
    text.parse().map_err(|_| refused(format!("`{text}`")))
}

impl Native for Organization {
    const NAME: &'static str = "Organization";

    fn fields(&self) -> Vec<String> {
        ["id", "root", "management"].map(Into::into).to_vec()
    }

    fn brief(&self) -> String {
        self.id.to_string()
    }

    fn json(&self) -> Value {
        self.world.look(|lab| {
            lab.organizations.get(&*self.id).map_or(Value::Null, |organization| {
                json!({ "id": &*self.id, "root": organization.root, "management": organization.management.as_str() })
            })
        })
    }
}

/// Registers the constructor and the changes.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    type Text = ImmutableString;
    let world = Rc::clone(world);
    engine.register_fn(
        "organization",
        move |id: Text, root: Text, management: Dynamic| {
            let organization = Organization::new(Rc::clone(&world), &id);
            let created = Change::Create {
                root: root.to_string(),
                management: account_id(&management)?,
            };
            organization.change(created).map(|_| ())?;
            Ok::<_, Failure>(organization)
        },
    );
    let unit = |org: &Organization, unit: &str, name: &str, parent: Option<&Dynamic>| {
        org.change(Change::AddUnit {
            unit: unit.to_owned(),
            name: name.to_owned(),
            parent: parent.map(node).transpose()?,
        })
    };
    engine.register_fn(
        "add_unit",
        move |org: &mut Organization, id: Text, name: Text| unit(org, &id, &name, None),
    );
    engine.register_fn(
        "add_unit",
        move |org: &mut Organization, id: Text, name: Text, parent: Dynamic| {
            unit(org, &id, &name, Some(&parent))
        },
    );
    let member = |org: &Organization, account: &Dynamic, parent: Option<&Dynamic>| {
        org.change(Change::AddAccount {
            account: account_id(account)?,
            parent: parent.map(node).transpose()?,
        })
    };
    engine.register_fn(
        "add_account",
        move |org: &mut Organization, account: Dynamic| member(org, &account, None),
    );
    engine.register_fn(
        "add_account",
        move |org: &mut Organization, account: Dynamic, parent: Dynamic| {
            member(org, &account, Some(&parent))
        },
    );
    engine.register_fn(
        "move_account",
        |org: &mut Organization, account: Dynamic, parent: Dynamic| {
            org.change(Change::MoveAccount {
                account: account_id(&account)?,
                parent: node(&parent)?,
            })
        },
    );
    for (attach, detach, kind) in [
        ("attach_scp", "detach_scp", ControlKind::Service),
        ("attach_rcp", "detach_rcp", ControlKind::Resource),
    ] {
        engine.register_fn(
            attach,
            move |org: &mut Organization, target: Dynamic, name: Text, policy: Dynamic| {
                org.attach(kind, &target, &name, &policy)
            },
        );
        engine.register_fn(
            detach,
            move |org: &mut Organization, target: Dynamic, name: Text| {
                org.detach(kind, &target, &name)
            },
        );
    }
}
