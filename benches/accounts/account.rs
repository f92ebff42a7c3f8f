//! The file format of an account: policies, control policies, groups, principals, requests.
//!
//! ```json
//! { "account": "123456789012", "org": "o-…",
//!   "policies": { "name": DOCUMENT },
//!   "scps": [ { "level": "r-root", "policies": [ { "name": "…", "doc": DOCUMENT } ] } ],
//!   "groups": [ { "name": "…", "attached": ["policy name"] } ],
//!   "principals": [ { "kind": "user" | "role", "name": "…", "arn": "…", "tags": { "key": "value" },
//!                     "groups": ["…"], "attached": ["…"], "inline": [ { "name": "…", "doc": DOCUMENT } ],
//!                     "boundary": "policy name" | null } ],
//!   "requests": [ { "principal": "ARN", "action": "s3:GetObject", "resource": "ARN" | "*",
//!                   "context": { "aws:SourceIp": "10.1.2.3" } } ] }
//! ```
//!
//! A `DOCUMENT` is an IAM policy. The context of a request holds the keys of its principal, too.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// An account with its requests.
#[derive(Deserialize)]
pub struct Account<'a> {
    #[serde(borrow)]
    pub policies: BTreeMap<&'a str, &'a RawValue>,
    #[serde(borrow)]
    pub scps: Vec<Level<'a>>,
    #[serde(borrow)]
    pub groups: Vec<Group<'a>>,
    #[serde(borrow)]
    pub principals: Vec<Principal<'a>>,
    #[serde(borrow)]
    pub requests: Vec<Request<'a>>,
}

/// The control policies of one node of the organization.
#[derive(Deserialize)]
pub struct Level<'a> {
    pub level: &'a str,
    #[serde(borrow)]
    pub policies: Vec<Named<'a>>,
}

/// A policy with its name.
#[derive(Deserialize)]
pub struct Named<'a> {
    pub name: &'a str,
    #[serde(borrow)]
    pub doc: &'a RawValue,
}

#[derive(Deserialize)]
pub struct Group<'a> {
    pub name: &'a str,
    #[serde(borrow)]
    pub attached: Vec<&'a str>,
}

/// A user, or a role that is asked about as one of its sessions.
#[derive(Deserialize)]
pub struct Principal<'a> {
    pub kind: &'a str,
    pub name: &'a str,
    pub arn: &'a str,
    #[serde(borrow)]
    pub tags: Pairs<'a>,
    #[serde(borrow)]
    pub groups: Vec<&'a str>,
    #[serde(borrow)]
    pub attached: Vec<&'a str>,
    #[serde(borrow)]
    pub inline: Vec<Named<'a>>,
    pub boundary: Option<&'a str>,
}

#[derive(Deserialize)]
pub struct Request<'a> {
    pub principal: &'a str,
    pub action: &'a str,
    pub resource: &'a str,
    #[serde(borrow)]
    pub context: Pairs<'a>,
}

/// An object of strings, as the list that it is written as: smaller than any map.
pub struct Pairs<'a>(Box<[(&'a str, &'a str)]>);

impl<'a> Pairs<'a> {
    /// The members.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_map(PairsVisitor)
            .map(|pairs| Self(pairs.into()))
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Vec<(&'de str, &'de str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings without escapes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

impl<'a> Account<'a> {
    /// The texts of a principal's identity policies: inline, attached, and those of its groups.
    pub fn identity_policies(&self, principal: &Principal<'a>) -> Vec<&'a str> {
        let inline = principal.inline.iter().map(|policy| policy.doc.get());
        let attached = self
            .attached(principal)
            .into_iter()
            .filter_map(|name| self.policies.get(name));
        inline.chain(attached.map(|policy| policy.get())).collect()
    }

    /// The names of the managed policies that a principal has, of itself and of its groups.
    pub fn attached(&self, principal: &Principal<'a>) -> Vec<&'a str> {
        let mut names = principal.attached.clone();
        for group in self
            .groups
            .iter()
            .filter(|group| principal.groups.contains(&group.name))
        {
            names.extend(&group.attached);
        }
        names
    }
}
