//! Condition keys: names ignore case, absent is not empty, some keys hold lists.

use serde_json::Value;

use super::principals::{Caller, Kind};

/// A key as it was given, with its values.
struct Entry {
    name: String,
    values: Vec<String>,
    is_list: bool,
}

/// The keys of a request, in the order they were given.
#[derive(Default)]
pub struct Context(Vec<Entry>);

/// The values of a key.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub values: &'a [String],
    pub is_list: bool,
}

impl Context {
    pub fn read(value: &Value) -> Self {
        let mut context = Self::default();
        for (name, value) in value.as_object().into_iter().flatten() {
            let text = |value: &Value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            context.0.push(Entry {
                name: name.clone(),
                values: match value {
                    Value::Array(values) => values.iter().map(text).collect(),
                    one => vec![text(one)],
                },
                is_list: value.is_array(),
            });
        }
        context
    }

    /// The exact spelling if there is one, else the first that differs in case only (U25).
    pub fn find(&self, name: &str) -> Option<Found<'_>> {
        let exact = self.0.iter().find(|entry| entry.name == name);
        let any = || {
            self.0
                .iter()
                .find(|entry| entry.name.to_lowercase() == name.to_lowercase())
        };
        let entry = exact.or_else(any)?;
        Some(Found {
            values: &entry.values,
            is_list: entry.is_list,
        })
    }

    /// The value of a key that holds one; lists cannot be variables (D17).
    pub fn single(&self, name: &str) -> Option<&str> {
        let found = self.find(name).filter(|found| !found.is_list)?;
        found.values.first().map(String::as_str)
    }

    /// The keys of section 3.1 that follow from the principal alone, where they were not given.
    pub fn derive(&mut self, caller: &Caller) {
        let account = caller.account.clone().unwrap_or_default();
        let last = |arn: &str| arn.rsplit('/').next().unwrap().to_owned();
        match caller.kind {
            Kind::Root => self.identity(caller, "Account", Some(account)),
            Kind::User => {
                self.identity(caller, "User", None);
                self.add("aws:username", &last(&caller.arn));
            }
            Kind::Role => {
                let session = last(&caller.arn);
                let id = (!caller.id.is_empty()).then(|| format!("{}:{session}", caller.id));
                self.identity(caller, "AssumedRole", id);
            }
            Kind::FederatedUser => {
                let id = format!("{account}:{}", last(&caller.arn));
                self.identity(caller, "FederatedUser", Some(id));
            }
            Kind::Service => {
                self.add("aws:PrincipalIsAWSService", "true");
                self.add("aws:PrincipalServiceName", &caller.arn);
                if self.find("aws:PrincipalServiceNamesList").is_none() {
                    self.0.push(Entry {
                        name: "aws:PrincipalServiceNamesList".to_owned(),
                        values: vec![caller.arn.clone()],
                        is_list: true,
                    });
                }
            }
            Kind::Anonymous => {
                self.add("aws:PrincipalAccount", "anonymous");
                self.add("aws:PrincipalType", "Anonymous");
                self.add("aws:userid", "anonymous");
            }
        }
    }

    fn identity(&mut self, caller: &Caller, kind: &str, id: Option<String>) {
        self.add("aws:PrincipalArn", &caller.principal_arn);
        self.add("aws:PrincipalAccount", caller.account.as_ref().unwrap());
        self.add("aws:PrincipalType", kind);
        self.add("aws:PrincipalIsAWSService", "false");
        if let Some(id) = id {
            self.add("aws:userid", &id);
        }
    }

    fn add(&mut self, name: &str, value: &str) {
        if self.find(name).is_none() {
            self.0.push(Entry {
                name: name.to_owned(),
                values: vec![value.to_owned()],
                is_list: false,
            });
        }
    }
}
