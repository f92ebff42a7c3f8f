//! The access in an account's dump, as `aws iam get-account-authorization-details` prints it, and in a single policy.
//!
//! Source: IAM API Reference, `GetAccountAuthorizationDetails`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::Document;
use crate::policy::compile::CompiledPolicy;
use crate::reference::managed_policies;

use super::{Access, Holder, compiled};

/// What is neither a dump nor a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

type Policies = BTreeMap<String, Arc<CompiledPolicy>>;

/// The access in one dump, or in a list of them.
///
/// # Errors
/// For what is no dump, and for a policy in it that is none.
pub fn of_dump(dump: &Value) -> Result<Access, Unreadable> {
    let mut access = Access::default();
    match dump {
        Value::Array(all) => {
            for one in all {
                of_account(one, &mut access)?;
            }
        }
        one => of_account(one, &mut access)?,
    }
    Ok(access)
}

/// The access that one policy gives to whoever has it; where it names principals, to those.
///
/// # Errors
/// For what is no policy.
pub fn of_policy(text: &str) -> Result<Access, Unreadable> {
    let (document, _) = Document::parse(text).map_err(|error| Unreadable(error.to_string()))?;
    let mut access = Access::default();
    if document
        .statements
        .iter()
        .any(|statement| statement.principal.is_some())
    {
        access.add_resource("the resource", &document);
    } else {
        let holder = Holder {
            identity: vec![compiled("policy", document)],
            ..Holder::default()
        };
        access
            .holders
            .insert("whoever has the policy".to_owned(), holder);
    }
    Ok(access)
}

fn of_account(dump: &Value, access: &mut Access) -> Result<(), Unreadable> {
    let lists = [
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Policies",
    ];
    if !lists.iter().any(|list| dump.get(list).is_some()) {
        return Err(Unreadable(
            "it is neither a policy nor a dump of `aws iam get-account-authorization-details`"
                .to_owned(),
        ));
    }
    let managed = managed(dump)?;
    let mut groups = BTreeMap::new();
    for group in items(dump, "GroupDetailList") {
        groups.insert(
            text(group, "GroupName"),
            own(group, "GroupPolicyList", &managed)?,
        );
    }
    for user in items(dump, "UserDetailList") {
        let mut identity = own(user, "UserPolicyList", &managed)?;
        for group in items(user, "GroupList") {
            identity.extend(
                group
                    .as_str()
                    .and_then(|name| groups.get(name))
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
        }
        let name = ("aws:username".to_owned(), text(user, "UserName").to_owned());
        let holder = Holder {
            identity,
            limits: boundary(user, &managed),
            variables: BTreeMap::from([name]),
        };
        access.holders.insert(text(user, "Arn").to_owned(), holder);
    }
    for role in items(dump, "RoleDetailList") {
        let holder = Holder {
            identity: own(role, "RolePolicyList", &managed)?,
            limits: boundary(role, &managed),
            variables: BTreeMap::new(),
        };
        let arn = text(role, "Arn");
        access.holders.insert(arn.to_owned(), holder);
        if let Some(trust) = role.get("AssumeRolePolicyDocument") {
            access.add_resource(arn, &document(trust, arn)?);
        }
    }
    Ok(())
}

fn items<'a>(of: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    of.get(list).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(of: &'a Value, member: &str) -> &'a str {
    of.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// The default versions of the managed policies in a dump.
fn managed(dump: &Value) -> Result<Policies, Unreadable> {
    let mut found = Policies::new();
    for policy in items(dump, "Policies") {
        let is_default =
            |version: &&Value| version.get("IsDefaultVersion") == Some(&Value::Bool(true));
        let default = items(policy, "PolicyVersionList").find(is_default);
        if let Some(written) = default.and_then(|version| version.get("Document")) {
            let arn = text(policy, "Arn");
            found.insert(arn.to_owned(), compiled(arn, document(written, arn)?));
        }
    }
    Ok(found)
}

fn attached(arn: &str, managed: &Policies) -> Option<Arc<CompiledPolicy>> {
    if let Some(own) = managed.get(arn) {
        return Some(Arc::clone(own));
    }
    let (document, _) = Document::parse(&managed_policies::document(arn)?).ok()?;
    Some(compiled(arn, document))
}

/// The inline and the attached policies of a user, group or role.
fn own(
    entity: &Value,
    list: &str,
    managed: &Policies,
) -> Result<Vec<Arc<CompiledPolicy>>, Unreadable> {
    let mut found = Vec::new();
    for policy in items(entity, list) {
        let name = text(policy, "PolicyName");
        if let Some(written) = policy.get("PolicyDocument") {
            found.push(compiled(name, document(written, name)?));
        }
    }
    let arns = items(entity, "AttachedManagedPolicies").map(|policy| text(policy, "PolicyArn"));
    found.extend(arns.filter_map(|arn| attached(arn, managed)));
    Ok(found)
}

/// A boundary that is not known allows nothing.
fn boundary(entity: &Value, managed: &Policies) -> Vec<Vec<Arc<CompiledPolicy>>> {
    let boundary = entity.get("PermissionsBoundary");
    let arn = boundary.map(|boundary| text(boundary, "PermissionsBoundaryArn"));
    arn.map(|arn| attached(arn, managed).into_iter().collect())
        .into_iter()
        .collect()
}

/// A document as JSON, as its text, or percent-encoded as the API has it.
fn document(written: &Value, of: &str) -> Result<Document, Unreadable> {
    let text = match written {
        Value::String(text) if text.trim_start().starts_with('%') => decoded(text),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match Document::parse(&text) {
        Ok((document, _)) => Ok(document),
        Err(error) => Err(Unreadable(format!("the policy {of} is none: {error}"))),
    }
}

/// Undoes the percent-encoding of RFC 3986.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digits = rest.clone();
        let pair = (digits.next(), digits.next());
        let value = |digit: Option<u8>| char::from(digit?).to_digit(16);
        match (byte, value(pair.0), value(pair.1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = digits;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
