//! `User`, `Group`, `Role` and `Policy`: handles of entities. What they show is read from the lab each time.

use std::marker::PhantomData;
use std::rc::Rc;

use rhai::{Array, Dynamic, Engine};
use serde_json::{Map, Value};

use crate::api::describe;
use crate::arn::{AccountId, Arn};
use crate::lab::{Caller, Lab};
use crate::render::card;

use super::actor::{Actor, Session};
use super::convert;
use super::document::PolicyDocument;
use super::error::Error;
use super::native::{Failure, Native};
use super::record::{member, properties};

/// What kind of entity it is.
pub trait Kind: 'static {
    /// The type's name in scripts, and the word in names of operations and members.
    const NAME: &'static str;
    /// The member that identifies an entity of this kind for good.
    const ID: &'static str;
    /// Properties besides the members of AWS's document.
    const EXTRA: &'static [&'static str];
    /// The entity as the operator sees it, for its plain properties.
    fn describe(lab: &Lab, account: &AccountId, id: &str) -> Option<Value>;
    /// The same for the extra properties.
    fn details(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
        Self::describe(lab, account, id)
    }
}

/// A user of an account.
pub struct User;
/// A group of users.
pub struct Group;
/// A role.
pub struct Role;
/// A managed policy, the account's own or AWS's.
pub struct Policy;

impl Kind for User {
    const NAME: &'static str = "User";
    const ID: &'static str = "UserId";
    const EXTRA: &'static [&'static str] =
        &["groups", "policies", "inline_policies", "boundary", "tags"];
    fn describe(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
        describe::user(lab, account, id)
    }
}

impl Kind for Group {
    const NAME: &'static str = "Group";
    const ID: &'static str = "GroupId";
    const EXTRA: &'static [&'static str] = &["users", "policies", "inline_policies"];
    fn describe(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
        describe::group(lab, account, id)
    }
}

impl Kind for Role {
    const NAME: &'static str = "Role";
    const ID: &'static str = "RoleId";
    const EXTRA: &'static [&'static str] =
        &["trust", "policies", "inline_policies", "boundary", "tags"];
    fn describe(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
        describe::role(lab, account, id)
    }
}

impl Kind for Policy {
    const NAME: &'static str = "Policy";
    const ID: &'static str = "Arn";
    const EXTRA: &'static [&'static str] = &["document", "tags"];
    fn describe(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
        describe::policy_summary(lab, account, id)
    }
    fn details(lab: &Lab, account: &AccountId, id: &str) -> Option<Value> {
        describe::policy(lab, account, id)
    }
}

/// A handle: whoever got it, and whom it is about.
pub struct Entity<K> {
    /// Who calls when the handle's verbs are used.
    pub actor: Actor,
    /// The account it belongs to; for AWS's policies the one that looks at them.
    pub account: AccountId,
    id: Rc<str>,
    /// What AWS answered when the handle was made; still there when the entity is gone.
    seen: Rc<Value>,
    kind: PhantomData<K>,
}

impl<K> Clone for Entity<K> {
    fn clone(&self) -> Self {
        Self {
            actor: self.actor.clone(),
            account: self.account.clone(),
            id: Rc::clone(&self.id),
            seen: Rc::clone(&self.seen),
            kind: PhantomData,
        }
    }
}

impl<K: Kind> Entity<K> {
    /// The handle for what an operation answered; none when the document is not of this kind.
    #[must_use]
    pub fn from_answer(actor: &Actor, account: &AccountId, doc: &Value) -> Option<Self> {
        let id = doc.get(K::ID)?.as_str()?;
        Some(Self {
            actor: actor.clone(),
            account: account.clone(),
            id: id.into(),
            seen: Rc::new(doc.clone()),
            kind: PhantomData,
        })
    }

    fn now(&self) -> Option<Value> {
        self.actor
            .world
            .look(|lab| K::describe(lab, &self.account, &self.id))
    }

    fn details(&self) -> Option<Value> {
        self.actor
            .world
            .look(|lab| K::details(lab, &self.account, &self.id))
    }

    /// What AWS answered, brought up to date.
    fn document(&self) -> Value {
        let mut document = (*self.seen).clone();
        if let (Some(Value::Object(now)), Some(document)) = (self.now(), document.as_object_mut()) {
            document.extend(now);
        }
        document
    }

    fn member(&self, name: &str) -> Option<String> {
        let read = |doc: &Value| Some(doc.get(name)?.as_str()?.to_owned());
        self.now()
            .as_ref()
            .and_then(read)
            .or_else(|| read(&self.seen))
    }

    /// The ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        self.member("Arn").unwrap_or_default()
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> String {
        self.member(&format!("{}Name", K::NAME)).unwrap_or_default()
    }

    fn handles<T: Kind>(&self, docs: impl Iterator<Item = Value>) -> Dynamic {
        let handles =
            docs.filter_map(|doc| Entity::<T>::from_answer(&self.actor, &self.account, &doc));
        handles.map(Dynamic::from).collect::<Array>().into()
    }

    /// Handles of the entities whose names a member lists.
    fn named<T: Kind>(
        &self,
        names: &Value,
        id_of: impl Fn(&Lab, &str) -> Option<String>,
    ) -> Dynamic {
        let names = names
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let docs = names.filter_map(|name| {
            self.actor
                .world
                .look(|lab| T::describe(lab, &self.account, &id_of(lab, name)?))
        });
        self.handles::<T>(docs)
    }

    fn extra(&self, name: &str, now: &Value) -> Dynamic {
        let absent = Value::Null;
        let part = |member: &str| now.get(member).unwrap_or(&absent);
        match name {
            "groups" => self.named::<Group>(part("GroupList"), |lab, name| {
                Some(lab.account(&self.account)?.group(name)?.id.clone())
            }),
            "users" => self.named::<User>(part("UserList"), |lab, name| {
                Some(lab.account(&self.account)?.user(name)?.id.clone())
            }),
            "policies" => {
                let attached = part("AttachedManagedPolicies")
                    .as_array()
                    .into_iter()
                    .flatten();
                let arns: Value = attached
                    .filter_map(|entry| entry.get("PolicyArn").cloned())
                    .collect();
                self.named::<Policy>(&arns, |_, arn| Some(arn.to_owned()))
            }
            "inline_policies" => {
                let list = part(&format!("{}PolicyList", K::NAME))
                    .as_array()
                    .into_iter()
                    .flatten();
                list.filter_map(|entry| entry.get("PolicyName"))
                    .map(convert::lift)
                    .collect::<Array>()
                    .into()
            }
            "boundary" => {
                let arn = part("PermissionsBoundary")
                    .get("PermissionsBoundaryArn")
                    .cloned()
                    .into_iter()
                    .collect();
                let found = self.named::<Policy>(&arn, |_, arn| Some(arn.to_owned()));
                found
                    .into_array()
                    .ok()
                    .and_then(|mut found| found.pop())
                    .unwrap_or(Dynamic::UNIT)
            }
            "tags" => convert::lift(&Value::Object(tags(part("Tags")))),
            "trust" => document_of(part("AssumeRolePolicyDocument")),
            "document" => {
                let versions = part("PolicyVersionList").as_array().into_iter().flatten();
                let default = versions.into_iter().find(|version| {
                    version
                        .get("IsDefaultVersion")
                        .and_then(Value::as_bool)
                        .unwrap_or_default()
                });
                document_of(
                    default
                        .and_then(|version| version.get("Document"))
                        .unwrap_or(&absent),
                )
            }
            _ => Dynamic::UNIT,
        }
    }
}

fn document_of(text: &Value) -> Dynamic {
    text.as_str().map_or(Dynamic::UNIT, |text| {
        Dynamic::from(PolicyDocument::new(text))
    })
}

/// A list of `{Key, Value}` as one object.
fn tags(list: &Value) -> Map<String, Value> {
    let entries = list.as_array().into_iter().flatten();
    entries
        .filter_map(|tag| {
            Some((
                tag.get("Key")?.as_str()?.to_owned(),
                tag.get("Value")?.clone(),
            ))
        })
        .collect()
}

impl Entity<User> {
    /// The user acting for itself, as with an access key.
    #[must_use]
    pub fn as_actor(&self) -> Actor {
        let caller = Caller::User {
            account: self.account.clone(),
            id: self.id.to_string(),
        };
        self.actor.become_caller(caller)
    }
}

impl<K: Kind> Native for Entity<K> {
    const NAME: &'static str = K::NAME;

    fn fields(&self) -> Vec<String> {
        let mut names = properties(&self.document(), K::NAME);
        names.retain(|name| !name.ends_with("_list") && !K::EXTRA.contains(&name.as_str()));
        names.extend(K::EXTRA.iter().map(|&name| name.to_owned()));
        names
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        if K::EXTRA.contains(&name) {
            return match self.details() {
                Some(now) => Ok(Some(self.extra(name, &now))),
                None => Err(Error::misuse(format!(
                    "the {} {} is gone",
                    K::NAME.to_lowercase(),
                    self.name()
                ))
                .with_help("its name, ARN and id can still be read")
                .thrown()),
            };
        }
        Ok(member(&self.document(), K::NAME, name).map(convert::lift))
    }

    fn brief(&self) -> String {
        self.arn()
    }

    fn card(&self) -> String {
        let mut rows: Vec<(String, String)> = Vec::new();
        let document = self.document();
        let details = self.details();
        for name in self.fields() {
            let value = match (&details, K::EXTRA.contains(&name.as_str())) {
                (Some(now), true) => shown(&self.extra(&name, now)),
                _ => member(&document, K::NAME, &name)
                    .map(card::inline)
                    .unwrap_or_default(),
            };
            if !value.is_empty() {
                rows.push((name, value));
            }
        }
        let gone = if details.is_none() { " (gone)" } else { "" };
        card::card(&format!("{} {}{gone}", K::NAME, self.name()), &rows)
    }

    fn json(&self) -> Value {
        self.document()
    }

    fn same(&self, other: &Self) -> bool {
        self.account == other.account && self.id == other.id
    }
}

/// An extra property in one line.
fn shown(value: &Dynamic) -> String {
    if let Some(items) = value.read_lock::<Array>() {
        return items.iter().map(shown).collect::<Vec<_>>().join(", ");
    }
    if let Some(policy) = value.read_lock::<PolicyDocument>() {
        return policy.brief();
    }
    let name = name_of::<Group>(value)
        .or_else(|| name_of::<User>(value))
        .or_else(|| name_of::<Policy>(value));
    if let Some(name) = name {
        return name;
    }
    match convert::to_json(value) {
        // No tags is nothing to show.
        Ok(Value::Object(members)) if members.is_empty() => String::new(),
        Ok(json) => card::inline(&json),
        Err(_) => String::new(),
    }
}

fn name_of<K: Kind>(value: &Dynamic) -> Option<String> {
    value.read_lock::<Entity<K>>().map(|entity| entity.name())
}

/// The account in an ARN of an answer; `fallback` for AWS's own policies.
#[must_use]
pub fn account_in(doc: &Value, fallback: &AccountId) -> AccountId {
    let arn = doc
        .get("Arn")
        .and_then(Value::as_str)
        .and_then(|arn| arn.parse::<Arn>().ok());
    arn.and_then(|arn| arn.account_id())
        .unwrap_or_else(|| fallback.clone())
}

/// Registers what users offer besides properties and operations.
pub fn register(engine: &mut Engine) {
    engine.register_fn("session", |user: &mut Entity<User>| {
        Session::new(user.as_actor())
    });
}
