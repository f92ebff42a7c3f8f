//! Callers, and how a `Principal` element names them. Sources: "IAM JSON policy elements: Principal", "… NotPrincipal",
//! "Policy evaluation for requests within a single account".

use serde_json::Value;

use super::context::Context;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Root,
    User,
    Role,
    FederatedUser,
    Service,
    Anonymous,
}

/// Who asks.
pub struct Caller {
    pub kind: Kind,
    /// The user's, session's or root's ARN; the name of a service.
    pub arn: String,
    /// The value of `aws:PrincipalArn`: for a session its role.
    pub principal_arn: String,
    /// `AIDA…`, `AROA…`; empty where the request does not say it.
    pub id: String,
    pub account: Option<String>,
    pub partition: String,
    pub service_linked: bool,
}

/// What an Allow that names the caller so is worth, from least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    ByAccount,
    Behind,
    Directly,
}

impl Caller {
    pub fn read(text: &str, context: &Context) -> Self {
        let without_account = |kind| Self {
            kind,
            arn: text.to_owned(),
            principal_arn: String::new(),
            id: String::new(),
            account: None,
            partition: "aws".to_owned(),
            service_linked: false,
        };
        if text == "*" {
            return without_account(Kind::Anonymous);
        }
        if !text.starts_with("arn:") {
            return without_account(Kind::Service);
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let (partition, account, resource) = (parts[1], parts[4], parts[5]);
        let user_id = context.single("aws:userid").unwrap_or_default();
        let id = |prefix: &str| {
            let id = user_id.split(':').next().unwrap();
            id.strip_prefix(prefix)
                .map_or(String::new(), |_| id.to_owned())
        };
        let segments: Vec<&str> = resource.split('/').collect();
        let mut caller = Self {
            kind: Kind::User,
            arn: text.to_owned(),
            principal_arn: text.to_owned(),
            id: String::new(),
            account: Some(account.to_owned()),
            partition: partition.to_owned(),
            service_linked: false,
        };
        match segments[0] {
            "root" => caller.kind = Kind::Root,
            "user" => caller.id = id("AIDA"),
            "federated-user" => caller.kind = Kind::FederatedUser,
            _ => {
                caller.kind = Kind::Role;
                caller.id = id("AROA");
                if segments[0] == "role" {
                    let name = segments[segments.len() - 1];
                    caller.arn =
                        format!("arn:{partition}:sts::{account}:assumed-role/{name}/session");
                } else {
                    let plain = format!("arn:{partition}:iam::{account}:role/{}", segments[1]);
                    let given = context.single("aws:PrincipalArn").map(str::to_owned);
                    caller.principal_arn = given.unwrap_or(plain);
                }
                caller.service_linked = caller.principal_arn.contains(":role/aws-service-role/");
            }
        }
        caller
    }

    /// Users, role sessions and federated users have identity policies, boundaries and session policies.
    pub fn has_policies(&self) -> bool {
        matches!(self.kind, Kind::User | Kind::Role | Kind::FederatedUser)
    }

    /// How a statement of a resource or endpoint policy names this caller, if it does.
    pub fn named_by(&self, statement: &Value, has_boundary: bool) -> Option<Named> {
        if let Some(element) = statement.get("Principal") {
            return entries(element)
                .iter()
                .filter_map(|(key, name)| self.named(key, name))
                .max();
        }
        let names: Vec<Named> = entries(&statement["NotPrincipal"])
            .iter()
            .filter_map(|(key, name)| self.named(key, name))
            .collect();
        let everybody = entries(&statement["NotPrincipal"])
            .iter()
            .any(|(key, name)| is_everybody(key, name));
        let applies = if statement["Effect"] == "Allow" {
            names.is_empty()
        } else {
            let lists = |wanted| names.contains(&wanted);
            let account_and = |wanted| lists(Named::ByAccount) && lists(wanted);
            let exempt = everybody
                || match self.kind {
                    Kind::Root => lists(Named::ByAccount),
                    Kind::User | Kind::FederatedUser => account_and(Named::Directly),
                    Kind::Role => account_and(Named::Behind),
                    Kind::Service | Kind::Anonymous => !names.is_empty(),
                };
            has_boundary || !exempt
        };
        applies.then_some(Named::Directly)
    }

    fn named(&self, key: &str, name: &str) -> Option<Named> {
        if is_everybody(key, name) {
            return Some(Named::Directly);
        }
        if key == "Service" {
            return (self.kind == Kind::Service && self.arn == name).then_some(Named::Directly);
        }
        let account = self.account.as_ref().filter(|_| key == "AWS")?;
        let root = format!("arn:{}:iam::{account}:root", self.partition);
        if name == account || name == root {
            return Some(Named::ByAccount);
        }
        let by_id = !self.id.is_empty() && name == self.id;
        match self.kind {
            Kind::User if name == self.arn || by_id => Some(Named::Directly),
            Kind::FederatedUser if name == self.arn => Some(Named::Directly),
            Kind::Role if name == self.arn => Some(Named::Directly),
            Kind::Role if name == self.principal_arn || by_id => Some(Named::Behind),
            _ => None,
        }
    }
}

fn is_everybody(key: &str, name: &str) -> bool {
    name == "*" && (key.is_empty() || key == "AWS")
}

/// The names of an element, each with its key; a bare `*` has none.
fn entries(element: &Value) -> Vec<(String, String)> {
    let Some(object) = element.as_object() else {
        return vec![(String::new(), element.as_str().unwrap().to_owned())];
    };
    let mut found = vec![];
    for (key, value) in object {
        match value {
            Value::Array(names) => {
                for name in names {
                    found.push((key.clone(), name.as_str().unwrap().to_owned()));
                }
            }
            name => found.push((key.clone(), name.as_str().unwrap().to_owned())),
        }
    }
    found
}
