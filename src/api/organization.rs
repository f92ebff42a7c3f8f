//! Changes of organizations, made by the operator of the lab.
//!
//! The Organizations API is not simulated: no caller is authorized here. What is checked are the invariants of the tree and the
//! control policies, as AWS does before it stores them.
//! Source: AWS Organizations User Guide, "Service control policies (SCPs)", "Resource control policies (RCPs)".

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::lab::event::OrganizationChange;
use crate::lab::organization::{ControlKind, Node, Organization};
use crate::lab::{Lab, StoredPolicy, quota};
use crate::policy::check::{PolicyKind, Settings};

use super::documents;
use super::error::AwsError;
use super::prefixed_id;

const FULL_ACCESS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const FULL_RESOURCE_ACCESS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;
/// Attached to every node when it is made; can be detached.
const FULL_ACCESS_NAME: &str = "FullAWSAccess";
/// On every node, and cannot be detached.
const FULL_RESOURCE_ACCESS_NAME: &str = "RCPFullAWSAccess";

/// Does what `change` says to the organization `id`.
///
/// # Errors
/// `EntityAlreadyExists`, `NoSuchEntity`, `LimitExceeded`, or what AWS answers to an unusable control policy.
pub fn change(lab: &mut Lab, id: &str, change: &OrganizationChange) -> Result<Value, AwsError> {
    match change {
        OrganizationChange::Create { root, management } => create(lab, id, root, management),
        OrganizationChange::AddUnit { unit, name, parent } => {
            let organization = found(lab, id)?;
            let parent = parent.as_ref().unwrap_or(&organization.root).clone();
            add_node(organization, unit, name, &parent)
        }
        OrganizationChange::AddAccount { account, parent } => {
            if lab.account(account).is_none() {
                return Err(missing("account", account.as_str()));
            }
            if let Some(other) = lab.organization_of(account) {
                return Err(exists(&format!(
                    "Account {account} is in organization {} already.",
                    other.id
                )));
            }
            let organization = found(lab, id)?;
            let parent = parent.as_ref().unwrap_or(&organization.root).clone();
            add_node(organization, account.as_str(), account.as_str(), &parent)
        }
        OrganizationChange::MoveAccount { account, parent } => {
            move_account(found(lab, id)?, account, parent)
        }
        OrganizationChange::Attach {
            kind,
            target,
            name,
            document,
        } => attach(found(lab, id)?, *kind, target, name, document),
        OrganizationChange::Detach { kind, target, name } => {
            detach(found(lab, id)?, *kind, target, name)
        }
    }
}

fn missing(what: &str, id: &str) -> AwsError {
    AwsError::new("NoSuchEntity", format!("There is no {what} {id}."))
}

fn exists(text: &str) -> AwsError {
    AwsError::new("EntityAlreadyExists", text)
}

fn found<'a>(lab: &'a mut Lab, id: &str) -> Result<&'a mut Organization, AwsError> {
    lab.organizations
        .get_mut(id)
        .ok_or_else(|| missing("organization", id))
}

fn shown(organization: &Organization) -> Value {
    json!({ "Organization": {
        "Id": organization.id,
        "MasterAccountId": organization.management.as_str(),
        "RootId": organization.root,
    } })
}

fn create(lab: &mut Lab, id: &str, root: &str, management: &AccountId) -> Result<Value, AwsError> {
    prefixed_id::check(id, "o-", 1)?;
    prefixed_id::check(root, "r-", 1)?;
    if lab.organizations.contains_key(id) {
        return Err(exists(&format!("Organization {id} already exists.")));
    }
    if lab.account(management).is_none() {
        return Err(missing("account", management.as_str()));
    }
    if let Some(other) = lab.organization_of(management) {
        return Err(exists(&format!(
            "Account {management} is in organization {} already.",
            other.id
        )));
    }
    let mut organization = Organization {
        id: id.to_owned(),
        management: management.clone(),
        root: root.to_owned(),
        nodes: [(root.to_owned(), node("Root", None)?)].into(),
        root_features: Default::default(),
    };
    add_node(
        &mut organization,
        management.as_str(),
        management.as_str(),
        root,
    )?;
    let answer = shown(&organization);
    lab.organizations.insert(id.to_owned(), organization);
    Ok(answer)
}

fn node(name: &str, parent: Option<&str>) -> Result<Node, AwsError> {
    Ok(Node {
        name: name.to_owned(),
        parent: parent.map(str::to_owned),
        service_control: vec![full_access(ControlKind::Service)?],
        resource_control: vec![full_access(ControlKind::Resource)?],
    })
}

/// The policy AWS itself puts on a new node. That for resources names a principal: it is checked as a resource's policy.
fn full_access(kind: ControlKind) -> Result<StoredPolicy, AwsError> {
    let (name, folder, checked_as, text) = match kind {
        ControlKind::Service => (
            FULL_ACCESS_NAME,
            "service_control_policy",
            PolicyKind::ServiceControl,
            FULL_ACCESS,
        ),
        ControlKind::Resource => (
            FULL_RESOURCE_ACCESS_NAME,
            "resource_control_policy",
            PolicyKind::Resource,
            FULL_RESOURCE_ACCESS,
        ),
    };
    let arn = format!("arn:aws:organizations::aws:policy/{folder}/p-{name}");
    Ok(documents::stored(
        name,
        Some(&arn),
        documents::checked_with(&Settings::default(), checked_as, text)?,
    ))
}

fn add_node(
    organization: &mut Organization,
    id: &str,
    name: &str,
    parent: &str,
) -> Result<Value, AwsError> {
    if id.parse::<AccountId>().is_err() {
        prefixed_id::check(id, "ou-", 2)?;
    }
    if organization.nodes.contains_key(id) {
        return Err(exists(&format!(
            "{id} already exists in organization {}.",
            organization.id
        )));
    }
    check_parent(organization, parent)?;
    organization
        .nodes
        .insert(id.to_owned(), node(name, Some(parent))?);
    Ok(json!({ "Id": id, "Name": name, "ParentId": parent }))
}

/// Only the root and organizational units have anything below them.
fn check_parent(organization: &Organization, parent: &str) -> Result<(), AwsError> {
    let known = organization.nodes.contains_key(parent) && parent.parse::<AccountId>().is_err();
    if known {
        Ok(())
    } else {
        Err(missing("root or organizational unit", parent))
    }
}

fn move_account(
    organization: &mut Organization,
    account: &AccountId,
    parent: &str,
) -> Result<Value, AwsError> {
    check_parent(organization, parent)?;
    let node = organization
        .nodes
        .get_mut(account.as_str())
        .ok_or_else(|| missing("member account", account.as_str()))?;
    node.parent = Some(parent.to_owned());
    Ok(Value::Null)
}

fn attach(
    organization: &mut Organization,
    kind: ControlKind,
    target: &str,
    name: &str,
    text: &str,
) -> Result<Value, AwsError> {
    let (checked_as, folder) = match kind {
        ControlKind::Service => (PolicyKind::ServiceControl, "service_control_policy"),
        ControlKind::Resource => (PolicyKind::ResourceControl, "resource_control_policy"),
    };
    let arn = format!(
        "arn:aws:organizations::{}:policy/{}/{folder}/p-{}",
        organization.management,
        organization.id,
        name.to_ascii_lowercase()
    );
    let policy = if name == FULL_ACCESS_NAME {
        full_access(ControlKind::Service)?
    } else {
        documents::stored(
            name,
            Some(&arn),
            documents::checked_with(&Settings::default(), checked_as, text)?,
        )
    };
    let node = organization
        .nodes
        .get_mut(target)
        .ok_or_else(|| missing("target", target))?;
    let attached = node.policies_mut(kind);
    if attached.iter().any(|policy| policy.name() == name) {
        return Err(exists(&format!("{name} is attached to {target} already.")));
    }
    if attached.len() >= quota::CONTROL_POLICIES_PER_NODE {
        return Err(AwsError::new(
            "ConstraintViolationException",
            format!(
                "At most {} policies of a kind are attached to one target.",
                quota::CONTROL_POLICIES_PER_NODE
            ),
        ));
    }
    attached.push(policy);
    Ok(json!({ "Policy": { "Name": name, "Arn": arn, "TargetId": target } }))
}

fn detach(
    organization: &mut Organization,
    kind: ControlKind,
    target: &str,
    name: &str,
) -> Result<Value, AwsError> {
    if name == FULL_RESOURCE_ACCESS_NAME {
        return Err(AwsError::new(
            "ConstraintViolationException",
            format!("{FULL_RESOURCE_ACCESS_NAME} cannot be detached."),
        ));
    }
    let node = organization
        .nodes
        .get_mut(target)
        .ok_or_else(|| missing("target", target))?;
    let attached = node.policies_mut(kind);
    if !attached.iter().any(|policy| policy.name() == name) {
        return Err(missing("attached policy", name));
    }
    attached.retain(|policy| policy.name() != name);
    Ok(Value::Null)
}
