//! One AWS account and its IAM entities.

use std::collections::{BTreeMap, BTreeSet};

use crate::arn::{AccountId, Arn};
use crate::clock::Timestamp;
use crate::id::Kind;
use crate::partition::Partition;

use super::credential::{ServerCertificate, SigningCertificate};
use super::deletion::DeletionTask;
use super::entity::{EntityId, key};
use super::group::Group;
use super::identity_provider::{OidcProvider, SamlProvider};
use super::instance_profile::InstanceProfile;
use super::managed_policy::ManagedPolicy;
use super::mfa::MfaDevice;
use super::password::PasswordPolicy;
use super::report::{AccessReport, CredentialReport};
use super::role::Role;
use super::user::{AccessKey, User};

/// An AWS account with its root user.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Twelve digits.
    pub id: AccountId,
    /// E-mail address of the root user: unique in the lab.
    pub email: String,
    /// The account's name.
    pub name: String,
    /// When the account was created.
    pub created: Timestamp,
    /// A closed account answers nobody.
    pub closed: bool,
    /// Account alias, unique in the lab.
    pub alias: Option<String>,
    /// What passwords must be like; AWS's default where there is none.
    pub password_policy: Option<PasswordPolicy>,
    /// Version of the tokens that the global endpoint of STS gives: 1 or 2.
    pub token_version: u8,
    /// AWS signs tokens for the account's callers.
    pub outbound_federation: bool,
    /// What was set by `PutAccountProperties`.
    pub properties: BTreeMap<String, String>,
    /// Access keys of the root user.
    pub root_keys: Vec<AccessKey>,
    /// Signing certificates of the root user.
    pub root_signing_certificates: Vec<SigningCertificate>,
    /// Users by [`key`].
    pub users: BTreeMap<String, User>,
    /// Groups by [`key`].
    pub groups: BTreeMap<String, Group>,
    /// Roles by [`key`].
    pub roles: BTreeMap<String, Role>,
    /// Customer managed policies by [`key`] of their name.
    pub policies: BTreeMap<String, ManagedPolicy>,
    /// Instance profiles by [`key`].
    pub instance_profiles: BTreeMap<String, InstanceProfile>,
    /// OpenID Connect providers by ARN.
    pub oidc_providers: BTreeMap<String, OidcProvider>,
    /// SAML providers by [`key`] of their name.
    pub saml_providers: BTreeMap<String, SamlProvider>,
    /// Server certificates by [`key`].
    pub server_certificates: BTreeMap<String, ServerCertificate>,
    /// Deletions of service-linked roles, by the id of the task.
    pub deletion_tasks: BTreeMap<String, DeletionTask>,
    /// The last credential report.
    pub credential_report: Option<CredentialReport>,
    /// Reports on the use of services, by the id of the job.
    pub access_reports: BTreeMap<String, AccessReport>,
    /// Virtual MFA devices, and hardware ones that are assigned, by [`key`] of their serial number.
    pub mfa_devices: BTreeMap<String, MfaDevice>,
    /// Users, groups and roles by unique id.
    pub by_id: BTreeMap<String, EntityId>,
    /// What managed policies, AWS's among them, are attached to, by policy ARN.
    pub policy_use: BTreeMap<String, PolicyUse>,
    /// Owners of access keys, by key id.
    pub key_owners: BTreeMap<String, KeyOwner>,
    /// How many ids were issued of each kind and name.
    pub issued: BTreeMap<(Kind, String), u32>,
}

/// Who an access key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyOwner {
    /// The root user.
    Root,
    /// Key of the user's map.
    User(String),
}

impl Account {
    /// A new account with nothing in it but its root user.
    #[must_use]
    pub fn new(id: AccountId, email: String, name: String, created: Timestamp) -> Self {
        Self {
            id,
            email,
            name,
            created,
            closed: false,
            alias: None,
            password_policy: None,
            token_version: 1,
            outbound_federation: false,
            properties: BTreeMap::new(),
            root_keys: Vec::new(),
            root_signing_certificates: Vec::new(),
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
            roles: BTreeMap::new(),
            policies: BTreeMap::new(),
            instance_profiles: BTreeMap::new(),
            oidc_providers: BTreeMap::new(),
            saml_providers: BTreeMap::new(),
            server_certificates: BTreeMap::new(),
            deletion_tasks: BTreeMap::new(),
            credential_report: None,
            access_reports: BTreeMap::new(),
            mfa_devices: BTreeMap::new(),
            by_id: BTreeMap::new(),
            policy_use: BTreeMap::new(),
            key_owners: BTreeMap::new(),
            issued: BTreeMap::new(),
        }
    }

    /// The user with this unique id.
    #[must_use]
    pub fn user_by_id(&self, id: &str) -> Option<&User> {
        match self.by_id.get(id)? {
            EntityId::User(key) => self.users.get(key),
            _ => None,
        }
    }

    /// The role with this unique id.
    #[must_use]
    pub fn role_by_id(&self, id: &str) -> Option<&Role> {
        match self.by_id.get(id)? {
            EntityId::Role(key) => self.roles.get(key),
            _ => None,
        }
    }

    /// The user with this name; its case matters when looking up, not when creating.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<&User> {
        self.users.get(&key(name)).filter(|u| u.name == name)
    }

    /// The group with this name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(&key(name)).filter(|g| g.name == name)
    }

    /// The role with this name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(&key(name)).filter(|r| r.name == name)
    }

    /// The customer managed policy with this ARN.
    #[must_use]
    pub fn policy(&self, arn: &str) -> Option<&ManagedPolicy> {
        let name = arn.rsplit('/').next()?;
        self.policies
            .get(&key(name))
            .filter(|p| p.arn.as_str() == arn)
    }

    /// The customer managed policy with this ARN, to change it.
    pub fn policy_mut(&mut self, arn: &str) -> Option<&mut ManagedPolicy> {
        let name = arn.rsplit('/').next()?;
        self.policies
            .get_mut(&key(name))
            .filter(|p| p.arn.as_str() == arn)
    }

    /// True for the ARN of an OpenID Connect or SAML provider of the account.
    #[must_use]
    pub fn has_provider(&self, arn: &Arn) -> bool {
        self.oidc_providers.contains_key(arn.as_str())
            || self.saml_providers.values().any(|known| known.arn == *arn)
    }

    /// `arn:aws:iam::A:root`
    #[must_use]
    pub fn root_arn(&self, partition: Partition) -> Arn {
        Arn::iam(partition, &self.id, "root")
    }
}

/// What a managed policy is attached to, within one account. Keys of the entity maps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyUse {
    /// Users it is attached to.
    pub users: BTreeSet<String>,
    /// Groups it is attached to.
    pub groups: BTreeSet<String>,
    /// Roles it is attached to.
    pub roles: BTreeSet<String>,
    /// Users it is the permissions boundary of.
    pub bounded_users: BTreeSet<String>,
    /// Roles it is the permissions boundary of.
    pub bounded_roles: BTreeSet<String>,
}

impl PolicyUse {
    /// How many entities it is attached to.
    #[must_use]
    pub fn attachments(&self) -> usize {
        self.users.len() + self.groups.len() + self.roles.len()
    }

    /// How many entities it is the boundary of.
    #[must_use]
    pub fn boundaries(&self) -> usize {
        self.bounded_users.len() + self.bounded_roles.len()
    }
}
