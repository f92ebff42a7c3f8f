//! The access that a lab gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lab::entity::PolicySet;
use crate::lab::organization::ControlKind;
use crate::lab::{Account, Lab};
use crate::policy::Document;
use crate::policy::compile::CompiledPolicy;

use super::{Access, Holder};

/// The access that a lab gives.
#[must_use]
pub fn of_lab(lab: &Lab) -> Access {
    let mut access = Access::default();
    for account in lab.accounts.values() {
        of_account(lab, account, &mut access);
    }
    for (arn, resource) in &lab.resources {
        if let Some(policy) = &resource.policy {
            add_shown(lab, arn, policy.compiled.document(), &mut access);
        }
    }
    access
}

fn of_account(lab: &Lab, account: &Account, access: &mut Access) {
    for user in account.users.values() {
        let mut identity = policies(lab, &user.policies);
        for group in user.groups.iter().filter_map(|key| account.groups.get(key)) {
            identity.extend(policies(lab, &group.policies));
        }
        let variables = [("aws:username", &user.name), ("aws:userid", &user.id)];
        let holder = Holder {
            identity,
            limits: limits(lab, account, user.boundary.as_deref()),
            variables: values(&variables),
        };
        access.holders.insert(user.arn.to_string(), holder);
    }
    for role in account.roles.values() {
        let holder = Holder {
            identity: policies(lab, &role.policies),
            limits: limits(lab, account, role.boundary.as_deref()),
            variables: BTreeMap::new(),
        };
        access.holders.insert(role.arn.to_string(), holder);
        add_shown(
            lab,
            role.arn.as_str(),
            role.trust.compiled.document(),
            access,
        );
    }
}

/// Users and roles stand in stored policies by their unique ids, which differ when they are made anew.
fn add_shown(lab: &Lab, arn: &str, document: &Document, access: &mut Access) {
    let shown = lab.show_principals(document);
    match Document::parse(&shown) {
        Ok((document, _)) => access.add_resource(arn, &document),
        Err(_) => access.add_resource(arn, document),
    }
}

fn values(pairs: &[(&str, &String)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).clone()))
        .collect()
}

fn policies(lab: &Lab, set: &PolicySet) -> Vec<Arc<CompiledPolicy>> {
    let inline = set
        .inline
        .values()
        .map(|policy| Arc::clone(&policy.compiled));
    let attached = set
        .attached
        .iter()
        .filter_map(|arn| lab.managed_policy(arn));
    inline.chain(attached).collect()
}

fn limits(lab: &Lab, account: &Account, boundary: Option<&str>) -> Vec<Vec<Arc<CompiledPolicy>>> {
    let boundary = boundary.map(|arn| lab.managed_policy(arn).into_iter().collect());
    let organization = lab.organization_of(&account.id);
    let organization = organization.filter(|own| own.management != account.id);
    let path = organization
        .map(|own| own.path(&account.id))
        .unwrap_or_default();
    let levels = path.into_iter().map(|(_, node)| {
        let policies = node.policies(ControlKind::Service).iter();
        policies
            .map(|policy| Arc::clone(&policy.compiled))
            .collect()
    });
    boundary.into_iter().chain(levels).collect()
}
