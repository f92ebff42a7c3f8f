//! Everything there is in a lab, by ARN or id, as documents; and what differs between two of them.
//!
//! What only says that something was used is left out: to use a role does not make it another one. Sessions are not among it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::lab::credential::SigningCertificate;
use crate::lab::organization::{ControlKind, Node};
use crate::lab::tags::Tags;
use crate::lab::user::{AccessKey, User};
use crate::lab::{Account, Lab, MfaDevice, StoredPolicy};
use crate::partition::Partition;

use super::describe;
use super::iam::{instance_profiles, password_policy};

/// Each thing, by its ARN; by its id where it has none.
pub type Inventory = BTreeMap<String, Value>;

/// How a thing differs.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// It is gone.
    Gone,
    /// It is new.
    New,
    /// These members differ: name, old value, new value; `null` for none.
    Changed(Vec<(String, Value, Value)>),
}

/// What differs: things that are gone or changed, then new ones, each in the order of names.
#[must_use]
pub fn differences(old: &Inventory, new: &Inventory) -> Vec<(String, Difference)> {
    let kept = old.iter().filter_map(|(name, was)| {
        let difference = match new.get(name) {
            None => Difference::Gone,
            Some(is) if is != was => Difference::Changed(members(was, is)),
            Some(_) => return None,
        };
        Some((name.clone(), difference))
    });
    let added = new.keys().filter(|name| !old.contains_key(*name));
    kept.chain(added.map(|name| (name.clone(), Difference::New)))
        .collect()
}

fn members(old: &Value, new: &Value) -> Vec<(String, Value, Value)> {
    let names = [old, new]
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|members| members.keys());
    let names: BTreeSet<&String> = names.collect();
    let pairs = names.into_iter().map(|name| {
        let of = |value: &Value| value.get(name).cloned().unwrap_or_default();
        (name.clone(), of(old), of(new))
    });
    pairs.filter(|(_, was, is)| was != is).collect()
}

/// The inventory of a lab.
#[must_use]
pub fn inventory(lab: &Lab) -> Inventory {
    let mut found = Inventory::new();
    for account in lab.accounts.values() {
        found.insert(
            account.root_arn(Partition::Aws).to_string(),
            of_account(account),
        );
        found.extend(identities(lab, account));
        found.extend(others(lab, account));
    }
    found.extend(lab.resources.iter().map(|(arn, resource)| {
        let policy = resource.policy.as_ref().map(StoredPolicy::text);
        let roles: Vec<String> = resource.roles.iter().map(|passed| format!("{} for {}", passed.role, passed.service)).collect();
        let value = json!({ "Owner": resource.owner.as_str(), "Tags": tags(&resource.tags), "Policy": policy, "Roles": roles });
        (arn.clone(), value)
    }));
    for organization in lab.organizations.values() {
        let features = organization
            .root_features
            .iter()
            .map(|feature| feature.name());
        let value = json!({ "RootFeatures": features.collect::<Vec<_>>() });
        found.insert(organization.id.clone(), value);
        found.extend(
            organization
                .nodes
                .iter()
                .map(|(id, own)| (format!("{}/{id}", organization.id), node(own))),
        );
    }
    found.extend(lab.endpoints.values().map(|endpoint| {
        let value = json!({ "VpcId": endpoint.vpc, "Owner": endpoint.owner.as_str(), "Policy": endpoint.policy.text() });
        (endpoint.id.clone(), value)
    }));
    found
}

fn of_account(account: &Account) -> Value {
    let policy = account.password_policy.as_ref();
    json!({
        "Name": account.name, "Email": account.email, "Alias": account.alias, "Closed": account.closed,
        "PasswordPolicy": policy.map(|policy| Value::from(password_policy::shape(policy))),
        "AccessKeys": keys(&account.root_keys), "SigningCertificates": certificates(&account.root_signing_certificates),
        "GlobalEndpointTokenVersion": account.token_version,
        "OutboundFederation": account.outbound_federation,
        "Properties": account.properties,
    })
}

fn identities(lab: &Lab, account: &Account) -> Inventory {
    let mut found = Inventory::new();
    for user in account.users.values() {
        let mut detail = Value::from(describe::user_detail(account, user));
        if let Some(members) = detail.as_object_mut() {
            members.shift_remove("PasswordLastUsed");
            members.extend(credentials(account, user));
        }
        found.insert(user.arn.to_string(), detail);
    }
    for group in account.groups.values() {
        let detail = describe::group(lab, &account.id, &group.id);
        found.extend(detail.map(|value| (group.arn.to_string(), value)));
    }
    for role in account.roles.values() {
        let mut detail = describe::role(lab, &account.id, &role.id);
        if let Some(members) = detail.as_mut().and_then(Value::as_object_mut) {
            members.shift_remove("RoleLastUsed");
            members.insert("Description".to_owned(), json!(role.description));
            let longest = role.max_session_duration;
            members.insert("MaxSessionDuration".to_owned(), longest.into());
        }
        found.extend(detail.map(|value| (role.arn.to_string(), value)));
    }
    for policy in account.policies.values() {
        let detail = describe::policy_detail(account, policy).with("Tags", tags(&policy.tags));
        found.insert(policy.arn.to_string(), detail.into());
    }
    found
}

/// What a user signs in and signs requests with, without any secret.
fn credentials(account: &Account, user: &User) -> Vec<(String, Value)> {
    let devices = account.mfa_devices.values();
    let own = devices.filter(|device| owner(device) == Some(user.id.as_str()));
    let serials: Vec<&str> = own.map(|device| device.serial.as_str()).collect();
    let ssh = user.ssh_keys.iter();
    let services = user.service_credentials.iter();
    let lists = [
        ("AccessKeys", keys(&user.access_keys)),
        (
            "SigningCertificates",
            certificates(&user.signing_certificates),
        ),
        (
            "SSHPublicKeys",
            ssh.map(|own| with_status(&own.id, own.active)).collect(),
        ),
        (
            "ServiceSpecificCredentials",
            services
                .map(|own| with_status(&own.id, own.active))
                .collect(),
        ),
        ("MFADevices", serials.into()),
        (
            "PasswordSet",
            json!(user.login.as_ref().map(|login| login.set.to_string())),
        ),
    ];
    lists
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn keys(keys: &[AccessKey]) -> Value {
    let keys = keys.iter();
    keys.map(|key| with_status(&key.credentials.access_key_id, key.active))
        .collect()
}

fn certificates(certificates: &[SigningCertificate]) -> Value {
    let certificates = certificates.iter();
    certificates
        .map(|own| with_status(&own.id, own.active))
        .collect()
}

/// Unique id of the user whom a device is assigned to, account id for the root user.
fn owner(device: &MfaDevice) -> Option<&str> {
    let assignment = device.assignment.as_ref()?;
    Some(&assignment.owner)
}

fn with_status(id: &str, active: bool) -> String {
    match active {
        true => id.to_owned(),
        false => format!("{id} (Inactive)"),
    }
}

fn others(lab: &Lab, account: &Account) -> Inventory {
    let mut found = Inventory::new();
    for profile in account.instance_profiles.values() {
        let shape = instance_profiles::shape(lab, account, profile);
        let shape = shape.with("Tags", tags(&profile.tags));
        found.insert(profile.arn.to_string(), shape.into());
    }
    for provider in account.oidc_providers.values() {
        let value = json!({ "ClientIDList": provider.clients, "ThumbprintList": provider.thumbprints,
            "ContextProvider": provider.context, "Tags": tags(&provider.tags) });
        found.insert(provider.arn.to_string(), value);
    }
    for provider in account.saml_providers.values() {
        let keys: Vec<&str> = provider
            .private_keys
            .iter()
            .map(|key| key.id.as_str())
            .collect();
        let value = json!({
            "ValidUntil": provider.valid_until.to_string(), "SAMLMetadataDocument": provider.metadata, "PrivateKeyList": keys,
            "AssertionEncryptionRequired": provider.encryption_required, "ContextProvider": provider.context, "Tags": tags(&provider.tags),
        });
        found.insert(provider.arn.to_string(), value);
    }
    for certificate in account.server_certificates.values() {
        let value = json!({
            "ServerCertificateId": certificate.id, "Path": certificate.path, "CertificateBody": certificate.body,
            "CertificateChain": certificate.chain, "Tags": tags(&certificate.tags),
        });
        found.insert(certificate.arn.to_string(), value);
    }
    for device in account.mfa_devices.values() {
        let value = json!({ "Owner": owner(device), "Tags": tags(&device.tags) });
        found.insert(device.serial.clone(), value);
    }
    found
}

fn node(node: &Node) -> Value {
    let policies = |kind| -> Value {
        let policies = node.policies(kind).iter();
        policies
            .map(|policy| json!({ "Name": policy.name(), "Document": policy.text() }))
            .collect()
    };
    json!({
        "Name": node.name, "Parent": node.parent,
        "ServiceControlPolicies": policies(ControlKind::Service), "ResourceControlPolicies": policies(ControlKind::Resource),
    })
}

fn tags(tags: &Tags) -> Value {
    tags.iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}
